"""Who comes to the demo's working group: invented people, so that staff see how a list looks."""

from meetings import registration
from meetings.models import InterpretationLanguage, Meeting

_PEOPLE = (
    {
        "name": "Beatriz Olmedo Farfán",
        "email": "beatriz@example.com",
        "language": "es",
        "affiliation": "Red de Madres del Barrio (grupo inventado)",
        "interpretation": InterpretationLanguage.SPANISH,
        "questions": "¿Cuándo se medirá el aire junto a la escuela?",
    },
    {
        "name": "Dara Sokhom",
        "email": "dara@example.com",
        "language": "en",
        "interpretation": InterpretationLanguage.KHMER,
    },
    {
        "name": "Eusebio Tinajero",
        "email": "eusebio@example.com",
        "language": "es",
        "interpretation": InterpretationLanguage.SPANISH,
        "accommodation": "Uso silla de ruedas y llego en transporte público.",
    },
    {
        "name": "Imogen Farthing-Lee",
        "email": "imogen@example.com",
        "language": "en",
        "affiliation": "Harbor Truckers Circle (invented group)",
        "questions": "Will the grants also cover used electric trucks?",
    },
    {
        "name": "Josiah Bramwell",
        "email": "josiah@example.com",
        "language": "en",
        "interpretation": InterpretationLanguage.ASL,
        "accommodation": "I sit in the front row, to see the interpreter.",
    },
    {
        "name": "Li Na Achterberg",
        "email": "lina@example.com",
        "language": "en",
    },
    {
        "name": "Óscar Villalpando Ruiz",
        "email": "oscar@example.com",
        "language": "es",
        "affiliation": "Sindicato de Estibadores Imaginarios",
    },
    {
        "name": "Winifred Oakes",
        "email": "winifred@example.com",
        "language": "en",
        "accommodation": "Please send me the slides in large print before the meeting.",
    },
)


def come_to(meeting: Meeting) -> None:
    """Register them all, as residents do."""
    for person in _PEOPLE:
        registration.register(meeting=meeting, **person)
