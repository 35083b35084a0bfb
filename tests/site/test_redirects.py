"""Old addresses of pages keep leading to them, in both languages."""

import pytest
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect

from engagement.models import InitiativeIndexPage, InitiativePage
from plaza.models import HomePage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    """A function that does as an editor does: a revision with another slug, published."""

    def rename(page, slug: str) -> None:
        page = page.specific_class.objects.get(pk=page.pk)
        page.slug = slug
        # Wagtail says that the slug has changed once the transaction is over.
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return rename


@pytest.mark.parametrize("works_in", ["en", "es"])
def test_a_former_slug_leads_to_the_page_in_each_language(client, rename, works_in):
    page = factories.initiative(slug="former")
    with translation.override(works_in):
        rename(page, "latter")
    for code in ("en", "es"):
        response = client.get(f"/{code}/initiatives/former/?utm_source=letter")
        assert response.status_code == 301
        assert response["Location"] == f"/{code}/initiatives/latter/"
        assert client.get(response["Location"]).status_code == 200


def test_every_former_slug_leads_straight_to_the_page(client, rename):
    page = factories.initiative(slug="first")
    rename(page, "second")
    rename(page, "third")
    for former in ("first", "second"):
        for code in ("en", "es"):
            response = client.get(f"/{code}/initiatives/{former}/")
            assert response["Location"] == f"/{code}/initiatives/third/"


def test_a_page_that_gets_its_former_slug_back_is_found_there(client, rename):
    page = factories.initiative(slug="first")
    rename(page, "second")
    rename(page, "first")
    assert client.get("/es/initiatives/first/").status_code == 200
    assert client.get("/es/initiatives/second/")["Location"] == "/es/initiatives/first/"


def test_pages_below_a_renamed_page_are_found_at_their_former_addresses(client, rename):
    factories.initiative(slug="ports")
    rename(InitiativeIndexPage.objects.get(), "projects")
    for code in ("en", "es"):
        response = client.get(f"/{code}/initiatives/ports/")
        assert (response.status_code, response["Location"]) == (301, f"/{code}/projects/ports/")


def test_a_page_that_is_moved_is_found_at_its_former_address(client):
    page = factories.initiative(slug="ports")
    other = HomePage.objects.get().add_child(
        instance=InitiativeIndexPage(headline_en="Archive", headline_es="Archivo", slug="archive")
    )
    InitiativePage.objects.get(pk=page.pk).move(other, pos="last-child")
    for code in ("en", "es"):
        response = client.get(f"/{code}/initiatives/ports/")
        assert (response.status_code, response["Location"]) == (301, f"/{code}/archive/ports/")


def test_an_address_without_its_language_leads_there_too(client, rename):
    page = factories.initiative(slug="former")
    rename(page, "latter")
    response = client.get("/initiatives/former/", headers={"accept-language": "es"}, follow=True)
    assert response.redirect_chain[-1][0] == "/es/initiatives/latter/"


def test_a_changed_headline_leaves_no_redirect(client):
    page = factories.initiative()
    page = InitiativePage.objects.get(pk=page.pk)
    page.headline_en = "Other words"
    page.save_revision().publish()
    assert not Redirect.objects.exists()


def test_whoever_subscribed_to_a_calendar_stays_subscribed_when_the_initiative_is_renamed(
    client, rename
):
    page = factories.initiative(slug="former")
    factories.meeting(headline_en="Office hours on Friday", initiatives=[page])
    rename(page, "latter")
    feed = client.get("/en/meetings/feed.ics?initiative=former")
    assert "Office hours on Friday" in feed.content.decode()
    assert client.get("/en/meetings/feed.ics?initiative=never").status_code == 404
