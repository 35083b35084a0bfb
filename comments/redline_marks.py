"""Changes marked in the text as it is shown: <ins> and <del>, announced in words.

Styles are not read aloud reliably, so each mark says in hidden words where it begins and ends.
Bold type, links and the cells of tables stay what they are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import groupby

from bs4 import BeautifulSoup, NavigableString
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from comments.paragraphs import FOOTNOTE, ITEM, TABLE
from comments.redline import Piece
from comments.redline_words import Stretch


def removed(text: str | SafeString) -> SafeString:
    """A text that is gone: words, or a whole paragraph."""
    return _marked("del", _("[Deleted:"), text, _("end of deletion]"))


def inserted(text: str | SafeString) -> SafeString:
    """A text that is new: words, or a whole paragraph."""
    return _marked("ins", _("[Inserted:"), text, _("end of insertion]"))


def _marked(tag: str, begin: str, text: str, end: str) -> SafeString:
    return format_html(
        '<{0}><span class="visually-hidden">{1} </span>{2}'
        '<span class="visually-hidden"> {3}</span></{0}>',
        *(tag, begin, text, end),
    )


def unmarked(piece: Piece) -> SafeString:
    """A piece as it stands in its version, without what would be twice on a page."""
    if piece.kind not in (ITEM, FOOTNOTE) and " id=" not in piece.html:
        return mark_safe(piece.html or escape(piece.text))  # noqa: S308
    return _Marking(piece, shows_text=False).html()


def old_side(piece: Piece, words: Iterable[Stretch]) -> SafeString:
    """The piece as it was, with what is gone marked."""
    marking, place = _Marking(piece), 0
    for stretch in words:
        if not stretch.is_kept:
            marking.wrap(place, place + len(stretch.old), removed)
        place += len(stretch.old)
    marking.name_regions(_("%(region)s, before the change"))
    return marking.html()


def both_sides(piece: Piece, words: Iterable[Stretch]) -> SafeString:
    """The piece as it is now: what is new marked, and what is gone shown where it stood."""
    marking, place = _Marking(piece), 0
    for stretch in words:
        if not stretch.is_kept:
            if stretch.old.strip():
                marking.put(place, removed(stretch.old))
            marking.wrap(place, place + len(stretch.new), inserted)
        place += len(stretch.new)
    return marking.html()


class _Marking:
    """A piece's HTML, and where in it each character of its plain text stands.

    Where the HTML does not hold the whole text, as that of a figure whose description nobody
    sees, the text is put below it and marked there, unless there is nothing to mark.
    """

    def __init__(self, piece: Piece, *, shows_text: bool = True):
        self._soup = BeautifulSoup(piece.html or escape(piece.text), "html.parser")
        if piece.kind == ITEM:
            for inner in self._soup.find_all(["ol", "ul"]):
                inner.extract()
        for tag in self._soup.find_all(id=True):
            del tag["id"]
        is_apart = piece.kind in (TABLE, FOOTNOTE)
        self._at = _places(list(self._soup.strings), is_apart=is_apart)
        if piece.kind == FOOTNOTE:
            self._give_mark(piece)
        elif shows_text and _text(self._at) != piece.text:
            self._at = self._add_below(piece.text)
        self._put: dict[int, dict[int, list[SafeString]]] = defaultdict(lambda: defaultdict(list))
        self._wraps: dict[int, list[tuple[int, int, Callable]]] = defaultdict(list)

    def _give_mark(self, piece: Piece) -> None:
        """The mark of a footnote is a part of its text alone."""
        mark = piece.text.removesuffix(_text(self._at)).strip()
        node = NavigableString(f"{mark} ")
        self._soup.insert(0, node)
        self._at = _places(list(self._soup.strings), is_apart=True)
        if _text(self._at) != piece.text:
            self._soup.clear()
            self._at = self._add_below(piece.text)

    def _add_below(self, text: str) -> list:
        paragraph = self._soup.new_tag("p")
        node = NavigableString(text)
        paragraph.append(node)
        self._soup.append(paragraph)
        return _places([node], is_apart=False)

    def wrap(self, start: int, end: int, mark: Callable) -> None:
        """Mark the characters from `start` to before `end`, in each tag by itself."""
        places = [place for place in self._at[start:end] if place[1] is not None]
        for _node, group in groupby(places, key=lambda place: id(place[1])):
            run = list(group)
            if any(not char.isspace() for char, _node, _offset in run):
                self._wraps[id(run[0][1])].append((run[0][2], run[-1][2] + 1, mark))

    def put(self, place: int, html: SafeString) -> None:
        """Put something between two characters: behind the first, but not into a link it ends."""
        _char, node, offset = self._at[place - 1] if place else ("", None, 0)
        _char, next_node, next_offset = self._at[place] if place < len(self._at) else ("", None, 0)
        is_last = next_node is not None and next_node is not node
        if node is not None and not (is_last and node.find_parent("a")):
            self._put[id(node)][offset + 1].append(html)
        elif next_node is not None:
            self._put[id(next_node)][next_offset].append(html)
        else:
            self._soup.append(BeautifulSoup(html, "html.parser"))

    def name_regions(self, label: str) -> None:
        """Give a table that stands on the page twice another name than the other one has."""
        for region in self._soup.find_all(attrs={"role": "region", "aria-label": True}):
            region["aria-label"] = label % {"region": region["aria-label"]}

    def html(self) -> SafeString:
        """All of it, with the marks."""
        for node in list(self._soup.strings):
            if id(node) in self._put or id(node) in self._wraps:
                shown = self._shown(str(node), self._wraps[id(node)], self._put[id(node)])
                node.replace_with(BeautifulSoup(shown, "html.parser"))
        return mark_safe(str(self._soup))  # noqa: S308

    @staticmethod
    def _shown(text: str, wraps: list, put: dict) -> str:
        starts = {start: (end, mark) for start, end, mark in wraps}
        ends = {end for _start, end, _mark in wraps}
        cuts = sorted({0, len(text), *starts, *ends, *put})
        parts = []
        for cut, following in zip(cuts, [*cuts[1:], len(text)], strict=True):
            parts += put.get(cut, ())
            words = text[cut:following]
            if cut in starts:
                parts.append(starts[cut][1](words))
            else:
                parts.append(escape(words))
        return "".join(parts)


def _places(nodes: list[NavigableString], *, is_apart: bool) -> list[tuple[str, object, int]]:
    """Each character of the plain text with its node and its place there.

    As comments.paragraphs makes the text: runs of spaces are one; between the nodes of what
    `is_apart` stands a space that is in no node.
    """
    found: list[tuple[str, object, int]] = []
    pending = None
    for node in nodes:
        for offset, char in enumerate(node):
            if char.isspace():
                pending = pending or (" ", node, offset)
                continue
            if pending and found:
                found.append(pending)
            pending = None
            found.append((char, node, offset))
        if is_apart:
            pending = pending or (" ", None, 0)
    return found


def _text(places: list[tuple[str, object, int]]) -> str:
    return "".join(char for char, _node, _offset in places)
