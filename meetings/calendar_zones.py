"""Which time zone a calendar file means, whatever its program calls it."""

from datetime import tzinfo
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from meetings.calendar_reading import CalendarFile, Component

# Outlook on the web and Exchange name zones as their menus do, with the offset of winter.
_MENU_NAMES = {
    "Pacific Time (US & Canada)": "America/Los_Angeles",
    "Mountain Time (US & Canada)": "America/Denver",
    "Arizona": "America/Phoenix",
    "Central Time (US & Canada)": "America/Chicago",
    "Eastern Time (US & Canada)": "America/New_York",
    "Alaska": "America/Anchorage",
    "Hawaii": "Pacific/Honolulu",
}


def zones_of(calendar: CalendarFile) -> "ZoneNames":
    """The zones that a file's names stand for."""
    return ZoneNames(calendar.zones)


class ZoneNames:
    """Finds each name once: a name everybody knows, else the rules that the file gives for it."""

    def __init__(self, defined: dict[str, Component]):
        self._defined = defined
        self._known: dict[str, tzinfo | None] = {}

    def find(self, name: str) -> tzinfo | None:
        """The zone; None when neither its name nor a VTIMEZONE says which it is."""
        if name not in self._known:
            self._known[name] = _named(name) or self._by_rules(name)
        return self._known[name]

    def _by_rules(self, name: str) -> tzinfo | None:
        component = self._defined.get(name)
        if component is None:
            return None
        if (place := component.first("X-LIC-LOCATION")) and (zone := _named(place.value)):
            return zone
        try:
            return Timezone.from_ical("\r\n".join(component.text)).to_tz(lookup_tzid=False)
        except Exception:
            return None


def _named(name: str) -> tzinfo | None:
    name = name.strip().strip('"')
    candidates = [name, WINDOWS_TO_OLSON.get(name, ""), _MENU_NAMES.get(_menu_name(name), "")]
    # /freeassociation.sourceforge.net/America/Los_Angeles, /…/America/Argentina/Salta
    parts = name.split("/")
    candidates += ["/".join(parts[-3:]), "/".join(parts[-2:])] if name.startswith("/") else []
    known = available_timezones()
    return next((ZoneInfo(each) for each in candidates if each in known), None)


def _menu_name(name: str) -> str:
    """“(UTC-08:00) Pacific Time (US & Canada)” without its offset."""
    return name.partition(") ")[2] if name.startswith(("(UTC", "(GMT")) else name
