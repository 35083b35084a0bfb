"""What others make of a page: structured data, QR codes."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from engagement.models import AgencySettings
from meetings.models import Meeting
from tests import factories
from tests.comments import factories as comment_factories
from tests.factories import local

pytestmark = pytest.mark.django_db
ROOM = {"venue": "City Hall", "room": "3", "address": "1 Main St, Long Beach, CA"}


def facts(client, address) -> dict:
    html = client.get(address).content.decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    return json.loads(text)


def test_a_meeting_is_an_event(client, settings):
    factories.home_page()
    meeting = factories.meeting(
        summary_en="Ask <us> & talk.",
        starts_at=local(2030, 12, 12, 12, 0),
        ends_at=local(2030, 12, 12, 13, 0),
    )
    found = facts(client, meeting.get_absolute_url())
    url = settings.BASE_URL + meeting.get_absolute_url()
    assert found["@context"] == "https://schema.org"
    assert found["organizer"]["@type"] == "GovernmentOrganization"
    assert found["organizer"]["name"] == "Clean Air Agency"
    del found["@context"], found["organizer"]
    assert found == {
        "@type": "Event",
        "name": "Office hours",
        "description": "Ask <us> & talk.",
        "startDate": "2030-12-12T12:00:00-08:00",
        "endDate": "2030-12-12T13:00:00-08:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": meeting.join_url},
        "isAccessibleForFree": True,
        "url": url,
    }
    with translation.override("es"):
        assert facts(client, meeting.get_absolute_url())["name"] == "Horas de consulta"


@pytest.mark.parametrize(
    ("format", "mode", "kinds"),
    [
        (Meeting.Format.REMOTE, "Online", ["VirtualLocation"]),
        (Meeting.Format.HYBRID, "Mixed", ["Place", "VirtualLocation"]),
        (Meeting.Format.IN_PERSON, "Offline", ["Place"]),
    ],
)
def test_an_event_says_where_and_how_one_takes_part(client, format, mode, kinds):
    meeting = factories.meeting(format=format, **ROOM)
    found = facts(client, meeting.get_absolute_url())
    assert found["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    places = found["location"] if isinstance(found["location"], list) else [found["location"]]
    assert [place["@type"] for place in places] == kinds
    if "Place" in kinds:
        assert places[0]["address"] == ROOM["address"]


@pytest.mark.parametrize("status", [Meeting.Status.CANCELLED, Meeting.Status.POSTPONED])
def test_an_event_that_is_off_says_so(client, status):
    meeting = factories.meeting(status=status)
    found = facts(client, meeting.get_absolute_url())
    assert found["eventStatus"].lower() == f"https://schema.org/event{status}"
    assert "zoomgov" not in json.dumps(found)


def test_an_event_keeps_what_only_registrants_may_have(client, settings):
    meeting = factories.meeting(join_details_private=True)
    found = facts(client, meeting.get_absolute_url())
    assert found["location"]["url"] == settings.BASE_URL + meeting.get_absolute_url()


def test_no_text_ends_the_block_of_facts(client):
    meeting = factories.meeting(headline_en="</script><script>alert(1)</script>")
    html = client.get(meeting.get_absolute_url()).content.decode()
    assert "<script>alert" not in html
    assert facts(client, meeting.get_absolute_url())["name"] == meeting.headline_en


def test_home_says_who_the_agency_is(client, settings):
    factories.home_page()
    agency = AgencySettings.load()
    agency.street_address, agency.city_line = "1 Main St", "Long Beach, CA 90802"
    agency.save()
    assert facts(client, "/en/") == {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "name": "Clean Air Agency",
        "url": f"{settings.BASE_URL}/",
        "address": "1 Main St, Long Beach, CA 90802",
    }


# QR codes


def picture_of(html: str) -> list[str]:
    return sorted(set(re.findall(r'<img[^>]* src="(/../qr/[^"]*)"', html)))


def code(monkeypatch, client, address: str) -> str:
    """What the QR code at `address` says."""
    said = []
    monkeypatch.setattr("plaza.qr.svg", lambda text: said.append(text) or b"<svg></svg>")
    assert client.get(address).status_code == 200
    return said[0]


@pytest.fixture
def things():
    initiative = factories.initiative()
    docket = comment_factories.docket(initiative=initiative)
    draft = comment_factories.draft(docket=docket)
    return [
        initiative.get_url,
        factories.meeting().get_absolute_url,
        docket.get_absolute_url,
        draft.get_absolute_url,
        factories.document(initiative=initiative).get_absolute_url,
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_code_of_a_page_leads_to_it(client, settings, monkeypatch, things, language):
    with translation.override(language):
        for address in (thing() for thing in things):
            picture = reverse("qr", args=[address.removeprefix(f"/{language}/").rstrip("/")])
            assert code(monkeypatch, client, picture) == settings.BASE_URL + address


def test_pages_that_are_shared_show_their_code_with_a_text_for_it(client, things):
    for address in (thing() for thing in things[:4]):
        html = client.get(address).content.decode()
        (picture,) = picture_of(html)
        assert 'alt="QR code with the address of this page"' in html
        response = client.get(picture)
        assert response["Content-Type"] == "image/svg+xml"
        assert (
            response["Cache-Control"] == "public, max-age=86400"
            or "max-age=86400" in (response["Cache-Control"])
        )
        drawing = response.content.decode()
        assert drawing.count("<path") == 2
        assert "style" not in drawing
        assert "script" not in drawing
        assert not response.cookies


def test_the_code_of_a_former_address_leads_to_the_present_one(client, settings, monkeypatch):
    meeting = factories.meeting()
    found = code(monkeypatch, client, f"/en/qr/meetings/{meeting.pk}/former-name.svg")
    assert found == settings.BASE_URL + meeting.get_absolute_url()


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "https://evil.example/",
        "search",
        "admin",
        "receipts/token",
        "meetings/999/x",
        "initiatives/no-such",
        "documents/1/x",
        "..",
    ],
)
def test_there_is_no_code_of_anything_else(client, path):
    factories.home_page()
    assert client.get(f"/en/qr/{path}.svg").status_code == 404


def test_there_is_no_code_of_what_is_not_published(client):
    initiative = factories.initiative(live=False, slug="secret")
    meeting = factories.meeting(live=False, starts_at=timezone.now() + timedelta(days=2))
    docket = comment_factories.docket(initiative=initiative)
    for path in ("initiatives/secret", f"meetings/{meeting.pk}/office-hours", f"dockets/{docket}"):
        assert client.get(f"/en/qr/{path}.svg").status_code == 404
