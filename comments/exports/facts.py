"""What an export says of each comment, for somebody with these rights."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Prefetch

from comments import permissions
from comments.models import (
    Attachment,
    Comment,
    CommentEvent,
    DraftSection,
    Redaction,
    Remark,
    Translation,
)

BATCH = 500
"""Comments read at once: memory does not grow with their number."""


@dataclass(frozen=True)
class Reader:
    """What of a comment somebody may read, beyond what the public may."""

    sees_original: bool
    sees_address: bool

    @classmethod
    def of(cls, user) -> "Reader":
        return cls(
            sees_original=permissions.can_see_original(user),
            sees_address=permissions.can_see_address(user),
        )


def rows(found) -> Iterator[Comment]:
    """These comments with all that is said of them, by docket and number.

    A constant number of queries for each BATCH; the rows come through a cursor of the server.
    """
    moves = CommentEvent.objects.filter(kind=CommentEvent.Kind.MOVED).select_related("actor")
    headings = DraftSection.objects.only("heading_en", "heading_es", "draft_id", "key")
    return (
        Comment.objects.filter(pk__in=found.order_by().values("pk"))
        .order_by("docket__number", "sequence")
        .select_related("docket", "assigned_to", "team", "campaign")
        .annotate(repeats=F("duplicate_of__sequence"))
        .prefetch_related(
            "additions",
            "topics",
            Prefetch("remarks", Remark.objects.prefetch_related(Prefetch("section", headings))),
            Prefetch("attachments", Attachment.objects.defer("text", "redacted_text")),
            Prefetch("translations", Translation.objects.defer("parts")),
            Prefetch("redactions", Redaction.objects.only("comment_id").order_by("pk")),
            Prefetch(
                "events",
                moves.order_by("comment_id", "-version", "-pk").distinct("comment_id"),
                to_attr="last_moves",
            ),
        )
        .iterator(chunk_size=BATCH)
    )


def facts_of(comment: Comment, reader: Reader) -> dict:
    """The comment in keys and plain values: what JSON Lines has, and what spreadsheets show."""
    original = reader.sees_original
    known = {
        "number": comment.number,
        "docket": comment.docket.number,
        "state": comment.state,
        "received_at": comment.received_at,
        "late": comment.is_late,
        "channel": comment.channel,
        "language": comment.language,
        "anonymous": comment.is_anonymous,
        "name": _name(comment, original=original),
        "affiliation": comment.affiliation if original else comment.public_affiliation,
    }
    if reader.sees_address:
        known["email"] = comment.email
        known["email_confirmed_at"] = comment.email_confirmed_at
    return {
        **known,
        "text": comment.text if original else comment.public_text,
        "remarks": [_remark(remark, original=original) for remark in comment.remarks.all()],
        "additions": [
            {
                "received_at": addition.received_at,
                "text": addition.text if original else addition.public_text,
            }
            for addition in comment.additions.all()
        ],
        "attachments": [_file(file, original=original) for file in comment.attachments.all()],
        "topics": [topic.name for topic in comment.topics.all()],
        "assigned_to": comment.assignee_name,
        "team": comment.team.name if comment.team else "",
        "campaign": _campaign(comment),
        "own_words": comment.own_words,
        "duplicate_of": _number(comment, comment.repeats),
        "redactions": len(comment.redactions.all()),
        "translations": [
            {"language": row.language, "verified": row.is_verified}
            for row in comment.translations.all()
        ],
        "looks_automated": list(comment.suspicions),
        "posted_at": comment.posted_at,
        "legal_reason": comment.legal_reason,
        "last_move": _last_move(comment),
    }


def _name(comment: Comment, *, original: bool) -> str:
    if original:
        return comment.name
    return comment.public_name if comment.name and not comment.is_anonymous else ""


def _remark(remark: Remark, *, original: bool) -> dict:
    return {
        "section": remark.about,
        "paragraph": remark.paragraph,
        "quote": remark.quote if original else remark.public_quote,
        "text": remark.text if original else remark.public_text,
    }


def _file(file: Attachment, *, original: bool) -> dict:
    return {
        "name": file.name if original else file.public_name,
        "type": file.mime if original else file.public_mime,
        "bytes": file.size if original else file.public_size,
        "sha256": file.sha256 if original else file.public_sha256,
        "scan": file.scan,
        "redaction": file.redaction,
        "withheld_reason": file.withheld_reason,
    }


def _campaign(comment: Comment) -> str:
    if comment.campaign is None:
        return ""
    # Its name may be made of the docket's number, which need not be read again.
    comment.campaign.docket = comment.docket
    return str(comment.campaign)


def _number(comment: Comment, sequence: int | None) -> str:
    return f"{comment.docket.number}-{sequence:04d}" if sequence else ""


def _last_move(comment: Comment) -> dict | None:
    if not comment.last_moves:
        return None
    (move,) = comment.last_moves
    actor = move.actor
    return {
        "at": move.at,
        "by": (actor.get_full_name() or actor.get_username()) if actor else "",
        "from": move.from_state,
        "to": move.to_state,
        "reason": move.note,
    }
