"""The news of meetings for feed readers: what feedparser, which is not ours, makes of our Atom."""

import gzip
import uuid
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from meetings import atom
from meetings.feeds import FeedQuery
from meetings.models import Meeting, Posting
from plaza import content_version
from tests import factories
from tests.factories import local

ATOM = "{http://www.w3.org/2005/Atom}"
SECRETS = ("zoomgov", "1615740201", "161 574 0201", "900-6833", "6699006833", "hunter2")


def get(client, query="", language="en", **headers):
    return client.get(f"/{language}/meetings/feed.atom{query}", headers=headers)


def read(body: bytes):
    """The feed as feedparser reads it, when it is what RFC 4287 asks for."""
    found = feedparser.parse(body)
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10"
    assert found.encoding == "utf-8"
    root = ElementTree.fromstring(body)
    for element in (root, *root.iter(f"{ATOM}entry")):
        # §4.1.1 and §4.1.2: exactly one of each.
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1, (element.tag, name)
        assert element.findtext(f"{ATOM}id").partition(":")[0] in {"urn", "http", "https"}
        moments = [*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")]
        assert all(datetime.fromisoformat(moment.text).tzinfo for moment in moments)
        assert len(element.findall(f"{ATOM}link[@rel='alternate']")) == 1
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    ids = [entry.id for entry in found.entries]
    assert len(ids) == len(set(ids))
    return found


def entries(client, query="", language="en"):
    return read(get(client, query, language).content).entries


def published(**fields) -> Meeting:
    """A meeting published at a moment that is the news of it."""
    now = timezone.now()
    return factories.meeting(**{"first_published_at": now} | fields)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
def test_an_entry_says_when_where_and_how_to_join_in_the_language_of_the_feed(
    client, settings, language
):
    initiative = factories.initiative(headline_en="Ports & ships", headline_es="Puertos y barcos")
    meeting = published(
        initiatives=[initiative],
        numbers=["+1 (669) 900-6833"],
        starts_at=local(2030, 12, 12, 12, 0),
        ends_at=local(2030, 12, 12, 13, 0),
        summary_en="Ask <us>.",
        summary_es="Pregunte.",
        materials=[factories.material(language="en")],
    )
    found = read(get(client, "", language).content)
    assert found.feed.language == language
    (entry,) = found.entries
    said = {
        "en": [
            "Office hours, Thursday, December 12, 2030",
            "12:00 p.m. to 1:00 p.m. PST",
            "Remote meeting",
            "Ask &lt;us&gt;.",
        ],
        "es": [
            "Horas de consulta, jueves 12 de diciembre de 2030",
            "12:00\xa0p.\xa0m. a 1:00\xa0p.\xa0m. PST",
            "Reunión",
            "Pregunte.",
        ],
    }[language]
    assert entry.title == said[0]
    for part in (*said[1:], meeting.join_url, "161 574 0201", "+1 (669) 900-6833", "/files/"):
        assert part in entry.summary, part
    with translation.override(language):
        assert entry.link == settings.BASE_URL + meeting.get_absolute_url()
        initiatives = {"en": "Ports & ships", "es": "Puertos y barcos"}[language]
        assert [tag.term for tag in entry.tags] == [meeting.get_kind_display(), initiatives]
    links = {link.rel: link.href for link in found.feed.links}
    assert links["self"] == f"{settings.BASE_URL}/{language}/meetings/feed.atom" == found.feed.id


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
def test_join_details_of_registrants_are_in_no_news(client, language):
    published(join_details_private=True, passcode="hunter2", numbers=["+1 (669) 900-6833"])
    published(status=Meeting.Status.CANCELLED, passcode="hunter2", numbers=["+1 (669) 900-6833"])
    body = get(client, "", language).content.decode()
    assert body.count("<entry>") == 2
    assert [secret for secret in SECRETS if secret in body] == []


@pytest.mark.django_db
def test_only_what_is_public_and_chosen_is_news(client):
    published(headline_en="Draft", live=False)
    published(headline_en="Hearing", kind=Meeting.Kind.HEARING)
    published(headline_en="Off", kind=Meeting.Kind.WORKSHOP, status=Meeting.Status.CANCELLED)

    def titles(query):
        return [entry.title.partition(",")[0] for entry in entries(client, query)]

    assert titles("") == ["Cancelled: Off", "Hearing"]
    assert titles("?kind=hearing") == ["Hearing"]
    assert titles("?cancelled=omit") == ["Hearing"]
    assert titles("?kind=board") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "says"), [("cancelled", "Cancelled: "), ("postponed", "Postponed: ")]
)
def test_a_meeting_that_is_called_off_is_news_under_the_same_id(client, status, says):
    with time_machine.travel("2026-05-01T12:00Z", tick=False) as clock:
        meeting = published(starts_at=local(2026, 6, 1, 12, 0), ends_at=local(2026, 6, 1, 13, 0))
        published(starts_at=local(2026, 6, 2, 12, 0), ends_at=local(2026, 6, 2, 13, 0))
        before = {entry.id: entry for entry in entries(client)}
        clock.shift(timedelta(hours=1))
        meeting.status = status
        meeting.save()
        first, _other = entries(client)
    assert first.id == uuid.UUID(meeting.uid).urn
    assert first.title == f"{says}Office hours, Monday, June 1, 2026"
    assert first.updated > before[first.id].updated
    assert first.published == before[first.id].published


@pytest.mark.django_db
def test_a_material_that_is_posted_is_news(client):
    with time_machine.travel("2026-05-01T12:00Z", tick=False) as clock:
        meeting = published()
        published(headline_en="Later")
        clock.shift(timedelta(days=3))
        meeting.materials.add(factories.material(kind="minutes"))
        meeting.save()
        Posting.objects.create(
            meeting=meeting, subject=Posting.Subject.MATERIAL, starts_at=meeting.starts_at
        )
        first = entries(client)[0]
    assert first.id == uuid.UUID(meeting.uid).urn
    assert first.updated.startswith("2026-05-04T12:00")
    assert "Minutes" in first.summary


@pytest.mark.django_db
def test_a_meeting_that_was_deleted_is_taken_back_under_its_id(client):
    meeting = published(headline_en="Gone")
    meeting.publish(meeting.save_revision())
    known = entries(client)[0].id
    meeting.delete()
    (entry,) = entries(client)
    assert entry.id == known
    assert entry.title.startswith("No longer in this list: Gone, ")
    assert "zoomgov" not in entry.summary


@pytest.mark.django_db
def test_the_feed_is_the_same_bytes_until_its_news_change(client):
    with time_machine.travel("2026-05-01T12:00Z", tick=False) as clock:
        published(starts_at=local(2026, 5, 1, 6, 0), ends_at=local(2026, 5, 1, 7, 0))
        first = get(client)
        clock.shift(timedelta(hours=10))  # meanwhile the meeting was held
        again = get(client)
    assert first.content == again.content
    assert first["ETag"] == again["ETag"]
    assert first["Last-Modified"] == again["Last-Modified"] == "Fri, 01 May 2026 12:00:00 GMT"
    assert first["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "public" in first["Cache-Control"]
    for known in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        answer = get(client, **known)
        assert (answer.status_code, answer.content) == (304, b"")
    head = client.head("/en/meetings/feed.atom")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])


@pytest.mark.django_db
def test_a_feed_without_news_is_a_feed_and_no_clock_is_in_it(client):
    factories.home_page()
    found = read(get(client, "?kind=board").content)
    assert found.entries == []
    assert found.feed.updated == "1970-01-01T00:00:00+00:00"


@pytest.mark.django_db
def test_the_feed_ends_with_the_fiftieth_and_is_as_cheap_as_with_one(client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert get(client).status_code == 200
        return len(queries)

    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        initiative = factories.initiative()
        for number in range(atom.LATEST + 5):
            clock.shift(timedelta(minutes=1))
            published(
                initiatives=[initiative],
                headline_en=f"Meeting {number}",
                starts_at=start + timedelta(days=2),
                numbers=["+1 (669) 900-6833"],
                materials=[factories.material()] if number == 0 else [],
            )
            if number == 2:
                get(client)
                few = count()
        assert count() == few <= 9
        titles = [entry.title.partition(",")[0] for entry in entries(client)]
    assert titles == [f"Meeting {number}" for number in range(54, 4, -1)]


@pytest.mark.django_db(transaction=True)
def test_it_is_kept_for_all_and_sent_compressed(client, settings):
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "atom"}
    settings.CACHES = settings.CACHES | {"pages": memory}
    content_version.watch_tables()
    published()
    get(client)  # makes the row of the agency, a change as any other
    first = get(client, **{"Accept-Encoding": "gzip"})
    with CaptureQueriesContext(connection) as queries:
        again = get(client, **{"Accept-Encoding": "gzip"})
        known = get(client, **{"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]})
    assert len(queries) == 2, "each asks only whether something changed"
    assert first["Content-Encoding"] == "gzip"
    assert again.content == first.content
    read(gzip.decompress(again.content))
    assert (known.status_code, known.content) == (304, b"")


# Any text


@pytest.mark.django_db
def test_text_that_xml_cannot_hold_does_not_break_the_feed(client):
    published(headline_en="Bell\x07 &\ufffe <b>Ä</b> 🚢", summary_en="One\x0btwo ]]> \u202eRTL")
    (entry,) = entries(client)
    assert entry.title.startswith("Bell & <b>Ä</b> 🚢, ")
    assert "Onetwo ]]&gt; \u202eRTL" in entry.summary


@given(st.text())
def test_every_uid_has_one_id_for_ever(uid):
    name = atom.entry_id(uid)
    assert name == atom.entry_id(uid)
    assert name.startswith("urn:uuid:")
    assert name == uuid.UUID(name).urn


def test_a_uid_that_is_a_uuid_is_the_id():
    assert atom.entry_id("0B9B2C6E-6C4B-4E6C-9E9D-3E6B4B0C8A11") == (
        "urn:uuid:0b9b2c6e-6c4b-4e6c-9e9d-3e6b4b0c8a11"
    )
    assert atom.entry_id("20251212@legistar") != atom.entry_id("20251213@legistar")


@pytest.mark.django_db
def test_the_news_of_a_feed_came_when_its_latest_did():
    factories.home_page()
    with time_machine.travel("2026-05-01T12:00Z", tick=False) as clock:
        published()
        clock.shift(timedelta(days=1))
        published()
        clock.shift(timedelta(days=1))
        written = atom.write(FeedQuery.parse(QueryDict("")))
    assert written.updated == datetime(2026, 5, 2, 12, tzinfo=UTC)
    assert read(written.body).feed.updated == "2026-05-02T12:00:00+00:00"
