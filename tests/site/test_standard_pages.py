"""Accessibility, privacy, contact: pages of their own, to which every footer leads."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from engagement.models import StandardPage
from plaza.models import HomePage
from plaza.roles import group_for, sync_roles
from tests import factories
from tests.site.test_demo import load_demo

pytestmark = pytest.mark.django_db


def standard_page(**fields) -> StandardPage:
    """A published page with one section in each language."""
    values = {
        "headline_en": "Privacy",
        "headline_es": "Privacidad",
        "slug": "privacy",
        "body_en": _body("What we keep", "Nothing."),
        "body_es": _body("Lo que guardamos", "Nada."),
    }
    return factories.home_page().add_child(instance=StandardPage(**values | fields))


def _body(heading: str, text: str) -> list[tuple]:
    content = [("text", f"<p>{text}</p>")]
    return [("section", {"heading": heading, "content": content})]


@pytest.mark.parametrize(
    ("language", "heading", "text"),
    [("en", "What we keep", "Nothing."), ("es", "Lo que guardamos", "Nada.")],
)
def test_its_sections_are_shown_in_the_readers_language(client, language, heading, text):
    standard_page()
    page = client.get(f"/{language}/privacy/").text
    assert f'<h2 id="section-1">{heading}</h2>' in page
    assert text in page


def test_a_body_that_is_not_translated_is_shown_in_english_and_says_so(client):
    standard_page(body_es=[])
    page = client.get("/es/privacy/").text
    assert '<div class="sections" lang="en">' in page
    assert "untranslated" in page


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_footer_of_every_page_leads_to_those_that_are_published_and_chosen(client, language):
    standard_page()
    standard_page(headline_en="Hidden", headline_es="Oculta", slug="h", show_in_footer=False)
    standard_page(headline_en="Draft", headline_es="Borrador", slug="d", live=False)
    footer = client.get(f"/{language}/meetings/").text.partition("<footer")[2]
    assert f'href="/{language}/privacy/"' in footer
    assert f'href="/{language}/h/"' not in footer
    assert f'href="/{language}/d/"' not in footer


def test_an_editor_can_add_one_below_the_home_page(client):
    home = factories.home_page()
    sync_roles()
    editor = User.objects.create_user("editor")
    editor.groups.add(group_for("editor"))
    client.force_login(editor)
    add = reverse("wagtailadmin_pages:add", args=["engagement", "standardpage", home.pk])
    assert client.get(add).status_code == 200


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_preview_brings_wagtails_accessibility_checker_and_the_public_page_never(
    client, language
):
    page = standard_page()
    sync_roles()
    editor = User.objects.create_user("editor")
    editor.groups.add(group_for("editor"))
    client.force_login(editor)
    page.save_revision()
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    preview = client.get(f"{address}?mode={language}")
    assert f'<html lang="{language}"' in preview.text
    assert "wagtail-userbar-template" in preview.text
    assert "wagtail-userbar" not in client.get(f"/{language}/privacy/").text


def test_the_demo_has_the_three_pages_complete_in_both_languages(demo_site, client):
    load_demo()
    slugs = set(StandardPage.objects.in_footer().values_list("slug", flat=True))
    assert slugs == {"accessibility", "privacy", "contact"}
    for page in StandardPage.objects.all():
        page.full_clean()
        assert len(page.body_en) == len(page.body_es)
        for language in ("en", "es"):
            answer = client.get(f"/{language}/{page.slug}/")
            assert answer.status_code == 200
            assert "untranslated" not in answer.text
    assert HomePage.objects.get().get_children().count() == 4
