"""Notes for colleagues. They only grow: two people who type at once lose nothing."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comments import permissions, trail
from comments.models import Comment, CommentEvent

from .acts import ReviewError, locked


@transaction.atomic
def add_note(*, comment: Comment, actor, note: str) -> CommentEvent:
    """Leave a note for colleagues; the public never sees it. Raises ReviewError when empty."""
    comment = locked(comment, actor, may=permissions.can_note)
    if not note.strip():
        raise ReviewError(_("Write the note first."))
    return trail.record(comment, CommentEvent.Kind.NOTED, actor=actor, note=note)
