"""Facts of a page for programs, in schema.org's vocabulary (https://schema.org/) as JSON-LD.

The block is data, not script: a browser does not run it, and the Content-Security-Policy has no
say in it.
"""

import json

from django.conf import settings
from django.utils.safestring import SafeString

from engagement.models import AgencySettings

# As in Django's json_script: no text can end the element it stands in.
_HARMLESS = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def block(data: dict) -> SafeString:
    """The element that holds these facts; empty ones are left out."""
    facts = {"@context": "https://schema.org", **_without_empty(data)}
    text = json.dumps(facts, ensure_ascii=False).translate(_HARMLESS)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def organization(agency: AgencySettings) -> dict:
    """The agency as a GovernmentOrganization: https://schema.org/GovernmentOrganization."""
    return {
        "@type": "GovernmentOrganization",
        "name": agency.name,
        "url": f"{settings.BASE_URL}/",
        "telephone": agency.phone,
        "email": agency.email,
        "address": ", ".join(part for part in (agency.street_address, agency.city_line) if part),
    }


def _without_empty(data: dict) -> dict:
    kept = {
        name: _without_empty(value) if isinstance(value, dict) else value
        for name, value in data.items()
    }
    return {name: value for name, value in kept.items() if value not in ("", None, [], {})}
