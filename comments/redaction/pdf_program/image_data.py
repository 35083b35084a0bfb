"""Images inside a PDF without what cameras and programs wrote beside the picture.

A photograph on a page is often the file of the camera as it was: with the place where it was taken
(Exif), with names and captions (XMP, IPTC), with a smaller picture of what was cut off. All of it
is left out, and what is drawn stays as it is, byte by byte: nothing is compressed anew.
"""

import re
import struct

from pikepdf import Array, Dictionary, Name, Stream

JPEG = frozenset({"/DCTDecode", "/DCT"})
_JPEG_2000 = "/JPXDecode"

# JPEG (ITU-T T.81), annex B.
_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_APPLICATION = range(0xE0, 0xF0)
# In the data of a scan FF is followed by a zero, or by one of eight marks for a new start.
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
# What a decoder asks: the colors' meaning. JFIF ends with the size of a small picture.
_JFIF, _JFIF_LENGTH = b"JFIF\0", 14
_ADOBE = b"Adobe"

# JPEG 2000 (ITU-T T.800), annex I, and what its extension needs to draw (T.801, annex M).
_JPEG_2000_HEAD = b"\0\0\0\x0cjP  \r\n\x87\n"
_CODESTREAM = b"\xff\x4f\xff\x51"
_DRAWN_BOXES = frozenset({b"jP  ", b"ftyp", b"rreq", b"jp2h", b"jpch", b"jplh", b"jp2c"})


class UnknownImage(Exception):
    """What an image consists of cannot be told: it may say anything."""


def clean(image: Stream) -> None:
    """Leave out what is not drawn, of an image and its masks. Raises UnknownImage."""
    for found in (image, image.get("/SMask"), image.get("/Mask")):
        if isinstance(found, Stream):
            _clean(found)


def _clean(image: Stream) -> None:
    filters, parameters = _listed(image, "/Filter"), _listed(image, "/DecodeParms")
    kind = str(filters[-1]) if filters else ""
    if kind not in JPEG and kind != _JPEG_2000:
        return
    content = image.read_raw_bytes()
    if len(filters) > 1:
        packed = image.copy()
        packed.write(
            content,
            filter=Array(filters[:-1]),
            decode_parms=Array(parameters[: len(filters) - 1]) if parameters else None,
        )
        content = packed.read_bytes()
    kept = jpeg(content) if kind in JPEG else jpeg_2000(content)
    if kept != content:
        last = parameters[len(filters) - 1] if len(parameters) == len(filters) else None
        of_last = last if isinstance(last, Dictionary) else None
        image.write(kept, filter=Name(kind), decode_parms=of_last)


def _listed(image: Stream, key: str) -> list:
    value = image.get(key)
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def jpeg(content: bytes) -> bytes:
    """A JPEG with nothing but what draws it. One that ends too early stays so.

    Raises UnknownImage where its segments cannot be told apart.
    """
    if content[:2] != bytes([0xFF, _START]):
        raise UnknownImage
    kept, at = [content[:2]], 2
    while at < len(content):
        mark = at + 1
        while content[mark : mark + 1] == b"\xff":  # any number of them may fill a gap
            mark += 1
        if content[at] != 0xFF or mark + 3 > len(content):
            if content[mark : mark + 1] == bytes([_END]):
                break
            raise UnknownImage
        code = content[mark]
        if code == _END:
            break
        (length,) = struct.unpack_from(">H", content, mark + 1)
        end = mark + 1 + length
        if length < 2 or end > len(content):
            raise UnknownImage
        data = _needed(code, content[mark + 3 : end])
        if data is not None:
            kept.append(struct.pack(">BBH", 0xFF, code, len(data) + 2) + data)
        if code == _SCAN:
            following = _AFTER_SCAN.search(content, end)
            if following is None:
                return b"".join([*kept, content[end:]])
            kept.append(content[end : following.start()])
            end = following.start()
        at = end
    # Behind the end telephones keep more pictures, and films.
    return b"".join([*kept, bytes([0xFF, _END])])


def _needed(code: int, data: bytes) -> bytes | None:
    """Of a segment what draws the picture; None when nothing does."""
    if code == _COMMENT:
        return None
    if code not in _APPLICATION:
        return data
    if code == 0xE0 and data.startswith(_JFIF) and len(data) >= _JFIF_LENGTH:
        return data[: _JFIF_LENGTH - 2] + b"\0\0"
    return data if code == 0xEE and data.startswith(_ADOBE) else None


def jpeg_2000(content: bytes) -> bytes:
    """A JPEG 2000 with nothing but what draws it. Raises UnknownImage."""
    if content.startswith(_CODESTREAM):
        return content
    if not content.startswith(_JPEG_2000_HEAD):
        raise UnknownImage
    kept, at = [], 0
    while at < len(content):
        if at + 8 > len(content):
            raise UnknownImage
        length, kind = struct.unpack_from(">I4s", content, at)
        if length == 1 and at + 16 <= len(content):
            (length,) = struct.unpack_from(">Q", content, at + 8)
        elif length == 0:  # as far as the file goes
            length = len(content) - at
        # The picture itself may end too early, and is drawn as far as it goes.
        if length < 8 or (at + length > len(content) and kind != b"jp2c"):
            raise UnknownImage
        if kind in _DRAWN_BOXES:
            kept.append(content[at : at + length])
        at += length
    return b"".join(kept)
