"""Taking comments out as a file: what the person may see, and a record that they did."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone, translation

from comments import permissions
from comments.exports import formats
from comments.exports.columns import columns_for
from comments.exports.facts import Reader, facts_of, rows
from comments.models import Docket, ExportRecord

Kind = ExportRecord.Kind

CONTENT_TYPES = {
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.JSONL: "application/jsonl",
    Kind.BUNDLE: "application/zip",
}


class MayNotExport(Exception):
    """This person may not take comments out, or not in this way."""


@dataclass(frozen=True)
class Export:
    """A file on its way out. Its body can be read once."""

    filename: str
    content_type: str
    body: Iterator[bytes]


def export(*, found, user, kind: str, query: str = "") -> Export:
    """These comments (a queryset) as a file for this person, in the active language.

    Who has no right to originals gets the words as the public reads them; without the right to
    addresses there is no column for them. `query` are the queue's filters, kept in the record.
    Raises MayNotExport.
    """
    if not permissions.can_export(user) or kind not in {Kind.CSV, Kind.XLSX, Kind.JSONL}:
        raise MayNotExport
    kind = Kind(kind)
    remember(by=user, kind=kind, query=query, comments=found.order_by().count())
    return Export(
        filename=f"comments-{timezone.localdate():%Y-%m-%d}.{kind}",
        content_type=CONTENT_TYPES[kind],
        body=_written(kind, found, Reader.of(user), translation.get_language()),
    )


def remember(
    *, by, kind: str, comments: int, docket: Docket | None = None, query: str = ""
) -> ExportRecord:
    """Note that somebody takes comments out, before the first of them leaves."""
    return ExportRecord.objects.create(
        by=by, kind=kind, docket=docket, query=query, comments=comments
    )


def _written(kind: str, found, reader: Reader, language: str) -> Iterator[bytes]:
    """The file in the language that was active: it is written after the request has ended."""
    facts = (facts_of(row, reader) for row in rows(found))
    columns = columns_for(reader)
    match kind:
        case Kind.CSV:
            body = formats.as_csv(facts, columns)
        case Kind.XLSX:
            body = formats.as_xlsx(facts, columns)
        case _:
            body = formats.as_json_lines(facts)
    while True:
        with translation.override(language):
            chunk = b"".join(_some(body))
        if not chunk:
            return
        yield chunk


def _some(body: Iterator[bytes], at_least: int = 64 * 1024) -> Iterator[bytes]:
    """The next pieces, until they are worth a package of their own."""
    size = 0
    while size < at_least:
        piece = next(body, b"")
        if not piece:
            return
        size += len(piece)
        yield piece
