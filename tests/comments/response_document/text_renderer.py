"""A tiny format for tests: the pieces as they come, one line each. It can be told to be slow."""

import json
import os
import time
from pathlib import Path

SLOW = "PLAZA_TEST_SECONDS_A_SLICE"
"""In the environment of a process of its own: how long each slice takes."""
NAME = "tests.comments.response_document.text_renderer.TextRenderer"


class TextRenderer:
    format = "html"
    suffix = ".txt"
    mime = "text/plain"

    def render(self, frame, piece, folder: Path) -> None:
        time.sleep(float(os.environ.get(SLOW, 0)))
        head = f"# {piece.section} {piece.index} {piece.is_first} {piece.is_last}\n"
        lines = (json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n" for one in piece.pieces)
        (folder / "lines.txt").write_text(head + "".join(lines), encoding="utf-8")

    def join(self, frame, folders, target: Path) -> None:
        with target.open("w", encoding="utf-8") as file:
            file.write(f"{frame.language} {frame.made_at.isoformat()} {frame.public_url}\n")
            for folder in folders:
                file.write((folder / "lines.txt").read_text(encoding="utf-8"))
