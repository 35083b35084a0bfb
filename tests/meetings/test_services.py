"""What makes a meeting usable for everyone, whom to ask, and where it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.models import Meeting
from tests import factories
from tests.factories import local

pytestmark = pytest.mark.django_db

STARTS_AT = local(2025, 12, 12, 12, 0)
IN_ROOM = {
    "format": Meeting.Format.HYBRID,
    "venue": "City Hall",
    "address": "1 Main Street, Long Beach, CA 90808",
}


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(local(2025, 12, 8, 9, 0), tick=False)


def page(client, language="en", **fields) -> str:
    meeting = factories.meeting(**{"starts_at": STARTS_AT} | fields)
    return " ".join(client.get(f"/{language}/meetings/{meeting.pk}/office-hours/").text.split())


def test_the_page_names_the_languages_and_whether_to_ask_for_them(client):
    text = page(client, interpretation=["es", "ase"])
    assert "Interpretation, if you ask for it" in text
    assert "<li>Spanish</li><li>American Sign Language</li>" in text
    text = page(client, interpretation=["es"], interpretation_on_request=False)
    assert "Interpretation, without asking" in text


def test_the_page_names_what_is_there_for_everyone(client):
    text = page(client, accessibility=["captions", "child_care"])
    assert "<li>Live captions</li><li>Child care</li>" in text


def test_the_page_says_by_when_to_ask_and_how(client):
    text = page(client)
    assert "please ask for it by Tuesday, December 9, 2025." in text
    assert "Ask as you register" in text


def test_after_that_day_people_are_still_asked_to_say_what_they_need(client, time_machine):
    time_machine.move_to(local(2025, 12, 10, 0, 1), tick=False)
    text = page(client)
    assert "as soon as you can" in text
    assert "please ask for it by" not in text


def test_without_registration_the_contact_person_is_asked_by_telephone_or_mail(client):
    text = page(
        client,
        takes_registration=False,
        contact_name="Rosa Ilarraza",
        contact_email="rosa@example.com",
        contact_phone="909-555-0142",
    )
    assert "Ask as you register" not in text
    assert "Rosa Ilarraza" in text
    assert '<a href="mailto:rosa@example.com">' in text
    assert '<a href="tel:9095550142">' in text


def test_nothing_can_be_asked_for_a_meeting_that_is_over_or_off(client):
    assert "ask for it by" not in page(client, status=Meeting.Status.CANCELLED)
    past = timezone.now() - timedelta(days=30)
    assert "ask for it by" not in page(client, starts_at=past)


def test_the_address_leads_to_a_map_on_another_site(client):
    text = page(client, **IN_ROOM)
    assert "1%20Main%20Street" in text
    assert "(opens another site)" in text
    assert 'rel="noopener"' in text


def test_a_remote_meeting_has_no_map(client):
    assert "opens another site" not in page(client)


def test_it_is_all_there_in_spanish(client):
    text = page(
        client, language="es", interpretation=["ase"], accessibility=["captions"], **IN_ROOM
    )
    assert "pídala a más tardar el martes 9 de diciembre de 2025." in text
    for english in ("Interpretation", "please ask", "opens another site", "There for everyone"):
        assert english not in text
