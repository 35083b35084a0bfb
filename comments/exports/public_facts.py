"""What a public-records bundle says of each comment: the record as anybody may have it.

Words stand in their public form, without what is redacted, and only once the agency has decided
that they are public. What is withheld is listed with the legal reason (Gov. Code § 7922.000 and
following: the agency justifies what it withholds), what is undecided as such. E-mail addresses are
never here, nor the name of anybody who asked to stay anonymous.
"""

import unicodedata
from collections.abc import Iterator

from django.core.exceptions import SuspiciousFileOperation
from django.db.models import F, Prefetch, Q
from django.utils.text import get_valid_filename

from comments import translating
from comments.models import (
    Attachment,
    Comment,
    CommentEvent,
    Docket,
    DraftSection,
    Redaction,
    Remark,
)
from engagement.viewsets import as_text

State = Comment.State
Kind = CommentEvent.Kind

DISCLOSED = (State.POSTED, State.DUPLICATE, State.CAMPAIGN)
"""States in which the words are public: posted, or the same as what is posted."""

AS_LETTER = Q(state=State.CAMPAIGN) & (Q(own_words=None) | Q(own_words=0))
"""Campaign members that add nothing: handled at once, so that nobody read their signatures."""

UNDECIDED = (State.RECEIVED, State.IN_TRIAGE, State.IN_REVIEW, State.REDACTION)
"""States in which nobody has decided yet: what the law protects may still be in the words."""

BATCH = 100
"""Comments read at once, with the words of their files."""

_NAME_LENGTH = 100
_BY_PERSON = (Kind.RECEIVED, Kind.ADDED, Kind.WITHDRAWN, Kind.CONFIRMED)

TRAIL_COLUMNS = ("number", "at", "act", "from", "to", "by", "legal_reason")


def rows(docket: Docket) -> Iterator[Comment]:
    """All comments of the docket by number, with all that the bundle says of them."""
    headings = DraftSection.objects.only("heading_en", "heading_es", "draft_id", "key")
    found = (
        Comment.objects.filter(docket=docket)
        .order_by("sequence")
        .select_related("campaign")
        .annotate(repeats=F("duplicate_of__sequence"))
        .prefetch_related(
            "additions",
            "topics",
            "translations",
            "attachments",
            Prefetch("remarks", Remark.objects.prefetch_related(Prefetch("section", headings))),
            Prefetch("redactions", Redaction.objects.order_by("pk")),
        )
    )
    for comment in found.iterator(chunk_size=BATCH):
        comment.docket = docket
        yield comment


def has_words(comment: Comment) -> bool:
    """Whether its words and files are in the bundle: somebody has read them as public."""
    return comment.state in DISCLOSED and not _says_what_the_letter_says(comment)


def _says_what_the_letter_says(comment: Comment) -> bool:
    """As AS_LETTER, of one row."""
    return comment.state == State.CAMPAIGN and not comment.own_words


def comment_facts(comment: Comment) -> dict:
    """One line of comments.jsonl; `included` says whether its words are there, else `why_not`."""
    known = {
        "number": comment.number,
        "state": comment.state,
        "received_at": comment.received_at,
    }
    if comment.state in {State.SPAM, State.WITHDRAWN}:
        return {**known, "included": False, "why_not": comment.state}
    known |= {"late": comment.is_late, "channel": comment.channel, "language": comment.language}
    if _says_what_the_letter_says(comment):
        return {
            **known,
            "included": False,
            "why_not": "same_as_letter",
            "campaign": comment.campaign.number,
            "attachments_listed": len(comment.attachments.all()),
        }
    if comment.state not in DISCLOSED:
        is_withheld = comment.state == State.WITHHELD
        return {
            **known,
            "included": False,
            "why_not": "withheld" if is_withheld else "undecided",
            "legal_reason": comment.legal_reason or None,
            "attachments_listed": len(comment.attachments.all()),
        }
    files = comment.attachments.all()
    return {
        **known,
        "included": True,
        "posted_at": comment.posted_at,
        "duplicate_of": _number(comment, comment.repeats),
        "campaign": comment.campaign.number if comment.campaign else None,
        "words_of_its_own": comment.own_words,
        "name": None if comment.is_anonymous or not comment.name else comment.public_name,
        "affiliation": comment.public_affiliation or None,
        "text": comment.public_text,
        "remarks": [
            {
                "section": remark.about or None,
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
        "topics": [topic.name_en for topic in comment.topics.all()],
        "attachments": [_file(comment, place, file) for place, file in enumerate(files, start=1)],
        "redactions": [_redaction(row, files) for row in comment.redactions.all()],
    }


def packed_files(comment: Comment) -> Iterator[tuple[str, Attachment]]:
    """The files of a comment that are in the bundle, with their paths in it."""
    if has_words(comment):
        for place, file in enumerate(comment.attachments.all(), start=1):
            if _why_not(file) is None:
                yield path_of(comment, place, file), file


def path_of(comment: Comment, place: int, file: Attachment) -> str:
    """Where a file lies: under its comment's number, with its place before a tame form of its name.

    No path leaves its folder, names a device, or differs from another only by case.
    """
    name = unicodedata.normalize("NFC", file.public_name)[-_NAME_LENGTH:]
    try:
        name = get_valid_filename(name).strip("._-")
    except SuspiciousFileOperation:
        name = ""
    return f"attachments/{comment.number}/{place}-{name or 'file'}"


def translation_facts(comment: Comment) -> dict | None:
    """One line of translations.jsonl: what the agency translated, verified by a second person."""
    if not has_words(comment):
        return None
    found = translating.public_translation(comment)
    if found is None:
        return None
    places = {file.pk: place for place, file in enumerate(comment.attachments.all(), start=1)}
    orders = {row.pk: place for place, row in enumerate(comment.remarks.all(), start=1)}
    added = {row.pk: place for place, row in enumerate(comment.additions.all(), start=1)}
    by_kind = {"attachment": places, "remark": orders, "quote": orders, "addition": added}
    return {
        "number": comment.number,
        "language": found.language,
        "authoritative": comment.language,
        "verified_at": found.verified_at,
        "parts": {_placed(key, by_kind): text for key, text in found.parts.items()},
    }


def trail_row(event: CommentEvent, number: str) -> tuple[str, ...]:
    """One row of trail.csv. Notes and reasons that staff wrote for one another are not in it.

    Forms promise that those are never public; the legal reason for withholding is.
    """
    legal_reason = (event.detail.get("legal_reason") or ["", ""])[1] or ""
    return tuple(
        as_text(cell)
        for cell in (
            number,
            event.at.isoformat(timespec="seconds"),
            event.kind,
            event.from_state,
            event.to_state,
            _actor(event),
            legal_reason,
        )
    )


def _actor(event: CommentEvent) -> str:
    if event.actor:
        return event.actor.get_full_name() or event.actor.get_username()
    return "commenter" if event.kind in _BY_PERSON else "Plaza"


def _file(comment: Comment, place: int, file: Attachment) -> dict:
    why_not = _why_not(file)
    return {
        "name": file.public_name or None,
        "type": file.public_mime,
        "redacted": file.is_redacted,
        "path": None if why_not else path_of(comment, place, file),
        "bytes": None if why_not else file.public_size,
        "sha256": None if why_not else file.public_sha256,
        "why_not": why_not,
        "legal_reason": file.withheld_reason or None,
    }


def _why_not(file: Attachment) -> str | None:
    """Why a file is listed and not contained."""
    if file.is_withheld:
        return "withheld"
    if not file.may_leave:
        return "infected" if file.is_infected else "waiting_for_scan"
    if file.public_file is None:
        return "being_redacted"
    if not file.public_file.storage.exists(file.public_file.name):
        return "missing"
    return None


def _redaction(row: Redaction, files) -> dict:
    """What was taken out, by its place and the reason, and nothing of the words."""
    where = row.part.partition("-")[0]
    if row.attachment_id:
        place = next(n for n, file in enumerate(files, start=1) if file.pk == row.attachment_id)
        return {"attachment": place, "page": row.page, "reason": row.reason}
    return {"part": where, "reason": row.reason}


def _placed(key: str, by_kind: dict[str, dict[int, int]]) -> str:
    """A part by its place in the comment's line, from 1, and not by our database's numbers."""
    kind, _dash, pk = key.partition("-")
    return f"{kind}-{by_kind[kind][int(pk)]}" if pk else key


def _number(comment: Comment, sequence: int | None) -> str | None:
    return f"{comment.docket.number}-{sequence:04d}" if sequence else None
