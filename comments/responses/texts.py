"""The words of a response: HTML of paragraphs, lists, emphasis and links, and nothing else.

Whatever comes from an editor is read into blocks, and the HTML that is kept is written anew from
them. What is kept is therefore what every format of the document can say, and is safe to show.
"""

import re
from collections.abc import Iterable
from html import escape
from urllib.parse import urljoin

import nh3
from bs4 import BeautifulSoup, NavigableString, Tag
from django.conf import settings
from wagtail.rich_text import expand_db_html

from comments.response_document.content import Block, Run

MAX_LENGTH = 100_000
"""Characters of one response in one language, as HTML."""

_LISTS = {"ul": "bullet", "ol": "number"}
_TAG_OF = {kind: tag for tag, kind in _LISTS.items()}
_PARAGRAPHS = {"p", "div", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
_TAGS = {*_PARAGRAPHS, *_LISTS, "li", "b", "strong", "i", "em", "a", "br"}
_SCHEMES = {"http", "https", "mailto", "tel"}
# Of white space a no-break space alone is somebody's intention.
_SPACE = re.compile(r"[^\S\xa0]+")
_ITEM = re.compile(r"(?P<bullet>[-*•])\s+|(?P<number>\d{1,3}[.)])\s+")


def blocks(html: str) -> list[Block]:
    """The words as plain data. A list within a list is read as one list; links are absolute."""
    safe = nh3.clean(
        expand_db_html(html) if "linktype=" in html else html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel=None,
        attribute_filter=lambda tag, name, value: _address(value),
    )
    reader = _Reader()
    reader.read(BeautifulSoup(safe, "html.parser"), Run(text="", bold=False, italic=False, href=""))
    reader.end_block()
    return reader.blocks


def clean(html: str) -> str:
    """The same words in the HTML that is kept; empty when there are none."""
    return _html(blocks(html))


def has_words(html: str) -> bool:
    """Whether somebody said something."""
    return bool(blocks(html))


def in_languages(response) -> list[tuple[str, str]]:
    """What a response says in each language that it has words in: (code, HTML)."""
    found = [(code, getattr(response, f"text_{code}") or "") for code, _name in settings.LANGUAGES]
    return [(code, html) for code, html in found if html]


def plain(html: str) -> str:
    """The words for a text field: a blank line between paragraphs, “- ” or “1. ” before items."""
    lines, before, number = [], "", 0
    for block in blocks(html):
        kind = block["kind"]
        number = number + 1 if kind == before == "number" else 1
        if lines and not (kind == before and kind in _TAG_OF):
            lines.append("")
        mark = {"bullet": "- ", "number": f"{number}. "}.get(kind, "")
        lines.append(mark + "".join(map(_plain_run, block["runs"])))
        before = kind
    return "\n".join(lines)


def from_plain(text: str) -> str:
    """HTML of what somebody typed into a text field; the reverse of `plain` but for emphasis."""
    made: list[Block] = []
    for line in text.splitlines():
        item = _ITEM.match(line.strip())
        words = line.strip()[item.end() :] if item else line.strip()
        if words:
            kind = item.lastgroup if item else "paragraph"
            made.append(Block(kind=kind, runs=[Run(text=words, bold=False, italic=False, href="")]))
    return _html(made)


def _address(value: str) -> str | None:
    """An absolute address; one within the site gets the site's. None for a place on the page."""
    value = value.strip()
    if not value or value.startswith("#"):
        return None
    return urljoin(f"{settings.WAGTAILADMIN_BASE_URL}/", value)


def _plain_run(run: Run) -> str:
    address = run["href"].removeprefix("mailto:").removeprefix("tel:")
    return f"{run['text']} ({address})" if address and address != run["text"] else run["text"]


def _html(found: Iterable[Block]) -> str:
    pieces, open_list = [], ""
    for block in found:
        tag = _TAG_OF.get(block["kind"], "")
        if tag != open_list:
            pieces.append(f"</{open_list}>" if open_list else "")
            pieces.append(f"<{tag}>" if tag else "")
            open_list = tag
        name = "li" if tag else "p"
        pieces.append(f"<{name}>{''.join(map(_html_run, block['runs']))}</{name}>")
    pieces.append(f"</{open_list}>" if open_list else "")
    return "".join(pieces)


def _html_run(run: Run) -> str:
    html = escape(run["text"], quote=False)
    if run["italic"]:
        html = f"<i>{html}</i>"
    if run["bold"]:
        html = f"<b>{html}</b>"
    return f'<a href="{escape(run["href"])}">{html}</a>' if run["href"] else html


class _Reader:
    """Reads nested tags into blocks, one after the other."""

    def __init__(self):
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.kind = "paragraph"

    def read(self, parent: Tag, style: Run) -> None:
        for node in parent.children:
            if isinstance(node, Tag):
                self._read_tag(node, style)
            elif type(node) is NavigableString:
                self._add(str(node), style)

    def _read_tag(self, tag: Tag, style: Run) -> None:
        match tag.name:
            case "ul" | "ol" | "li":
                self._read_apart(tag, style, _LISTS.get(tag.name, self._kind_of_item()))
            case "b" | "strong":
                self.read(tag, Run({**style, "bold": True}))
            case "i" | "em":
                self.read(tag, Run({**style, "italic": True}))
            case "a":
                self.read(tag, Run({**style, "href": tag.get("href", "")}))
            case "br" if self.kind == "paragraph":
                self.end_block()
            case _ if self.kind == "paragraph":
                self._read_apart(tag, style, self.kind)
            case _:
                # Paragraphs of one item stay one item.
                self._add(" ", style)
                self.read(tag, style)
                self._add(" ", style)

    def _kind_of_item(self) -> str:
        """An item outside of every list is one with a bullet."""
        return "bullet" if self.kind == "paragraph" else self.kind

    def _read_apart(self, tag: Tag, style: Run, kind: str) -> None:
        self.end_block()
        outside, self.kind = self.kind, kind
        self.read(tag, style)
        self.end_block()
        self.kind = outside

    def _add(self, text: str, style: Run) -> None:
        self.runs.append(Run({**style, "text": text}))

    def end_block(self) -> None:
        """Put down what was read as one block, unless nobody said anything in it."""
        runs: list[Run] = []
        for run in self.runs:
            text = _SPACE.sub(" ", run["text"])
            if not runs or runs[-1]["text"].endswith(" "):
                text = text.removeprefix(" ")
            if text and runs and {**runs[-1], "text": ""} == {**run, "text": ""}:
                runs[-1]["text"] += text
            elif text:
                runs.append(Run({**run, "text": text}))
        self.runs = []
        if runs:
            runs[-1]["text"] = runs[-1]["text"].rstrip(" ")
        while runs and not runs[-1]["text"]:
            runs.pop()
            if runs:
                runs[-1]["text"] = runs[-1]["text"].rstrip(" ")
        if "".join(run["text"] for run in runs).strip():
            self.blocks.append(Block(kind=self.kind, runs=runs))
