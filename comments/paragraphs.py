"""The paragraphs of a draft: each has a number and an address, to name and to quote it.

A section's body is read once per language; what is shown, what is compared with another version
and what a quoted passage is checked against all come from here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.rich_text import expand_db_html

from comments.models import DraftSection

HEADING, TEXT, ITEM, QUOTE = "heading", "text", "item", "quote"
TABLE, FIGURE, FOOTNOTE = "table", "figure", "footnote"
_KINDS = {"h3": HEADING, "h4": HEADING, "p": TEXT, "li": ITEM, "blockquote": QUOTE}


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, list item, table, figure or footnote.

    `number` is how people name it, such as 2.4; headings have none. `text` is its plain words
    with single spaces, `html` what is shown of it, safe, without its number.
    """

    anchor: str
    number: str
    kind: str
    text: str
    html: SafeString


@dataclass(frozen=True)
class Reading:
    """A section in the active language: its paragraphs, and all of it as it is shown."""

    section: DraftSection
    number: int
    paragraphs: tuple[Paragraph, ...]
    html: SafeString


def read_section(section: DraftSection, *, number: int) -> Reading:
    """Read a section, the `number`th of its draft, in the active language."""
    counter = _Counter(section, number)
    parts = [
        _READERS[block.block_type](block, counter) for block in section.body or [] if block.value
    ]
    # A mark in the text is linked when the note it belongs to has been read, wherever that stands.
    _link_footnotes(counter)
    html = "\n".join(finish() for finish in parts)
    return Reading(section, number, tuple(counter.paragraphs), mark_safe(html))  # noqa: S308


def read_draft(sections) -> Iterator[Reading]:
    """All sections of a draft, in their order."""
    for number, section in enumerate(sections, start=1):
        yield read_section(section, number=number)


class _Counter:
    """Gives each paragraph of a section its number and its anchor."""

    def __init__(self, section: DraftSection, number: int):
        self.section, self.number = section, number
        self.paragraphs: list[Paragraph] = []
        self.superscripts: list[Tag] = []
        self.notes: dict[str, Paragraph] = {}
        self.marked: set[str] = set()
        self._numbered = 0

    def add(self, kind: str, text: str, html: str) -> Paragraph:
        label = ""
        if kind != HEADING:
            self._numbered += 1
            label = f"{self.number}.{self._numbered}"
        place = self._numbered if kind != HEADING else f"h{len(self.paragraphs)}"
        anchor = f"{self.section.anchor}-p{place}"
        found = Paragraph(anchor, label, kind, _plain(text), mark_safe(html))  # noqa: S308
        self.paragraphs.append(found)
        return found


def _plain(text: str) -> str:
    return " ".join(text.split())


def _read_text(block, counter: _Counter) -> Callable[[], str]:
    """The source is cleaned by the editor when it is saved; here it only gets its numbers."""
    soup = BeautifulSoup(expand_db_html(block.value.source), "html.parser")
    for tag in soup.find_all(list(_KINDS)):
        words = _own_words(tag)
        if tag.find_parent("blockquote") or not words:
            continue
        paragraph = counter.add(_KINDS[tag.name], words, tag.decode_contents())
        tag["id"] = paragraph.anchor
        if paragraph.number:
            link = soup.new_tag("a", attrs=_link_attributes(paragraph))
            link.string = paragraph.number
            tag.insert(0, link)
            link.insert_after(" ")
    counter.superscripts += soup.find_all("sup")
    return lambda: str(soup)


def _link_footnotes(counter: _Counter) -> None:
    """Lead from each mark in the text to its note; the first of them is where the note leads back.

    The roles are those of the Digital Publishing WAI-ARIA Module.
    """
    for superscript in counter.superscripts:
        mark = superscript.get_text().strip()
        note = counter.notes.get(mark)
        if note is None or superscript.find_parent("a") or superscript.find("a"):
            continue
        link = BeautifulSoup("", "html.parser").new_tag(
            "a", attrs={"href": f"#{note.anchor}", "role": "doc-noteref"}
        )
        link["aria-label"] = gettext("Footnote %(mark)s") % {"mark": mark}
        if mark not in counter.marked:
            counter.marked.add(mark)
            superscript["id"] = f"{note.anchor}-ref"
        link.extend(list(superscript.contents))
        superscript.append(link)


def _own_words(tag: Tag) -> str:
    """Of a list item, without the lists inside it, whose items are paragraphs of their own."""
    inner = {id(text) for nested in tag.find_all(["ol", "ul"]) for text in nested.strings}
    return _plain("".join(text for text in tag.strings if id(text) not in inner))


def _read_table(block, counter: _Counter) -> Callable[[], str]:
    html = block.render()
    return _whole(TABLE, html, BeautifulSoup(html, "html.parser").get_text(" "), counter)


def _read_figure(block, counter: _Counter) -> Callable[[], str]:
    words = " ".join(part for part in (block.value["caption"], block.value["alt"]) if part)
    return _whole(FIGURE, block.render(), words, counter)


def _whole(kind: str, html: str, words: str, counter: _Counter) -> Callable[[], str]:
    paragraph = counter.add(kind, words, html)
    shown = format_html(
        '<div class="numbered" id="{}">{}{}</div>',
        paragraph.anchor,
        _number_link(paragraph),
        paragraph.html,
    )
    return lambda: shown


def _read_footnotes(block, counter: _Counter) -> Callable[[], str]:
    notes = []
    for note in block.value:
        html = expand_db_html(note["text"].source)
        words = BeautifulSoup(html, "html.parser").get_text(" ")
        mark = note["mark"].strip()
        paragraph = counter.add(FOOTNOTE, f"{mark} {words}", html)
        counter.notes.setdefault(mark, paragraph)
        notes.append({"mark": mark, "paragraph": paragraph})

    def finish() -> str:
        for note in notes:
            first = counter.notes[note["mark"]] is note["paragraph"]
            note["is_marked"] = first and note["mark"] in counter.marked
        return render_to_string("comments/includes/footnotes.html", {"notes": notes})

    return finish


def _link_attributes(paragraph: Paragraph) -> dict[str, str]:
    label = gettext("Paragraph %(number)s") % {"number": paragraph.number}
    return {"class": "paragraph-number", "href": f"#{paragraph.anchor}", "aria-label": label}


def _number_link(paragraph: Paragraph) -> SafeString:
    return format_html("<a{}>{}</a> ", flatatt(_link_attributes(paragraph)), paragraph.number)


_READERS = {
    "text": _read_text,
    "table": _read_table,
    "figure": _read_figure,
    "footnotes": _read_footnotes,
}
