"""What a registrant told us for a meeting is gone some time after it, and the log names nobody."""

from datetime import timedelta

import pytest
import time_machine

from meetings.models import Registration
from meetings.retention import forget_registrants
from tests import factories

pytestmark = pytest.mark.django_db


def test_registrants_are_forgotten_ninety_days_after_their_meeting_and_not_before(caplog):
    meeting = factories.meeting()
    factories.registration(meeting=meeting, name="Ana Ruiz", email="ana@example.com")
    later = factories.meeting(starts_at=meeting.starts_at + timedelta(days=1))
    factories.registration(meeting=later)
    with time_machine.travel(meeting.ends_at + timedelta(days=90) - timedelta(seconds=1)):
        assert forget_registrants() == 0
    with time_machine.travel(meeting.ends_at + timedelta(days=90)), caplog.at_level("INFO"):
        assert forget_registrants() == 1
    assert Registration.objects.get().meeting == later
    assert f"Deleted 1 registrations of meeting {meeting.pk}" in caplog.text
    assert "Ana" not in caplog.text
    assert "ana@" not in caplog.text


def test_the_agency_chooses_how_long(settings):
    settings.REGISTRANT_RETENTION_DAYS = 10
    meeting = factories.meeting()
    factories.registration(meeting=meeting)
    with time_machine.travel(meeting.ends_at + timedelta(days=10)):
        assert forget_registrants() == 1
