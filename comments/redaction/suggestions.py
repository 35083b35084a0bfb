"""What a redactor should look at: patterns propose it, and a person decides.

`found_in` reads any text, of a letter or of a page of a file. They rather propose too much than
too little: what is not proposed may be overlooked, what is proposed is read by somebody.

PHONE     numbers as people write them here and in Mexico (libphonenumber's matcher); seven digits
          after a word such as "call".
EMAIL     addresses, also with "at" and "dot" in words.
ADDRESS   a house number with a street, with the apartment, town and ZIP code; post-office boxes.
IDENTITY  Social Security and taxpayer numbers, CURP; numbers after "license", "passport" …
ACCOUNT   cards (their check digit is right), IBAN, numbers after "account", "routing" …
MINOR     the name beside "my son", an age below 18 or a school grade (comments.redaction.minors).
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from stdnum import iban, luhn
from stdnum.mx import curp

from comments import letter
from comments.models import Comment, Redaction
from comments.redaction import addresses, minors, texts

Reason = Redaction.Reason

# A number that goes on to the left or right of it is another one: a docket's, an amount.
_ALONE = r"(?<![\w$€£§.#/-])(?<!\d,)"
_ENDS = r"(?![\w/-]|[.,]\d)"
_DASH = r"[-\u2010-\u2014. ]"

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.%+-]{1,64}"
    r"(?:@|\s?[\[(]\s?(?:at|arroba)\s?[\])]\s?|\s(?:at|arroba)\s(?=[\w-]+\s(?:dot|punto)\s))"
    r"[\w-]+(?:(?:\.|\s?[\[(]\s?(?:dot|punto)\s?[\])]\s?|\s(?:dot|punto)\s)[\w-]+)+",
    re.IGNORECASE,
)
_SSN = re.compile(rf"{_ALONE}\d{{3}}({_DASH})\d{{2}}\1\d{{4}}{_ENDS}")
_CURP = re.compile(r"\b[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d\b", re.IGNORECASE)
_DIGITS = re.compile(rf"{_ALONE}\d(?:{_DASH}?\d){{12,18}}{_ENDS}")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?\b")
_LOCAL_PHONE = re.compile(rf"{_ALONE}\d{{3}}{_DASH}\d{{4}}{_ENDS}")


def _after(words: str, number: str) -> re.Pattern:
    """A number that follows one of the words within a few more: "my SSN is 123456789"."""
    link = r"(?:\s+(?:is|are|es|number|no|num|número|n[uú]m|n[.º°]|de|of|del|my|mi|ending|in))*"
    return re.compile(
        rf"\b(?:{words})\b\.?{link}\.?\s*[:#=]?\s*#?\s*({number}){_ENDS}", re.IGNORECASE
    )


_PHONE_WORDS = re.compile(
    r"\b(?:phone|telephone|tel|cell|mobile|call|text|fax|whatsapp|celular|tel[eé]fono|ll[aá]me\w*|"
    r"m[oó]vil|marque\w*|contact\w*|reach\w*)\b[^\n]{0,25}$",
    re.IGNORECASE,
)
_IDENTITIES = (
    _after(
        r"ssn|social security|seguro social|itin|taxpayer id\w*|tax id|nss",
        rf"\d{{3}}{_DASH}?\d{{2}}{_DASH}?\d{{4}}|\d{{4}}",
    ),
    _after(
        r"driver'?s? licen[cs]e|licen[cs]e|licencia(?: de (?:conducir|manejo))?|cdl|passport|"
        r"pasaporte|state id|id card|identification|identificaci[oó]n|matr[ií]cula consular|"
        r"alien registration|a-number|green card|medi-cal|medicare|medicaid",
        r"[A-Z]{0,2}-?\d(?:[\dA-Z]|-(?=\d)){5,13}",
    ),
)
_ACCOUNTS = (
    _after(
        r"account|acct|checking|savings|cuenta(?: bancaria)?|clabe|routing|aba|tarjeta|card|"
        r"debit|credit|d[eé]bito|cr[eé]dito|sdg&?e account",
        rf"\d(?:{_DASH}?\d){{5,18}}",
    ),
)


@dataclass(frozen=True)
class Found:
    """A place in a text that may have to be blacked out."""

    start: int
    end: int
    reason: str


def found_in(text: str) -> list[Found]:
    """The places in a text, in their order; where two overlap, the more private one has it."""
    return list(_found_in(text))


# The page of a letter asks for its texts twice, and again after each act: long ones take seconds.
@lru_cache(maxsize=16)
def _found_in(text: str) -> tuple[Found, ...]:
    taken: list[Found] = []
    for finder in _FINDERS:
        for found in finder(text):
            if not any(known.start < found.end and found.start < known.end for known in taken):
                taken.append(found)
    return tuple(sorted(taken, key=lambda found: found.start))


def suggested(
    comment: Comment,
    *,
    redactions: Iterable[Redaction],
    dismissed: set[tuple],
    parts: Iterable[letter.Part],
) -> list[texts.Passage]:
    """What is proposed in these parts, without what is blacked out or was dismissed."""
    hidden: dict[str, list[Redaction]] = {}
    for redaction in redactions:
        hidden.setdefault(redaction.part, []).append(redaction)
    proposed = []
    for part in parts:
        if not texts.is_redactable(part):
            continue
        for found in found_in(part.original):
            for start, end in _left_of(found, hidden.get(part.key, ())):
                words = part.original[start:end]
                if (part.key, start, end) not in dismissed and re.search(r"\w", words):
                    proposed.append(texts.Passage(part.key, start, end, words, found.reason))
    return proposed


def name_of(passage: texts.Passage) -> str:
    """Names a suggestion in a form, with the words that stand there: "text:12:24:1f3a9c04"."""
    digest = hashlib.sha256(passage.words.encode()).hexdigest()[:8]
    return f"{passage.part}:{passage.start}:{passage.end}:{digest}"


def _left_of(found: Found, redactions: Iterable[Redaction]) -> Iterator[tuple[int, int]]:
    """What of a place is not blacked out yet, without the spaces and commas between."""
    at = found.start
    for redaction in sorted(redactions, key=lambda known: known.start):
        if redaction.end <= at or redaction.start >= found.end:
            continue
        if at < redaction.start:
            yield at, redaction.start
        at = redaction.end
    if at < found.end:
        yield at, found.end


def _of(reason: str, *patterns: re.Pattern):
    """A finder by patterns: of one with a group, the group."""

    def find(text: str) -> Iterator[Found]:
        for pattern in patterns:
            for match in pattern.finditer(text):
                yield Found(*match.span(), reason)

    return find


def _numbers_after(reason: str, patterns: Iterable[re.Pattern]):
    def find(text: str) -> Iterator[Found]:
        for pattern in patterns:
            for match in pattern.finditer(text):
                yield Found(*match.span(1), reason)

    return find


def _cards(text: str) -> Iterator[Found]:
    for match in _DIGITS.finditer(text):
        if luhn.is_valid(re.sub(r"\D", "", match[0])):
            yield Found(*match.span(), Reason.ACCOUNT)


def _ibans(text: str) -> Iterator[Found]:
    for match in _IBAN.finditer(text):
        if iban.is_valid(match[0], check_country=False):
            yield Found(*match.span(), Reason.ACCOUNT)


def _curps(text: str) -> Iterator[Found]:
    for match in _CURP.finditer(text):
        if curp.is_valid(match[0]):
            yield Found(*match.span(), Reason.IDENTITY)


def _phones(text: str) -> Iterator[Found]:
    for region in ("US", "MX"):
        for match in phonenumbers.PhoneNumberMatcher(text, region, max_tries=2**31):
            # Ten digits in a row are a Mexican number as often as any other number.
            if region == "MX" and re.fullmatch(r"\d+", match.raw_string):
                continue
            if _stands_alone(text, match.start, match.end):
                yield Found(match.start, match.end, Reason.PHONE)
    for match in _LOCAL_PHONE.finditer(text):
        if _PHONE_WORDS.search(text, max(0, match.start() - 60), match.start()):
            yield Found(*match.span(), Reason.PHONE)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the number does not go on to its left or right, as a docket's or an amount does."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    goes_on = re.search(r"[\w$€£§#/-]\Z|\d[.,]\Z", before) or re.match(r"[\w/-]|[.,]\d", after)
    return not goes_on


def _streets(text: str) -> Iterator[Found]:
    for start, end in addresses.found_in(text):
        yield Found(start, end, Reason.ADDRESS)


def _minors(text: str) -> Iterator[Found]:
    for start, end in minors.found_in(text):
        yield Found(start, end, Reason.MINOR)


_FINDERS = (
    _of(Reason.IDENTITY, _SSN),
    _curps,
    _numbers_after(Reason.IDENTITY, _IDENTITIES),
    _ibans,
    _cards,
    _of(Reason.EMAIL, _EMAIL),
    _phones,
    _numbers_after(Reason.ACCOUNT, _ACCOUNTS),
    _streets,
    _minors,
)
