"""Three programs that read calendars, none of which is the one that writes ours.

Each gives the same: what it sees of every event of a file, times as seconds since 1970.
"""

import json
import warnings
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import vobject
from ical.calendar_stream import IcsCalendarStream

from deploy import node

SCRIPT = Path(__file__).with_name("read_calendars.mjs")


@dataclass(frozen=True)
class Seen:
    """One event, as a resident's program understands it."""

    uid: str
    sequence: int
    starts: int
    ends: int
    status: str
    summary: str
    description: str
    location: str | None


def with_ical(ics: bytes) -> list[Seen]:
    """Home Assistant's library, which refuses what is not in the standard."""
    return [
        Seen(
            uid=event.uid,
            sequence=event.sequence,
            starts=_seconds(event.dtstart),
            ends=_seconds(event.dtend),
            status=event.status.value,
            summary=event.summary,
            description=event.description,
            location=event.location,
        )
        for event in IcsCalendarStream.calendar_from_ics(ics.decode()).events
    ]


def with_vobject(ics: bytes) -> list[Seen]:
    """vobject, which validates; it takes zones from the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        calendar = vobject.readOne(ics.decode())
        calendar.validate(raiseException=True)
        return [
            Seen(
                uid=event.uid.value,
                sequence=int(event.sequence.value),
                starts=_seconds(event.dtstart.value),
                ends=_seconds(event.dtend.value),
                status=event.status.value,
                summary=event.summary.value,
                description=event.description.value,
                location=event.location.value if hasattr(event, "location") else None,
            )
            for event in calendar.contents.get("vevent", [])
        ]


def with_ical_js(files: list[bytes], folder: Path) -> list[list[Seen]]:
    """ical.js, which Thunderbird uses; one start of Node for all files."""
    paths = []
    for number, ics in enumerate(files):
        paths.append(folder / f"{number}.ics")
        paths[-1].write_bytes(ics)
    printed = node.find().run(SCRIPT, *paths, failed="ical.js could not read a calendar.")
    return [[Seen(**event) for event in events] for events in json.loads(printed)]


def all_agree(ics: bytes, folder: Path) -> list[Seen]:
    """What all three see; that they see the same is asserted here."""
    seen = with_ical(ics)
    assert with_vobject(ics) == seen
    assert with_ical_js([ics], folder) == [seen]
    return seen


def _seconds(moment: datetime) -> int:
    assert moment.tzinfo is not None
    return int(moment.timestamp())
