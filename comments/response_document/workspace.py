"""The folder on this machine's disk where a document is put together.

Each slice, and each finished file, is made under a name of its own and renamed when it is on the
disk: what is there is whole, however its maker died. Nothing here is needed once the files are
stored, and a worker on another machine begins with an empty folder.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from comments.models import ResponseDocument


class Workspace:
    """The slices and files of one document."""

    def __init__(self, document: ResponseDocument):
        self.root = _root() / document.uid.hex

    def slice(self, language: str, format: str, index: int) -> Path:
        """The folder of a slice. It is there when the slice is finished."""
        return self._of(language, format) / f"{index:06d}"

    def file(self, language: str, format: str) -> Path:
        """The finished file. It is there when it is whole."""
        return self._of(language, format) / "whole"

    def make_slice(self, target: Path, render: Callable[[Path], None]) -> None:
        """Have a slice rendered into an empty folder that then gets the name of the slice."""
        with self._beside(target) as made:
            render(made)
            for path in made.rglob("*"):
                _flush(path)
            _put(made, target)

    def make_file(self, target: Path, join: Callable[[Path], None]) -> None:
        """Have the finished file written, which then gets its name."""
        with self._beside(target) as folder:
            made = folder / "whole"
            join(made)
            _put(made, target)

    def remove(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)

    def _of(self, language: str, format: str) -> Path:
        return self.root / language / format

    @contextmanager
    def _beside(self, target: Path) -> Iterator[Path]:
        """A folder of one's own, gone afterwards; what a killed worker left is no slice."""
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix="making-", dir=target.parent))
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)


def left_behind() -> list[str]:
    """The names of all folders on this machine, each the `uid` of a document."""
    root = _root()
    return sorted(path.name for path in root.iterdir()) if root.is_dir() else []


def remove_left(name: str) -> None:
    """Remove the folder of a document that is finished, or there no more."""
    shutil.rmtree(_root() / name, ignore_errors=True)


def _root() -> Path:
    return Path(settings.RESPONSE_WORKSPACE)


def _put(made: Path, target: Path) -> None:
    """Rename, durably. Who comes second with the same slice leaves the first one there."""
    _flush(made)
    try:
        os.rename(made, target)
    except OSError:
        if not target.exists():
            raise
    _flush(target.parent)


def _flush(path: Path) -> None:
    """fsync(2), also of a folder: its entries need a call of their own."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
