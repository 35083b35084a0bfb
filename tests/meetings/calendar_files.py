"""Calendar files to import: those that other programs wrote, and those made up in a test."""

from collections import Counter
from pathlib import Path

from meetings.importing import Wishes, import_calendar

CALENDARS = Path(__file__).parent / "calendars"


def bring_in(source: str | bytes, *, dry_run=False, **wishes):
    """Import a file of tests/meetings/calendars, or bytes."""
    data = (CALENDARS / source).read_bytes() if isinstance(source, str) else source
    return import_calendar(data=data, wishes=Wishes(**wishes), dry_run=dry_run)


def calendar(*events: str) -> bytes:
    """A calendar file with events of these lines, each ending in a line break."""
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{body}END:VCALENDAR\n".encode()


def event(**properties) -> str:
    """The lines of an event at a street; a property of None is left out."""
    values = {
        "UID": "one@example.org",
        "DTSTART": "20260804T173000",
        "DTEND": "20260804T183000",
        "SUMMARY": "Open house",
        "LOCATION": "1 Main Street",
    }
    values |= {name.replace("_", "-"): text for name, text in properties.items()}
    return "\n".join(
        line if (line := text).startswith(name) else f"{name}:{text}"
        for name, text in values.items()
        if text is not None
    )


def reasons(report) -> Counter:
    return sum((row.skipped for row in report.rows), Counter())


def notes(report) -> list[str]:
    return [note for row in report.rows for note in row.notes]
