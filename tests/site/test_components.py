"""The page of components: for developers, where the site is a demo."""

import pytest

from engagement.blocks import ContentBlocks
from tests.factories import home_page
from tests.site.test_demo import load_demo

pytestmark = pytest.mark.django_db


def test_there_is_no_such_page_where_the_site_serves_an_agency(client, settings):
    settings.DEMO = settings.DEBUG = False
    home_page()
    assert client.get("/en/components/").status_code == 404


def test_it_shows_every_block_and_no_search_engine_lists_it(demo_site, client):
    load_demo()
    for language in ("en", "es"):
        page = client.get(f"/{language}/components/").text
        for name in ContentBlocks().child_blocks:
            assert f'data-sample="block-{name}"' in page
        assert 'name="robots" content="noindex' in page


def test_it_works_before_any_demo_is_loaded(demo_site, client):
    home_page()
    page = client.get("/en/components/").text
    assert "block-callout" in page
    assert "block-figure" not in page
