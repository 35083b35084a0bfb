"""Time zones as calendars read them: yearly rules that are right for every moment of a feed."""

import io
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from hypothesis import given
from hypothesis import strategies as st

from meetings.time_zone import vtimezone

ZONES = [
    "America/Los_Angeles",
    "America/Denver",
    "America/Phoenix",
    "America/Anchorage",
    "America/Adak",
    "America/New_York",
    "America/Puerto_Rico",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Tijuana",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Pacific/Apia",
    "Pacific/Honolulu",
]


def read_by_dateutil(name: str, rules: bytes):
    """The zone as another library reads the rules, without knowing what its name means."""
    written = f"BEGIN:VCALENDAR\r\n{rules.decode()}END:VCALENDAR\r\n"
    # dateutil takes UNTIL for a time on the clocks there, where the RFC has UTC. A day more makes
    # no yearly rule longer.
    return tz.tzical(io.StringIO(re.sub(r"UNTIL=(\d+)T\d+Z", _a_day_later, written))).get(name)


def _a_day_later(until: re.Match) -> str:
    return f"UNTIL={date.fromisoformat(until[1]) + timedelta(days=1):%Y%m%d}T235959"


@given(
    name=st.sampled_from(ZONES),
    moments=st.lists(
        st.datetimes(
            datetime(1990, 1, 2),  # noqa: DTZ001 - hypothesis wants none and adds it
            datetime(2040, 12, 30),  # noqa: DTZ001
            timezones=st.just(UTC),
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_the_rules_give_the_zones_own_offset_at_every_moment_of_the_feed(name, moments):
    years = [moment.year for moment in moments]
    read = read_by_dateutil(name, vtimezone(name, min(years), max(years)))
    for moment in moments:
        there = moment.astimezone(ZoneInfo(name))
        if there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset():
            continue  # in the hour that comes twice dateutil itself takes the other one
        wall = there.replace(tzinfo=read, fold=0)
        assert wall.utcoffset() == there.utcoffset()
        assert wall.tzname() == there.tzname()


def test_the_rules_of_today_are_those_that_outlook_knows():
    rules = vtimezone("America/Los_Angeles", 2025, 2027).decode()
    assert "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\n" in rules
    assert "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\r\n" in rules
    assert (rules.count("BEGIN:DAYLIGHT"), rules.count("BEGIN:STANDARD")) == (1, 1)


def test_the_rules_do_not_depend_on_the_years_of_the_feed_where_they_need_not():
    """A feed whose oldest meeting leaves it stays the same otherwise."""
    assert vtimezone("America/Los_Angeles", 2025, 2027) == vtimezone(
        "America/Los_Angeles", 2026, 2030
    )


def test_a_feed_with_meetings_from_before_2007_has_the_rules_of_then_as_well():
    rules = vtimezone("America/Los_Angeles", 2006, 2026).decode()
    until = re.findall(r"RRULE:FREQ=YEARLY;UNTIL=(\w+);BYDAY=(\w+|-1SU);BYMONTH=(\d+)", rules)
    assert ("20061029T090000Z", "-1SU", "10") in until
    assert ("20060402T100000Z", "1SU", "4") in until
    assert "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\n" in rules


@pytest.mark.parametrize("name", ["America/Phoenix", "Pacific/Honolulu", "America/Puerto_Rico"])
def test_a_zone_that_never_changes_its_clocks_has_one_observance(name):
    rules = vtimezone(name, 2025, 2027).decode()
    assert rules.count("BEGIN:STANDARD") == 1
    assert "DAYLIGHT" not in rules
    assert "RRULE" not in rules


@pytest.mark.parametrize("name", ZONES)
def test_no_rule_is_a_list_of_dates_which_outlook_ignores(name):
    assert b"RDATE" not in vtimezone(name, 2000, 2030)
