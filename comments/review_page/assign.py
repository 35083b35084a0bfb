"""Handing a comment on: to oneself, to a colleague, to a team."""

import itertools

from django.utils.translation import gettext as _

from comments import permissions, review
from comments.models import Comment
from comments.review_page.part import ReviewPart, Side, version_seen
from comments.teams import AssignForm


def _context(comment: Comment, user, refused) -> dict:
    present = {"person": comment.assigned_to_id, "team": comment.team_id}
    return {
        "form": AssignForm(refused, initial=present),
        # One's own claim is made by the button above, unless a colleague holds it.
        "can_take": comment.assigned_to_id not in {None, user.pk},
    }


def _assign(comment: Comment, actor, post) -> str:
    if post["action"].partition(":")[2] == "me":
        to, team = actor, comment.team
    else:
        form = AssignForm(post)
        if not form.is_valid():
            raise review.ReviewError(" ".join(itertools.chain(*form.errors.values())))
        to, team = form.cleaned_data["person"], form.cleaned_data["team"]
    assigned = review.assign(
        comment=comment, actor=actor, to=to, team=team, version=version_seen(post)
    )
    if not (assigned.assigned_to or assigned.team):
        return _("The comment is back in the queue.")
    names = [assigned.assignee_name, assigned.team.name if assigned.team else ""]
    return _("The comment is assigned to %(whom)s.") % {"whom": ", ".join(filter(None, names))}


PART = ReviewPart(
    name="assign",
    side=Side.WORK,
    template="comments/admin/review/assign.html",
    context=_context,
    acts={"assign": _assign},
    is_shown=lambda comment, user: permissions.can_assign(user, comment),
)
