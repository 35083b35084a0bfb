"""The page on which residents subscribe to a feed, and the Atom feed beside it."""

import hashlib

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from meetings import atom as atom_feed
from meetings.calendar_views import FEED_CACHE_CONTROL
from meetings.feeds import FeedQuery, UnknownFeed
from meetings.models import Meeting
from meetings.subscribe_form import FeedForm
from meetings.subscribing import FeedAddresses

NEXT = 3
"""How many of the coming meetings the page shows."""


@require_safe
def subscribe(request):
    """A feed, and the way into each calendar program."""
    query = _query(request)
    here = "meetings:subscribe"
    languages = []
    for code, _name in settings.LANGUAGES:
        if code != translation.get_language():
            with translation.override(code):
                languages.append({"code": code, "url": query.address(here)})
    context = {
        "query": query,
        "kind": Meeting.Kind(query.kind).label if query.kind else "",
        "format": Meeting.Format(query.format).label if query.format else "",
        "addresses": FeedAddresses(query),
        "filters": FeedForm(query),
        "languages": languages,
        "upcoming": query.meetings().upcoming()[:NEXT],
        "qr_url": f"{reverse('qr', args=['meetings/subscribe'])}?{query.query_string}".rstrip("?"),
    }
    return render(request, "meetings/subscribe.html", context)


@require_safe
def atom(request):
    """The news of a feed's meetings; the query says which meetings, as for the calendar."""
    written = atom_feed.write(_query(request))
    changed_at = int(written.updated.timestamp())
    response = HttpResponse(written.body, content_type=atom_feed.CONTENT_TYPE)
    response["ETag"] = f'"{hashlib.sha256(written.body).hexdigest()[:32]}"'
    response["Last-Modified"] = http_date(changed_at)
    response["Cache-Control"] = FEED_CACHE_CONTROL
    return get_conditional_response(
        request, etag=response["ETag"], last_modified=changed_at, response=response
    )


def _query(request) -> FeedQuery:
    try:
        return FeedQuery.parse(request.GET)
    except UnknownFeed as unknown:
        raise Http404 from unknown
