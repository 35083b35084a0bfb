"""Where homes are named in a text: streets with a house number, post-office boxes.

The kinds of street are those of USPS Publication 28, appendix C1, that people write, and the
Spanish ones of this region. A street without a number is no home.
"""

import re
from collections.abc import Iterator

_NUMBER = r"(?<![\w$€£§.#/-])(?<!\d,)\d{1,6}(?:\s?½|\s1/2)?(?:-?[A-D])?"
_SUFFIX = (
    "Street|St|Avenue|Ave|Av|Boulevard|Blvd|Road|Rd|Drive|Dr|Lane|Ln|Court|Ct|Place|Pl|Way|Wy|"
    "Terrace|Ter|Circle|Cir|Parkway|Pkwy|Highway|Hwy|Square|Sq|Trail|Trl|Loop|Row|Point|Pt|Plaza|"
    "Plz|Alley|Aly|Cove|Cv|Crossing|Xing|Glen|Gln|Heights|Hts|Hill|Ridge|Rdg|Run|Vista|View|Walk|"
    "Bend|Canyon|Mesa"
)
# In small letters these are seldom anything else: "123 main st".
_PLAIN_SUFFIX = "street|st|avenue|ave|blvd|boulevard|road|rd"
_SIDE = r"(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\.?\s+"
_WORD = r"(?:[A-ZÁÉÍÓÚÑ][\w'’.-]*|\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH)|(?:de|del|la|las|los|el|y)\b)"
_UNIT = (
    r"(?:,?\s*(?:(?:Apt|Apartment|Unit|Suite|Ste|Space|Spc|Rm|Room|Trlr|Lot|Apto|Apartamento|"
    r"Departamento|Depto|Dpto|Interior|Int|N[uú]m|Piso)\b\.?\s*#?|#)\s*[\w-]{1,6})?"
)
_TOWN = (
    r"(?:,?\s+(?:[A-Z][\w'’.]*\s?){1,4},?\s+(?:CA|Calif\.?|California|B\.?C\.?|AZ|NV)\b\.?)?"
    r"(?:,?\s+\d{5}(?:-\d{4})?(?!\d))?"
)
_ENGLISH = re.compile(
    rf"{_NUMBER}\s+(?:{_SIDE})?(?:{_WORD}\s+){{1,4}}(?:{_SUFFIX})\b\.?(?:\s+(?:N|S|E|W|NE|NW|SE|SW)\b\.?)?{_UNIT}{_TOWN}"
)
_SMALL = re.compile(
    rf"{_NUMBER}\s+(?:(?:n|s|e|w)\.?\s+)?(?!(?:the|a|on|in|of|to|at|or|and|per|lane|la|el)\b)"
    rf"(?:[a-z][a-z'’]+|\d{{1,3}}(?:st|nd|rd|th))\s+(?:{_PLAIN_SUFFIX})\b\.?{_UNIT}"
)
_SPANISH = re.compile(
    r"\b(?:Calle|C\.|Avenida|Av\.?|Avda\.?|Bulevar|Blvd\.?|Camino|Calzada|Callej[oó]n|Privada|"
    r"Paseo|V[ií]a|Carretera|Retorno|Cerrada|Prolongaci[oó]n)\s+"
    r"(?:(?:[A-ZÁÉÍÓÚÑ][\w'’.-]*|de|del|la|las|los|el|y|\d{1,3}[ªa]?)\s+){0,4}?"
    r"(?:[A-ZÁÉÍÓÚÑ][\w'’.-]*|\d{1,3}[ªa]?),?\s+(?:n[uú]mero|n[uú]m\.?|no\.?|n[.º°]|#)?\s*\d{1,6}"
    rf"(?:-?[A-D])?\b{_UNIT}(?:,?\s+(?:Col\.?|Colonia)\s+(?:[A-ZÁÉÍÓÚÑ][\w'’.-]*\s?){{1,3}})?{_TOWN}",
    re.IGNORECASE,
)
_NUMBERED_SPANISH = re.compile(
    rf"{_NUMBER}\s+(?:Calle|Avenida|Camino|Paseo|V[ií]a|Corte|Vista|Bah[ií]a|Caminito)\s+"
    rf"(?:{_WORD}\s+){{0,3}}(?:[A-ZÁÉÍÓÚÑ][\w'’.-]*|\d{{1,3}}){_UNIT}{_TOWN}"
)
_BOX = re.compile(
    r"\b(?:P\.?\s?O\.?\s+Box|Post Office Box|Apartado(?: postal)?|Casilla(?: postal)?)\s*#?\s*"
    rf"\d{{1,7}}{_TOWN}",
    re.IGNORECASE,
)
# "In 2023 Harbor Drive was closed" names a year, not a house.
_YEAR = re.compile(r"(?:19|20)\d\d\s")
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|by|until|from|of|during|en|desde|hasta|de|del|a[ñn]o)\s+$", re.IGNORECASE
)


def found_in(text: str) -> Iterator[tuple[int, int]]:
    """Where each begins and ends; they may overlap."""
    for pattern in (_ENGLISH, _NUMBERED_SPANISH, _SPANISH, _BOX, _SMALL):
        for match in pattern.finditer(text):
            start, end = match.span()
            is_year = _YEAR.match(match[0]) and _BEFORE_YEAR.search(text, max(0, start - 12), start)
            if not is_year:
                yield start, start + len(text[start:end].rstrip(" ,"))
