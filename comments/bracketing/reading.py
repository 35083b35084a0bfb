"""What somebody reads of a text, and where each stretch of it stands in the text as received.

Points keep places in the original, readers have the text without what was redacted. Where words
were blacked out by their characters, the places say exactly what became a mark. The words of a
redacted PDF were read anew from the file that was made: there the two texts are laid side by
side, word by word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from comments import letter
from comments.models import Comment, Redaction
from comments.redaction import marks

_WORD = re.compile(r"\S+")


class Kind(Enum):
    # Letter for letter what stands in the original.
    SAME = "same"
    # Something else in the place of these words: a mark, or a word that was read differently.
    INSTEAD = "instead"
    # What stands between two words, and is no word of the original.
    BETWEEN = "between"


@dataclass(frozen=True)
class Stretch:
    """A piece of what is read: `text`, for characters `start` to `end` of the original."""

    text: str
    start: int
    end: int
    kind: Kind = Kind.SAME

    def is_of(self, start: int, end: int) -> bool:
        """Whether a passage with this place has the stretch, or some of it."""
        if self.kind is Kind.BETWEEN:
            return start < self.start and self.end < end
        return start < self.end and self.start < end

    def cut(self, places: Iterable[int]) -> Iterator["Stretch"]:
        """The stretch in pieces that begin at these places; what is no original stays whole."""
        if self.kind is not Kind.SAME:
            yield self
            return
        inside = sorted({place for place in places if self.start < place < self.end})
        for start, end in zip([self.start, *inside], [*inside, self.end], strict=True):
            text = self.text[start - self.start : end - self.start]
            yield replace(self, text=text, start=start, end=end)


def public(part: letter.Part) -> Sequence[Stretch]:
    """The public text of a part. Joined, the stretches are `part.public`, to the letter.

    Reads the comment's `redactions` where something is redacted: prefetch them for many letters.
    """
    original, shown = part.original, part.public
    if shown == original:
        return _whole(shown)
    comment = comment_of(part)
    redactions = [found for found in comment.redactions.all() if found.part == part.key]
    stretches = _with_marks(original, redactions, comment.language)
    if "".join(stretch.text for stretch in stretches) == shown:
        return stretches
    return _side_by_side(original, shown)


def shown_to(part: letter.Part, *, sees_original: bool) -> Sequence[Stretch]:
    """The text for somebody who has, or has not, the right to what was redacted."""
    if sees_original:
        return _whole(part.original)
    return public(part)


def place_of(stretches: Iterable[Stretch], start: int, end: int) -> tuple[int, int] | None:
    """Where characters of what is read stand in the original; None where none of them do.

    A mark among them is taken whole.
    """
    at, found = 0, []
    for stretch in stretches:
        first, last = max(start - at, 0), min(end - at, len(stretch.text))
        at += len(stretch.text)
        if first >= last or stretch.kind is Kind.BETWEEN:
            continue
        if stretch.kind is Kind.SAME:
            found.append((stretch.start + first, stretch.start + last))
        else:
            found.append((stretch.start, stretch.end))
    return (found[0][0], found[-1][1]) if found else None


def comment_of(part: letter.Part) -> Comment:
    return part.row if isinstance(part.row, Comment) else part.row.comment


def _whole(text: str) -> tuple[Stretch, ...]:
    return (Stretch(text, 0, len(text)),) if text else ()


def _with_marks(
    original: str, redactions: Iterable[Redaction], language: str
) -> tuple[Stretch, ...]:
    cut = marks.pieces(original, sorted(redactions, key=lambda found: found.start))
    return tuple(
        Stretch(
            marks.mark(piece.found.reason, language) if piece.found else piece.text,
            piece.start,
            piece.start + len(piece.text),
            Kind.INSTEAD if piece.found else Kind.SAME,
        )
        for piece in cut
    )


# A long file is read once for each of its points: kept while one letter is worked on.
@lru_cache(maxsize=4)
def _side_by_side(original: str, shown: str) -> tuple[Stretch, ...]:
    """The shown text, each word at the place of the word that it is in the original."""
    received = [match.span() for match in _WORD.finditer(original)]
    read = [match.span() for match in _WORD.finditer(shown)]
    placed = _places(original, shown, received, read)
    stretches: list[Stretch] = []
    end, at = 0, 0
    for (first, last), place in zip(read, placed, strict=True):
        # A word that is nowhere in the original stands after the one before it.
        here = place or (at, at, Kind.BETWEEN)
        _add(stretches, original, Stretch(shown[end:first], at, here[0], Kind.BETWEEN))
        _add(stretches, original, Stretch(shown[first:last], *here))
        end, at = last, here[1]
    _add(stretches, original, Stretch(shown[end:], at, len(original), Kind.BETWEEN))
    return tuple(stretches)


def _places(original, shown, received, read) -> list[tuple[int, int, Kind] | None]:
    """For each word that is read, its place in the original; None for one that is not there."""
    words = [original[start:end] for start, end in received]
    placed: list[tuple[int, int, Kind] | None] = [None] * len(read)
    for change in Levenshtein.opcodes(words, [shown[start:end] for start, end in read]):
        if change.tag in {"equal", "replace"}:
            kind = Kind.SAME if change.tag == "equal" else Kind.INSTEAD
            for old, new in zip(
                range(change.src_start, change.src_end),
                range(change.dest_start, change.dest_end),
                strict=True,
            ):
                placed[new] = (*received[old], kind)
    return placed


def _add(stretches: list[Stretch], original: str, stretch: Stretch) -> None:
    """Add a stretch, as one with that before it where both stand so in the original."""
    if not stretch.text:
        return
    if stretch.kind is Kind.BETWEEN and stretch.text == original[stretch.start : stretch.end]:
        stretch = replace(stretch, kind=Kind.SAME)
    last = stretches[-1] if stretches else None
    if last and last.kind is stretch.kind is Kind.SAME and last.end == stretch.start:
        stretches[-1] = Stretch(last.text + stretch.text, last.start, stretch.end)
    else:
        stretches.append(stretch)
