"""One function for each message; each has subject.txt, txt and html templates."""

from django.urls import reverse
from django.utils import translation

from engagement.mail import queue_mail
from meetings import calendar
from meetings.models import Registration


def registration_status(registration: Registration, token: str) -> None:
    """Tell a registrant where they stand: confirmed, on the waitlist, or cancelled.

    A confirmed registrant receives the join details and a calendar file; one who cancelled
    receives the file that takes the meeting out of the calendar again.
    """
    file = "" if registration.is_waitlisted else _calendar_file(registration)
    _send(
        registration,
        token,
        key=status_key(registration),
        template=f"registration_{registration.state}",
        calendar_file=file,
    )


def meeting_changed(registration: Registration, token: str) -> None:
    """Tell a registrant that time, place, join details or status are others than they know.

    The calendar file has the meeting's new SEQUENCE, so that their calendar follows; those on
    the waitlist have nothing in theirs.
    """
    meeting = registration.meeting
    file = "" if registration.is_waitlisted else _calendar_file(registration)
    _send(
        registration,
        token,
        key=f"meeting_changed:{registration.pk}:{meeting.sequence}",
        template=f"meeting_{meeting.status}" if meeting.is_off else "meeting_changed",
        calendar_file=file,
    )


def reminder(registration: Registration, token: str, key: str) -> None:
    """Remind somebody who has a place that the meeting is near."""
    _send(registration, token, key=key, template="reminder", calendar_file="")


def _calendar_file(registration: Registration) -> str:
    with translation.override(registration.language):
        return calendar.registration_file(registration)


def _send(
    registration: Registration, token: str, *, key: str, template: str, calendar_file: str
) -> None:
    meeting = registration.meeting
    with translation.override(registration.language):
        context = {
            "registration": registration,
            "meeting": meeting,
            "meeting_url": meeting.get_absolute_url(),
            "manage_url": reverse("meetings:registration", args=[token]),
        }
    queue_mail(
        key=key,
        to=registration.email,
        language=registration.language,
        template=f"meetings/emails/{template}",
        context=context,
        calendar=calendar_file,
    )


def status_key(registration: Registration) -> str:
    """The outbox's key of the last message that told a registrant where they stand."""
    return f"registration:{registration.pk}:{registration.notices}"
