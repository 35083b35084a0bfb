"""Copies of a meeting: what another occasion has in common with it, and what it never has."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from modeltranslation.translator import translator

from meetings.models import Meeting
from meetings.wall_clock import moved, wall_time

OF_ONE_OCCASION = frozenset(
    {
        "id",
        "late_notice_reason",
        # When the public is to see it.
        "first_published_at",
        "go_live_at",
        "expire_at",
    }
)
"""Editors enter these for one meeting; its copies never have them."""

TIMES = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at")


def shared_fields() -> list[models.Field]:
    """The columns that copies have in common.

    Not those that no editor enters: its identity in calendars, whether it is public, its series.
    Nor `headline`: it is the active language's view of headline_en and headline_es.
    """
    views = set(translator.get_options_for_model(Meeting).fields)
    return [
        field
        for field in Meeting._meta.concrete_fields
        if field.editable and field.name not in OF_ONE_OCCASION | views
    ]


def copy_of(meeting: Meeting, *, later: timedelta) -> Meeting:
    """An unsaved draft like the meeting, in both languages, `later` by the clock on the wall.

    Its dial-in numbers and slots come along, and the times of slots and registration move too;
    its materials do not.
    """
    shared = shared_fields()
    of_its_own = [field.name for field in Meeting._meta.concrete_fields if field not in shared]
    copy, _children = meeting.copy_cluster(exclude_fields=[*of_its_own, "materials", "_revisions"])
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
