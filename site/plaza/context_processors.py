"""What every page's header and footer need."""

from django.conf import settings
from django.utils import translation

from engagement.models import AgencySettings, InitiativeIndexPage, StandardPage
from plaza import language


def shell(request) -> dict:
    """The agency, and this same page's address in each language, its query kept."""
    current = translation.get_language()
    initiatives = InitiativeIndexPage.objects.live().first()
    return {
        "agency": AgencySettings.load(request_or_site=request),
        "base_url": settings.BASE_URL,
        "demo": settings.DEMO,
        "footer_pages": StandardPage.objects.in_footer(),
        "initiatives_url": initiatives.get_url(request) if initiatives else "",
        "language_links": [
            {
                "code": code,
                "name": translation.get_language_info(code)["name_local"].capitalize(),
                "choice_url": language.choice_url(
                    language.address_in(code, request.get_full_path())
                ),
                "current": code == current,
            }
            for code, _name in settings.LANGUAGES
        ],
    }
