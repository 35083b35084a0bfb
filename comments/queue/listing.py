"""One list of the queue: what an address shows to a person, and the way along it.

The address is that of the admin's list, so that the export, acts on all that match, saved filters
and “next” on the review page speak of the same comments in the same order.
"""

from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from comments.models import Attachment, Comment
from comments.queue.filters import QueueFilterSet
from comments.queue.tabs import PARAMETER, Tab, tab_named
from comments.review import search

SEARCH = "q"
ORDERINGS = ("received_at", "state", "channel")
"""What the list can be sorted by; a comment's key decides between equals."""

NEXT_COUNTED = 100
"""The review page says how many comments follow, up to here."""

# The page number and what Wagtail's own scripts add say nothing of the list.
_NOT_OF_THE_LIST = ("p", "export", "_w_filter_fragment")


def list_query(given: QueryDict) -> str:
    """The query of a list without the page one is on; in one form for equal lists."""
    query = given.copy()
    for name in _NOT_OF_THE_LIST:
        query.pop(name, None)
    for name in [name for name in query if not any(query.getlist(name))]:
        del query[name]
    return query.urlencode()


@dataclass(frozen=True)
class Way:
    """Where one can go from a comment: keys of its neighbours, and how many follow it."""

    before: int | None
    after: int | None
    following: int

    @property
    def follow_more(self) -> bool:
        """Whether so many follow that nobody counted all of them."""
        return self.following > NEXT_COUNTED


class Listing:
    """The comments that a query of the queue's list shows to `user`."""

    def __init__(self, query: QueryDict, user, filters: QueueFilterSet | None = None):
        self.query = query
        self.user = user
        # The filters ask only who is asking.
        asking = SimpleNamespace(user=user, GET=query)
        self.filters = filters or QueueFilterSet(query, request=asking)

    @cached_property
    def tab(self) -> Tab:
        return tab_named(self.query.get(PARAMETER, ""))

    @cached_property
    def words(self) -> str:
        return self.query.get(SEARCH, "").strip()

    @cached_property
    def ordering(self) -> tuple[str, ...]:
        """The fields of the order, the last of them a comment's key."""
        given = self.query.get("ordering", "")
        minus, name = ("-", given[1:]) if given.startswith("-") else ("", given)
        if name not in ORDERINGS:
            minus, name = "", "received_at"
        fields = (name,) if name == "received_at" else (name, "received_at")
        return tuple(f"{minus}{field}" for field in (*fields, "pk"))

    def comments(self) -> QuerySet[Comment]:
        """In the order of the list. With a filter that makes no sense there are none."""
        found = self.tab.choose(Comment.objects.all(), self.user)
        if not self.filters.is_valid():
            return found.none()
        found = self.filters.filter_queryset(found)
        if self.words:
            found = search.matching(found, self.words, user=self.user)
        return found.order_by(*self.ordering)

    def way_from(self, comment: Comment) -> Way:
        """The neighbours of a comment, which itself may have left the list. Two queries."""
        found, back = self.comments(), [_turned(field) for field in self.ordering]
        after = found.filter(_beyond(comment, self.ordering)).values_list("pk", flat=True)
        before = found.filter(_beyond(comment, back)).order_by(*back).values_list("pk", flat=True)
        following = list(after[: NEXT_COUNTED + 1])
        return Way(before.first(), following[0] if following else None, len(following))


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _beyond(comment: Comment, ordering) -> Q:
    """What comes after the comment in that order.

    The first comparison says nothing new; by it the database begins there in an index.
    """
    later, same = Q(), Q()
    for field in ordering:
        name, step = (field[1:], "lt") if field.startswith("-") else (field, "gt")
        value = getattr(comment, name)
        later |= same & Q(**{f"{name}__{step}": value})
        same &= Q(**{name: value})
    first = ordering[0].removeprefix("-")
    step = "lte" if ordering[0].startswith("-") else "gte"
    return Q(**{f"{first}__{step}": getattr(comment, first)}) & later


def rows(keys: list[int]) -> list[Comment]:
    """The comments of one page with all that the list shows of each, in the order of the keys.

    Two queries; of long texts none is read.
    """
    waiting = Attachment.objects.filter(comment=OuterRef("pk"), scan=Attachment.Scan.WAITING)
    found = (
        Comment.objects.filter(pk__in=keys)
        .select_related("docket", "assigned_to", "team")
        .only(
            *("sequence", "docket__number", "docket__target_days", "state", "campaign_id"),
            *("name", "redacted_name", "is_anonymous", "channel", "language", "is_late"),
            *("suspicions", "received_at", "version", "team__name"),
            *("assigned_to__username", "assigned_to__first_name", "assigned_to__last_name"),
        )
        .annotate(awaits_scan=Exists(waiting))
        .prefetch_related("topics")
    )
    by_key = {comment.pk: comment for comment in found}
    return [by_key[key] for key in keys if key in by_key]
