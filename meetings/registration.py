"""Rules of registration: take a place, wait for one, give it back.

Every rule that counts places first locks the meeting's row, so that the last seat is given
once however many ask for it at the same moment.
"""

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from engagement.mail import queued_lately
from meetings import emails
from meetings.models import Meeting, Registration

_SALT = "meetings.registration"


class RegistrationClosed(Exception):
    """The meeting takes no registration now: it began, is off, or never did."""


def make_token(registration: Registration) -> str:
    """The signed value in a registrant's manage link."""
    return signing.dumps(str(registration.uid), salt=_SALT)


def from_token(token: str) -> Registration | None:
    """The registration that a link names, or None when the link was not made by us."""
    try:
        uid = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return Registration.objects.filter(uid=uid).select_related("meeting").first()


@transaction.atomic
def register(
    *,
    meeting: Meeting,
    name: str,
    email: str,
    language: str,
    affiliation: str = "",
    questions: str = "",
    accommodation: str = "",
) -> Registration:
    """Give the next free place, or the next place on the waitlist, and mail which it is.

    An address that is already registered keeps its place and its answers, and is mailed the
    same message again, unless it has just been: neither the answer on the screen nor a stranger
    can tell or change it, or fill somebody's mailbox. Raises RegistrationClosed.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not meeting.open_for_registration:
        raise RegistrationClosed
    registration = Registration.objects.filter(meeting=meeting, email__iexact=email).first()
    if registration is None or registration.is_cancelled:
        waiting = meeting.registrations.waitlisted().exists()
        has_place = not waiting and free_places(meeting) != 0
        registration = registration or Registration(meeting=meeting, email=email)
        registration.state = (
            Registration.State.CONFIRMED if has_place else Registration.State.WAITLISTED
        )
        registration.name = name
        registration.language = language
        registration.affiliation = affiliation
        registration.questions = questions
        registration.accommodation = accommodation
        registration.queued_at = timezone.now()
        registration.save()
        _tell(registration)
    elif not queued_lately(emails.status_key(registration)):
        _tell(registration)
    return registration


@transaction.atomic
def cancel(*, registration: Registration) -> None:
    """Give the place back; the next in line gets it and is told. Twice is the same as once.

    Once the meeting has begun there is nothing to give back, and the record stays.
    """
    meeting = Meeting.objects.select_for_update().get(pk=registration.meeting_id)
    registration.refresh_from_db()
    if registration.is_cancelled or meeting.starts_at <= timezone.now():
        return
    registration.state = Registration.State.CANCELLED
    registration.save(update_fields=["state", "changed_at"])
    _tell(registration)
    _promote(meeting)


def free_places(meeting: Meeting) -> int | None:
    """How many places are left; None when there is no limit."""
    if meeting.capacity is None:
        return None
    return max(meeting.capacity - meeting.registrations.confirmed().count(), 0)


@transaction.atomic
def promote(*, meeting: Meeting) -> int:
    """Give places that became free, as when the capacity was raised. Returns how many."""
    return _promote(Meeting.objects.select_for_update().get(pk=meeting.pk))


def promote_all() -> int:
    """Every coming meeting's waitlist; run every minute by run_jobs."""
    meetings = (
        Meeting.objects.published()
        .filter(
            starts_at__gt=timezone.now(),
            registrations__state=Registration.State.WAITLISTED,
        )
        .distinct()
    )
    return sum(promote(meeting=meeting) for meeting in meetings)


def _promote(meeting: Meeting) -> int:
    """The meeting's row is locked by the caller."""
    if meeting.is_off or meeting.starts_at <= timezone.now():
        return 0
    free = free_places(meeting)
    promoted = list(meeting.registrations.waitlisted()[:free])
    for registration in promoted:
        registration.state = Registration.State.CONFIRMED
        registration.save(update_fields=["state", "changed_at"])
        _tell(registration)
    return len(promoted)


def _tell(registration: Registration) -> None:
    """Mail where the registration stands; each telling is a message of its own."""
    Registration.objects.filter(pk=registration.pk).update(
        notices=F("notices") + 1, told_sequence=registration.meeting.sequence
    )
    registration.refresh_from_db(fields=["notices", "told_sequence"])
    emails.registration_status(registration, make_token(registration))
