"""What a document has once: outline, places, page labels, the roots of its tags, metadata."""

from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from comments.response_document.pdf_front import CONTENTS, ERRATA, INTRODUCTION, grouped
from comments.response_document.pdf_nodes import place_of_section
from comments.response_document.pdf_objects import Writer, name_string, text_string
from comments.response_document.pdf_slices import Trees
from comments.response_document.renderer import Frame

_LEAF = 64
"""Names in one leaf of a tree of names."""

_METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:publisher><rdf:Bag><rdf:li>{agency}</rdf:li></rdf:Bag></dc:publisher>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:CreatorTool>Plaza</xmp:CreatorTool>
<pdf:Producer>Typst</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def finish(writer: Writer, trees: Trees, frame: Frame, headings: Sequence[dict]) -> None:
    """Write what is left, and end the file. `headings` are those of the outline, in order."""
    title = title_of(frame)
    root, info, metadata = writer.new(), writer.new(), writer.new()
    moment = frame.made_at
    xmp = _METADATA.format(
        title=_in_xml(title),
        language=_in_xml(frame.language),
        agency=_in_xml(frame.front["agency"]),
        moment=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    # Not compressed, so that whatever looks for it finds it.
    data = xmp.encode()
    about = b"<< /Type /Metadata /Subtype /XML /Length %d >>" % len(data)
    writer.put_stream(metadata, about, data)
    date = _date(moment)
    writer.put(
        info,
        b"<< /Title %s /Creator (Plaza) /Producer (Typst) /CreationDate %s /ModDate %s >>"
        % (text_string(title), date, date),
    )
    _put_pages(writer, trees)
    tags = _put_tags(writer, trees)
    names = _put_places(writer, trees)
    outline = _put_outline(writer, _outline(frame, headings))
    front_pages = trees.page_nodes[0][1]
    writer.put(
        root,
        b"<< /Type /Catalog /Pages %d 0 R /StructTreeRoot %d 0 R /Metadata %d 0 R"
        b" /Names << /Dests %d 0 R >> /Outlines %d 0 R /PageMode /UseOutlines"
        b" /PageLabels << /Nums [ 0 << /S /r >> %d << /S /D >> ] >>"
        b" /Lang %s /MarkInfo << /Marked true /Suspects false >>"
        b" /ViewerPreferences << /DisplayDocTitle true >> >>"
        % (
            *(trees.pages, tags, metadata, names, outline, front_pages),
            text_string(frame.language),
        ),
    )
    writer.finish(root=root, info=info)


def title_of(frame: Frame) -> str:
    front = frame.front
    return f"{front['title']}: {front['headline']} ({front['docket_number']})"


def _in_xml(text: str) -> str:
    return escape("".join(sign for sign in text if sign.isprintable()))


def _date(moment: datetime) -> bytes:
    return moment.strftime("(D:%Y%m%d%H%M%SZ)").encode()


def _put_pages(writer: Writer, trees: Trees) -> None:
    kids = b" ".join(b"%d 0 R" % node for node, _ in trees.page_nodes)
    count = sum(count for _, count in trees.page_nodes)
    writer.put(trees.pages, b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (count, kids))


def _put_tags(writer: Writer, trees: Trees) -> int:
    root = writer.new()
    body = b"<< /Type /StructElem /S /Document /P %d 0 R /K [ %s ] >>"
    writer.put(trees.document, body % (root, _references(trees.parts)))
    body = (
        b"<< /Type /StructTreeRoot /K [ %d 0 R ] /RoleMap %s /ParentTreeNextKey %d"
        b" /ParentTree << /Kids [ %s ] >>%s >>"
    )
    names = b" /IDTree << /Kids [ %s ] >>" % _references(trees.header_names)
    return writer.put(
        root,
        body
        % (
            trees.document,
            trees.roles,
            trees.next_parent,
            _references(trees.parents),
            names if trees.header_names else b"",
        ),
    )


def _put_places(writer: Writer, trees: Trees) -> int:
    places = sorted((name.encode(), *place) for name, place in trees.places.items())
    leaves = []
    for at in range(0, len(places), _LEAF):
        part = places[at : at + _LEAF]
        names = b" ".join(
            b"%s [ %d 0 R /XYZ null %.2f null ]" % (name_string(name.decode()), page, y)
            for name, page, y in part
        )
        limits = (name_string(part[0][0].decode()), name_string(part[-1][0].decode()), names)
        leaves.append(writer.put(writer.new(), b"<< /Limits [ %s %s ] /Names [ %s ] >>" % limits))
    return writer.put(writer.new(), b"<< /Kids [ %s ] >>" % _references(leaves))


def _references(numbers: Sequence[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _outline(frame: Frame, headings: Sequence[dict]) -> list[dict]:
    """Entries with `kids`: sections, master responses, letters (in groups where many), topics."""
    words = frame.words
    front = [(CONTENTS, words["contents"]), (INTRODUCTION, words["introduction"])]
    if frame.front["errata"]:
        front.insert(0, (ERRATA, words["errata"]))
    entries = [{"id": place, "text": text, "kids": []} for place, text in front]
    letters = [one for one in headings if one["id"].startswith("letter-")]
    for one in headings:
        if one["level"] == 1:
            entries.append({**one, "kids": []})
            if one["id"] == place_of_section("letter"):
                entries[-1]["kids"] = [
                    {**group, "kids": [{**letter, "kids": []} for letter in group["letters"]]}
                    if len(group["letters"]) > 1
                    else {**group, "kids": []}
                    for group in grouped(words, letters)
                ]
        elif not one["id"].startswith("letter-"):
            entries[-1]["kids"].append({**one, "kids": []})
    return entries


def _put_outline(writer: Writer, entries: list[dict]) -> int:
    root = writer.new()
    first, last = _put_entries(writer, entries, root)
    body = b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>"
    return writer.put(root, body % (first, last, len(entries)))


def _put_entries(writer: Writer, entries: list[dict], parent: int) -> tuple[int, int]:
    """Entries of one level and all below: the numbers of the first and the last. All are shut."""
    numbers = [writer.new() for _ in entries]
    for at, (number, entry) in enumerate(zip(numbers, entries, strict=True)):
        more = b""
        if at:
            more += b" /Prev %d 0 R" % numbers[at - 1]
        if at + 1 < len(numbers):
            more += b" /Next %d 0 R" % numbers[at + 1]
        if entry["kids"]:
            ends = _put_entries(writer, entry["kids"], number)
            more += b" /First %d 0 R /Last %d 0 R /Count -%d" % (*ends, len(entry["kids"]))
        about = (text_string(entry["text"]), name_string(entry["id"]), parent, more)
        writer.put(number, b"<< /Title %s /Dest %s /Parent %d 0 R%s >>" % about)
    return numbers[0], numbers[-1]
