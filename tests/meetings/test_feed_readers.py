"""Feeds read back by three programs that did not write them: they agree, and they are right."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from meetings import feeds
from meetings.feeds import FeedQuery
from meetings.models import Meeting, Tombstone
from tests import factories
from tests.factories import local
from tests.meetings.calendar_readers import Seen, all_agree

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_february(time_machine):
    time_machine.move_to(NOW, tick=False)


def read(client, tmp_path, language: str = "en", **query) -> list[Seen]:
    """The events of a feed, as it comes over HTTP and as all three programs see it."""
    with translation.override(language):
        address = reverse("meetings:feed")
    return all_agree(client.get(address, query).content, tmp_path)


def only(events: list[Seen]) -> Seen:
    (event,) = events
    return event


def in_the_room(**fields):
    values = {
        "format": Meeting.Format.IN_PERSON,
        "zoom_id": "",
        "join_url": "",
        "address": "1 Main Street",
    }
    return factories.meeting(**values | fields)


# What every program sees


def test_an_empty_feed_is_read_by_all(client, tmp_path):
    factories.home_page()
    assert read(client, tmp_path) == []


def test_all_see_the_meeting_as_it_was_entered(client, tmp_path):
    meeting = in_the_room(
        headline_en="Workshop",
        summary_en="Bring questions.",
        venue="City College",
        room="T1200",
        address="4901 E Carson St, Long Beach",
        starts_at=local(2026, 2, 12, 18, 0),
        ends_at=local(2026, 2, 12, 20, 0),
    )
    seen = only(read(client, tmp_path))
    assert seen.uid == meeting.uid
    assert seen.sequence == 0
    assert seen.starts == local(2026, 2, 12, 18, 0).timestamp()
    assert seen.ends == local(2026, 2, 12, 20, 0).timestamp()
    assert (seen.status, seen.summary) == ("CONFIRMED", "Workshop")
    assert seen.description.startswith("Bring questions.\n\n")
    assert seen.location == "City College, Room T1200, 4901 E Carson St, Long Beach"


@pytest.mark.parametrize(
    ("status", "written", "summary"),
    [
        (Meeting.Status.POSTPONED, "TENTATIVE", "Postponed: Office hours"),
        (Meeting.Status.CANCELLED, "CANCELLED", "Cancelled: Office hours"),
    ],
)
def test_all_see_that_a_meeting_is_off(client, tmp_path, status, written, summary):
    factories.meeting(status=status)
    seen = only(read(client, tmp_path))
    assert (seen.status, seen.summary) == (written, summary)


def test_all_see_that_a_meeting_was_removed(client, tmp_path):
    meeting = factories.meeting()
    meeting.delete()
    seen = only(read(client, tmp_path))
    assert (seen.uid, seen.status, seen.sequence) == (meeting.uid, "CANCELLED", 1)


def test_all_see_the_spanish_feed_in_spanish(client, tmp_path):
    factories.meeting()
    assert only(read(client, tmp_path, "es")).summary == "Horas de consulta"


# Time


@pytest.mark.parametrize(
    "sunday", [(2026, 3, 8), (2026, 11, 1), (2027, 3, 14), (2027, 11, 7)], ids=str
)
def test_all_see_the_right_moments_around_each_change_of_the_clock(client, tmp_path, sunday):
    day_before = local(*sunday, 0, 0).astimezone(UTC) - timedelta(days=1)
    starts = [day_before + timedelta(hours=hours, minutes=30) for hours in range(0, 72, 2)]
    for start in starts:
        factories.meeting(starts_at=start, ends_at=start + timedelta(minutes=90))
    seen = read(client, tmp_path)
    assert [event.starts for event in seen] == [start.timestamp() for start in starts]
    assert {event.ends - event.starts for event in seen} == {90 * 60}


@pytest.mark.parametrize("utc_hour", [8, 9])
def test_all_keep_the_two_hours_apart_that_the_clock_calls_alike(client, tmp_path, utc_hour):
    start = datetime(2026, 11, 1, utc_hour, 30, tzinfo=UTC)  # 1:30 a.m. PDT, then PST
    factories.meeting(starts_at=start, ends_at=start + timedelta(minutes=20))
    seen = only(read(client, tmp_path))
    assert (seen.starts, seen.ends - seen.starts) == (start.timestamp(), 20 * 60)


def test_all_see_a_meeting_that_goes_past_midnight(client, tmp_path):
    factories.meeting(starts_at=local(2026, 3, 7, 22, 0), ends_at=local(2026, 3, 8, 3, 30))
    seen = only(read(client, tmp_path))
    assert seen.ends - seen.starts == 4.5 * 3600


# Text

HARD = {
    "emoji": "Clean trucks 🚛 👩‍👩‍👧 🇲🇽",
    "right to left": "ישיבה ציבורית، اجتماع عام",
    "accents": "Reunión pública: año, niñez, pingüino",
    "separators": 'a, b; c: d \\ e "f" \\n \\N \\, \\; C:\\New',
    "quotes and carets": "^n ^^ ^' “x” ‘y’",
    "a line of 75 octets": "x" * 67,
    "folds within letters": "ñ🚛" * 90,
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_all_see_the_text_that_was_entered(client, tmp_path, text):
    in_the_room(headline_en=text[:200], summary_en=f"{text}\n\n{text}\n", address=text[:300])
    seen = only(read(client, tmp_path))
    assert seen.summary == text[:200]
    assert seen.description.startswith(f"{text}\n\n{text}\n")
    assert seen.location == text[:300]


def test_all_see_a_description_of_five_thousand_characters_whole(client, tmp_path):
    text = "Línea, larga; ".replace(" ", "🚛 ") * 340
    meeting = factories.meeting()
    Meeting.objects.filter(pk=meeting.pk).update(summary_en=text)
    assert len(text) > 5000
    assert only(read(client, tmp_path)).description.startswith(text)


# Whatever is entered

letters = st.one_of(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]),
    st.sampled_from(",;:\\\"'^ nN\tñÁ🚢‍🇲🇽שלום،"),
)
titles = st.text(letters, min_size=1, max_size=120).filter(str.strip)
paragraphs = st.text(st.one_of(letters, st.just("\n")), max_size=300)
moments = st.integers(0, 2 * 365 * 24 * 12).map(lambda steps: NOW + timedelta(minutes=5 * steps))


@st.composite
def meetings(draw) -> Meeting:
    start = draw(moments)
    return Meeting(
        headline_en=draw(titles),
        summary_en=draw(paragraphs),
        kind=draw(st.sampled_from(Meeting.Kind.values)),
        format=Meeting.Format.IN_PERSON,
        address=draw(titles),
        status=draw(st.sampled_from(Meeting.Status.values)),
        sequence=draw(st.integers(0, 1000)),
        starts_at=start,
        ends_at=start + timedelta(minutes=draw(st.integers(1, 24 * 60))),
        last_published_at=timezone.now(),
    )


@given(entered=st.lists(meetings(), min_size=1, max_size=25))
@hypothesis_settings(
    suppress_health_check=list(HealthCheck), max_examples=15, deadline=None, database=None
)
def test_whatever_is_entered_all_see_that_and_nothing_else(db, tmp_path, entered):
    Meeting.objects.all().delete()
    Tombstone.objects.all().delete()
    factories.home_page()
    Meeting.objects.bulk_create(entered)
    seen = {event.uid: event for event in all_agree(feeds.write(FeedQuery()), tmp_path)}
    assert seen.keys() == {meeting.uid for meeting in entered}
    for meeting in entered:
        event = seen[meeting.uid]
        off = meeting.status != Meeting.Status.SCHEDULED
        prefix = f"{meeting.get_status_display()}: " if off else ""
        assert event.summary == prefix + meeting.headline_en
        assert event.location == meeting.address
        assert event.description.startswith(meeting.summary_en)
        assert event.sequence == meeting.sequence
        assert event.starts == meeting.starts_at.timestamp()
        assert event.ends == meeting.ends_at.timestamp()
