"""When an event of a calendar file takes place, occurrence by occurrence."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import calendar_recurrence as recurrence
from meetings.calendar_reading import Component, Property, duration, moment
from meetings.calendar_zones import ZoneNames

USUAL_LENGTH = timedelta(hours=1)
"""Of an event that does not say when it ends."""
LONGEST = timedelta(hours=24)
_YEARS = range(1970, 2200)


class NoMeeting(Exception):
    """The event cannot be a meeting; the message says why."""


@dataclass
class Times:
    """The starts of an event, oldest first, and how long each lasts."""

    starts: list[datetime]
    length: timedelta
    frequency: str = ""
    """Of MeetingSeries.Frequency; empty when the event comes once or by another rule."""
    repeats: bool = False
    notes: list[str] = field(default_factory=list)


def times(event: Component, zones: ZoneNames) -> Times:
    """All starts until recurrence.YEARS_AHEAD from now. Raises NoMeeting, CalendarRefused."""
    notes: list[str] = []
    start = _start(event, zones, notes)
    found = Times([start], _length(event, start, zones, notes), notes=notes)
    rule = event.first("RRULE")
    if rule or "RDATE" in event.properties:
        _repeat(found, event, zones)
    return found


def recurrence_id(event: Component, zones: ZoneNames) -> date | datetime | None:
    """Which occurrence of a repeating event this one replaces. Raises NoMeeting."""
    given = event.first("RECURRENCE-ID")
    return _aware(given, zones, []) if given else None


def _repeat(found: Times, event: Component, zones: ZoneNames) -> None:
    start = found.starts[0]
    rule = event.first("RRULE").value if "RRULE" in event.properties else ""
    until = timezone.now() + timedelta(days=365 * recurrence.YEARS_AHEAD)
    added, removed = (
        [
            _aware(replace(each, value=part), zones, [])
            for each in event.properties.get(name, [])
            for part in each.value.split(",")
            if part.strip()
        ]
        for name in ("RDATE", "EXDATE")
    )
    try:
        occurrences = recurrence.expand(
            rule, start=start, added=added, removed=removed, until=until
        )
        if rule and not added:
            found.frequency = recurrence.frequency(recurrence.rule_parts(rule), start)
    except recurrence.RuleNotUnderstood:
        message = _("It repeats by a rule that is not understood: %(rule)s.")
        raise NoMeeting(message % {"rule": rule[:80]}) from None
    if not occurrences.starts:
        raise NoMeeting(_("None of its dates is left."))
    found.starts, found.repeats = occurrences.starts, True
    if occurrences.goes_on:
        found.notes.append(_("It goes on for longer; only the next two years are imported."))


def _start(event: Component, zones: ZoneNames, notes: list[str]) -> datetime:
    given = event.first("DTSTART")
    if given is None:
        raise NoMeeting(_("It does not say when it starts."))
    start = _aware(given, zones, notes)
    if not isinstance(start, datetime):
        raise NoMeeting(_("It lasts all day; a meeting starts at a time."))
    return start


def _length(event: Component, start: datetime, zones: ZoneNames, notes: list[str]) -> timedelta:
    end, lasts = event.first("DTEND"), event.first("DURATION")
    length = timedelta()
    if end:
        ends_at = _aware(end, zones, [])
        if not isinstance(ends_at, datetime):
            raise NoMeeting(_("It ends on a day and at no time."))
        length = ends_at.astimezone(UTC) - start.astimezone(UTC)
    elif lasts:
        length = duration(lasts)
    if length < timedelta():
        raise NoMeeting(_("It ends before it starts."))
    if length > LONGEST:
        raise NoMeeting(_("It lasts longer than 24 hours."))
    if not length:
        notes.append(_("It does not say when it ends; one hour was taken."))
    return length or USUAL_LENGTH


def _aware(given: Property, zones: ZoneNames, notes: list[str]) -> date | datetime:
    """A day as it is; a time in its zone, or in the agency's when it names none (floating)."""
    # Of a period, which RDATE may hold, the start.
    value = moment(replace(given, value=given.value.split("/")[0]))
    if value.year not in _YEARS:
        raise NoMeeting(_("The year %(year)d cannot be meant.") % {"year": value.year})
    if not isinstance(value, datetime) or value.tzinfo:
        return value
    name = given.parameters.get("TZID", "")
    zone = zones.find(name) if name else timezone.get_default_timezone()
    if zone is None:
        raise NoMeeting(_("The time zone “%(name)s” is not known.") % {"name": name[:60]})
    if not name:
        notes.append(_("Its times name no zone; the agency’s was taken."))
    return value.replace(tzinfo=zone)
