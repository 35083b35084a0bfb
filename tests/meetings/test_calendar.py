"""Calendar files and feeds: RFC 5545 to the letter, read back by another program's rules."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from icalendar import Calendar

from engagement.models import AgencySettings
from meetings import calendar
from meetings.content_lines import text
from meetings.models import Meeting, Registration
from tests import factories
from tests.factories import LOS_ANGELES, local

pytestmark = pytest.mark.django_db


def feed(*meetings) -> bytes:
    return calendar.feed(Meeting.objects.filter(pk__in=[m.pk for m in meetings]), name="Plaza")


def event(ics: bytes | str):
    (found,) = Calendar.from_ical(ics).walk("VEVENT")
    return found


def office_hours(**fields):
    values = {
        "starts_at": local(2025, 12, 12, 12, 0),
        "ends_at": local(2025, 12, 12, 13, 0),
        "numbers": ["+1 (669) 900-6833"],
    }
    return factories.meeting(**values | fields)


# The form


def assert_well_formed(ics: bytes):
    """Every line ends in CRLF and holds at most 75 octets (RFC 5545 §3.1), none splits a letter."""
    assert ics.endswith(b"END:VCALENDAR\r\n")
    lines = ics.removesuffix(b"\r\n").split(b"\r\n")
    for line in lines:
        assert b"\n" not in line
        assert b"\r" not in line
        assert len(line) <= 75
        line.decode()
    unfolded = ics.decode().replace("\r\n ", "").replace("\r\n\t", "")
    for line in unfolded.splitlines():
        assert re.match(r"[A-Z-]+[;:]", line), line


titles = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"]),
        st.sampled_from(",;:\\\"' ñÁ🚢👩‍👩‍👧🇲🇽שلום"),
    ),
    min_size=1,
    max_size=200,
).filter(str.strip)


@given(headline=titles, summary=st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
def test_any_title_is_written_well_formed_and_read_back_as_it_was(db, headline, summary):
    meeting = Meeting(
        headline_en=headline,
        summary_en=summary,
        kind=Meeting.Kind.OFFICE_HOURS,
        format=Meeting.Format.REMOTE,
        starts_at=local(2025, 12, 12, 12, 0),
        ends_at=local(2025, 12, 12, 13, 0),
    )
    ics = calendar.feed([meeting], name=headline)
    assert_well_formed(ics)
    read = Calendar.from_ical(ics)
    assert read["NAME"] == read["X-WR-CALNAME"] == text(headline)
    assert event(ics)["SUMMARY"] == headline
    assert event(ics)["DESCRIPTION"].endswith(meeting.get_absolute_url())


def test_control_characters_pasted_from_elsewhere_do_not_reach_the_calendar():
    meeting = Meeting.objects.get(pk=office_hours(numbers=[], zoom_id="").pk)
    meeting.summary_en = "one\r\ntwo\x08\x0b three\x85\tfour"
    ics = calendar.meeting_file(meeting)
    assert event(ics)["DESCRIPTION"].startswith("one\ntwo three\tfour")
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", ics)


def test_a_feed_says_what_it_is_and_carries_no_method():
    read = Calendar.from_ical(feed(office_hours()))
    assert read["VERSION"] == "2.0"
    assert read["PRODID"]
    assert "METHOD" not in read
    assert read["REFRESH-INTERVAL"].dt == timedelta(hours=1)


def test_an_empty_feed_is_still_a_calendar():
    assert_well_formed(feed())


def test_an_event_holds_what_the_standard_asks_for():
    found = event(feed(office_hours()))
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS", "URL"):
        assert name in found
    assert found["DTSTAMP"].to_ical().endswith(b"Z")
    assert found["URL"] == "http://localhost:8000" + Meeting.objects.get().get_absolute_url()


# Time


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        ((2025, 12, 12), -8),
        ((2025, 8, 28), -7),
        ((2026, 3, 7), -8),
        ((2026, 3, 9), -7),
        ((2026, 10, 31), -7),
        ((2026, 11, 2), -8),
    ],
)
def test_noon_is_noon_on_both_sides_of_daylight_saving(day, offset):
    ics = feed(office_hours(starts_at=local(*day, 12, 0), ends_at=local(*day, 13, 0)))
    start = event(ics)["DTSTART"]
    assert start.params["TZID"] == "America/Los_Angeles"
    assert start.dt.replace(tzinfo=None) == datetime(*day, 12, 0)  # noqa: DTZ001 - the wall clock
    assert start.dt.utcoffset() == timedelta(hours=offset)


def test_the_hour_that_happens_twice_keeps_its_two_meetings_apart():
    first = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)  # 1:30 a.m. PDT; an hour later is PST
    meeting = office_hours(starts_at=first, ends_at=first + timedelta(minutes=30))
    assert event(feed(meeting))["DTSTART"].dt.astimezone(UTC) == first


def test_the_rules_of_the_zone_travel_with_the_calendar():
    ics = feed(office_hours())
    (zone,) = Calendar.from_ical(ics).walk("VTIMEZONE")
    assert zone["TZID"] == "America/Los_Angeles"
    # A program that knows no zone by name computes the same moment from the rules alone.
    rules = zone.to_tz()
    for moment in (local(2025, 12, 12, 12, 0), local(2025, 8, 28, 17, 0)):
        wall = moment.replace(tzinfo=None)
        assert rules.utcoffset(wall) == moment.utcoffset()


# Identity and change


def test_a_feed_is_the_same_bytes_until_what_it_shows_changes(time_machine):
    meeting = office_hours()
    before = feed(meeting)
    time_machine.move_to(timezone.now() + timedelta(days=40))
    assert feed(meeting) == before
    Meeting.objects.get().save()
    assert feed(meeting) == before


def test_the_uid_stays_while_everything_else_changes():
    meeting = office_hours()
    before = event(feed(meeting))
    meeting.headline_en, meeting.zoom_id = "Other", "1612345678"
    meeting.starts_at -= timedelta(hours=1)
    meeting.save()
    after = event(feed(meeting))
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["DTSTAMP"].dt >= before["DTSTAMP"].dt


def test_the_feed_the_download_and_the_registrants_file_are_one_event():
    meeting = office_hours()
    registration = factories.registration(meeting=meeting)
    uids = {
        str(event(ics)["UID"])
        for ics in (
            feed(meeting),
            calendar.meeting_file(meeting),
            calendar.registration_file(registration),
        )
    }
    assert len(uids) == 1


@pytest.mark.parametrize(
    ("status", "written", "summary"),
    [
        (Meeting.Status.SCHEDULED, "CONFIRMED", "Office hours"),
        (Meeting.Status.POSTPONED, "TENTATIVE", "Postponed: Office hours"),
        (Meeting.Status.CANCELLED, "CANCELLED", "Cancelled: Office hours"),
    ],
)
def test_a_meeting_that_is_off_says_so_in_the_calendar_and_loses_its_link(status, written, summary):
    ics = feed(office_hours(status=status))
    assert event(ics)["STATUS"] == written
    assert event(ics)["SUMMARY"] == summary
    assert (b"zoomgov" in ics) is (written == "CONFIRMED")


# How to join


def test_the_calendar_carries_the_link_the_id_and_the_number():
    found = event(feed(office_hours()))
    for detail in ("https://agency.zoomgov.com/j/1615740201", "161 574 0201", "+1 (669) 900-6833"):
        assert detail in found["DESCRIPTION"]
    assert found["LOCATION"] == "https://agency.zoomgov.com/j/1615740201"
    online, phone = found["CONFERENCE"]
    assert online == "https://agency.zoomgov.com/j/1615740201"
    assert phone == "tel:+16699006833,,1615740201%23"
    assert online.params["VALUE"] == phone.params["VALUE"] == "URI"
    assert phone.params["FEATURE"] == "PHONE"


def test_a_hybrid_meeting_is_where_its_room_is():
    meeting = office_hours(
        format=Meeting.Format.HYBRID,
        venue="Long Beach City College",
        room="T1200",
        address="4901 East Carson Street, Long Beach, CA 90808",
    )
    assert event(feed(meeting))["LOCATION"] == (
        "Long Beach City College, Room T1200, 4901 East Carson Street, Long Beach, CA 90808"
    )


SECRETS = (b"zoomgov", b"1615740201", b"161 574 0201", b"900-6833", b"6699006833", b"hunter2")


@pytest.mark.parametrize("write", [feed, calendar.meeting_file])
def test_details_for_registrants_only_are_in_no_public_calendar(write):
    meeting = office_hours(join_details_private=True, passcode="hunter2")
    unfolded = write(meeting).replace(b"\r\n ", b"")
    assert not [secret for secret in SECRETS if secret in unfolded]


def test_a_confirmed_registrant_receives_them():
    meeting = office_hours(join_details_private=True, passcode="hunter2")
    ics = calendar.registration_file(factories.registration(meeting=meeting))
    assert Calendar.from_ical(ics)["METHOD"] == "PUBLISH"
    assert "hunter2" in event(ics)["DESCRIPTION"]
    assert_well_formed(ics.encode())


@pytest.mark.parametrize("state", [Registration.State.WAITLISTED, Registration.State.CANCELLED])
def test_one_without_a_place_does_not(state):
    meeting = office_hours(join_details_private=True, passcode="hunter2")
    ics = calendar.registration_file(factories.registration(meeting=meeting, state=state))
    unfolded = ics.encode().replace(b"\r\n ", b"")
    assert not [secret for secret in SECRETS if secret in unfolded]


def test_the_file_of_one_who_cancelled_takes_the_meeting_out_of_the_calendar():
    registration = factories.registration(
        meeting=office_hours(), state=Registration.State.CANCELLED
    )
    assert event(calendar.registration_file(registration))["STATUS"] == "CANCELLED"


def test_a_calendar_is_in_the_language_in_which_it_was_asked_for():
    meeting = office_hours()
    with translation.override("es"):
        found = event(feed(meeting))
    assert found["SUMMARY"] == "Horas de consulta"
    assert found["SUMMARY"].params["LANGUAGE"] == "es"
    assert "/es/" in found["URL"]


def test_times_are_in_the_agencys_zone():
    assert event(feed(office_hours()))["DTSTART"].dt == datetime(
        2025, 12, 12, 12, 0, tzinfo=LOS_ANGELES
    )


# Times


def test_the_zone_of_a_calendar_is_defined_in_it():
    (zone,) = Calendar.from_ical(feed(office_hours())).walk("VTIMEZONE")
    assert zone["TZID"] == "America/Los_Angeles"
    assert event(feed(office_hours()))["DTSTART"].params["TZID"] == "America/Los_Angeles"


@pytest.mark.parametrize(
    ("starts_at", "hours", "written"),
    [
        (local(2026, 3, 7, 23, 30), 2, [b":20260307T233000", b":20260308T013000"]),
        (local(2026, 3, 8, 1, 30), 1, [b":20260308T013000", b":20260308T033000"]),
        # What is at 1:30 then, a zone alone does not tell (§3.3.5).
        (local(2026, 10, 31, 23, 30), 2, [b":20261101T063000Z", b":20261101T083000Z"]),
        (local(2026, 11, 1, 1, 30), 1, [b":20261101T083000Z", b":20261101T093000Z"]),
        (local(2026, 10, 31, 23, 30), 4, [b":20261031T233000", b":20261101T023000"]),
    ],
    ids=["over midnight", "forward", "into the hour that comes twice", "within it", "over it"],
)
def test_times_are_right_when_clocks_change(starts_at, hours, written):
    starts_at = starts_at.astimezone(UTC)
    ends_at = starts_at + timedelta(hours=hours)
    ics = feed(office_hours(starts_at=starts_at, ends_at=ends_at))
    found = event(ics)
    assert found["DTSTART"].dt == starts_at
    assert found["DTEND"].dt == ends_at
    for name, value in zip((b"DTSTART", b"DTEND"), written, strict=True):
        (line,) = re.findall(rb"\r\n" + name + rb"(?:;TZID=America/Los_Angeles)?(:2026.*)\r", ics)
        assert line == value


# What stands in an event


def test_an_event_says_what_a_resident_wants_to_know():
    agency = AgencySettings.load()
    initiative = factories.initiative(headline_en="Clean ports, clean air")
    agency.refresh_from_db()
    meeting = office_hours(
        initiatives=[initiative, factories.initiative(live=False)],
        interpretation=["es", "ase"],
        contact_name="Ana Ruiz",
        contact_email="ana@agency.example",
        contact_phone="909-396-2000",
        latitude="33.748700",
        longitude="-118.257000",
    )
    found = event(feed(meeting))
    assert found["CATEGORIES"].cats == ["Office hours", "Clean ports, clean air"]
    assert "Interpretation on request: Spanish, American Sign Language" in found["DESCRIPTION"]
    assert "Contact: Ana Ruiz, ana@agency.example, 909-396-2000" in found["DESCRIPTION"]
    assert found["GEO"].to_ical() == "33.7487;-118.257"
    assert found["ORGANIZER"] == "mailto:ana@agency.example"
    assert found["ORGANIZER"].params["CN"] == "Clean Air Agency"
    assert found["TRANSP"] == "TRANSPARENT"
    html = found["X-ALT-DESC"]
    assert html.params["FMTTYPE"] == "text/html"
    link = "https://agency.zoomgov.com/j/1615740201"
    assert f'<a href="{link}">{link}</a>' in html


def test_nobody_organizes_a_meeting_whose_agency_has_no_address():
    assert "ORGANIZER" not in event(feed(office_hours()))


def test_what_is_typed_as_html_is_shown_as_it_was_typed():
    found = event(feed(office_hours(summary_en="<script>alert(1)</script> & more")))
    assert "<script>" in found["DESCRIPTION"]
    shown = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"
    assert text(shown) in found["X-ALT-DESC"]


def test_a_meeting_online_whose_link_is_for_registrants_says_how_to_get_it():
    found = event(feed(office_hours(join_details_private=True)))
    assert found["LOCATION"] == "Online"
    assert "Register on the meeting’s page" in found["DESCRIPTION"]


def test_the_time_of_whoever_has_a_place_is_taken():
    registration = factories.registration(meeting=office_hours())
    assert event(calendar.registration_file(registration))["TRANSP"] == "OPAQUE"


def test_a_description_of_any_length_is_folded_and_whole():
    meeting = office_hours()
    meeting.summary_en = "Ñandú 🚢, שלום; back\\slash\n" * 200
    ics = calendar.meeting_file(meeting)
    assert len(meeting.summary_en) > 5000
    assert_well_formed(ics)
    assert event(ics)["DESCRIPTION"].startswith(meeting.summary_en)


def test_the_library_writes_the_very_same_bytes():
    ics = feed(office_hours(), office_hours(status=Meeting.Status.CANCELLED))
    assert Calendar.from_ical(ics).to_ical() == ics


def test_the_same_feed_is_the_same_bytes(time_machine):
    meeting = office_hours()
    before = feed(meeting)
    time_machine.move_to(local(2030, 1, 1))
    assert feed(meeting) == before


def test_an_agency_in_utc_writes_times_in_utc(settings):
    settings.TIME_ZONE = "UTC"
    ics = feed(office_hours())
    assert b"VTIMEZONE" not in ics
    assert event(ics)["DTSTART"].dt == local(2025, 12, 12, 12, 0)
