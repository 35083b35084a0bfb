"""Rules of review: claim, release, move, note. Each act is one row in the trail.

Every rule locks the comment's row first; the person who claimed a comment is the only one who
moves it, so that two reviewers never overwrite one another.
"""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import permissions, suspicion
from comments.models import Comment, CommentEvent, Topic
from engagement import search

State = Comment.State
User = get_user_model()

MOVES = {
    State.RECEIVED: (State.IN_REVIEW, State.SPAM),
    State.IN_REVIEW: (State.POSTED, State.WITHHELD, State.SPAM, State.RECEIVED),
    State.POSTED: (State.IN_REVIEW,),
    State.WITHHELD: (State.IN_REVIEW,),
    State.SPAM: (State.RECEIVED,),
    State.WITHDRAWN: (),
}
"""From each state, the states a reviewer may move a comment to; only its author withdraws it."""

DONE = (State.POSTED, State.WITHHELD, State.SPAM)
"""States in which nobody works on the comment: moving there gives the claim back."""


class ReviewError(Exception):
    """Why an act is refused, worded for the reviewer."""

    def __init__(self, message):
        super().__init__(str(message))
        self.message = message


def needs_reason(from_state: str, to_state: str) -> bool:
    """Keeping a comment from the public, or undoing a decision, is explained in the record."""
    return to_state in {State.WITHHELD, State.SPAM} or from_state in DONE


def allowed_moves(comment: Comment) -> tuple[str, ...]:
    """Where the comment may go from here."""
    return MOVES[State(comment.state)]


@transaction.atomic
def claim(*, comment: Comment, actor) -> Comment:
    """Take a comment to work on. Claiming one's own again changes nothing.

    Raises ReviewError when another has it or the actor may not review.
    """
    comment = _locked(comment, actor)
    if comment.claimed_by_id == actor.pk:
        return comment
    if comment.claimed_by_id:
        raise ReviewError(
            _("%(person)s has claimed this comment.") % {"person": comment.claimant_name}
        )
    comment.claimed_by, comment.claimed_at = actor, timezone.now()
    comment.save(update_fields=["claimed_by", "claimed_at"])
    _record(comment, actor, CommentEvent.Kind.CLAIMED)
    return comment


@transaction.atomic
def release(*, comment: Comment, actor) -> Comment:
    """Give a comment back to the queue. Raises ReviewError when the actor may not."""
    comment = _locked(comment, actor)
    if not comment.claimed_by_id:
        return comment
    if not permissions.can_release(actor, comment):
        raise ReviewError(_("Only the person who claimed this comment can release it."))
    comment.claimed_by = comment.claimed_at = None
    comment.save(update_fields=["claimed_by", "claimed_at"])
    _record(comment, actor, CommentEvent.Kind.RELEASED)
    return comment


@transaction.atomic
def move(*, comment: Comment, actor, to_state: str, note: str = "") -> Comment:
    """Move a comment to another state, with the reason where one is needed.

    Posting shows it on the public docket at once. Raises ReviewError when the actor has not
    claimed it, the table of moves does not allow it, or the reason is missing.
    """
    comment = _locked(comment, actor)
    if not permissions.can_move(actor, comment):
        raise ReviewError(_("Claim this comment before you move it."))
    if to_state not in allowed_moves(comment):
        raise ReviewError(
            _("A comment that is “%(state)s” cannot be moved there.")
            % {"state": comment.get_state_display()}
        )
    if needs_reason(comment.state, to_state) and not note.strip():
        raise ReviewError(_("Give the reason: it is kept in the record."))
    before, comment.state = comment.state, to_state
    comment.posted_at = timezone.now() if to_state == State.POSTED else None
    if to_state in DONE:
        comment.claimed_by = comment.claimed_at = None
    comment.save(update_fields=["state", "posted_at", "claimed_by", "claimed_at"])
    _record(comment, actor, CommentEvent.Kind.MOVED, before, to_state, note)
    search.index(comment)
    return comment


@transaction.atomic
def add_note(*, comment: Comment, actor, note: str) -> None:
    """Leave a note for colleagues; the public never sees it. Raises ReviewError when empty."""
    comment = _locked(comment, actor)
    if not note.strip():
        raise ReviewError(_("Write the note first."))
    _record(comment, actor, CommentEvent.Kind.NOTED, note=note)


@transaction.atomic
def clear_suspicion(*, comment: Comment, actor, note: str = "") -> None:
    """Say that a person wrote it, whatever looked automated; the signs stay in the trail.

    Raises ReviewError when another has claimed it. Nothing to clear changes nothing.
    """
    comment = _locked(comment, actor)
    if comment.claimed_by_id not in {None, actor.pk}:
        raise ReviewError(
            _("%(person)s has claimed this comment.") % {"person": comment.claimant_name}
        )
    if not comment.is_suspicious:
        return
    cleared = _("Not automated, although: %(signs)s.") % {
        "signs": "; ".join(suspicion.in_words(comment))
    }
    comment.suspicions = []
    comment.save(update_fields=["suspicions"])
    _record(comment, actor, CommentEvent.Kind.NOTED, note=f"{cleared}\n{note}")


@transaction.atomic
def set_topics(*, comment: Comment, actor, topics: Iterable[Topic]) -> list[Topic]:
    """Say what a comment is about, for readers and for the reply; returns the topics it has now.

    The trail keeps them by their English names. Raises ReviewError for another docket's topic.
    """
    comment = _locked(comment, actor)
    chosen = sorted(topics, key=lambda topic: (topic.name_en, topic.pk))
    if any(topic.docket_id != comment.docket_id for topic in chosen):
        raise ReviewError(_("Choose topics of this docket."))
    before = set(comment.topics.values_list("pk", flat=True))
    if before != {topic.pk for topic in chosen}:
        comment.topics.set(chosen)
        names = ", ".join(topic.name_en for topic in chosen) or "–"
        _record(comment, actor, CommentEvent.Kind.NOTED, note=f"{_('Topics')}: {names}")
    return chosen


def _locked(comment: Comment, actor) -> Comment:
    if not permissions.can_review(actor):
        raise ReviewError(_("You may not review comments."))
    # The holder is read afterwards: a joined row would be as old as the wait for the lock.
    return (
        Comment.objects.select_for_update(of=("self",)).select_related("docket").get(pk=comment.pk)
    )


def _record(comment, actor, kind, from_state="", to_state="", note="") -> None:
    CommentEvent.objects.create(
        comment=comment,
        at=timezone.now(),
        actor=actor,
        kind=kind,
        from_state=from_state,
        to_state=to_state,
        note=note.strip(),
    )
