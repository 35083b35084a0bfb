"""Office hours by appointment: making slots, and which of them somebody can still have."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from meetings.models import Meeting, Registration, Slot


def make_slots(*, starts_at: datetime, ends_at: datetime, minutes: int) -> list[Slot]:
    """Slots of equal length from start to end, not yet saved; a rest that is shorter has none."""
    length = timedelta(minutes=minutes)
    count = (ends_at - starts_at) // length
    return [
        Slot(starts_at=starts_at + number * length, ends_at=starts_at + (number + 1) * length)
        for number in range(count)
    ]


def free_slots(meeting: Meeting) -> QuerySet[Slot]:
    """The slots that nobody has, the earliest first."""
    holders = Registration.objects.confirmed().filter(slot=OuterRef("pk"))
    return Slot.objects.filter(~Exists(holders), meeting=meeting)


def offered_slots(meeting: Meeting) -> QuerySet[Slot]:
    """What somebody may choose now: none while others wait, for a free slot is theirs."""
    found = free_slots(meeting)
    return found.none() if meeting.registrations.waitlisted().exists() else found
