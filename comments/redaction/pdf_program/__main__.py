"""Reads one PDF or picture, in a process of its own: `python pdf_program FOLDER`.

The folder holds `file`, what somebody sent, and `task.json`, what to do with it; the program
leaves `answer.json` there, and `result` where the task makes a file. It ends with REFUSED, and
{"refused": reason} for an answer, when the file cannot be read.

A file may be made to be slow, to be large when unpacked, or to break what reads it. This process
has limits on time, memory and output, no settings, no database and no network name. It imports
nothing of Plaza. comments.redaction.pdf_process starts it.
"""

import importlib
import json
import resource
import sys
from pathlib import Path

from refusal import REFUSED, Refusal

MAX_MEMORY_BYTES = 2 * 1024**3
MAX_RESULT_BYTES = 512 * 1024**2

# Modules are loaded for the task alone: a page is turned sooner without pikepdf.
TASKS = {
    ("pdf", "picture"): "pages",
    ("pdf", "words"): "pages",
    ("pdf", "redact"): "redacting",
    ("image", "picture"): "pictures",
    ("image", "words"): "pictures",
    ("image", "redact"): "pictures",
}


def main() -> int:
    folder = Path(sys.argv[1])
    task = json.loads((folder / "task.json").read_text())
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (task["seconds"], task["seconds"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_RESULT_BYTES, MAX_RESULT_BYTES))
    try:
        module = importlib.import_module(TASKS[task["kind"], task["task"]])
        answer = getattr(module, task["task"])(folder / "file", folder / "result", task)
    except Refusal as refusal:
        answer = {"refused": refusal.reason}
    (folder / "answer.json").write_text(json.dumps(answer))
    return REFUSED if "refused" in answer else 0


if __name__ == "__main__":
    sys.exit(main())
