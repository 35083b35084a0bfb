"""What the comment is about."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import permissions, review
from comments.review_page.part import ReviewPart, Side, version_seen
from comments.topics import TopicsForm, chosen_topics


def _context(comment, user, refused) -> dict:
    return {"topics_form": TopicsForm.of(comment, refused)}


def _set_topics(comment, actor, post) -> str:
    review.set_topics(
        comment=comment,
        actor=actor,
        topics=chosen_topics(post, comment),
        version=version_seen(post),
    )
    return _("The topics are set.")


PART = ReviewPart(
    name="topics",
    label=gettext_lazy("Topics"),
    side=Side.WORK,
    template="comments/admin/review/topics.html",
    context=_context,
    acts={"topics": _set_topics},
    is_shown=lambda comment, user: permissions.can_review(user),
)
