"""Office hours by appointment: a slot is one person's, and who has one is told of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from engagement.formatting import time_span
from engagement.models import OutgoingMail
from meetings import calendar, registration
from meetings.changes import tell_registrants
from meetings.models import Meeting, Registration, Slot
from meetings.reminders import send_reminders
from meetings.slots import free_slots, make_slots, offered_slots
from tests import factories
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db
TEN_MINUTES = timedelta(minutes=10)


def office_hours(count=6, **fields) -> Meeting:
    meeting = factories.meeting(**fields)
    meeting.slots = make_slots(
        starts_at=meeting.starts_at, ends_at=meeting.starts_at + count * TEN_MINUTES, minutes=10
    )
    meeting.save()
    return meeting


def register(meeting, email="ana@example.com", **fields):
    values = {"name": "Ana Ruiz", "email": email, "language": "en"}
    return registration.register(meeting=meeting, **values | fields)


def change(found, **fields):
    values = {"name": found.name, "language": found.language}
    return registration.change_answers(registration=found, **values | fields)


@given(minutes=st.integers(1, 240), length=st.integers(1, 24 * 60))
def test_slots_fill_the_meeting_and_never_overlap(minutes, length):
    start = factories.local(2026, 3, 8, 1, 0)  # an hour later the clocks go forward
    end = start + timedelta(minutes=length)
    slots = make_slots(starts_at=start, ends_at=end, minutes=minutes)
    assert len(slots) == length // minutes
    edges = [start, *(edge for slot in slots for edge in (slot.starts_at, slot.ends_at))]
    assert edges == sorted(edges)
    assert edges[-1] <= end
    assert all(slot.ends_at - slot.starts_at == timedelta(minutes=minutes) for slot in slots)


def test_one_who_chooses_a_slot_has_it_and_nobody_else_is_offered_it():
    meeting = office_hours()
    third = meeting.slots.all()[2]
    assert register(meeting, slot=third).slot == third
    assert third not in offered_slots(meeting)
    with pytest.raises(registration.SlotTaken):
        register(meeting, "ben@example.com", slot=third)
    assert Registration.objects.count() == 1


def test_when_all_slots_are_taken_the_next_wait_for_any_and_get_the_first_given_back(deliver_mail):
    meeting = office_hours(count=2)
    first, second = meeting.slots.all()
    register(meeting, "ana@example.com", slot=first)
    ben = register(meeting, "ben@example.com", slot=second)
    eva = register(meeting, "eva@example.com")
    assert eva.is_waitlisted
    assert eva.slot is None
    deliver_mail()
    registration.cancel(registration=ben)
    eva.refresh_from_db()
    assert eva.slot == second
    (told,) = [mail for mail in deliver_mail() if mail.to == ["eva@example.com"]]
    assert time_span(second.starts_at, second.ends_at) in told.body


def test_no_free_slot_is_offered_while_others_wait():
    meeting = office_hours(count=1)
    register(meeting, slot=meeting.slots.get())
    register(meeting, "ben@example.com")
    meeting.slots.add(Slot(starts_at=meeting.starts_at + TEN_MINUTES, ends_at=meeting.ends_at))
    meeting.save()
    assert not offered_slots(meeting)
    assert registration.promote_all() == 1
    assert not free_slots(meeting)


def test_a_known_address_changes_nothing_and_learns_nothing_by_choosing_a_slot():
    meeting = office_hours()
    first, second, *_free = meeting.slots.all()
    register(meeting, slot=first)
    assert register(meeting, slot=second, name="Somebody Else").slot == first
    # Whether the address has this slot is told to nobody: taken is taken.
    with pytest.raises(registration.SlotTaken):
        register(meeting, slot=first)


def test_pressing_the_button_twice_is_answered_alike_and_is_one_registration():
    meeting = office_hours()
    slot, key = meeting.slots.first(), uuid4()
    first, again = (register(meeting, slot=slot, key=key) for _press in range(2))
    assert first == again
    assert OutgoingMail.objects.count() == 1


def test_a_form_key_of_another_registration_gives_nobody_elses_place():
    meeting = office_hours()
    first, second, *_free = meeting.slots.all()
    ana = register(meeting, slot=first)
    ben = register(meeting, "ben@example.com", slot=second, key=ana.uid)
    assert ben.uid != ana.uid
    with pytest.raises(registration.SlotTaken):
        register(meeting, "eva@example.com", slot=first, key=ana.uid)


# Changing


def test_a_registrant_moves_to_a_free_slot_and_is_told_once(deliver_mail):
    meeting = office_hours()
    first, second, third, *_free = meeting.slots.all()
    ana = register(meeting, slot=first)
    register(meeting, "ben@example.com", slot=second)
    deliver_mail()
    with pytest.raises(registration.SlotTaken):
        change(ana, slot=second)
    assert change(ana, slot=third).slot == third
    (mail,) = deliver_mail()
    assert "Your new time" in mail.subject
    assert time_span(third.starts_at, third.ends_at) in mail.body
    assert first in free_slots(meeting)
    assert tell_registrants() == 0


def test_other_answers_change_without_a_mail_and_only_until_the_meeting_begins(
    deliver_mail, time_machine
):
    meeting = office_hours()
    ana = register(meeting, slot=meeting.slots.first())
    deliver_mail()
    changed = change(ana, name="Ana María", language="es", accommodation="Captions")
    assert (changed.name, changed.language) == ("Ana María", "es")
    assert changed.slot == ana.slot
    assert not deliver_mail()
    time_machine.move_to(meeting.starts_at)
    with pytest.raises(registration.RegistrationClosed):
        change(ana, name="Too late")


def test_one_who_cancelled_changes_nothing():
    ana = register(office_hours())
    registration.cancel(registration=ana)
    with pytest.raises(registration.RegistrationClosed):
        change(ana, name="Again")


# Moved and removed by staff


def test_whoever_has_a_slot_that_moves_is_told_and_nobody_else(deliver_mail):
    meeting = office_hours(count=5)
    first, second, *_free = meeting.slots.all()
    ana = register(meeting, slot=first)
    register(meeting, "ben@example.com", slot=second)
    deliver_mail()
    assert tell_registrants() == 0
    last = meeting.slots.last()
    Slot.objects.filter(pk=first.pk).update(starts_at=last.ends_at, ends_at=meeting.ends_at)
    assert tell_registrants() == 1
    assert tell_registrants() == 0
    (mail,) = deliver_mail()
    assert mail.to == [ana.email]
    assert time_span(last.ends_at, meeting.ends_at) in mail.body


def test_slots_that_move_together_pass_each_others_times():
    meeting = office_hours(count=3)
    slots = list(meeting.slots.all())
    for slot in slots:
        slot.starts_at += TEN_MINUTES
        slot.ends_at += TEN_MINUTES
    meeting.slots = slots
    meeting.save()
    assert meeting.slots.first().starts_at == meeting.starts_at + TEN_MINUTES


def test_an_old_revision_that_is_published_takes_no_slot_from_anybody(deliver_mail):
    meeting = office_hours(count=2)
    old = meeting.save_revision()
    stale = old.as_object()
    stale.slots = [Slot(starts_at=meeting.starts_at, ends_at=meeting.starts_at + TEN_MINUTES)]
    revision = stale.save_revision()
    first, second = meeting.slots.all()
    ana = register(meeting, slot=first)
    ben = register(meeting, "ben@example.com", slot=second)
    registration.cancel(registration=ben)
    revision.publish()
    ana.refresh_from_db()
    ben.refresh_from_db()
    assert ana.slot == first
    assert ben.slot is None
    assert list(Slot.objects.filter(meeting=meeting)) == [first]


# What a registrant receives


def test_the_calendar_file_has_the_slots_time_under_the_registrations_own_uid():
    meeting = office_hours()
    fourth = meeting.slots.all()[3]
    ana = register(meeting, slot=fourth)
    (event,) = Calendar.from_ical(calendar.registration_file(ana)).walk("VEVENT")
    assert event["UID"] == str(ana.uid)
    assert event["DTSTART"].dt.replace(microsecond=0) == fourth.starts_at.replace(microsecond=0)
    assert event["DTEND"].dt.replace(microsecond=0) == fourth.ends_at.replace(microsecond=0)
    before = event["SEQUENCE"]
    ana = change(ana, slot=meeting.slots.first())
    (event,) = Calendar.from_ical(calendar.registration_file(ana)).walk("VEVENT")
    assert event["SEQUENCE"] > before
    registration.cancel(registration=ana)
    ana.refresh_from_db()
    (event,) = Calendar.from_ical(calendar.registration_file(ana)).walk("VEVENT")
    assert (event["UID"], event["STATUS"]) == (str(ana.uid), "CANCELLED")


def test_a_reminder_goes_by_the_slots_time(settings, time_machine, deliver_mail):
    settings.MEETING_REMINDER_HOURS = [1]
    meeting = office_hours(starts_at=timezone.now() + timedelta(days=2))
    last = meeting.slots.last()
    register(meeting, slot=last)
    deliver_mail()
    time_machine.move_to(last.starts_at - timedelta(minutes=61))
    assert send_reminders() == 0
    time_machine.move_to(last.starts_at - timedelta(minutes=59))
    assert send_reminders() == 1
    (mail,) = deliver_mail()
    assert time_span(last.starts_at, last.ends_at) in mail.body


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_each_slot_is_given_once_however_many_ask():
    meeting = office_hours()
    slots = list(meeting.slots.all())
    people = [(f"r{number}@example.com", slots[number % 6]) for number in range(60)]
    results = in_parallel(lambda person: register(meeting, person[0], slot=person[1]), people)
    refused = [result for result in results if isinstance(result, registration.SlotTaken)]
    confirmed = meeting.registrations.confirmed()
    assert sorted(confirmed.values_list("slot", flat=True)) == sorted(slot.pk for slot in slots)
    assert len(refused) == 54
    assert Registration.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_sixty_who_take_any_slot_fill_six_and_the_others_wait():
    meeting = office_hours()
    in_parallel(lambda number: register(meeting, f"r{number}@example.com"), range(60))
    confirmed = meeting.registrations.confirmed()
    assert confirmed.values("slot").distinct().count() == confirmed.count() == 6
    assert meeting.registrations.waitlisted().count() == 54
