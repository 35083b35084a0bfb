"""What one slice of a Word document writes: its body, and its lines of the table of contents."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from comments.response_document.content import Block, Words
from comments.response_document.word_xml import (
    Bookmarks,
    address,
    attribute,
    clean,
    paragraph,
    run,
)

BODY = "body.xml"
AFTER_CONTENTS = "after_contents.xml"
CONTENTS = "contents.jsonl"
IN_CONTENTS = 2
"""Levels of headings that the table of contents lists."""


class Writing:
    """The files of a slice's folder, open. Close it, or use it in a `with`."""

    def __init__(self, folder: Path, slice_index: int):
        self.bookmarks = Bookmarks(slice_index)
        self._folder = folder
        self._body = (folder / BODY).open("w", encoding="utf-8", newline="\n")
        self._contents = (folder / CONTENTS).open("w", encoding="utf-8", newline="\n")

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._body.close()
        self._contents.close()

    def add(self, xml: str) -> None:
        """Append to the body."""
        self._body.write(xml)

    def continue_after_contents(self) -> None:
        """What is added from here on stands after the table of contents, not before."""
        self._body.close()
        self._body = (self._folder / AFTER_CONTENTS).open("w", encoding="utf-8", newline="\n")

    def heading(self, level: int, runs: str, *, anchor: str = "", marked: str = "") -> None:
        """A heading; `anchor` names it. `marked` are the same runs with bookmarks among them."""
        inner = marked or runs
        if anchor:
            inner = self.bookmarks.around(anchor, inner)
        if level <= IN_CONTENTS:
            place, inner = self.bookmarks.contents_entry(inner)
            self._contents.write(json.dumps([level, place, runs], ensure_ascii=False) + "\n")
        self.add(paragraph(inner, style=f"Heading{level}"))

    def words(self, words: Words) -> None:
        """Formatted blocks in their language."""
        for block, starts_list in _with_starts(words["blocks"]):
            runs = "".join(_run_of(one, words["language"]) for one in block["runs"])
            self.add(_block(block, runs, starts_list=starts_list))


def contents_entries(folder: Path) -> Iterator[tuple[int, str, str]]:
    """Level, place and runs of each heading of a slice that the table of contents lists."""
    with (folder / CONTENTS).open(encoding="utf-8") as lines:
        for line in lines:
            level, place, runs = json.loads(line)
            yield level, place, runs


def table_start(caption: str, columns: list[tuple[str, int]]) -> str:
    """The start of a table whose first row heads it on each page. A column is its name and its
    width in twentieths of a point."""
    cells = [paragraph(run(name), style="TableHeading") for name, width in columns]
    widths = [width for name, width in columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={attribute(caption)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>\n" + table_row(cells, widths, heads=True)
    )


def table_row(cells: Iterable[str], widths: Iterable[int], *, heads: bool = False) -> str:
    """A row of cells that hold paragraphs; it stays on one page."""
    filled = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    repeated = "<w:tblHeader/>" if heads else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{filled}</w:tr>\n"


TABLE_END = "</w:tbl>\n"


def cell(runs: str) -> str:
    """A paragraph of a table."""
    return paragraph(runs, style="TableText")


def _with_starts(blocks: list[Block]) -> Iterator[tuple[Block, bool]]:
    kind = ""
    for block in blocks:
        yield block, block["kind"] != kind
        kind = block["kind"]


def _block(block: Block, runs: str, *, starts_list: bool) -> str:
    if block["kind"] == "bullet":
        return paragraph(runs, style="ListBullet")
    if block["kind"] == "number":
        level = "" if starts_list else '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr>'
        return paragraph(runs, style="ListNumber", properties=level)
    return paragraph(runs, style="BodyText")


def _run_of(one, language: str) -> str:
    style = "Hyperlink" if one["href"] else ""
    made = run(one["text"], style=style, language=language, bold=one["bold"], italic=one["italic"])
    href = clean(one["href"]).strip()
    if not href:
        return made
    return address(href, made)
