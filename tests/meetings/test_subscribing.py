"""The page on which a resident subscribes: one for each feed, with a way into each program."""

import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from meetings.feeds import FeedQuery
from meetings.models import Meeting, MeetingSeries
from meetings.subscribing import FeedAddresses
from tests import factories

LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])


def get(client, query="", language="en") -> str:
    response = client.get(f"/{language}/meetings/subscribe/{query}")
    assert response.status_code == 200
    return response.content.decode()


def links(html: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'<a [^>]*?href="([^"]*)"', html)]


def link_to(html: str, host: str) -> str:
    (found,) = {link for link in links(html) if urlsplit(link).netloc == host}
    return found


def parameters(address: str) -> dict:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def series(**fields) -> MeetingSeries:
    values = {
        "frequency": MeetingSeries.Frequency.WEEKLY,
        "until": timezone.localdate() + timedelta(days=90),
        "headline_en": "Virtual office hours",
        "headline_es": "Horas de consulta en línea",
    }
    return MeetingSeries.objects.create(**values | fields)


@pytest.fixture
def initiative():
    return factories.initiative(
        slug="ports", headline_en="Ships & trucks", headline_es="Barcos y camiones"
    )


# Addresses


@pytest.mark.django_db
@LANGUAGES
def test_each_button_leads_to_the_feed_of_the_page_in_its_language(
    client, settings, initiative, language
):
    settings.BASE_URL = "https://plaza.example"
    query = "?initiative=ports&kind=workshop&cancelled=omit"
    feed = f"https://plaza.example/{language}/meetings/feed.ics{query}"
    html = get(client, query, language)
    assert f"webcal://plaza.example/{language}/meetings/feed.ics{query}" in links(html)
    google = link_to(html, "calendar.google.com")
    assert parameters(google) == {"cid": feed.replace("https", "webcal")}
    for host in ("outlook.live.com", "outlook.office.com"):
        with translation.override(language):
            name = FeedQuery.parse(QueryDict(query[1:])).name()
        assert parameters(link_to(html, host)) == {"url": feed, "name": name}
        assert "+" not in link_to(html, host)
    (shown,) = re.findall(r'<input[^>]* id="feed-address"[^>]* value="([^"]*)"', html)
    assert unescape(shown) == feed
    assert feed.replace("feed.ics", "feed.atom") in links(html)
    assert client.get(feed.removeprefix("https://plaza.example")).status_code == 200


words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@given(
    slug=st.from_regex(r"\A[\w-]{0,20}\Z"),
    kind=st.sampled_from(["", *Meeting.Kind.values]),
    format=st.sampled_from(["", *Meeting.Format.values]),
    number=st.none() | st.integers(1, 2**63 - 1),
    omits=st.booleans(),
    name=words,
    language=st.sampled_from(["en", "es"]),
)
def test_any_combination_arrives_at_every_program_as_it_left(
    slug, kind, format, number, omits, name, language
):
    query = FeedQuery(
        initiative=SimpleNamespace(slug=slug) if slug else None,
        kind=kind,
        format=format,
        series=SimpleNamespace(pk=number) if number else None,
        omits_cancelled=omits,
    )
    addresses = FeedAddresses(query)
    chosen = {
        "initiative": slug,
        "kind": kind,
        "format": format,
        "series": str(number or ""),
        "cancelled": "omit" if omits else "",
    }
    chosen = {key: value for key, value in chosen.items() if value}
    with translation.override(language), pytest.MonkeyPatch.context() as patch:
        patch.setattr(FeedQuery, "name", lambda _query: name)
        google, outlook = addresses.google, addresses.outlook
        feed = addresses.feed
    assert urlsplit(feed).path == f"/{language}/meetings/feed.ics"
    assert parameters(feed) == chosen
    (cid,) = parse_qs(urlsplit(google).query)["cid"]
    assert parameters(cid) == chosen
    assert urlsplit(cid)[1:] == urlsplit(feed)[1:]
    read = parse_qs(urlsplit(outlook).query, keep_blank_values=True)
    assert read == {"url": [feed], "name": [name]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "initiative=none",
        "kind=party",
        "format=tv",
        "series=9",
        "series=x",
        "cancelled=1",
        "kind=%00",
    ],
)
@pytest.mark.parametrize("place", ["subscribe/", "feed.atom"])
def test_there_is_no_page_of_a_calendar_that_does_not_exist(client, place, query):
    factories.home_page()
    assert client.get(f"/en/meetings/{place}?{query}").status_code == 404


# What the page says


@pytest.mark.django_db
def test_the_page_says_what_the_calendar_contains(client, initiative):
    factories.meeting(series=series())
    number = MeetingSeries.objects.get().pk

    def said(query, language="en"):
        html = re.sub(r"\s+", " ", unescape(get(client, query, language)))
        (found,) = re.findall(
            r"<p>\s*((?:This calendar contains|Este calendario contiene).*?\.)\s*</p>", html
        )
        return found

    assert said("") == "This calendar contains all our public meetings."
    query = f"?initiative=ports&kind=workshop&format=remote&series={number}&cancelled=omit"
    assert said(query) == (
        "This calendar contains all our public meetings of the kind “Public "
        "workshop” in the form “Remote meeting” about “Ships & trucks” in the series “Virtual "
        "office hours”, without those that are cancelled."
    )
    assert said("", "es") == ("Este calendario contiene todas nuestras reuniones públicas.")


@pytest.mark.django_db
def test_a_title_without_spanish_is_marked_as_english(client):
    factories.initiative(slug="ports", headline_en="Clean <ports>", headline_es="")
    html = get(client, "?initiative=ports", "es")
    assert '«<span lang="en">Clean &lt;ports&gt;</span>»' in html


@pytest.mark.django_db
def test_the_next_meetings_of_the_calendar_and_no_others_are_shown(client, initiative):
    now = timezone.now()
    for number in range(1, 6):
        factories.meeting(
            initiatives=[initiative],
            headline_en=f"Mine {number}",
            starts_at=now + timedelta(days=number),
        )
    factories.meeting(headline_en="Another")
    factories.meeting(
        initiatives=[initiative], headline_en="Over", starts_at=now - timedelta(days=2)
    )
    html = get(client, "?initiative=ports")
    assert re.findall(r"Mine \d|Another|Over", html) == ["Mine 1", "Mine 2", "Mine 3"]
    assert "No such meeting is scheduled" in get(client, "?kind=hearing")


@pytest.mark.django_db
def test_the_form_shows_the_choice_and_sends_it_to_the_same_page(client, initiative):
    chosen = series()
    html = get(client, f"?initiative=ports&kind=workshop&series={chosen.pk}&cancelled=omit")
    form = re.search(r'<form class="choose-feed".*?</form>', html, re.DOTALL).group()
    assert 'method="get" action="/en/meetings/subscribe/"' in form
    assert re.findall(r'<option value="([^"]*)" selected', form) == [
        "ports",
        "workshop",
        "",
        str(chosen.pk),
    ]
    assert re.search(r'<input type="checkbox" name="cancelled" value="omit"[^>]* checked', form)
    assert 'name="series"' not in get(client)


@pytest.mark.django_db
@LANGUAGES
def test_the_calendar_of_the_other_language_is_one_step_away(client, initiative, language):
    other = {"en": "es", "es": "en"}[language]
    html = get(client, "?initiative=ports", language)
    page = f"/{other}/meetings/subscribe/?initiative=ports"
    assert f'<a href="{page}" lang="{other}" hreflang="{other}">' in html


@pytest.mark.django_db
@LANGUAGES
def test_the_code_leads_a_phone_to_the_page_of_the_same_calendar(
    client, settings, monkeypatch, initiative, language
):
    said = []
    monkeypatch.setattr("plaza.qr.svg", lambda text: said.append(text) or b"<svg></svg>")
    for query in ("", "?initiative=ports&cancelled=omit"):
        (picture,) = re.findall(r'<img src="([^"]*)"', get(client, query, language))
        assert client.get(unescape(picture)).status_code == 200
        assert said.pop() == f"{settings.BASE_URL}/{language}/meetings/subscribe/{query}"
    assert client.get(f"/{language}/qr/meetings/subscribe.svg?kind=party").status_code == 404


@pytest.mark.django_db
def test_the_page_costs_the_same_queries_however_much_is_in_the_calendar(client, initiative):
    def count():
        get(client, "?initiative=ports")
        with CaptureQueriesContext(connection) as queries:
            get(client, "?initiative=ports")
        return len(queries)

    factories.meeting(initiatives=[initiative], series=series())
    few = count()
    for day in range(2, 12):
        factories.meeting(
            initiatives=[initiative],
            starts_at=timezone.now() + timedelta(days=day),
            series=series(),
        )
    assert count() == few <= 13


# The ways to the page


@pytest.mark.django_db
def test_the_list_and_the_initiative_lead_to_the_page_of_their_own_calendar(client, initiative):
    factories.meeting(initiatives=[initiative], kind=Meeting.Kind.WORKSHOP)
    page = "/en/meetings/subscribe/"

    def found(address):
        return [link for link in links(client.get(address).content.decode()) if page in link]

    assert found("/en/meetings/") == [page]
    narrowed = "?initiative=ports&kind=workshop&format=remote"
    assert found(f"/en/meetings/{narrowed}&when=upcoming") == [page + narrowed]
    assert found(initiative.get_url()) == [f"{page}?initiative=ports"]


@pytest.mark.django_db
def test_a_meeting_of_a_series_leads_to_the_calendar_of_its_series(client):
    found = series()
    meeting = factories.meeting(series=found)
    page = f"/en/meetings/subscribe/?series={found.pk}"
    assert page in links(client.get(meeting.get_absolute_url()).content.decode())
    alone = factories.meeting()
    assert "meetings/subscribe" not in client.get(alone.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_programs_find_both_feeds_in_the_head_of_the_pages_about_meetings(
    client, settings, initiative
):
    for address, query in (
        ("/en/", ""),
        ("/en/meetings/?kind=workshop&page=2", "?kind=workshop"),
        ("/en/meetings/subscribe/?initiative=ports&x=1", "?initiative=ports"),
        (initiative.get_url(), "?initiative=ports"),
    ):
        head = client.get(address).content.decode().partition("</head>")[0]
        for kind, name in (("text/calendar", "ics"), ("application/atom+xml", "atom")):
            (found,) = re.findall(rf'<link rel="alternate" type="{re.escape(kind)}"[^>]*>', head)
            feed = f"{settings.BASE_URL}/en/meetings/feed.{name}{query}"
            assert f'href="{feed}"' in unescape(found)


@pytest.mark.django_db
def test_the_choice_of_meetings_is_part_of_the_address_of_the_page(client, settings, initiative):
    query = "?initiative=ports&cancelled=omit"
    html = get(client, f"{query}&utm_source=news")
    canonical = f"{settings.BASE_URL}/en/meetings/subscribe/{query}"
    assert f'<link rel="canonical" href="{canonical}">' in unescape(html)
    assert f"{settings.BASE_URL}/en/meetings/subscribe/</loc>" in (
        client.get("/sitemap-lists.xml").content.decode()
    )
