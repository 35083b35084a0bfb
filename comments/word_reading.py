"""A Word document as the sections of a draft.

mammoth turns it into HTML by its styles; here that HTML becomes sections and blocks, cleaned down
to what the editor of a draft allows. Nothing is stored, and nothing outside the file is read.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError

import mammoth
import nh3
from bs4 import BeautifulSoup, Tag
from django.core.files.base import File

from comments import word_tables
from comments.word_findings import Finding, Kind
from comments.word_tables import Table

MAX_HEADING = 200
# Styles by the names that Word writes into every document, whatever its language.
_STYLES = """
p[style-name='Title'] => p.title:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name^='toc '] => !
p[style-name^='TOC '] => !
"""
_HEADINGS = [f"h{level}" for level in range(1, 7)]
_INLINE = {"b", "i", "a", "sup", "sub", "br"}
_TEXT_TAGS = _INLINE | {"p", "h3", "h4", "ul", "ol", "li", "blockquote"}
_NOTE_TAGS = _INLINE | {"p"}
_RENAMED = {"strong": "b", "em": "i"}
_SCHEMES = ("http://", "https://", "mailto:", "tel:")
_NOTE = re.compile(r"^(?:foot|end)note-")
_TO_NOTE = re.compile(r"^#(?:foot|end)note-(?!ref-)")
_BACK_TO_TEXT = re.compile(r"^#(?:foot|end)note-ref-")
_TYPED_NUMBER = re.compile(r"^\d{1,3}(?:\.\d{1,3})*[.)]\s+")
# What the converter leaves out without a word, by how Word spells it.
_UNSEEN = (
    (Kind.TRACKED, re.compile(rb"<w:(?:ins|del|moveTo)\b")),
    (Kind.REMARKS, re.compile(rb"<w:commentReference\b")),
    (Kind.EQUATION, re.compile(rb"<m:oMath\b")),
    (Kind.DRAWING, re.compile(rb"<(?:c:chart|dgm:relIds)\b")),
)


class Unreadable(Exception):
    """The converter cannot make anything of the file."""


@dataclass
class Picture:
    """A picture inside the document; without `content` it is only a link."""

    content: bytes
    mime: str
    alt: str
    caption: str = ""


@dataclass(frozen=True)
class Note:
    mark: str
    html: str


@dataclass
class Section:
    """Blocks are str (rich text), Table, Picture; `notes` follow them."""

    heading: str
    blocks: list = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass
class WordDocument:
    title: str
    sections: list[Section]
    findings: list[Finding]


def read_word(upload: File) -> WordDocument:
    """Read a file that word_files.check_word_file has let through. Raises Unreadable."""
    pictures: list[Picture] = []

    @mammoth.images.img_element
    def keep(image):
        try:
            with image.open() as content:
                data = content.read()
        except (ValueError, KeyError):  # outside the file, or named and not there
            data = b""
        pictures.append(Picture(data, image.content_type or "", (image.alt_text or "").strip()))
        return {"src": str(len(pictures) - 1)}

    upload.seek(0)
    try:
        # A style map inside the file would let it decide what becomes of it.
        html = mammoth.convert_to_html(
            upload, style_map=_STYLES, convert_image=keep, include_embedded_style_map=False
        ).value
        with zipfile.ZipFile(upload) as archive:
            main = archive.read("word/document.xml")
    except (
        *(AttributeError, ExpatError, IndexError, KeyError, OSError, RecursionError),
        *(TypeError, ValueError, zipfile.BadZipFile, AssertionError),
    ) as error:
        raise Unreadable from error
    finally:
        upload.seek(0)
    reader = _Reader(BeautifulSoup(html, "html.parser"), pictures)
    document = reader.read()
    document.findings += [Finding(kind) for kind, spelled in _UNSEEN if spelled.search(main)]
    return document


class _Reader:
    """Walks the converted document from top to bottom."""

    def __init__(self, soup: BeautifulSoup, pictures: list[Picture]):
        self.soup, self.pictures = soup, pictures
        self.title = ""
        self.sections: list[Section] = []
        self.findings: list[Finding] = []
        self.note_texts: dict[str, str] = {}
        self.marks: dict[str, str] = {}

    def find(self, kind: Kind, detail: str = "") -> None:
        place = self.sections[-1].heading if self.sections else ""
        self.findings.append(Finding(kind, place, detail[:100]))

    def read(self) -> WordDocument:
        self._prepare()
        self._take_out_notes()
        self._take_title()
        levels = self._levels()
        for tag in [child for child in self.soup.children if isinstance(child, Tag)]:
            if tag.name in _HEADINGS:
                self._heading(tag, levels)
            elif tag.name == "table":
                self._table(tag)
            else:
                self._text(tag)
        for section in self.sections:
            section.blocks = _captioned(section.blocks)
        self._check()
        return WordDocument(self.title, self.sections, self.findings)

    def _prepare(self) -> None:
        """Names of tags are as the editor saves them; links lead out of the document or go."""
        for back in self.soup.find_all("a", href=_BACK_TO_TEXT):
            back.decompose()
        for tag in self.soup.find_all(list(_RENAMED)):
            tag.name = _RENAMED[tag.name]
        inner = False
        for link in self.soup.find_all("a"):
            target = link.get("href", "")
            if _TO_NOTE.match(target):
                note = target[1:]
                link.string = self.marks.setdefault(note, str(len(self.marks) + 1))
                link.parent["data-note"] = note
            elif target.startswith(_SCHEMES):
                continue
            elif target:
                inner = True
            link.unwrap()
        if inner:
            self.find(Kind.INNER_LINK)

    def _take_out_notes(self) -> None:
        """The converter lists all notes at the end; each belongs below its own section."""
        for item in self.soup.find_all("li", id=_NOTE):
            self.note_texts[item["id"]] = item.decode_contents()
            holder = item.parent
            item.extract()
            if not holder.find("li"):
                holder.decompose()

    def _take_title(self) -> None:
        titled = self.soup.find("p", class_="title")
        if titled:
            self.title = _words(titled)
            titled.decompose()
            return
        first = next((tag for tag in self.soup.children if isinstance(tag, Tag)), None)
        same = self.soup.find_all(first.name) if first and first.name in _HEADINGS else []
        if len(same) == 1 and any(self.soup.find_all(_deeper(first.name))):
            self.title = _words(first)
            self.find(Kind.TITLE, self.title)
            first.decompose()

    def _levels(self) -> dict[str, int]:
        """How deep each heading is below the highest that is used: 0 begins a section."""
        used = [name for name in _HEADINGS if self.soup.find(name, recursive=False)]
        if not used:
            self.find(Kind.NO_HEADING)
        return {name: depth for depth, name in enumerate(used)}

    def _section(self) -> Section:
        """The section that is being read; text before the first heading has one as well."""
        if not self.sections:
            self.sections.append(Section(self.title[:MAX_HEADING]))
            self.find(Kind.OPENING)
        return self.sections[-1]

    def _heading(self, tag: Tag, levels: dict[str, int]) -> None:
        noted = tag.find_all("sup", attrs={"data-note": True})
        for mark in noted:
            mark.extract()
        words = _words(tag)
        if not words:
            return
        text = _TYPED_NUMBER.sub("", words)
        if levels[tag.name] == 0:
            self.sections.append(Section(text[:MAX_HEADING].strip()))
            if len(text) > MAX_HEADING:
                self.find(Kind.LONG_HEADING)
            if text != words and all(one.kind != Kind.NUMBERED for one in self.findings):
                self.find(Kind.NUMBERED, words)
        else:
            tag.name = "h3" if levels[tag.name] == 1 else "h4"
            self._add_text(_clean(tag))
        for mark in noted:
            self._note(mark)
            self.find(Kind.HEADING_NOTE, mark.get_text())

    def _text(self, tag: Tag) -> None:
        for mark in tag.find_all("sup", attrs={"data-note": True}):
            self._note(mark)
        images = [image.extract() for image in tag.find_all("img")]
        if tag.name == "p" and "caption" in tag.get("class", []) and _words(tag):
            self._section().blocks.append(_Caption(_words(tag), _clean(tag)))
        elif _words(tag):
            self._add_text(_clean(tag))
        for image in images:
            self._section().blocks.append(self.pictures[int(image["src"])])

    def _add_text(self, html: str) -> None:
        blocks = self._section().blocks
        if blocks and isinstance(blocks[-1], str):
            blocks[-1] += html
        elif html:
            blocks.append(html)

    def _note(self, mark: Tag) -> None:
        note = mark["data-note"]
        notes = self._section().notes
        if all(one.mark != self.marks[note] for one in notes):
            html = _allowed(self.note_texts.get(note, ""), _NOTE_TAGS)
            # Word sets a space between the number of a note and its text.
            html = html.replace("<p> ", "<p>").replace(" </p>", "</p>")
            notes.append(Note(self.marks[note], html))

    def _table(self, tag: Tag) -> None:
        self._section()
        for mark in tag.find_all("sup", attrs={"data-note": True}):
            self._note(mark)
        images = [image.extract() for image in tag.find_all("img")]
        read = word_tables.read_table(tag, clean=_clean_cell)
        if isinstance(read, Table):
            self._section().blocks.append(read)
        else:
            for paragraph in read:
                self._add_text(f"<p>{paragraph}</p>")
        for kind in word_tables.kinds_found(tag, read):
            self.find(kind, _words(tag))
        for image in images:
            self._section().blocks.append(self.pictures[int(image["src"])])
            self.find(Kind.CELL_PICTURE)

    def _check(self) -> None:
        """What stands in the sections and cannot be published so."""
        for section in self.sections:
            if not section.blocks:
                self.findings.append(Finding(Kind.EMPTY, section.heading))
            for block in section.blocks:
                for kind, detail in _lacks(block):
                    self.findings.append(Finding(kind, section.heading, detail))


@dataclass(frozen=True)
class _Caption:
    """Words that Word calls a caption, until it is known what they belong to."""

    words: str
    html: str


def _captioned(blocks: list) -> list:
    """Give captions to what they stand above or below; the others stay paragraphs.

    Word puts the caption of a table above it and that of a picture below it.
    """
    placed: list = []
    for place, block in enumerate(blocks):
        if not isinstance(block, _Caption):
            placed.append(block)
            continue
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        before = placed[-1] if placed else None
        owners = [
            *([after] if isinstance(after, Table) else []),
            *([before] if isinstance(before, Picture) else []),
            *([after] if isinstance(after, Picture) else []),
            *([before] if isinstance(before, Table) else []),
        ]
        owner = next((one for one in owners if not one.caption), None)
        if owner is not None:
            owner.caption = block.words
        elif isinstance(before, str):
            placed[-1] += block.html
        else:
            placed.append(block.html)
    return placed


def _lacks(block) -> Iterator[tuple[Kind, str]]:
    if isinstance(block, Picture):
        if not block.content:
            yield Kind.LINKED, block.caption
        elif " " not in block.alt:
            yield Kind.ALT, block.caption
    elif isinstance(block, Table):
        if not block.caption:
            yield Kind.CAPTION, ", ".join(block.headings)[:100]
        if not all(block.headings):
            yield Kind.COLUMN, block.caption
        if len(block.headings) > word_tables.MAX_COLUMNS:
            yield Kind.WIDE, block.caption


def _deeper(name: str) -> list[str]:
    return _HEADINGS[_HEADINGS.index(name) + 1 :]


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" " if tag.name == "table" else "").split())


def _clean(tag: Tag) -> str:
    return _allowed(str(tag), _TEXT_TAGS)


def _allowed(html: str, tags: set[str]) -> str:
    return nh3.clean(html, tags=tags, attributes={"a": {"href"}}, link_rel=None).strip()


def _clean_cell(tag: Tag) -> str:
    """What a cell may hold: bold words and links, with a space for each new line."""
    for line in tag.find_all(["p", "br", "li", "td", "th"]):
        line.append(" ") if line.name != "br" else line.replace_with(" ")
    return " ".join(_allowed(tag.decode_contents(), {"b", "a"}).split())
