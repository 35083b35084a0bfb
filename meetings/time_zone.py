"""A time zone as calendars read it: a VTIMEZONE (RFC 5545 §3.6.5) of yearly rules.

Outlook takes a zone only as RRULE with a month and a weekday ("the second Sunday in March");
lists of dates, as icalendar writes them, it ignores and shifts each meeting by an hour. The rules
are found in the zone data of Python, for the years of a feed: those of 2006 differ from today's.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from meetings.content_lines import line, text

_FIRST_YEAR = 1970
_YEARS_AFTER = 12
"""How far ahead a rule is looked at: in that time each date falls on each weekday."""
_STEP = timedelta(days=7)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST = -1


@dataclass(frozen=True)
class Onset:
    """One change of the clocks. `at` is the moment in UTC."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool

    @property
    def wall(self) -> datetime:
        """What the clocks showed when they were changed: DTSTART of an observance (§3.6.5)."""
        return self.at.replace(tzinfo=None) + self.before

    @property
    def weeks(self) -> frozenset[int]:
        """Which weekday of its month this is: the second; the last is -1."""
        day = self.wall.day
        of_month = calendar.monthrange(self.wall.year, self.wall.month)[1]
        return frozenset({(day + 6) // 7} | ({_LAST} if day + 7 > of_month else set()))

    def resembles(self, other: "Onset") -> bool:
        """Whether one yearly rule may hold for both, as far as all but the week tells."""
        return (self.before, self.after, self.name, self.is_daylight) == (
            other.before,
            other.after,
            other.name,
            other.is_daylight,
        ) and (self.wall.month, self.wall.weekday(), self.wall.time()) == (
            other.wall.month,
            other.wall.weekday(),
            other.wall.time(),
        )


@dataclass(frozen=True)
class Observance:
    """The same change year after year, from `first` to `last`, in one of `weeks`."""

    first: Onset
    last: Onset
    weeks: frozenset[int]

    def with_next_year(self, onset: Onset) -> "Observance | None":
        """This one with another year, or None when no rule holds for both."""
        weeks = self.weeks & onset.weeks
        follows = onset.wall.year == self.last.wall.year + 1
        if not (follows and weeks and self.first.resembles(onset)):
            return None
        return replace(self, last=onset, weeks=weeks)


@lru_cache(maxsize=64)
def vtimezone(name: str, first_year: int, last_year: int) -> bytes:
    """The zone's rules that hold for any moment from the first year to the last, in UTC."""
    horizon = last_year + _YEARS_AFTER
    onsets = list(_onsets(ZoneInfo(name), horizon))
    begin, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 2, tzinfo=UTC)
    in_force = max(onset.at for onset in onsets if onset.at <= max(begin, onsets[0].at))
    lines = [line("BEGIN", "VTIMEZONE"), line("TZID", text(name))]
    for observance in _observances(onsets):
        if observance.last.at >= in_force and observance.first.at < end:
            lines += _written(observance, is_open=observance.last.wall.year >= horizon)
    return b"".join([*lines, line("END", "VTIMEZONE")])


def is_utc(name: str) -> bool:
    """Whether times of this zone are written in UTC, which has no TZID (§3.2.19)."""
    return name in {"UTC", "Etc/UTC"}


def _onsets(zone: ZoneInfo, last_year: int) -> Iterator[Onset]:
    """Each change of offset or name, after what held when 1970 began."""
    moment = datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC)
    end = datetime(last_year + 1, 1, 1, tzinfo=UTC)
    state = _state(zone, moment)
    offset, name, is_daylight = state
    yield Onset(moment - offset, offset, offset, name, is_daylight)
    while moment < end:
        later = moment + _STEP
        if _state(zone, later) != state:
            at = _change(zone, moment, later)
            before = state[0]
            state = offset, name, is_daylight = _state(zone, at)
            yield Onset(at, before, offset, name, is_daylight)
            later = at
        moment = later


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second of the new state, between two moments."""
    state = _state(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _state(zone, middle) == state:
            before = middle
        else:
            after = middle
    return after


def _state(zone: ZoneInfo, moment: datetime) -> tuple[timedelta, str, bool]:
    there = moment.astimezone(zone)
    return there.utcoffset(), there.tzname(), bool(there.dst())


def _observances(onsets: list[Onset]) -> list[Observance]:
    """Onsets put together into rules of as many years as possible."""
    found: list[Observance] = []
    for onset in onsets:
        for index, observance in enumerate(found):
            if longer := observance.with_next_year(onset):
                found[index] = longer
                break
        else:
            found.append(Observance(onset, onset, onset.weeks))
    return found


def _written(observance: Observance, *, is_open: bool) -> list[bytes]:
    first, last = observance.first, observance.last
    kind = "DAYLIGHT" if first.is_daylight else "STANDARD"
    lines = [line("BEGIN", kind), line("DTSTART", f"{first.wall:%Y%m%dT%H%M%S}")]
    if is_open or first != last:
        # "Last" holds in more zones than "fourth" where the years so far allow both.
        week = min(observance.weeks)
        until = "" if is_open else f";UNTIL={last.at:%Y%m%dT%H%M%SZ}"
        day = f"{week}{_DAYS[first.wall.weekday()]}"
        lines.append(line("RRULE", f"FREQ=YEARLY{until};BYDAY={day};BYMONTH={first.wall.month}"))
    return [
        *lines,
        line("TZNAME", text(first.name)),
        line("TZOFFSETFROM", _offset(first.before)),
        line("TZOFFSETTO", _offset(first.after)),
        line("END", kind),
    ]


def _offset(offset: timedelta) -> str:
    """UTC-OFFSET (§3.3.14); seconds only where there are any, as before about 1972."""
    seconds = int(offset.total_seconds())
    sign, seconds = ("-" if seconds < 0 else "+"), abs(seconds)
    written = f"{sign}{seconds // 3600:02}{seconds % 3600 // 60:02}"
    return written + (f"{seconds % 60:02}" if seconds % 60 else "")
