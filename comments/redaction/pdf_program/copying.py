"""A page of a PDF taken over as it is drawn, without anything that belongs to another page.

Documents share fonts, pictures and forms between their pages: what a copied page does not draw
stays behind, or it would bring along what was blacked out on another. Notes, links, forms,
structure and replacement texts stay behind as well, and what images have beside their pixels.
"""

import re

import image_data
import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

_NAMES = re.compile(rb"/([^\s()<>\[\]{}/%\x00]+)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_MARKED = re.compile(rb"\b(?:BDC|BMC|DP|MP)\b")
_MARKS = {"BDC", "BMC", "EMC", "DP", "MP"}
_DRAWN = ("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading")
_BESIDE = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/StructParent", "/StructParents", "/AF"),
    *("/Alternates", "/OPI", "/Measure", "/PtData", "/Thumb", "/AA", "/Ref"),
)
"""What a stream or a dictionary may carry that is not drawn."""
_MAX_DEPTH = 12


class CannotCopy(Exception):
    """A page that shares more than can be told apart: it is drawn as a picture instead."""


def needs_picture(page: pikepdf.Page, document: Pdf) -> bool:
    """Whether taking it over would lose what is shown, or show what is hidden.

    Notes, stamps and filled-in fields lie above the page; layers that are switched off would
    appear without the list that switches them off.
    """
    if Name.OCProperties in document.Root:
        return True
    notes = page.obj.get("/Annots", [])
    kinds = [str(note.get("/Subtype")) for note in notes if isinstance(note, Dictionary)]
    return any(kind not in {"/Link", "/Popup"} for kind in kinds)


def copy(page: pikepdf.Page, source: Pdf, into: Pdf) -> Dictionary:
    """A page for `into` that is drawn the same. Raises CannotCopy."""
    content = _unmarked(page, b"".join(_pieces(page)))
    resources = inherited(page.obj, "/Resources")
    drawn = _drawn(Dictionary() if resources is None else resources, _names(content), depth=0)
    made = Dictionary(
        Type=Name.Page,
        Contents=into.make_stream(content),
        Resources=into.copy_foreign(source.make_indirect(drawn)),
    )
    for key in ("/MediaBox", "/CropBox"):
        if (box := inherited(page.obj, key)) is not None:
            made[key] = Array([float(edge) for edge in box])
    if (turn := inherited(page.obj, "/Rotate")) is not None:
        made.Rotate = int(turn)
    group = page.obj.get("/Group")
    if isinstance(group, Dictionary) and group.get("/S") == Name.Transparency:
        made.Group = into.copy_foreign(source.make_indirect(group))
    return made


def strip(document: Pdf) -> None:
    """Remove from every object what is not drawn."""
    for found in document.objects:
        if isinstance(found, Dictionary | Stream):
            for key in _BESIDE:
                if key in found:
                    del found[key]


def inherited(node: Dictionary, key: str):
    """An attribute of a page, or of what the page is filed under (ISO 32000-2, 7.7.3.4)."""
    for _step in range(_MAX_DEPTH):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node = node.Parent
    raise CannotCopy


def _pieces(page: pikepdf.Page):
    contents = page.obj.get("/Contents")
    for stream in contents if isinstance(contents, Array) else [contents]:
        if isinstance(stream, Stream):
            # A piece may end in the midst of a line, and never in the midst of a word.
            yield stream.read_bytes() + b"\n"


def _names(content: bytes) -> set[str]:
    """All that the content may call by name; rather too many than one too few.

    Raises CannotCopy where a JPEG stands in the content itself, with all that it may say.
    """
    found = {
        "/" + _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), name).decode("utf-8", "replace")
        for name in _NAMES.findall(content)
    }
    if found & image_data.JPEG:
        raise CannotCopy
    return found


def _unmarked(owner, content: bytes) -> bytes:
    """Without marked content: there stand replacement texts, and links to the structure."""
    if not _MARKED.search(content):
        return content
    kept = [
        instruction
        for instruction in pikepdf.parse_content_stream(owner)
        if str(instruction.operator) not in _MARKS
    ]
    return pikepdf.unparse_content_stream(kept)


def _drawn(resources: Dictionary, names: set[str], *, depth: int) -> Dictionary:
    """Of the resources what those names call, and of each the same in turn."""
    if depth > _MAX_DEPTH:
        raise CannotCopy
    borrowed = set()
    for form in _forms(resources, names):
        if "/Resources" not in form:
            borrowed |= _names(form.read_bytes())
    kept = Dictionary()
    for category in _DRAWN:
        entries = resources.get(category)
        if not isinstance(entries, Dictionary):
            continue
        found = {name: entries[name] for name in entries if name in names | borrowed}
        if found:
            kept[category] = Dictionary(found)
    for form in _forms(kept, names | borrowed):
        _clean_form(form, depth)
    for image in _images(kept):
        image_data.clean(image)
    for pattern in kept.get("/Pattern", Dictionary()).values():
        if isinstance(pattern, Stream):
            _clean_form(pattern, depth)
    for font in kept.get("/Font", Dictionary()).values():
        if font.get("/Subtype") == Name.Type3 and font.get("/Resources", Dictionary()):
            raise CannotCopy
    for state in kept.get("/ExtGState", Dictionary()).values():
        mask = state.get("/SMask")
        if isinstance(mask, Dictionary) and isinstance(mask.get("/G"), Stream):
            _clean_form(mask.G, depth)
    return kept


def _forms(resources: Dictionary, names: set[str]) -> list[Stream]:
    entries = resources.get("/XObject", Dictionary())
    return [
        entries[name]
        for name in entries
        if name in names
        and isinstance(entries[name], Stream)
        and entries[name].get("/Subtype") == Name.Form
    ]


def _images(resources: Dictionary) -> list[Stream]:
    return [
        found
        for found in resources.get("/XObject", Dictionary()).values()
        if isinstance(found, Stream) and found.get("/Subtype") != Name.Form
    ]


def _clean_form(form: Stream, depth: int) -> None:
    """The same for what a form, a pattern or a mask draws; in the source, which nobody saves."""
    content = form.read_bytes()
    unmarked = _unmarked(form, content)
    if unmarked != content:
        form.write(unmarked)
    names = _names(unmarked)
    if isinstance(form.get("/Resources"), Dictionary):
        form.Resources = _drawn(form.Resources, names, depth=depth + 1)
