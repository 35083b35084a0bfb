"""The list of meetings: filters in the address, counts in words, pages of past meetings."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from meetings.models import Meeting
from tests import factories

pytestmark = pytest.mark.django_db


def past(days: int = 9, **fields) -> Meeting:
    return factories.meeting(starts_at=timezone.now() - timedelta(days=days), **fields)


def page(client, query="", language="en") -> str:
    with translation.override(language):
        response = client.get(reverse("meetings:meetings") + query)
    assert response.status_code == 200
    return response.content.decode()


def listed(html: str) -> list[str]:
    """The titles of the meetings in the order of the page."""
    return re.findall(r'<h3[^>]*><a href="/../meetings/[^>]*>([^<]*)</a></h3>', html)


def counts(html: str) -> list[str]:
    return re.findall(r"\d+ (?:upcoming|past) meetings?\.", html)


@pytest.fixture
def meetings():
    ports, trains = factories.initiative(slug="ports"), factories.initiative(slug="trains")
    room = {"venue": "Hall", "address": "1 Main St", "format": Meeting.Format.IN_PERSON}
    factories.meeting(headline_en="A", initiatives=[ports])
    factories.meeting(headline_en="B", initiatives=[trains], kind=Meeting.Kind.WORKSHOP, **room)
    past(1, headline_en="C", initiatives=[ports, trains], kind=Meeting.Kind.WORKSHOP)
    past(2, headline_en="D", initiatives=[ports], **room)
    factories.meeting(headline_en="Secret", initiatives=[ports], live=False)


@pytest.mark.parametrize(
    ("query", "titles", "in_words"),
    [
        ("", "ABCD", ["2 upcoming meetings.", "2 past meetings."]),
        ("?initiative=&kind=&format=&when=", "ABCD", ["2 upcoming meetings.", "2 past meetings."]),
        ("?initiative=ports", "ACD", ["1 upcoming meeting.", "2 past meetings."]),
        ("?initiative=trains", "BC", ["1 upcoming meeting.", "1 past meeting."]),
        ("?kind=workshop", "BC", ["1 upcoming meeting.", "1 past meeting."]),
        ("?format=in_person", "BD", ["1 upcoming meeting.", "1 past meeting."]),
        ("?when=upcoming", "AB", ["2 upcoming meetings."]),
        ("?when=past", "CD", ["2 past meetings."]),
        ("?initiative=ports&kind=workshop&when=past", "C", ["1 past meeting."]),
        ("?kind=hearing", "", ["0 upcoming meetings.", "0 past meetings."]),
    ],
)
def test_filters_choose_alone_and_together(client, meetings, query, titles, in_words):
    html = page(client, query)
    assert listed(html) == list(titles)
    assert counts(html) == in_words


def test_what_was_chosen_is_shown_and_can_be_cleared(client, meetings):
    html = page(client, "?initiative=ports&kind=workshop&when=past")
    for value in ("ports", "workshop", "past"):
        assert f'<option value="{value}" selected' in html
    assert 'href="/en/meetings/">Clear filters</a>' in html
    assert "Clear filters" not in page(client)


def test_the_calendar_to_subscribe_to_is_the_chosen_initiatives(client, meetings):
    assert "/en/meetings/feed.ics?initiative=ports" in page(client, "?initiative=ports")
    assert "feed.ics?initiative" not in page(client)


def test_nothing_found_says_so_and_leads_on(client, meetings):
    html = page(client, "?kind=hearing")
    assert "No upcoming meeting matches your choice." in html
    assert "No past meeting matches your choice." in page(client, "?kind=hearing&when=past")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?kind=party", "We know no such kind of meeting."),
        ("?format=%00", ""),
        ("?initiative=no-such", "We know no such initiative."),
        ("?initiative=po%00rts2", "We know no such initiative."),
        ("?when=tomorrow", "Choose upcoming, past or both."),
        ("?when=past&page=99", ""),
        ("?when=past&page=-1", ""),
        ("?when=past&page=x", ""),
        ("?page=3", ""),
    ],
)
def test_a_filter_that_does_not_exist_is_named_and_the_others_work(
    client, meetings, query, message
):
    html = page(client, query)
    assert message in html
    assert ('aria-invalid="true"' in html) is bool(message)
    assert "D" in listed(html)
    assert "<title>Meetings |" in html.replace("\n", "")


def test_an_initiative_that_is_not_published_is_no_choice(client):
    factories.meeting(headline_en="A", initiatives=[factories.initiative(slug="x", live=False)])
    html = page(client, "?initiative=x")
    assert "We know no such initiative." in html
    assert '<option value="x"' not in html


def test_an_initiative_without_a_spanish_name_says_its_language_in_the_list(client):
    factories.initiative(slug="ports", headline_en="Ports", headline_es="")
    assert '<option value="ports" lang="en">Ports</option>' in page(client, language="es")
    assert '<option value="ports">Ports</option>' in page(client)


def test_past_meetings_come_in_pages_that_keep_the_filters(client):
    ports = factories.initiative(slug="ports")
    for day in range(1, 26):
        past(day, headline_en=f"N{day}", initiatives=[ports])
    first = page(client, "?initiative=ports")
    assert listed(first) == [f"N{day}" for day in range(1, 11)]
    assert "25 past meetings." in first
    everything = re.search(r'<a href="(\?[^"]*)">See all 25 past meetings', first).group(1)
    assert everything == "?initiative=ports&amp;when=past"
    second = page(client, "?initiative=ports&when=past")
    assert listed(second) == [f"N{day}" for day in range(1, 21)]
    following = re.search(r'rel="next" href="([^"]*)"', second).group(1).replace("&amp;", "&")
    assert listed(page(client, following)) == [f"N{day}" for day in range(21, 26)]


def test_a_long_list_costs_no_more_queries_than_a_short_one(client):
    numbers = []
    for count in (2, 12):
        for day in range(1, count):
            for start in (day, -day):
                factories.meeting(
                    starts_at=timezone.now() + timedelta(days=start),
                    initiatives=[factories.initiative()],
                    numbers=["+1 (669) 900-6833"],
                    materials=[factories.material()],
                )
        page(client)
        with CaptureQueriesContext(connection) as queries:
            page(client, "?when=")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 15


def test_the_latest_past_meetings_are_found_by_an_index():
    moment = timezone.now()
    Meeting.objects.bulk_create(
        Meeting(
            headline_en="x",
            kind="workshop",
            format="remote",
            starts_at=moment - timedelta(hours=number + 2),
            ends_at=moment - timedelta(hours=number + 1),
        )
        for number in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE meetings_meeting")
    for found in (
        Meeting.objects.published().past()[:20],
        Meeting.objects.published().filter(kind="workshop", format="remote").past()[:20],
        Meeting.objects.published().upcoming(),
    ):
        plan = found.explain()
        assert "meeting_live_" in plan, plan
        assert "Seq Scan" not in plan, plan
