"""When a repeating event of a calendar file takes place (RFC 5545 §3.8.5), within bounds.

Computed on the wall clock of the event's zone and given a zone afterwards: noon stays noon on
both sides of a change to daylight saving time.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from itertools import islice

from dateutil.rrule import rrulestr

from meetings.models import MeetingSeries

YEARS_AHEAD = 2
MOST = 500
"""Occurrences of one event that are imported at most: those nearest to now."""

_CALENDAR_RULES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


class RuleNotUnderstood(Exception):
    """The rule is damaged, or comes more often than each day."""


@dataclass
class Occurrences:
    """The starts of an event, in its zone, oldest first."""

    starts: list[datetime]
    goes_on: bool
    """Whether the rule goes on beyond them."""


def expand(
    rule: str,
    *,
    start: datetime,
    added: Iterable[date | datetime] = (),
    removed: Iterable[date | datetime] = (),
    until: datetime,
) -> Occurrences:
    """The starts that RRULE and RDATE give and EXDATE does not take away, none after `until`.

    `start` and the others are aware. A day among them stands for whatever starts on that day,
    as Outlook writes it. Raises RuleNotUnderstood.
    """
    zone = start.tzinfo
    begin = start.replace(tzinfo=None)
    end = until.astimezone(zone).replace(tzinfo=None)
    walls, goes_on = {begin}, False
    if rule:
        parts = rule_parts(rule)
        last = _last(parts, zone)
        by_rule = _walls(parts, begin, min(last, end) if last else end)
        walls |= set(by_rule)
        if "COUNT" in parts:
            goes_on = len(by_rule) < int(parts["COUNT"])
        else:
            goes_on = last is None or last > end
    starts = {(wall.replace(tzinfo=zone)) for wall in walls}
    for each in added:
        if not isinstance(each, datetime):
            each = datetime.combine(each, begin.time(), zone)
        starts.add(each.astimezone(zone))
    gone = {each.astimezone(UTC) for each in removed if isinstance(each, datetime)}
    gone_days = {each for each in removed if not isinstance(each, datetime)}
    left = sorted(
        each
        for each in starts
        if each.astimezone(UTC) not in gone and each.date() not in gone_days and each <= until
    )
    return Occurrences(left, goes_on)


def rule_parts(rule: str) -> dict[str, str]:
    """FREQ=WEEKLY;INTERVAL=2 as a dictionary. Raises RuleNotUnderstood."""
    parts = dict(part.strip().upper().split("=", 1) for part in rule.split(";") if "=" in part)
    interval = parts.get("INTERVAL", "1")
    if parts.get("FREQ") not in _CALENDAR_RULES or not re.fullmatch(r"0*[1-9][0-9]{0,3}", interval):
        raise RuleNotUnderstood
    if {"BYHOUR", "BYMINUTE", "BYSECOND"} & set(parts):
        raise RuleNotUnderstood
    return parts


def frequency(parts: dict[str, str], start: datetime) -> str:
    """Which of MeetingSeries.Frequency a rule is; empty when none."""
    kinds = MeetingSeries.Frequency
    given = set(parts) - {"FREQ", "INTERVAL", "UNTIL", "COUNT", "WKST"}
    every, interval = parts["FREQ"], int(parts.get("INTERVAL", "1"))
    weekday = _WEEKDAYS[start.weekday()]
    if every == "WEEKLY" and (not given or (given, parts["BYDAY"]) == ({"BYDAY"}, weekday)):
        return {1: kinds.WEEKLY, 2: kinds.EVERY_SECOND_WEEK}.get(interval, "")
    if every != "MONTHLY" or interval != 1:
        return ""
    nth = (start.day - 1) // 7 + 1
    if not given or (given == {"BYMONTHDAY"} and parts["BYMONTHDAY"] == str(start.day)):
        return kinds.MONTHLY_ON_DATE
    by_day = (given, parts.get("BYDAY", "").lstrip("+"), parts.get("BYSETPOS", "").lstrip("+"))
    # Outlook writes the second Tuesday as BYDAY=TU;BYSETPOS=2.
    ways = [({"BYDAY"}, f"{nth}{weekday}", ""), ({"BYDAY", "BYSETPOS"}, weekday, str(nth))]
    return kinds.MONTHLY_ON_WEEKDAY if by_day in ways else ""


def _last(parts: dict[str, str], zone: tzinfo) -> datetime | None:
    """UNTIL on the wall clock: a day counts whole, a time in UTC is carried over."""
    text = parts.get("UNTIL", "")
    if not text:
        return None
    form = re.fullmatch(r"([0-9]{8})(?:T([0-9]{6})(Z?))?", text)
    if not form:
        raise RuleNotUnderstood
    try:
        day = datetime.strptime(form[1], "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
        if form[2] is None:
            return datetime.combine(day, time.max)
        at = datetime.combine(day, time(int(form[2][:2]), int(form[2][2:4]), int(form[2][4:])))
        if form[3]:
            at = at.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise RuleNotUnderstood from None
    return at


def _walls(parts: dict[str, str], begin: datetime, end: datetime) -> list[datetime]:
    # Without COUNT, and with an end of ours: no rule is worked out for ever.
    kept = {name: value for name, value in parts.items() if name not in {"UNTIL", "COUNT"}}
    text = ";".join(f"{name}={value}" for name, value in kept.items())
    try:
        rule = rrulestr(text, dtstart=begin).replace(until=end)
        return list(islice(rule, int(parts["COUNT"]) if "COUNT" in parts else None))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        raise RuleNotUnderstood from None
