"""A docket for programs: its record as JSON and CSV, its posted comments as a feed."""

from collections.abc import Callable, Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from comments import feeds, record
from comments.models import Docket


@require_safe
def docket_feed(request, number):
    """The comments posted last; kept, and named for 304, like a page (plaza.caching)."""
    return HttpResponse(feeds.of_docket(_docket(number)), content_type=feeds.CONTENT_TYPE)


@require_safe
def docket_json(request, number):
    """Everything public of the docket, for programs."""
    return _answer(request, _docket(number), record.as_json, "application/json")


@require_safe
def docket_csv(request, number):
    """The posted comments, for spreadsheet programs."""
    found = _docket(number)
    response = _answer(request, found, record.as_csv, "text/csv; charset=utf-8")
    if response.status_code == 200:
        response["Content-Disposition"] = f'attachment; filename="{found.number}.csv"'
    return response


def _answer(
    request, docket: Docket, write: Callable[[Docket], Iterator[str]], content_type: str
) -> HttpResponse | StreamingHttpResponse:
    """304 to whoever has it; its head alone for HEAD, for which nothing is read."""
    etag = record.version(docket)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        body = () if request.method == "HEAD" else write(docket)
        response = StreamingHttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _docket(number: str) -> Docket:
    return get_object_or_404(Docket.objects.published().select_related("initiative"), number=number)
