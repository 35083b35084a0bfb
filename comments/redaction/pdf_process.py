"""Starts the program that reads what people sent: never in this process, always within limits.

See comments/redaction/pdf_program.
"""

import json
import subprocess
import tempfile
from pathlib import Path

from django.core.files.base import File

from engagement import file_program

_PROGRAM = Path(__file__).parent / "pdf_program"
_REFUSED = 3
_PATIENCE = 2
"""A program that waits for its turn on a busy machine uses less time than passes."""

PDF = "application/pdf"
PICTURES = frozenset({"image/jpeg", "image/png", "image/heic"})


class PageError(Exception):
    """The file cannot be shown or redacted. `reason` is a key of REFUSALS, in pdf_pages."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def has_pages(mime: str) -> bool:
    """Whether it is shown, and blacked out, as pictures of pages."""
    return mime == PDF or mime in PICTURES


def run(file: File, mime: str, *, task: str, seconds: int, **fields) -> tuple[dict, bytes]:
    """Let the program do a task with a file: its answer, and the file that it made, or nothing.

    `seconds` is the time it may compute. Raises PageError.
    """
    fields |= {"task": task, "kind": "pdf" if mime == PDF else "image", "seconds": seconds}
    with tempfile.TemporaryDirectory(prefix="plaza-pages-") as name:
        folder = Path(name)
        try:
            with file.open("rb") as content, (folder / "file").open("wb") as copy:
                for chunk in content.chunks():
                    copy.write(chunk)
            (folder / "task.json").write_text(json.dumps(fields))
            ended = file_program.run(_PROGRAM, folder, seconds=seconds * _PATIENCE)
        except subprocess.TimeoutExpired as stopped:
            raise PageError("slow") from stopped
        except OSError as error:  # the storage does not give it
            raise PageError("unavailable") from error
        if ended.returncode not in {0, _REFUSED}:
            raise PageError("broke")
        answer = json.loads((folder / "answer.json").read_text())
        if ended.returncode == _REFUSED:
            raise PageError(answer["refused"])
        made = folder / "result"
        return answer, made.read_bytes() if made.exists() else b""
