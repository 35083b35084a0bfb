"""Meetings as residents see them: on the initiative's page, on their own page, in the feed."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from meetings.calendar_views import FEED_CACHE_CONTROL
from meetings.models import DialInNumber, Meeting
from tests import factories
from tests.factories import local

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])
SECRETS = ["zoomgov", "1615740201", "161 574 0201", "900-6833", "6699006833", "hunter2"]


class Text(HTMLParser):
    """What a page says, without its tags; each run of white space is one space."""

    def __init__(self, html: str):
        super().__init__()
        self.parts: list[str] = []
        self.feed(html)

    def handle_data(self, data):
        self.parts.append(data)

    def __str__(self):
        return " ".join("".join(self.parts).split())


def get(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def section(html: str, name: str) -> str:
    """The text of one section of an initiative's page."""
    (found,) = re.findall(
        rf'<section[^>]*aria-labelledby="{name}".*?</section>', html, flags=re.DOTALL
    )
    return str(Text(found))


def address_of(page, language: str) -> str:
    with translation.override(language):
        return page.get_url()


# The reference page


@pytest.fixture
def december_1(time_machine):
    time_machine.move_to(local(2025, 12, 1, 9, 0))


def test_on_december_1_2025_the_page_shows_what_the_reference_page_shows(client, december_1):
    html = get(client, address_of(factories.reference_initiative(), "en"))
    assert "Cooperative Agreement with the Ports of Long Beach and Los Angeles" in html

    coming = section(html, "engagement")
    assert "Virtual Office Hours" in coming
    assert "Friday, December 12, 2025" in coming
    assert "12:00 p.m. to 1:00 p.m. PST" in coming
    assert "Remote meeting" in coming
    assert re.search(r"Zoom Webinar ID:? 161 574 0201", coming)
    assert "https://aqmd.zoomgov.com/j/1615740201" in coming
    assert "+1 (669) 900-6833" in coming
    assert "Public Update" not in coming

    past = section(html, "past-meetings")
    assert "Virtual Office Hours" not in past
    for words in (
        "Wednesday, October 15, 2025",
        "6:00 p.m.",
        "Hybrid meeting",
        "Long Beach City College Liberal Arts Campus, Room T1200",
        "4901 East Carson Street",
        "Presentation (English) (PDF, 1.96 MB, October 10, 2025)",
        "Presentation (Spanish) (PDF, 2.07 MB, October 10, 2025)",
        "Thursday, August 28, 2025",
        "5:00 p.m.",
        "Presentation (English) (PDF, 992 KB, August 25, 2025)",
        "Presentation (Spanish) (PDF, 1.01 MB, August 25, 2025)",
    ):
        assert words in past, words
    assert past.index("October 15") < past.index("August 28")


def test_on_december_1_2025_the_page_shows_the_same_in_spanish(client, december_1):
    html = get(client, address_of(factories.reference_initiative(), "es"))
    assert '<html lang="es">' in html
    assert "Acuerdo de cooperación con los puertos de Long Beach y Los Ángeles" in html
    coming, past = section(html, "engagement"), section(html, "past-meetings")
    assert "Horas de consulta en línea" in coming
    assert "12 de diciembre de 2025" in coming
    assert "161 574 0201" in coming
    for words in (
        "15 de octubre de 2025",
        "28 de agosto de 2025",
        "(PDF, 1.96 MB, 10 de octubre de 2025)",
        "(PDF, 2.07 MB, 10 de octubre de 2025)",
        "(PDF, 992 KB, 25 de agosto de 2025)",
        "(PDF, 1.01 MB, 25 de agosto de 2025)",
    ):
        assert words in past, words


def test_the_office_hours_move_to_the_past_by_themselves(client, time_machine):
    page = factories.reference_initiative()
    time_machine.move_to(local(2025, 12, 12, 12, 59))
    assert "Virtual Office Hours" in section(get(client, page.url), "engagement")
    time_machine.move_to(local(2025, 12, 12, 13, 0))
    html = get(client, page.url)
    assert "Virtual Office Hours" not in section(html, "engagement")
    assert "Virtual Office Hours" in section(html, "past-meetings")


def test_ten_meetings_cost_no_more_queries_than_three(client):
    def fill(initiative, count):
        for number in range(count):
            for days in (number + 1, -number - 1):
                factories.meeting(
                    initiatives=[initiative],
                    starts_at=timezone.now() + timedelta(days=days),
                    numbers=["+1 (669) 900-6833", "+1 (213) 338-8477"],
                    materials=[factories.material(), factories.material(language="es")],
                )
            factories.document(
                initiative=initiative,
                files=[(1, "en", date(2025, 1, 1)), (2, "es", date(2025, 2, 1))],
            )

    few, many = factories.initiative(), factories.initiative()
    fill(few, 3)
    fill(many, 10)
    get(client, few.url)  # fills caches: site, content types

    counts = []
    for address in (few.url, many.url):
        with CaptureQueriesContext(connection) as queries:
            get(client, address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


@LANGUAGES
def test_the_list_of_all_meetings_has_those_to_come_and_those_that_were(client, language):
    factories.meeting(headline_en="Coming", headline_es="Próxima")
    factories.meeting(
        headline_en="Over", headline_es="Pasada", starts_at=timezone.now() - timedelta(days=9)
    )
    factories.meeting(headline_en="Secret", headline_es="Secreta", live=False)
    with translation.override(language):
        html = get(client, reverse("meetings:meetings"))
    coming, over, secret = {
        "en": ("Coming", "Over", "Secret"),
        "es": ("Próxima", "Pasada", "Secreta"),
    }[language]
    assert html.index(coming) < html.index(over)
    assert secret not in html


# One meeting


@LANGUAGES
def test_a_meetings_page_is_reached_by_its_number_whatever_it_is_called(client, language):
    with translation.override(language):
        meeting = factories.meeting()
        address = meeting.get_absolute_url()
        assert f'<html lang="{language}">' in get(client, address)
        wrong = reverse("meetings:meeting", args=[meeting.pk, "former-name"])
    response = client.get(wrong)
    assert (response.status_code, response["Location"]) == (301, address)


def test_details_for_registrants_only_are_on_no_public_page(client, initiative):
    meeting = factories.meeting(
        initiatives=[initiative],
        join_details_private=True,
        passcode="hunter2",
        numbers=["+1 (669) 900-6833"],
    )
    for address in (
        initiative.url,
        "/en/",
        "/en/meetings/",
        meeting.get_absolute_url(),
        reverse("meetings:register", args=[meeting.pk]),
        reverse("meetings:registered", args=[meeting.pk]),
        reverse("meetings:meeting_ics", args=[meeting.pk]),
        reverse("meetings:feed"),
    ):
        text = get(client, address).replace("\r\n ", "")
        assert not [secret for secret in SECRETS if secret in text], address


@pytest.mark.parametrize("status", [Meeting.Status.CANCELLED, Meeting.Status.POSTPONED])
def test_a_meeting_that_is_off_says_so_and_invites_nobody(client, initiative, status):
    meeting = factories.meeting(initiatives=[initiative], status=status)
    for address in (initiative.url, "/en/meetings/", meeting.get_absolute_url()):
        html = get(client, address)
        assert f"This meeting is {status}." in html
        assert "zoomgov" not in html
        assert "/register/" not in html


@LANGUAGES
def test_one_meeting_can_be_taken_into_a_calendar(client, language):
    meeting = factories.meeting()
    with translation.override(language):
        response = client.get(reverse("meetings:meeting_ics", args=[meeting.pk]))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="office-hours.ics"'
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["SUMMARY"] == getattr(meeting, f"headline_{language}")


@LANGUAGES
def test_staff_preview_a_meeting_in_each_language_before_it_is_saved(language):
    factories.home_page()
    start = timezone.now() + timedelta(days=3)
    meeting = Meeting(
        headline_en="New meeting",
        headline_es="Nueva reunión",
        kind=Meeting.Kind.WORKSHOP,
        format=Meeting.Format.REMOTE,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        join_url="https://zoom.us/j/1",
        takes_registration=True,
    )
    meeting.dial_in_numbers = [DialInNumber(number="+1 (669) 900-6833")]
    response = meeting.make_preview_request(preview_mode=language)
    assert response.status_code == 200
    html = response.content.decode()
    assert f'<html lang="{language}">' in html
    assert getattr(meeting, f"headline_{language}") in html


# The feed


def feed(client, language="en", query="", **headers):
    with translation.override(language):
        return client.get(reverse("meetings:feed") + query, headers=headers)


def events(response) -> list[str]:
    return [str(e["SUMMARY"]) for e in Calendar.from_ical(response.content).walk("VEVENT")]


@LANGUAGES
def test_the_feed_holds_what_is_published_of_one_initiative_or_of_all(client, language):
    mine, other = factories.initiative(), factories.initiative()
    for headline, fields in {
        "mine": {"initiatives": [mine]},
        "both": {"initiatives": [mine, other]},
        "other": {"initiatives": [other]},
        "draft": {"initiatives": [mine], "live": False},
    }.items():
        factories.meeting(headline_en=headline, headline_es=headline, **fields)
    assert events(feed(client, language)) == ["mine", "both", "other"]
    assert events(feed(client, language, f"?initiative={mine.slug}")) == ["mine", "both"]
    name = str(
        Calendar.from_ical(feed(client, language, f"?initiative={mine.slug}").content)["NAME"]
    )
    assert getattr(mine, f"headline_{language}") in name


def test_the_feed_of_an_unknown_or_unpublished_initiative_is_not_found(client):
    hidden = factories.initiative(live=False)
    for slug in ("unknown", hidden.slug):
        assert feed(client, query=f"?initiative={slug}").status_code == 404


def test_a_calendar_that_has_the_newest_feed_is_not_sent_it_again(client):
    factories.meeting()
    first = feed(client)
    again = feed(client, if_none_match=first["ETag"])
    assert (first.status_code, again.status_code) == (200, 304)
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"] == FEED_CACHE_CONTROL
    assert first["Content-Type"] == "text/calendar; charset=utf-8"


def _published_anew(meeting):
    meeting.headline_en = "New words"
    meeting.save_revision().publish()


def _joined_otherwise(meeting):
    meeting.passcode = "new"
    meeting.save()


@pytest.mark.parametrize(
    "change",
    [
        _published_anew,
        lambda meeting: meeting.unpublish(),
        lambda meeting: meeting.delete(),
        lambda meeting: factories.meeting(initiatives=meeting.initiatives.all()),
        _joined_otherwise,
    ],
    ids=["published anew", "unpublished", "deleted", "another one", "join details"],
)
@pytest.mark.parametrize("which", ["latest", "earliest"])
def test_whatever_changes_the_feed_is_sent_again(client, initiative, change, which):
    """An old calendar asks with If-Modified-Since alone; it may not be told that all is well."""
    now = timezone.now()
    meetings = [
        factories.meeting(initiatives=[initiative], last_published_at=now - timedelta(days=days))
        for days in (1, 2, 3)
    ]
    query = f"?initiative={initiative.slug}"
    first = feed(client, query=query)
    changed = Meeting.objects.get(pk=meetings[0 if which == "latest" else -1].pk)
    change(changed)
    second = feed(
        client,
        query=query,
        if_none_match=first["ETag"],
        if_modified_since=first["Last-Modified"],
    )
    assert second.status_code == 200
    assert second.content != first.content
    assert second["ETag"] != first["ETag"]
    assert feed(client, query=query, if_modified_since=first["Last-Modified"]).content


def test_both_languages_have_a_feed_of_their_own(client):
    factories.meeting()
    assert feed(client, "en")["ETag"] != feed(client, "es")["ETag"]
    assert events(feed(client, "es")) == ["Horas de consulta"]


def test_a_long_feed_costs_no_more_queries_than_a_short_one(client):
    counts = []
    for count in (3, 10):
        initiative = factories.initiative()
        for _number in range(count):
            factories.meeting(initiatives=[initiative], numbers=["+1 (669) 900-6833"])
        feed(client, query=f"?initiative={initiative.slug}")
        with CaptureQueriesContext(connection) as queries:
            feed(client, query=f"?initiative={initiative.slug}")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9
