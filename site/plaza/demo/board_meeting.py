"""A regular meeting of a board, announced with its agenda well before the law's 72 hours."""

from datetime import date, timedelta

from engagement.models import InitiativePage, LibraryFile
from meetings.models import (
    AccessibilityService,
    DialInNumber,
    InterpretationLanguage,
    Material,
    Meeting,
)
from plaza.demo import pdfs
from plaza.demo.making import at, both, library_file, next_weekday, publish

THURSDAY = 3
TITLES = {"en": "Meeting of the Board on Ports", "es": "Reunión de la Junta sobre los puertos"}
_NOTES = {
    "en": "Made for this demonstration. No board has this agenda.",
    "es": "Hecho para esta demostración. Ninguna junta tiene este orden del día.",
}
_AGENDAS = {
    "en": [
        ("1. Opening", "<p>Roll call. How to speak at this meeting, in the room and online.</p>"),
        (
            "2. Cooperative agreement with the ports",
            "<p>Staff report on the comments received so far. The Board takes no action.</p>",
        ),
        (
            "3. Comments from the public",
            "<p>Three minutes each, on this agenda and on anything else the Board decides.</p>",
        ),
    ],
    "es": [
        (
            "1. Apertura",
            "<p>Lista de asistencia. Cómo tomar la palabra en la sala y en línea.</p>",
        ),
        (
            "2. Acuerdo de cooperación con los puertos",
            "<p>El personal informa sobre los comentarios recibidos hasta ahora. La Junta no toma "
            "ninguna decisión.</p>",
        ),
        (
            "3. Comentarios del público",
            "<p>Tres minutos por persona, sobre este orden del día o sobre cualquier otro asunto "
            "que corresponda a la Junta.</p>",
        ),
    ],
}


def create(initiative: InitiativePage, today: date, *, by) -> None:
    """On a Thursday two to three weeks from now, in a room and online, in two languages."""
    starts_at = at(next_weekday(today, THURSDAY) + timedelta(weeks=2), 9)
    meeting = Meeting(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        kind=Meeting.Kind.BOARD,
        format=Meeting.Format.HYBRID,
        venue="South Coast AQMD",
        room="CC2",
        address="21865 Copley Drive, Diamond Bar, CA 91765",
        zoom_kind=Meeting.ZoomKind.WEBINAR,
        zoom_id="1615740201",
        join_url="https://aqmd.zoomgov.com/j/1615740201",
        interpretation=[
            InterpretationLanguage.SPANISH,
            InterpretationLanguage.ASL,
            InterpretationLanguage.KHMER,
        ],
        accessibility=[
            AccessibilityService.STEP_FREE,
            AccessibilityService.CAPTIONS,
            AccessibilityService.HEARING_LOOP,
        ],
        contact_name="Philippa Oyelaran-Castro",
        contact_email="clerk-of-the-board@example.com",
        contact_phone="909-555-0128",
        **both("headline", TITLES["en"], TITLES["es"]),
        **both(
            "summary",
            "What residents wrote about the agreement so far, and three minutes for whoever "
            "wishes to speak.",
            "Qué ha escrito la gente sobre el acuerdo hasta ahora, y tres minutos para quien "
            "desee tomar la palabra.",
        ),
    )
    meeting.initiatives = [initiative]
    meeting.dial_in_numbers = [DialInNumber(number="+1 (669) 900-6833")]
    meeting.materials = [
        Material(
            kind=Material.Kind.AGENDA,
            language=language,
            released_on=today,
            file=_agenda(language, today, by),
        )
        for language in _AGENDAS
    ]
    meeting.full_clean()
    publish(meeting, by=by)


def _agenda(language: str, made_on: date, by) -> LibraryFile:
    title = {"en": "Agenda: {}", "es": "Orden del día: {}"}[language].format(TITLES[language])
    content = pdfs.document(
        language=language,
        title=title,
        note=_NOTES[language],
        parts=_AGENDAS[language],
        made_on=made_on,
    )
    return library_file(title=title, name=f"board-agenda-{language}.pdf", content=content, by=by)
