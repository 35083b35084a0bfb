"""What a person may still do with a comment they sent: add to it, withdraw it, confirm an address.

Nothing is edited: what was added stands beside the comment with its own time, and what was
withdrawn keeps its number. Both are possible as long as the comment itself would still be in
time. Each rule locks the comment's row and leaves an entry in the trail.
"""

import uuid
from datetime import datetime

from django.core import signing
from django.db import transaction
from django.utils import timezone

from comments import attachments, emails, periods, trail, translating
from comments.campaigns import similarity
from comments.models import Addition, Comment, CommentEvent, PendingComment
from comments.periods import Verdict
from comments.response_document.outdating import set_outdated
from comments.review import search as staff_search
from engagement import search

State = Comment.State
_SALT = "comments.email"


class TooLate(Exception):
    """The period has closed, or the comment was withdrawn: it stays as it is."""


def can_amend(comment: Comment, *, at: datetime | None = None) -> bool:
    """Whether the person may add to the comment or withdraw it at that moment (now, unless told).

    Until the close; whoever sent it in time has the grace time for this as well. That a period
    takes late comments keeps no comment open: the record must settle.
    """
    verdict = periods.verdict(
        docket=comment.docket, received_at=at or timezone.now(), started_at=comment.received_at
    )
    in_time = verdict in {Verdict.IN_TIME, Verdict.IN_GRACE}
    return in_time and comment.docket.live and comment.state != State.WITHDRAWN


def amendable_until(comment: Comment) -> datetime:
    """When `can_amend` ends."""
    if comment.received_at < comment.docket.closes_at:
        return periods.grace_ends_at(comment.docket)
    return comment.docket.closes_at


@transaction.atomic
def add(
    *,
    comment: Comment,
    key: uuid.UUID,
    text: str = "",
    pending: PendingComment | None = None,
    received_at: datetime | None = None,
) -> Addition:
    """Add words, and the files of `pending`, to a comment. The same key is the same addition.

    Somebody reads it before the public does: whatever was decided about the comment, it goes
    back to those that wait, and one that was posted leaves the docket until it is posted again.
    A reviewer who has the comment open cannot post what they have not seen. Raises TooLate.
    """
    comment = _locked(comment)
    if known := Addition.objects.filter(key=key).first():
        return known
    received_at = received_at or timezone.now()
    if not can_amend(comment, at=received_at):
        raise TooLate
    addition = Addition.objects.create(
        comment=comment,
        key=key,
        text=text.replace("\r\n", "\n").strip(),
        received_at=received_at,
    )
    if pending:
        # Locked: a file is either taken back or becomes an attachment.
        pending = PendingComment.objects.select_for_update().get(pk=pending.pk)
        rows = [attachments.of_pending(file) for file in pending.files.all()]
        attachments.attach(comment=comment, rows=rows, addition=addition)
        pending.delete()
    before = comment.state
    comment.state, comment.posted_at = State.RECEIVED, None
    comment.save(update_fields=["state", "posted_at"])
    moved = {} if before == State.RECEIVED else {"from_state": before, "to_state": comment.state}
    trail.record(comment, CommentEvent.Kind.ADDED, at=received_at, **moved)
    translating.unverify(comment)
    similarity.forget(comment)
    search.index(comment)
    staff_search.index(comment)
    if before == State.POSTED:
        set_outdated(comment.docket)
    return addition


@transaction.atomic
def withdraw(*, comment: Comment, at: datetime | None = None) -> Comment:
    """Take a comment back at its author's wish: from now on nobody else reads it on the docket.

    Its number stays used, and our record keeps it. Withdrawing twice changes nothing.
    Raises TooLate.
    """
    comment = _locked(comment)
    if comment.state == State.WITHDRAWN:
        return comment
    at = at or timezone.now()
    if not can_amend(comment, at=at):
        raise TooLate
    before, comment.state = comment.state, State.WITHDRAWN
    comment.posted_at = comment.assigned_to = comment.assigned_at = None
    comment.save(update_fields=["state", "posted_at", "assigned_to", "assigned_at"])
    trail.record(
        comment,
        CommentEvent.Kind.WITHDRAWN,
        at=at,
        from_state=before,
        to_state=State.WITHDRAWN,
    )
    search.index(comment)
    if before == State.POSTED:
        set_outdated(comment.docket)
    if comment.email:
        emails.withdrawn(comment)
    return comment


def was_posted(comment: Comment) -> bool:
    """Whether the public has ever seen it: its address then says what became of it."""
    return comment.events.filter(to_state=State.POSTED).exists()


def withdrawn_at(comment: Comment) -> datetime | None:
    """When its author took it back, if they did."""
    events = comment.events.filter(kind=CommentEvent.Kind.WITHDRAWN)
    return events.values_list("at", flat=True).first()


def make_email_token(comment: Comment) -> str:
    """The signed value of the link that stands in the mail alone: who has it reads that mailbox."""
    return signing.dumps([str(comment.uid), comment.email], salt=_SALT)


def from_email_token(token: str) -> Comment | None:
    """The comment whose address a link confirms, or None when the link was not made by us."""
    try:
        uid, email = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    found = Comment.objects.filter(uid=uid, email=email)
    return found.select_related("docket__initiative").first()


@transaction.atomic
def confirm_email(*, comment: Comment) -> Comment:
    """Note that the address is the person's own. The comment counts without it as well."""
    comment = _locked(comment)
    if comment.email_confirmed_at is None:
        comment.email_confirmed_at = timezone.now()
        comment.save(update_fields=["email_confirmed_at"])
        trail.record(comment, CommentEvent.Kind.CONFIRMED, at=comment.email_confirmed_at)
    return comment


def _locked(comment: Comment) -> Comment:
    return (
        Comment.objects.select_for_update(of=("self",))
        .select_related("docket__initiative")
        .get(pk=comment.pk)
    )
