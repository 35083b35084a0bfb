"""The tables of a Word document as tables that everybody can read: a heading for each column.

Merged cells have no place in them: a screen reader announces the column and the row of each cell.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

from bs4 import Tag
from django.utils.html import strip_tags

from comments.word_findings import Kind
from engagement.tables import MAX_COLUMNS

__all__ = ["MAX_COLUMNS", "Table", "kinds_found", "read_table"]

# As engagement.tables: a longer cell, or one with links or bold words, is rich text.
_MAX_PLAIN = 300


@dataclass
class Table:
    """`rows` hold clean HTML; `rich` says for each column whether that is needed."""

    headings: list[str]
    rows: list[list[str]]
    rich: list[bool]
    caption: str = ""


def read_table(tag: Tag, *, clean: Callable[[Tag], str]) -> Table | list[str]:
    """The table, or its texts when it has but one row or column and so is none."""
    header_rows = _header_rows(tag)
    grid = [[clean(cell) if cell else "" for cell in row] for row in _grid(tag)]
    grid = [row for row in grid if any(row)]
    columns = max((len(row) for row in grid), default=0)
    grid = [row + [""] * (columns - len(row)) for row in grid]
    if columns < 2 or len(grid) < 2:
        return [cell for row in grid for cell in row if cell]
    head = min(max(header_rows, 1), len(grid) - 1)
    headings = [_joined(row[place] for row in grid[:head]) for place in range(columns)]
    rows = grid[head:]
    rich = [any(_is_rich(row[place]) for row in rows) for place in range(columns)]
    return Table(headings, rows, rich)


def kinds_found(tag: Tag, read: Table | list[str]) -> list[Kind]:
    """What of the table as it was could not be kept."""
    found = []
    if not isinstance(read, Table):
        found.append(Kind.LAYOUT)
    else:
        header_rows = _header_rows(tag)
        if header_rows == 0:
            found.append(Kind.FIRST_ROW)
        elif header_rows > 1:
            found.append(Kind.HEADER_ROWS)
        if tag.find(lambda cell: cell.get("colspan") or cell.get("rowspan")):
            found.append(Kind.MERGED)
    if tag.find("table"):
        found.append(Kind.NESTED)
    return found


def plain(html: str) -> str:
    """The words of a cell."""
    return unescape(strip_tags(html)).strip()


def _header_rows(tag: Tag) -> int:
    """How many rows the author marked to be repeated on each page."""
    head = tag.find("thead", recursive=False)
    return len(head.find_all("tr", recursive=False)) if head else 0


def _joined(cells) -> str:
    words = []
    for cell in map(plain, cells):
        if cell and cell not in words:
            words.append(cell)
    return ", ".join(words)


def _is_rich(cell: str) -> bool:
    return "<" in cell or len(plain(cell)) > _MAX_PLAIN


def _grid(tag: Tag) -> list[list[Tag | None]]:
    """The cells by row and column; a merged cell stands in its first place, the rest are None."""
    rows = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
    grid: list[list[Tag | None]] = [[] for _row in rows]
    taken: set[tuple[int, int]] = set()
    for down, row in enumerate(rows):
        across = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            while (down, across) in taken:
                grid[down].append(None)
                across += 1
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            taken |= {
                (down + more_down, across + more_across)
                for more_down in range(1, min(high, len(rows) - down))
                for more_across in range(wide)
            }
            grid[down] += [cell, *[None] * (wide - 1)]
            across += wide
        while (down, across) in taken:
            grid[down].append(None)
            across += 1
    return grid


def _span(cell: Tag, name: str) -> int:
    """Word allows 63 columns; a larger number was made to fill the memory."""
    given = cell.get(name, "1")
    return min(max(int(given), 1), 64) if given.isdigit() else 1
