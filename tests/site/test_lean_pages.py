"""How many questions a page asks the database: few, and as many for much content as for little."""

from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.comments import factories as commenting

pytestmark = pytest.mark.django_db


def queries(client, address: str) -> list[str]:
    """What a page asks when nothing of it is cached; only Wagtail knows where its site begins."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured]


def initiative_with(*, meetings: int, documents: int):
    """Half of the meetings are over; all have materials, dial-in numbers and two languages."""
    page = factories.initiative()
    now = timezone.now()
    for number in range(meetings):
        days = number + 1 if number % 2 else -number - 1
        factories.meeting(
            initiatives=[page],
            starts_at=now + timedelta(days=days),
            numbers=["+1 (669) 900-6833"],
            materials=[factories.material(), factories.material(language="es")],
        )
    for _number in range(documents):
        factories.document(
            initiative=page,
            files=[(1, "en", date(2025, 1, 1)), (2, "es", date(2025, 2, 1))],
        )
    for number in (1, 2):
        docket = commenting.docket(number=f"PA-{page.pk:04}-{number:02}", initiative=page)
        commenting.draft(docket=docket)
    return page


def test_an_initiatives_page_asks_as_little_with_much_on_it_as_with_little(client):
    little = initiative_with(meetings=5, documents=20)
    much = initiative_with(meetings=50, documents=200)
    few, many = queries(client, little.url), queries(client, much.url)
    assert len(few) == len(many) <= 12, "\n".join(many)


@pytest.mark.parametrize(
    ("address", "most"), [("/en/", 12), ("/en/meetings/", 11), ("/en/dockets/PA-2026-01/", 21)]
)
def test_other_pages_with_lists_are_as_lean(client, address, most):
    page = initiative_with(meetings=6, documents=6)
    docket = commenting.docket(initiative=page)
    commenting.draft(docket=docket)
    for number in range(4):
        comment = commenting.submit(docket, text=f"Text {number}")
        comment.state, comment.posted_at = "posted", timezone.now()
        comment.save()
    asked = queries(client, address)
    assert len(asked) <= most, "\n".join(asked)


def test_the_pages_cache_is_off_in_these_tests():
    caches["pages"].set("key", "value")
    assert caches["pages"].get("key") is None
