"""Taking out of a photograph where it was taken, and nothing else.

People send pictures of their own street and home. Telephones write the place into the picture:
as GPS entries in Exif (CIPA DC-008, section 4.6.6) and in XMP (ISO 16684-1). Both are blanked where
they stand, so that the picture, its orientation, its date and its length stay as they were. One
search of the bytes serves JPEG, HEIC, WebP and PNG, and finds previews inside the picture as well.
"""

import re
import struct
import zlib
from typing import BinaryIO

MIMES = frozenset({"image/jpeg", "image/heic", "image/png", "image/webp"})

_STRIDE = 1024**2
# What was found is read this far beyond; a JPEG's Exif has 64 KB at most.
_REACH = 256 * 1024
# The head of a TIFF structure, with its first directory where every camera puts it: right behind.
_TIFF = re.compile(rb"II\*\0\x08\0\0\0|MM\0\*\0\0\0\x08")
# exif:GPSLatitude, drone-dji:GpsLatitude: as an attribute or as an element. What stands before
# the colon is looked for backwards, and all is bounded: a file may be made to be slow.
_XMP_ATTRIBUTE = re.compile(
    rb""":G(?:PS|ps)\w{1,40}\s{0,9}=\s{0,9}(?:"[^"<]{0,400}"|'[^'<]{0,400}')"""
)
_XMP_ELEMENT = re.compile(
    rb":G(?:PS|ps)(\w{1,40})[^<>]{0,200}>[^<]{0,400}</[\w-]{1,20}:G(?:PS|ps)\1\s{0,9}>"
)
_XMP_PREFIX = re.compile(rb"(<?[\w-]{1,20})\Z")
_GPS_TAG = 0x8825
_EXIF_TAG = 0x8769
_MAX_ENTRIES = 1000
# The bytes of one value of each type: TIFF 6.0, section 2, and Exif 3.0.
_TYPE_BYTES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    129: 1,
}

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_TEXTS = {b"eXIf", b"iTXt", b"tEXt", b"zTXt"}
_MAX_PNG_TEXT = 4 * 1024**2


def remove_location(file: BinaryIO) -> bool:
    """Blank the place in a picture that can be read and written. Says whether it named one.

    Leaves the file at its start. What is damaged beyond reading is left as it is.
    """
    file.seek(0)
    is_png = file.read(len(_PNG_HEAD)) == _PNG_HEAD
    removed = _clean_png(file) if is_png else _clean_stream(file)
    file.seek(0)
    return removed


def _clean_stream(file: BinaryIO) -> bool:
    """Search all of the file, a piece at a time: it is never whole in memory."""
    removed = False
    position = 0
    while True:
        file.seek(position)
        piece = bytearray(file.read(_STRIDE + _REACH))
        if not piece:
            return removed
        if _clean(piece, starting_before=_STRIDE):
            file.seek(position)
            file.write(piece)
            removed = True
        position += _STRIDE


def _clean_png(file: BinaryIO) -> bool:
    """The same in each chunk that holds texts, whose checksum must follow (PNG, section 5.3)."""
    removed = False
    while len(head := file.read(8)) == 8:
        length, kind = struct.unpack(">I4s", head)
        if kind not in _PNG_TEXTS or length > _MAX_PNG_TEXT:
            file.seek(length + 4, 1)
            continue
        start = file.tell()
        data = bytearray(file.read(length))
        cleaned = _clean(data, starting_before=len(data)) or _empty_profile(data, kind)
        if cleaned and len(data) == length:
            file.seek(start)
            file.write(data)
            file.write(struct.pack(">I", zlib.crc32(kind + data)))
            removed = True
        file.seek(start + length + 4)
    return removed


def _empty_profile(data: bytearray, kind: bytes) -> bool:
    """Empty a text in which older programs keep Exif or XMP, packed or in hexadecimal."""
    keyword, _nul, rest = bytes(data).partition(b"\0")
    if kind == b"iTXt":
        is_profile = keyword == b"XML:com.adobe.xmp" and rest.startswith(b"\1")
    else:
        names = (b"exif", b"APP1", b"xmp")
        is_profile = keyword in {b"Raw profile type " + name for name in names}
    if not is_profile:
        return False
    start = len(data) - len(_after_tags(rest) if kind == b"iTXt" else rest[kind == b"zTXt" :])
    # A reader ignores what follows the end of what is packed.
    nothing = b"" if kind == b"tEXt" else zlib.compress(b"")
    data[start:] = nothing.ljust(len(data) - start, b" ")[: len(data) - start]
    return True


def _after_tags(rest: bytes) -> bytes:
    """What follows the flags, the language and the translated keyword of an iTXt chunk."""
    return rest[2:].partition(b"\0")[2].partition(b"\0")[2]


def _clean(piece: bytearray, *, starting_before: int) -> bool:
    """Blank each place that begins before `starting_before`; the length stays."""
    removed = False
    for found in _TIFF.finditer(piece, 0, min(len(piece), starting_before + 8)):
        removed |= _clean_tiff(piece, found.start())
    for pattern in (_XMP_ATTRIBUTE, _XMP_ELEMENT):
        for found in list(pattern.finditer(piece)):
            start, end = found.span()
            prefix = _XMP_PREFIX.search(piece, max(0, start - 21), start)
            if start < starting_before and prefix:
                piece[prefix.start() : end] = b" " * (end - prefix.start())
                removed = True
    return removed


def _clean_tiff(piece: bytearray, start: int) -> bool:
    """Take the GPS directory out of the TIFF structure that begins at `start`."""
    order = "<" if piece[start : start + 1] == b"I" else ">"
    removed = False
    waiting, seen = [8], set()
    while waiting:
        offset = waiting.pop()
        if offset in seen or len(seen) > 8:
            continue
        seen.add(offset)
        entries = _entries(piece, start + offset, order)
        if entries is None:
            continue
        end = start + offset + 2 + 12 * len(entries)
        follower = _number(piece, end, order + "I")
        if follower:
            waiting.append(follower)
        for at, tag, kind, count, value in reversed(entries):
            if tag == _EXIF_TAG and kind == 4 and count == 1:
                waiting.append(value)
            if tag == _GPS_TAG and kind == 4 and count == 1:
                _blank_directory(piece, start, value, order)
                # The entries behind it and the offset of the next directory move up.
                piece[at : end + 4] = bytes(piece[at + 12 : end + 4]) + b"\0" * 12
                left = _number(piece, start + offset, order + "H") - 1
                struct.pack_into(order + "H", piece, start + offset, left)
                removed = True
    return removed


def _blank_directory(piece: bytearray, start: int, offset: int, order: str) -> None:
    for at, _tag, kind, count, value in _entries(piece, start + offset, order) or []:
        size = _TYPE_BYTES.get(kind, 0) * count
        if size > 4 and start + value + size <= len(piece) and size <= 4096:
            piece[start + value : start + value + size] = b"\0" * size
        piece[at : at + 12] = b"\0" * 12


def _entries(piece: bytearray, at: int, order: str):
    """(position, tag, type, count, value) of each entry of a directory; None if it is none."""
    count = _number(piece, at, order + "H")
    if not count or count > _MAX_ENTRIES or at + 2 + 12 * count > len(piece):
        return None
    positions = range(at + 2, at + 2 + 12 * count, 12)
    return [(p, *struct.unpack_from(order + "HHII", piece, p)) for p in positions]


def _number(piece: bytearray, at: int, form: str) -> int:
    """The number at this place, or 0 where the file has ended."""
    if at < 0 or at + struct.calcsize(form) > len(piece):
        return 0
    return struct.unpack_from(form, piece, at)[0]
