"""Copies of a meeting: what another occasion has in common with it, and what it never has."""

from datetime import timedelta

from django.utils import timezone
from modeltranslation.translator import translator

from meetings.models import Meeting
from meetings.wall_clock import moved, wall_time

OF_ONE_OCCASION = (
    "id",
    "late_notice_reason",
    "materials",
    # When the public is to see it, and its revisions.
    "first_published_at",
    "go_live_at",
    "expire_at",
    "_revisions",
)
"""Belongs to one meeting and never to its copies, as does what no editor enters: its identity
in calendars, whether and since when it is public, its series."""

TIMES = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at")


def copy_of(meeting: Meeting, *, later: timedelta) -> Meeting:
    """An unsaved draft like the meeting, in both languages, `later` by the clock on the wall.

    Its dial-in numbers and slots come along, and the times of slots and registration move too.
    """
    # `headline` is the active language's view of headline_en and headline_es, which are copied.
    views = translator.get_options_for_model(Meeting).fields
    kept_by_rules = [field.name for field in Meeting._meta.concrete_fields if not field.editable]
    copy, _children = meeting.copy_cluster(
        exclude_fields=[*OF_ONE_OCCASION, *kept_by_rules, *views]
    )
    copy.live = False
    for name in TIMES:
        setattr(copy, name, moved(getattr(copy, name), later))
    for slot in copy.slots.all():
        slot.starts_at, slot.ends_at = moved(slot.starts_at, later), moved(slot.ends_at, later)
    return copy


def to_a_coming_week(meeting: Meeting) -> timedelta:
    """How far away the same weekday and hour of the next week is that is still to come."""
    ago = wall_time(timezone.now()) - wall_time(meeting.starts_at)
    return timedelta(weeks=max(ago // timedelta(weeks=1), 0) + 1)
