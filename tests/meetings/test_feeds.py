"""Feeds: which meetings each holds, and that it changes only when they do."""

import gzip
import uuid
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from icalendar import Calendar

from meetings import feeds, registration
from meetings.feeds import FeedQuery, UnknownFeed
from meetings.models import Meeting, MeetingSeries
from plaza import content_version
from tests import factories
from tests.factories import local

pytestmark = pytest.mark.django_db
FEED = "/en/meetings/feed.ics"


def titles(**parameters) -> list[str]:
    return [meeting.headline for meeting in FeedQuery.parse(parameters).meetings()]


def stored(**fields) -> Meeting:
    return Meeting.objects.get(pk=factories.meeting(**fields).pk)


# What a feed holds


def test_a_feed_is_any_combination_of_what_residents_choose_by(initiative):
    series = MeetingSeries.objects.create(
        headline_en="Fridays", frequency="weekly", until="2030-01-01"
    )
    ours = {"initiatives": [initiative]}
    factories.meeting(headline_en="a", **ours)
    factories.meeting(headline_en="b", kind="hearing", **ours)
    factories.meeting(headline_en="c", kind="hearing", series=series)
    factories.meeting(headline_en="d", kind="hearing", status="cancelled", series=series, **ours)
    factories.meeting(headline_en="e", format="in_person", address="1 Main St", join_url="")
    slug, number = initiative.slug, str(series.pk)
    assert titles() == ["a", "b", "c", "d", "e"]
    assert titles(initiative=slug) == ["a", "b", "d"]
    assert titles(kind="hearing") == ["b", "c", "d"]
    assert titles(format="in_person") == ["e"]
    assert titles(series=number) == ["c", "d"]
    assert titles(initiative=slug, kind="hearing", series=number) == ["d"]
    assert titles(initiative=slug, cancelled="omit") == ["a", "b"]
    assert titles(utm_source="newsletter") == titles()


@pytest.mark.parametrize(
    "query",
    [
        "kind=none",
        "format=x",
        "series=0",
        "series=abc",
        "series=-1",
        "series=٣",
        f"series={10**30}",
        "initiative=none",
        "initiative=%00",
        "kind=hearing%00",
        "cancelled=yes",
    ],
)
def test_a_feed_that_nobody_was_given_is_not_found(client, query):
    assert client.get(f"{FEED}?{query}").status_code == 404


@given(
    st.dictionaries(
        st.sampled_from(["initiative", "kind", "format", "series", "cancelled"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    )
)
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_for_is_a_feed_or_unknown(db, parameters):
    try:
        query = FeedQuery.parse(parameters)
    except UnknownFeed:
        return
    assert FeedQuery.parse(QueryDict(query.query_string)) == query


def test_a_calendar_is_named_after_what_it_holds(initiative):
    initiative.headline_en = "Clean ports"
    query = FeedQuery(initiative=initiative, kind="office_hours")
    assert query.name() == "Clean Air Agency: Clean ports, Office hours"
    assert query.query_string == f"initiative={initiative.slug}&kind=office_hours"
    assert query.address() == f"{FEED}?{query.query_string}"
    assert FeedQuery().name() == "Clean Air Agency"


def test_a_cancelled_meeting_stays_until_30_days_after_its_date(time_machine, settings):
    factories.meeting(
        status="cancelled", starts_at=local(2026, 3, 2, 12), ends_at=local(2026, 3, 2, 13)
    )
    for moment, count in {local(2026, 4, 1, 23, 59): 1, local(2026, 4, 2): 0}.items():
        time_machine.move_to(moment, tick=False)
        assert len(titles()) == count
    settings.CANCELLED_IN_FEED_DAYS = 60
    assert len(titles()) == 1


def test_a_feed_holds_a_year_of_past_meetings(time_machine):
    factories.meeting(starts_at=local(2025, 3, 2, 12), ends_at=local(2025, 3, 2, 13))
    for moment, count in {local(2026, 3, 2, 23, 59): 1, local(2026, 3, 3): 0}.items():
        time_machine.move_to(moment, tick=False)
        assert len(titles()) == count


# It changes only when what it shows changes


def publish(meeting: Meeting) -> None:
    meeting.save_revision().publish()


def _with_a_material(meeting: Meeting) -> None:
    meeting.materials = [factories.material()]
    publish(meeting)


def _with_capacity(meeting: Meeting) -> None:
    meeting.capacity = 12
    publish(meeting)


def _with_a_registrant(meeting: Meeting) -> None:
    factories.registration(meeting=meeting)


@pytest.mark.parametrize(
    "change", [publish, Meeting.save, _with_a_material, _with_capacity, _with_a_registrant]
)
def test_what_a_feed_does_not_show_leaves_it_as_it_is_to_the_byte(client, change, time_machine):
    time_machine.move_to(local(2026, 3, 2, 12), tick=False)
    meeting = stored(numbers=["+1 (669) 900-6833"])
    first = client.get(FEED)
    time_machine.move_to(local(2026, 3, 3, 12), tick=False)
    change(meeting)
    again = client.get(FEED)
    assert again.content == first.content
    for name in ("ETag", "Last-Modified"):
        assert again[name] == first[name]


def test_a_new_title_moves_last_modified_and_not_the_sequence():
    meeting = stored()
    (before,) = Calendar.from_ical(feeds.write(FeedQuery())).walk("VEVENT")
    meeting.headline_es = "Otro nombre"
    publish(meeting)
    (after,) = Calendar.from_ical(feeds.write(FeedQuery())).walk("VEVENT")
    assert after["SEQUENCE"] == before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt


def test_last_modified_moves_at_each_change_and_never_back(client, time_machine):
    time_machine.move_to(local(2026, 3, 2, 12), tick=False)
    early, late = stored(), stored()
    seen = [client.get(FEED)["Last-Modified"]]

    def rename():
        early.headline_en = "Renamed"
        publish(early)

    changes = [rename, late.delete, lambda: Meeting.objects.get(pk=early.pk).unpublish()]
    for change in changes:  # all within one second
        change()
        answer = client.get(FEED, headers={"If-Modified-Since": seen[-1]})
        assert answer.status_code == 200
        seen.append(answer["Last-Modified"])
        assert client.get(FEED, headers={"If-Modified-Since": seen[-1]}).status_code == 304
    assert sorted(set(seen)) == seen


def test_the_queries_of_a_feed_do_not_grow_with_its_meetings(client, initiative):
    counts = []
    for count in (1, 3, 300):
        starts_at = timezone.now() + timedelta(days=1)
        made = Meeting.objects.bulk_create(
            Meeting(
                headline_en=f"Meeting {number}",
                kind="hearing",
                format="remote",
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=1),
            )
            for number in range(count)
        )
        link = Meeting.initiatives.through
        link.objects.bulk_create(link(meeting=each, initiativepage=initiative) for each in made)
        client.get(FEED)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(FEED).content.count(b"BEGIN:VEVENT") >= count
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


# Over HTTP


@pytest.fixture
def kept(settings):
    """The page cache of one process, empty."""
    settings.CACHES = django_settings.CACHES | {
        "pages": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": f"pages-{uuid.uuid4()}",
        }
    }
    content_version.watch_tables()


def test_whoever_has_the_feed_is_told_so_for_one_query(client, kept):
    factories.meeting()
    first = client.get(FEED)
    for name, value in {
        "If-None-Match": first["ETag"],
        "If-Modified-Since": first["Last-Modified"],
    }.items():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(FEED, headers={name: value})
        assert (answer.status_code, answer.content, len(queries)) == (304, b"", 1)
        for header in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
            assert answer[header] == first[header]


def test_the_etag_is_strong_and_another_for_the_compressed_feed(client, kept):
    factories.meeting()
    plain = client.get(FEED)
    zipped = client.get(FEED, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped["Content-Encoding"] == "gzip"
    assert zipped["Vary"] == plain["Vary"] == "Accept-Encoding"
    assert zipped["ETag"] != plain["ETag"]
    for answer in (plain, zipped):
        assert answer["ETag"].startswith('"')
    known = {"Accept-Encoding": "gzip", "If-None-Match": zipped["ETag"]}
    assert client.get(FEED, headers=known).status_code == 304


def test_a_head_request_is_answered_like_a_get_without_the_feed(client, kept):
    factories.meeting()
    whole = client.get(FEED)
    head = client.head(FEED)
    assert head.content == b""
    for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length", "Cache-Control"):
        assert head[name] == whole[name]
    assert head["Content-Type"] == "text/calendar; charset=utf-8"


def test_a_registrants_file_is_theirs_alone(client):
    meeting = factories.meeting(join_details_private=True, passcode="hunter2")
    found = factories.registration(meeting=meeting)
    token = registration.make_token(found)
    answer = client.get(reverse("meetings:registration_ics", args=[token]))
    assert b"hunter2" in answer.content
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="office-hours.ics"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert client.get(reverse("meetings:registration_ics", args=["x" + token])).status_code == 404
    assert b"hunter2" not in client.get(FEED).content
