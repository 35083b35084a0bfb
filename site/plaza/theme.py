"""The style sheet of the agency's own colours, which the theme's scss looks for."""

from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from engagement.models import AgencySettings

A_YEAR = 365 * 24 * 60 * 60


@require_safe
def stylesheet(request):
    """Custom properties alone. The address names the content: kept for good where they agree."""
    agency = AgencySettings.load(request_or_site=request)
    response = HttpResponse(agency.theme_css, content_type="text/css")
    current = request.GET.get("v") == agency.theme_version
    patch_cache_control(response, public=True, max_age=A_YEAR if current else 60)
    return response
