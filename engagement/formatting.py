"""File sizes, dates with their zone: the same words wherever they are shown."""

import re
from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

_STEPS = (("GB", 1024**3, 2), ("MB", 1024**2, 2), ("KB", 1024, 0))


def file_size(size: int | None) -> str:
    """A size for people, in units of 1,024 as file managers show it: 1.96 MB, 992 KB.

    The number is formatted for the active language; a limit of exactly 50 MB has no decimals.
    """
    if size is None:
        return ""
    for unit, step, decimals in _STEPS:
        if size >= step:
            decimals = decimals if size % step else 0
            # Rounded first: number_format cuts the decimals off.
            return f"{formats.number_format(round(size / step, decimals), decimals)} {unit}"
    return _("%(count)s bytes") % {"count": formats.number_format(size)}


def zone_abbreviation(moment) -> str:
    """The agency's zone as it is called at that moment, such as PST or PDT."""
    return timezone.localtime(moment).tzname() or ""


def long_date(day: date | datetime) -> str:
    """With its weekday, as invitations give it: Friday, December 12, 2025.

    A moment is first brought to the agency's zone.
    """
    if isinstance(day, datetime):
        day = timezone.localtime(day)
    # Translators: letters of Django's date filter, https://docs.djangoproject.com/ "date".
    return formats.date_format(day, pgettext("date format", "l, F j, Y"))


def clock_time(moment: datetime) -> str:
    """The time of day in the agency's zone, without the zone's name: 12:00 p.m."""
    return formats.time_format(timezone.localtime(moment).time())


def time_span(start: datetime, end: datetime) -> str:
    """From when to when on one day, with the zone: 12:00 p.m. to 1:00 p.m. PST."""
    return _("%(start)s to %(end)s %(zone)s") % {
        "start": clock_time(start),
        "end": clock_time(end),
        "zone": zone_abbreviation(start),
    }


def date_and_time(moment: datetime) -> str:
    """A deadline in full: Friday, December 12, 2025 at 5:00 p.m. PST."""
    return _("%(date)s at %(time)s %(zone)s") % {
        "date": long_date(moment),
        "time": clock_time(moment),
        "zone": zone_abbreviation(moment),
    }


def days_left(deadline: datetime) -> str:
    """How long until a deadline, in whole days of 24 hours."""
    days = (deadline - timezone.now()).days
    if days < 1:
        return _("Less than a day left")
    return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}


def file_facts(file) -> str:
    """What a reader knows of a PublicFile before opening it: PDF, 1.96 MB, October 10, 2025."""
    facts = (
        file.file.kind_label,
        file_size(file.file.file_size),
        formats.date_format(file.released_on),
    )
    return ", ".join(fact for fact in facts if fact)


def telephone_url(number: str) -> str:
    """The address that dials a number as people write it (RFC 3966)."""
    return "tel:" + re.sub(r"[^0-9+]", "", number)
