"""Which dates a clerk may enter for a meeting.

Rules of the editor, not of the model: an import and the demo enter meetings of past years.
"""

from datetime import datetime

from django.utils.translation import gettext as _


def mistakes_of_start(*, starts_at: datetime, now: datetime) -> dict[str, str]:
    """Of a start that was entered just now; one that has passed since may stay."""
    if starts_at < now:
        return {"starts_at": _("This is in the past. Enter a date and time to come.")}
    return {}


def mistakes_of_registration(
    *, opens_at: datetime | None, closes_at: datetime | None, starts_at: datetime
) -> dict[str, str]:
    """Registration opens, then closes, then the meeting starts. Messages by field."""
    mistakes = {}
    if closes_at and closes_at > starts_at:
        mistakes["registration_closes_at"] = _(
            "Registration must close before the meeting starts, or when it does."
        )
    if opens_at and opens_at >= (closes_at or starts_at):
        mistakes["registration_opens_at"] = _("Registration must open before it closes.")
    return mistakes


def mistakes_of_place(*, latitude, longitude) -> dict[str, str]:
    """Coordinates are two numbers, or none."""
    if (latitude is None) == (longitude is None):
        return {}
    missing = "latitude" if latitude is None else "longitude"
    return {missing: _("Enter both latitude and longitude, or neither.")}
