"""What the document says of each posted comment: the letter with its points, and who wrote it.

Words are those of the active language, and times are the agency's.
"""

from collections.abc import Iterable, Iterator

from django.db.models import Prefetch, QuerySet
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from comments import bracketing, translating
from comments import letter as letters
from comments.campaigns import counted
from comments.models import (
    Attachment,
    Comment,
    Docket,
    DraftSection,
    Point,
    Remark,
    Response,
)
from comments.response_document.content import (
    AnsweredPoint,
    Commenter,
    File,
    Letter,
    MasterReference,
    Passage,
    Words,
)
from comments.responses import texts
from engagement.formatting import clock_time, zone_abbreviation
from engagement.translation_state import shown_language

BATCH = 100
"""Letters read at once, with the words of their files."""


def posted(docket: Docket) -> QuerySet[Comment]:
    """The letters of the document, in the order of their numbers."""
    return Comment.objects.posted().filter(docket=docket).order_by("sequence")


def letters_of(docket: Docket) -> Iterator[Comment]:
    """Each letter with all that the document says of it, in a constant number of queries a batch.

    `senders` is how many sent it; `public_translation` what may be read beside it, or None.
    """
    headings = DraftSection.objects.only("heading_en", "heading_es", "draft_id", "key")
    names = ("number", "title_en", "title_es", "status", "kind", "docket_id")
    masters = Response.objects.masters().only(*names)
    points = (
        Point.objects.order_by("number")
        .select_related("response")
        .prefetch_related("passages", "topics", Prefetch("masters", masters))
    )
    rows = posted(docket).prefetch_related(
        "attachments",
        "additions",
        "redactions",
        "translations",
        Prefetch("remarks", Remark.objects.prefetch_related(Prefetch("section", headings))),
        Prefetch("points", points),
    )
    batch: list[Comment] = []
    for comment in rows.iterator(chunk_size=BATCH):
        comment.docket = docket
        batch.append(comment)
        if len(batch) == BATCH:
            yield from _completed(batch)
            batch = []
    yield from _completed(batch)


def commenter(comment: Comment) -> Commenter:
    """A row of the list of commenters."""
    return {
        "piece": "commenter",
        "number": comment.sequence,
        "name": comment.public_name,
        "affiliation": comment.public_affiliation,
        "received": _received(comment),
        "senders": comment.senders,
        "points": _span([point.label for point in comment.points.all()]),
    }


def letter(comment: Comment) -> Letter:
    """The letter, its passages as they are bracketed, and its points with what answers them."""
    points = list(comment.points.all())
    return {
        "piece": "letter",
        "number": comment.sequence,
        "docket_number": comment.number,
        "name": comment.public_name,
        "affiliation": comment.public_affiliation,
        "received": _received(comment),
        "channel": comment.get_channel_display(),
        "senders": comment.senders,
        "files": [_file(attachment) for attachment in comment.attachments.all()],
        "passages": [_passage(comment, part, points) for part in _parts(comment)],
        "points": [_answered(point) for point in points],
    }


def words_of(response: Response) -> Words | None:
    """What an approved answer says, in the document's language, else in the other; else None."""
    if not response.is_approved:
        return None
    language = shown_language(response, "text")
    html = getattr(response, f"text_{language}") or ""
    blocks = texts.blocks(html)
    return {"language": language, "blocks": blocks} if blocks else None


def _completed(batch: Iterable[Comment]) -> Iterator[Comment]:
    sizes = counted.sizes(batch) if batch else {}
    for comment in batch:
        comment.senders = sizes.get(comment.pk, 1)
        comment.public_translation = translating.public_translation(comment)
        yield comment


def _received(comment: Comment) -> str:
    """With the day, the time and the agency's zone: February 3, 2026, 4:52 p.m. PST."""
    moment = comment.received_at
    day = formats.date_format(timezone.localtime(moment).date())
    return f"{day}, {clock_time(moment)} {zone_abbreviation(moment)}"


def _span(labels: list[str]) -> str:
    return " – ".join(dict.fromkeys([labels[0], labels[-1]])) if labels else ""


def _parts(comment: Comment) -> Iterator[letters.Part]:
    """The texts that the public reads; those of a file where the file itself may be had."""
    for part in letters.parts_of(comment, person=False):
        is_file = isinstance(part.row, Attachment)
        if part.public.strip() and (not is_file or part.row.is_public):
            yield part


def _passage(comment: Comment, part: letters.Part, points: list[Point]) -> Passage:
    found = comment.public_translation
    is_translated = found and found.language == translation.get_language()
    return {
        "label": _label(part),
        "about": _about(part),
        "language": comment.language,
        "segments": bracketing.segments(part, points),
        "translation": found.parts.get(part.key, "") if is_translated else "",
    }


def _label(part: letters.Part) -> str:
    # The name of a file as it came may say what is blacked out in it.
    return part.row.public_name if isinstance(part.row, Attachment) else str(part.label)


def _about(part: letters.Part) -> str:
    """What a remark quotes of the draft; words that no draft has are a text of their own."""
    is_remark = isinstance(part.row, Remark) and part.field == "text"
    return part.row.public_quote if is_remark and part.row.paragraph else ""


def _answered(point: Point) -> AnsweredPoint:
    own = getattr(point, "response", None)
    return {
        "label": point.label,
        "topics": [topic.name for topic in point.topics.all()],
        "masters": [_reference(row) for row in point.masters.all() if row.is_approved],
        "response": words_of(own) if own else None,
    }


def _reference(master: Response) -> MasterReference:
    return {
        "number": master.number,
        "title": master.title,
        "language": shown_language(master, "title"),
    }


def _file(attachment: Attachment) -> File:
    """What the public knows of a file, and why it does not get it where it does not."""
    return {
        "name": _file_name(attachment),
        "kind": attachment.public_kind_label,
        "note": _why_not(attachment),
    }


def _file_name(attachment: Attachment) -> str:
    if attachment.is_infected:
        return ""
    if attachment.is_redacted and not attachment.is_public:
        return "" if attachment.is_withheld else attachment.redacted_name
    return attachment.public_name


def _why_not(attachment: Attachment) -> str:
    if attachment.is_infected:
        return _("This file was withheld because it was found to be harmful.")
    if attachment.is_withheld:
        return _("Withheld: %(reason)s") % {"reason": attachment.withheld_reason}
    if not attachment.may_leave:
        return _("This file was still being checked.")
    if not attachment.is_public:
        return _("Parts of this file were still being blacked out.")
    return ""
