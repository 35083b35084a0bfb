"""File sizes, dates with their zone: the same words wherever they are shown."""

from django.utils import formats, timezone
from django.utils.translation import gettext as _

_STEPS = (("GB", 1024**3, 2), ("MB", 1024**2, 2), ("KB", 1024, 0))


def file_size(size: int | None) -> str:
    """A size for people, in units of 1,024 as file managers show it: 1.96 MB, 992 KB.

    The number is formatted for the active language.
    """
    if size is None:
        return ""
    for unit, step, decimals in _STEPS:
        if size >= step:
            return f"{formats.number_format(size / step, decimals)} {unit}"
    return _("%(count)s bytes") % {"count": formats.number_format(size)}


def zone_abbreviation(moment) -> str:
    """The agency's zone as it is called at that moment, such as PST or PDT."""
    return timezone.localtime(moment).tzname() or ""
