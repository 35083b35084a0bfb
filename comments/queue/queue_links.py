"""Addresses of the review page that remember the list from which it was opened."""

from django.urls import reverse
from django.utils.http import urlencode

QUEUE = "queue"
"""The parameter with the query of that list."""


def review_url(key: int, query: str | None, **more: str) -> str:
    """The page of a comment as it is opened from the list with that query, if any."""
    known = {} if query is None else {QUEUE: query}
    given = urlencode({**known, **more})
    page = reverse("review:inspect", args=[key])
    return f"{page}?{given}" if given else page
