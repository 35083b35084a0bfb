"""Files for programs at addresses that are agreed: robots.txt, security.txt, favicon.ico."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from engagement.models import AgencySettings

SECURITY_CONTACT_LASTS = timedelta(days=180)
"""RFC 9116 §2.5.5: less than a year ahead."""

# Private pages, answers to forms, and lists without end. `*` is the language.
CLOSED_TO_ROBOTS = (
    "/admin/",
    "/language/",
    "/*/demo/",
    "/*/search/",
    "/*/meetings/registration/",
    "/*/meetings/*/register/",
    "/*/meetings/*/registered/",
    "/*/subscribe/",
    "/*/subscription/",
    "/*/receipts/",
    "/*/dockets/*/comment/",
)


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def robots(request):
    """What search engines need not visit (RFC 9309), and where the sitemap is."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS),
        "",
        f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}",
    ]
    return _text(lines)


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def security(request):
    """Whom to tell of a weakness (RFC 9116); it may not be there without a contact.

    The contact is settings.SECURITY_CONTACT, a mailto: or https: address, else the agency's e-mail.
    """
    email = AgencySettings.load(request_or_site=request).email
    contact = settings.SECURITY_CONTACT or (f"mailto:{email}" if email else "")
    if not contact:
        raise Http404
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {midnight + SECURITY_CONTACT_LASTS:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {settings.BASE_URL}{request.path}",
    ]
    return _text(lines)


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def favicon(request):
    """Where programs look that read no page; the page's own link names a sharper picture."""
    return HttpResponseRedirect(static("img/favicon.ico"))


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
