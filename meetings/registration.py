"""Rules of registration: take a place, wait for one, give it back.

Every rule that counts places first locks the meeting's row, so that the last seat is given
once however many ask for it at the same moment.
"""

from dataclasses import asdict, dataclass
from uuid import UUID, uuid4

from django.core import signing
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from engagement.mail import queued_lately
from meetings import emails
from meetings.models import Meeting, Registration, Slot
from meetings.slots import free_slots, offered_slots

State = Registration.State
_SALT = "meetings.registration"


class RegistrationClosed(Exception):
    """The meeting takes no registration now: it began, is off, is not open, or never was."""


class SlotTaken(Exception):
    """Somebody else has the slot by now, or others wait for the next that is free."""


def make_token(registration: Registration) -> str:
    """The signed value in a registrant's manage link."""
    return signing.dumps(str(registration.uid), salt=_SALT)


def from_token(token: str) -> Registration | None:
    """The registration that a link names, or None when the link was not made by us."""
    try:
        uid = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return Registration.objects.filter(uid=uid).select_related("meeting", "slot").first()


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a registrant says, and may change later; each is a field of Registration."""

    name: str
    language: str
    affiliation: str = ""
    questions: str = ""
    interpretation: str = ""
    accommodation: str = ""


@transaction.atomic
def register(
    *,
    meeting: Meeting,
    email: str,
    slot: Slot | None = None,
    key: UUID | None = None,
    **answers: str,
) -> Registration:
    """Give the next free place, or the next place on the waitlist, and mail which it is.

    `answers` are those of Answers. Of a meeting with slots, `slot` is the one chosen; without
    one, the earliest that is free. Those who wait do so for any slot. `key` is made with the
    form: sent twice, it is answered alike, although the slot is taken by then.

    An address that is already registered keeps its place and its answers, and is mailed the
    same message again, unless it has just been: neither the answer on the screen nor a stranger
    can tell or change it, or fill somebody's mailbox. For the same reason a slot that is taken
    is refused to whoever asks. Raises RegistrationClosed, SlotTaken.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not meeting.open_for_registration:
        raise RegistrationClosed
    registration = Registration.objects.filter(meeting=meeting, email__iexact=email).first()
    sent_before = registration is not None and registration.uid == key
    if slot and not sent_before and not offered_slots(meeting).filter(pk=slot.pk).exists():
        raise SlotTaken
    if registration is None or registration.is_cancelled:
        registration = registration or Registration(meeting=meeting, email=email, uid=_uid(key))
        _admit(registration, meeting, slot, Answers(**answers))
    elif not queued_lately(emails.status_key(registration)):
        _tell(registration)
    return registration


def _uid(key: UUID | None) -> UUID:
    """The form's key, unless it is another registration's: a browser may keep an old form."""
    if key is None or Registration.objects.filter(uid=key).exists():
        return uuid4()
    return key


def _admit(
    registration: Registration, meeting: Meeting, slot: Slot | None, answers: Answers
) -> None:
    """A place when one is free and nobody waits. The meeting's row is locked by the caller."""
    waiting = meeting.registrations.waitlisted().exists()
    has_place = not waiting and free_places(meeting) != 0
    registration.state = State.CONFIRMED if has_place else State.WAITLISTED
    registration.slot = (slot or free_slots(meeting).first()) if has_place else None
    for field, answer in asdict(answers).items():
        setattr(registration, field, answer)
    registration.queued_at = timezone.now()
    registration.checked_in_at = registration.checked_in_by = None
    registration.save()
    _tell(registration)


@transaction.atomic
def change_answers(
    *, registration: Registration, slot: Slot | None = None, **answers: str
) -> Registration:
    """Put right what was said when registering; mail only when the slot is another one.

    None as `slot` keeps what they have. The address stays: who has another registers with it.
    Raises RegistrationClosed once the meeting began, is off or the registration is cancelled,
    and SlotTaken.
    """
    meeting = Meeting.objects.select_for_update().get(pk=registration.meeting_id)
    registration = Registration.objects.get(pk=registration.pk)
    if not can_change(registration):
        raise RegistrationClosed
    given = asdict(Answers(**answers))
    moves = registration.is_confirmed and slot is not None and slot.pk != registration.slot_id
    if moves:
        if not offered_slots(meeting).filter(pk=slot.pk).exists():
            raise SlotTaken
        registration.slot = slot
    for field, answer in given.items():
        setattr(registration, field, answer)
    registration.save(update_fields=[*given, "slot", "changed_at"])
    if moves:
        _tell(registration, slot_changed=True)
    return registration


def can_change(registration: Registration) -> bool:
    """Whether answers can still be changed and the place given back: until the meeting begins."""
    meeting = registration.meeting
    begun = meeting.starts_at <= timezone.now()
    return not (registration.is_cancelled or meeting.is_off or begun)


def place_in_line(registration: Registration) -> int:
    """1 for the first on the waitlist."""
    line = registration.meeting.registrations.waitlisted()
    before = Q(queued_at__lt=registration.queued_at) | Q(
        queued_at=registration.queued_at, pk__lt=registration.pk
    )
    return line.filter(before).count() + 1


@transaction.atomic
def cancel(*, registration: Registration) -> None:
    """Give the place back; the next in line gets it and is told. Twice is the same as once.

    Once the meeting has begun there is nothing to give back, and the record stays.
    """
    meeting = Meeting.objects.select_for_update().get(pk=registration.meeting_id)
    registration.refresh_from_db()
    if registration.is_cancelled or meeting.starts_at <= timezone.now():
        return
    registration.state = State.CANCELLED
    registration.save(update_fields=["state", "changed_at"])
    _tell(registration)
    _promote(meeting)


def free_places(meeting: Meeting) -> int | None:
    """How many places are left, of slots or of the capacity; None when there is no limit."""
    if meeting.has_slots:
        return free_slots(meeting).count()
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
    slots = iter(list(free_slots(meeting)))
    promoted = list(meeting.registrations.waitlisted()[:free])
    for registration in promoted:
        registration.state = State.CONFIRMED
        registration.slot = next(slots, None)
        registration.save(update_fields=["state", "slot", "changed_at"])
        _tell(registration)
    return len(promoted)


def _tell(registration: Registration, *, slot_changed: bool = False) -> None:
    """Mail where the registration stands; each telling is a message of its own."""
    note_told(registration)
    emails.registration_status(registration, make_token(registration), slot_changed=slot_changed)


def note_told(registration: Registration) -> None:
    """Remember what the message that is now queued tells: the meeting's state, the slot's time."""
    slot = registration.slot
    told = {
        "notices": F("notices") + 1,
        "told_sequence": registration.meeting.sequence,
        "told_starts_at": slot and slot.starts_at,
        "told_ends_at": slot and slot.ends_at,
    }
    Registration.objects.filter(pk=registration.pk).update(**told)
    registration.refresh_from_db(fields=list(told))
