"""The document as tagged PDF (PDF/UA-1), set by Typst.

Each slice is set by itself. Contents, page numbers and links from slice to slice wait for `join`.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from comments.response_document import pdf_join
from comments.response_document.pdf_nodes import nodes_of
from comments.response_document.pdf_process import typeset
from comments.response_document.renderer import Frame, Slice

AT_ONCE = 700_000
"""Characters of pieces set together: at most some 300 MB of memory. A longer one is set alone."""


class PdfRenderer:
    """A renderer.Renderer."""

    format = "pdf"
    suffix = ".pdf"
    mime = "application/pdf"

    def render(self, frame: Frame, piece: Slice, folder: Path) -> None:
        if piece.section == "front":  # its contents name pages that nobody knows yet
            return
        for index, portion in enumerate(portions(piece)):
            inner = folder / f"{index:04}"
            inner.mkdir()
            nodes = nodes_of(frame, portion)
            shift = 0 if portion.is_first else 1
            typeset(frame, nodes, inner, shift=shift)
            headings = [node for node in nodes if node["kind"] == "heading" and node["level"] < 3]
            told = {"shift": shift, "headings": headings}
            (inner / pdf_join.HEADINGS).write_text(json.dumps(told))

    def join(self, frame: Frame, folders: Sequence[Path], target: Path) -> None:
        portions = [inner for folder in folders for inner in sorted(folder.iterdir())]
        pdf_join.join(frame, portions, target)


def portions(piece: Slice) -> Iterator[Slice]:
    """The slice in parts that are set one after another, so that long letters fit in memory."""
    waiting, size, is_first = [], 0, piece.is_first
    for one in piece.pieces:
        weight = len(json.dumps(one))
        if waiting and size + weight > AT_ONCE:
            yield replace(piece, pieces=waiting, is_first=is_first)
            waiting, size, is_first = [], 0, False
        waiting.append(one)
        size += weight
    yield replace(piece, pieces=waiting, is_first=is_first)
