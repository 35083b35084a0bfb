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
    meeting = registration.meeting
    with translation.override(registration.language):
        context = {
            "registration": registration,
            "meeting": meeting,
            "meeting_url": meeting.get_absolute_url(),
            "manage_url": reverse("meetings:registration", args=[token]),
        }
        file = "" if registration.is_waitlisted else calendar.registration_file(registration)
    queue_mail(
        key=status_key(registration),
        to=registration.email,
        language=registration.language,
        template=f"meetings/emails/registration_{registration.state}",
        context=context,
        calendar=file,
    )


def status_key(registration: Registration) -> str:
    """The outbox's key of the last message that told a registrant where they stand."""
    return f"registration:{registration.pk}:{registration.notices}"
