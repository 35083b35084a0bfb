"""Taking back an act on many comments, as its entries in the trail say how each was before."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import permissions
from comments.models import BulkAction, Campaign, Comment, CommentEvent, Team, Topic

from . import bulk, bulk_rows, moves
from .acts import ReviewError
from .bulk_rows import Entry

_FIELDS = {
    "assigned_to": "assigned_to_id",
    "team": "team_id",
    "campaign": "campaign_id",
    "campaign_id": "campaign_id",
    "duplicate_of_id": "duplicate_of_id",
    "legal_reason": "legal_reason",
    "posted_at": "posted_at",
}
"""Where each name in an entry's detail is kept in the comment's row."""


@transaction.atomic
def undo(*, action: BulkAction, actor, key: uuid.UUID) -> BulkAction:
    """Put back each comment that nobody changed since; the others are reported.

    Notes change nothing, nor does what was itself undone: several acts are undone one by one, the
    latest first. An act is undone once, and the undoing is an act of its own in the trail; it is
    not undone in turn. Comments whose posting is undone leave the public docket at once. Raises
    ReviewError.
    """
    if not permissions.can_undo(actor, action):
        raise ReviewError(_("You may not undo this."))
    # First of all the act itself: whoever undoes it at the same moment waits here.
    action = BulkAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if action.kind == BulkAction.Kind.UNDO:
        raise ReviewError(_("What was undone is not done again in this way."))
    if action.undone_by_id:
        if action.undone_by.key == key:
            return action.undone_by
        raise ReviewError(_("This was undone already."))
    undoing, _is_new = bulk_rows.begin(
        kind=BulkAction.Kind.UNDO, actor=actor, key=key, asked={"action": action.pk}
    )
    events = {event.comment_id: event for event in action.events.all()}
    comments = list(bulk_rows.locked(events))
    touched = _touched(comments, events)
    there = _Existing(list(events.values()))
    topics = bulk.topics_of([pk for pk, event in events.items() if "topics" in event.detail])
    unready = moves.unready_among(events, Comment.State.POSTED)
    now = timezone.now()
    topic_changes: dict[int, tuple[set, set]] = {}

    def change(comment: Comment) -> Entry:
        event = events[comment.pk]
        if comment.pk in touched:
            raise ReviewError(_("It was changed since."))
        there.check(event)
        if event.from_state == Comment.State.POSTED and comment.pk in unready:
            raise ReviewError(_("A redacted file is not ready yet."))
        _put_back(comment, event, now)
        if "topics" in event.detail:
            before = set(event.detail["topics"][0]) & there.topics
            topic_changes[comment.pk] = topics.get(comment.pk, set()), before
        return Entry(
            CommentEvent.Kind.UNDONE,
            detail={name: [new, old] for name, (old, new) in event.detail.items()},
        )

    bulk_rows.write(undoing, comments, change)
    bulk.write_topics(topic_changes)
    action.undone_by = undoing
    action.save(update_fields=["undone_by"])
    _drop_empty_campaign(action)
    return undoing


def _touched(comments: list[Comment], events: dict[int, CommentEvent]) -> set[int]:
    """The comments in which something changed after the entry of the act that is undone."""
    later = CommentEvent.objects.filter(
        comment__in=[
            comment.pk for comment in comments if comment.version != events[comment.pk].version
        ]
    )
    undone = set(later.filter(bulk__undoes__isnull=False).values_list("comment_id", "bulk__undoes"))
    return {
        comment
        for comment, version, kind, act in later.values_list(
            "comment_id", "version", "kind", "bulk_id"
        )
        if version > events[comment].version
        and kind not in _CHANGES_NOTHING
        and (comment, act) not in undone
    }


_CHANGES_NOTHING = {
    # A letter keeps its points in whatever state it is.
    CommentEvent.Kind.BRACKETED,
    CommentEvent.Kind.NOTED,
    CommentEvent.Kind.UNDONE,
}


class _Existing:
    """What the entries of an act name and is still there: teams and campaigns can go."""

    def __init__(self, events: list[CommentEvent]):
        def named(*names):
            return {
                event.detail[name][0] for event in events for name in names if name in event.detail
            } - {None}

        topics = {
            pk for event in events if "topics" in event.detail for pk in event.detail["topics"][0]
        }
        self.topics = set(Topic.objects.in_bulk(topics))
        self.teams = set(Team.objects.in_bulk(named("team"))) | {None}
        self.campaigns = set(Campaign.objects.in_bulk(named("campaign", "campaign_id"))) | {None}

    def check(self, event: CommentEvent) -> None:
        """Raises ReviewError when the comment cannot have again what it had."""
        for name, (old, _new) in event.detail.items():
            if name == "team" and old not in self.teams:
                raise ReviewError(_("Its team is gone."))
            if name in {"campaign", "campaign_id"} and old not in self.campaigns:
                raise ReviewError(_("Its campaign is gone."))


def _put_back(comment: Comment, event: CommentEvent, now: datetime) -> None:
    for name, (old, _new) in event.detail.items():
        if name not in _FIELDS:
            continue
        if name == "posted_at" and old:
            old = datetime.fromisoformat(old)
        setattr(comment, _FIELDS[name], old)
        if name == "assigned_to":
            comment.assigned_at = now if old else None
        if name == "campaign":
            # Counted again by comments.campaigns: its letter may have changed since.
            comment.own_words = None
    if event.from_state:
        comment.state = event.from_state


def _drop_empty_campaign(action: BulkAction) -> None:
    """A campaign that was made by hand and has lost all its comments says nothing any more."""
    if action.kind == BulkAction.Kind.CAMPAIGN:
        Campaign.objects.filter(
            lead=action.asked.get("lead"), found_by=Campaign.FoundBy.HAND, comments__isnull=True
        ).delete()
