"""WordprocessingML as text: runs, paragraphs, bookmarks, links and fields (ECMA-376, part 1).

Functions return XML. Their arguments named `text` are plain words and are escaped here; those
named `inner` and `runs` are XML already.
"""

import re
from itertools import count
from xml.sax.saxutils import escape, quoteattr

IDS_OF_A_SLICE = 100_000
"""Bookmarks' ids count from the slice's index times this: unique without asking other slices."""

# What XML 1.0 (§2.2) has no sign for, and the controls that it only tolerates.
_NOT_XML = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_PLACE = re.compile(r"%\((\w+)\)s")
_LABEL = re.compile(r"(\d+-\d+)")
_LOCALES = {"en": "en-US", "es": "es-US"}


def clean(text: str) -> str:
    """The text with line feeds alone, without what XML cannot hold."""
    return _NOT_XML.sub("", _LINE_ENDS.sub("\n", text))


def locale(language: str) -> str:
    """The language as a word processor names it, to spell and to read aloud."""
    return _LOCALES.get(language, language)


def attribute(value: str) -> str:
    """The value in quotes."""
    return quoteattr(clean(value))


def run(text: str, *, style: str = "", language: str = "", bold=False, italic=False) -> str:
    """Words in one format; line feeds break the line."""
    if not (text := clean(text)):
        return ""
    # The order of these elements is the schema's (CT_RPr).
    properties = (
        (f'<w:rStyle w:val="{style}"/>' if style else "")
        + ("<w:b/><w:bCs/>" if bold else "")
        + ("<w:i/><w:iCs/>" if italic else "")
        + (f"<w:lang w:val={attribute(locale(language))}/>" if language else "")
    )
    words = "<w:br/>".join(
        "<w:tab/>".join(
            f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else ""
            for part in line.split("\t")
        )
        for line in text.split("\n")
    )
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{rpr}{words}</w:r>"


def paragraph(runs: str, *, style: str = "", properties: str = "") -> str:
    """A paragraph; `properties` are elements of CT_PPr that follow its style."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    ppr = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{ppr}{runs}</w:p>\n"


def fill(template: str, *, language: str = "", style: str = "", **values: str) -> str:
    """The runs of a fixed phrase with runs in its places: "Letter %(number)s"."""
    pieces = _PLACE.split(template)
    return "".join(
        values[piece] if at % 2 else run(piece, style=style, language=language)
        for at, piece in enumerate(pieces)
    )


def anchor_of(kind: str, number: int | str) -> str:
    """The name of a bookmark: "point" and "12-3" make point_12_3. Word allows letters, digits
    and "_", and 40 of them."""
    return re.sub(r"[^A-Za-z0-9]", "_", f"{kind}_{number}")[:40]


def link(anchor: str, runs: str) -> str:
    """Words that lead to a bookmark of this document."""
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{runs}</w:hyperlink>'


def linked(anchor: str, text: str, *, language: str = "") -> str:
    """Plain words that lead to a bookmark of this document, and look like it."""
    return link(anchor, run(text, style="Hyperlink", language=language))


def points_linked(text: str) -> str:
    """The text, in which each point's label leads to its response."""
    return "".join(
        linked(anchor_of("point", part), part) if at % 2 else run(part)
        for at, part in enumerate(_LABEL.split(text))
    )


def labels_linked(labels: list[str]) -> str:
    """Labels one after the other, each leading to its response."""
    return run(", ").join(linked(anchor_of("point", label), label) for label in labels)


def field(instruction: str, runs: str, *, properties: str = "") -> str:
    """A field that a word processor brings up to date; `runs` is what it shows until then."""
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return (
        f'<w:r>{rpr}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{rpr}<w:instrText xml:space="preserve"> {escape(clean(instruction))} '
        "</w:instrText></w:r>"
        f'<w:r>{rpr}<w:fldChar w:fldCharType="separate"/></w:r>'
        f'{runs}<w:r>{rpr}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def reference(anchor: str, runs: str) -> str:
    """A live cross-reference: shows the words of a bookmark, in the format that `runs` have."""
    return field(f"REF {anchor} \\h \\* MERGEFORMAT", runs)


def address(href: str, runs: str) -> str:
    """Words that lead to an address of the web. A field, because a relationship's id would have
    to be agreed upon among slices."""
    # Neither sign is allowed in an address; in a field they end or escape its argument.
    safe = re.sub(r"\s", "%20", href).replace('"', "%22").replace("\\", "%5C")
    return field(f'HYPERLINK "{safe}"', runs)


class Bookmarks:
    """Gives the bookmarks of one slice their ids."""

    def __init__(self, slice_index: int):
        self._ids = count(slice_index * IDS_OF_A_SLICE + 1)

    def around(self, name: str, inner: str) -> str:
        """The inner XML as the place that `name` leads to."""
        at = next(self._ids)
        return f'<w:bookmarkStart w:id="{at}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{at}"/>'

    def contents_entry(self, inner: str) -> tuple[str, str]:
        """A heading's XML as a place for the table of contents, and that place's name."""
        at = next(self._ids)
        # Nine digits, as Word's own.
        name = f"_Toc{at:09d}"
        return name, (
            f'<w:bookmarkStart w:id="{at}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{at}"/>'
        )
