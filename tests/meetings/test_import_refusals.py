"""What an import refuses or skips, and where in the file that stands."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from meetings.calendar_reading import CalendarRefused, read
from meetings.models import Meeting
from tests.meetings.calendar_files import bring_in, calendar, event, reasons

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_summer(time_machine):
    time_machine.move_to(datetime(2026, 7, 1, 12, tzinfo=UTC), tick=False)


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 1, "empty"),
        (b"<html>Not found</html>", 1, "not a calendar"),
        (b"\x00\x01\x02", 1, "not a calendar"),
        (calendar(event())[:-30], 8, "missing"),
        (calendar(event()).replace(b"END:VEVENT", b"END:VTODO"), 9, "END:VEVENT"),
        (calendar(event(DTSTART="20260231T100000")), 5, "not a valid date"),
        (calendar(event(DTEND="tomorrow")), 6, "not a valid date"),
        (calendar(event(DTEND=None, DURATION="an hour")), 8, "not a valid duration"),
        (calendar(event(SUMMARY="a\nbroken line")), 8, "no part of a calendar"),
        (calendar(event(SUMMARY="a")).replace(b"MARY:a", b"MARY:\x81"), 7, "UTF-8"),
    ],
)
def test_a_damaged_file_is_refused_with_the_line_and_nothing_is_imported(data, line, message):
    with pytest.raises(CalendarRefused) as refused:
        bring_in(data)
    assert message in refused.value.message
    assert refused.value.line == line
    assert not Meeting.objects.exists()


def test_damage_at_the_end_takes_back_what_stood_before_it():
    data = calendar(event(), event(UID="two", DTSTART="20260231T100000"))
    with pytest.raises(CalendarRefused):
        bring_in(data)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ({"DTSTART": None}, "It does not say when it starts."),
        ({"SUMMARY": None}, "It has no title."),
        ({"DTEND": "20260806T173000"}, "It lasts longer than 24 hours."),
        ({"DTSTART": "DTSTART;TZID=Nowhere:20260804T173000"}, "The time zone “Nowhere” is not"),
        ({"LOCATION": "Via Zoom"}, "It names neither a place nor a Zoom address."),
        ({"DTSTART": "00010101T000000"}, "The year 1 cannot be meant."),
    ],
)
def test_an_event_that_cannot_be_a_meeting_is_skipped_with_the_reason(properties, reason):
    report = bring_in(calendar(event(**properties), event(UID="good@example.org")))
    assert [meeting.uid for meeting in Meeting.objects.all()] == ["good@example.org"]
    (said,) = reasons(report)
    assert said.startswith(reason)


lines = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            *(b"BEGIN:VCALENDAR", b"END:VCALENDAR", b"BEGIN:VEVENT", b"END:VEVENT", b"UID:x"),
            *(b"BEGIN:VTIMEZONE", b"END:VTIMEZONE", b"TZID:x", b"SUMMARY:a", b"LOCATION:1 a b"),
            *(b"DTSTART:20260804T173000", b"DTSTART;TZID=x:20260804T173000", b"GEO:1;2;3"),
            *(b"DTEND:20260804T173001Z", b"DURATION:-P1D", b"RRULE:FREQ=DAILY;COUNT=2"),
            *(b"RRULE:FREQ=YEARLY;BYDAY=99XX", b"RDATE:x", b"EXDATE;VALUE=DATE:20260804"),
            *(b"RECURRENCE-ID:20260804", b'DTSTART;X=":20260804', b"DESCRIPTION:<p", b"\xff\xfe"),
        ]
    ),
)


@given(data=st.one_of(st.binary(max_size=300), st.lists(lines, max_size=25).map(b"\r\n".join)))
@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None
)
def test_whatever_the_bytes_are_the_file_is_read_or_refused_with_a_line(db, data):
    wrapped = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + data + b"\nEND:VEVENT\nEND:VCALENDAR\n"
    lines_of_refusals = []
    for each in (data, wrapped):
        try:
            bring_in(each, dry_run=True)
        except CalendarRefused as refused:
            lines_of_refusals.append(refused.line)
    assert all(line >= 1 for line in lines_of_refusals)


def test_ten_megabytes_are_read_in_seconds():
    one = event(DESCRIPTION="word " * 380)
    data = calendar(*[one.replace("one@", f"{number}@") for number in range(5000)])
    assert len(data) > 9_500_000
    began = time.process_time()
    assert len(read(data).events) == 5000
    assert time.process_time() - began < 20
