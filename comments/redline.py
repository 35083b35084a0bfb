"""Redline: what changed from one version of a draft to another.

Paragraphs are aligned first, then the words inside those that changed. A paragraph that stands
elsewhere is moved, also when it was edited a little; it is never shown as removed and added.

Nothing here compares each paragraph with each: what is identical is found by its text, what is
similar by the runs of words it shares with few others.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import LCSseq

from comments.paragraphs import FIGURE, FOOTNOTE, HEADING, ITEM, QUOTE, TABLE, TEXT, Reading
from comments.redline_words import Stretch, Vocabulary, compare_words, similarity

SECTION = "section"
"""The kind of a section's own heading, beside the kinds of comments.paragraphs."""

_FAMILIES = {SECTION: 1, HEADING: 2, TEXT: 3, ITEM: 3, QUOTE: 3, TABLE: 4, FIGURE: 5, FOOTNOTE: 6}

SIMILAR = 0.45
"""What a paragraph must have in common with the one that stands in its place, to be the same."""
SIMILAR_ELSEWHERE = 0.6
MOVABLE_WORDS = 5
"""A shorter paragraph is no moved one: "Not applicable." stands in many places by itself."""

_SHINGLE = 3  # words
_WIDESPREAD = 12  # a run of words that stands in more paragraphs tells nothing
_CANDIDATES = 4
_SMALL_GAP = 64  # pairs: so many are compared each with each


class Change(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    """It stands here now, and stood elsewhere."""
    LEFT = "left"
    """It stood here, and is moved elsewhere: the other end of MOVED."""


@dataclass(frozen=True)
class Piece:
    """A paragraph of one version, or the heading of a section; `index` counts from 0."""

    index: int
    kind: str
    number: str
    anchor: str
    text: str
    html: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the comparison.

    SAME, CHANGED, MOVED and LEFT have both pieces; MOVED stands at the place of the new one,
    LEFT at that of the old one. `words` is given where the text was edited.
    """

    change: Change
    old: Piece | None
    new: Piece | None
    words: tuple[Stretch, ...] = ()


def pieces(readings: Iterable[Reading]) -> list[Piece]:
    """All that is compared of a version, in its order."""
    found: list[Piece] = []
    for reading in readings:
        section = reading.section
        found.append(
            Piece(
                *(len(found), SECTION, str(reading.number), section.anchor),
                " ".join(section.heading.split()),
            )
        )
        for part in reading.paragraphs:
            found.append(
                Piece(len(found), part.kind, part.number, part.anchor, part.text, part.html)
            )
    return found


def compare(old: Sequence[Piece], new: Sequence[Piece]) -> list[Row]:
    """The rows of a comparison: every piece of both versions, each once at its own place."""
    in_place, moved = _pair(old, new)
    went, came = dict(moved), {second: first for first, second in moved}
    rows: list[Row] = []
    first = second = 0
    for old_index, new_index in [*in_place, (len(old), len(new))]:
        for index in range(first, old_index):
            target = new[went[index]] if index in went else None
            rows.append(Row(Change.LEFT if target else Change.REMOVED, old[index], target))
        for index in range(second, new_index):
            source = old[came[index]] if index in came else None
            rows.append(_arrived(source, new[index]))
        if old_index < len(old):
            rows.append(_stayed(old[old_index], new[new_index]))
        first, second = old_index + 1, new_index + 1
    return rows


def count(rows: Iterable[Row]) -> dict[Change, int]:
    """How many pieces were changed, added, removed, moved; a moved one counts once."""
    counted = Counter(row.change for row in rows)
    return {
        change: counted[change]
        for change in (Change.CHANGED, Change.ADDED, Change.REMOVED, Change.MOVED)
    }


def as_data(rows: Iterable[Row]) -> list[dict]:
    """The comparison for programs: for each row the change, the two places and the words."""
    return [
        {
            "change": str(row.change),
            "old": _place(row.old),
            "new": _place(row.new),
            "words": [{"old": part.old, "new": part.new} for part in row.words],
        }
        for row in rows
    ]


def _place(piece: Piece | None) -> dict | None:
    if piece is None:
        return None
    return {name: getattr(piece, name) for name in ("index", "kind", "number", "anchor", "text")}


def _stayed(old: Piece, new: Piece) -> Row:
    if _identity(old) == _identity(new):
        return Row(Change.SAME, old, new)
    return Row(Change.CHANGED, old, new, compare_words(old.text, new.text))


def _arrived(source: Piece | None, new: Piece) -> Row:
    if source is None:
        return Row(Change.ADDED, None, new)
    edited = source.text != new.text
    return Row(Change.MOVED, source, new, compare_words(source.text, new.text) if edited else ())


def _identity(piece: Piece) -> tuple:
    """What makes two pieces the same: the words, and of a figure the picture too."""
    shown = piece.html if piece.kind == FIGURE else ""
    return (_FAMILIES[piece.kind], piece.text, shown)


def _pair(old: Sequence[Piece], new: Sequence[Piece]) -> tuple[list, list]:
    """The pairs of indexes that stay in place, in their order, and those that are moved.

    Always worked out in the same direction, so that a paragraph moved from one version to the
    other is moved, and none else, on the way back.
    """
    if [piece.text for piece in old] > [piece.text for piece in new]:
        in_place, moved = _Pairing(new, old).settle()
        return _swap(in_place), _swap(moved)
    return _Pairing(old, new).settle()


def _swap(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(second, first) for first, second in pairs]


class _Pairing:
    """Which piece of the new version each piece of the old one has become."""

    def __init__(self, old: Sequence[Piece], new: Sequence[Piece]):
        self.old, self.new = old, new
        self.new_of: dict[int, int] = {}
        self.old_of: dict[int, int] = {}
        vocabulary = Vocabulary()
        self.old_words = [vocabulary.of_text(piece.text) for piece in old]
        self.new_words = [vocabulary.of_text(piece.text) for piece in new]

    def settle(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        kept = self._kept()
        for pairs in (kept, self._same_sections(), self._same_texts()):
            self._take(pairs)
        self._take(self._similar(kept))
        self._take(self._companions())
        pairs = sorted(self.new_of.items())
        in_place = _longest_rising(pairs)
        staying = set(in_place)
        return in_place, [pair for pair in pairs if pair not in staying and self._may_move(*pair)]

    def _take(self, pairs: Iterable[tuple[int, int]]) -> None:
        for first, second in pairs:
            if first not in self.new_of and second not in self.old_of:
                self.new_of[first], self.old_of[second] = second, first

    def _kept(self) -> list[tuple[int, int]]:
        """Identical pieces in the same order: as many as there can be."""
        numbers: dict[tuple, int] = {}
        olds, news = (
            [numbers.setdefault(_identity(piece), len(numbers)) for piece in version]
            for version in (self.old, self.new)
        )
        return [
            (step.src_start + offset, step.dest_start + offset)
            for step in LCSseq.opcodes(olds, news)
            if step.tag == "equal"
            for offset in range(step.src_end - step.src_start)
        ]

    def _same_sections(self) -> Iterator[tuple[int, int]]:
        """A section keeps its anchor when it is renamed."""
        anchors = {self.new[index].anchor: index for index in self._left(SECTION)[1]}
        for index in self._left(SECTION)[0]:
            if self.old[index].anchor in anchors:
                yield index, anchors[self.old[index].anchor]

    def _same_texts(self) -> Iterator[tuple[int, int]]:
        """Identical pieces elsewhere, in the order of their appearance."""
        elsewhere = defaultdict(list)
        olds, news = self._left()
        for index in reversed(news):
            elsewhere[_identity(self.new[index])].append(index)
        for index in olds:
            same = elsewhere[_identity(self.old[index])]
            if same and self._may_move(index, same[-1]):
                yield index, same.pop()

    def _similar(self, kept: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Edited pieces, the most similar first; among equals the one that is nearest."""
        scored = []
        near = set(self._neighbours(kept))
        for first, second in near | set(self._sharing_words()):
            if _FAMILIES[self.old[first].kind] != _FAMILIES[self.new[second].kind]:
                continue
            is_near = (first, second) in near
            least = SIMILAR if is_near else SIMILAR_ELSEWHERE
            score = similarity(self.old_words[first], self.new_words[second], at_least=least)
            if score and (is_near or self._may_move(first, second)):
                scored.append((-score, not is_near, abs(first - second), first, second))
        for *_rank, first, second in sorted(scored):
            yield first, second

    def _companions(self) -> Iterator[tuple[int, int]]:
        """What is too short to be found by itself, beside something that was found elsewhere."""
        olds, _news = self._left()
        for step, order in ((-1, olds), (1, olds[::-1])):
            for index in order:
                second = self.new_of.get(index + step, -1) - step
                if 0 <= second < len(self.new) and self._goes_along(index, second):
                    yield index, second

    def _goes_along(self, first: int, second: int) -> bool:
        """Whether two identical pieces stand beside the same one."""
        return _identity(self.old[first]) == _identity(self.new[second]) and any(
            self.new_of.get(first + step) == second + step for step in (-1, 1)
        )

    def _neighbours(self, kept: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Pairs between the same two kept pieces, where there are few."""
        gaps = defaultdict(lambda: ([], []))
        for side, indexes in enumerate(self._left()):
            bounds = [pair[side] for pair in kept]
            for index in indexes:
                gaps[bisect_left(bounds, index)][side].append(index)
        for olds, news in gaps.values():
            if len(olds) * len(news) <= _SMALL_GAP:
                yield from ((first, second) for first in olds for second in news)

    def _sharing_words(self) -> Iterator[tuple[int, int]]:
        """Pairs that share runs of words, for each old piece those that share most."""
        olds, news = self._left()
        holders = defaultdict(list)
        for index in news:
            for shingle in _shingles(self.new_words[index]):
                holders[shingle].append(index)
        for index in olds:
            shared = Counter()
            for shingle in _shingles(self.old_words[index]):
                if len(holders.get(shingle, ())) <= _WIDESPREAD:
                    shared.update(holders.get(shingle, ()))
            ranked = sorted(shared.items(), key=lambda item: (-item[1], item[0]))
            yield from ((index, second) for second, _shares in ranked[:_CANDIDATES])

    def _left(self, kind: str = "") -> tuple[list[int], list[int]]:
        """The pieces of both versions that have no partner yet."""
        return tuple(
            [
                piece.index
                for piece in version
                if piece.index not in taken and kind in ("", piece.kind)
            ]
            for version, taken in ((self.old, self.new_of), (self.new, self.old_of))
        )

    def _may_move(self, first: int, second: int) -> bool:
        """Whether two pieces are surely the same, so that one place can point to the other."""
        if self.old[first].kind == SECTION or self._goes_along(first, second):
            return True
        words = (self.old_words[first], self.new_words[second])
        if min(map(len, words)) < MOVABLE_WORDS:
            return False
        return words[0] == words[1] or bool(similarity(*words, at_least=SIMILAR_ELSEWHERE))


def _shingles(words: list[int]) -> set[tuple[int, ...]]:
    return {tuple(words[start : start + _SHINGLE]) for start in range(len(words) - _SHINGLE + 1)}


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs whose second members rise as the first ones do (patience sorting)."""
    ends: list[int] = []  # the smallest last member of a rising run of each length
    places: list[int] = []  # the place in `pairs` of that member
    before: list[int] = []  # for each pair the place of the one before it in its run
    for place, (_first, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1], places[length : length + 1] = [second], [place]
    found, place = [], places[-1] if places else -1
    while place >= 0:
        found.append(pairs[place])
        place = before[place]
    return found[::-1]
