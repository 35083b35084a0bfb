"""QR codes for paper: the address of a page as a picture that a telephone's camera reads."""

import io
from collections.abc import Callable

import segno
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from comments.models import Docket, Draft
from engagement.models import Document, InitiativePage
from meetings.feeds import FeedQuery, UnknownFeed
from meetings.models import Meeting

QUIET_ZONE = 4
"""Modules of white around the code: the least that ISO/IEC 18004 asks for."""


def svg(address: str) -> bytes:
    """The code of an address as a drawing without style or script, of any size.

    Error correction "M": 15 percent of it may be dirty or torn.
    """
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing,
        kind="svg",
        border=QUIET_ZONE,
        light="#fff",
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return drawing.getvalue()


def _of(public: Callable, **lookup: str):
    """Finds the published thing of a page; `lookup` names which part of its address finds it."""

    def find(parts: dict):
        return get_object_or_404(public(), **{field: parts[name] for field, name in lookup.items()})

    return find


# By the name of its address: how the thing that a page shows is found, if the public may see it.
_PAGES = {
    "meetings:meeting": _of(lambda: Meeting.objects.published(), pk="pk"),
    "comments:docket": _of(lambda: Docket.objects.published(), number="number"),
    "comments:draft": _of(lambda: Draft.objects.published(), pk="pk"),
    "engagement:document": _of(lambda: Document.objects.published(), pk="pk"),
}


def _initiative(path: str) -> InitiativePage:
    slug = path.rstrip("/").rpartition("/")[2]
    for page in InitiativePage.objects.live().public().filter(slug=slug):
        if page.get_url() == path:
            return page
    raise Http404


def _feed(parameters) -> FeedQuery:
    try:
        return FeedQuery.parse(parameters)
    except UnknownFeed as unknown:
        raise Http404 from unknown


def _address(path: str, parameters) -> str:
    """The address of the page at `path`, as it is now. Raises Http404 for all but public pages.

    `parameters` choose the feed of a subscribe page, and are no part of other addresses.
    """
    try:
        match = resolve(path)
    except Resolver404:
        raise Http404 from None
    if match.view_name == "wagtail_serve":
        return settings.BASE_URL + _initiative(path).get_url()
    if match.view_name == "meetings:subscribe":
        return settings.BASE_URL + _feed(parameters).address(match.view_name)
    if match.view_name not in _PAGES:
        raise Http404
    return settings.BASE_URL + _PAGES[match.view_name](match.kwargs).get_absolute_url()


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def picture(request, path):
    """The code of one of our own public pages, in the language of the page."""
    address = _address(f"/{get_language()}/{path}/", request.GET)
    return HttpResponse(svg(address), content_type="image/svg+xml")
