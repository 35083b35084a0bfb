"""Views of the shell: search, and the demo's mail."""

import re

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from engagement.search import MAX_QUERY
from meetings.calendar import CONTENT_TYPE
from plaza import demo_mail as mail
from plaza.search import Search, answer, kinds

# What the HTML of a message may do in its frame: be seen, with the style written in it.
_MAIL_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'self'"
)


@require_safe
def search(request):
    """Find what is published, in the reader's language."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:MAX_QUERY]
    kind, initiative = request.GET.get("kind", ""), request.GET.get("initiative", "")
    asked = Search(
        query=query,
        kind=kind if kind in kinds() else "",
        # More digits than a key can have would be an error of the database.
        initiative=int(initiative) if re.fullmatch("[0-9]{1,18}", initiative) else None,
    )
    found = answer(asked, language=get_language(), page=request.GET.get("page"))
    context = {
        "query": query,
        "asked": asked,
        "found": found,
        "results": found.results,
        "count": found.results.paginator.count,
    }
    return render(request, "plaza/search.html", context)


@never_cache
@require_safe
def demo_mail(request):
    """The mail that the demo has sent. Anybody may read it: it is a demo."""
    _demo_only()
    return render(request, "plaza/demo_mail.html", {"messages": mail.latest()})


@never_cache
@require_safe
def demo_mail_message(request, name):
    """One message; `?part=html` is its HTML for the frame, `?part=calendar` its calendar file."""
    _demo_only()
    found = mail.read(name)
    if found is None:
        raise Http404
    message, shown = found
    html, calendar = mail.html(message), mail.calendar(message)
    part = request.GET.get("part")
    if part == "html" and html:
        response = HttpResponse(html)
        response["Content-Security-Policy"] = _MAIL_POLICY
        return response
    if part == "calendar" and calendar:
        response = HttpResponse(calendar, content_type=CONTENT_TYPE)
        response["Content-Disposition"] = 'attachment; filename="invitation.ics"'
        return response
    shown["html_url"] = f"{request.path}?part=html" if html else ""
    shown["calendar_url"] = f"{request.path}?part=calendar" if calendar else ""
    return render(request, "plaza/demo_mail_message.html", {"message": shown})


def bad_request(request, exception):
    """Django's handler400. What is too large for any form is said to be so, as 413."""
    too_large = isinstance(exception, RequestDataTooBig)
    return render(request, "400.html", {"too_large": too_large}, status=413 if too_large else 400)


def _demo_only() -> None:
    if not settings.DEMO:
        raise Http404
