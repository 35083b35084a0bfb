"""Reckoning by the clock on the wall in the agency's zone.

A Friday noon that moves by a week is a Friday noon again, also across the change to or from
daylight saving time, when it is not 168 hours later.
"""

from datetime import datetime, timedelta

from django.utils import timezone


def wall_time(moment: datetime) -> datetime:
    """What calendar and clock show at that moment in the agency's zone; without a zone."""
    return timezone.localtime(moment).replace(tzinfo=None, fold=0)


def moment_of(shown: datetime) -> datetime:
    """The moment at which they show this. Of an hour that comes twice, the first."""
    return timezone.make_aware(shown)


def moved(moment: datetime | None, by: timedelta) -> datetime | None:
    """A moment later (or earlier) by what the clock shows; nothing stays nothing."""
    return moment and moment_of(wall_time(moment) + by)


def shift(before: datetime, after: datetime) -> timedelta:
    """How far the second is from the first by what the clock shows."""
    return wall_time(after) - wall_time(before)
