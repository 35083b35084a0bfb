"""What an uploaded file is, told from its content and not from its name.

The list is what an agency publishes and what residents attach. Nothing on it runs when a
browser opens it; HTML and SVG are absent for that reason.
"""

import lzma
import os
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath

import filetype
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FileKind:
    """One kind of file: its MIME type, the extensions it may carry, the label readers see."""

    mime: str
    extensions: tuple[str, ...]
    label: str
    inline: bool = False
    """Whether a browser may show it in place, known to be safe from our own origin."""


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
KINDS = (
    FileKind("application/pdf", ("pdf",), "PDF", inline=True),
    FileKind(f"{_OFFICE}.wordprocessingml.document", ("docx",), "Word"),
    FileKind(f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",), "Excel"),
    FileKind(f"{_OFFICE}.presentationml.presentation", ("pptx",), "PowerPoint"),
    FileKind(f"{_OPEN}.text", ("odt",), "OpenDocument"),
    FileKind(f"{_OPEN}.spreadsheet", ("ods",), "OpenDocument"),
    FileKind(f"{_OPEN}.presentation", ("odp",), "OpenDocument"),
    FileKind("application/rtf", ("rtf",), "RTF"),
    FileKind("image/jpeg", ("jpg", "jpeg"), "JPEG"),
    FileKind("image/png", ("png",), "PNG"),
    FileKind("image/heic", ("heic",), "HEIC"),
    FileKind("audio/mpeg", ("mp3",), "MP3"),
    FileKind("audio/mp4", ("m4a",), "M4A"),
    FileKind("text/plain", ("txt",), "TXT"),
    FileKind("text/csv", ("csv",), "CSV"),
    FileKind("text/vtt", ("vtt",), "VTT"),
)
_BY_MIME = {kind.mime: kind for kind in KINDS}
_BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}
EXTENSIONS = tuple(_BY_EXTENSION)
_SAMPLE_BYTES = 8192
# What an honest office file stays far below; a ZIP bomb does not (a large table packs 20 : 1).
_MAX_PARTS = 10_000
_MAX_LIST_BYTES = 2 * 1024**2
_MAX_UNPACKED_BYTES = 1024**3
# APPNOTE.TXT 4.3.16: the end of a ZIP archive, before a comment of at most 64 KB.
_ZIP_END = struct.Struct("<4s6xHI6x")
_ZIP_TAIL = _ZIP_END.size + 0xFFFF
# ECMA-376 Part 1: where each kind of Office Open XML file keeps its main part.
_PROGRAMS = {"vbaproject.bin", "vbadata.xml"}  # macros: such a file has an extension of its own
_OFFICE_FOLDERS = {"word": "docx", "xl": "xlsx", "ppt": "pptx"}


def kind_of_mime(mime: str) -> FileKind | None:
    """The kind that was recorded for a stored file, or None for one no longer accepted."""
    return _BY_MIME.get(mime)


# What reading an archive raises that is damaged, encrypted, or made to confuse.
DAMAGED_ARCHIVE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError),
    *(OSError, RuntimeError, ValueError, EOFError),
)


def identify(upload: File) -> FileKind:
    """Say what a file is; its name and its content must agree.

    Leaves the file at its start. Raises ValidationError, worded for the person who chose the
    file, when it is empty, of a kind that is not accepted, or not what its name says.
    """
    upload.seek(0)
    sample = upload.read(_SAMPLE_BYTES)
    upload.seek(0)
    name = PurePath(upload.name or "").name
    if not sample:
        raise ValidationError(
            _("“%(name)s” is empty. Check the file and choose it again."),
            code="empty_file",
            params={"name": name},
        )
    named = _BY_EXTENSION.get(PurePath(name).suffix.lower().lstrip("."))
    if named is None:
        raise ValidationError(
            _("“%(name)s” is not a kind of file we can accept. Accepted kinds: %(kinds)s."),
            code="file_kind",
            params={"name": name, "kinds": ", ".join(EXTENSIONS)},
        )
    if sample.startswith(b"PK\x03\x04") and _is_bomb(upload):
        raise ValidationError(
            _("“%(name)s” unpacks to far more than a document holds. Save it again as %(kind)s."),
            code="file_bomb",
            params={"name": name, "kind": named.label},
        )
    if _kind_of_content(upload, sample, named) != named:
        raise ValidationError(
            _("“%(name)s” is not what its name says it is. Save it again as %(kind)s."),
            code="file_mismatch",
            params={"name": name, "kind": named.label},
        )
    return named


def _kind_of_content(upload: File, sample: bytes, named: FileKind) -> FileKind | None:
    if sample.startswith(b"PK\x03\x04"):
        return _office_kind(upload)
    guess = filetype.guess(sample)
    if guess is not None:
        return _BY_MIME.get(guess.mime)
    # Plain text carries no signature: it is text when nothing in it is binary.
    return named if named.mime.startswith("text/") and b"\0" not in sample else None


def _is_bomb(upload: File) -> bool:
    """Whether a ZIP archive says that it holds far too much; nothing is unpacked to know it.

    The size of its list is looked at first: the list is read whole into memory.
    """
    upload.seek(0, os.SEEK_END)
    upload.seek(max(0, upload.tell() - _ZIP_TAIL))
    tail = upload.read(_ZIP_TAIL)
    try:
        last = len(tail) - _ZIP_END.size
        at = last if tail[last:].startswith(b"PK\5\6") else tail.rfind(b"PK\5\6", 0, last + 1)
        if at < 0:
            return False  # no archive at all
        _signature, parts, list_bytes = _ZIP_END.unpack_from(tail, at)
        # In the format for archives beyond 4 GB the numbers stand elsewhere (4.3.15).
        is_huge = tail[max(0, at - 20) :].startswith(b"PK\6\7")
        if is_huge or parts > _MAX_PARTS or list_bytes > _MAX_LIST_BYTES:
            return True
        with zipfile.ZipFile(upload) as archive:
            return sum(part.file_size for part in archive.infolist()) > _MAX_UNPACKED_BYTES
    except DAMAGED_ARCHIVE:
        return False  # damaged, which is said elsewhere
    finally:
        upload.seek(0)


def _office_kind(upload: File) -> FileKind | None:
    """The kind of an office file, a ZIP archive, from its list of parts.

    Not from its first bytes: each office program writes the parts in an order of its own.
    """
    try:
        with zipfile.ZipFile(upload) as archive:
            parts = archive.namelist()
            if "mimetype" in parts:
                with archive.open("mimetype") as declared:
                    return _BY_MIME.get(declared.read(100).decode("ascii", "replace").strip())
    except DAMAGED_ARCHIVE:
        return None
    finally:
        upload.seek(0)
    if "[Content_Types].xml" not in parts:
        return None
    if any(PurePath(part).name.lower() in _PROGRAMS for part in parts):
        return None
    folders = {part.partition("/")[0] for part in parts}
    found = [extension for folder, extension in _OFFICE_FOLDERS.items() if folder in folders]
    return _BY_EXTENSION[found[0]] if len(found) == 1 else None
