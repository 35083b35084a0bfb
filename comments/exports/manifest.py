"""The manifest of a bundle: each file with its size and checksum, and one checksum of them all.

It says nothing that cannot be checked against the bundle itself, and is written in one way only:
a byte that differs is noticed, in the manifest as in any other file.
"""

import hashlib
import json
from collections.abc import Iterable

from comments.exports.archive import Packed

MANIFEST = "manifest.json"
"""The last file of a bundle."""

CHECKSUMS = "SHA256SUMS"
"""All files but these two, in the format that `sha256sum --check` reads."""

SCHEMA = 1


class NotAManifest(ValueError):
    """These bytes are no manifest as `written` makes it."""


def checksums(files: Iterable[Packed]) -> bytes:
    """The lines of SHA256SUMS (GNU coreutils: checksum, two spaces, path)."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in files).encode()


def whole(files: Iterable[Packed]) -> str:
    """One checksum of all: of paths, sizes and checksums, in the order in which they are packed."""
    lines = "".join(f"{file.sha256} {file.size} {file.path}\n" for file in files)
    return hashlib.sha256(lines.encode()).hexdigest()


def written(files: list[Packed]) -> bytes:
    """The manifest of these files."""
    value = {
        "schema": SCHEMA,
        "files": [{"path": file.path, "bytes": file.size, "sha256": file.sha256} for file in files],
        "sha256": whole(files),
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def read(content: bytes) -> list[Packed]:
    """The files that a manifest names. Raises NotAManifest."""
    try:
        value = json.loads(content)
        files = [Packed(row["path"], row["bytes"], row["sha256"]) for row in value["files"]]
        is_ours = written(files) == content
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotAManifest from error
    if not is_ours:
        raise NotAManifest
    return files
