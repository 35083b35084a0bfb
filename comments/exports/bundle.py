"""The public-records bundle of a docket: one zip, written while it is sent.

What is unchanged gives the same bytes, whoever takes it out and when: nothing in it names the day
or the person. docs/records-bundle.md says what a records officer finds in it.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, F, Q
from django.utils import translation

from comments import permissions, record
from comments.exports import bundle_readme, manifest, public_facts
from comments.exports.archive import Archive
from comments.exports.exporting import CONTENT_TYPES, Export, Kind, MayNotExport, remember
from comments.models import Campaign, Comment, CommentEvent, Docket

_CHUNK = 64 * 1024
_TRAIL_BATCH = 2000
_COMPRESSED = ("application/pdf", "image/", "application/vnd.openxmlformats")
"""Kinds of files that packing makes no smaller."""


def take_out(*, docket: Docket, user) -> Export:
    """The bundle for somebody who answers a records request; that they took it is recorded.

    Raises MayNotExport.
    """
    if not permissions.can_export_record(user):
        raise MayNotExport
    return for_server(docket=docket, by=user)


def for_server(*, docket: Docket, by=None) -> Export:
    """The bundle for whoever runs commands on the server; recorded as well."""
    comments = Comment.objects.filter(docket=docket).count()
    remember(by=by, kind=Kind.BUNDLE, docket=docket, comments=comments)
    return Export(
        filename=f"{docket.number}-record.zip",
        content_type=CONTENT_TYPES[Kind.BUNDLE],
        body=_in_english(written(docket)),
    )


def counts(docket: Docket) -> dict[str, int]:
    """How many comments there are, and how many of them are included, withheld, undecided."""
    state = public_facts.State
    return Comment.objects.filter(docket=docket).aggregate(
        all=Count("pk"),
        included=Count("pk", filter=Q(state__in=public_facts.DISCLOSED) & ~public_facts.AS_LETTER),
        same=Count("pk", filter=public_facts.AS_LETTER),
        withheld=Count("pk", filter=Q(state=state.WITHHELD)),
        undecided=Count("pk", filter=Q(state__in=public_facts.UNDECIDED)),
        listed=Count("pk", filter=Q(state__in=[state.SPAM, state.WITHDRAWN])),
    )


def written(docket: Docket) -> Iterator[bytes]:
    """The zip, in pieces. Memory does not grow with the docket but for a line for each file."""
    archive = Archive()
    readme = bundle_readme.text(docket, counts(docket))
    yield from archive.add("README.txt", [readme.encode()])
    yield from archive.add("docket.json", (piece.encode() for piece in record.as_json(docket)))
    yield from archive.add("comments.jsonl", _comments(docket))
    yield from archive.add("translations.jsonl", _translations(docket))
    yield from archive.add("campaigns.jsonl", _campaigns(docket))
    yield from archive.add("trail.csv", _trail(docket))
    for comment in public_facts.rows(docket):
        for path, file in public_facts.packed_files(comment):
            compress = not file.public_mime.startswith(_COMPRESSED)
            yield from archive.add(path, _content(file.public_file), compress=compress)
    yield from archive.add(manifest.CHECKSUMS, [manifest.checksums(archive.packed)])
    yield from archive.add(manifest.MANIFEST, [manifest.written(archive.packed)])
    yield from archive.close()


def _in_english(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The language of the person who asks changes nothing in a record."""
    while True:
        with translation.override("en"):
            piece = next(pieces, b"")
        if not piece:
            return
        yield piece


def _lines(facts: Iterable[dict | None]) -> Iterator[bytes]:
    for row in facts:
        if row is not None:
            yield json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False).encode() + b"\n"


def _comments(docket: Docket) -> Iterator[bytes]:
    return _lines(public_facts.comment_facts(row) for row in public_facts.rows(docket))


def _translations(docket: Docket) -> Iterator[bytes]:
    return _lines(public_facts.translation_facts(row) for row in public_facts.rows(docket))


def _campaigns(docket: Docket) -> Iterator[bytes]:
    found = Campaign.objects.filter(docket=docket).select_related("lead")
    return _lines(
        {
            "number": row.number,
            "letter": f"{docket.number}-{row.lead.sequence:04d}",
            "comments": row.members,
        }
        for row in found.annotate(members=Count("comments")).order_by("number")
    )


def _trail(docket: Docket) -> Iterator[bytes]:
    events = (
        CommentEvent.objects.filter(comment__docket=docket)
        .exclude(kind=CommentEvent.Kind.NOTED)
        .defer("note")
        .select_related("actor")
        .order_by("comment__sequence", "version", "pk")
        .annotate(sequence=F("comment__sequence"))
    )
    yield _csv_line(public_facts.TRAIL_COLUMNS)
    for event in events.iterator(chunk_size=_TRAIL_BATCH):
        yield _csv_line(public_facts.trail_row(event, f"{docket.number}-{event.sequence:04d}"))


def _csv_line(cells: Iterable[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _content(file) -> Iterator[bytes]:
    with file.storage.open(file.name) as content:
        yield from content.chunks(_CHUNK)
