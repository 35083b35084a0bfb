"""Calendar feeds and files over HTTP."""

import hashlib

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from meetings import calendar, feeds, registration
from meetings.feeds import FeedQuery, UnknownFeed
from meetings.models import Meeting

# Calendars ask once an hour at most, so a CDN may answer for five minutes, and for a day when
# the site is down: a phone that is told nothing keeps what it has, one that gets an error may not.
FEED_CACHE_CONTROL = "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400"


@require_safe
def feed(request):
    """The calendar to subscribe to; the query says which meetings it holds."""
    try:
        query = FeedQuery.parse(request.GET)
    except UnknownFeed as unknown:
        raise Http404 from unknown
    body = feeds.write(query)
    digest = hashlib.sha256(body).hexdigest()
    changed_at = int(feeds.changed_at(query=query, digest=digest).timestamp())
    response = HttpResponse(body, content_type=calendar.CONTENT_TYPE)
    # The same bytes for the same content, so the name is strong (RFC 9110 §8.8.1).
    response["ETag"] = f'"{digest[:32]}"'
    response["Last-Modified"] = http_date(changed_at)
    response["Cache-Control"] = FEED_CACHE_CONTROL
    return get_conditional_response(
        request, etag=response["ETag"], last_modified=changed_at, response=response
    )


@require_safe
def meeting_ics(request, pk):
    """One meeting as a calendar file."""
    found = get_object_or_404(Meeting.objects.published().for_lists(), pk=pk)
    return _file(calendar.meeting_file(found), found)


@require_safe
def registration_ics(request, token):
    """A registrant's own file, behind the token of their manage link."""
    found = registration.from_token(token)
    if found is None:
        raise Http404
    response = _file(calendar.registration_file(found), found.meeting)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _file(body: bytes | str, meeting: Meeting) -> HttpResponse:
    response = HttpResponse(body, content_type=calendar.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{meeting.slug}.ics"'
    return response
