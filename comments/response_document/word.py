"""The Response to Comments as a Word document, which agencies put before their boards.

A slice is a piece of word/document.xml as text, and `join` copies the pieces one after another.
Places are bookmarks named after what they hold ("point_12_3"), so that a slice links to others
without having seen them.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from comments.response_document.renderer import Frame, Slice
from comments.response_document.word_package import DOCUMENT_END, DOCUMENT_START, write_package
from comments.response_document.word_sections import write_section
from comments.response_document.word_writing import (
    AFTER_CONTENTS,
    BODY,
    IN_CONTENTS,
    Writing,
    contents_entries,
)
from comments.response_document.word_xml import link, paragraph, run

_CHUNK = 1 << 18


class WordRenderer:
    """See `renderer.Renderer`."""

    format = "docx"
    suffix = ".docx"
    mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def render(self, frame: Frame, piece: Slice, folder: Path) -> None:
        with Writing(folder, piece.index) as writing:
            write_section(writing, frame, piece)

    def join(self, frame: Frame, folders: Sequence[Path], target: Path) -> None:
        slices = sum(path.stat().st_size for folder in folders for path in folder.iterdir())
        # The contents hold each heading again, in more XML: twice is more than enough.
        write_package(target, frame, _document(frame, folders), size=2 * slices)


def _document(frame: Frame, folders: Sequence[Path]) -> Iterator[bytes]:
    front, *others = folders
    yield DOCUMENT_START.encode()
    yield from _copied(front / BODY)
    for xml in _contents(frame, folders):
        yield xml.encode()
    yield from _copied(front / AFTER_CONTENTS)
    for folder in others:
        yield from _copied(folder / BODY)
    yield DOCUMENT_END.encode()


def _copied(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            yield chunk


def _contents(frame: Frame, folders: Iterable[Path]) -> Iterator[str]:
    """A table of contents that word processors bring up to date, with its entries until then.

    They have no page numbers, which nobody knows before the pages are set; their links work.
    """
    levels = f"1-{IN_CONTENTS}"
    start = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> TOC \\o "{levels}" \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    yield (
        "<w:sdt><w:sdtPr><w:docPartObj>"
        '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        "</w:docPartObj></w:sdtPr><w:sdtContent>\n"
    )
    yield paragraph(run(frame.words["contents"]), style="TOCHeading")
    for folder in folders:
        for level, place, runs in contents_entries(folder):
            yield paragraph(start + link(place, runs), style=f"TOC{level}")
            start = ""
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    yield paragraph(start + end)
    yield "</w:sdtContent></w:sdt>\n"
