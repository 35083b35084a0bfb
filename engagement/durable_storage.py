"""Private files whose bytes are on the disk before anybody is told that we have them."""

import os

from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """Returns from `save` only when file and folders would survive a loss of power.

    A row of the database is flushed when its transaction commits; a file is not, and a receipt
    must not outlive the file it speaks of (fsync(2): the folder's entry needs a call of its own).
    """

    def _save(self, name, content):
        saved = super()._save(name, content)
        path = self.path(saved)
        _flush(path)
        folder = os.path.dirname(path)
        # The folders above may be new as well.
        while folder.startswith(self.location):
            _flush(folder)
            folder = os.path.dirname(folder)
        return saved


def _flush(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
