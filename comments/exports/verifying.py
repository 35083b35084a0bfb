"""Checking a bundle: that it is whole, and that nothing in it was changed, added or taken out.

Needs the file alone, and trusts nothing in it: a bundle may come back from anywhere. It proves
that the bundle agrees with its own manifest; who suspects that both were changed compares the one
checksum of the whole (`Report.whole`) with the agency's.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

from comments.exports import manifest
from comments.exports.archive import Packed
from engagement.files import DAMAGED_ARCHIVE

MANIFEST_LIMIT = 512 * 1024 * 1024
"""Bytes of the manifest, unpacked; some two million files."""

_CHUNK = 1024 * 1024
_ENCRYPTED = 0x1


@dataclass
class Report:
    """What was found. `whole` is the checksum of all, empty when there is no sound manifest."""

    problems: list[str] = field(default_factory=list)
    files: int = 0
    size: int = 0
    whole: str = ""

    @property
    def is_sound(self) -> bool:
        return not self.problems


def verify(path: Path) -> Report:
    """Check a bundle. Whatever is wrong with it becomes a line of the report."""
    report = Report()
    try:
        with ZipFile(path) as bundle:
            _check(bundle, report)
    except DAMAGED_ARCHIVE as error:
        report.problems.append(f"This is no whole zip archive: {error}.")
    return report


def _check(bundle: ZipFile, report: Report) -> None:
    members = bundle.infolist()
    report.problems += _unsafe_names(members)
    files = _manifest(bundle, members, report)
    if files is None:
        return
    report.whole = manifest.whole(files)
    expected = {file.path: file for file in files}
    present = {info.filename for info in members} - {manifest.MANIFEST}
    report.problems += [f"{path}: named twice in the manifest." for path in _twice(files)]
    report.problems += [f"{path}: missing." for path in sorted(expected.keys() - present)]
    report.problems += [
        f"{path}: not in the manifest." for path in sorted(present - expected.keys())
    ]
    for info in members:
        if info.filename in expected:
            problem = _difference(bundle, info, expected[info.filename])
            report.problems += [f"{info.filename}: {problem}"] if problem else []
            report.files += 1
            report.size += info.file_size
    if report.is_sound:
        report.problems += _wrong_checksums(bundle, files)
        report.problems += _wrong_attachments(bundle, expected)


def _unsafe_names(members: list[ZipInfo]) -> Iterator[str]:
    """Names that would be unpacked elsewhere, or over one another (case does not count)."""
    for name, times in Counter(info.filename.casefold() for info in members).items():
        if times > 1:
            yield f"{name}: there {times} times."
    for info in members:
        # The name as it is written: ZipInfo cuts it at a NUL.
        name = info.orig_filename
        parts = PurePosixPath(name).parts
        is_tame = name.isprintable() and not set(name) & set('\\:*?"<>|')
        if not is_tame or not parts or name.startswith("/") or ".." in parts or "//" in name:
            yield f"{name!r}: a path that leads out of the bundle, or that some systems refuse."
        if info.flag_bits & _ENCRYPTED:
            yield f"{name!r}: is encrypted."


def _manifest(bundle: ZipFile, members: list[ZipInfo], report: Report) -> list[Packed] | None:
    if not members or members[-1].filename != manifest.MANIFEST:
        report.problems.append(f"{manifest.MANIFEST}: missing, or not the last file.")
        return None
    if members[-1].file_size > MANIFEST_LIMIT:
        report.problems.append(f"{manifest.MANIFEST}: too large to be one.")
        return None
    try:
        return manifest.read(bundle.read(members[-1]))
    except manifest.NotAManifest:
        report.problems.append(f"{manifest.MANIFEST}: was changed, or is no manifest.")
    except DAMAGED_ARCHIVE as error:
        report.problems.append(f"{manifest.MANIFEST}: cannot be read ({error}).")
    return None


def _difference(bundle: ZipFile, info: ZipInfo, expected: Packed) -> str:
    """How a file differs from the manifest; empty when it does not. Stops at its size."""
    digest, size = hashlib.sha256(), 0
    try:
        with bundle.open(info) as content:
            while chunk := content.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                if size > expected.size:
                    return f"longer than the {expected.size} bytes of the manifest."
    except DAMAGED_ARCHIVE as error:
        return f"cannot be read ({error})."
    if size != expected.size:
        return f"{size} bytes instead of {expected.size}."
    return "" if digest.hexdigest() == expected.sha256 else "its checksum is another."


def _twice(files: list[Packed]) -> list[str]:
    return [path for path, times in Counter(file.path for file in files).items() if times > 1]


def _wrong_checksums(bundle: ZipFile, files: list[Packed]) -> Iterator[str]:
    """Whether SHA256SUMS says what the manifest says."""
    listed = [file for file in files if file.path != manifest.CHECKSUMS]
    if len(listed) == len(files):
        yield f"{manifest.CHECKSUMS}: missing."
    elif bundle.read(manifest.CHECKSUMS) != manifest.checksums(listed):
        yield f"{manifest.CHECKSUMS}: does not agree with the manifest."


def _wrong_attachments(bundle: ZipFile, expected: dict[str, Packed]) -> Iterator[str]:
    """Whether the comments name the files that are there, as they were when they arrived."""
    if "comments.jsonl" not in expected:
        yield "comments.jsonl: missing."
        return
    named = set()
    with bundle.open("comments.jsonl") as lines:
        for line in lines:
            for file in json.loads(line).get("attachments", []):
                path = file["path"]
                if path is None:
                    continue
                named.add(path)
                if path not in expected:
                    yield f"{path}: missing, though its comment names it."
                elif file["sha256"] != expected[path].sha256:
                    yield f"{path}: is not the file that the agency received or redacted."
    for path in sorted(path for path in expected if path.startswith("attachments/")):
        if path not in named:
            yield f"{path}: of no comment."
