"""What a file is to a meeting, guessed from its name: “2025-10-15 Acta (final).pdf”.

A guess to start from; whoever uploads sees it and corrects it.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from meetings.models import Material

Kind = Material.Kind

# In this order: a transcript of a presentation is a transcript, and the presentation on item 3
# of the agenda is a presentation.
_KINDS = (
    (Kind.RECORDING, {"transcript", "transcription", "captions", "recording"}),
    (Kind.RECORDING, {"transcripcion", "subtitulos", "grabacion"}),
    (Kind.PRESENTATION, {"presentation", "slides", "deck", "slideshow"}),
    (Kind.PRESENTATION, {"presentacion", "diapositivas", "laminas"}),
    (Kind.MINUTES, {"minutes", "acta", "actas", "minuta", "minutas"}),
    (Kind.SUMMARY, {"summary", "recap", "resumen"}),
    (Kind.AGENDA, {"agenda", "orden"}),
)
_KIND_BY_EXTENSION = {
    "ppt": Kind.PRESENTATION,
    "pptx": Kind.PRESENTATION,
    "odp": Kind.PRESENTATION,
    "vtt": Kind.RECORDING,
}
_LANGUAGE_NAMES = {
    **dict.fromkeys(("english", "ingles"), "en"),
    **dict.fromkeys(("spanish", "espanol", "castellano"), "es"),
}
_CODES = {"en": "en", "eng": "en", "ing": "en", "es": "es", "esp": "es", "spa": "es", "sp": "es"}
_SPANISH_WORDS = {
    *("transcripcion", "subtitulos", "grabacion", "presentacion", "diapositivas", "laminas"),
    *("acta", "actas", "minuta", "minutas", "resumen", "orden", "reunion", "junta", "taller"),
}
# What people write behind the language: agenda_es_v2, agenda-es-final.
_VERSION = re.compile(r"v?\d+|v|rev|final|draft|borrador|copy|copia|ada|web")


@dataclass(frozen=True)
class Guess:
    """What to fill in for whoever uploads the file."""

    kind: Material.Kind
    language: str


def guess(name: str) -> Guess:
    """The kind and the language that a file's name suggests; a presentation in English if none."""
    path = PurePath(name)
    words = _words(path.stem)
    extension = path.suffix.lower().lstrip(".")
    kind = next((kind for kind, known in _KINDS if known & set(words)), None)
    kind = kind or _KIND_BY_EXTENSION.get(extension, Kind.PRESENTATION)
    return Guess(kind, _language(words))


def _words(stem: str) -> list[str]:
    """Lower case, without accents; AgendaES and agenda2es are two words."""
    plain = unicodedata.normalize("NFKD", stem)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain).lower()
    return re.findall(r"[a-z]+|\d+", plain)


def _language(words: list[str]) -> str:
    """By its name, else by a code at the end or the start, else by what is Spanish.

    A code elsewhere is a word: “Lo que es nuevo”, “Presentación en español”.
    """
    named = [_LANGUAGE_NAMES[word] for word in words if word in _LANGUAGE_NAMES]
    if named:
        return named[-1]
    kept = list(words)
    while len(kept) > 1 and _VERSION.fullmatch(kept[-1]):
        kept.pop()
    for word in (*kept[-1:], *kept[:1]):
        if word in _CODES:
            return _CODES[word]
    return "es" if _SPANISH_WORDS & set(words) else "en"
