"""The document as tagged PDF (PDF/UA-1), set by Typst.

Each slice is set by itself. Contents, page numbers and links from slice to slice wait for `join`.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from comments.response_document import pdf_join
from comments.response_document.pdf_nodes import nodes_of
from comments.response_document.pdf_process import typeset
from comments.response_document.renderer import Frame, Slice


class PdfRenderer:
    """A renderer.Renderer."""

    format = "pdf"
    suffix = ".pdf"
    mime = "application/pdf"

    def render(self, frame: Frame, piece: Slice, folder: Path) -> None:
        if piece.section == "front":  # its contents name pages that nobody knows yet
            return
        nodes = nodes_of(frame, piece)
        shift = 0 if piece.is_first else 1
        typeset(frame, nodes, folder, shift=shift)
        headings = [node for node in nodes if node["kind"] == "heading" and node["level"] < 3]
        told = {"shift": shift, "headings": headings}
        (folder / pdf_join.HEADINGS).write_text(json.dumps(told))

    def join(self, frame: Frame, folders: Sequence[Path], target: Path) -> None:
        pdf_join.join(frame, folders, target)
