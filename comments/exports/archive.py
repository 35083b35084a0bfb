"""A zip archive that is written while it is sent, and knows the checksum of all that is in it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in it, the first that the format knows: what is unchanged is the same
bytes whenever it is packed."""

_MODE = 0o644
_UNIX = 3


@dataclass(frozen=True)
class Packed:
    """A file in the archive: its path, its size in bytes, its checksum."""

    path: str
    size: int
    sha256: str


class Archive:
    """Files are added one after the other; `packed` names those that are in it.

    Python's zipfile writes to what cannot be sought, and takes the time of each file from us
    (zipstream-ng takes the clock's).
    """

    def __init__(self):
        self.packed: list[Packed] = []
        self._outgoing = _Outgoing()
        self._zip = ZipFile(self._outgoing, "w")

    def add(self, path: str, pieces: Iterable[bytes], *, compress: bool = True) -> Iterator[bytes]:
        """Pack the pieces as one file; yields what can be sent meanwhile."""
        info = ZipInfo(path, EPOCH)
        info.create_system = _UNIX
        info.external_attr = _MODE << 16
        info.compress_type = ZIP_DEFLATED if compress else ZIP_STORED
        digest, size = hashlib.sha256(), 0
        # How large it becomes is not known before: ZIP64 has no limit.
        with self._zip.open(info, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
                yield from self._outgoing.take()
        self.packed.append(Packed(path, size, digest.hexdigest()))
        yield from self._outgoing.take()

    def close(self) -> Iterator[bytes]:
        """Write the list of files with which an archive ends."""
        self._zip.close()
        yield from self._outgoing.take()


class _Outgoing:
    """What zipfile writes to: kept until somebody takes it."""

    def __init__(self):
        self._pieces: list[bytes] = []

    def write(self, data) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here for more."""

    def take(self) -> Iterator[bytes]:
        if data := b"".join(self._pieces):
            self._pieces.clear()
            yield data
