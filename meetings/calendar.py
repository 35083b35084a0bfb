"""Calendar files and feeds, RFC 5545 and RFC 7986, in the active language.

Nothing in them comes from the clock: a feed is the same bytes until what it shows changes.
"""

from collections.abc import Iterable
from copy import copy
from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import get_language

from meetings.calendar_events import STATUS, EventWriter
from meetings.content_lines import line, text
from meetings.models import Meeting, Registration, Tombstone
from meetings.time_zone import is_utc, vtimezone

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = "PT1H"
"""How often a calendar should look for changes, an hour; few listen."""


def feed(meetings: Iterable[Meeting], *, name: str, tombstones: Iterable[Tombstone] = ()) -> bytes:
    """A calendar to subscribe to: its meetings, and the tombstones of those that left it.

    No METHOD (RFC 5545 §3.7.2 is for scheduling messages). The number of queries does not depend
    on how many meetings there are.
    """
    meetings, tombstones = list(meetings), list(tombstones)
    writer = EventWriter(meetings)
    refresh = [
        line("REFRESH-INTERVAL;VALUE=DURATION", REFRESH),
        line("X-PUBLISHED-TTL", REFRESH),
    ]
    events = [
        *(writer.event(meeting, with_details=meeting.shows_join_details) for meeting in meetings),
        *(writer.removal(tombstone) for tombstone in tombstones),
    ]
    return _calendar(name, [*meetings, *tombstones], events, refresh=refresh)


def meeting_file(meeting: Meeting) -> bytes:
    """One meeting to download."""
    event = EventWriter([meeting]).event(meeting, with_details=meeting.shows_join_details)
    return _calendar(meeting.headline, [meeting], [event])


def registration_file(registration: Registration) -> str:
    """The registrant's own file, with the join details that only registrants receive.

    It carries the meeting's UID, so that it and a subscribed feed are one event. One who has a
    slot comes at another time than the feed says: that is an event of its own, whose SEQUENCE
    grows with each message to the registrant.
    """
    meeting = _own_time(registration) if registration.slot else registration.meeting
    comes = registration.is_confirmed and not meeting.is_off
    event = EventWriter([meeting]).event(
        meeting,
        with_details=comes,
        status="CANCELLED" if registration.is_cancelled else STATUS[meeting.status],
        busy=comes,
    )
    return _calendar(meeting.headline, [meeting], [event], method="PUBLISH").decode()


def _own_time(registration: Registration) -> Meeting:
    """The meeting as the holder of a slot has it; not to be saved."""
    meeting, slot = copy(registration.meeting), registration.slot
    meeting.uid = str(registration.uid)
    meeting.sequence += registration.notices
    meeting.starts_at, meeting.ends_at = slot.starts_at, slot.ends_at
    meeting.shown_changed_at = max(meeting.shown_changed_at, registration.changed_at)
    return meeting


def _calendar(
    name: str,
    spans: list,
    events: list[bytes],
    *,
    method: str = "",
    refresh: Iterable[bytes] = (),
) -> bytes:
    """`spans` are what begins and ends within the calendar: its zone must hold for them all."""
    language = get_language()
    return b"".join(
        [
            line("BEGIN", "VCALENDAR"),
            line("VERSION", "2.0"),
            line("PRODID", "-//Plaza//Public meetings//EN"),
            line("CALSCALE", "GREGORIAN"),
            *([line("METHOD", method)] if method else ()),
            line(f"NAME;LANGUAGE={language}", text(name)),
            line("X-WR-CALNAME", text(name)),
            *refresh,
            line("X-WR-TIMEZONE", settings.TIME_ZONE),
            _zone(spans),
            *events,
            line("END", "VCALENDAR"),
        ]
    )


def _zone(spans: list) -> bytes:
    if is_utc(settings.TIME_ZONE):
        return b""
    moments = [moment for span in spans for moment in (span.starts_at, span.ends_at)]
    if not moments:
        # Rules for no event: those of any year do, and may not depend on the clock.
        moments = [datetime(2026, 1, 1, tzinfo=UTC)]
    first, last = (chosen(moments).astimezone(UTC).year for chosen in (min, max))
    return vtimezone(settings.TIME_ZONE, first, last)
