"""A resident is reminded a day and an hour before, once each, and never of what is off."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from engagement import mail
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


# While a reminder waits to be sent


def waiting(meeting) -> OutgoingMail:
    """A reminder that was queued a day before, and that no worker has sent yet."""
    assert sent_before(meeting, hours=24) == 1
    reminder = OutgoingMail.objects.get(key__startswith="reminder:")
    # As in life: written at that moment, though the database's clock stands elsewhere.
    OutgoingMail.objects.filter(pk=reminder.pk).update(
        created_at=meeting.starts_at - timedelta(hours=24)
    )
    return reminder


def deliver_before(meeting, reminder, **ahead) -> bool:
    with time_machine.travel(meeting.starts_at - timedelta(**ahead)):
        return mail.deliver(reminder.pk)


def test_a_reminder_that_waited_a_while_is_sent(meeting, smtp):
    reminder = waiting(meeting)
    assert deliver_before(meeting, reminder, hours=20)
    assert len(smtp.received) == 1


def cancel_meeting(meeting):
    Meeting.objects.update(status=Meeting.Status.CANCELLED)


def move_meeting(meeting):
    later = meeting.starts_at + timedelta(hours=2)
    Meeting.objects.update(starts_at=later, ends_at=later + timedelta(hours=1))


def unpublish_meeting(meeting):
    meeting.unpublish()


def change_link(meeting):
    with time_machine.travel(meeting.starts_at - timedelta(hours=22)):
        meeting.join_url = "https://agency.zoomgov.com/j/9990001111"
        meeting.save()


def cancel_registration(meeting):
    Registration.objects.update(state=Registration.State.CANCELLED)


@pytest.mark.parametrize(
    "undo", [cancel_meeting, move_meeting, unpublish_meeting, change_link, cancel_registration]
)
def test_a_reminder_that_waits_does_not_go_out_when_what_it_says_no_longer_holds(
    meeting, smtp, undo
):
    reminder = waiting(meeting)
    undo(meeting)
    assert not deliver_before(meeting, reminder, hours=20)
    assert smtp.received == []
    reminder.refresh_from_db()
    assert reminder.withdrawn_at
    assert reminder.text == ""


def test_a_reminder_that_comes_too_late_is_not_sent(meeting, smtp):
    """The mail server was away for a day."""
    reminder = waiting(meeting)
    assert not deliver_before(meeting, reminder, minutes=-5)
    assert smtp.received == []


def test_a_worker_killed_while_it_held_a_reminder_does_not_remind_of_a_cancelled_meeting(
    meeting, smtp
):
    reminder = waiting(meeting)
    claimed = meeting.starts_at - timedelta(hours=23)
    OutgoingMail.objects.filter(pk=reminder.pk).update(claimed_at=claimed, attempts=1)
    cancel_meeting(meeting)
    assert not deliver_before(meeting, reminder, hours=22)
    assert smtp.received == []
    assert OutgoingMail.objects.get(pk=reminder.pk).withdrawn_at
