"""The mail that the demo has sent, read from the files that Django's backend writes."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]+(\.[0-9]+)?")
"""The name of a message: that of its file and, where a file holds several, its place in it."""

MAX_LISTED = 100
_SEPARATOR = b"\n" + b"-" * 79 + b"\n"
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")


def latest() -> list[dict]:
    """The messages, latest first."""
    files = sorted(Path(settings.MAIL_FOLDER).glob("*.log"), key=_written_at, reverse=True)
    listed = []
    for file in files[:MAX_LISTED]:
        messages = _messages(file)
        for place in reversed(range(len(messages))):
            name = f"{file.stem}.{place}" if place else file.stem
            listed.append({"name": name, **_envelope(messages[place], file)})
    return listed[:MAX_LISTED]


def read(name: str) -> tuple[EmailMessage, dict] | None:
    """One message and what a page shows of it, or None when there is none of that name."""
    if not NAME.fullmatch(name):
        return None
    stem, _dot, place = name.partition(".")
    file = Path(settings.MAIL_FOLDER) / f"{stem}.log"
    if not file.is_file():
        return None
    messages = _messages(file)
    if int(place or 0) >= len(messages):
        return None
    message = messages[int(place or 0)]
    text = _content(message.get_body(("plain",)))
    shown = {
        **_envelope(message, file),
        "text": text,
        "links": list(dict.fromkeys(_LINK.findall(text))),
    }
    return message, shown


def html(message: EmailMessage) -> str:
    """The message as most programs show it; empty when it has no such part."""
    return _content(message.get_body(("html",)))


def calendar(message: EmailMessage) -> str:
    """The attached calendar file; empty when there is none.

    The file on disk has the machine's line ends; a mail server and RFC 5545 §3.1 have CRLF.
    """
    for part in message.iter_attachments():
        if part.get_content_type() == "text/calendar":
            return re.sub("\r?\n", "\r\n", _content(part))
    return ""


def _content(part: EmailMessage | None) -> str:
    return part.get_content() if part else ""


def _envelope(message: EmailMessage, file: Path) -> dict:
    return {
        "subject": str(message["subject"] or ""),
        "to": str(message["to"] or ""),
        "sent_at": datetime.fromtimestamp(_written_at(file), tz=UTC),
    }


def _messages(file: Path) -> list[EmailMessage]:
    """Usually one; Django appends when two connections happen to choose the same name."""
    return [
        message_from_bytes(content, policy=policy.default)
        for content in file.read_bytes().split(_SEPARATOR)
        if content.strip()
    ]


def _written_at(file: Path) -> float:
    return file.stat().st_mtime
