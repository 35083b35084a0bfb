"""What a member of a campaign says that the letter does not, word by word.

A word is the letter's where it stands in a run of three words that the letter has, in whatever
order its sentences stand. Everything else is the member's own and is shown, to the last word.
Where a sentence of the letter was cut, the words at the cut are the member's own as well: "not"
taken out says the opposite.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from comments import letter
from comments.campaigns.similarity import RUN, WORD, Texts, fold_word, words
from comments.models import Comment

CONTEXT = 8
"""Words of the letter that an excerpt shows before and after what is of the member."""


class Whose(StrEnum):
    LETTER = "letter"
    OWN = "own"
    # The greeting, the signature, the person's name: shown, but no words of their own.
    PERSON = "person"


@dataclass(frozen=True)
class Piece:
    """A stretch of a member's text; all pieces one after the other are the text, to the letter."""

    text: str
    whose: Whose


@dataclass(frozen=True)
class Passage:
    """One part of a member, in pieces. `label` names the part for staff."""

    key: str
    label: str
    pieces: tuple[Piece, ...]

    @property
    def is_own(self) -> bool:
        return any(piece.whose is Whose.OWN for piece in self.pieces)

    def marked(self) -> SafeString:
        """The whole part as HTML, what is the member's own in <mark>."""
        return format_html_join("", "{}", ((_html(piece),) for piece in self.pieces))

    def excerpt(self) -> SafeString:
        """As `marked`, with the letter's own words left out but for a few on either side."""
        last = len(self.pieces) - 1
        shown = (
            (_html(_shortened(piece, is_first=place == 0, is_last=place == last)),)
            for place, piece in enumerate(self.pieces)
        )
        return format_html_join("", "{}", shown)


class Letter:
    """The lead of a campaign, ready to be compared with many members."""

    def __init__(self, lead: Texts):
        self._texts, self._names = lead.all, {*words(lead.name)}
        self.text_words = [words(text) for text in self._texts]
        self.runs = {run for found in self.text_words for run in _runs(found)}
        self.pairs = {pair for found in self.text_words for pair in pairwise(found)}

    def passages(self, member: Comment, *, sees_original: bool = True) -> list[Passage]:
        """Each part of a member, compared. Reads `remarks`, `additions` and `attachments`."""
        names = {*words(member.name)}
        return [
            Passage(part.key, str(part.label), self.compare(text, names))
            for part in letter.parts_of(member, person=False)
            if (text := part.shown_to(sees_original=sees_original))
        ]

    def compare(self, text: str, names: Iterable[str] = ()) -> tuple[Piece, ...]:
        """The pieces of one text. `names` are the folded words of the person's name."""
        text = unicodedata.normalize("NFC", text)
        found = list(WORD.finditer(text))
        marks = _marks(text, found, runs=self.runs, pairs=self.pairs, names=set(names))
        return tuple(_pieces(text, found, marks))

    def count(self, member: Texts) -> tuple[int, int]:
        """(own words, words of the letter that the member leaves out)."""
        said = [words(text) for text in member.all]
        if said == self.text_words:
            return 0, 0
        names = {*words(member.name)}
        own = sum(self._own(text, names) for text in member.all)
        return own, self._left_out(said)

    def _own(self, text: str, names: set[str]) -> int:
        text = unicodedata.normalize("NFC", text)
        found = list(WORD.finditer(text))
        marks = _marks(text, found, runs=self.runs, pairs=self.pairs, names=names)
        return marks.count(Whose.OWN)

    def _left_out(self, members: list[list[str]]) -> int:
        """Counted as own words are, the other way round."""
        runs = {run for found in members for run in _runs(found)}
        pairs = {pair for found in members for pair in pairwise(found)}
        count = 0
        for text in self._texts:
            text = unicodedata.normalize("NFC", text)
            found = list(WORD.finditer(text))
            marks = _marks(text, found, runs=runs, pairs=pairs, names=self._names, cuts=False)
            count += marks.count(Whose.OWN)
        return count


def _runs(found: list[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(found[start:] for start in range(RUN)), strict=False)


_SENTENCE_ENDS = re.compile(r"[.!?;:…\n]")


def _marks(text, found, *, runs, pairs, names, cuts=True) -> list[Whose]:
    """Whose each word is. With `cuts`, the words at a cut inside a sentence are not the letter's.

    A word of the person's name is no word of their own wherever it stands.
    """
    folded = [fold_word(match.group()) for match in found]
    hits = [run in runs for run in _runs(folded)]
    marks = [Whose.OWN] * len(folded)
    for place, is_hit in enumerate(hits):
        if is_hit:
            marks[place : place + RUN] = [Whose.LETTER] * RUN
    if cuts and not all(hits):
        _mark_cuts(text, found, folded, hits, pairs, marks)
    if Whose.OWN in marks:
        in_person = _lines_of_the_person(text)
        for place, match in enumerate(found):
            if marks[place] is Whose.OWN and (
                folded[place] in names
                or any(start <= match.start() < end for start, end in in_person)
            ):
                marks[place] = Whose.PERSON
    return marks


def _mark_cuts(text, found, folded, hits, pairs, marks) -> None:
    """Two words that stand side by side in one sentence here, and nowhere in the letter."""
    for place in range(len(folded) - 1):
        if marks[place] is Whose.OWN or marks[place + 1] is Whose.OWN:
            continue
        joined = any(hits[max(0, place - 1) : place + 1])
        between = text[found[place].end() : found[place + 1].start()]
        if (
            not joined
            and (folded[place], folded[place + 1]) not in pairs
            and not _SENTENCE_ENDS.search(between)
        ):
            marks[place] = marks[place + 1] = Whose.OWN


_GREETING = re.compile(
    r"(dear|to|hello|hi|good (morning|afternoon|evening)|greetings|members?|attention|attn|re|"
    r"estimad[oa]s?|hola|buen(os|as) (dias|tardes|noches)|a quien|respetad[oa]s?|saludos)\b"
)
_CLOSING = re.compile(
    r"(sincerely( yours)?|yours( truly| sincerely| faithfully)?|regards|(best|kind|warm) regards|"
    r"best( wishes)?|respectfully( yours| submitted)?|thank you( very much| for your time)?|"
    r"(with )?(respect|thanks|gratitude)|in solidarity|your neighbors?|cordially|atentamente|"
    r"cordialmente|respetuosamente|sinceramente|con (respeto|gratitud)|su vecin[oa]|"
    r"en solidaridad|(muchas )?gracias|saludos( cordiales)?|(muy )?atentamente)"
)
_GREETING_WORDS, _SIGNATURE_WORDS, _SIGNATURE_LINES = 8, 6, 4
_SMALL_WORDS = {"de", "del", "la", "las", "los", "y", "of", "and", "the", "for", "at", "en"}


def _lines_of_the_person(text: str) -> list[tuple[int, int]]:
    """Where the greeting and the signature stand.

    The greeting is a short first line that begins as greetings do and ends without a full stop.
    The signature is a closing line and up to four short ones after it, of names, places and
    numbers alone: whoever writes a sentence there is heard.
    """
    lines = [
        (match.start(), match.end(), match.group())
        for match in re.finditer(r"[^\n]+", text)
        if match.group().strip()
    ]
    if not lines:
        return []
    found = []
    start, end, line = lines[0]
    said = words(line)
    if (
        len(said) <= _GREETING_WORDS
        and line.rstrip().endswith((",", ":"))
        and _GREETING.match(" ".join(said))
    ):
        found.append((start, end))
    for place in range(len(lines) - 1, max(-1, len(lines) - 2 - _SIGNATURE_LINES), -1):
        if _CLOSING.fullmatch(" ".join(words(lines[place][2]))):
            after = lines[place + 1 :]
            if all(_is_signature(line) for _start, _end, line in after):
                found += [(start, end) for start, end, _line in lines[place:]]
            break
    return found


def _is_signature(line: str) -> bool:
    said = WORD.findall(line)
    return len(said) <= _SIGNATURE_WORDS and all(
        word.isdecimal()
        or word.istitle()
        or (word.isupper() and len(word) <= 2)
        or word in _SMALL_WORDS
        for word in said
    )


def _pieces(text: str, found: list[re.Match], marks: list[Whose]) -> Iterable[Piece]:
    """Stretches of words that are of the same; what stands between two goes with the first."""
    start = 0
    for place in range(1, len(found)):
        if marks[place] is not marks[place - 1]:
            end = found[place].start()
            yield Piece(text[start:end], marks[place - 1])
            start = end
    if start < len(text):
        yield Piece(text[start:], marks[-1] if marks else Whose.LETTER)


def _shortened(piece: Piece, *, is_first: bool, is_last: bool) -> Piece:
    """A long stretch of the letter, as its first and last words with … between them."""
    found = list(WORD.finditer(piece.text))
    if piece.whose is not Whose.LETTER or len(found) <= 2 * CONTEXT:
        return piece
    head = "" if is_first else piece.text[: found[CONTEXT - 1].end()]
    tail = "" if is_last else piece.text[found[-CONTEXT].start() :]
    return Piece(f"{head} … {tail}", Whose.LETTER)


def _html(piece: Piece) -> SafeString:
    if piece.whose is Whose.LETTER:
        return format_html("{}", piece.text)
    stripped = piece.text.rstrip()
    return format_html(
        '<mark class="own-words own-words--{}">{}</mark>{}',
        piece.whose,
        stripped,
        piece.text[len(stripped) :],
    )
