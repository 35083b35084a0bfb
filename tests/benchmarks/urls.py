"""The site's addresses and one bare view: what Django and the server cost by themselves."""

from django.http import HttpResponse
from django.urls import path

from plaza.urls import urlpatterns as site_urls


def bare(request):
    """As little as a view can do."""
    return HttpResponse("bare")


urlpatterns = [path("bare/", bare), *site_urls]
