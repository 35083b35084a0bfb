"""Letters with their points, and responses, as templates write them: stretches and lists.

Both the public pages and the document in HTML write `Segment`s and `Block`s
(comments.response_document.content) with the same templates. Nothing here reads the database.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from comments.response_document.content import Block, Segment

DEEPEST = 3
"""How many points inside each other can be told apart by their style."""


@dataclass(frozen=True)
class Start:
    """That a point begins here; `is_anchor` at its first words in the letter.

    `leads` where there is a response to go to.
    """

    label: str
    is_anchor: bool
    leads: bool


@dataclass(frozen=True)
class Stretch:
    """Words that the same points cover, `depth` of them; which points begin and end with them."""

    text: str
    depth: int
    starts: tuple[Start, ...]
    ends: tuple[str, ...]


def stretches(
    texts: Iterable[Sequence[Segment]], *, answered: Collection[str]
) -> list[list[Stretch]]:
    """The texts of one letter, each with its points marked; `answered` are those to lead on."""
    anchored: set[str] = set()
    return [list(_stretches(text, anchored, answered)) for text in texts]


def _stretches(segments: Sequence[Segment], anchored: set[str], answered: Collection[str]):
    following = [*segments[1:], None]
    for segment, after in zip(segments, following, strict=True):
        starts = []
        for label in segment["starts"]:
            starts.append(Start(label, label not in anchored, label in answered))
            anchored.add(label)
        goes_on = set(after["points"]) if after else set()
        ends = tuple(label for label in reversed(segment["points"]) if label not in goes_on)
        depth = min(len(segment["points"]), DEEPEST)
        yield Stretch(segment["text"], depth, tuple(starts), ends)


def anchored_labels(texts: Iterable[Sequence[Segment]]) -> set[str]:
    """The points that begin somewhere in these texts, and so can be gone to."""
    return {label for text in texts for segment in text for label in segment["starts"]}


@dataclass(frozen=True)
class Group:
    """Neighbouring blocks of one kind: a list, or paragraphs."""

    kind: str
    blocks: list[Block]


def grouped(blocks: Iterable[Block]) -> list[Group]:
    """The blocks with those of one list together."""
    return [Group(kind, list(group)) for kind, group in groupby(blocks, key=lambda b: b["kind"])]
