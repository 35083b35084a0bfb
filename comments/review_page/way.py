"""The way along the list that one came from: to the neighbours, and on after an act.

The list's links carry its query (comments.queue.queue_links). Whoever opens a comment by
another link has no list to go along.
"""

from django.contrib import messages
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from comments.models import Comment
from comments.queue.listing import Listing, Way
from comments.queue.queue_links import QUEUE, review_url

AFTER, NEXT = "after", "next"
"""The parameter that says where a move leads, and its value for “to the next comment”."""


class QueueWay:
    """Where the reader of one review page can go. `request` is that of the page."""

    def __init__(self, request, comment: Comment):
        self.request = request
        self.comment = comment
        self.query = request.GET.get(QUEUE)
        self.goes_on = request.GET.get(AFTER) == NEXT

    @property
    def is_known(self) -> bool:
        """Whether the reader came from a list."""
        return self.query is not None

    @cached_property
    def neighbours(self) -> Way:
        if not self.is_known:
            return Way(None, None, 0)
        return Listing(QueryDict(self.query), self.request.user).way_from(self.comment)

    @property
    def previous_url(self) -> str:
        return self._to(self.neighbours.before)

    @property
    def next_url(self) -> str:
        return self._to(self.neighbours.after)

    @property
    def list_url(self) -> str:
        index = reverse("review:index")
        return f"{index}?{self.query}" if self.query else index

    @property
    def stay_url(self) -> str:
        return review_url(self.comment.pk, self.query)

    @property
    def go_on_url(self) -> str:
        return review_url(self.comment.pk, self.query, **{AFTER: NEXT})

    def leads_on(self, action: str) -> bool:
        """Whether this act ends with the next comment of the list instead of this one."""
        if not self.is_known:
            return False
        act, _colon, value = action.partition(":")
        return (act == "claim" and value == NEXT) or (act == "move" and self.goes_on)

    def url_after(self, action: str) -> str:
        """Where an act leads that was done. `neighbours` is best known before the act."""
        act, _colon, value = action.partition(":")
        if act == "approve_response" and value.isdecimal():
            return self._to_point(value)
        if not self.leads_on(action):
            return self.request.get_full_path()
        if self.next_url:
            return self.next_url
        messages.info(self.request, _("That was the last comment of this list."))
        return self.list_url

    def _to_point(self, number: str) -> str:
        """This page with that point open, in the same list."""
        query = self.request.GET.copy()
        query["point"] = number
        return f"{self.request.path}?{query.urlencode()}#point-{self.comment.sequence}-{number}"

    def _to(self, key: int | None) -> str:
        if key is None:
            return ""
        return review_url(key, self.query, **({AFTER: NEXT} if self.goes_on else {}))
