"""What every page's header and footer need."""

from django.conf import settings
from django.utils import translation

from engagement.models import AgencySettings
from plaza import language, pages


def shell(request) -> dict:
    """The agency, and this same page's address in each language, its query kept."""
    current = translation.get_language()
    around = pages.around_every_page()
    return {
        "agency": AgencySettings.load(request_or_site=request),
        "base_url": settings.BASE_URL,
        "demo": settings.DEMO,
        "footer_pages": around.footer,
        "initiatives_url": around.initiatives_url,
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
