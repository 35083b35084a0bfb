"""Writes a PDF file object by object, so that memory does not grow with the document.

Only where each object lies is kept, 13 bytes apiece. Small objects go into compressed object
streams (ISO 32000-1, 7.5.7), and the file ends with a cross-reference stream (7.5.8).
"""

import hashlib
import zlib
from array import array
from typing import BinaryIO

_AT_ONCE = 200
"""Objects in one object stream."""

_FREE, _PLAIN, _PACKED = 0, 1, 2


class Writer:
    """A PDF file in the making. The same calls make the same bytes."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self._at = 0
        self._digest = hashlib.sha256()
        self._kinds = array("B", [_FREE])
        self._places = array("Q", [0])
        self._orders = array("I", [65535])
        self._waiting: list[tuple[int, bytes]] = []
        self._streams: dict[bytes, int] = {}
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def new(self) -> int:
        """A number for an object that will be put later, or is referred to before."""
        self._kinds.append(_FREE)
        self._places.append(0)
        self._orders.append(0)
        return len(self._kinds) - 1

    def put(self, number: int, body: bytes) -> int:
        self._waiting.append((number, body))
        if len(self._waiting) == _AT_ONCE:
            self._pack()
        return number

    def put_stream(self, number: int, dictionary: bytes, data: bytes) -> int:
        """`dictionary` is all of it, with its Length; `data` is as that says it is encoded."""
        self._begin(number)
        self._write(dictionary + b"\nstream\n" + data + b"\nendstream\nendobj\n")
        return number

    def put_text(self, number: int, data: bytes, more: bytes = b"") -> int:
        """A stream that is compressed here."""
        packed = zlib.compress(data, 6)
        about = b"<< /Filter /FlateDecode /Length %d %s>>" % (len(packed), more)
        return self.put_stream(number, about, packed)

    def shared(self, dictionary: bytes, data: bytes) -> tuple[int, bool]:
        """The number of a stream that refers to nothing, and whether it was put before."""
        key = hashlib.sha256(dictionary + b"\0" + data).digest()
        if key in self._streams:
            return self._streams[key], True
        self._streams[key] = self.put_stream(self.new(), dictionary, data)
        return self._streams[key], False

    def finish(self, *, root: int, info: int) -> None:
        self._pack()
        number = self.new()
        self._kinds[number], self._places[number] = _PLAIN, self._at
        identity = self._digest.hexdigest()[:32].encode()
        at = self._at
        more = b"/Type /XRef /Size %d /W [ 1 6 2 ] /Root %d 0 R /Info %d 0 R /ID [ <%s> <%s> ] "
        self._write(b"%d 0 obj\n" % number)
        packed = self._table()
        about = more % (len(self._kinds), root, info, identity, identity)
        self._write(b"<< %s/Filter /FlateDecode /Length %d >>" % (about, len(packed)))
        self._write(b"\nstream\n" + packed + b"\nendstream\nendobj\n")
        self._write(b"startxref\n%d\n%%%%EOF\n" % at)

    def _table(self) -> bytes:
        """Where each object is, compressed: a row of 9 bytes apiece."""
        packer = zlib.compressobj(6)
        rows = zip(self._kinds, self._places, self._orders, strict=True)
        packed = bytearray()
        for kind, place, order in rows:
            row = kind.to_bytes(1, "big") + place.to_bytes(6, "big") + order.to_bytes(2, "big")
            packed += packer.compress(row)
        return bytes(packed + packer.flush())

    def _begin(self, number: int) -> None:
        self._kinds[number], self._places[number] = _PLAIN, self._at
        self._write(b"%d 0 obj\n" % number)

    def _pack(self) -> None:
        if not self._waiting:
            return
        number = self.new()
        heads, bodies, at = [], [], 0
        for order, (inner, body) in enumerate(self._waiting):
            self._kinds[inner], self._places[inner], self._orders[inner] = _PACKED, number, order
            heads.append(b"%d %d" % (inner, at))
            bodies.append(body)
            at += len(body) + 1
        head = b" ".join(heads) + b"\n"
        more = b"/Type /ObjStm /N %d /First %d " % (len(bodies), len(head))
        self._waiting = []
        self.put_text(number, head + b"\n".join(bodies), more)

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self._at += len(data)


def text_string(text: str) -> bytes:
    """A text as PDF writes it: for titles, which may be in any script."""
    return b"<" + ("\ufeff" + text).encode("utf-16-be", "replace").hex().encode() + b">"


def name_string(name: str) -> bytes:
    """A name of a place, which has letters, digits and hyphens alone."""
    return b"<" + name.encode().hex().encode() + b">"
