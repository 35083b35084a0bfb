"""Who works on a comment: claim it, give it back, or assign it to a colleague or to a team."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import permissions, trail
from comments.models import BulkAction, Comment, CommentEvent, Team

from .acts import ReviewError, locked

Kind = CommentEvent.Kind


@transaction.atomic
def claim(*, comment: Comment, actor) -> Comment:
    """Take a comment to work on. Claiming one's own again changes nothing.

    Raises ReviewError when another has it or the actor may not review.
    """
    comment = locked(comment, actor, may=permissions.can_claim)
    if comment.assigned_to_id == actor.pk:
        return comment
    if comment.assigned_to_id:
        raise ReviewError(
            _("%(person)s has claimed this comment.") % {"person": comment.assignee_name}
        )
    hand_to(comment, actor)
    trail.record(comment, Kind.CLAIMED, actor=actor, detail={"assigned_to": [None, actor.pk]})
    return comment


@transaction.atomic
def release(*, comment: Comment, actor) -> Comment:
    """Give a comment back to the queue. Raises ReviewError when the actor may not."""
    comment = locked(comment, actor, may=permissions.can_claim)
    if not comment.assigned_to_id:
        return comment
    if not permissions.can_release(actor, comment):
        raise ReviewError(_("Only the person who claimed this comment can release it."))
    before = comment.assigned_to_id
    hand_to(comment, None)
    trail.record(comment, Kind.RELEASED, actor=actor, detail={"assigned_to": [before, None]})
    return comment


@transaction.atomic
def assign(
    *,
    comment: Comment,
    actor,
    to=None,
    team: Team | None = None,
    version: int | None = None,
    bulk: BulkAction | None = None,
) -> Comment:
    """Hand a comment to a colleague, to a team, or to a colleague of a team.

    Whoever holds it may hand it on, and what nobody holds may be handed to somebody; handing
    around what others hold needs the right to assign. What is already so changes nothing. Raises
    ReviewError when the actor may not, or when the colleague may not work on comments; StaleError
    when `version` is not the present one.
    """
    comment = locked(comment, actor, may=permissions.can_claim, version=version)
    check_colleague(to)
    check_assign(comment, actor)
    before = comment.assigned_to_id, comment.team_id
    after = to.pk if to else None, team.pk if team else None
    if before == after:
        return comment
    hand_to(comment, to, team)
    trail.record(comment, Kind.ASSIGNED, actor=actor, detail=handed(before, after), bulk=bulk)
    return comment


def check_assign(comment: Comment, actor) -> None:
    """Whether this person may say who works on it. Raises ReviewError."""
    if not permissions.can_assign(actor, comment):
        raise ReviewError(_("Only a docket manager can assign what others have claimed."))


def check_colleague(to) -> None:
    """Whether comments can be handed to that person, if any. Raises ReviewError."""
    if to is not None and not permissions.can_claim(to):
        raise ReviewError(_("%(person)s may not work on comments.") % {"person": to})


def handed(before: tuple, after: tuple) -> dict:
    """What the trail keeps of (person, team) before and after, in keys."""
    return {"assigned_to": [before[0], after[0]], "team": [before[1], after[1]]}


_KEEP = object()


def hand_to(comment: Comment, person, team=_KEEP) -> None:
    """Write who has it. The caller has locked the row and records the act."""
    comment.assigned_to = person
    comment.assigned_at = timezone.now() if person else None
    fields = ["assigned_to", "assigned_at"]
    if team is not _KEEP:
        comment.team = team
        fields.append("team")
    comment.save(update_fields=fields)
