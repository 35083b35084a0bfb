"""What stands in the place of words that were blacked out, in the language of the comment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments.models import Redaction

Reason = Redaction.Reason

_WHAT = {
    Reason.PHONE: pgettext_lazy("what was redacted", "telephone number"),
    Reason.EMAIL: pgettext_lazy("what was redacted", "e-mail address"),
    Reason.ADDRESS: pgettext_lazy("what was redacted", "home address"),
    Reason.IDENTITY: pgettext_lazy("what was redacted", "identity number"),
    Reason.ACCOUNT: pgettext_lazy("what was redacted", "bank or card number"),
    Reason.MINOR: pgettext_lazy("what was redacted", "name of a minor"),
    Reason.HEALTH: pgettext_lazy("what was redacted", "health of a person"),
    Reason.OTHER_PERSON: pgettext_lazy("what was redacted", "private matter of another person"),
    Reason.CONFIDENTIAL: pgettext_lazy("what was redacted", "confidential business information"),
    Reason.OTHER: pgettext_lazy("what was redacted", "for another legal reason"),
}


def mark(reason: str, language: str) -> str:
    """The words that readers find instead: "[redacted: telephone number]"."""
    with translation.override(language):
        return str(_("[redacted: %(what)s]")) % {"what": _WHAT[Reason(reason)]}


def without(text: str, redactions: Iterable[Redaction], language: str) -> str:
    """The text with a mark in the place of each redacted passage."""
    return "".join(
        mark(piece.redaction.reason, language) if piece.redaction else piece.text
        for piece in pieces(text, sorted(redactions, key=lambda found: found.start))
    )


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: redacted as a whole, or not at all. `start` counts characters."""

    text: str
    start: int
    redaction: Redaction | None = None


def pieces(text: str, redactions: Sequence[Redaction]) -> list[Piece]:
    """The text cut at its redactions, which are in their order and do not overlap."""
    found, at = [], 0
    for redaction in redactions:
        if at < redaction.start:
            found.append(Piece(text[at : redaction.start], at))
        found.append(Piece(text[redaction.start : redaction.end], redaction.start, redaction))
        at = redaction.end
    if at < len(text):
        found.append(Piece(text[at:], at))
    return found
