"""Which of many letters are near-identical: bands of their signatures, then the runs themselves.

J. Leskovec, A. Rajaraman, J. Ullman, "Mining of Massive Datasets", chapter 3: letters whose
signatures agree in all rows of a band are candidates. Here one band is looked at after the other,
so that memory holds the signatures alone (504 bytes for each distinct letter) and a limited number
of runs; most candidates of a later band are joined already, so that time grows with the number of
letters and not with that of pairs.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from comments.campaigns.similarity import BANDS, ROWS, is_same_letter

HOPELESS = 0.1
"""Signatures that agree in a smaller share are of letters that no exact comparison would join."""
HUBS = 3
"""Letters of a bucket with which its others are compared: a chance meeting hides no campaign."""
KEPT_RUNS = 25_000_000
"""Runs that are kept in memory, 100 MB; what was dropped is read again."""

Read = Callable[[list[int]], dict[int, np.ndarray]]
"""Gives the runs of letters, by their places in the matrix of signatures."""


class Runs:
    """The runs of letters, read in batches when they are needed, the oldest dropped."""

    def __init__(self, read: Read):
        self._read = read
        self._kept: OrderedDict[int, np.ndarray] = OrderedDict()
        self._size = 0

    def need(self, places: Iterable[int]) -> None:
        """Read what is not there yet, all in one go."""
        missing = [place for place in dict.fromkeys(places) if place not in self._kept]
        if missing:
            for place, runs in self._read(missing).items():
                self._kept[place] = runs
                self._size += runs.size

    def trim(self) -> None:
        while self._size > KEPT_RUNS and len(self._kept) > 1:
            _place, runs = self._kept.popitem(last=False)
            self._size -= runs.size

    def of(self, place: int) -> np.ndarray:
        if place not in self._kept:
            self.need([place])
        return self._kept[place]


_AT_ONCE = 20_000


def same_letters(pairs: Iterable[tuple[int, int]], runs: Runs) -> Iterator[bool]:
    """Whether each pair is of one letter, compared exactly."""
    pairs = list(pairs)
    for start in range(0, len(pairs), _AT_ONCE):
        batch = pairs[start : start + _AT_ONCE]
        runs.need(place for pair in batch for place in pair)
        for one, other in batch:
            yield is_same_letter(runs.of(one), runs.of(other))
        runs.trim()


def find(signatures: np.ndarray, copies: np.ndarray, runs: Runs) -> list[np.ndarray]:
    """Groups of two or more near-identical letters, as places in `signatures`.

    `copies` says how many comments each signature stands for. A group holds together pair by
    pair: its ends may differ, so a letter is still compared with the group's lead.
    """
    parents = list(range(len(signatures)))
    failed: set[tuple[int, int]] = set()
    for band in range(BANDS):
        asked = []
        for bucket in _buckets(signatures[:, band * ROWS : (band + 1) * ROWS]):
            # One letter of each group that meets here.
            one_of = {_root(parents, place): place for place in bucket.tolist()}
            if len(one_of) > 1:
                asked += _candidates(np.array(list(one_of.values())), signatures, copies)
        asked = [pair for pair in dict.fromkeys(asked) if pair not in failed]
        for pair, is_same in zip(asked, same_letters(asked, runs), strict=True):
            if is_same:
                _unite(parents, *pair)
            else:
                failed.add(pair)
    return _groups(parents)


def by_typicality(places: np.ndarray, signatures: np.ndarray, copies: np.ndarray) -> np.ndarray:
    """The letters of a group, first those whose signatures agree most with the others'.

    In each column the value that most have is the letter's, since edits change few. Of equals
    the earlier one comes first.
    """
    score = np.zeros(len(places))
    weights = copies[places]
    for column in signatures[places].T:
        _values, inverse = np.unique(column, return_inverse=True)
        score += np.bincount(inverse, weights=weights)[inverse]
    return places[np.argsort(-score, kind="stable")]


def may_be_same(letter: int, others: np.ndarray, signatures: np.ndarray) -> np.ndarray:
    """For each of the others, whether an exact comparison with the letter is worth it."""
    return (signatures[others] == signatures[letter]).mean(axis=1) >= HOPELESS


def _buckets(rows: np.ndarray) -> Iterator[np.ndarray]:
    """Places that agree in all columns, two or more together."""
    key = np.zeros(len(rows), dtype=np.uint64)
    for column in rows.T:
        key = (key ^ column.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    for start, end in zip(starts, np.append(starts[1:], len(order)), strict=True):
        if end - start > 1:
            yield order[start:end]


def _candidates(places: np.ndarray, signatures, copies) -> list[tuple[int, int]]:
    """Pairs worth an exact comparison: each letter of a bucket with one that stands for many."""
    found = []
    for _hub in range(HUBS):
        if len(places) < 2:
            break
        hub = places[np.argmax(copies[places])]
        others = places[places != hub]
        agree = may_be_same(hub, others, signatures)
        found += [(min(hub, other), max(hub, other)) for other in others[agree].tolist()]
        places = others[~agree]
    return [(int(one), int(other)) for one, other in found]


def _root(parents: list[int], place: int) -> int:
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place


def _unite(parents: list[int], one: int, other: int) -> None:
    low, high = sorted((_root(parents, one), _root(parents, other)))
    parents[high] = low


def _groups(parents: list[int]) -> list[np.ndarray]:
    members: dict[int, list[int]] = {}
    for place in range(len(parents)):
        members.setdefault(_root(parents, place), []).append(place)
    return [np.array(places) for places in members.values() if len(places) > 1]
