"""Words as search compares them, and passages as readers see them.

Accents are folded in index and query alike, so that "reunion" finds "reunión". The folded text
keeps each letter in its place: an excerpt of it is found again in the text as it was written.
"""

import re
import unicodedata

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

EXCERPT_WORDS = 40
START, STOP, BREAK = "\x02", "\x03", "\x04"
"""What an excerpt has around each word that matches, and between its passages."""

_MARK = (SafeString("<mark>"), SafeString("</mark>"))
# Spanish stems -ación and -ución only with the accent; neither is ever written without it.
_ENDING = re.compile(r"([au])cion\b", re.IGNORECASE)
# The Spanish stemmer leaves words as short as "años", "obras", "días" alone (they end before its
# region "RV" begins), and the plural would not find the singular: their s becomes a space.
_SHORT_PLURAL = re.compile(
    r"\b([aeiou][^\W\d_aeiou]+[aeo]|[^\W\d_aeiou][aeiou][aeo])s\b", re.IGNORECASE
)
# It takes "taller", "ciudad" and "interés" for other words than their plurals in -es, which it
# cuts elsewhere: their es becomes spaces. Words in -e (padres, verdes) lose the e in any case.
_PLURAL_IN_ES = re.compile(r"\b([^\W\d_]+[aeiou][dlrs])es\b", re.IGNORECASE)
# Words of the short shape that are no plural of anything.
_NO_PLURAL = {"antes", "dios", "eres"}
# A word, or a phrase in quotes that may lack its end; with a minus before it, it is excluded.
_TERM = re.compile(r'(?:-("[^"]*"?|[^\s"-][^\s"]*))|"[^"]*"?|[^\s"]+')


class _Folding(dict[int, str]):
    """For str.translate: each letter without its accent, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        bare = "".join(
            part
            for part in unicodedata.normalize("NFKD", character)
            if not unicodedata.combining(part)
        )
        self[code] = bare if len(bare) == 1 else character
        return self[code]


_folding = _Folding()


def fold(text: str, language: str) -> str:
    """Without accents, letter for letter, so that places in both texts are the same."""
    folded = text.translate(_folding)
    if language == "es":
        folded = _ENDING.sub(r"\1ción", folded)
        folded = _SHORT_PLURAL.sub(_singular, folded)
        folded = _PLURAL_IN_ES.sub(r"\1  ", folded)
    return folded


def excluded_terms(query: str) -> list[str]:
    """The words and phrases of a query that have a minus before them, without it."""
    return [match[1] for match in _TERM.finditer(query) if match[1]]


def plain(text: str) -> str:
    """One line without control characters; accents as one letter each."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", unicodedata.normalize("NFC", text)).split())


def snippet(excerpt: str, *, folded: str, text: str) -> SafeString:
    """The passages of `text` that match, in <mark> where they do. All else is escaped.

    `excerpt` is of the folded text; letter by letter its passages are passages of the text.
    """
    pieces, end = [], 0
    for passage in excerpt.split(BREAK):
        start = folded.find(passage.replace(START, "").replace(STOP, ""), end)
        if start < 0:
            # PostgreSQL leaves out of an excerpt what looks like an HTML tag to it.
            return format_html("{}", Truncator(text).words(EXCERPT_WORDS))
        if start > end:
            pieces.append(("", " … " if end else "… ", ""))
        end = start
        for number, piece in enumerate(re.split(f"[{START}{STOP}]", passage)):
            begin, start = end, start + len(piece)
            end = max(end, _word_end(folded, text, start) if number % 2 else start)
            tags = _MARK if number % 2 else ("", "")
            pieces.append((tags[0], text[begin:end], tags[1]))
    if end < len(text):
        pieces.append(("", " …", ""))
    return format_html_join("", "{}{}{}", pieces)


def _word_end(folded: str, text: str, end: int) -> int:
    """With the letters of a plural that `fold` made spaces."""
    while folded[end : end + 1] == " " and text[end : end + 1].isalpha():
        end += 1
    return end


def _singular(match: re.Match) -> str:
    return match[0] if match[0].lower() in _NO_PLURAL else f"{match[1]} "
