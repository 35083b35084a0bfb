"""The list of points: what an address shows to a person, for the page and for acts on many."""

from functools import cached_property
from types import SimpleNamespace

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict

from comments.models import Point, Response
from comments.response_pages.filters import PointFilterSet, matching
from comments.responses import coverage

SEARCH = "q"


class PointListing:
    """The points that a query of the list shows to `user`."""

    def __init__(self, query: QueryDict, user, filters: PointFilterSet | None = None):
        self.query = query
        asking = SimpleNamespace(user=user, GET=query)
        self.filters = filters or PointFilterSet(query, request=asking)

    @cached_property
    def words(self) -> str:
        return self.query.get(SEARCH, "").strip()

    def points(self) -> QuerySet[Point]:
        """By docket, letter and number. With a filter that makes no sense there are none."""
        found = coverage.points_to_answer()
        if not self.filters.is_valid():
            return found.none()
        found = self.filters.filter_queryset(found)
        if self.words:
            found = matching(found, self.words)
        return found.order_by("comment__docket", "comment__sequence", "number")


def with_all_shown(points: QuerySet[Point]) -> QuerySet[Point]:
    """The points with what a row says of them; as many queries for any number of rows."""
    return points.select_related("comment__docket", "owner", "response").prefetch_related(
        "passages",
        "topics",
        Prefetch(
            "masters",
            Response.objects.masters().only(
                "docket", "kind", "number", "title_en", "title_es", "status"
            ),
        ),
        "comment__remarks__section",
        "comment__additions",
        "comment__attachments",
        "comment__redactions",
    )
