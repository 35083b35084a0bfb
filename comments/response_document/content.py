"""What the document says, as plain data: one JSON object for each piece, in the order of reading.

A snapshot holds the pieces of one language: one "front", then every "commenter", "master",
"letter" and "topic". Everything that people read is there in its final words: dates and numbers
are formatted, what is redacted is a mark already. Whatever carries `language` beside its words
may be in another language than the document, and formats must say so to a screen reader.
"""

from typing import Literal, TypedDict


class Run(TypedDict):
    """Words of a paragraph in one style. `href` is an absolute address, or empty."""

    text: str
    bold: bool
    italic: bool
    href: str


class Block(TypedDict):
    """A paragraph, or an item of a list; neighbours of the same kind are one list."""

    kind: Literal["paragraph", "bullet", "number"]
    runs: list[Run]


class Words(TypedDict):
    """Blocks in a language: what a response says."""

    language: str
    blocks: list[Block]


class Segment(TypedDict):
    """A stretch of a passage that the same points cover.

    `points` are their labels ("12-3"), the outermost first; empty where nothing is bracketed.
    `starts` are those of them whose first words these are: the margin names them here. `text`
    keeps the writer's line breaks.
    """

    text: str
    points: list[str]
    starts: list[str]


class Passage(TypedDict):
    """One text of a letter: the comment itself, a remark, an addition, the words of a file.

    `label` heads it; `about` is what the writer quotes of the draft, or empty. `translation` is
    the verified translation into the document's language, or empty.
    """

    label: str
    about: str
    language: str
    segments: list[Segment]
    translation: str


class MasterReference(TypedDict):
    """A master response that a point refers to: its number, and its title in its language."""

    number: int
    title: str
    language: str


class AnsweredPoint(TypedDict):
    """A point with its response, its master responses, or both. `response` may be None."""

    label: str
    topics: list[str]
    masters: list[MasterReference]
    response: Words | None


class File(TypedDict):
    """A file that came with a letter. `note` says why the public does not get it, or is empty."""

    name: str
    kind: str
    note: str


class Letter(TypedDict):
    """A posted comment with its points. `number` is the 12 of 12-3.

    `senders` is how many sent the same letter (1 for most).
    """

    piece: Literal["letter"]
    number: int
    docket_number: str
    name: str
    affiliation: str
    received: str
    channel: str
    senders: int
    files: list[File]
    passages: list[Passage]
    points: list[AnsweredPoint]


class Commenter(TypedDict):
    """A row of the list of commenters. `points` is "12-1 – 12-4", or empty without any."""

    piece: Literal["commenter"]
    number: int
    name: str
    affiliation: str
    received: str
    senders: int
    points: str


class Master(TypedDict):
    """A master response, and the labels of the points that refer to it."""

    piece: Literal["master"]
    number: int
    title: str
    title_language: str
    words: Words
    points: list[str]


class Topic(TypedDict):
    """An entry of the index: a topic and the labels of its points."""

    piece: Literal["topic"]
    name: str
    language: str
    points: list[str]


class Erratum(TypedDict):
    """A correction after publication. `point` is the label it is about, or empty."""

    date: str
    point: str
    language: str
    text: str


class Front(TypedDict):
    """The front of the document. `language` is the document's own.

    `standing` says whether it is a draft ("Draft 3") or final, with its date; `facts` are pairs of
    a name and a figure. `counts` has how many pieces of each kind follow.
    """

    piece: Literal["front"]
    language: str
    title: str
    docket_number: str
    headline: str
    headline_language: str
    agency: str
    standing: str
    introduction: list[str]
    facts: list[list[str]]
    errata: list[Erratum]
    counts: dict[str, int]


Piece = Front | Commenter | Master | Letter | Topic

SECTIONS = ("front", "commenter", "master", "letter", "topic")
"""The kinds of pieces, in the order in which a document has them."""
