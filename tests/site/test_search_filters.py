"""Narrowing what a search found, by kind and by initiative."""

import pytest

from tests import factories
from tests.comments import factories as make

pytestmark = pytest.mark.django_db


def publish(thing):
    thing.save_revision().publish()
    return thing


@pytest.fixture
def tugboats(initiative):
    """Two meetings and a docket about tugboats, of two initiatives."""
    other = factories.initiative()
    publish(factories.meeting(headline_en="Tugboats 1", initiatives=[initiative, other]))
    publish(factories.meeting(headline_en="Tugboats 2", initiatives=[other]))
    publish(make.docket(initiative=initiative, headline_en="Tugboats 3"))
    return initiative, other


def found(client, **asked):
    response = client.get("/en/search/", {"q": "tugboats", **asked})
    assert response.status_code == 200
    return response.context["found"], {result["title"] for result in response.context["results"]}


def counts(choices) -> dict[str, int]:
    return {choice.value: choice.count for choice in choices}


def test_each_filter_says_how_many_it_would_leave(client, tugboats):
    here, other = tugboats
    answer, shown = found(client)
    assert len(shown) == answer.all_kinds.count == 3
    assert counts(answer.kinds) == {"meeting": 2, "docket": 1}
    assert counts(answer.initiatives) == {str(here.pk): 2, str(other.pk): 2}


def test_filters_work_together_and_count_each_with_the_other(client, tugboats):
    here, other = tugboats
    answer, shown = found(client, kind="meeting", initiative=here.pk)
    assert shown == {"Tugboats 1"}
    assert counts(answer.kinds) == {"meeting": 1, "docket": 1}
    assert counts(answer.initiatives) == {str(here.pk): 1, str(other.pk): 2}
    for choice in answer.kinds:
        assert len(found(client, **dict([choice.url.split("&")[1].split("=")]))[1]) >= 1
        assert f"initiative={here.pk}" in choice.url


def test_the_links_of_the_filters_keep_the_words_and_start_at_the_first_page(client, tugboats):
    html = client.get("/en/search/", {"q": "tugboats", "page": 1}).content.decode()
    assert 'href="?q=tugboats&amp;kind=meeting"' in html
    assert 'aria-current="true">Everything (3)' in html


@pytest.mark.parametrize("kind", ["", "nonsense", "user", "'"])
@pytest.mark.parametrize("about", ["", "x", "-1", "9" * 30, "999999"])
def test_a_filter_nobody_offered_is_no_error(client, tugboats, kind, about):
    _answer, shown = found(client, kind=kind, initiative=about)
    assert len(shown) == (0 if about == "999999" else 3)


def test_an_initiative_that_is_taken_down_is_no_choice(client, tugboats):
    here, other = tugboats
    here.unpublish()
    assert set(counts(found(client)[0].initiatives)) == {str(other.pk)}


@pytest.mark.parametrize(("language", "words"), [("en", "meetings"), ("es", "reuniones")])
def test_who_finds_nothing_is_told_what_to_try(client, tugboats, language, words):
    html = client.get(f"/{language}/search/", {"q": "zebra", "kind": "docket"}).content.decode()
    assert 'href="?q=zebra"' in html
    assert f'href="/{language}/meetings/"' in html
    assert words in html
