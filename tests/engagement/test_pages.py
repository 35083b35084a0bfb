"""Pages in both languages, as the editor keeps them and as the public sees them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.models import Page

from engagement.models import InitiativeIndexPage, InitiativePage
from engagement.translation_state import is_translated, shown_language
from tests import factories

pytestmark = pytest.mark.django_db


# The title in the admin's tree


def test_the_title_mirrors_the_english_headline(initiative):
    initiative.headline_en = "Cleaner ports"
    initiative.save()
    assert Page.objects.get(pk=initiative.pk).title == "Cleaner ports"


def test_it_follows_when_a_new_version_is_published_by_staff_who_work_in_spanish(initiative):
    with translation.override("es"):
        initiative.headline_en = "Cleaner ports"
        initiative.headline_es = "Puertos más limpios"
        initiative.save_revision().publish()
    page = Page.objects.get(pk=initiative.pk)
    assert (page.title, page.draft_title) == ("Cleaner ports", "Cleaner ports")


def test_a_draft_may_begin_with_the_spanish_headline_or_with_none():
    spanish = factories.initiative(headline_en="", headline_es="Puertos", live=False, slug="")
    assert (spanish.title, spanish.slug) == ("Puertos", "puertos")
    assert factories.initiative(headline_en="", headline_es="", live=False).title == "Untitled"


def test_a_page_is_not_published_without_its_english_headline():
    with pytest.raises(ValidationError):
        factories.initiative(headline_en="")


def test_a_copy_keeps_both_languages(initiative):
    copy = initiative.copy(update_attrs={"slug": "copy"})
    copy = InitiativePage.objects.get(pk=copy.pk)
    assert copy.headline_en == initiative.headline_en
    assert copy.headline_es == initiative.headline_es


# What is shown in which language


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_reader_sees_the_headline_in_the_chosen_language(initiative, language):
    with translation.override(language):
        assert initiative.headline == getattr(initiative, f"headline_{language}")
        assert is_translated(initiative, "headline")
        assert shown_language(initiative, "headline") == language


def test_where_spanish_is_missing_the_english_is_shown_and_says_that_it_is_english():
    page = factories.initiative(headline_es="")
    with translation.override("es"):
        assert page.headline == page.headline_en
        assert shown_language(page, "headline") == "en"
        assert not is_translated(page, "headline")


def test_where_english_is_missing_the_spanish_is_shown(initiative):
    initiative.summary_en, initiative.summary_es = "", "Resumen"
    with translation.override("en"):
        assert shown_language(initiative, "summary") == "es"


def test_text_that_exists_in_no_language_is_not_called_untranslated(initiative):
    with translation.override("es"):
        assert is_translated(initiative, "summary")


# Preview


def test_the_preview_modes_are_the_languages_by_their_own_names(initiative):
    assert initiative.preview_modes == [("en", "English"), ("es", "Español")]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("admin_language", ["en", "es"])
def test_staff_preview_each_language_whatever_language_they_work_in(
    initiative, language, admin_language
):
    with translation.override(admin_language):
        response = initiative.make_preview_request(preview_mode=language)
        assert translation.get_language() == admin_language
    html = response.content.decode()
    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in html
    assert getattr(initiative, f"headline_{language}") in html


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_initiative_can_be_previewed_before_it_is_saved(language):
    factories.home_page()
    parent = InitiativeIndexPage.objects.get()
    page = InitiativePage(headline_en="New one", headline_es="La nueva", slug="new")
    page.set_url_path(parent)
    page.path = parent.path + "0001"
    response = page.make_preview_request(preview_mode=language)
    assert response.status_code == 200
    assert getattr(page, f"headline_{language}") in response.content.decode()
