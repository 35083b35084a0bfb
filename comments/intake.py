"""The intake rule: how a comment enters a docket, whatever channel brings it.

The order protects what people send: files are stored first, then one short transaction, with
the docket's row locked, decides, numbers, records and queues the receipt. Whoever was shown a
receipt has a comment with that number; a number is never given twice and none is left out.
"""

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.core import signing
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from comments import amending, emails, periods, uploads
from comments.attachments import attach, discard, of_pending, of_upload
from comments.models import (
    Attachment,
    Comment,
    CommentEvent,
    Docket,
    DraftSection,
    PendingComment,
    Remark,
)
from comments.review import search as staff_search

_SALT = "comments.receipt"


@dataclass(frozen=True)
class About:
    """What somebody says of one section, or of a passage quoted from it.

    `paragraph` is the passage's anchor within the draft, such as s-1f3a9c02-p4.
    """

    section: DraftSection
    text: str
    quote: str = ""
    paragraph: str = ""


class PeriodNotOpen(Exception):
    """The comment arrived before the period opened or after it closed."""


def make_token(comment: Comment) -> str:
    """The signed value in a commenter's private link."""
    return signing.dumps(str(comment.uid), salt=_SALT)


def from_token(token: str) -> Comment | None:
    """The comment that a receipt's link names, or None when the link was not made by us."""
    try:
        uid = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return Comment.objects.filter(uid=uid).select_related("docket__initiative").first()


def submit(
    *,
    docket: Docket,
    key: uuid.UUID,
    language: str,
    text: str = "",
    name: str = "",
    email: str = "",
    affiliation: str = "",
    is_anonymous: bool = False,
    remarks: Sequence[About] = (),
    attachments: Iterable[File] = (),
    suspicions: Sequence[str] = (),
    channel: str = Comment.Channel.WEB,
    received_at: datetime | None = None,
    started_at: datetime | None = None,
    pending: PendingComment | None = None,
    **record,
) -> Comment:
    """Record a comment and return it with its number.

    `received_at` is when it arrived whole (now, unless told), `started_at` when the form was
    opened: they alone decide whether it is in time (comments.periods). The same key with the
    same content is the same comment, however often it is sent; the same key with other content
    (somebody corrected it) is another. With `pending` the key alone decides, for that form is
    done once it was sent. `attachments` were accepted by
    engagement.files.identify; the files of `pending`, uploaded step by step, become attachments
    as well, and the pending comment is then gone. `record` are further fields of Comment:
    network, meeting, entered_by. Raises PeriodNotOpen; the attachments are then not kept, and
    what is pending is left as it was.
    """
    received_at = received_at or timezone.now()
    content = {
        "text": text.replace("\r\n", "\n").strip(),
        "name": name,
        "email": email,
        "affiliation": affiliation,
        "is_anonymous": is_anonymous,
    }
    files = list(attachments)
    checksums = [uploads.digest(file)[0] for file in files]
    if pending is None:  # else the form is done once it was sent: its own key is the comment's
        key = _content_key(key, docket, remarks, content, checksums)
    if known := Comment.objects.filter(key=key).select_related("docket").first():
        return known
    rows = []
    try:
        # Outside the transaction: a large file must not hold the docket's lock.
        for file in files:
            rows.append(of_upload(file))
        comment = _record(
            docket_id=docket.pk,
            rows=rows,
            key=key,
            language=language,
            remarks=remarks,
            suspicions=list(suspicions),
            channel=channel,
            received_at=received_at,
            started_at=started_at,
            pending=pending,
            **record,
            **content,
        )
    except BaseException:
        discard(rows)
        raise
    if rows and rows[0].comment_id is None:
        # Another request with the same key won while our files were being stored.
        discard(rows)
    return comment


@transaction.atomic
def _record(
    *,
    docket_id: int,
    rows: list[Attachment],
    remarks: Sequence[About],
    started_at: datetime | None,
    pending: PendingComment | None,
    **fields,
) -> Comment:
    # Without the key: forms that are begun meanwhile, which name the docket, need not wait.
    docket = Docket.objects.select_for_update(no_key=True).get(pk=docket_id)
    if known := Comment.objects.filter(key=fields["key"]).select_related("docket").first():
        return known
    verdict = periods.verdict(
        docket=docket, received_at=fields["received_at"], started_at=started_at
    )
    if not (docket.live and verdict.accepts):
        raise PeriodNotOpen
    fields["is_late"] = verdict is periods.Verdict.LATE
    last = docket.comments.aggregate(last=Max("sequence"))["last"] or 0
    comment = Comment.objects.create(docket=docket, sequence=last + 1, **fields)
    Remark.objects.bulk_create(
        Remark(
            comment=comment,
            order=order,
            draft_id=about.section.draft_id,
            section=about.section,
            section_heading=about.section.heading,
            paragraph=about.paragraph,
            quote=about.quote,
            text=about.text,
        )
        for order, about in enumerate(remarks)
    )
    attach(comment=comment, rows=[*rows, *_of_pending(pending)])
    CommentEvent.objects.create(
        comment=comment,
        # What staff enter was received before: the trail says when it was entered, and by whom.
        at=timezone.now() if comment.entered_by_id else comment.received_at,
        actor=comment.entered_by,
        kind=CommentEvent.Kind.RECEIVED,
        to_state=comment.state,
    )
    if comment.email:
        emails.receipt(comment, make_token(comment), amending.make_email_token(comment))
    # Staff find it at once. After the lock is given back: others wait for their number. Robust:
    # a failure costs nobody the receipt, and a job indexes what was left.
    transaction.on_commit(partial(staff_search.index, comment), robust=True)
    return comment


def _of_pending(pending: PendingComment | None) -> list[Attachment]:
    """The files uploaded before, now of the comment: the stored files stay where they are.

    With the row locked no file is added to it meanwhile.
    """
    if pending is None:
        return []
    pending = PendingComment.objects.select_for_update().get(pk=pending.pk)
    rows = [of_pending(file) for file in pending.files.all()]
    pending.delete()
    return rows


def _content_key(key, docket, remarks, content: dict, checksums: list[str]) -> uuid.UUID:
    said = [(about.section.pk, about.quote, about.text) for about in remarks]
    parts = [docket.pk, said, *content.values(), *checksums]
    return uuid.uuid5(key, hashlib.sha256(repr(parts).encode()).hexdigest())
