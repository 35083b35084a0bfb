"""A docket's public record as data: JSON (docs/docket-json.md) and CSV, written as it is read.

Neither holds an e-mail address, nor a comment that is not posted, nor the name of anybody who
asked to stay anonymous; a file that waits for its scan has no address.
"""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, Max, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comments import response_reading, response_record, translating
from comments.campaigns import counted
from comments.models import Attachment, Comment, CommentEvent, Docket, Draft, PeriodChange, Topic
from comments.response_reading import Published
from comments.response_record import in_each
from engagement.viewsets import as_text

SCHEMA = 1
"""Raised when a reader of the JSON would have to change."""

_BATCH = 200
"""Comments read at once: memory does not grow with the docket."""


def version(docket: Docket) -> str:
    """Names what the record says at this moment, without writing it out: a weak ETag.

    Each change of a comment leaves an entry in the trail; files leave quarantine, and redacted
    files are ready, without one.
    """
    posted = Comment.objects.posted().filter(docket=docket).order_by()
    files = Attachment.objects.filter(comment__in=posted)
    facts = [
        _head(docket),
        translation.get_language(),
        posted.aggregate(Count("pk"), Max("posted_at")),
        CommentEvent.objects.filter(comment__docket=docket).aggregate(Max("pk")),
        files.aggregate(Count("pk"), waiting=Count("pk", filter=Q(scan=Attachment.Scan.WAITING))),
        list(
            files.exclude(redaction=Attachment.Redaction.NONE)
            .order_by("pk")
            .values_list("pk", "redaction", "redacted_sha256")
        ),
        list(_drafts(docket).values_list("latest_revision", flat=True)),
        response_record.facts(docket),
    ]
    return f'W/"{hashlib.sha256(repr(facts).encode()).hexdigest()[:32]}"'


def as_json(docket: Docket) -> Iterator[str]:
    """The whole record, a batch of comments at a time; addresses are of the active language."""
    language = translation.get_language()
    published = response_reading.published(docket)
    head = _head(docket) | {"responses": response_record.head(docket, published, _address)}
    yield _dump(head).removesuffix("}") + ', "comments": [\n'
    separator = ""
    for rows in _batches(docket, points=published is not None):
        with translation.override(language):
            yield separator + ",\n".join(_dump(_comment(row, published)) for row in rows)
        separator = ",\n"
    yield "\n]}\n"


def as_csv(docket: Docket) -> Iterator[str]:
    """One row for each posted comment, with headings in the active language.

    It begins with a byte order mark: without it Excel takes the accents for other letters.
    """
    language = translation.get_language()
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(_headings())
    for rows in _batches(docket):
        with translation.override(language):
            yield "".join(writer.writerow(map(as_text, _cells(row))) for row in rows)


class _Echo:
    """A file for csv.writer that gives each line back, so that it can be sent."""

    def write(self, line: str) -> str:
        return line


def _batches(docket: Docket, *, points: bool = False) -> Iterator[list[Comment]]:
    rows = Comment.objects.posted().filter(docket=docket).for_lists().prefetch_related("additions")
    if points:
        rows = response_record.with_points(rows)
    batch = []
    for row in rows.iterator(chunk_size=_BATCH):
        # Not read again for each row.
        row.docket = docket
        batch.append(row)
        if len(batch) == _BATCH:
            yield _with_campaigns(batch)
            batch = []
    if batch:
        yield _with_campaigns(batch)


def _with_campaigns(batch: list[Comment]) -> list[Comment]:
    """Each with `campaign_size`: for how many comments it stands as a letter, or None."""
    sizes = counted.sizes(batch)
    for row in batch:
        row.campaign_size = sizes.get(row.pk)
    return batch


def _dump(value: dict) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _head(docket: Docket) -> dict:
    counts = Comment.objects.filter(docket=docket).aggregate(
        received=Count("pk", filter=~Q(state=Comment.State.SPAM)),
        posted=Count("pk", filter=Q(state=Comment.State.POSTED)),
    )
    return {
        "schema": SCHEMA,
        "number": docket.number,
        "url": _address(docket),
        "headline": in_each(docket, "headline"),
        "summary": in_each(docket, "summary"),
        "initiative": {
            "headline": in_each(docket.initiative, "headline"),
            "url": docket.initiative.full_url,
        },
        "opens_at": docket.opens_at,
        "closes_at": docket.closes_at,
        "time_zone": settings.TIME_ZONE,
        "grace_minutes": docket.grace_minutes,
        "accepts_late": docket.accepts_late,
        "changes": [_change(row) for row in PeriodChange.objects.filter(docket=docket)],
        "documents": [_document(row) for row in _drafts(docket)],
        "topics": [
            {"id": row.pk, "name": in_each(row, "name")}
            for row in Topic.objects.filter(docket=docket).order_by("pk")
        ],
        "counts": counts,
    }


def _drafts(docket: Docket):
    return Draft.objects.published().filter(docket=docket).order_by("pk")


def _change(change: PeriodChange) -> dict:
    return {
        "at": change.at,
        "former_opens_at": change.former_opens_at,
        "former_closes_at": change.former_closes_at,
        "opens_at": change.opens_at,
        "closes_at": change.closes_at,
        "reason": in_each(change, "reason"),
    }


def _document(draft: Draft) -> dict:
    return {
        "headline": in_each(draft, "headline"),
        "version": draft.number,
        "released_on": draft.released_on,
        "url": _address(draft),
    }


def _comment(comment: Comment, published: Published | None) -> dict:
    return {
        "number": comment.number,
        "url": _address(comment),
        "received_at": comment.received_at,
        "posted_at": comment.posted_at,
        "late": comment.is_late,
        "channel": comment.channel,
        "meeting": _address(comment.meeting) if _shows_meeting(comment) else None,
        "language": comment.language,
        "name": None if comment.is_anonymous else comment.public_name if comment.name else None,
        "affiliation": comment.public_affiliation or None,
        "text": comment.public_text,
        "redacted": _is_redacted(comment),
        "remarks": [
            {
                "section": _heading(remark),
                "paragraph": remark.paragraph or None,
                "quote": remark.public_quote or None,
                "text": remark.public_text,
            }
            for remark in comment.remarks.all()
        ],
        "additions": [
            {"received_at": addition.received_at, "text": addition.public_text}
            for addition in comment.additions.all()
        ],
        "campaign_size": comment.campaign_size,
        "topics": sorted(topic.pk for topic in comment.topics.all()),
        "attachments": [_file(file) for file in comment.attachments.all()],
        "translations": _translations(comment),
        "points": response_record.points(comment, _address) if published else [],
    }


def _translations(comment: Comment) -> list[dict]:
    """What is verified: each text under the place it has in the comment (RFC 6901)."""
    found = translating.public_translation(comment)
    if found is None:
        return []
    places = {"/text": found.of(comment)}
    for name in ("remarks", "additions", "attachments"):
        for index, row in enumerate(getattr(comment, name).all()):
            if name == "remarks":
                places[f"/{name}/{index}/quote"] = found.of(row, "quote")
            places[f"/{name}/{index}/text"] = found.of(row)
    return [
        {
            "language": found.language,
            "parts": {place: text for place, text in places.items() if text},
            "verified_at": found.verified_at,
        }
    ]


def _file(file: Attachment) -> dict:
    """What the public gets of a file; of one that is withheld why, and nothing else."""
    return {
        "name": file.public_name or None,
        "type": file.public_mime,
        "bytes": file.public_size,
        "sha256": file.public_sha256 or None,
        "url": _address(file) if file.is_public else None,
        "redacted": file.is_redacted,
        "withheld": file.withheld_reason or None,
    }


def _is_redacted(comment: Comment) -> bool:
    """Whether anything of what the record holds of its texts was blacked out."""
    texts = [comment.redacted_text]
    if not comment.is_anonymous:
        texts += [comment.redacted_name, comment.redacted_affiliation]
    for remark in comment.remarks.all():
        texts += [remark.redacted_quote, remark.redacted_text]
    texts += [addition.redacted_text for addition in comment.additions.all()]
    return any(text is not None for text in texts)


def _headings() -> list[str]:
    return [
        _("Number"),
        _("Received at"),
        _("Late"),
        _("Posted at"),
        _("Channel"),
        _("Language"),
        _("Name"),
        _("Affiliation"),
        _("Comment"),
        _("Remarks"),
        _("Additions"),
        _("Comments of the campaign"),
        _("Topics"),
        _("Files"),
        _("Staff translation"),
        pgettext("of a web page", "Address"),
    ]


def _cells(comment: Comment) -> Iterable[str]:
    return [
        comment.number,
        _local(comment.received_at),
        _("Yes") if comment.is_late else _("No"),
        _local(comment.posted_at),
        comment.get_channel_display(),
        comment.language,
        comment.public_name,
        comment.public_affiliation,
        comment.public_text,
        "\n\n".join(_remark_in_words(remark) for remark in comment.remarks.all()),
        "\n\n".join(addition.public_text for addition in comment.additions.all()),
        str(comment.campaign_size or ""),
        "; ".join(topic.name for topic in comment.topics.all()),
        "\n".join(_address(file) for file in comment.attachments.all() if file.is_public),
        _translated_words(comment),
        _address(comment),
    ]


def _translated_words(comment: Comment) -> str:
    found = translating.public_translation(comment)
    return "\n\n".join(found.parts.values()) if found else ""


def _remark_in_words(remark) -> str:
    quote = f"“{remark.public_quote}”" if remark.quote else ""
    return "\n".join(part for part in (remark.about, quote, remark.public_text) if part)


def _heading(remark) -> dict | None:
    """Of the section in each language; as the person read it where that section is gone."""
    if remark.section:
        return in_each(remark.section, "heading")
    return {remark.comment.language: remark.section_heading} if remark.section_heading else None


def _shows_meeting(comment: Comment) -> bool:
    return comment.meeting is not None and comment.meeting.live


def _address(instance) -> str:
    return settings.BASE_URL + instance.get_absolute_url()


def _local(moment) -> str:
    """On the agency's clock, as spreadsheet programs read it; the zone's offset follows."""
    return timezone.localtime(moment).isoformat(sep=" ", timespec="seconds")
