"""The passage of a draft that a remark is about: found by its number, or by the words quoted."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from comments.models import DraftSection
from comments.paragraphs import Paragraph, read_section

MAX_QUOTE = 2_000
"""Characters of a quoted passage: a long paragraph is quoted up to here."""
_PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True)
class Passage:
    """Where a remark points. `anchor` is empty when the words stand nowhere in the section."""

    anchor: str = ""
    number: str = ""
    quote: str = ""


def by_number(section: DraftSection, *, number: int, paragraph: str) -> Paragraph | None:
    """The paragraph that people name 2.4, or by its anchor; in the active language.

    `number` is the section's own in its draft.
    """
    wanted = paragraph.strip().rstrip(".")
    if not wanted:
        return None
    for found in read_section(section, number=number).paragraphs:
        if wanted in {found.number, found.anchor}:
            return found
    return None


def numbers(section: DraftSection, *, number: int) -> list[str]:
    """The numbers of a section's paragraphs, in their order."""
    return [
        found.number for found in read_section(section, number=number).paragraphs if found.number
    ]


def quoted(section: DraftSection, *, number: int, quote: str, paragraph: str = "") -> Passage:
    """Where quoted words stand: in the named paragraph before others, in either language.

    Spaces, quotation marks and upper case may differ. Words that are found nowhere are kept as
    they were typed, and point nowhere: a reader is told that the draft does not say so.
    """
    quote = " ".join(quote.split())[:MAX_QUOTE]
    words = _comparable(quote)
    for paragraphs in _readings(section, number):
        named = [found for found in paragraphs if found.anchor == paragraph]
        for candidates in (named, paragraphs):
            if found := _containing(words, candidates):
                return Passage(found.anchor, found.number, quote)
    return Passage(quote=quote)


def _readings(section: DraftSection, number: int) -> Iterator[tuple[Paragraph, ...]]:
    """The section's paragraphs in the active language, then in the others."""
    active = translation.get_language()
    codes = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != active)
    for code in codes:
        with translation.override(code):
            yield read_section(section, number=number).paragraphs


def _containing(words: str, paragraphs) -> Paragraph | None:
    """The paragraph in which `words` begin; they may run on into those after it."""
    if not words:
        return None
    text, ends = "", []
    for paragraph in paragraphs:
        text += _comparable(paragraph.text) + " "
        ends.append(len(text))
    at = text.find(words)
    if at < 0:
        return None
    return next(paragraph for paragraph, end in zip(paragraphs, ends, strict=True) if at < end)


def _comparable(text: str) -> str:
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_PLAIN)
    return " ".join(text.casefold().split())
