"""Writing the trail: each act on a comment is one entry, and one more version of the comment."""

from datetime import datetime

from django.utils import timezone

from comments.models import BulkAction, Comment, CommentEvent


def record(
    comment: Comment,
    kind: str,
    *,
    actor=None,
    at: datetime | None = None,
    from_state: str = "",
    to_state: str = "",
    note: str = "",
    detail: dict | None = None,
    bulk: BulkAction | None = None,
) -> CommentEvent:
    """Add an entry to the trail of a comment whose row the caller has locked.

    `detail` says what changed as {"name": [before, after]}, in keys and not in a person's words.
    """
    comment.version += 1
    comment.save(update_fields=["version"])
    return CommentEvent.objects.create(
        comment=comment,
        at=at or timezone.now(),
        actor=actor,
        kind=kind,
        from_state=from_state,
        to_state=to_state,
        note=note.strip(),
        version=comment.version,
        detail=detail or {},
        bulk=bulk,
    )


def since(comment: Comment, version: int):
    """What others did after that version, the oldest first."""
    return comment.events.filter(version__gt=version).select_related("actor")
