"""Calendar feeds: which meetings one holds, by what a resident chose, and how far back."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from wagtail.contrib.redirects.models import Redirect

from engagement.models import AgencySettings, InitiativePage
from meetings import calendar
from meetings.models import FeedState, Meeting, MeetingSeries, Tombstone
from meetings.models.tombstones import EVERY_FEED

OMIT = "omit"
REMOVED_FOR_DAYS = 30
"""How long, at least, a feed says of a meeting that it was removed: for a phone that was off."""

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
        cancelled = {"status": Meeting.Status.CANCELLED}
        if not self.omits_cancelled:
            cancelled["ends_at__lt"] = _midnight(cancelled_are_kept_since())
        found = self._chosen().filter(ends_at__gte=_midnight(reaches_back_to()))
        return found.exclude(**cancelled).order_by("starts_at", "pk")

    def tombstones(self) -> QuerySet:
        """What calendars must take away: the meetings that were in this feed and no longer are."""
        if self.omits_cancelled:
            return Tombstone.objects.none()
        removed_since = timezone.localdate() - timedelta(days=REMOVED_FOR_DAYS)
        recent = Q(ends_at__gte=_midnight(cancelled_are_kept_since())) | Q(
            removed_at__gte=_midnight(removed_since)
        )
        # The latest of each meeting: one that left twice has two.
        return (
            Tombstone.objects.of_feed(self.marks)
            .filter(recent, ends_at__gte=_midnight(reaches_back_to()))
            .exclude(uid__in=self._chosen().order_by().values("uid"))
            .order_by("uid", "-sequence", "-pk")
            .distinct("uid")
        )

    @property
    def marks(self) -> frozenset[str]:
        """What a meeting must be for this feed; see Meeting.feed_marks."""
        marks = {EVERY_FEED}
        if self.initiative:
            marks.add(f"initiative:{self.initiative.pk}")
        if self.series:
            marks.add(f"series:{self.series.pk}")
        marks |= {
            f"{name}:{value}" for name in ("kind", "format") if (value := getattr(self, name))
        }
        return frozenset(marks)

    @property
    def key(self) -> str:
        """Names this feed in the active language, whatever its initiative is called."""
        omitted = [OMIT] if self.omits_cancelled else []
        return " ".join([get_language(), *sorted(self.marks), *omitted])

    def _chosen(self) -> QuerySet:
        found = Meeting.objects.published()
        if self.initiative:
            found = found.filter(initiatives=self.initiative)
        if self.series:
            found = found.filter(series=self.series)
        for field in ("kind", "format"):
            if value := getattr(self, field):
                found = found.filter(**{field: value})
        return found


def write(query: FeedQuery) -> bytes:
    """The feed's bytes, in a constant number of queries."""
    return calendar.feed(query.meetings(), name=query.name(), tombstones=query.tombstones())


def changed_at(*, query: FeedQuery, digest: str) -> datetime:
    """Since when the feed is what `digest` says, in whole seconds. It never goes back."""
    state = FeedState.objects.filter(key=query.key).first()
    if state and state.digest == digest:
        return state.changed_at
    now = timezone.now().replace(microsecond=0)
    with transaction.atomic():
        state, is_new = FeedState.objects.select_for_update().get_or_create(
            key=query.key, defaults={"digest": digest, "changed_at": now}
        )
        if not is_new and state.digest != digest:
            state.digest = digest
            state.changed_at = max(now, state.changed_at + timedelta(seconds=1))
            state.save()
    return state.changed_at


def reaches_back_to() -> date:
    """The first day of a feed, in the agency's zone. Meetings leave it at midnight only."""
    return timezone.localdate() - timedelta(days=settings.FEED_DAYS_BACK)


def cancelled_are_kept_since() -> date:
    """Meetings that were called off and should have been before this day are in no feed."""
    return timezone.localdate() - timedelta(days=settings.CANCELLED_IN_FEED_DAYS)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _initiative(slug: str) -> InitiativePage | None:
    """The initiative that has this slug, or had it: whoever subscribed once stays subscribed."""
    if not slug:
        return None
    live = InitiativePage.objects.live()
    former = Redirect.objects.filter(old_path__endswith=f"/{slug}", redirect_page__isnull=False)
    found = (
        live.filter(slug=slug).first() or live.filter(pk__in=former.values("redirect_page")).first()
    )
    if found is None:
        raise UnknownFeed
    return found


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
