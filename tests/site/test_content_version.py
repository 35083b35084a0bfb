"""The number that grows with whatever a page may show."""

import pytest
from django.db import connection

from plaza import content_version
from tests import factories

# Real transactions: each change is a transaction of its own, as it is for people.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("pages")]


def test_every_table_is_watched_but_those_that_no_page_shows():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname = 'plaza_content'"
        )
        watched = {name for (name,) in cursor.fetchall()}
    tables = set(connection.introspection.table_names())
    assert watched == tables - content_version.NOT_SHOWN
    assert tables >= content_version.NOT_SHOWN  # none is misspelt


def test_adding_up_changes_changes_nothing():
    factories.home_page()
    before = content_version.current()
    content_version.compact()
    content_version.compact()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM plaza_contentchange")
        assert cursor.fetchone() == (1,)
    assert content_version.current() == before > 0
    factories.initiative()
    assert content_version.current() > before
