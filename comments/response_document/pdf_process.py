"""Starts the program that sets pages, and gives back what it made.

See comments/response_document/pdf_typesetting.
"""

import json
import shutil
import tempfile
from pathlib import Path

from comments.response_document.pdf_nodes import Node
from comments.response_document.renderer import Frame
from engagement import file_program

_PROGRAM = Path(__file__).parent / "pdf_typesetting"
_SECONDS = 900
"""For a slice: hundreds of long letters on a busy machine."""

_FILES = ("set.pdf", "marks.json", "places.json")


class TypesettingError(Exception):
    """The pages could not be set: a fault of ours, whatever the letters say."""


def typeset(frame: Frame, nodes: list[Node], folder: Path, *, shift: int = 0) -> None:
    """Leave the pages of these nodes in the folder. Raises TypesettingError.

    `shift` is 1 where the highest heading is of level 2: see pdf_slices.
    """
    front, words = frame.front, frame.words
    content = {
        "title": front["title"],
        "language": frame.language.split("-")[0],
        "made_at": int(frame.made_at.timestamp()),
        "header": f"{words['docket']} {front['docket_number']}",
        "footer": front["title"],
        "shift": shift,
        "nodes": nodes,
    }
    with tempfile.TemporaryDirectory(prefix="plaza-pages-") as name:
        (Path(name) / "content.json").write_text(json.dumps(content))
        ended = file_program.run(_PROGRAM, name, seconds=_SECONDS)
        if ended.returncode:
            raise TypesettingError(ended.stderr.decode(errors="replace")[-2000:])
        for file in _FILES:
            shutil.move(Path(name) / file, folder / file)
