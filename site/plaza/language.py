"""The reader's language: the same page in the other one, and the choice that is remembered.

The language of a page is in its address. Only `/` and addresses without a language ask the
browser: LocaleMiddleware follows the cookie set here, else Accept-Language. No other page sets
or reads the cookie, so that they stay the same for everyone and may be cached.
"""

import re

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse, translate_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_PREFIX = re.compile(rf"\A/(?:{'|'.join(code for code, _name in settings.LANGUAGES)})(?=/)")


def address_in(code: str, address: str) -> str:
    """A path and its query in the language `code`, also where nothing answers there."""
    return _PREFIX.sub(f"/{code}", translate_url(address, code))


def without_language(path: str) -> str:
    """The address that leads each reader to their own language."""
    return _PREFIX.sub("", path)


def choice_url(address: str) -> str:
    """Where the switch leads: to `address`, which begins with its language, by way of `choose`."""
    return reverse("choose_language").rstrip("/") + address


@never_cache
@require_safe
def choose(request, code="", path=""):
    """Remember the language and lead on to the page.

    The rest of the address is the page's own; it begins with a language of ours, and so can
    lead to no other host.
    """
    if code not in dict(settings.LANGUAGES):
        raise Http404
    response = HttpResponseRedirect(
        request.get_full_path().removeprefix(reverse("choose_language").rstrip("/"))
    )
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    response["X-Robots-Tag"] = "noindex"
    return response
