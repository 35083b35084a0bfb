"""Passages as a reviewer chooses them, and how they lie among the points of a letter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from comments import letter
from comments.bracketing import reading
from comments.models import Comment, Point
from comments.review.acts import ReviewError


@dataclass(frozen=True)
class Passage:
    """Characters `start` to `end` of a part as it was received, and the words seen there.

    Whoever may not read what was redacted sees marks: they are among the words.
    """

    part: str
    start: int
    end: int
    words: str = ""


Place = tuple[str, int, int]
"""A part and the characters of it, as PointPassage keeps them."""


def checked(comment: Comment, passages: Iterable[Passage], *, sees_original: bool) -> list[Passage]:
    """The passages in the order of reading, without spaces around them.

    A mark of redaction that is among the words of somebody who sees marks is taken whole. Raises
    ReviewError where there is no such part, where other words stand at a place, and where two
    passages share words.
    """
    parts = {part.key: part for part in letter.parts_of(comment, person=False)}
    found = [_checked(parts.get(each.part), each, sees_original) for each in passages]
    if not found:
        raise ReviewError(_("Choose the words to bracket."))
    keys = list(parts)
    found.sort(key=lambda each: (keys.index(each.part), each.start))
    for before, after in pairwise(found):
        if before.part == after.part and after.start < before.end:
            raise ReviewError(_("Two of these passages share words. Choose each word once."))
    return found


def _checked(part: letter.Part | None, passage: Passage, sees_original: bool) -> Passage:
    if part is None:
        raise ReviewError(_("This comment has no such part."))
    start, end, original = passage.start, passage.end, part.original
    if not 0 <= start < end <= len(original):
        raise ReviewError(_("Choose the words to bracket."))
    pieces = []
    for stretch in reading.shown_to(part, sees_original=sees_original):
        for piece in stretch.cut((start, end)):
            if piece.kind is not reading.Kind.BETWEEN and piece.is_of(start, end):
                pieces.append(piece)
    words = _without_spaces("".join(piece.text for piece in pieces))
    if not words:
        raise ReviewError(_("Choose the words to bracket."))
    if words != _without_spaces(passage.words):
        raise ReviewError(_("Other words stand at this place. Choose them again."))
    first, last = pieces[0].start, pieces[-1].end
    found = original[first:last]
    first += len(found) - len(found.lstrip())
    return replace(passage, start=first, end=first + len(found.strip()))


def _without_spaces(words: str) -> str:
    """To compare: browsers send each new line of a form as CR LF."""
    return "".join(words.split())


@dataclass(frozen=True)
class Nesting:
    """How passages lie among points. `inside` is the innermost point that has all of them.

    `around` are the points that they have whole, without those inside of these; `crossed` are
    those with which they share words in any other way.
    """

    inside: Point | None
    around: tuple[Point, ...]
    crossed: tuple[Point, ...]

    @property
    def touched(self) -> list[Point]:
        """The points with which words are shared."""
        return [*self.crossed, *filter(None, [self.inside]), *self.around]


def nesting(passages: Sequence[Passage], points: Sequence[Point]) -> Nesting:
    """How new passages lie among a letter's points, which have their `passages`."""
    by_key = {point.pk: point for point in points}
    holders, held, crossed = [], [], []
    for point in points:
        places = places_of(point)
        pairs = [
            (new, old)
            for new in passages
            for old in places
            if new.part == old[0] and new.start < old[2] and old[1] < new.end
        ]
        if not pairs:
            continue
        if all(old[1] <= new.start and new.end <= old[2] for new, old in pairs):
            holders.append(point)
        elif all(new.start <= old[1] and old[2] <= new.end for new, old in pairs):
            held.append(point)
        else:
            crossed.append(point)
    inside = max(holders, key=lambda point: len(above(point, by_key)), default=None)
    line = {inside.pk, *above(inside, by_key)} if inside else set()
    crossed += [point for point in holders if point.pk not in line]
    keys = {point.pk for point in held}
    around = [point for point in held if point.parent_id not in keys]
    # What lies inside another point, which these words do not lie in, cannot lie in both.
    crossed += [point for point in around if point.parent_id != (inside and inside.pk)]
    return Nesting(inside, tuple(around), tuple(crossed))


def above(point: Point, by_key: dict[int, Point]) -> list[int]:
    """The keys of the points that a point lies inside of, the nearest first."""
    found: list[int] = []
    parent = point.parent_id
    while parent is not None and parent not in found:
        found.append(parent)
        parent = by_key[parent].parent_id if parent in by_key else None
    return found


def places_of(point: Point) -> list[Place]:
    return [(passage.part, passage.start, passage.end) for passage in point.passages.all()]


def joined(places: Iterable[Place], texts: dict[str, str]) -> list[Place]:
    """Places in their order, as one where they share words or nothing but spaces is between.

    `texts` are the originals of the parts.
    """
    found: list[Place] = []
    for part, start, end in sorted(places):
        last = found[-1] if found else None
        if (
            last
            and last[0] == part
            and (start <= last[2] or not texts[part][last[2] : start].strip())
        ):
            found[-1] = part, last[1], max(last[2], end)
        else:
            found.append((part, start, end))
    return found
