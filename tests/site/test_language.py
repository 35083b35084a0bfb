"""Each reader's language: found at the first visit, chosen with the switch, remembered."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from plaza import language
from tests import factories

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("code", ["en", "es"])


def switch_links(html: str) -> dict[str, str]:
    """Where the switch of a page leads, by language."""
    nav = re.search(r'<nav class="language-switch.*?</nav>', html, flags=re.DOTALL).group()
    return {
        re.search('lang="(..)"', link).group(1): re.search('href="([^"]*)"', link).group(1)
        for link in re.findall("<a .*?>", nav)
    }


@pytest.mark.parametrize(
    ("accepted", "home"),
    [
        ("es", "/es/"),
        ("es-MX,es;q=0.9,en;q=0.5", "/es/"),
        ("en-US,en;q=0.9", "/en/"),
        ("fr", "/en/"),
        ("fr, es;q=0.2", "/es/"),
        ("nonsense;;q=x", "/en/"),
        (None, "/en/"),
    ],
)
def test_the_first_visit_is_in_the_language_of_the_browser(client, accepted, home):
    factories.home_page()
    response = client.get("/", headers={"accept-language": accepted} if accepted else {})
    assert (response.status_code, response["Location"]) == (302, home)
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


@LANGUAGES
def test_a_choice_leads_to_the_same_page_and_is_remembered(client, code, settings):
    initiative = factories.initiative()
    other = {"en": "es", "es": "en"}[code]
    with translation.override(other):
        html = client.get(initiative.get_url()).content.decode()
    response = client.get(switch_links(html)[code])
    with translation.override(code):
        assert (response.status_code, response["Location"]) == (302, initiative.get_url())
    cookie = response.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["samesite"], cookie["path"]) == (code, "Lax", "/")
    assert cookie["max-age"] > 180 * 24 * 60 * 60
    assert "no-store" in response["Cache-Control"]

    response = client.get("/", headers={"accept-language": other})
    assert response["Location"] == f"/{code}/"


def test_under_https_the_cookie_travels_under_https_alone(client, settings):
    settings.LANGUAGE_COOKIE_SECURE = True
    assert client.get("/language/es/es/").cookies[settings.LANGUAGE_COOKIE_NAME]["secure"]


def test_a_page_sets_no_cookie_and_is_the_same_whatever_was_chosen(client):
    address = factories.initiative().get_url()
    first = client.get(address)
    client.cookies["language"] = "es"
    second = client.get(address)
    assert not first.cookies
    assert not second.cookies
    assert '<html lang="en">' in second.content.decode()
    assert "Cookie" not in second.get("Vary", "")


def test_the_switch_keeps_the_query(client):
    factories.home_page()
    html = client.get("/en/search/?q=clean+air&page=2").content.decode()
    response = client.get(switch_links(html)["es"].replace("&amp;", "&"))
    assert response["Location"] == "/es/search/?q=clean+air&page=2"


def test_the_switch_of_a_page_that_is_missing_switches_all_the_same(client):
    factories.home_page()
    html = client.get("/en/no such page").content.decode()
    assert switch_links(html)["es"] == "/language/es/no%20such%20page"


@pytest.mark.parametrize(
    "address",
    ["/language/", "/language/fr/", "/language/fr/fr/", "/language/evil.example/", "/language//x/"],
)
def test_only_languages_of_the_site_can_be_chosen(client, address):
    factories.home_page()
    response = client.get(address, follow=True)
    assert response.status_code == 404
    assert "language" not in client.cookies


@pytest.mark.parametrize(
    "address", ["/language/es//evil.example/", "/language/es/%2F%2Fevil.example", "/language/es/@x"]
)
def test_a_choice_leads_to_no_other_host(client, address):
    assert client.get(address)["Location"].startswith("/es/")


def test_the_warning_beside_the_switch_stands_only_where_something_can_be_lost(client):
    meeting = factories.meeting(initiatives=[factories.initiative()])
    warning = "changing the language empties it"
    form = client.get(reverse("meetings:register", args=[meeting.pk])).content.decode()
    assert warning in form
    assert 'aria-describedby="language-warning"' in form
    assert warning not in client.get(meeting.get_absolute_url()).content.decode()


def test_an_address_without_a_language_leads_each_to_their_own(client):
    meeting = factories.meeting()
    bare = language.without_language(meeting.get_absolute_url())
    response = client.get(bare, headers={"accept-language": "es"})
    with translation.override("es"):
        assert response["Location"] == meeting.get_absolute_url()
