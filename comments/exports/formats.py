"""The formats of an export, each written while it is sent.

What people typed into a public form is opened on a clerk's computer: no cell of a spreadsheet is
a formula (OWASP, CSV injection).
"""

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from comments.exports.columns import Cell, Column, cells
from engagement.viewsets import as_text

CELL_LIMIT = 32_767
"""Characters that a cell of a spreadsheet program holds (Excel specifications and limits)."""

_CHUNK = 64 * 1024


def as_json_lines(facts: Iterable[dict]) -> Iterator[bytes]:
    """One JSON object in each line (jsonlines.org), with the words as they are."""
    for row in facts:
        yield json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False).encode() + b"\n"


def as_csv(facts: Iterable[dict], columns: list[Column]) -> Iterator[bytes]:
    """RFC 4180, with the mark by which spreadsheet programs know that é is one letter."""
    writer = csv.writer(_Echo())
    yield ("\ufeff" + writer.writerow([column.title() for column in columns])).encode()
    for row in facts:
        yield writer.writerow(map(_csv_cell, cells(row, columns))).encode()


def as_xlsx(facts: Iterable[dict], columns: list[Column]) -> Iterator[bytes]:
    """A workbook with one sheet, written row by row to a temporary file and sent from there.

    A cell holds CELL_LIMIT characters; what is longer ends with words that say so.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Comments"))
    sheet.freeze_panes = "B2"
    sheet.append([column.title() for column in columns])
    for row in facts:
        sheet.append([_xlsx_cell(value) for value in cells(row, columns)])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


class _Echo:
    """A file for csv.writer that gives each line back, so that it can be sent."""

    def write(self, line: str) -> str:
        return line


def _csv_cell(value: Cell) -> Cell:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return as_text(value) if isinstance(value, str) else value


def _xlsx_cell(value: Cell) -> Cell:
    if not isinstance(value, str):
        return value
    # XML 1.0 knows no control characters.
    text = as_text(ILLEGAL_CHARACTERS_RE.sub("", value))
    if len(text) <= CELL_LIMIT:
        return text
    mark = _(" … [cut: whole in CSV and JSON Lines]")
    return text[: CELL_LIMIT - len(mark)] + mark
