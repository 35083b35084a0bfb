"""Copies the pages and tags of one slice into the document, under new numbers.

A slice is a whole tagged PDF that the typesetter made. What each file has once (catalog, outline,
names, the roots of its trees) is left out, and made once for all in pdf_trees. Everything else is
copied object by object: pikepdf reads it, and its references are renumbered in its own notation.

Which slice a tag comes from shows in three places: keys of the parent tree go on counting, names of
table headers get the slice before them, and headings of a slice that goes on with a section move
down one level, where they belong.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pikepdf

from comments.response_document.pdf_copying import TOKEN, ours
from comments.response_document.pdf_objects import Writer
from comments.response_document.pdf_stamps import FONT, Face, Stamps, content_of

SCHEME = "plaza:"
"""Addresses of places in this document, which the typesetter takes for those of the web."""


@dataclass
class Trees:
    """What slices add to the trees of the document. Lists hold one entry for each slice."""

    document: int
    """The number of the tag of the whole document."""
    pages: int
    """The number of the root of the pages."""
    quiet: int
    """The number of a stream that keeps the state of the page before the marks."""
    page_nodes: list[tuple[int, int]] = field(default_factory=list)
    """(number of the node, count of its pages)."""
    parts: list[int] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    header_names: list[int] = field(default_factory=list)
    next_parent: int = 0
    roles: bytes = b""
    places: dict[str, tuple[int, float]] = field(default_factory=dict)
    """Where each place is: number of the page, height in points."""


@dataclass(frozen=True)
class Job:
    """How to copy one slice. `label_of` says in words where a link leads; `elsewhere` is the web
    address for a place that this document does not have."""

    name: str
    shift: int
    stamps: list[Stamps]
    label_of: Callable[[str], str | None]
    elsewhere: Callable[[str], str]


def add(writer: Writer, trees: Trees, face: Face, folder: Path, job: Job) -> None:
    """Copy the slice whose pages are in `folder`."""
    with pikepdf.open(folder / "set.pdf") as pdf:
        _Copy(writer, trees, pdf, job).run(face)


class _Copy:
    def __init__(self, writer: Writer, trees: Trees, pdf: pikepdf.Pdf, job: Job):
        self.writer, self.trees, self.pdf, self.job = writer, trees, pdf, job
        self.numbers: dict[int, int] = {}
        self.parents_from = trees.next_parent

    def run(self, face: Face) -> None:
        root = self.pdf.Root.StructTreeRoot
        document = root.K[0] if isinstance(root.K, pikepdf.Array) else root.K
        left_out = set(self._left_out(root, document))
        if self.job.name == "front":
            _tag_contents(list(document.K))
        self._prepare_pages(face)
        part, node = self.writer.new(), self.writer.new()
        self.numbers[document.objgen[0]] = part
        self.numbers[self.pdf.Root.Pages.objgen[0]] = node
        others = []
        for thing in self.pdf.objects:
            number = thing.objgen[0]
            if number in left_out or number in self.numbers:
                continue
            if isinstance(thing, pikepdf.Stream):
                self._copy_stream(number, thing)
            else:
                self.numbers[number] = self.writer.new()
                others.append((number, thing))
        for number, thing in others:
            self._put(self.numbers[number], thing.unparse(resolved=True))
        self._put_part(part, document)
        self._put_pages(node)
        self._put_trees(root)

    def _left_out(self, root: pikepdf.Object, document: pikepdf.Object) -> Iterator[int]:
        """What the document has once for all."""
        catalog = self.pdf.Root
        for thing in (catalog, self.pdf.docinfo, root, document, catalog.get("/Metadata")):
            if thing is not None:
                yield thing.objgen[0]
        yield catalog.Pages.objgen[0]
        if "/Outlines" in catalog:
            yield from _outline_numbers(catalog.Outlines)
        for value in pikepdf.NameTree(catalog.Names.Dests).values() if "/Names" in catalog else ():
            yield value.objgen[0]

    def _prepare_pages(self, face: Face) -> None:
        """Links, marks and the font of the marks, still under the numbers of the slice."""
        for page, stamps in zip(self.pdf.pages, self.job.stamps, strict=True):
            marks = self.writer.put_text(self.writer.new(), content_of(stamps, face))
            content = page.obj.Contents
            page.obj.Contents = pikepdf.Array([ours(self.trees.quiet), content, ours(marks)])
            page.obj.Resources.Font[FONT.decode()] = ours(face.number)
            for annotation in page.obj.get("/Annots", ()):
                self._lead(annotation)

    def _lead(self, annotation: pikepdf.Object) -> None:
        """Make an address of a place in this document a way to it."""
        address = str(annotation.get("/A", {}).get("/URI", ""))
        if not address.startswith(SCHEME):
            return
        place = address.removeprefix(SCHEME)
        label = self.job.label_of(place)
        if label is None:
            annotation.A.URI = pikepdf.String(self.job.elsewhere(place))
            annotation.Contents = pikepdf.String(place)
            return
        annotation.A = pikepdf.Dictionary(
            S=pikepdf.Name.GoTo, D=pikepdf.String(place.encode()), Type=pikepdf.Name.Action
        )
        annotation.Contents = pikepdf.String(label)

    def _copy_stream(self, number: int, stream: pikepdf.Stream) -> None:
        dictionary = pikepdf.Dictionary(stream.stream_dict).unparse(resolved=True)
        data = stream.read_raw_bytes()
        if any(found["reference"] for found in TOKEN.finditer(dictionary)):
            self.numbers[number] = self.writer.new()
            self.writer.put_stream(self.numbers[number], self._renumbered(dictionary), data)
        else:
            self.numbers[number], _ = self.writer.shared(dictionary, data)

    def _put(self, number: int, body: bytes) -> None:
        self.writer.put(number, self._renumbered(body))

    def _renumbered(self, body: bytes) -> bytes:
        return TOKEN.sub(self._token, body)

    def _token(self, found: re.Match) -> bytes:
        if reference := found["reference"]:
            return b"%d 0 R" % self.numbers[int(reference)]
        if found["key"]:
            return b"/%s %d" % (found["key"], int(found["parent"]) + self.parents_from)
        if found["level"]:
            return b"/S /H%d" % (int(found["level"]) + self.job.shift)
        if found["id"]:
            return b"/ID (%s)" % self._named(found["id"])
        if found["headers"]:
            return b"/Headers [%s]" % re.sub(
                rb"\((\w+)\)", lambda one: b"(%s)" % self._named(one[1]), found["headers"]
            )
        if found["ours"]:
            return b"%s 0 R" % found["ours"]
        return found[0]

    def _named(self, name: bytes) -> bytes:
        return self.job.name.encode() + b"x" + name

    def _put_part(self, part: int, document: pikepdf.Object) -> None:
        kids = pikepdf.Array(document.K).unparse()
        body = b"<< /Type /StructElem /S /Part /P %d 0 R /K %s >>"
        self.writer.put(part, body % (self.trees.document, self._renumbered(kids)))
        self.trees.parts.append(part)

    def _put_pages(self, node: int) -> None:
        pages = [self.numbers[page.objgen[0]] for page in self.pdf.pages]
        kids = b" ".join(b"%d 0 R" % page for page in pages)
        body = b"<< /Type /Pages /Parent %d 0 R /Count %d /Kids [ %s ] >>"
        self.writer.put(node, body % (self.trees.pages, len(pages), kids))
        self.trees.page_nodes.append((node, len(pages)))
        index = {page.objgen: number for page, number in zip(self.pdf.pages, pages, strict=True)}
        if "/Names" in self.pdf.Root:
            for name, target in pikepdf.NameTree(self.pdf.Root.Names.Dests).items():
                self.trees.places[str(name)] = (index[target[0].objgen], float(target[3]))

    def _put_trees(self, root: pikepdf.Object) -> None:
        trees, writer = self.trees, self.writer
        trees.roles = trees.roles or root.get("/RoleMap", pikepdf.Dictionary()).unparse()
        entries = list(pikepdf.NumberTree(root.ParentTree).items())
        nums = b" ".join(
            b"%d %s" % (key + self.parents_from, self._renumbered(value.unparse()))
            for key, value in entries
        )
        if entries:
            limits = (self.parents_from + entries[0][0], self.parents_from + entries[-1][0])
            body = b"<< /Limits [ %d %d ] /Nums [ %s ] >>" % (*limits, nums)
            trees.parents.append(writer.put(writer.new(), body))
            trees.next_parent = limits[1] + 1
        if "/IDTree" in root:
            named = sorted(
                (self._named(str(name).encode()), self._renumbered(value.unparse()))
                for name, value in pikepdf.NameTree(root.IDTree).items()
            )
            if named:
                names = b" ".join(b"(%s) %s" % one for one in named)
                limits = (named[0][0], named[-1][0], names)
                body = b"<< /Limits [ (%s) (%s) ] /Names [ %s ] >>" % limits
                trees.header_names.append(writer.put(writer.new(), body))


def _outline_numbers(outlines: pikepdf.Object) -> Iterator[int]:
    waiting = [outlines]
    while waiting:
        item = waiting.pop()
        yield item.objgen[0]
        for key in ("/First", "/Next"):
            if key in item:
                waiting.append(item[key])
        if "/Dest" in item and item.Dest.is_indirect:
            yield item.Dest.objgen[0]


def _tag_contents(tops: list[pikepdf.Object]) -> None:
    """Tag the contents as what they are: the one list of the front that a heading is followed by.

    The typesetter can tag its own outlines so, but those know the pages of one slice only.
    """
    for before, after in pairwise(tops):
        if after.get("/S") == pikepdf.Name.L and str(before.get("/S")) == "/H1":
            after.S = pikepdf.Name.TOC
            for item in after.K:
                item.S = pikepdf.Name.TOCI
                for body in item.K:
                    if body.get("/S") == pikepdf.Name.LBody:
                        body.S = pikepdf.Name.Reference
            if "/A" in after:
                del after.A
