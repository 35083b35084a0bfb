"""Words that are read, searched and spoken, and that nobody sees, above the picture of a page.

Their font draws nothing and is defined in the file itself (a Type 3 font, ISO 32000-2, 9.6.4);
its ToUnicode map says which letter each code stands for, so that every script is served.
"""

from pikepdf import Array, Dictionary, Name, Pdf

_CODES = 255
_WIDTH = 500
_ASCENT, _DESCENT = 750, -250
_HEIGHT = _ASCENT - _DESCENT


class TextLayer:
    """The fonts of one document, made as letters are met."""

    def __init__(self, document: Pdf):
        self._document = document
        self._letters: dict[str, tuple[int, int]] = {}
        self._fonts: list[Dictionary] = []

    def content(self, words: list[list]) -> bytes:
        """The operators that set the words, each [text, box] in points of the page."""
        lines = [b"BT"]
        for text, (left, bottom, right, top) in words:
            size = max(top - bottom, 1)
            stretch = max(right - left, 0.5) / (len(text) * size * _WIDTH / _HEIGHT) * 100
            lines.append(b"%.2f Tz 1 0 0 1 %.2f %.2f Tm" % (stretch, left, bottom + size / 4))
            lines += self._shown(f"{text} ", size)
        return b"\n".join([*lines, b"ET"])

    def fonts(self) -> Dictionary:
        """The font resources for pages with content of this layer."""
        return Dictionary({f"/T{number}": font for number, font in enumerate(self._fonts)})

    def finish(self) -> None:
        """Write what each font's codes stand for. Call once, before the document is saved."""
        for number, font in enumerate(self._fonts):
            codes = {code: letter for letter, (of, code) in self._letters.items() if of == number}
            last = max(codes)
            font.LastChar = last
            font.Widths = Array([_WIDTH] * last)
            font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([1, *[Name.g] * last]))
            font.ToUnicode = self._document.make_stream(_to_unicode(codes))

    def _shown(self, text: str, size: float) -> list[bytes]:
        lines, current, codes = [], None, b""
        for letter in text:
            number, code = self._place(letter)
            if number != current and codes:
                lines.append(_tj(current, size, codes))
                codes = b""
            current = number
            codes += b"%02X" % code
        return [*lines, _tj(current, size, codes)]

    def _place(self, letter: str) -> tuple[int, int]:
        if letter not in self._letters:
            used = len(self._letters)
            if used % _CODES == 0:
                self._fonts.append(self._new_font())
            self._letters[letter] = used // _CODES, used % _CODES + 1
        return self._letters[letter]

    def _new_font(self) -> Dictionary:
        glyph = self._document.make_stream(
            b"%d 0 0 %d %d %d d1" % (_WIDTH, _DESCENT, _WIDTH, _ASCENT)
        )
        return self._document.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type3,
                FontBBox=Array([0, _DESCENT, _WIDTH, _ASCENT]),
                FontMatrix=Array([1 / _HEIGHT, 0, 0, 1 / _HEIGHT, 0, 0]),
                CharProcs=Dictionary(g=glyph),
                Resources=Dictionary(),
                FirstChar=1,
            )
        )


def _tj(font: int, size: float, codes: bytes) -> bytes:
    return b"/T%d %.2f Tf <%s> Tj" % (font, size, codes)


def _to_unicode(codes: dict[int, str]) -> bytes:
    """A CMap (ISO 32000-2, 9.10.3) with blocks of at most a hundred letters."""
    pairs = [
        b"<%02X> <%s>" % (code, letter.encode("utf-16-be").hex().upper().encode())
        for code, letter in sorted(codes.items())
    ]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    return b"\n".join(
        [
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            b"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
            b"/CMapName /Words def /CMapType 2 def",
            b"1 begincodespacerange <00> <FF> endcodespacerange",
            *(
                b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block))
                for block in blocks
            ),
            b"endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )
