"""Bringing an agency's calendar in: what Google, Outlook and Legistar export becomes meetings."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import translation

from meetings import changes
from meetings.models import Meeting, MeetingSeries, NoticeRule
from tests import factories
from tests.factories import local
from tests.meetings.calendar_files import CALENDARS, bring_in, calendar, event, notes, reasons

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_summer(time_machine):
    time_machine.move_to(datetime(2026, 7, 1, 12, tzinfo=UTC), tick=False)


# What each program exports


def test_a_google_calendar_comes_in_whole():
    report = bring_in("google.ics")
    workshop = Meeting.objects.get(uid="5kd3m1workshop@google.com")
    assert workshop.headline == "Public Workshop: Clean Trucks 🚛"
    assert workshop.kind == Meeting.Kind.WORKSHOP
    assert (workshop.starts_at, workshop.ends_at) == (
        local(2026, 7, 15, 18, 0),
        local(2026, 7, 15, 20, 0),
    )
    assert workshop.format == Meeting.Format.IN_PERSON
    assert workshop.venue == "Long Beach City College"
    assert workshop.room == "T1200"
    assert workshop.address == "4901 E Carson St, Long Beach, CA 90808, USA"
    assert workshop.summary == (
        "Bring your questions about truck rules, rates & permits.\n• Maps\n• Prices\n\n"
        "See the rules https://example.org/rules."
    )
    assert not workshop.live
    assert reasons(report) == {
        "It lasts all day; a meeting starts at a time.": 1,
        "It is marked as private.": 1,
    }


def test_every_second_friday_stays_at_noon_when_the_clock_changes_and_is_one_series():
    bring_in("google.ics")
    hours = Meeting.objects.filter(kind=Meeting.Kind.OFFICE_HOURS).order_by("starts_at")
    assert [meeting.starts_at for meeting in hours] == [
        local(2026, 10, 2, 12, 0),
        local(2026, 10, 16, 12, 0),
        local(2026, 10, 30, 15, 30),  # moved by itself
        local(2026, 11, 13, 12, 0),  # and none on November 27
        local(2026, 12, 11, 12, 0),
    ]
    assert hours[2].headline == "Virtual Office Hours (in the afternoon)"
    assert hours[0].uid == "77officehours@google.com/20261002T190000Z"
    series = MeetingSeries.objects.get()
    assert series.frequency == MeetingSeries.Frequency.EVERY_SECOND_WEEK
    assert {meeting.series for meeting in hours} == {series}
    assert series.until == local(2026, 12, 11).date()


def test_the_zoom_invitation_in_a_description_becomes_join_details():
    bring_in("google.ics")
    meeting = Meeting.objects.get(starts_at=local(2026, 10, 2, 12, 0))
    assert meeting.format == Meeting.Format.REMOTE
    assert meeting.join_url == "https://agency.zoomgov.com/j/1615740201?pwd=abc"
    assert (meeting.zoom_id, meeting.passcode) == ("1615740201", "042026")
    assert [str(number) for number in meeting.dial_in_numbers.all()] == ["+1 (669) 254-5252"]
    assert meeting.summary == "Ask anything."


def test_an_outlook_calendar_with_zones_of_windows_comes_in_at_the_right_times():
    report = bring_in("outlook.ics")
    board = Meeting.objects.filter(kind=Meeting.Kind.BOARD).order_by("starts_at")
    assert [meeting.starts_at for meeting in board] == [
        local(2026, 2, 10, 9, 0),
        local(2026, 3, 10, 9, 0),
        local(2026, 5, 12, 9, 0),
    ]
    assert (board[0].venue, board[0].room) == ("Board Room", "")
    assert board[0].address == "21865 Copley Drive, Diamond Bar, CA 91765"
    assert board[0].series.frequency == MeetingSeries.Frequency.MONTHLY_ON_WEEKDAY
    # From 1:30 to 3:30 in the night in which the clock skips an hour.
    night = Meeting.objects.get(headline_en="Night shift listening session")
    assert night.ends_at - night.starts_at == timedelta(hours=1)
    assert night.room == "CC8"
    assert list(reasons(report)) == ["It names neither a place nor a Zoom address. See --address."]
    assert any("teams.microsoft.com" in note for note in notes(report))


def test_a_zone_that_only_the_file_explains_is_read_from_its_rules():
    bring_in("outlook.ics", address="1 Main Street")
    meeting = Meeting.objects.get(headline_en="Technology Committee")
    assert meeting.starts_at == datetime(2026, 7, 15, 17, 0, tzinfo=UTC)
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=90)
    assert meeting.status == Meeting.Status.CANCELLED
    assert meeting.address == "1 Main Street"


def test_a_legistar_calendar_without_zones_and_ends_is_taken_in_the_agencys_zone():
    report = bring_in("legistar.ics")
    council = Meeting.objects.get(uid="8812")
    assert council.starts_at == local(2026, 8, 4, 17, 30)
    assert council.ends_at == local(2026, 8, 4, 18, 30)
    assert council.kind == Meeting.Kind.BOARD
    assert (council.venue, council.address) == (
        "Council Chamber",
        "411 W. Ocean Blvd., Long Beach",
    )
    assert "Its times name no zone; the agency’s was taken." in notes(report)
    assert "It does not say when it ends; one hour was taken." in notes(report)
    assert reasons(report) == {
        "It ends before it starts.": 1,
        "It names neither a place nor a Zoom address. See --address.": 1,
    }
    assert [row.line for row in report.rows] == [5, 16, 23, 30]


def test_letters_of_old_windows_programs_are_read_and_the_report_says_so():
    data = calendar(event(SUMMARY="Reunión en Peñasco")).decode().encode("cp1252")
    report = bring_in(data)
    assert Meeting.objects.get().headline == "Reunión en Peñasco"
    assert report.notes == [(7, "The file is not in UTF-8; its letters were read as Windows-1252.")]


def test_a_letter_that_a_program_folded_in_two_is_made_whole():
    data = calendar(event(SUMMARY="Peñasco")).replace(b"\xc3\xb1", b"\xc3\r\n \xb1")
    bring_in(data)
    assert Meeting.objects.get().headline == "Peñasco"


def test_commas_semicolons_backslashes_and_line_breaks_are_what_was_entered():
    text = 'C:\\\\New\\; a\\, b\\nsecond\\Nthird: "x"'
    bring_in(calendar(event(DESCRIPTION=text)))
    assert Meeting.objects.get().summary == 'C:\\New; a, b\nsecond\nthird: "x"'


def test_a_file_in_spanish_fills_both_titles():
    bring_in(calendar(event(SUMMARY="Taller")), language="es")
    meeting = Meeting.objects.get()
    assert (meeting.headline_es, meeting.headline_en) == ("Taller", "Taller")
    assert meeting.kind == Meeting.Kind.WORKSHOP


def test_the_initiative_and_the_kind_are_those_that_were_named():
    page = factories.initiative()
    bring_in(calendar(event()), initiative=page, kind=Meeting.Kind.HEARING)
    meeting = Meeting.objects.get()
    assert list(meeting.initiatives.all()) == [page]
    assert meeting.kind == Meeting.Kind.HEARING


# Again and again


def test_importing_twice_makes_nothing_twice():
    bring_in("google.ics")
    before = list(Meeting.objects.order_by("pk").values())
    report = bring_in("google.ics")
    assert report.created == report.updated == 0
    assert reasons(report)["It is here already."] == 6
    assert list(Meeting.objects.order_by("pk").values()) == before
    assert MeetingSeries.objects.count() == 1


def test_an_update_without_news_changes_nothing():
    bring_in("google.ics", publish=True)
    before = list(Meeting.objects.order_by("pk").values())
    report = bring_in("google.ics", update=True)
    assert report.updated == 0
    assert list(Meeting.objects.order_by("pk").values()) == before


def test_an_update_moves_a_published_meeting_and_tells_the_registrants():
    bring_in(calendar(event()), publish=True)
    meeting = Meeting.objects.get()
    meeting.headline_en = "A better title by staff"
    meeting.save_revision().publish()
    factories.registration(meeting=meeting)
    report = bring_in(
        calendar(event(DTSTART="20260805T173000", DTEND="20260805T190000")), update=True
    )
    meeting = Meeting.objects.get()
    assert (report.created, report.updated) == (0, 1)
    assert meeting.starts_at == local(2026, 8, 5, 17, 30)
    assert meeting.headline_en == "A better title by staff"
    assert meeting.sequence == 1
    assert changes.tell_registrants() == 1


def test_an_update_calls_off_what_the_file_calls_off_and_never_back_on():
    bring_in(calendar(event()), publish=True)
    bring_in(calendar(event(STATUS="CANCELLED")), update=True)
    assert Meeting.objects.get().status == Meeting.Status.CANCELLED
    bring_in(calendar(event()), update=True)
    assert Meeting.objects.get().status == Meeting.Status.CANCELLED


def test_an_update_calls_off_a_date_that_the_series_no_longer_has():
    weekly = {"RRULE": "FREQ=WEEKLY;COUNT=3"}
    bring_in(calendar(event(**weekly)), publish=True)
    report = bring_in(calendar(event(EXDATE="20260811T173000", **weekly)), update=True)
    assert report.updated == 1
    statuses = Meeting.objects.order_by("starts_at").values_list("status", flat=True)
    assert list(statuses) == ["scheduled", "cancelled", "scheduled"]


def test_an_update_leaves_a_place_alone_that_staff_described_better():
    bring_in(calendar(event(LOCATION="City Hall 1 Main Street")), publish=True)
    meeting = Meeting.objects.get()
    meeting.venue, meeting.address = "City Hall", "1 Main Street"
    meeting.save_revision().publish()
    report = bring_in(calendar(event(LOCATION="City Hall 1 Main Street")), update=True)
    assert report.updated == 0
    assert Meeting.objects.get().venue == "City Hall"


def test_an_update_does_not_publish_what_an_editor_has_not_finished():
    bring_in(calendar(event()), publish=True)
    meeting = Meeting.objects.get()
    meeting.headline_en = "Not finished"
    meeting.save_revision()
    report = bring_in(calendar(event(DTEND="20260804T190000")), update=True)
    assert reasons(report) == {"It has changes here that are not published yet.": 1}
    assert Meeting.objects.get().headline_en == "Open house"


def test_a_meeting_with_too_little_notice_stays_a_draft_until_there_is_a_reason():
    NoticeRule.objects.all().delete()
    NoticeRule.objects.create(kind=Meeting.Kind.BOARD, hours=72)
    soon = event(DTSTART="20260702T173000", DTEND="20260702T183000")
    report = bring_in(calendar(soon), publish=True, kind="board")
    assert "Left as a draft: there is less notice than the rule asks for." in notes(report)
    assert not Meeting.objects.get().live
    other = soon.replace("one@", "two@")
    bring_in(calendar(other), publish=True, kind="board", late_reason="Posted at City Hall.")
    assert Meeting.objects.get(uid="two@example.org").live


# Repeating


@pytest.mark.parametrize(
    ("rule", "frequency", "count"),
    [
        ("FREQ=WEEKLY;COUNT=3", "weekly", 3),
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260818", "weekly", 3),
        ("FREQ=MONTHLY;BYMONTHDAY=4;COUNT=3", "monthly_on_date", 3),
        ("FREQ=MONTHLY;BYDAY=1TU;COUNT=3", "monthly_on_weekday", 3),
        ("FREQ=MONTHLY;BYDAY=-1TU;COUNT=3", "", 4),  # the last Tuesday, and the day it began
        ("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4", "", 4),
        ("FREQ=DAILY;COUNT=2", "", 2),
        ("FREQ=YEARLY;COUNT=2", "", 2),
    ],
)
def test_a_rule_becomes_a_series_where_there_is_such_a_one(rule, frequency, count):
    bring_in(calendar(event(RRULE=rule)))
    assert Meeting.objects.count() == count
    series = MeetingSeries.objects.values_list("frequency", flat=True)
    assert list(series) == ([frequency] if frequency else [])


def test_a_rule_without_an_end_is_followed_for_two_years_and_the_report_says_so():
    report = bring_in(calendar(event(RRULE="FREQ=WEEKLY")))
    last = Meeting.objects.order_by("starts_at").last()
    assert local(2028, 6, 20) < last.starts_at < local(2028, 7, 1)
    assert "It goes on for longer; only the next two years are imported." in notes(report)


@pytest.mark.parametrize("rule", ["FREQ=MINUTELY", "FREQ=WEEKLY;INTERVAL=0", "nonsense"])
def test_a_rule_that_cannot_be_followed_is_skipped(rule):
    report = bring_in(calendar(event(RRULE=rule)))
    assert reasons(report) == {f"It repeats by a rule that is not understood: {rule}.": 1}
    assert not Meeting.objects.exists()


def test_dates_that_were_added_by_hand_come_too():
    bring_in(calendar(event(RDATE="20260901T173000,20261201T173000")))
    starts = Meeting.objects.order_by("starts_at").values_list("starts_at", flat=True)
    assert list(starts) == [
        local(2026, 8, 4, 17, 30),
        local(2026, 9, 1, 17, 30),
        local(2026, 12, 1, 17, 30),
    ]


# The command


def command(*arguments) -> str:
    out = io.StringIO()
    call_command("import_meetings", *arguments, stdout=out, no_color=True)
    return out.getvalue()


def test_a_dry_run_prints_the_same_report_and_changes_nothing():
    path = str(CALENDARS / "google.ics")
    tried = command(path, "--dry-run")
    assert not Meeting.objects.exists()
    assert not MeetingSeries.objects.exists()
    done = command(path)
    assert tried == done + "This was a dry run: nothing was changed.\n"
    assert "Line 26: Public Workshop: Clean Trucks 🚛\n  created: 1\n" in done
    assert "skipped: 1. It is marked as private." in done
    assert done.endswith("6 created, 0 updated, 2 skipped.\n")
    assert not mail.outbox


def test_the_report_speaks_spanish_too():
    with translation.override("es"):
        said = command(str(CALENDARS / "legistar.ics"))
    assert "Línea 5: City Council" in said
    assert "Sus horas no indican" in said


def test_the_command_names_the_line_of_a_damaged_file(tmp_path):
    bad = tmp_path / "bad.ics"
    bad.write_bytes(calendar(event(DTSTART="20260231T100000")))
    with pytest.raises(CommandError, match=r"line 5: .*Nothing was imported"):
        command(str(bad))
    with pytest.raises(CommandError, match="cannot be read"):
        command(str(tmp_path / "missing.ics"))
    with pytest.raises(CommandError, match="no initiative"):
        command(str(bad), "--initiative", "unknown")
