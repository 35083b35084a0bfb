"""Notes for colleagues. They only grow: two people who type at once lose nothing."""

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comments import permissions, trail
from comments.models import Comment, CommentEvent

from . import mentions
from .acts import ReviewError, locked


@transaction.atomic
def add_note(*, comment: Comment, actor, note: str, key: uuid.UUID | None = None) -> CommentEvent:
    """Leave a note for colleagues; the public never sees it, and those it names are told.

    `key` is of the form: the same note sent twice is one, corrected it is another. Raises
    ReviewError when empty.
    """
    comment = locked(comment, actor, may=permissions.can_note)
    note = note.replace("\r\n", "\n").strip()
    if not note:
        raise ReviewError(_("Write the note first."))
    detail = {"form": [None, str(key)]} if key else {}
    if key and (known := _sent_before(comment, actor, note, detail)):
        return known
    event = trail.record(comment, CommentEvent.Kind.NOTED, actor=actor, note=note, detail=detail)
    mentions.tell(event=event, named=mentions.named_in(note))
    return event


def notes_of(comment: Comment):
    """The notes on a comment, the latest first, each with whom it names."""
    noted = comment.events.filter(kind=CommentEvent.Kind.NOTED).exclude(note="")
    return noted.select_related("actor").prefetch_related("mentions__user").order_by("-at", "-pk")


def _sent_before(comment, actor, note, detail) -> CommentEvent | None:
    return comment.events.filter(
        kind=CommentEvent.Kind.NOTED, actor=actor, note=note, detail__form=detail["form"]
    ).first()
