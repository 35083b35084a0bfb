"""Which signs our fonts can draw. PDF/UA allows no sign without a picture, people write any.

A sign and the marks on it are drawn with one font. What none of the fonts has becomes �; signs
that are never drawn and that PDF/UA forbids are left out.
"""

import re
import unicodedata
from pathlib import Path

import manimgx_fonts
import manimgx_fonts_cjk
from fontTools.ttLib import TTFont

FOLDERS = [str(Path(next(iter(p.__path__)))) for p in (manimgx_fonts, manimgx_fonts_cjk)]

UNKNOWN = "\ufffd"

_PLAIN = re.compile(r"[\x20-\x7e\xa1-\xac\xae-\xff–—‘’“”…•]*")
"""Noto Sans has all of these: most texts need no closer look."""

_NOT_SHOWN = frozenset({"kind", "id", "to", "href", "lang", "mark"})

_LONG = re.compile(r"(\S{50})(?=\S)")
"""Addresses and the like are wider than a page: a line may end inside them."""

_NEVER = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF])
_NEVER |= {ord("\t"): " ", ord("\n"): " ", ord("\r"): " ", 0x2028: " ", 0x2029: " "}

_JOINING = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Between the signs of one picture; not drawn themselves."""

_DIRECTION = frozenset("\u200e\u200f")
"""Say which way a line runs; not drawn. No other sign that only steers is kept: some hide text."""


class Shown:
    """Remembers what the fonts have, for one run."""

    def __init__(self):
        self._fonts: list[frozenset[int]] | None = None

    def all_of(self, content):
        """The same content, with texts that can be drawn."""
        if isinstance(content, str):
            return self.text(content)
        if isinstance(content, list):
            return [self.all_of(part) for part in content]
        if isinstance(content, dict):
            return {
                key: value if key in _NOT_SHOWN else self.all_of(value)
                for key, value in content.items()
            }
        return content

    def text(self, text: str) -> str:
        return _LONG.sub("\\1\u200b", self._drawn(text))

    def _drawn(self, text: str) -> str:
        if _PLAIN.fullmatch(text):
            return text
        kept = (sign for sign in text.translate(_NEVER) if not _only_steers(sign))
        text = unicodedata.normalize("NFC", "".join(kept))
        if _PLAIN.fullmatch(text):
            return text
        return "".join(self._cluster(cluster) for cluster in _clusters(text))

    def _cluster(self, cluster: str) -> str:
        signs = {ord(sign) for sign in cluster if sign not in _JOINING | _DIRECTION}
        if any(signs <= font for font in self._of_fonts()):
            return cluster
        base = cluster[0]
        known = any(ord(base) in font for font in self._of_fonts())
        return base if known and not unicodedata.category(base).startswith("M") else UNKNOWN

    def _of_fonts(self) -> list[frozenset[int]]:
        if self._fonts is None:
            paths = [path for folder in FOLDERS for path in sorted(Path(folder).glob("*.tt[fc]"))]
            self._fonts = [_signs(path) for path in paths]
        return self._fonts


def _signs(path: Path) -> frozenset[int]:
    with TTFont(path, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _clusters(text: str):
    """A sign with the marks that follow it, and what is joined to it."""
    start = 0
    for place in range(1, len(text)):
        joined = _belongs(text[place]) or text[place - 1] == "\u200d"
        if not joined:
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def _belongs(sign: str) -> bool:
    return (
        sign in _JOINING
        or unicodedata.category(sign).startswith("M")
        or "\U0001f3fb" <= sign <= "\U0001f3ff"  # the color of a skin
    )


def _only_steers(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cf", "Cs"} and sign not in _JOINING | _DIRECTION
