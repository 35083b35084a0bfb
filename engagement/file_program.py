"""Starts a program of ours that reads what somebody sent: never in this process.

A file may be made to be slow, to be large when unpacked, or to break what reads it. The program
limits its own time, memory and output (engagement.text_of_file, comments/redaction/pdf_program);
it gets no environment, and with it no settings and no secret.
"""

import subprocess
import sys
from pathlib import Path
from typing import IO


def run(
    program: Path, argument: str | Path, *, seconds: int, stdin: IO[bytes] | None = None
) -> subprocess.CompletedProcess:
    """Run it with one argument: its status, what it wrote, what it complained of.

    Raises subprocess.TimeoutExpired after `seconds` of the clock.
    """
    return subprocess.run(  # noqa: S603 - our own program, no shell
        [sys.executable, "-I", program, argument],
        stdin=stdin or subprocess.DEVNULL,
        capture_output=True,
        timeout=seconds,
        env={},
        check=False,
    )
