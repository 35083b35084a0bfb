"""A resident is reminded a day and an hour before, once each, and never of what is off."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from engagement.models import OutgoingMail
from meetings import reminders
from meetings.models import Meeting, Registration
from tests import factories
from tests.meetings.test_registration import register
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(db):
    starts_at = timezone.now() + timedelta(days=7)
    meeting = factories.meeting(
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), capacity=1
    )
    register(meeting, "ana@example.com", language="es")
    register(meeting, "ben@example.com")
    OutgoingMail.objects.all().delete()
    return meeting


def sent_before(meeting, **ahead) -> int:
    with time_machine.travel(meeting.starts_at - timedelta(**ahead)):
        return reminders.send_reminders()


def test_a_day_and_an_hour_before_those_with_a_place_are_reminded_once_each(meeting):
    assert sent_before(meeting, hours=25) == 0
    assert sent_before(meeting, hours=24) == 1
    assert sent_before(meeting, hours=23) == 0
    assert sent_before(meeting, hours=1) == 1
    assert sent_before(meeting, minutes=1) == 0
    mails = OutgoingMail.objects.all()
    assert {mail.to for mail in mails} == {"ana@example.com"}
    assert all(mail.subject.startswith("Recordatorio:") for mail in mails)
    assert all("https://agency.zoomgov.com/j/1615740201" in mail.text for mail in mails)


def test_after_an_outage_only_the_latest_is_sent(meeting):
    assert sent_before(meeting, minutes=30) == 1
    assert sent_before(meeting, minutes=29) == 0


def test_nothing_is_sent_once_the_meeting_has_begun(meeting):
    assert sent_before(meeting, seconds=0) == 0


@pytest.mark.parametrize(
    "change", [{"status": "cancelled"}, {"status": "postponed"}, {"live": False}]
)
def test_nobody_is_reminded_of_a_meeting_that_is_off(meeting, change):
    Meeting.objects.update(**change)
    assert sent_before(meeting, hours=1) == 0


def test_whoever_registers_an_hour_before_has_just_had_a_mail(meeting):
    with time_machine.travel(meeting.starts_at - timedelta(minutes=50)):
        Registration.objects.update(queued_at=timezone.now())
        assert reminders.send_reminders() == 0


def test_a_moved_meeting_is_reminded_of_at_its_new_time(meeting):
    assert sent_before(meeting, hours=24) == 1
    meeting.starts_at += timedelta(days=1)
    meeting.ends_at += timedelta(days=1)
    meeting.save()
    assert sent_before(meeting, hours=24) == 1


def test_the_agency_chooses_when(meeting, settings):
    settings.MEETING_REMINDER_HOURS = [48]
    assert sent_before(meeting, hours=47) == 1
    settings.MEETING_REMINDER_HOURS = []
    assert sent_before(meeting, hours=1) == 0


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_remind_once(meeting):
    with time_machine.travel(meeting.starts_at - timedelta(hours=2), tick=False):
        in_parallel(lambda scheduler: reminders.send_reminders(), range(4))
    assert OutgoingMail.objects.count() == 1


def test_reminding_a_full_hall_takes_the_same_queries(meeting, django_assert_max_num_queries):
    Meeting.objects.update(capacity=None)
    for _number in range(10):
        factories.registration(meeting=meeting, queued_at=timezone.now())
    sent_before(meeting, hours=24)
    with django_assert_max_num_queries(3):
        sent_before(meeting, hours=24)
