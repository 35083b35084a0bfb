"""The site's addresses and bare views: what Django and the server cost by themselves."""

from django.db import connection
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from plaza.urls import urlpatterns as site_urls


def bare(request):
    """As little as a view can do."""
    return HttpResponse("bare")


@csrf_exempt
def bare_insert(request):
    """As little as a view can do that keeps something; tests.benchmarks.intake makes the table."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO benchmark_row (text) VALUES (%s)", ["bare"])
    return HttpResponse(status=204)


urlpatterns = [path("bare/", bare), path("bare/insert/", bare_insert), *site_urls]
