"""Skipping what need not be done again: a stamp beside the output holds its inputs' hash."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(*inputs: Path | str) -> str:
    """A hash of files, of all files under folders, and of plain strings (versions, options)."""
    digest = hashlib.sha256()
    for entry in inputs:
        if isinstance(entry, str):
            digest.update(entry.encode() + b"\0")
            continue
        for path in _files(entry):
            digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def fresh(stamp: Path, mark: str) -> bool:
    """Was the work behind this stamp done with inputs of this fingerprint?"""
    return stamp.exists() and stamp.read_text() == mark


def _files(entry: Path) -> Iterable[Path]:
    if not entry.is_dir():
        return [entry] if entry.exists() else []
    return sorted(path for path in entry.rglob("*") if path.is_file())
