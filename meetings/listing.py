"""The list of all meetings: which of them a reader asked for, and how many there are."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator

from meetings.feeds import FeedQuery
from meetings.models import Meeting

PAST_PER_PAGE = 20
PAST_AT_FIRST = 10
"""Past meetings shown below the coming ones, before a reader asks for them all."""

UPCOMING, PAST = "upcoming", "past"


@dataclass(frozen=True)
class Listing:
    """What the list shows. `chosen` are the filters that are valid; an empty one chooses all."""

    chosen: dict
    page: str | None = None

    @property
    def when(self) -> str:
        return self.chosen.get("when") or ""

    @cached_property
    def upcoming(self) -> list[Meeting] | None:
        """Those to come, the soonest first; None when only past ones were asked for."""
        if self.when == PAST:
            return None
        return list(self._found().upcoming().for_lists())

    @cached_property
    def past(self) -> Page | None:
        """Those that were, the latest first; None when only coming ones were asked for."""
        if self.when == UPCOMING:
            return None
        all_at_once = self.when == PAST
        paginator = Paginator(
            self._found().past().for_lists(), PAST_PER_PAGE if all_at_once else PAST_AT_FIRST
        )
        return paginator.get_page(self.page if all_at_once else 1)

    @property
    def upcoming_count(self) -> int:
        return len(self.upcoming or ())

    @property
    def past_count(self) -> int:
        return self.past.paginator.count if self.past else 0

    @property
    def count(self) -> int:
        return self.upcoming_count + self.past_count

    @property
    def has_more_past(self) -> bool:
        """Whether a reader of both sees only the first of those that were."""
        return self.when != PAST and bool(self.past) and self.past.has_next()

    @property
    def is_filtered(self) -> bool:
        return any(self.chosen.values())

    @property
    def feed_query(self) -> str:
        """The calendar feed of these meetings, as the query of its address."""
        query = FeedQuery(
            initiative=self.chosen.get("initiative"),
            kind=self.chosen.get("kind") or "",
            format=self.chosen.get("format") or "",
        )
        return query.query_string

    def _found(self):
        """The published meetings that match; a combination costs no more than a single filter."""
        found = Meeting.objects.published()
        for field in ("kind", "format"):
            if value := self.chosen.get(field):
                found = found.filter(**{field: value})
        if initiative := self.chosen.get("initiative"):
            found = found.filter(initiatives=initiative)
        return found
