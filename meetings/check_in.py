"""Checking in: who of the registrants is in the room. For whoever stands at the door.

It takes the lock of the meeting's row, as all rules do that count places.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement.formatting import date_and_time
from meetings.models import Meeting, Registration


class CheckInError(Exception):
    """A person cannot be checked in; `message` says why, for staff."""

    def __init__(self, message: str):
        self.message = message
        super().__init__(message)


def check_in_opens_at(meeting: Meeting) -> datetime:
    """Midnight in the agency's zone, a day before the meeting's day: time to set up and to try.

    It never closes: what was noted on paper is entered afterwards.
    """
    zone = timezone.get_default_timezone()
    day = timezone.localdate(meeting.starts_at, zone) - timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def is_open(meeting: Meeting) -> bool:
    """Whether somebody can be checked in now."""
    return not meeting.is_off and check_in_opens_at(meeting) <= timezone.now()


@transaction.atomic
def check_in(*, registration: Registration, by) -> Registration:
    """Note that the person is here. Twice is the same as once: the first time stands.

    Whoever waits for a place is let in once the meeting has begun and fewer are in the room
    than it holds: a registrant who has not come by then leaves the place to them. They keep
    their state, so that undoing it leaves no trace in the waitlist. Raises CheckInError.
    """
    meeting = Meeting.objects.select_for_update().get(pk=registration.meeting_id)
    registration.refresh_from_db()
    if registration.checked_in_at is not None:
        return registration
    _refuse(meeting, registration)
    registration.checked_in_at = timezone.now()
    registration.checked_in_by = by
    registration.save(update_fields=["checked_in_at", "checked_in_by", "changed_at"])
    return registration


@transaction.atomic
def undo_check_in(*, registration: Registration) -> Registration:
    """Take back a check-in that was a mistake. Twice is the same as once."""
    Meeting.objects.select_for_update().get(pk=registration.meeting_id)
    registration.refresh_from_db()
    if registration.checked_in_at is not None:
        registration.checked_in_at = registration.checked_in_by = None
        registration.save(update_fields=["checked_in_at", "checked_in_by", "changed_at"])
    return registration


def _refuse(meeting: Meeting, registration: Registration) -> None:
    if meeting.is_off:
        raise CheckInError(_("This meeting does not take place at the stated time."))
    opens_at = check_in_opens_at(meeting)
    if timezone.now() < opens_at:
        message = _("Check-in opens on %(moment)s.")
        raise CheckInError(message % {"moment": date_and_time(opens_at)})
    if registration.is_cancelled:
        message = _("%(name)s cancelled the registration.")
        raise CheckInError(message % {"name": registration.name})
    if registration.is_waitlisted:
        _refuse_from_waitlist(meeting, registration)


def _refuse_from_waitlist(meeting: Meeting, registration: Registration) -> None:
    name = {"name": registration.name}
    if timezone.now() < meeting.starts_at:
        message = _("%(name)s is on the waitlist. You can check them in once the meeting begins.")
        raise CheckInError(message % name)
    places = _places(meeting)
    here = meeting.registrations.expecting_the_meeting().filter(checked_in_at__isnull=False)
    if places is not None and here.count() >= places:
        message = _("%(name)s is on the waitlist, and every place is taken.")
        raise CheckInError(message % name)


def _places(meeting: Meeting) -> int | None:
    """How many the meeting holds, taken or not; None when there is no limit."""
    return meeting.slots.count() if meeting.has_slots else meeting.capacity
