"""What is drawn on pages that are already set: page numbers, letters in the head, rules.

No page of a slice knows its number before all slices are there. These marks are artifacts: screen
readers leave them out, and say labels where they stand in the text.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

from comments.response_document.pdf_copying import written
from comments.response_document.pdf_nodes import paragraph
from comments.response_document.pdf_objects import Writer
from comments.response_document.pdf_process import typeset
from comments.response_document.renderer import Frame

FONT = b"/FPlaza"

# Points; as in document.typ: letter paper, its margins and sizes.
_HEIGHT, _RIGHT, _LEFT = 792, 540, 97.2
_HEAD, _FOOT, _SIZE = 741.6, 44.33, 8.5
_TOP, _BOTTOM, _AT_TOP = 722, 70, 690
_GAP, _STEP = 6, 5
_LABEL, _LABEL_LEADING = 8, 9.5
_BLUE = b"0.043 0.239 0.388"
_DEEPEST = 3
"""Points within points within points share the last rule."""


@dataclass
class Stamps:
    """The marks of one page. A rule is (depth, from, to), heights from the foot in points."""

    foot: str = ""
    head: str = ""
    rules: list[tuple[int, float, float]] = field(default_factory=list)
    labels: list[tuple[float, str]] = field(default_factory=list)


class Face:
    """The font of the marks: a code and a width for each sign in it."""

    def __init__(self, codes: dict[str, int], widths: dict[int, float], number: int):
        self._codes, self._widths, self.number = codes, widths, number

    def show(self, text: str, right: float, y: float, size: float) -> bytes:
        """Write it so that it ends at `right`."""
        codes = [self._codes[sign] for sign in text if sign in self._codes]
        width = sum(self._widths.get(code, 0) for code in codes) * size / 1000
        signs = b"".join(b"%04x" % code for code in codes)
        return b"BT %s %.2f Tf %.2f %.2f Td <%s> Tj ET\n" % (FONT, size, right - width, y, signs)


def face_of(frame: Frame, writer: Writer, folder: Path) -> Face:
    """Set all signs that marks have, and take the font from that page."""
    words = frame.words
    signs = sorted(set(f"{words['page']}{words['letter_number']}0123456789ivxlcdm-– ") - {" "})
    # Words of one sign each, and space between them: no sign joins its neighbour.
    typeset(frame, [paragraph(" ".join(signs))], folder)
    with pikepdf.open(folder / "set.pdf") as pdf:
        font = _font_with(pdf, signs)
        descendant = font.DescendantFonts[0]
        codes = _codes(font.ToUnicode.read_bytes())
        widths = _widths(list(descendant.W))
        return Face(codes, widths, written(writer, font))


def _font_with(pdf: pikepdf.Pdf, signs: list[str]) -> pikepdf.Object:
    for font in pdf.pages[0].Resources.Font.values():
        if set(signs) <= set(_codes(font.ToUnicode.read_bytes())):
            return font
    raise ValueError("no font has all signs of the marks")


def _codes(cmap: bytes) -> dict[str, int]:
    """Of a ToUnicode stream: which code is each sign."""
    codes: dict[str, int] = {}
    kind = ""
    for line in cmap.decode("ascii").splitlines():
        words = line.split()
        if words and words[-1] in {"beginbfchar", "beginbfrange"}:
            kind = words[-1]
        elif line.startswith("end"):
            kind = ""
        elif kind == "beginbfchar" and len(words) == 2:
            codes[_sign(words[1])] = int(words[0].strip("<>"), 16)
        elif kind == "beginbfrange" and len(words) == 3:
            first, last, sign = (int(word.strip("<>"), 16) for word in words)
            codes |= {chr(sign + at): first + at for at in range(last - first + 1)}
    return codes


def _sign(word: str) -> str:
    return bytes.fromhex(word.strip("<>")).decode("utf-16-be")


def _widths(entries: list) -> dict[int, float]:
    """Of a W array (ISO 32000-1, 9.7.4.3): `c [w …]` or `first last w`."""
    widths: dict[int, float] = {}
    at = 0
    while at < len(entries):
        first = int(entries[at])
        if isinstance(entries[at + 1], pikepdf.Array):
            widths |= {first + i: float(w) for i, w in enumerate(entries[at + 1])}
            at += 2
        else:
            for code in range(first, int(entries[at + 1]) + 1):
                widths[code] = float(entries[at + 2])
            at += 3
    return widths


def content_of(stamps: Stamps, face: Face) -> bytes:
    """Drawing instructions. They follow the page's own, which a q before them holds together."""
    made = [b"Q\n/Artifact <</Type /Pagination>> BDC\nq 0.35 g\n"]
    made.append(face.show(stamps.foot, _RIGHT, _FOOT, _SIZE))
    if stamps.head:
        made.append(face.show(stamps.head, _RIGHT, _HEAD, _SIZE))
    made.append(b"Q\nEMC\n")
    if stamps.rules:
        made.append(b"/Artifact <</Type /Layout>> BDC\nq %s RG %s rg\n" % (_BLUE, _BLUE))
        widest = max(depth for depth, _, _ in stamps.rules)
        for depth, top, bottom in stamps.rules:
            # The rule of a point inside another is nearer to the words, and thinner.
            x = _LEFT - _GAP - _STEP * (widest - depth)
            made.append(b"%.2f w " % (1.5 if depth == 0 else 0.75))
            made.append(b"%.2f %.2f m %.2f %.2f l S\n" % (x, top, x, bottom))
        right = _LEFT - _GAP - _STEP * widest - 4
        below = _HEIGHT
        for y, label in sorted(stamps.labels, key=_from_the_head):
            below = min(y, below - _LABEL_LEADING)
            made.append(face.show(label, right, below, _LABEL))
        made.append(b"Q\nEMC\n")
    return b"".join(made)


def _from_the_head(entry: tuple[float, str]) -> tuple:
    y, label = entry
    return (-y, [int(part) for part in label.split("-") if part.isdigit()])


def rules_of(path: Path, stamps: dict[int, Stamps]) -> None:
    """Add the rules and labels of a slice to its pages, from what the typesetter left."""
    begun: dict[tuple, tuple[int, float]] = {}
    for (name, label, depth, side), page, y in json.loads(path.read_text()):
        # `y` is the line that the words stand on, from the head of the page.
        at = (page - 1, _HEIGHT - y)
        if side == "start":
            begun[name, label] = at
            stamps[at[0]].labels.append((at[1], label))
        elif (name, label) in begun:
            _add_rule(stamps, min(depth, _DEEPEST), begun.pop((name, label)), at)


def _add_rule(stamps, depth: int, start: tuple[int, float], end: tuple[int, float]) -> None:
    for page in range(start[0], end[0] + 1):
        top = start[1] + 8 if page == start[0] else _TOP
        bottom = end[1] - 2.5 if page == end[0] else _BOTTOM
        stamps[page].rules.append((depth, top, bottom))


def letters_on(pages: int, letters: Iterable[tuple[str, int, float]], word: str) -> dict[int, str]:
    """For the head of each page, which letters it has.

    `letters` are (number, page, height), in order.
    """
    begin = defaultdict(list)
    at_top = set()
    for number, page, y in letters:
        if y > _AT_TOP and not begin[page]:
            at_top.add(page)
        begin[page].append(number)
    heads, current = {}, ""
    for page in range(pages):
        here = begin[page] or [current]
        # The letter of the page before ends here, unless this page begins with a new one.
        first = here[0] if page in at_top else current or here[0]
        current = here[-1]
        heads[page] = f"{word} {first}" if first == current else f"{word} {first} – {current}"
    return heads
