"""A comment on its way: the server keeps what was typed, under a signed token, without a cookie.

Opening the form writes nothing: the token itself says which form it is and when it was opened,
which decides about the grace time. The first thing sent makes the row. Whoever has the token's
address reads what is kept, so it stands in no address that people share.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from comments import uploads
from comments.models import Comment, Docket, PendingComment

KEPT = timedelta(days=7)
"""How long after the last change a form that was never sent is kept."""
LARGEST = 1_000_000
"""Characters of one form that the server keeps; a longer one is answered, and kept on screen."""
_signer = signing.Signer(salt="comments.pending")


class AlreadySubmitted(Exception):
    """The form has been sent; `comment` is what it became."""

    def __init__(self, comment: Comment):
        super().__init__(comment.number)
        self.comment = comment


@dataclass(frozen=True)
class Begun:
    """That somebody opened the form of a docket. `key` becomes the comment's own."""

    key: uuid.UUID
    docket_id: int
    started_at: datetime

    @property
    def token(self) -> str:
        """What stands in the addresses of the form's steps; always the same for one form."""
        started = self.started_at.timestamp()
        return _signer.sign_object([self.key.hex, self.docket_id, started])

    @property
    def is_forgotten(self) -> bool:
        """Whether what was typed may be deleted by now."""
        return self.started_at < timezone.now() - KEPT


def begin(docket: Docket) -> Begun:
    """Note that the form of `docket` is opened now. Writes nothing."""
    return Begun(uuid.uuid4(), docket.pk, timezone.now())


def from_token(token: str, *, docket: Docket) -> Begun | None:
    """The form that a token names, or None when it is not ours or of another docket."""
    try:
        key, docket_id, started = _signer.unsign_object(token)
        begun = Begun(uuid.UUID(hex=key), docket_id, datetime.fromtimestamp(started, UTC))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return begun if begun.docket_id == docket.pk else None


def submitted(begun: Begun) -> Comment | None:
    """The comment that the form has become, if it was sent."""
    return Comment.objects.filter(key=begun.key).select_related("docket__initiative").first()


def find(begun: Begun) -> PendingComment | None:
    """What is kept of the form, if anything. Raises AlreadySubmitted."""
    if comment := submitted(begun):
        raise AlreadySubmitted(comment)
    found = PendingComment.objects.filter(key=begun.key).first()
    # Sent between the two questions: the row is gone because the comment is there.
    if found is None and (comment := submitted(begun)):
        raise AlreadySubmitted(comment)
    return found


@transaction.atomic
def keep(*, begun: Begun, language: str, values: Mapping | None = None) -> PendingComment:
    """Keep what was typed, as it was typed, valid or not; other values stay as they are.

    NULs, which the database cannot hold, are left out; a form beyond LARGEST leaves what was
    kept before as it was. Raises AlreadySubmitted.
    """
    if comment := submitted(begun):
        raise AlreadySubmitted(comment)
    PendingComment.objects.get_or_create(
        key=begun.key,
        defaults={
            "docket_id": begun.docket_id,
            "language": language,
            "started_at": begun.started_at,
        },
    )
    pending = PendingComment.objects.select_for_update().get(key=begun.key)
    data = pending.data | _storable(dict(values or {}))
    if len(json.dumps(data, ensure_ascii=False)) <= LARGEST:
        pending.data = data
    pending.language, pending.updated_at = language, timezone.now()
    pending.save(update_fields=["data", "language", "updated_at"])
    return pending


def fingerprint(pending: PendingComment) -> str:
    """Changes with anything that would be sent: what was reviewed is what is submitted."""
    files = [file.token.hex for file in pending.files.all()]
    content = json.dumps([pending.data, files], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def forget(*, now: datetime | None = None) -> int:
    """Delete the forms nobody touched for KEPT, with their files. Returns how many."""
    too_old = (now or timezone.now()) - KEPT
    forgotten = 0
    for pk in PendingComment.objects.filter(updated_at__lt=too_old).values_list("pk", flat=True):
        with transaction.atomic():
            # Asked again under the lock: its person may be back, or submitting it.
            pending = (
                PendingComment.objects.select_for_update(skip_locked=True)
                .filter(pk=pk, updated_at__lt=too_old)
                .first()
            )
            if pending:
                uploads.discard(pending)
                forgotten += 1
    return forgotten


def _storable(value):
    """JSON in PostgreSQL holds every character but NUL, and no half of a surrogate pair."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return value
