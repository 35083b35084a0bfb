"""The one address of each page, for search engines and for those who share it."""

import json

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from plaza.language import address_in, without_language

# Parameters that choose what a page shows, in the order in which its address names them.
# Others, such as those that newsletters and social networks add, are no part of it.
CONTENT = (
    *("initiative", "kind", "format", "series", "when", "cancelled", "page", "from"),
    *("words", "topic", "section", "affiliation", "order"),
)
LONGEST = 200
"""Characters of a value; what is longer was not written by one of our forms."""


def canonical(request) -> str:
    """Path and query of this page: the second page of a list is another than the first."""
    values = {name: request.GET.get(name, "") for name in CONTENT}
    if values["page"] == "1" or not values["page"].isdecimal():
        values["page"] = ""
    kept = {name: value for name, value in values.items() if value and len(value) <= LONGEST}
    return request.path + (f"?{urlencode(kept)}" if kept else "")


def alternates(request) -> list[dict]:
    """The same page in each language, and the address that lets the browser's language decide.

    `hreflang` and `url`, as in https://developers.google.com/search/docs/specialty/international.
    """
    address = canonical(request)
    languages = [
        {"hreflang": code, "url": settings.BASE_URL + address_in(code, address)}
        for code, _name in settings.LANGUAGES
    ]
    default = {"hreflang": "x-default", "url": settings.BASE_URL + without_language(address)}
    return [*languages, default]


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def print_css(request):
    """On paper a link of ours reads whole, with the host that the compiled theme cannot know."""
    host = json.dumps(f" <{settings.BASE_URL}")
    rule = f'main a[href^="/"]::after {{ content: {host} attr(href) ">" }}'
    return HttpResponse(f"@media print {{ {rule} }}\n", content_type="text/css; charset=utf-8")
