"""Calendar feeds: which meetings one holds, by what a resident chose, and how far back."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from engagement.models import AgencySettings, InitiativePage
from meetings.models import Meeting, MeetingSeries

OMIT = "omit"
_LARGEST_KEY = 2**63 - 1


class UnknownFeed(Exception):
    """A parameter of a feed's address has a value that we never gave to anybody."""


@dataclass(frozen=True)
class FeedQuery:
    """What one feed holds. What is empty chooses all; each choice narrows the others."""

    initiative: InitiativePage | None = None
    kind: str = ""
    format: str = ""
    series: MeetingSeries | None = None
    omits_cancelled: bool = False

    @classmethod
    def parse(cls, parameters) -> "FeedQuery":
        """The feed that the parameters of an address choose. Raises UnknownFeed.

        `initiative` is a slug, `series` a number, `cancelled` can be "omit". Parameters of other
        names are no part of the address, as newsletters add them.
        """
        values = {
            name: parameters.get(name, "")
            for name in ("initiative", "kind", "format", "series", "cancelled")
        }
        # PostgreSQL takes no NUL.
        if any("\0" in value for value in values.values()):
            raise UnknownFeed
        if values["cancelled"] not in ("", OMIT):
            raise UnknownFeed
        return cls(
            initiative=_initiative(values["initiative"]),
            kind=_choice(Meeting.Kind, values["kind"]),
            format=_choice(Meeting.Format, values["format"]),
            series=_series(values["series"]),
            omits_cancelled=values["cancelled"] == OMIT,
        )

    @property
    def query_string(self) -> str:
        """The one way to write this feed's parameters, without a question mark."""
        values = {
            "initiative": self.initiative.slug if self.initiative else "",
            "kind": self.kind,
            "format": self.format,
            "series": self.series.pk if self.series else "",
            "cancelled": OMIT if self.omits_cancelled else "",
        }
        return urlencode({name: value for name, value in values.items() if value})

    def address(self, view: str = "meetings:feed") -> str:
        """The path and query, in the active language, of this feed or of a page about it."""
        query = self.query_string
        return reverse(view) + (f"?{query}" if query else "")

    def name(self) -> str:
        """What the subscribed calendar is called in a resident's phone."""
        chosen = [
            self.initiative.headline if self.initiative else "",
            self.series.headline if self.series else "",
            Meeting.Kind(self.kind).label if self.kind else "",
            Meeting.Format(self.format).label if self.format else "",
        ]
        said = ", ".join(str(part) for part in chosen if part)
        agency = AgencySettings.load().name
        return f"{agency}: {said}" if said else agency

    def meetings(self) -> QuerySet:
        """The published meetings of this feed, soonest first, without what has left it."""
        found = Meeting.objects.published().filter(ends_at__gte=_midnight(reaches_back_to()))
        if self.initiative:
            found = found.filter(initiatives=self.initiative)
        if self.series:
            found = found.filter(series=self.series)
        for field in ("kind", "format"):
            if value := getattr(self, field):
                found = found.filter(**{field: value})
        cancelled = {"status": Meeting.Status.CANCELLED}
        if not self.omits_cancelled:
            cancelled["ends_at__lt"] = _midnight(cancelled_are_kept_since())
        return found.exclude(**cancelled).order_by("starts_at", "pk")


def reaches_back_to() -> date:
    """The first day of a feed, in the agency's zone. Meetings leave it at midnight only."""
    return timezone.localdate() - timedelta(days=settings.FEED_DAYS_BACK)


def cancelled_are_kept_since() -> date:
    """Meetings that were called off and should have been before this day are in no feed."""
    return timezone.localdate() - timedelta(days=settings.CANCELLED_IN_FEED_DAYS)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _initiative(slug: str) -> InitiativePage | None:
    if not slug:
        return None
    try:
        return InitiativePage.objects.live().get(slug=slug)
    except ObjectDoesNotExist as unknown:
        raise UnknownFeed from unknown


def _series(number: str) -> MeetingSeries | None:
    if not number:
        return None
    # isdecimal also holds for digits of other scripts, which int() reads; one address is enough.
    if not (number.isascii() and number.isdecimal()) or int(number[:20]) > _LARGEST_KEY:
        raise UnknownFeed
    try:
        return MeetingSeries.objects.get(pk=number)
    except ObjectDoesNotExist as unknown:
        raise UnknownFeed from unknown


def _choice(choices, value: str) -> str:
    if value and value not in choices.values:
        raise UnknownFeed
    return value
