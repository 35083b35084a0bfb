"""What every act on a comment begins with: may this person, and is it still what they saw?"""

from django.utils.translation import gettext_lazy as _

from comments import permissions, trail
from comments.models import Comment


class ReviewError(Exception):
    """Why an act is refused, worded for the reviewer."""

    def __init__(self, message):
        super().__init__(str(message))
        self.message = message


class StaleError(ReviewError):
    """Somebody else changed the comment after the page was opened. `changes` are their acts."""

    def __init__(self, changes):
        super().__init__(_("A colleague has changed this comment in the meantime."))
        self.changes = changes


def locked(comment: Comment, actor, *, may=permissions.can_review, version=None) -> Comment:
    """The comment's row, locked, for somebody who may do this.

    `version` is the one the person saw, where what they decide depends on it. Raises
    ReviewError, and StaleError when another act came between.
    """
    if not may(actor):
        raise ReviewError(_("You may not do this with comments."))
    # The holder is read afterwards: a joined row would be as old as the wait for the lock.
    found = (
        Comment.objects.select_for_update(of=("self",)).select_related("docket").get(pk=comment.pk)
    )
    if version is not None and found.version != version:
        raise StaleError(list(trail.since(found, version)))
    return found
