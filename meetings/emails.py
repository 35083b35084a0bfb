"""One function for each message; each has subject.txt, txt and html templates."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import translation

from engagement.mail import queue_mail, queue_mails
from meetings import calendar
from meetings.materials import missing_versions
from meetings.models import Material, RegistrantMessage, Registration


def registration_status(
    registration: Registration, token: str, *, slot_changed: bool = False
) -> None:
    """Tell a registrant where they stand: confirmed, on the waitlist, or cancelled.

    With `slot_changed`, that they have the other slot they asked for.

    A confirmed registrant receives the join details and a calendar file; one who cancelled
    receives the file that takes the meeting out of the calendar again.
    """
    file = "" if registration.is_waitlisted else _calendar_file(registration)
    _send(
        registration,
        token,
        key=status_key(registration),
        template="slot_changed" if slot_changed else f"registration_{registration.state}",
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
        key=f"meeting_changed:{registration.pk}:{registration.notices}",
        template=f"meeting_{meeting.status}" if meeting.is_off else "meeting_changed",
        calendar_file=file,
    )


def reminder(registration: Registration, token: str, key: str) -> None:
    """Remind somebody who has a place that the meeting is near."""
    _send(registration, token, key=key, template="reminder", calendar_file="")


def materials_posted(
    registration: Registration, token: str, key: str, materials: list[Material]
) -> None:
    """Tell somebody who had a place what was posted after the meeting, with links."""
    kinds = {material.kind for material in materials}
    missing = [
        version
        for version in missing_versions(registration.meeting.materials.all())
        if version.language == registration.language and version.kind in kinds
    ]
    queue_mail(
        key=key,
        to=registration.email,
        language=registration.language,
        template="meetings/emails/materials_posted",
        context=_context(registration, token) | {"materials": materials, "missing": missing},
    )


def message_to_registrants(
    message: RegistrantMessage, recipients: Iterable[tuple[Registration, str]]
) -> None:
    """What staff wrote, to each recipient in their language; `recipients` come with their tokens.

    All share the message's meeting, so that thousands are written without asking for it again.
    """
    meeting = message.meeting
    prefetch_related_objects([meeting], "dial_in_numbers")
    mails = []
    for registration, token in recipients:
        registration.meeting = meeting
        words = {
            "subject": getattr(message, f"subject_{registration.language}"),
            "text": getattr(message, f"text_{registration.language}"),
        }
        mails.append(
            {
                "key": f"message:{message.pk}:{registration.pk}",
                "to": registration.email,
                "language": registration.language,
                "template": "meetings/emails/message",
                "context": _context(registration, token) | words,
            }
        )
    queue_mails(mails)


def _calendar_file(registration: Registration) -> str:
    with translation.override(registration.language):
        return calendar.registration_file(registration)


def _send(
    registration: Registration, token: str, *, key: str, template: str, calendar_file: str
) -> None:
    queue_mail(
        key=key,
        to=registration.email,
        language=registration.language,
        template=f"meetings/emails/{template}",
        context=_context(registration, token),
        calendar=calendar_file,
    )


def _context(registration: Registration, token: str) -> dict:
    """What each message to a registrant can say: who, which meeting, and their own link."""
    meeting = registration.meeting
    with translation.override(registration.language):
        return {
            "registration": registration,
            "meeting": meeting,
            "meeting_url": meeting.get_absolute_url(),
            "manage_url": reverse("meetings:registration", args=[token]),
        }


def status_key(registration: Registration) -> str:
    """The outbox's key of the last message that told a registrant where they stand."""
    return f"registration:{registration.pk}:{registration.notices}"
