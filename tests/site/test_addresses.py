"""What a page tells search engines and others of itself: its address, its languages, its kind."""

import re
from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from engagement.models import AgencySettings
from tests import factories
from tests.comments import factories as comment_factories

pytestmark = pytest.mark.django_db
SPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def head(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().partition("</head>")[0]


def link(html: str, rel: str) -> list[str]:
    return re.findall(f'<link rel="{rel}"[^>]*href="([^"]*)"', html)


def meta(html: str, name: str) -> str:
    (found,) = re.findall(rf'<meta (?:name|property)="{name}" content="([^"]*)">', html)
    return found


# Addresses


def test_each_page_names_itself_in_each_language_and_in_the_readers_own(client, settings):
    settings.BASE_URL = "https://plaza.example"
    meeting = factories.meeting()
    html = head(client, meeting.get_absolute_url() + "?utm_source=news&fbclid=1")
    rest = f"/meetings/{meeting.pk}/office-hours/"
    assert link(html, "canonical") == [f"https://plaza.example/en{rest}"]
    assert re.findall('hreflang="([^"]*)" href="([^"]*)"', html) == [
        ("en", f"https://plaza.example/en{rest}"),
        ("es", f"https://plaza.example/es{rest}"),
        ("x-default", f"https://plaza.example{rest}"),
    ]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("?page=1", ""),
        ("?page=2", "?page=2"),
        ("?page=x", ""),
        ("?page=2&when=past&kind=workshop&x=1", "?kind=workshop&amp;when=past&amp;page=2"),
        ("?kind=" + "a" * 300, ""),
    ],
)
def test_a_page_of_a_list_is_a_page_of_its_own(client, settings, query, kept):
    factories.home_page()
    html = head(client, "/en/meetings/" + query)
    assert link(html, "canonical") == [f"{settings.BASE_URL}/en/meetings/{kept}"]
    assert f'hreflang="es" href="{settings.BASE_URL}/es/meetings/{kept}"' in html


def test_a_page_says_its_title_and_description_to_those_who_share_it(client):
    initiative = factories.initiative(
        headline_en='Ships & "trucks"', summary_en="Plug <them> in.", summary_es="Enchúfelos."
    )
    html = head(client, initiative.get_url())
    assert meta(html, "og:title") == "Ships &amp; &quot;trucks&quot;"
    assert meta(html, "og:description") == meta(html, "description") == "Plug &lt;them&gt; in."
    assert meta(html, "og:url") == link(html, "canonical")[0]
    assert meta(html, "og:locale") == "en_US"
    with translation.override("es"):
        html = head(client, initiative.get_url())
    assert meta(html, "og:description") == "Enchúfelos."
    assert meta(html, "og:locale") == "es_US"


# The sitemap


def sitemap(client) -> dict[str, dict[str, str]]:
    """Every address in the sitemap, with its alternates."""
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = {}
    for location in index.findall("s:sitemap/s:loc", SPACES):
        response = client.get(location.text.partition("testserver")[2])
        for url in ElementTree.fromstring(response.content).findall("s:url", SPACES):
            found[url.find("s:loc", SPACES).text] = {
                alternate.get("hreflang"): alternate.get("href")
                for alternate in url.findall("x:link", SPACES)
            }
    return found


def test_the_sitemap_holds_what_is_published_in_each_language(client, settings):
    initiative = factories.initiative()
    hidden = factories.initiative(live=False)
    docket = comment_factories.docket(initiative=initiative)
    things = [
        factories.meeting(),
        docket,
        comment_factories.draft(docket=docket),
        factories.document(initiative=initiative),
    ]
    secret = factories.meeting(headline_en="Secret", live=False)
    of_hidden = comment_factories.docket(initiative=hidden, number="PA-2026-02")
    found = sitemap(client)
    for code in ("en", "es"):
        with translation.override(code):
            expected = ["/meetings/", initiative.get_url(), *[t.get_absolute_url() for t in things]]
        for address in expected:
            address = address if address.startswith(f"/{code}/") else f"/{code}{address}"
            alternates = found[f"{settings.BASE_URL}{address}"]
            assert set(alternates) == {"en", "es", "x-default"}
            assert alternates[code] == f"{settings.BASE_URL}{address}"
            assert alternates["x-default"] == settings.BASE_URL + address.removeprefix(f"/{code}")
    listed = " ".join(found)
    for thing in (hidden.get_url(), secret.get_absolute_url(), of_hidden.get_absolute_url()):
        assert thing not in listed
    assert f"{settings.BASE_URL}/en/" in found


def test_a_long_sitemap_costs_no_more_queries_than_a_short_one(client):
    counts = []
    for count in (2, 10):
        initiative = factories.initiative()
        for _number in range(count):
            factories.meeting(initiatives=[initiative])
            factories.document(initiative=initiative)
        sitemap(client)
        with CaptureQueriesContext(connection) as queries:
            sitemap(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# On paper


def test_the_style_of_paper_completes_the_addresses_of_links(client, settings):
    settings.BASE_URL = "https://plaza.example"
    meeting = factories.meeting()
    html = client.get(meeting.get_absolute_url()).content.decode()
    address = re.search('<link rel="stylesheet" href="([^"]*)" media="print">', html).group(1)
    response = client.get(address)
    assert response["Content-Type"].startswith("text/css")
    assert 'content: " <https://plaza.example" attr(href) ">"' in response.content.decode()
    assert "max-age" in response["Cache-Control"]
    assert f"Address of this page: https://plaza.example{meeting.get_absolute_url()}" in html


# Files for programs


def test_robots_read_what_is_public_and_nothing_else(client, settings):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in lines
    robots = RobotFileParser()
    # The standard library knows no wildcard.
    robots.parse([line.replace("/*/", "/en/", 1) for line in lines])
    for closed in ("/admin/", "/en/search/?q=a", "/en/receipts/x/", "/en/meetings/registration/x/"):
        assert not robots.can_fetch("any", closed), closed
    for open_to_all in ("/en/", "/en/meetings/", "/es/meetings/1/x/", "/files/x/plan.pdf"):
        assert robots.can_fetch("any", open_to_all), open_to_all


def test_security_txt_says_whom_to_write_to_and_never_expires(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    agency = AgencySettings.load()
    agency.email = "plaza@agency.example"
    agency.save()
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == "mailto:plaza@agency.example"
    assert fields["Preferred-Languages"] == "en, es"
    assert fields["Canonical"] == f"{settings.BASE_URL}/.well-known/security.txt"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=365)

    settings.SECURITY_CONTACT = "https://agency.example/security"
    assert b"Contact: https://agency.example/security\n" in (
        client.get("/.well-known/security.txt").content
    )


@pytest.mark.parametrize("picture", ["favicon.svg", "apple-touch-icon.png"])
def test_the_icons_are_our_own(client, picture):
    factories.home_page()
    name, _dot, kind = picture.partition(".")
    assert re.search(
        rf'<link rel="(apple-touch-)?icon" href="/static/img/{name}[^"]*\.{kind}"',
        (head(client, "/en/")),
    )
    response = client.get("/favicon.ico")
    assert response["Location"].startswith("/static/img/favicon.")
