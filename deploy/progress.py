"""What a person sees while a command works, and when it fails."""

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.processes import start, stop, stop_with_parent

TAIL_LINES = 25
# Ctrl-C, a polite kill, a closed terminal.
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Failure(Exception):
    """Something a person can put right: what went wrong, and what to do about it."""

    def __init__(self, what: str, to_do: str = "", detail: str = ""):
        super().__init__(what)
        self.what, self.to_do, self.detail = what, to_do, detail

    def __str__(self) -> str:
        return "\n".join(part for part in (self.detail, self.what, self.to_do) if part)


def main(command: Callable[[], int | None]) -> None:
    """Run a command; a Failure becomes its message on stderr, and exit status 1."""
    # Lines appear as they are written, also when the output goes to a file or a pipe.
    sys.stdout.reconfigure(line_buffering=True)
    # These unwind like Ctrl-C, so that whatever is open at that moment is closed.
    for sig in ENDINGS:
        if signal.getsignal(sig) != signal.SIG_IGN:  # as nohup wants it for SIGHUP
            signal.signal(sig, _interrupt)
    if "MAKELEVEL" in os.environ:  # a make that is killed outright takes us along
        stop_with_parent()
    try:
        sys.exit(command())
    except Failure as failure:
        sys.stdout.flush()
        print(f"\n{failure}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        sys.exit(130)


def _interrupt(signum: int, frame: object) -> None:
    # Once is enough: make passes on what the terminal has sent us already, and a second
    # signal must not interrupt the stopping, which takes seconds at most.
    for sig in ENDINGS:
        signal.signal(sig, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show that something is under way, and how long it took if that was over two seconds."""
    began = time.monotonic()
    terminal = sys.stdout.isatty()
    done = threading.Event()
    spinner = threading.Thread(target=_spin, args=(title, began, done), daemon=True)
    if terminal:
        spinner.start()
    else:
        print(f"{title} …")
    try:
        yield
    finally:
        done.set()
        if terminal:
            spinner.join()
            print("\r\033[K", end="", flush=True)
    took = time.monotonic() - began
    if terminal:
        print(f"{title}: {took:.1f} s")
    elif took > 2:
        print(f"{title}: done in {took:.1f} s")


def _spin(title: str, began: float, done: threading.Event) -> None:
    for mark in itertools.cycle("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"):
        seconds = time.monotonic() - began
        print(f"\r{mark} {title} … {seconds:.0f} s", end="", flush=True)
        if done.wait(0.1):
            return


def run(argv: list, failed: str, to_do: str | Callable[[str], str] = "", **options) -> str:
    """Run a program to its end and return what it printed; a Failure shows its last lines.

    `to_do` is the advice, or a function that derives it from the program's output.
    """
    process = start(
        argv,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        **options,
    )
    try:
        output, _ = process.communicate()
    except BaseException:
        stop(process, sig=signal.SIGKILL)
        raise
    if process.returncode:
        advice = to_do(output) if callable(to_do) else to_do
        raise Failure(failed, advice, detail=tail(output))
    return output


def tail(text: str | Path, lines: int = TAIL_LINES) -> str:
    """The end of a text or of a log file."""
    if isinstance(text, Path):
        text = text.read_text(errors="replace") if text.exists() else ""
    return "\n".join(text.strip().splitlines()[-lines:])
