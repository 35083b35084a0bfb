"""Who sent it, when, how, and what looks odd about it."""

from django.utils.translation import gettext as _

from comments import permissions, review, suspicion
from comments.review.overdue import days_overdue
from comments.review_page.part import ReviewPart, Side


def _context(comment, user, refused) -> dict:
    return {
        "suspicions": suspicion.in_words(comment),
        "sees_original": permissions.can_see_original(user),
        "sees_address": permissions.can_see_address(user),
        "may_clear": permissions.can_review(user),
        "days_overdue": days_overdue(comment),
    }


def _clear_suspicion(comment, actor, post) -> str:
    review.clear_suspicion(comment=comment, actor=actor)
    return _("This comment no longer counts as automated.")


PART = ReviewPart(
    name="facts",
    side=Side.LETTER,
    template="comments/admin/review/facts.html",
    context=_context,
    acts={"clear_suspicion": _clear_suspicion},
)
