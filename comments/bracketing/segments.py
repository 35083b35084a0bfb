"""The points of a letter as the public reads them: what each covers, and its words."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils import translation
from django.utils.translation import pgettext

from comments import letter
from comments.bracketing import reading
from comments.models import Attachment, Point
from comments.response_document.content import Segment

LEFT_OUT = " … "
"""Between the passages of one point."""


def segments(part: letter.Part, points: Sequence[Point]) -> list[Segment]:
    """The public text of a part, cut where points begin and end.

    Joined, the segments are `part.public`, to the letter. `points` are those of the letter, with
    `passages` and `comment`; the labels of a segment are the outermost first. A mark of redaction
    is of each point that has some of the words under it. Queries nothing where `redactions` are
    prefetched, and nothing but them where they are not.
    """
    labels = {point.pk: point.label for point in points}
    begun = {point.pk for point in points if _begins_before(part, point)}
    found: list[Segment] = []
    for _number, piece, inside in covering(reading.public(part), part.key, points):
        names = [labels[point] for point in inside]
        starts = [labels[point] for point in inside if point not in begun]
        begun.update(inside)
        if found and found[-1]["points"] == names:
            found[-1]["text"] += piece.text
        else:
            found.append({"text": piece.text, "points": names, "starts": starts})
    return found


def public_words(point: Point, parts: Iterable[letter.Part] | None = None) -> str:
    """The words of a point as the public reads them, without those that are redacted.

    Its passages have " … " between them. What stands in a file that is withheld, or is gone from
    a redacted one, is a mark in the language of the letter. Whether the letter is posted is not
    asked. `parts` are those of the letter, where the caller has them already; queries as
    `segments`.
    """
    keys = {passage.part for passage in point.passages.all()}
    known = letter.parts_of(point.comment, person=False) if parts is None else parts
    said = [
        words
        for part in known
        if part.key in keys
        for words in _words(part, point) or [_nothing_left(part)]
    ]
    return LEFT_OUT.join(said)


def in_order(points: Iterable[Point]) -> list[Point]:
    """Points so that each comes after those it lies inside of, and else in the order of numbers."""
    points = list(points)
    parents = {point.pk: point.parent_id for point in points}

    def depth(point: Point) -> int:
        above, found = point.parent_id, 0
        while above is not None and found <= len(points):
            above, found = parents.get(above), found + 1
        return found

    return sorted(points, key=lambda point: (depth(point), point.number))


def covering(
    stretches: Iterable[reading.Stretch], key: str, points: Iterable[Point]
) -> Iterator[tuple[int, reading.Stretch, list[int]]]:
    """The stretches of a part, cut where points begin and end.

    Each comes with the number of the stretch that it is cut from, and with the keys of the points
    that it is of, the outermost first. `key` is the part's.
    """
    order = {point.pk: rank for rank, point in enumerate(in_order(points))}
    places = sorted(
        (passage.start, passage.end, point.pk)
        for point in points
        for passage in point.passages.all()
        if passage.part == key
    )
    ahead, near = 0, []
    for number, stretch in enumerate(stretches):
        # Stretches come in the order of their places: look at those passages alone that reach it.
        while ahead < len(places) and places[ahead][0] < max(stretch.end, stretch.start + 1):
            near.append(places[ahead])
            ahead += 1
        near = [place for place in near if place[1] > stretch.start]
        for piece in stretch.cut(edge for place in near for edge in place[:2]):
            inside = {point for start, end, point in near if piece.is_of(start, end)}
            yield number, piece, sorted(inside, key=order.__getitem__)


def _begins_before(part: letter.Part, point: Point) -> bool:
    """Whether the public reads first words of this point in a part before this one."""
    others = {passage.part for passage in point.passages.all()} - {part.key}
    if not others:
        return False
    for other in letter.parts_of(reading.comment_of(part), person=False):
        if other.key == part.key:
            return False
        if other.key in others and _words(other, point):
            return True
    return False


def _words(part: letter.Part, point: Point) -> list[str]:
    """What the public reads of a point in one part: a text for each passage that has words."""
    found, is_inside = [], False
    for _number, piece, inside in covering(reading.public(part), part.key, [point]):
        if inside and is_inside:
            found[-1] += piece.text
        elif inside:
            found.append(piece.text)
        is_inside = bool(inside)
    return [text for text in map(str.strip, found) if text]


def _nothing_left(part: letter.Part) -> str:
    withheld = isinstance(part.row, Attachment) and part.row.is_withheld
    with translation.override(reading.comment_of(part).language):
        if withheld:
            return pgettext("instead of words", "[withheld]")
        return pgettext("instead of words", "[redacted]")
