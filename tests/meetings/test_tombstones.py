"""A meeting that leaves a feed is taken out of the calendars that had it."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from icalendar import Calendar

from meetings import feeds
from meetings.feeds import FeedQuery
from meetings.models import Meeting, MeetingSeries, Tombstone
from plaza.content_version import NOT_SHOWN
from tests import factories
from tests.factories import local

pytestmark = pytest.mark.django_db


def events(**parameters) -> dict:
    """The events of a feed by UID; each UID is there once."""
    found = Calendar.from_ical(feeds.write(FeedQuery.parse(parameters))).walk("VEVENT")
    by_uid = {str(event["UID"]): event for event in found}
    assert len(by_uid) == len(found)
    return by_uid


def stored(**fields) -> Meeting:
    return Meeting.objects.get(pk=factories.meeting(**fields).pk)


def publish(meeting: Meeting) -> Meeting:
    meeting.save_revision().publish()
    return Meeting.objects.get(pk=meeting.pk)


WAYS_TO_GO = {
    "unpublished": lambda meeting: meeting.unpublish(),
    "expired": lambda meeting: meeting.unpublish(set_expired=True),
    "deleted": lambda meeting: meeting.delete(),
    "deleted with others": lambda meeting: Meeting.objects.filter(pk=meeting.pk).delete(),
}


@pytest.mark.parametrize("go", WAYS_TO_GO.values(), ids=WAYS_TO_GO)
def test_a_meeting_that_is_gone_is_cancelled_in_every_feed_that_had_it(go, initiative):
    series = MeetingSeries.objects.create(headline_en="S", frequency="weekly", until="2030-01-01")
    meeting = stored(initiatives=[initiative], series=series)
    had_it = [
        {},
        {"initiative": initiative.slug},
        {"kind": meeting.kind},
        {"format": meeting.format},
        {"series": str(series.pk)},
        {"initiative": initiative.slug, "kind": meeting.kind, "series": str(series.pk)},
    ]
    before = events()[meeting.uid]
    go(meeting)
    for parameters in had_it:
        gone = events(**parameters)[meeting.uid]
        assert gone["STATUS"] == "CANCELLED"
        assert gone["SEQUENCE"] > before["SEQUENCE"]
        assert gone["DTSTAMP"].dt > before["DTSTAMP"].dt
        assert gone["DTSTART"].dt == before["DTSTART"].dt
        assert gone["SUMMARY"] == "Removed: Office hours"
    assert not events(kind="hearing")
    assert not events(initiative=factories.initiative().slug)
    assert not events(cancelled="omit")
    with translation.override("es"):
        assert "Horas de consulta" in events()[meeting.uid]["SUMMARY"]


def test_a_draft_that_is_deleted_leaves_nothing():
    stored(live=False).delete()
    assert not Tombstone.objects.exists()


def test_a_deletion_that_is_refused_leaves_nothing():
    meeting = stored()
    factories.registration(meeting=meeting)
    for delete in (meeting.delete, Meeting.objects.filter(pk=meeting.pk).delete):
        with pytest.raises(Exception, match="protected"):
            delete()
    assert not Tombstone.objects.exists()


def test_a_meeting_that_comes_back_is_on_again_with_a_higher_sequence():
    meeting = stored()
    sequence, changed = 0, timezone.now() - timedelta(days=1)
    for _time in range(2):
        for step in (Meeting.unpublish, publish):
            step(meeting)
            event = events()[meeting.uid]
            assert event["SEQUENCE"] > sequence
            assert event["DTSTAMP"].dt > changed
            sequence, changed = event["SEQUENCE"], event["DTSTAMP"].dt
            meeting = Meeting.objects.get(pk=meeting.pk)
    assert event["STATUS"] == "CONFIRMED"


def test_registrants_are_not_told_of_a_change_when_a_meeting_comes_back_as_it_was():
    meeting = stored()
    registration = factories.registration(meeting=meeting)
    meeting.unpublish()
    meeting = publish(meeting)
    registration.refresh_from_db()
    assert registration.told_sequence == meeting.sequence > 0


def test_a_meeting_that_goes_to_another_initiative_leaves_the_first_ones_feed():
    first, second = factories.initiative(), factories.initiative()
    meeting = stored(initiatives=[first])
    meeting.initiatives = [second]
    meeting = publish(meeting)
    assert events(initiative=first.slug)[meeting.uid]["STATUS"] == "CANCELLED"
    assert events(initiative=second.slug)[meeting.uid]["STATUS"] == "CONFIRMED"
    assert events()[meeting.uid]["STATUS"] == "CONFIRMED"
    assert meeting.sequence == 0  # nothing changed for those who come
    gone = events(initiative=first.slug)[meeting.uid]["SEQUENCE"]
    meeting.initiatives = [first]
    publish(meeting)
    back = events(initiative=first.slug)[meeting.uid]
    assert (back["STATUS"], back["SEQUENCE"] > gone) == ("CONFIRMED", True)
    assert events(initiative=second.slug)[meeting.uid]["STATUS"] == "CANCELLED"


def test_a_meeting_of_another_kind_leaves_the_feed_of_the_first_kind():
    meeting = stored()
    meeting.kind = Meeting.Kind.WORKSHOP
    publish(meeting)
    assert events(kind="office_hours")[meeting.uid]["STATUS"] == "CANCELLED"
    assert events(kind="workshop")[meeting.uid]["STATUS"] == "CONFIRMED"


def test_what_was_removed_stays_until_30_days_after_its_date_and_its_removal(time_machine):
    time_machine.move_to(local(2026, 3, 2, 12), tick=False)
    past = stored(starts_at=local(2025, 12, 1, 12), ends_at=local(2025, 12, 1, 13))
    coming = stored(starts_at=local(2026, 5, 1, 12), ends_at=local(2026, 5, 1, 13))
    Meeting.objects.all().delete()
    for day, uids in {
        local(2026, 4, 1, 23, 59): {past.uid, coming.uid},
        local(2026, 4, 2): {coming.uid},
        local(2026, 5, 31, 23, 59): {coming.uid},
        local(2026, 6, 1): set(),
    }.items():
        time_machine.move_to(day, tick=False)
        assert events().keys() == uids


def test_a_removal_is_news_for_pages_that_are_kept():
    assert "meetings_tombstone" not in NOT_SHOWN
    assert "meetings_feedstate" in NOT_SHOWN
