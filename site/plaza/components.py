"""The page of components, for developers: each block and each state, in both languages.

Nothing on it is in the database but the demo's picture; its times are far ahead, so that a
screenshot of today is like one of next year.
"""

from datetime import date, timedelta

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from comments.models import Docket
from engagement.models import (
    AgencySettings,
    Document,
    DocumentFile,
    InitiativePage,
    LibraryFile,
    Milestone,
)
from meetings.models import DialInNumber, Meeting
from meetings.registration_forms import RegistrationForm
from plaza.demo.making import at, both
from plaza.demo.samples import blocks

DAY = date(2098, 12, 12)


@require_safe
def components(request):
    """Where the site is a demo or being developed; elsewhere there is no such page."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "plaza/components.html", _samples(get_language()))


def _samples(language: str) -> dict:
    typed = {"name": "", "email": "ana.example.com", "language": language}
    broken = RegistrationForm(typed, meeting=_meeting(Meeting.Status.SCHEDULED))
    broken.auto_id = "broken_%s"
    broken.is_valid()
    empty = RegistrationForm(meeting=_meeting(Meeting.Status.SCHEDULED))
    empty.auto_id = "empty_%s"
    return {
        "agency_alerts": [_alert(level) for level in AgencySettings.AlertLevel],
        "blocks": blocks(language),
        "broken_form": broken,
        "closed_docket": _docket(opens_in=-30, days=20),
        "document": _document(),
        "empty_form": empty,
        "meetings": [_meeting(status) for status in Meeting.Status],
        "milestones": _milestones(),
        "open_docket": _docket(opens_in=-1, days=15),
        "page_of_many": Paginator(range(60), 20).page(2),
        "untranslated": InitiativePage(**_only_in_the_other(language)),
    }


def _only_in_the_other(language: str) -> dict:
    texts = {"en": "Solo en español", "es": "In English only"}
    other = "es" if language == "en" else "en"
    return {f"headline_{other}": texts[language], f"summary_{other}": texts[language]}


def _alert(level) -> AgencySettings:
    """Settings that show an alert now; never saved."""
    now = timezone.now()
    return AgencySettings(
        alert_level=level,
        alert_starts_at=now - timedelta(hours=1),
        alert_ends_at=now + timedelta(hours=1),
        **both("alert_text", "Our office is closed today.", "Hoy está cerrada nuestra oficina."),
        **both("alert_link_text", "What you can do", "Qué puede hacer usted"),
        **both("alert_link_url", "/en/meetings/", "/es/meetings/"),
    )


def _meeting(status) -> Meeting:
    meeting = Meeting(
        kind=Meeting.Kind.OFFICE_HOURS,
        format=Meeting.Format.HYBRID,
        status=status,
        starts_at=at(DAY, 12),
        ends_at=at(DAY, 13),
        address="4901 East Carson Street, Long Beach, CA 90808",
        room="T1200",
        zoom_id="1615740201",
        join_url="https://agency.zoomgov.com/j/1615740201",
        takes_registration=True,
        **both("headline", "Office hours", "Horas de consulta"),
    )
    meeting.dial_in_numbers = [DialInNumber(number="+1 (669) 900-6833")]
    return meeting


def _docket(*, opens_in: int, days: int) -> Docket:
    opens_at = at(timezone.localdate() + timedelta(days=opens_in), 9)
    return Docket(
        number="PA-2098-01",
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=days),
        **both("headline", "Draft plan for the ports", "Borrador del plan para los puertos"),
        **both("summary", "Tell us what is missing.", "Díganos qué falta."),
    )


def _document() -> Document:
    document = Document(**both("headline", "Annual report", "Informe anual"))
    document.files = [
        DocumentFile(
            file=LibraryFile(
                file=f"documents/report-{language}.pdf",
                file_size=1_250_000,
                mime="application/pdf",
            ),
            language=language,
            released_on=DAY,
        )
        for language, _name in settings.LANGUAGES
    ]
    return document


def _milestones() -> list[Milestone]:
    return [
        Milestone(
            due_on=date(2025, 11, 7), **both("headline", "The Board agrees", "La Junta aprueba")
        ),
        Milestone(
            due_on=DAY,
            **both("headline", "The last plan is due", "Vence el plazo del último plan"),
            **both("description", "Ocean-going vessels.", "Buques transoceánicos."),
        ),
    ]
