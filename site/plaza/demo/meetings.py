"""The meetings: the three of the reference page, and those of the coming weeks."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from engagement.models import InitiativePage
from meetings import registration
from meetings.models import (
    AccessibilityService,
    DialInNumber,
    InterpretationLanguage,
    Material,
    Meeting,
    MeetingSeries,
)
from meetings.series import make_series
from meetings.slots import make_slots
from plaza.demo import board_meeting, past_meeting, pdfs, registrants, slides
from plaza.demo.making import FRIDAY, at, both, library_file, next_weekday, publish

OFFICE_HOURS_OF_THE_REFERENCE = date(2025, 12, 12)
SLOT_MINUTES = 10
FRIDAYS_AHEAD = 5
_KB = 1024
_MB = 1024 * 1024
# The sizes that the reference page names, by language.
AUGUST_SIZES = {"en": 992 * _KB, "es": int(1.01 * _MB)}
OCTOBER_SIZES = {"en": int(1.96 * _MB), "es": int(2.07 * _MB)}

_WEBINAR = {
    "zoom_kind": Meeting.ZoomKind.WEBINAR,
    "zoom_id": "1615740201",
    "join_url": "https://aqmd.zoomgov.com/j/1615740201",
}
_OFFICE_HOURS = {
    "kind": Meeting.Kind.OFFICE_HOURS,
    "format": Meeting.Format.REMOTE,
    **both("headline", "Virtual Office Hours", "Horas de consulta en línea"),
    **_WEBINAR,
}
_PUBLIC_UPDATE = {
    "kind": Meeting.Kind.COMMUNITY_MEETING,
    **both(
        "headline",
        "Public Update for Ports Potential Cooperative Agreement",
        "Información pública sobre el posible Acuerdo de Cooperación con los puertos",
    ),
    **both(
        "summary",
        "Staff explained what an agreement with the ports could contain and answered questions.",
        "El personal explicó qué podría contener un acuerdo con los puertos y respondió preguntas.",
    ),
}


def create(initiative: InitiativePage, *, by) -> None:
    """All meetings of the demo, with their presentations and first registrants."""
    _reference_meetings(initiative, by)
    today = timezone.localdate()
    if past_meeting.day(today) > OFFICE_HOURS_OF_THE_REFERENCE:
        # Before that, what is past is what the reference page shows.
        past_meeting.create(initiative, today, by=by)
    _office_hours(initiative, today, by)
    _working_group(initiative, today, by)
    board_meeting.create(initiative, today, by=by)


def _meeting(
    initiative: InitiativePage,
    starts_at: datetime,
    length: timedelta,
    by,
    materials: list[Material] = (),
    **fields,
) -> Meeting:
    meeting = Meeting(starts_at=starts_at, ends_at=starts_at + length, **fields)
    meeting.initiatives = [initiative]
    if meeting.zoom_id:
        meeting.dial_in_numbers = [DialInNumber(number="+1 (669) 900-6833")]
    meeting.materials = materials
    meeting.full_clean()
    publish(meeting, by=by)
    return meeting


def _reference_meetings(initiative: InitiativePage, by) -> None:
    """The reference page gives no end for the meetings of August and October: two hours."""
    _meeting(
        initiative,
        at(date(2025, 8, 28), 17),
        timedelta(hours=2),
        by,
        materials=_presentations(
            {"en": slides.AUGUST_EN, "es": slides.AUGUST_ES}, AUGUST_SIZES, date(2025, 8, 25), by
        ),
        format=Meeting.Format.REMOTE,
        **_PUBLIC_UPDATE,
        **_WEBINAR,
    )
    _meeting(
        initiative,
        at(date(2025, 10, 15), 18),
        timedelta(hours=2),
        by,
        materials=_presentations(
            {"en": slides.OCTOBER_EN, "es": slides.OCTOBER_ES},
            OCTOBER_SIZES,
            date(2025, 10, 10),
            by,
        ),
        format=Meeting.Format.HYBRID,
        venue="Long Beach City College Liberal Arts Campus",
        room="T1200",
        address="4901 East Carson Street Long Beach, CA 90808",
        **_PUBLIC_UPDATE,
    )
    _meeting(
        initiative,
        at(OFFICE_HOURS_OF_THE_REFERENCE, 12),
        timedelta(hours=1),
        by,
        takes_registration=True,
        capacity=20,
        **both(
            "summary",
            "Ask our staff about the agreement with the ports. Come and go as you like.",
            "Pregunte a nuestro personal sobre el acuerdo con los puertos. Puede entrar y salir "
            "cuando guste.",
        ),
        interpretation=[InterpretationLanguage.SPANISH],
        accessibility=[AccessibilityService.CAPTIONS],
        **_OFFICE_HOURS,
    )


def _office_hours(initiative: InitiativePage, today: date, by) -> None:
    """Every Friday at noon for some weeks; the second one is small, to try the waitlist."""
    friday = next_weekday(today, FRIDAY)
    fridays = [friday + timedelta(weeks=week) for week in range(FRIDAYS_AHEAD)]
    if OFFICE_HOURS_OF_THE_REFERENCE in fridays:
        friday = OFFICE_HOURS_OF_THE_REFERENCE + timedelta(weeks=1)
    first = _meeting(
        initiative,
        at(friday, 12),
        timedelta(hours=1),
        by,
        takes_registration=True,
        capacity=20,
        **both(
            "summary",
            "Bring your questions about the draft measures for the ports. Interpretation into "
            "Spanish is available when you ask for it as you register.",
            "Traiga sus preguntas sobre el borrador de medidas para los puertos. Si la pide "
            "al inscribirse, habrá interpretación al español.",
        ),
        interpretation=[InterpretationLanguage.SPANISH],
        accessibility=[AccessibilityService.CAPTIONS],
        **_OFFICE_HOURS,
    )
    later = make_series(
        meeting=first,
        frequency=MeetingSeries.Frequency.WEEKLY,
        until=friday + timedelta(weeks=FRIDAYS_AHEAD - 1),
        by=by,
    )
    _small_group(later[0], by)
    _by_appointment(later[1], by)


def _by_appointment(meeting: Meeting, by) -> None:
    """Six slots of ten minutes, of which two are taken."""
    meeting.capacity = None
    meeting.interpretation = [InterpretationLanguage.SPANISH]
    meeting.slots = make_slots(
        starts_at=meeting.starts_at, ends_at=meeting.ends_at, minutes=SLOT_MINUTES
    )
    texts = both(
        "headline", "Office Hours by Appointment", "Horas de consulta con cita previa"
    ) | both(
        "summary",
        "Ten minutes with one engineer, for you alone. Choose your time when you register.",
        "Diez minutos a solas con una ingeniera. Elija su turno al inscribirse.",
    )
    for field, text in texts.items():
        setattr(meeting, field, text)
    meeting.full_clean()
    publish(meeting, by=by)
    first, second, *_free = meeting.slots.all()
    registration.register(
        meeting=meeting,
        name="Tomasz Okonkwo-Ibarra",
        email="tomasz@example.com",
        language="en",
        slot=second,
    )
    registration.register(
        meeting=meeting,
        name="Yolanda Quispe Arriaga",
        email="yolanda@example.com",
        language="es",
        interpretation=InterpretationLanguage.SPANISH,
        slot=first,
    )


def _small_group(meeting: Meeting, by) -> None:
    """One of the series that an editor changed alone."""
    meeting.capacity = 2
    for texts in (
        both(
            "headline",
            "Office Hours in a Small Group",
            "Horas de consulta en grupo pequeño",
        ),
        both(
            "summary",
            "An hour for two people with one engineer. When both places are taken, you join the "
            "waitlist, and we write to you when a place becomes free.",
            "Una hora para dos personas con una ingeniera. Cuando los dos lugares están ocupados, "
            "usted queda en la lista de espera y le escribimos en cuanto se libera un lugar.",
        ),
    ):
        for name, text in texts.items():
            setattr(meeting, name, text)
    meeting.save_revision(user=by).publish(user=by)
    registration.register(
        meeting=meeting,
        name="Ada Kowalczyk-Reyes",
        email="ada@example.com",
        language="en",
        questions="How loud are the new electric yard tractors?",
    )
    registration.register(
        meeting=meeting,
        name="Ramiro Castañeda Luz",
        email="ramiro@example.com",
        language="es",
        affiliation="Vecinos de Puerto Alegre (grupo inventado)",
        accommodation="Necesito interpretación al español.",
    )


def _working_group(initiative: InitiativePage, today: date, by) -> None:
    day = next_weekday(today, 2) + timedelta(weeks=2)
    meeting = _meeting(
        initiative,
        at(day, 18),
        timedelta(hours=2),
        by,
        kind=Meeting.Kind.WORKING_GROUP,
        format=Meeting.Format.HYBRID,
        venue="South Coast AQMD",
        address="21865 Copley Drive, Diamond Bar, CA 91765",
        takes_registration=True,
        capacity=80,
        join_details_private=True,
        interpretation=[InterpretationLanguage.SPANISH],
        interpretation_on_request=False,
        accessibility=[AccessibilityService.STEP_FREE, AccessibilityService.CAPTIONS],
        contact_name="Noemí Arriaga Sol",
        contact_email="working-group@example.com",
        contact_phone="909-555-0147",
        **both(
            "headline",
            "Working Group on Near-Term Measures",
            "Grupo de trabajo sobre medidas a corto plazo",
        ),
        **both(
            "summary",
            "We go through the draft section by section. Come to Diamond Bar, or join online: "
            "those who register receive the link.",
            "Repasaremos el borrador sección por sección. Venga a Diamond Bar o participe en "
            "línea: quienes se inscriben reciben el enlace.",
        ),
        **_WEBINAR,
    )
    registrants.come_to(meeting)


def _presentations(
    decks: dict[str, pdfs.Deck], sizes: dict[str, int], released_on: date, by
) -> list[Material]:
    return [
        Material(
            kind=Material.Kind.PRESENTATION,
            language=language,
            released_on=released_on,
            file=library_file(
                title=f"{deck.title} ({deck.subtitle})",
                name=f"ports-update-{released_on:%Y-%m-%d}-{language}.pdf",
                content=pdfs.presentation(deck, made_on=released_on, size=sizes[language]),
                by=by,
            ),
        )
        for language, deck in decks.items()
    ]
