"""Where things are: the clone, what is built in it, and what must survive a rebuild."""

import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.progress import Failure

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILD = ROOT / ".build"
THEME = BUILD / "theme"
NODE_MODULES = ROOT / "node_modules"
ROOTS_HOMES = Path("/var/lib/plaza")


def home() -> Path:
    """The folder with this clone's data: database, uploads, mail, secret key.

    PLAZA_DATA names it. Otherwise it is .plaza in the clone, except for root: the database
    then runs as another user, who may be unable to enter the clone (/root is closed), so the
    folder is outside, under a random name kept in the clone: no two clones ever share data.
    """
    if os.environ.get("PLAZA_DATA"):
        return Path(os.environ["PLAZA_DATA"]).resolve()
    inside = ROOT / ".plaza"
    if os.geteuid() != 0:
        return inside
    return ROOTS_HOMES / _clone_id(inside)


def make_home() -> Path:
    """Create the data folder. Others may pass through (the database's user must), not list it."""
    folder = home()
    try:
        if ROOTS_HOMES in folder.parents and not ROOTS_HOMES.exists():
            ROOTS_HOMES.mkdir(parents=True)
            ROOTS_HOMES.chmod(0o755)  # whatever root's umask is
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)
    except OSError as error:
        raise Failure(
            f"The data folder {folder} cannot be made: {error.strerror}.",
            "Choose another one: PLAZA_DATA=/some/folder make run",
        ) from error
    return folder


def make_private_folders(folder: Path) -> None:
    """Create what only we may look into: logs, and what residents send."""
    for name in ("logs", "mail", "media", "private"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)


@contextmanager
def throwaway(purpose: str) -> Iterator[Path]:
    """A data folder that is gone when its user is done: for tests, benchmarks, screenshots."""
    parent = make_home() / "throwaway"
    parent.mkdir(exist_ok=True)
    parent.chmod(0o711)
    with (parent / "lock").open("w") as turn:
        # In turn: a folder is seen by others only when its own lock is held.
        fcntl.flock(turn, fcntl.LOCK_EX)
        _sweep(parent)
        folder = Path(tempfile.mkdtemp(prefix=f"{purpose}-", dir=parent))
        folder.chmod(0o711)
        in_use = (folder / "in-use").open("w")
        fcntl.flock(in_use, fcntl.LOCK_EX)
    with in_use:
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """Remove the throwaway folders of those who were killed: nobody holds their locks."""
    for path in parent.glob("*/in-use"):
        with path.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            shutil.rmtree(path.parent, ignore_errors=True)


def secret_key(folder: Path) -> str:
    """Django's secret key: made once, kept with the data, readable by its owner only."""
    path = folder / "secret-key"
    if not path.exists():
        # O_EXCL: of two first starts at once, one makes it and both read the same.
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass
    return path.read_text()


def _clone_id(inside: Path) -> str:
    path = inside / "id"
    if not path.exists():
        inside.mkdir(exist_ok=True)
        path.write_text(secrets.token_hex(6))
    return path.read_text().strip()
