"""The site's addresses, and two that fail: what a visitor sees then is looked at too."""

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied
from django.urls import path

from plaza.urls import urlpatterns as site_urls


def broken(request):
    """As if something had gone wrong on our side."""
    raise RuntimeError("On purpose, for tests/browser")


def refused(request):
    """As if this were not for everybody."""
    raise PermissionDenied


urlpatterns = [*i18n_patterns(path("broken/", broken), path("refused/", refused)), *site_urls]
