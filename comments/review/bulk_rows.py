"""The rows of an act on many comments: locked in one order, written in few statements."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import BulkAction, Comment, CommentEvent, Docket
from comments.response_document.outdating import set_outdated_of
from engagement import search

from .acts import ReviewError

CHANGED = (
    *("state", "posted_at", "legal_reason", "duplicate_of_id", "campaign_id", "own_words"),
    *("assigned_to_id", "assigned_at", "team_id"),
)
"""What acts on many may change in a comment's own row."""

_BATCH = 2000
# Of more comments the words are indexed within a minute or two by `index_posted`: nobody waits
# for it with the rows locked. What leaves the docket leaves the search at once.
_INDEXED_AT_ONCE = 100
_INDEXED_BY_THE_JOB = 2000


@dataclass
class Entry:
    """What the trail says of one comment of the many; its states are read off the comment."""

    kind: str
    note: str = ""
    detail: dict = field(default_factory=dict)


Change = Callable[[Comment], Entry | None]
"""Sets on a comment what changes and says so. None: it is so already. Raises ReviewError."""


def begin(*, kind: str, actor, key: uuid.UUID, asked: dict) -> tuple[BulkAction, bool]:
    """The act of this key, and whether it is new: the same form sent twice is one act.

    Raises ReviewError when the key is another person's or another kind of act's.
    """
    try:
        with transaction.atomic():
            return BulkAction.objects.create(kind=kind, actor=actor, key=key, asked=asked), True
    except IntegrityError:
        action = BulkAction.objects.get(key=key)
    if action.actor_id != actor.pk or action.kind != kind:
        raise ReviewError(_("Open the list of comments again and choose once more."))
    return action, False


def locked(keys: Iterable[int]) -> Iterator[Comment]:
    """The rows of these comments, locked in the order of their keys, without their long texts.

    Every act on many takes them in this order, so that two never wait for one another.
    """
    rows = (
        Comment.objects.select_for_update()
        .filter(pk__in=list(keys))
        .only("docket_id", "sequence", "version", *CHANGED)
        .order_by("pk")
    )
    dockets: dict[int, Docket] = {}
    for comment in rows:
        if comment.docket_id not in dockets:
            dockets[comment.docket_id] = comment.docket
        comment.docket = dockets[comment.docket_id]
        yield comment


def write(action: BulkAction, comments: Iterable[Comment], change: Change) -> list[Comment]:
    """Make the change to each locked comment, one entry in the trail for each.

    Those that may not be changed, or need not, stay as they are and stand in the report
    (`action.left`) by number and reason. Returns those that were changed.
    """
    at = timezone.now()
    groups, entries, changed = defaultdict(list), [], []
    posted, unposted = [], []
    left = defaultdict(list)
    for comment in comments:
        before = _standing(comment)
        try:
            entry = change(comment)
        except ReviewError as error:
            left[str(error.message)].append(comment.number)
            continue
        if entry is None:
            left[str(_("It is so already."))].append(comment.number)
            continue
        after = _standing(comment)
        groups[tuple((name, after[name]) for name in after if after[name] != before[name])].append(
            comment.pk
        )
        comment.version += 1
        entries.append(_event(action, comment, entry, before["state"], at))
        changed.append(comment)
        if before["state"] != comment.state:
            if comment.is_posted:
                posted.append(comment.pk)
            elif before["state"] == Comment.State.POSTED:
                unposted.append(comment)
    for values, keys in groups.items():
        rows = Comment.objects.filter(pk__in=keys)
        rows.update(version=F("version") + 1, **dict(values))
    CommentEvent.objects.bulk_create(entries, batch_size=_BATCH)
    search.index_many(Comment, [comment.pk for comment in unposted])
    set_outdated_of(comment.docket_id for comment in unposted)
    if len(posted) <= _INDEXED_AT_ONCE:
        search.index_many(Comment, posted)
    action.changed, action.left = len(changed), dict(left)
    action.save(update_fields=["changed", "left"])
    return changed


def index_posted() -> int:
    """Let readers find what was posted in large numbers. Run every minute by run_jobs."""
    return search.index_missing(Comment, most=_INDEXED_BY_THE_JOB)


def names_of(keys: Iterable[int]) -> dict[int, str]:
    """Colleagues by their keys, as others know them."""
    people = get_user_model().objects.in_bulk(set(keys))
    return {key: user.get_full_name() or user.get_username() for key, user in people.items()}


def _standing(comment: Comment) -> dict:
    return {name: getattr(comment, name) for name in CHANGED}


def _event(
    action: BulkAction, comment: Comment, entry: Entry, from_state: str, at: datetime
) -> CommentEvent:
    is_moved = comment.state != from_state
    return CommentEvent(
        comment=comment,
        at=at,
        actor=action.actor,
        kind=entry.kind,
        from_state=from_state if is_moved else "",
        to_state=comment.state if is_moved else "",
        note=entry.note.strip(),
        version=comment.version,
        detail=entry.detail,
        bulk=action,
    )
