"""The document library: the agreement in brief, and the schedule of its plans."""

from datetime import date

from engagement.models import Document, DocumentFile, InitiativePage
from plaza.demo import pages, pdfs
from plaza.demo.making import both, library_file, publish

APPROVED_ON = date(2025, 11, 7)
_NOTE = {
    "en": "A summary, made for this demonstration. It is not the text that was signed.",
    "es": "Resumen elaborado para esta demostración. No es el texto que se firmó.",
}
_AGREEMENT = {
    "en": (
        "Cooperative Agreement with the Ports of Long Beach and Los Angeles",
        [("The agreement in brief", pages.ABOUT_EN)],
    ),
    "es": (
        "Acuerdo de Cooperación con los puertos de Long Beach y Los Ángeles",
        [("El acuerdo en resumen", pages.ABOUT_ES)],
    ),
}
_SCHEDULE = {
    "en": (
        "Schedule of the Infrastructure Plans",
        [
            (
                "Phase 1: by December 31, 2027",
                "<p>Cargo-handling equipment of container terminals, and drayage trucks.</p>",
            ),
            (
                "Phase 2: by December 31, 2028",
                "<p>Cargo-handling equipment of other terminals, local switcher locomotives, and "
                "harbor craft.</p>",
            ),
            ("Phase 3: by December 31, 2029", "<p>Ocean-going vessels.</p>"),
        ],
    ),
    "es": (
        "Calendario de los Planes de Infraestructura",
        [
            (
                "Fase 1: a más tardar el 31 de diciembre de 2027",
                "<p>Equipos de manejo de carga de las terminales de contenedores y camiones de "
                "acarreo.</p>",
            ),
            (
                "Fase 2: a más tardar el 31 de diciembre de 2028",
                "<p>Equipos de manejo de carga de las demás terminales, locomotoras locales de "
                "maniobras y embarcaciones del puerto.</p>",
            ),
            (
                "Fase 3: a más tardar el 31 de diciembre de 2029",
                "<p>Buques transoceánicos.</p>",
            ),
        ],
    ),
}


def create(initiative: InitiativePage, *, by) -> None:
    """The documents of the library, each in both languages."""
    _document(
        initiative,
        _SCHEDULE,
        both(
            "summary",
            "When each plan is due and what it covers, on one page.",
            "Cuándo debe estar listo cada plan y qué abarca, en una página.",
        ),
        name="schedule",
        by=by,
    )
    _document(
        initiative,
        _AGREEMENT,
        both(
            "summary",
            "What the ports promise, how it is checked, and what happens when a date is missed. "
            "Approved by the Governing Board on November 7, 2025.",
            "Lo que prometen los puertos, cómo se comprueba y qué sucede si no se cumple una "
            "fecha. Aprobado por la Junta de Gobierno el 7 de noviembre de 2025.",
        ),
        name="cooperative-agreement",
        by=by,
    )


def _document(initiative: InitiativePage, texts: dict, summary: dict, *, name: str, by) -> None:
    made = Document(
        initiative=initiative,
        **{f"headline_{language}": title for language, (title, _parts) in texts.items()},
        **summary,
    )
    made.files = [
        DocumentFile(
            version=1,
            language=language,
            released_on=APPROVED_ON,
            file=library_file(
                title=title,
                name=f"{name}-{language}.pdf",
                content=pdfs.document(
                    language=language,
                    title=title,
                    note=_NOTE[language],
                    parts=parts,
                    made_on=APPROVED_ON,
                ),
                by=by,
            ),
        )
        for language, (title, parts) in texts.items()
    ]
    made.full_clean()
    publish(made, by=by)
