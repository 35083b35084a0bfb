"""What became public, and when, is on record: once for each thing, and for good."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from meetings import postings
from meetings.models import Material, Meeting, Posting
from tests import factories
from tests.factories import local

pytestmark = pytest.mark.django_db

BOARD = Meeting.Kind.BOARD


def draft(**fields) -> Meeting:
    """A meeting in a week that nobody has published."""
    values = {"live": False, "starts_at": timezone.now() + timedelta(days=7)}
    return factories.meeting(**values | fields)


def publish(meeting: Meeting, *, by=None, **changes) -> Meeting:
    """As the admin does, through a revision."""
    for name, value in changes.items():
        setattr(meeting, name, value)
    meeting.save_revision().publish(user=by)
    return Meeting.objects.get(pk=meeting.pk)


def subjects(meeting: Meeting) -> list[str]:
    return [posting.subject for posting in meeting.postings.all()]


def agenda(**fields) -> Material:
    return factories.material(kind=Material.Kind.AGENDA, **fields)


def test_a_meeting_is_posted_when_it_first_becomes_public():
    by = factories.superuser()
    before = timezone.now()
    meeting = publish(draft(headline_en="Ports update"), by=by)
    posting = meeting.postings.get()
    assert posting.subject == "meeting"
    assert posting.label == "Ports update"
    assert posting.by == by
    assert posting.starts_at == meeting.starts_at
    assert before <= posting.posted_at <= timezone.now()


def test_a_draft_posts_nothing():
    meeting = draft()
    meeting.save_revision()
    assert postings.record(meeting=meeting, by=None) == []
    assert not meeting.postings.exists()


def test_publishing_again_posts_nothing_twice():
    meeting = publish(draft(materials=[factories.material()]))
    meeting = publish(meeting, headline_en="Another title")
    assert subjects(meeting) == ["meeting", "material"]


def test_each_material_is_posted_once_and_known_by_its_file():
    meeting = publish(draft(materials=[agenda(), factories.material(language="es")]))
    meeting.materials.add(
        Material(
            kind="recording",
            link="https://video.example.org/1",
            language="en",
            released_on=timezone.localdate(),
        )
    )
    meeting = publish(meeting)
    assert subjects(meeting) == ["meeting", "agenda", "material", "material"]
    assert meeting.postings.last().link == "https://video.example.org/1"
    meeting.materials.clear()
    meeting = publish(meeting)
    assert len(subjects(meeting)) == 4


def test_a_presentation_that_becomes_the_agenda_is_posted_as_the_agenda():
    meeting = publish(draft(materials=[factories.material()]))
    material = meeting.materials.get()
    material.kind = Material.Kind.AGENDA
    meeting.materials = [material]
    meeting = publish(meeting)
    assert subjects(meeting) == ["meeting", "material", "agenda"]


def test_a_new_start_is_posted_and_a_new_room_is_not():
    meeting = publish(draft())
    meeting = publish(meeting, passcode="123")
    assert subjects(meeting) == ["meeting"]
    later = meeting.starts_at + timedelta(days=1)
    meeting = publish(meeting, starts_at=later, ends_at=later + timedelta(hours=1))
    assert [posting.starts_at for posting in meeting.postings.all()][-1] == later
    assert subjects(meeting) == ["meeting", "meeting"]


def test_a_meeting_that_is_on_again_is_posted_again():
    meeting = publish(draft())
    meeting.unpublish()
    meeting = publish(Meeting.objects.get(pk=meeting.pk))
    assert subjects(meeting) == ["meeting"] * 2
    meeting = publish(meeting, status=Meeting.Status.CANCELLED)
    meeting = publish(meeting, summary_en="Sorry")
    assert subjects(meeting) == ["meeting"] * 2
    meeting = publish(meeting, status=Meeting.Status.SCHEDULED)
    assert subjects(meeting) == ["meeting"] * 3


def test_a_scheduled_publication_is_posted_when_it_comes_out(time_machine):
    now = timezone.now()
    meeting = publish(draft(), go_live_at=now + timedelta(hours=1))
    assert not meeting.live
    assert subjects(meeting) == []
    time_machine.move_to(now + timedelta(hours=2))
    meeting.revisions.get().publish(log_action="wagtail.publish.scheduled")
    assert subjects(meeting) == ["meeting"]
    assert meeting.postings.get().posted_at >= now + timedelta(hours=2)


def test_short_notice_is_on_record_with_its_reason_here_and_in_the_history():
    reason = "A pipeline broke on Monday."
    in_two_days = timezone.now() + timedelta(days=2)
    meeting = publish(
        draft(kind=BOARD, starts_at=in_two_days, materials=[agenda()], late_notice_reason=reason)
    )
    assert [(p.required_hours, p.is_late, p.reason) for p in meeting.postings.all()] == [
        (72, True, reason),
        (72, True, reason),
    ]
    assert Posting.objects.late().count() == 2
    entry = ModelLogEntry.objects.get(action=postings.SHORT_NOTICE)
    assert entry.data["reason"] == reason
    assert entry.data["hours"] == 72


@pytest.mark.parametrize(
    ("hours", "special", "is_late"),
    [(73, False, False), (71, False, True), (25, True, False), (23, True, True)],
)
def test_the_brown_act_asks_72_hours_and_24_for_a_special_meeting(hours, special, is_late):
    starts_at = timezone.now() + timedelta(hours=hours)
    meeting = publish(draft(kind=BOARD, special=special, starts_at=starts_at))
    assert meeting.postings.get().is_late is is_late
    assert Posting.objects.late().exists() is is_late


def test_no_rule_no_hours_and_nothing_is_late():
    meeting = publish(draft(starts_at=timezone.now() + timedelta(hours=1)))
    assert meeting.postings.get().required_hours is None
    assert not Posting.objects.late().exists()


def test_a_presentation_is_never_late():
    meeting = publish(draft(kind=BOARD, starts_at=timezone.now() + timedelta(days=4)))
    soon = timezone.now() + timedelta(hours=5)
    meeting.materials.add(factories.material())
    meeting.starts_at, meeting.ends_at = soon, soon + timedelta(hours=1)
    meeting = publish(meeting)
    presentation = meeting.postings.get(subject="material")
    assert presentation.required_hours is None


def test_the_record_cannot_be_changed_and_outlives_its_meeting():
    meeting = publish(draft())
    posting = meeting.postings.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        posting.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        posting.delete()
    meeting.delete()
    assert Posting.objects.filter(pk=posting.pk).exists()


# What pages say of it


def page(client, meeting: Meeting) -> str:
    response = client.get(meeting.get_absolute_url())
    assert response.status_code == 200
    return " ".join(response.text.split())


def at(time_machine, moment) -> None:
    time_machine.move_to(moment, tick=False)


@pytest.fixture
def hearing(time_machine):
    """A board meeting on December 12, 2025, at noon, whose agenda came 72 hours before."""
    at(time_machine, local(2025, 12, 9, 12, 0))
    starts_at = local(2025, 12, 12, 12, 0)
    return publish(draft(kind=BOARD, starts_at=starts_at, materials=[agenda()]))


def test_the_page_says_when_the_agenda_was_posted(client, hearing):
    assert "Agenda posted Tuesday, December 9, 2025 at 12:00 p.m. PST." in page(client, hearing)
    assert "less than" not in page(client, hearing)


def test_an_agenda_in_another_language_that_came_later_has_a_time_of_its_own(
    client, hearing, time_machine
):
    at(time_machine, local(2025, 12, 10, 9, 0))
    hearing.materials.add(agenda(language="es"))
    text = page(client, publish(hearing, late_notice_reason="The translator fell ill"))
    assert "Agenda in English posted Tuesday, December 9, 2025 at 12:00 p.m. PST." in text
    assert (
        "Agenda in Spanish posted Wednesday, December 10, 2025 at 9:00 a.m. PST, "
        "less than 72 hours before the meeting." in text
    )
    assert "translator" not in text


def test_a_meeting_announced_late_says_so_until_it_has_another_start(client, time_machine):
    at(time_machine, local(2025, 12, 11, 12, 0))
    meeting = publish(draft(kind=BOARD, starts_at=local(2025, 12, 12, 12, 0)))
    said = "were announced Thursday, December 11, 2025 at 12:00 p.m. PST, less than 72 hours"
    assert said in page(client, meeting)
    meeting = move(meeting, local(2025, 12, 20, 12, 0))
    assert "less than 72 hours" not in page(client, meeting)


def move(meeting: Meeting, starts_at) -> Meeting:
    return publish(meeting, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))


def test_a_moved_meeting_says_when_it_was_to_start_on_its_page_and_in_lists(client, hearing):
    moved = move(hearing, local(2025, 12, 19, 12, 0))
    said = "It was to start on Friday, December 12, 2025 at 12:00 p.m. PST."
    assert said in page(client, moved)
    assert said in " ".join(client.get("/en/meetings/").text.split())
    again = move(moved, local(2026, 1, 9, 12, 0))
    assert "It was to start on Friday, December 19, 2025" in page(client, again)
    assert said not in page(client, again)


def test_a_meeting_that_was_never_moved_or_is_off_says_nothing_of_it(client, hearing):
    assert "was to start" not in page(client, hearing)
    moved = move(hearing, local(2025, 12, 19, 12, 0))
    cancelled = publish(moved, status=Meeting.Status.CANCELLED)
    assert "was to start" not in page(client, cancelled)


def test_search_engines_learn_that_a_meeting_was_moved(client, hearing):
    moved = move(hearing, local(2025, 12, 19, 12, 0))
    text = page(client, moved)
    assert "https://schema.org/EventRescheduled" in text
    assert "2025-12-12T12:00:00-08:00" in text


def test_a_preview_shows_that_the_meeting_will_have_been_moved(hearing):
    hearing.starts_at = local(2025, 12, 19, 12, 0)
    hearing.get_preview_context(None, "en")
    assert hearing.is_moved


@pytest.mark.parametrize("stage", Meeting.Stage.values)
def test_staff_find_meetings_by_the_stage_that_the_list_shows(stage):
    now = timezone.now()
    for status in Meeting.Status.values:
        for live in (True, False):
            for days in (-3, 3):
                starts_at = now + timedelta(days=days)
                factories.meeting(status=status, live=live, starts_at=starts_at)
    expected = {meeting.pk for meeting in Meeting.objects.all() if meeting.stage == stage}
    assert expected
    assert {meeting.pk for meeting in Meeting.objects.in_stage(stage)} == expected
