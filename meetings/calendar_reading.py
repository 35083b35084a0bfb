"""Reading calendar files that other programs wrote (RFC 5545), with the lines they stand in.

The library that writes our own calendars reads more leniently than is safe here: it forgets
line numbers, and leaves out what it does not understand without a word.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import vDDDTypes, vDuration

MAX_BYTES = 50_000_000
"""A calendar of 20,000 events has about 10 MB."""


class CalendarRefused(Exception):
    """The file is no calendar, or a damaged one. `line` is counted from 1."""

    def __init__(self, line: int, message: str):
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass
class Property:
    """One property of an event, as text."""

    line: int
    value: str
    parameters: dict[str, str]


@dataclass
class Component:
    """A VEVENT or VTIMEZONE: what is in it, property by property, and the lines of its text."""

    name: str
    line: int
    properties: dict[str, list[Property]] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    """Unfolded, parts of it (STANDARD, VALARM) included."""

    def first(self, name: str) -> Property | None:
        return self.properties.get(name, [None])[0]

    def words(self, name: str) -> str:
        """A property's text without escapes and control characters; empty when it is missing."""
        found = self.first(name)
        return plain(unescaped(found.value)) if found else ""


@dataclass
class CalendarFile:
    """What a file holds, in its order."""

    events: list[Component] = field(default_factory=list)
    zones: dict[str, Component] = field(default_factory=dict)
    """VTIMEZONE by TZID."""
    notes: list[tuple[int, str]] = field(default_factory=list)
    """What was odd about the file and how it was understood, with the line."""


_NAME = re.compile(r"([A-Za-z0-9-]+)[;:]")
_PARAMETER = r";([^=;:\"]+)=((?:\"[^\"]*\"|[^\":;])*)"
_PARTS = re.compile(rf"[A-Za-z0-9-]+((?:{_PARAMETER})*):(.*)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_WITH_TEXT = {"VTIMEZONE"}
# Each is read; X- properties that are not named here, alarms and attendees are left alone.
_READ = {
    *("UID", "SUMMARY", "DESCRIPTION", "X-ALT-DESC", "LOCATION", "GEO", "URL", "STATUS", "CLASS"),
    *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
    *("CONFERENCE", "X-GOOGLE-CONFERENCE", "TZID", "X-LIC-LOCATION"),
}


def read(data: bytes) -> CalendarFile:
    """Understand a file. Raises CalendarRefused, with the line, when it is damaged."""
    if len(data) > MAX_BYTES:
        raise CalendarRefused(1, _("The file is larger than 50 MB."))
    found = CalendarFile()
    open_components: list[Component] = []
    seen = False
    last = 1
    for number, line in _lines(data, found):
        last = number
        name = _NAME.match(line)
        if not open_components and (not name or line.strip().upper() != "BEGIN:VCALENDAR"):
            raise CalendarRefused(
                number, _("This is not a calendar: BEGIN:VCALENDAR was expected here.")
            )
        if not name:
            raise CalendarRefused(number, _("This line is no part of a calendar."))
        word = name.group(1).upper()
        if word == "BEGIN":
            kind = line[name.end() :].strip().upper()
            _note_text(open_components, line)
            open_components.append(Component(kind, number))
            _note_text(open_components[-1:], line)
            seen = True
        elif word == "END":
            _note_text(open_components, line)
            _close(found, open_components, number, line[name.end() :].strip().upper())
        else:
            _note_text(open_components, line)
            _add_property(open_components, number, word, line)
    if open_components:
        inner = open_components[-1]
        raise CalendarRefused(
            last,
            _("The file ends too early: END:%(name)s is missing (it begins in line %(line)d).")
            % {"name": inner.name[:40], "line": inner.line},
        )
    if not seen:
        raise CalendarRefused(1, _("The file is empty."))
    return found


def plain(text: str) -> str:
    """Without the control characters that text pasted from elsewhere may hold (§3.3.11)."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def unescaped(value: str) -> str:
    """A TEXT value as it was entered (§3.3.11); icalendar reads “\\\\New” wrongly."""
    return re.sub(r"\\([\\;,:nN\"])", lambda found: "\n" if found[1] in "nN" else found[1], value)


def moment(found: Property) -> date | datetime:
    """The value of DTSTART and its like: a day, a time in UTC, or a time with no zone yet.

    Raises CalendarRefused when it is no date of the calendar.
    """
    try:
        value = vDDDTypes.from_ical(found.value.strip())
    except (ValueError, TypeError, OverflowError):
        value = None
    if isinstance(value, date):  # a datetime is one as well
        return value
    raise CalendarRefused(
        found.line, _("“%(value)s” is not a valid date.") % {"value": found.value[:40]}
    )


def duration(found: Property) -> timedelta:
    """The value of DURATION. Raises CalendarRefused when it is none."""
    try:
        return vDuration.from_ical(found.value.strip())
    except (ValueError, TypeError, OverflowError):
        message = _("“%(value)s” is not a valid duration.") % {"value": found.value[:40]}
        raise CalendarRefused(found.line, message) from None


def _lines(data: bytes, found: CalendarFile) -> Iterator[tuple[int, str]]:
    """Each unfolded line with the number of its first part; blank ones are left out.

    Unfolded as bytes: some programs fold in the middle of a letter.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError:
            raise CalendarRefused(1, _("The file is not in UTF-8.")) from None
    first, parts = 1, []
    for number, part in enumerate(data.removeprefix(codecs.BOM_UTF8).splitlines(), 1):
        if part[:1] in {b" ", b"\t"} and parts:
            parts.append(part[1:])
            continue
        if parts:
            yield first, _decoded(b"".join(parts), first, found)
        first, parts = number, [part] if part.strip() else []
    if parts:
        yield first, _decoded(b"".join(parts), first, found)


def _decoded(line: bytes, number: int, found: CalendarFile) -> str:
    """UTF-8 (§3.1.4), or what older programs on Windows write, which the report says."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        pass
    try:
        text = line.decode("cp1252")
    except UnicodeDecodeError:
        raise CalendarRefused(number, _("The letters of this line are not in UTF-8.")) from None
    if not found.notes:
        found.notes.append(
            (number, _("The file is not in UTF-8; its letters were read as Windows-1252."))
        )
    return text


def _note_text(open_components: list[Component], line: str) -> None:
    """Keep the lines of a component that is later read as a whole."""
    for component in open_components:
        if component.name in _WITH_TEXT:
            component.text.append(line)


def _close(found: CalendarFile, open_components: list[Component], number: int, name: str) -> None:
    inner = open_components.pop()
    if inner.name != name:
        raise CalendarRefused(
            number,
            _("END:%(expected)s was expected here (it begins in line %(line)d).")
            % {"expected": inner.name[:40], "line": inner.line},
        )
    if len(open_components) != 1:  # a part of an event, or the calendar itself
        return
    if name == "VEVENT":
        found.events.append(inner)
    elif name == "VTIMEZONE" and (zone := inner.first("TZID")):
        found.zones[zone.value] = inner


def _add_property(open_components: list[Component], number: int, name: str, line: str) -> None:
    component = open_components[-1]
    if name not in _READ or component.name not in {"VEVENT", "VTIMEZONE"}:
        return
    parts = _PARTS.fullmatch(line)
    if not parts:
        raise CalendarRefused(number, _("This line is no part of a calendar."))
    parameters = {key.upper(): value.strip('"') for key, value in re.findall(_PARAMETER, parts[1])}
    component.properties.setdefault(name, []).append(Property(number, parts[4], parameters))
