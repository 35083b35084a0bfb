"""The states of a comment: where it may go from each, who takes it there, and what is asked."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import permissions, trail
from comments.models import Attachment, BulkAction, Campaign, Comment, CommentEvent
from comments.response_document.outdating import set_outdated
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


@dataclass(frozen=True)
class Decision:
    """Where comments go, and what that state asks for; see `move`."""

    to_state: str
    note: str = ""
    legal_reason: str = ""
    duplicate_of: Comment | None = None
    campaign: Campaign | None = None

    @property
    def reason(self) -> str:
        return self.note.strip() or self.legal_reason.strip()


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
    decision = Decision(to_state, note, legal_reason, duplicate_of, campaign)
    check(comment, actor, decision, unready=unready_among([comment.pk], to_state))
    before = comment.state
    detail = decide(comment, decision)
    comment.save(update_fields=["state", "posted_at", "assigned_to", "assigned_at", *_DECISION])
    trail.record(
        comment,
        CommentEvent.Kind.MOVED,
        actor=actor,
        from_state=before,
        to_state=to_state,
        note=decision.reason,
        detail=detail,
        bulk=bulk,
    )
    search.index(comment)
    if before == State.POSTED:
        set_outdated(comment.docket)
    return comment


def check(comment: Comment, actor, decision: Decision, *, unready: Container[int]) -> None:
    """Whether this move is allowed, for one comment as for each of many. Raises ReviewError.

    `unready` are the keys of comments that cannot be posted yet (unready_among).
    """
    to_state = decision.to_state
    if not permissions.can_move(actor, comment):
        raise ReviewError(_("Claim this comment before you move it."))
    if to_state not in allowed_moves(comment):
        raise ReviewError(
            _("A comment that is “%(state)s” cannot be moved there.")
            % {"state": comment.get_state_display()}
        )
    if not permissions.can_move_to(actor, comment, to_state):
        raise ReviewError(_("A redactor decides when a comment is redacted."))
    if needs_reason(comment.state, to_state) and not decision.reason:
        raise ReviewError(_("Give the reason: it is kept in the record."))
    match to_state:
        case State.WITHHELD:
            if not decision.legal_reason.strip():
                raise ReviewError(_("Give the legal reason: it is public in the record."))
        case State.DUPLICATE:
            _check_original(comment, decision.duplicate_of)
        case State.CAMPAIGN:
            _check_campaign(comment, decision.campaign or comment.campaign)
        case State.POSTED:
            if comment.pk in unready:
                raise ReviewError(_("A redacted file is not ready yet."))


def unready_among(keys: Iterable[int], to_state: str) -> set[int]:
    """The comments that may not be posted yet, when posting is what is asked for.

    A redacted file that is not there cannot be shown instead of its original.
    """
    if to_state != State.POSTED:
        return set()
    unfinished = [Attachment.Redaction.WAITING, Attachment.Redaction.FAILED]
    files = Attachment.objects.filter(redaction__in=unfinished, withheld_reason="")
    return set(files.filter(comment__in=keys).values_list("comment_id", flat=True))


def decide(comment: Comment, decision: Decision, at: datetime | None = None) -> dict:
    """Set on the comment what a checked move changes; returns what changed, for the trail.

    A comment that leaves a state keeps nothing of it, but for the campaign it was grouped into:
    that decides nothing. The caller writes the row. `at` is when it is posted, unless now.
    """
    to_state, was = decision.to_state, _standing(comment)
    comment.legal_reason = decision.legal_reason.strip() if to_state == State.WITHHELD else ""
    comment.duplicate_of = decision.duplicate_of if to_state == State.DUPLICATE else None
    if to_state == State.CAMPAIGN and decision.campaign:
        comment.campaign = decision.campaign
    hands_over = State.REDACTION in {comment.state, to_state}
    comment.state = to_state
    comment.posted_at = (at or timezone.now()) if to_state == State.POSTED else None
    if to_state in DONE or hands_over:
        # Nobody works on it any more, a redactor claims it, or a redactor is done with it.
        comment.assigned_to = comment.assigned_at = None
    now = _standing(comment)
    return {name: [was[name], now[name]] for name in was if was[name] != now[name]}


_DECISION = ("legal_reason", "duplicate_of_id", "campaign_id")


def _standing(comment: Comment) -> dict:
    """What a move changes beside the state, in keys."""
    posted_at = comment.posted_at and comment.posted_at.isoformat()
    decision = {name: getattr(comment, name) for name in _DECISION}
    return {**decision, "posted_at": posted_at, "assigned_to": comment.assigned_to_id}


def _check_original(comment: Comment, original: Comment | None) -> None:
    if original is None or original.docket_id != comment.docket_id:
        raise ReviewError(_("Say which comment of this docket it repeats."))
    if original.pk == comment.pk or original.state == State.DUPLICATE:
        raise ReviewError(_("Choose a comment that is no duplicate itself."))


def _check_campaign(comment: Comment, campaign: Campaign | None) -> None:
    if campaign is None or campaign.docket_id != comment.docket_id:
        raise ReviewError(_("Say to which campaign of this docket it belongs."))
    if campaign.lead_id == comment.pk:
        raise ReviewError(_("The letter of a campaign stands for the others."))
