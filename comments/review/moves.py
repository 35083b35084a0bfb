"""The states of a comment: where it may go from each, who takes it there, and what is asked."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import permissions, trail
from comments.models import Attachment, BulkAction, Campaign, Comment, CommentEvent
from engagement import search

from .acts import ReviewError, locked

State = Comment.State

MOVES = {
    State.RECEIVED: (
        *(State.IN_TRIAGE, State.IN_REVIEW, State.REDACTION),
        *(State.DUPLICATE, State.CAMPAIGN, State.SPAM),
    ),
    State.IN_TRIAGE: (
        *(State.IN_REVIEW, State.REDACTION, State.WITHHELD),
        *(State.DUPLICATE, State.CAMPAIGN, State.SPAM, State.RECEIVED),
    ),
    State.IN_REVIEW: (
        *(State.POSTED, State.REDACTION, State.WITHHELD),
        *(State.DUPLICATE, State.CAMPAIGN, State.SPAM, State.IN_TRIAGE, State.RECEIVED),
    ),
    State.REDACTION: (State.IN_REVIEW, State.WITHHELD),
    State.POSTED: (State.IN_REVIEW, State.REDACTION),
    State.WITHHELD: (State.IN_REVIEW,),
    State.DUPLICATE: (State.IN_REVIEW,),
    State.CAMPAIGN: (State.IN_REVIEW,),
    State.SPAM: (State.RECEIVED,),
    State.WITHDRAWN: (),
}
"""From each state, the states staff may move a comment to; only its author withdraws it."""

DONE = (State.POSTED, State.WITHHELD, State.DUPLICATE, State.CAMPAIGN, State.SPAM)
"""States in which nobody works on the comment: moving there gives it back."""

OPEN = (State.RECEIVED, State.IN_TRIAGE, State.IN_REVIEW, State.REDACTION)
"""States in which a comment waits for somebody at the agency."""


def needs_reason(from_state: str, to_state: str) -> bool:
    """Keeping a comment from the public, or undoing a decision, is explained in the record."""
    return to_state in {State.WITHHELD, State.SPAM} or from_state in DONE


def allowed_moves(comment: Comment) -> tuple[str, ...]:
    """Where the comment may go from here."""
    return MOVES[State(comment.state)]


@transaction.atomic
def move(
    *,
    comment: Comment,
    actor,
    to_state: str,
    note: str = "",
    legal_reason: str = "",
    duplicate_of: Comment | None = None,
    campaign: Campaign | None = None,
    version: int | None = None,
    bulk: BulkAction | None = None,
) -> Comment:
    """Move a comment to another state, with what that state asks for.

    Withholding needs the legal reason, which is public in the record; a duplicate names the
    comment it repeats, a campaign member its campaign (the one it was grouped into, unless told).
    Posting shows it on the public docket at once. Raises ReviewError when the actor has not
    claimed it, the table of moves does not allow it, or something is missing; StaleError when
    `version` is not the present one.
    """
    comment = locked(comment, actor, may=permissions.can_claim, version=version)
    if not permissions.can_move(actor, comment):
        raise ReviewError(_("Claim this comment before you move it."))
    if to_state not in allowed_moves(comment):
        raise ReviewError(
            _("A comment that is “%(state)s” cannot be moved there.")
            % {"state": comment.get_state_display()}
        )
    if not permissions.can_move_to(actor, comment, to_state):
        raise ReviewError(_("A redactor decides when a comment is redacted."))
    note = note.strip() or legal_reason.strip()
    if needs_reason(comment.state, to_state) and not note:
        raise ReviewError(_("Give the reason: it is kept in the record."))
    before, held_by = comment.state, comment.assigned_to_id
    was = {name: getattr(comment, name) for name in _DECISION}
    _decide(comment, to_state, legal_reason, duplicate_of, campaign)
    comment.state = to_state
    comment.posted_at = timezone.now() if to_state == State.POSTED else None
    if to_state in DONE or to_state == State.REDACTION:
        # Nobody works on it any more, or a redactor claims it.
        comment.assigned_to = comment.assigned_at = None
    comment.save(update_fields=["state", "posted_at", "assigned_to", "assigned_at", *_DECISION])
    detail = {
        name: [was[name], getattr(comment, name)]
        for name in _DECISION
        if was[name] != getattr(comment, name)
    }
    if held_by != comment.assigned_to_id:
        detail["assigned_to"] = [held_by, comment.assigned_to_id]
    trail.record(
        comment,
        CommentEvent.Kind.MOVED,
        actor=actor,
        from_state=before,
        to_state=to_state,
        note=note,
        detail=detail,
        bulk=bulk,
    )
    search.index(comment)
    return comment


_DECISION = ("legal_reason", "duplicate_of_id", "campaign_id")


def _decide(comment, to_state, legal_reason, duplicate_of, campaign) -> None:
    """Set what the state asks for; a comment that leaves the state keeps nothing of it.

    The campaign it was grouped into stays: that decides nothing. Raises ReviewError.
    """
    comment.legal_reason, comment.duplicate_of = "", None
    match to_state:
        case State.WITHHELD:
            comment.legal_reason = legal_reason.strip()
            if not comment.legal_reason:
                raise ReviewError(_("Give the legal reason: it is public in the record."))
        case State.DUPLICATE:
            if duplicate_of is None or duplicate_of.docket_id != comment.docket_id:
                raise ReviewError(_("Say which comment of this docket it repeats."))
            if duplicate_of.pk == comment.pk or duplicate_of.state == State.DUPLICATE:
                raise ReviewError(_("Choose a comment that is no duplicate itself."))
            comment.duplicate_of = duplicate_of
        case State.CAMPAIGN:
            campaign = campaign or comment.campaign
            if campaign is None or campaign.docket_id != comment.docket_id:
                raise ReviewError(_("Say to which campaign of this docket it belongs."))
            if campaign.lead_id == comment.pk:
                raise ReviewError(_("The letter of a campaign stands for the others."))
            comment.campaign = campaign
        case State.POSTED:
            _check_files(comment)


def _check_files(comment: Comment) -> None:
    """Nothing is posted while a redacted file is not there to be shown instead of its original."""
    unfinished = [Attachment.Redaction.WAITING, Attachment.Redaction.FAILED]
    if comment.attachments.filter(redaction__in=unfinished, withheld_reason="").exists():
        raise ReviewError(_("A redacted file is not ready yet."))
