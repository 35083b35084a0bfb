"""Two texts compared word by word: what stays, what goes, what comes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel, LCSseq

# A number with its separators and a word with its hyphens are one; a space is one of its own, so
# that a comma put behind a word does not change the word.
_ONE_WORD = r"\d+(?:[.,]\d+)+|\w+(?:[-'’]\w+)*"
_TOKEN = re.compile(rf"{_ONE_WORD}|\s|[^\w\s]")
_WORD = re.compile(_ONE_WORD)
LARGEST = 400_000_000
"""Words of one text times words of the other: up to here the comparison takes 50 MB at most
(a bit for each pair). Beyond it a paragraph is shown as replaced whole."""


@dataclass(frozen=True)
class Stretch:
    """A stretch that both texts have, or one that stands in the place of another.

    The `old` of all stretches one after the other is the old text, to the letter; so with `new`.
    """

    old: str
    new: str

    @property
    def is_kept(self) -> bool:
        return self.old == self.new


class Vocabulary:
    """Gives each word a small number: numbers compare fast, and never by a hash that collides."""

    def __init__(self):
        self._numbers: dict[str, int] = {}

    def numbers(self, words: Sequence[str]) -> list[int]:
        return [self._numbers.setdefault(word, len(self._numbers)) for word in words]

    def of_text(self, text: str) -> list[int]:
        """The words of a text, without regard to capitals and punctuation."""
        return self.numbers(_WORD.findall(text.casefold()))


def similarity(old: Sequence[int], new: Sequence[int], *, at_least: float) -> float:
    """How much two paragraphs have in common: 1 all, 0 nothing, and 0 below `at_least`."""
    if not old or not new:
        return 0.0
    return Indel.normalized_similarity(old, new, score_cutoff=at_least)


def compare_words(old: str, new: str) -> tuple[Stretch, ...]:
    """The stretches of both texts in their order; kept and changed ones alternate."""
    old_tokens, new_tokens = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(old_tokens) * len(new_tokens) > LARGEST:
        return (Stretch(old, new),)
    vocabulary = Vocabulary()
    steps = LCSseq.opcodes(vocabulary.numbers(old_tokens), vocabulary.numbers(new_tokens))
    found: list[Stretch] = []
    for step in steps:
        gone = "".join(old_tokens[step.src_start : step.src_end])
        come = "".join(new_tokens[step.dest_start : step.dest_end])
        _append(found, Stretch(gone, come))
    return tuple(_readable(found))


def _append(stretches: list[Stretch], stretch: Stretch) -> None:
    """Add a stretch, as a part of the last one when both are kept or both are changed."""
    if stretches and stretches[-1].is_kept == stretch.is_kept:
        last = stretches.pop()
        stretch = Stretch(last.old + stretch.old, last.new + stretch.new)
    if stretch.old or stretch.new:
        stretches.append(stretch)


def _readable(stretches: list[Stretch]) -> list[Stretch]:
    """Give up a short kept stretch between two longer changes.

    "of the" kept by chance amid a rewritten sentence hides what happened. The rule is the
    "semantic cleanup" of Neil Fraser, https://neil.fraser.name/writing/diff/ (section 3.2).
    """
    found: list[Stretch] = []
    for place, stretch in enumerate(stretches):
        following = stretches[place + 1] if place + 1 < len(stretches) else None
        is_lost = (
            stretch.is_kept
            and found
            and following
            and len(stretch.old) <= _size(found[-1])
            and len(stretch.old) <= _size(following)
        )
        if (is_lost or not stretch.is_kept) and found and not found[-1].is_kept:
            last = found.pop()
            stretch = Stretch(last.old + stretch.old, last.new + stretch.new)
        found.append(stretch)
    return found


def _size(stretch: Stretch) -> int:
    return max(len(stretch.old), len(stretch.new))
