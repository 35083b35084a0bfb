"""Where a text names a child: beside a word of family, an age below 18, or a school grade.

Only the name is found, for the rest says what the comment is about. Names are words with a capital
letter, as many people write them; a redactor sees the others.
"""

import re
from collections.abc import Iterator

_CAPITAL = r"[A-ZÁÉÍÓÚÜÑ](?:[^\W\d_]|['’-](?=[^\W\d_]))+"
_NAME = rf"{_CAPITAL}(?:\s(?:[A-Z]\.|{_CAPITAL})){{0,2}}"
_NAMES = rf"{_NAME}(?:(?:,\s+|,?\s+(?:and|y|e|&)\s+){_NAME}){{0,5}}"
_AGE = r"(?:1[0-7]|[0-9])"
_AGE_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|un|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|"
    "catorce|quince|dieciséis|diecisiete"
)
_YEARS = rf"(?:{_AGE}|(?i:{_AGE_WORDS}))"
_CHILD = (
    r"(?i:sons?|daughters?|child|children|kids?|grandsons?|granddaughters?|grandchild|"
    r"grandchildren|grandkids?|nephews?|nieces?|stepsons?|stepdaughters?|baby|babies|toddlers?|"
    r"students?|pupils?|girls?|boys?|twins|little (?:brother|sister)|foster (?:son|daughter|child)|"
    r"hij[oa]s?|hijit[oa]s?|niet[oa]s?|nietecit[oa]s?|sobrin[oa]s?|niñ[oa]s?|beb[eé]s?|alumn[oa]s?|"
    r"herman(?:ito|ita)s?|ahijad[oa]s?|gemel[oa]s|bisniet[oa]s?)"
)
_WHOSE = r"(?i:my|our|his|her|their|the|a|mis?|nuestr[oa]s?|sus?|el|la|los|las|un|una|tu)"
_KINDS = (
    r"(?:\s+(?i:oldest|eldest|youngest|younger|older|little|young|only|two|three|four|first|second|"
    r"dear|beloved|small|autistic|asthmatic|mayor|menor|pequeñ[oa]s?|únic[oa]|querid[oa]s?|dos|tres|"
    rf"{_YEARS}[- ]years?[- ]old))*"
)
_CALLED = (
    r"(?:\s*,)?\s+(?:(?i:named|called|whose name is|is named|is called|'s name is|llamad[oa]|"
    r"que se llaman?|se llaman?|de nombre|name is)\s+)?"
)
_UNITS = r"(?i:\s+(?:years?|años?|yrs?)(?:\s+old)?)"
# "Mateo, 8 percent" is no age.
_NO_AGE = r"(?!\s*(?i:%|percent|por ciento|people|miles|trucks|minutes|hours|times|,\d|/|:\d))"
_IN_BRACKETS = rf"\s*,?\s*\(\s*(?i:age[ds]?\s+|edad:?\s+|de\s+)?{_YEARS}{_UNITS}?\s*\)"
_AFTER_COMMA = (
    r"\s*,\s*(?i:who(?:'s| is)?\s+|age[ds]?:?\s+|de\s+|quien tiene\s+|que tiene\s+|edad:?\s+)*"
    rf"{_YEARS}\b{_NO_AGE}"
)
_IS = r"\s+(?i:is|just turned|turns|turned|will be|age|aged|ages|de|tiene|cumplió|cumple)\s+"
_AFTER_IS = (
    rf"{_IS}(?i:only\s+|just\s+|solo\s+|sólo\s+|apenas\s+)?{_YEARS}"
    r"(?:\s+(?i:years?|años?|yrs?|months?|meses)\b|(?=\s*[.,;!?)]|\s+(?i:and|y)\b|\s*$))"
)
_OLD = rf"(?:{_IN_BRACKETS}|{_AFTER_COMMA}|{_AFTER_IS})"
_ENGLISH_GRADE = (
    r"(?:who\s+)?(?:is|goes|just started|started|starts|now)?\s*(?:in|a|an|to)?\s*(?:the\s+)?"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"1st|2nd|3rd|[4-9]th|1[0-2]th)[- ]grader?"
)
_ENGLISH_SCHOOL = (
    r"(?:who\s+)?(?:is\s+)?(?:in|a)\s+(?:kindergarten|kindergartner|preschool|preschooler|pre-k|"
    r"middle school|elementary school|high school)"
)
_SPANISH_GRADE = (
    r"(?:que\s+)?(?:est[áa]\s+en|va\s+en|cursa|cursando|alumn[oa]\s+de|en|de|va a)\s+(?:el\s+)?"
    r"(?:primer|segundo|tercer|cuarto|quinto|sexto|séptimo|octavo|noveno|décimo|kínder|primaria|"
    r"secundaria|preescolar|preparatoria|\d{1,2}[.º°])(?:o|er)?(?:\s+(?:grado|de primaria|año))?"
)
_GRADE = rf"(?:\s*[,(]?\s*(?i:{_ENGLISH_GRADE}|{_ENGLISH_SCHOOL}|{_SPANISH_GRADE}))"
_BESIDE_FAMILY = re.compile(rf"\b{_WHOSE}{_KINDS}\s+{_CHILD}\b(?:'s name is)?{_CALLED}({_NAMES})")
_OLD_CHILD = re.compile(
    rf"\b(?i:{_YEARS})[- ](?i:years?[- ]old|yr[- ]old|y/?o)\s+(?:(?i:son|daughter|boy|girl|child|"
    rf"niece|nephew|grandson|granddaughter|student)\s*,?\s+)?({_NAMES})"
)
_CHILD_WITH_AGE = re.compile(
    rf"\b{_CHILD}\s+(?i:de)\s+{_YEARS}\s+(?i:años|meses)\s*,?\s+"
    rf"(?:(?i:llamad[oa]|que se llama|se llama)\s+)?({_NAMES})"
)
_WITH_AGE = re.compile(rf"\b({_NAME}){_OLD}")
_IN_GRADE = re.compile(rf"\b({_NAME}){_GRADE}\b")
_JOINED = re.compile(r",\s+|,?\s+(?:and|y|e|&)\s+")
# Words with a capital letter that are no name of a child.
_NO_NAME = frozenset(
    """
    I We They He She It You My Our The This That These Those There Who When Where Why What How
    If And But Or So In On At For From With As By To Of Is Are Was Were Has Have Had Will Would
    Can Yo Nosotros Ellos Ellas Él Ella Usted Ustedes Mi Mis Nuestro Nuestra El La Los Las Un
    Una Este Esta Estos Estas Ese Esa Que Quien Cuando Donde Por Para Con De Del En Y O Pero Si
    Su Sus Es Son January February March April May June July August September October November
    December Enero Febrero Marzo Abril Mayo Junio Julio Agosto Septiembre Octubre Noviembre
    Diciembre Monday Tuesday Wednesday Thursday Friday Saturday Sunday Section Sections Sección
    Secciones Page Pages Página Páginas Item Items Table Tabla Figure Figura Chapter Capítulo
    Article Artículo Appendix Measure Medida Option Opción Policy Goal Phase Fase Alternative
    Alternativa Terminal District Distrito Pier Berth Line Paragraph Párrafo Version Versión
    Appendices Anexo Exhibit Docket Expediente Interstate Route Ruta Proposition Title Título
    Part Parte Unit Number Número Rule Street Avenue Calle Avenida Class Grade Grado School
    Escuela
    """.split()  # noqa: SIM905 - a list of words to read and add to
)


def found_in(text: str) -> Iterator[tuple[int, int]]:
    """Where each name begins and ends; they may overlap."""
    for pattern in (_BESIDE_FAMILY, _OLD_CHILD, _CHILD_WITH_AGE, _WITH_AGE, _IN_GRADE):
        for match in pattern.finditer(text):
            yield from _each_name(match[1], match.start(1))


def _each_name(names: str, at: int) -> Iterator[tuple[int, int]]:
    """Of "Leo, Max and Sam" each, without words that are no names."""
    begin = 0
    for joint in [*_JOINED.finditer(names), None]:
        end = joint.start() if joint else len(names)
        words = names[begin:end].split()
        first = next((number for number, word in enumerate(words) if word not in _NO_NAME), None)
        if first is not None:
            kept = words[first:]
            while kept and kept[-1] in _NO_NAME:
                kept.pop()
            start = begin + names[begin:end].index(kept[0], sum(len(w) + 1 for w in words[:first]))
            yield at + start, at + start + len(" ".join(kept))
        begin = joint.end() if joint else end
