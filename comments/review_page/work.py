"""Claiming a comment and moving it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import permissions, review
from comments.models import Comment
from comments.review_page.part import ReviewPart, Side, version_seen


class MoveForm(forms.Form):
    """The reason for a move, and what some states ask for."""

    note = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept in the trail for colleagues; the public never sees it."),
    )
    legal_reason = forms.CharField(
        label=gettext_lazy("Legal reason"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("To withhold a comment. Public in the record."),
    )
    duplicate_of = forms.CharField(
        label=gettext_lazy("Number of the comment it repeats"), required=False, max_length=40
    )


def _context(comment, user, refused) -> dict:
    moves = review.allowed_moves(comment) if permissions.can_move(user, comment) else ()
    return {
        "form": MoveForm(refused),
        "can_claim": comment.assigned_to_id is None and permissions.can_claim(user),
        "can_release": permissions.can_release(user, comment),
        "moves": [
            {
                "action": f"move:{state}",
                "state": state,
                "label": Comment.State(state).label,
                "needs_reason": review.needs_reason(comment.state, state),
            }
            for state in moves
            if permissions.can_move_to(user, comment, state)
        ],
    }


def _claim(comment, actor, post) -> str:
    review.claim(comment=comment, actor=actor)
    return _("You have claimed this comment.")


def _release(comment, actor, post) -> str:
    review.release(comment=comment, actor=actor)
    return _("The comment is back in the queue.")


def _move(comment, actor, post) -> str:
    form = MoveForm(post)
    if not form.is_valid():
        raise review.ReviewError(" ".join(form.errors["note"] or form.errors["legal_reason"]))
    moved = review.move(
        comment=comment,
        actor=actor,
        to_state=post["action"].partition(":")[2],
        note=form.cleaned_data["note"],
        legal_reason=form.cleaned_data["legal_reason"],
        duplicate_of=_named(comment, form.cleaned_data["duplicate_of"]),
        version=version_seen(post),
    )
    return _("The comment is now “%(state)s”.") % {"state": moved.get_state_display()}


def _named(comment: Comment, number: str) -> Comment | None:
    """The comment of the same docket with that number: PA-2026-01-0147, or only 147."""
    sequence = number.strip().removeprefix(f"{comment.docket.number}-")
    if not sequence.isdecimal() or len(sequence) > 9:
        return None
    return Comment.objects.filter(docket=comment.docket_id, sequence=int(sequence)).first()


PART = ReviewPart(
    name="work",
    side=Side.WORK,
    template="comments/admin/review/work.html",
    context=_context,
    acts={"claim": _claim, "release": _release, "move": _move},
    is_shown=lambda comment, user: permissions.can_claim(user),
)
