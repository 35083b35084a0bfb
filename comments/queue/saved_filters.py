"""Filters that somebody named, for themselves or for their colleagues as well.

A saved filter is the query of the list. Only its owner changes or deletes it; what others share
is theirs to change.
"""

from django.db.models import Q, QuerySet
from django.http import QueryDict

from comments import permissions
from comments.models import SavedFilter
from comments.queue.listing import list_query

LONGEST = SavedFilter._meta.get_field("query").max_length


def visible_to(user) -> list[SavedFilter]:
    """One's own and the shared ones, each with its owner. One query."""
    return list(
        SavedFilter.objects.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner")
    )


def own(user) -> QuerySet[SavedFilter]:
    """Those that `user` may rename and delete."""
    return SavedFilter.objects.filter(owner=user)


def may_share(user) -> bool:
    """Whether colleagues see what this person shares: those who triage and decide."""
    return permissions.can_review(user)


def tidy(query: str) -> str:
    """The query as it is kept: without the page one was on and without empty filters."""
    return list_query(QueryDict(query.removeprefix("?")))
