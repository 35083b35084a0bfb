"""A meeting moves or is called off: everyone registered hears of it, once, in their language."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from engagement.models import OutgoingMail
from meetings import changes, registration
from meetings.models import Meeting, Registration
from tests import factories
from tests.meetings.test_registration import register
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(db):
    meeting = factories.meeting(capacity=1)
    register(meeting, "ana@example.com", language="es")
    register(meeting, "ben@example.com")
    OutgoingMail.objects.all().delete()
    return meeting


def move(meeting, **changed):
    stored = Meeting.objects.get(pk=meeting.pk)
    for name, value in changed.items():
        setattr(stored, name, value)
    stored.save_revision().publish()


def later(meeting):
    return {
        "starts_at": meeting.starts_at + timedelta(hours=2),
        "ends_at": meeting.ends_at + timedelta(hours=2),
    }


def told() -> dict[str, str]:
    return dict(OutgoingMail.objects.values_list("to", "subject"))


def test_a_moved_meeting_is_told_to_everyone_in_their_language(meeting, deliver_mail):
    move(meeting, **later(meeting))
    assert changes.tell_registrants() == 2
    assert told()["ana@example.com"].startswith("Cambios:")
    assert told()["ben@example.com"].startswith("Changed:")
    ana, ben = sorted(deliver_mail(), key=lambda message: message.to)
    sequence = Meeting.objects.get().sequence
    assert f"SEQUENCE:{sequence}" in ana.attachments[0].content
    assert ben.attachments == [], "nothing is in the calendar of one who waits"


@pytest.mark.parametrize(
    ("status", "subject", "ics"),
    [("cancelled", "Cancelled:", "STATUS:CANCELLED"), ("postponed", "Postponed:", "TENTATIVE")],
)
def test_a_meeting_that_is_off_is_told_with_a_calendar_file(
    meeting, deliver_mail, status, subject, ics
):
    Registration.objects.update(language="en")
    move(meeting, status=status)
    changes.tell_registrants()
    assert all(line.startswith(subject) for line in told().values())
    ana = next(message for message in deliver_mail() if message.to == ["ana@example.com"])
    assert ics in ana.attachments[0].content
    assert "zoomgov" not in ana.body


def test_each_change_is_told_once_whoever_runs_and_crashes(meeting):
    move(meeting, **later(meeting))
    changes.tell_registrants()
    assert changes.tell_registrants() == 0
    move(meeting, status="cancelled")
    assert changes.tell_registrants() == 2


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_tell_once(meeting):
    move(meeting, **later(meeting))
    in_parallel(lambda scheduler: changes.tell_registrants(), range(4))
    assert OutgoingMail.objects.count() == 2


def test_a_new_title_alone_is_no_reason_to_write(meeting):
    move(meeting, headline_en="Office hours on trucks", summary_en="More words")
    assert changes.tell_registrants() == 0


def test_a_change_saved_as_a_draft_is_told_to_nobody(meeting):
    stored = Meeting.objects.get()
    stored.status = "cancelled"
    stored.save_revision()
    assert changes.tell_registrants() == 0


def test_whoever_cancelled_or_registers_afterwards_is_left_in_peace(meeting):
    registration.cancel(registration=Registration.objects.get(email="ben@example.com"))
    move(meeting, **later(meeting))
    register(meeting, "eva@example.com")
    OutgoingMail.objects.all().delete()
    changes.tell_registrants()
    assert list(told()) == ["ana@example.com"]


def test_a_meeting_that_is_over_is_told_to_nobody(meeting):
    move(meeting, room="12")
    with time_machine.travel(meeting.ends_at + timedelta(seconds=1)):
        assert changes.tell_registrants() == 0
    assert timezone.now() < meeting.ends_at
