"""A meeting: what staff may enter, when it is over, when calendars must notice a change."""

from datetime import UTC, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from meetings.models import DialInNumber, Meeting, Tombstone
from meetings.parts import initiative_part, meeting_context
from tests import factories
from tests.factories import local

pytestmark = pytest.mark.django_db


def errors(**fields) -> dict:
    with pytest.raises(ValidationError) as caught:
        factories.meeting(**fields)
    return caught.value.message_dict


# What staff may enter


def test_a_meeting_ends_after_it_starts():
    start = local(2025, 12, 12, 12, 0)
    assert "The end must be after the start." in errors(starts_at=start, ends_at=start)["ends_at"]


def test_a_remote_meeting_needs_a_way_to_join():
    assert "join_url" in errors(join_url="", zoom_id="")
    assert factories.meeting(join_url="", zoom_id="161 574 0201").zoom_id == "1615740201"
    assert factories.meeting(zoom_id="")


@pytest.mark.parametrize("format", [Meeting.Format.HYBRID, Meeting.Format.IN_PERSON])
def test_a_meeting_in_a_room_needs_its_address(format):
    assert "address" in errors(format=format)
    assert factories.meeting(format=format, address="4901 East Carson Street")


def test_an_in_person_meeting_needs_no_link():
    assert factories.meeting(
        format=Meeting.Format.IN_PERSON, address="4901 East Carson Street", join_url="", zoom_id=""
    )


def test_a_link_to_another_host_is_refused_beside_its_field():
    assert "zoom.us or zoomgov.com" in errors(join_url="https://evil.example/j/1")["join_url"][0]


def test_join_details_for_registrants_only_need_registration():
    assert "takes_registration" in errors(join_details_private=True, takes_registration=False)


def test_a_capacity_of_nobody_is_refused():
    assert "capacity" in errors(capacity=0)


# When it is over


def test_a_meeting_becomes_past_by_itself_when_it_ends(time_machine):
    meeting = factories.meeting(
        starts_at=local(2025, 12, 12, 12, 0), ends_at=local(2025, 12, 12, 13, 0)
    )
    for moment, is_past in [
        (local(2025, 12, 12, 11, 59), False),
        (local(2025, 12, 12, 12, 59, 59), False),
        (local(2025, 12, 12, 13, 0), True),
    ]:
        time_machine.move_to(moment, tick=False)
        assert meeting.is_past is is_past
        assert Meeting.objects.past().exists() is is_past
        assert Meeting.objects.upcoming().exists() is not is_past


def test_the_next_meeting_comes_first_and_the_latest_past_one_too():
    now = timezone.now()
    days = {day: factories.meeting(starts_at=now + timedelta(days=day)) for day in (3, -5, 1, -2)}
    assert list(Meeting.objects.upcoming()) == [days[1], days[3]]
    assert list(Meeting.objects.past()) == [days[-2], days[-5]]


def test_an_initiative_shows_its_own_published_meetings_only(initiative):
    mine = factories.meeting(initiatives=[initiative, factories.initiative()])
    factories.meeting(initiatives=[initiative], live=False)
    factories.meeting(initiatives=[factories.initiative()])
    assert list(initiative_part(initiative)["upcoming_meetings"]) == [mine]


def test_an_initiative_that_is_not_saved_yet_shows_no_meetings():
    factories.meeting()
    assert initiative_part(type(factories.initiative())())["upcoming_meetings"] == []


def test_a_meeting_does_not_name_an_initiative_that_is_not_published(initiative):
    secret = factories.initiative(live=False)
    meeting = factories.meeting(initiatives=[initiative, secret])
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert [page.pk for page in meeting_context(meeting)["initiatives"]] == [initiative.pk]


# When calendars must notice


def test_a_new_meeting_begins_at_zero():
    assert factories.meeting().sequence == 0


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": local(2026, 1, 9, 9, 0), "ends_at": local(2026, 1, 9, 10, 0)},
        {"status": Meeting.Status.CANCELLED},
        {"status": Meeting.Status.POSTPONED},
        {"format": Meeting.Format.HYBRID, "address": "4901 East Carson Street"},
        {"venue": "City Hall"},
        {"room": "T1200"},
        {"zoom_id": "1612345678"},
        {"join_url": "https://zoom.us/j/1"},
        {"passcode": "secret"},
        {"join_details_private": True},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_of_time_place_join_details_or_status_raises_the_sequence(change):
    meeting = factories.meeting()
    meeting = Meeting.objects.get(pk=meeting.pk)
    before = meeting.calendar_changed_at
    for name, value in change.items():
        setattr(meeting, name, value)
    meeting.save()
    stored = Meeting.objects.get(pk=meeting.pk)
    assert stored.sequence == 1
    assert stored.calendar_changed_at > before


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"headline_en": "Other words"},
        {"headline_es": "Otras palabras"},
        {"summary_en": "Words"},
        {"capacity": 10},
        {"kind": Meeting.Kind.WORKSHOP},
    ],
    ids=str,
)
def test_a_change_of_words_does_not(change):
    meeting = factories.meeting(room="T1200", address="4901 East Carson Street")
    meeting = Meeting.objects.get(pk=meeting.pk)
    for name, value in change.items():
        setattr(meeting, name, value)
    meeting.save()
    assert Meeting.objects.get(pk=meeting.pk).sequence == 0


def test_neither_does_the_same_moment_written_in_another_zone():
    meeting = factories.meeting(starts_at=local(2025, 12, 12, 12, 0))
    meeting.starts_at = meeting.starts_at.astimezone(UTC)
    meeting.save()
    assert meeting.sequence == 0


def test_neither_does_a_save_by_staff_who_work_in_spanish():
    meeting = factories.meeting(room="T1200", address="4901 East Carson Street")
    with translation.override("es"):
        Meeting.objects.get(pk=meeting.pk).save()
    assert Meeting.objects.get(pk=meeting.pk).sequence == 0


def test_a_dial_in_number_counts():
    meeting = factories.meeting(numbers=["+1 (669) 900-6833"])
    meeting.dial_in_numbers = [DialInNumber(number="+1 (213) 338-8477")]
    meeting.save()
    assert meeting.sequence == 1
    meeting.dial_in_numbers = []
    meeting.save()
    assert meeting.sequence == 2


def publish(meeting):
    meeting.save_revision().publish()
    return Meeting.objects.get(pk=meeting.pk)


def test_publishing_from_the_admin_raises_it_once_for_each_change_and_not_for_a_new_wording():
    meeting = Meeting.objects.get(pk=factories.meeting().pk)
    assert publish(meeting).sequence == 0
    meeting.headline_en = "Other words"
    assert publish(meeting).sequence == 0
    meeting.zoom_id = "1612345678"
    assert publish(meeting).sequence == 1
    # The editor's own object still carries the number it was opened with.
    meeting.passcode = "secret"
    assert publish(meeting).sequence == 2
    assert publish(meeting).sequence == 2


def test_a_dial_in_number_that_is_published_from_the_admin_counts_too():
    meeting = Meeting.objects.get(pk=factories.meeting(numbers=["+1 (669) 900-6833"]).pk)
    assert publish(meeting).sequence == 0
    meeting.dial_in_numbers = [DialInNumber(number="+1 (213) 338-8477")]
    assert publish(meeting).sequence == 1
    assert publish(meeting).sequence == 1


def test_a_draft_that_nobody_saw_does_not_raise_it_before_it_is_published():
    meeting = Meeting.objects.get(pk=factories.meeting().pk)
    meeting.zoom_id = "1612345678"
    revision = meeting.save_revision()
    assert Meeting.objects.get(pk=meeting.pk).sequence == 0
    revision.publish()
    assert Meeting.objects.get(pk=meeting.pk).sequence == 1


def test_an_old_revision_published_again_goes_on_counting():
    meeting = Meeting.objects.get(pk=factories.meeting().pk)
    first = meeting.save_revision()
    first.publish()
    meeting.zoom_id = "1612345678"
    publish(meeting)
    first.publish()
    restored = Meeting.objects.get(pk=meeting.pk)
    assert restored.zoom_id == "1615740201"
    assert restored.sequence == 2


def test_a_meeting_published_again_rises_above_what_feeds_said_of_its_removal():
    meeting = Meeting.objects.get(pk=factories.meeting().pk)
    meeting.unpublish()
    assert publish(meeting).sequence > Tombstone.objects.get(uid=meeting.uid).sequence > 0
