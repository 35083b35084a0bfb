"""What each format promises to those who build a document: the same bytes for the same pieces.

A document is made slice by slice, so that memory stays flat, a killed worker goes on where it
was, and a progress bar moves. A renderer has no state of its own and asks neither the database
nor the clock: whatever it needs is in the pieces and in `Frame`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from comments.response_document.content import Front, Piece


@dataclass(frozen=True)
class Frame:
    """What all slices of one document share.

    `made_at` (UTC) is when the document was asked for and stands in the files' metadata. `words`
    are the fixed words of the document in its language, by key (`frame_words.words_in`).
    `public_url` is the address of the docket's responses, to which a point's label is added.
    """

    front: Front
    made_at: datetime
    words: dict[str, str]
    public_url: str

    @property
    def language(self) -> str:
        return self.front["language"]


@dataclass(frozen=True)
class Slice:
    """Consecutive pieces of one section. `index` counts all slices of the document from 0.

    `is_first` and `is_last` say whether it begins or ends its section. A section without pieces
    has one slice that is empty.
    """

    index: int
    section: str
    pieces: Sequence[Piece]
    is_first: bool
    is_last: bool


class Renderer(Protocol):
    """One format."""

    format: str
    """As in addresses and file names: "html", "docx", "pdf"."""
    suffix: str
    """Of the finished file, with its dot: ".zip", ".docx", ".pdf"."""
    mime: str

    def render(self, frame: Frame, piece: Slice, folder: Path) -> None:
        """Write what this slice becomes as files of `folder`, an empty folder of its own."""

    def join(self, frame: Frame, folders: Sequence[Path], target: Path) -> None:
        """Make the finished file of the folders of all slices, in their order, in flat memory."""
