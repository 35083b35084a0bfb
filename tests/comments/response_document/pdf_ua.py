"""What PDF/UA-1 (ISO 14289-1) asks of a file that a program can judge, read with pikepdf.

veraPDF is a Java program that neither PyPI nor Debian has, so the checks are written out here.
They judge the finished file alone and know nothing of how it was made.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf

PAINTING = frozenset(
    ("Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do")
)

STANDARD = frozenset(
    (
        *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI"),
        *("Index", "NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6"),
        *("L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"),
        *("Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot"),
        *("Figure", "Formula", "Form"),
    )
)

INSIDE = {
    "LI": {"L"},
    "Lbl": {"LI", "TOCI"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
}


class Checker:
    """The problems of one file, in words."""

    def __init__(self, path: Path):
        self.pdf = pikepdf.open(path)
        self.root = self.pdf.Root
        self.problems = [f"syntax: {one}" for one in self.pdf.check_pdf_syntax()]
        self.tags: list[tuple[pikepdf.Object, str, str]] = []
        self.contents: dict[tuple, dict[int, pikepdf.Object]] = defaultdict(dict)
        self.annotations: dict[tuple, pikepdf.Object] = {}

    def run(self) -> list[str]:
        self._document()
        self._read_tags(self.root.StructTreeRoot, "")
        self._tag_rules()
        self._pages()
        self._outline()
        return self.problems

    def _say(self, problem: str, *, unless: object) -> None:
        if not unless:
            self.problems.append(problem)

    def _document(self) -> None:
        root = self.root
        self._say("not marked as tagged", unless=root.get("/MarkInfo", {}).get("/Marked", False))
        self._say("no language", unless=str(root.get("/Lang", "")))
        self._say("no title", unless=str(self.pdf.docinfo.get("/Title", "")))
        shows = root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)
        self._say("readers show the file name, not the title", unless=shows)
        with self.pdf.open_metadata() as metadata:
            self._say("does not claim PDF/UA-1", unless=metadata.get("pdfuaid:part") == "1")
            self._say("no title in XMP", unless=metadata.get("dc:title"))

    def _read_tags(self, thing: pikepdf.Object, parent: str) -> None:
        for kid in kids_of(thing):
            if "/S" not in kid:
                continue
            self._say("a tag's parent is another", unless=kid.P.objgen == thing.objgen)
            role = self._role(str(kid.S)[1:])
            self.tags.append((kid, role, parent))
            page = kid.get("/Pg")
            for inner in as_list(kid.get("/K", [])):
                if isinstance(inner, int):
                    self.contents[page.objgen][inner] = kid
                elif inner.get("/Type") == "/OBJR":
                    self.annotations[inner.Obj.objgen] = kid
                elif inner.get("/Type") == "/MCR":
                    self.contents[inner.get("/Pg", page).objgen][int(inner.MCID)] = kid
            self._read_tags(kid, role)

    def _role(self, name: str) -> str:
        roles = self.root.StructTreeRoot.get("/RoleMap", {})
        while name not in STANDARD and f"/{name}" in roles:
            name = str(roles[f"/{name}"])[1:]
        self._say(f"unknown tag {name}", unless=name in STANDARD)
        return name

    def _tag_rules(self) -> None:
        level = 0
        names = pikepdf.NameTree(self.root.StructTreeRoot.IDTree)
        ids = {str(name): value.objgen for name, value in names.items()}
        self._say("IDs are not in order", unless=all(a < b for a, b in pairwise(ids)))
        tops = list(kids_of(self.root.StructTreeRoot))
        self._say("not one document", unless=[str(top.S) for top in tops] == ["/Document"])
        for tag, role, parent in self.tags:
            allowed = INSIDE.get(role)
            self._say(f"{role} inside {parent}", unless=not allowed or parent in allowed)
            if found := re.fullmatch(r"H(\d)", role):
                self._say("a heading skips a level", unless=int(found[1]) <= level + 1)
                level = int(found[1])
            if role == "Figure":
                self._say("a figure without words", unless=str(tag.get("/Alt", "")))
            if role == "TH":
                self._say("TH without scope", unless=attribute(tag, "/Scope"))
                self._say("TH is not in the IDs", unless=ids.get(str(tag.ID)) == tag.objgen)
            if role == "TD":
                headers = [str(one) for one in attribute(tag, "/Headers") or []]
                known = headers and all(one in ids for one in headers)
                self._say("TD without its headers", unless=known)

    def _pages(self) -> None:
        parents = dict(pikepdf.NumberTree(self.root.StructTreeRoot.ParentTree).items())
        following = int(self.root.StructTreeRoot.ParentTreeNextKey)
        self._say("next key is taken", unless=following > max(parents))
        seen = set()
        for number, page in enumerate(self.pdf.pages, 1):
            marked = self._content(page, number)
            of_page = parents.get(int(page.obj.get("/StructParents", -1)))
            seen.add(int(page.obj.get("/StructParents", -1)))
            tagged = self.contents[page.obj.objgen]
            if of_page is None:
                self._say(f"page {number}: no parents", unless=not marked)
            for content in marked:
                tag = tagged.get(content)
                known = tag is not None and of_page and of_page[content].objgen == tag.objgen
                self._say(f"page {number}: content {content} is in no tag", unless=known)
            self._say(f"page {number}: tags without content", unless=set(tagged) <= marked)
            for annotation in page.obj.get("/Annots", ()):
                self._annotation(annotation, page, number, parents)
                seen.add(int(annotation.get("/StructParent", -1)))
            self._fonts(page, number)
        self._say("parents of nothing", unless=seen == set(parents))

    def _content(self, page: pikepdf.Page, number: int) -> set[int]:
        """The marked contents of a page; all that is drawn is inside one, or an artifact."""
        inside: list[int | str | None] = []
        marked = set()
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in {"BDC", "BMC"}:
                about = operands[1] if len(operands) > 1 else {}
                if "/MCID" in about:
                    marked.add(int(about.MCID))
                    inside.append("tag")
                else:
                    inside.append("artifact" if operands[0] == "/Artifact" else None)
                outer = [one for one in inside if one]
                self._say(f"page {number}: tags inside artifacts", unless=len(set(outer)) < 2)
            elif name == "EMC":
                inside.pop()
            elif name in PAINTING:
                self._say(f"page {number}: {name} is in no tag", unless=any(inside))
            depth += {"q": 1, "Q": -1}.get(name, 0)
            self._say(f"page {number}: Q without q", unless=depth >= 0)
        self._say(f"page {number}: content is left open", unless=not inside and not depth)
        return marked

    def _annotation(self, annotation, page, number: int, parents: dict) -> None:
        where = f"page {number}: link"
        self._say(f"{where}: no words", unless=str(annotation.get("/Contents", "")))
        tag = self.annotations.get(annotation.objgen)
        parent = parents.get(int(annotation.get("/StructParent", -1)))
        known = tag is not None and parent is not None and parent.objgen == tag.objgen
        self._say(f"{where}: is in no tag", unless=known)
        self._say(f"{where}: not in a Link", unless=tag is not None and tag.S == "/Link")
        self._say(f"page {number}: tab order", unless=page.obj.get("/Tabs") == "/S")
        if annotation.A.S == "/GoTo":
            self._say(f"{where} leads nowhere", unless=str(annotation.A.D) in self.places)

    @property
    def places(self) -> dict:
        if not hasattr(self, "_places"):
            self._places = dict(pikepdf.NameTree(self.root.Names.Dests).items())
        return self._places

    def _fonts(self, page: pikepdf.Page, number: int) -> None:
        for name, font in page.resources.get("/Font", {}).items():
            where = f"page {number}: font {name}"
            self._say(f"{where}: no ToUnicode", unless="/ToUnicode" in font)
            about = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            files = ("/FontFile", "/FontFile2", "/FontFile3")
            embedded = any(file in about.FontDescriptor for file in files)
            self._say(f"{where}: not embedded", unless=embedded)

    def _outline(self) -> None:
        entries = list(outline_of(self.root.Outlines))
        self._say("no bookmarks", unless=entries)
        for _, title, place in entries:
            self._say(f"bookmark {title} leads nowhere", unless=place in self.places)


def as_list(kids) -> list:
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def kids_of(thing: pikepdf.Object) -> list[pikepdf.Object]:
    kids = as_list(thing.get("/K", pikepdf.Array()))
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary)]


def attribute(tag: pikepdf.Object, name: str):
    for one in as_list(tag.get("/A", pikepdf.Array())):
        if name in one:
            return one[name]
    return None


def outline_of(item: pikepdf.Object, depth: int = 0) -> Iterator[tuple[int, str, str]]:
    """(depth, title, place) of each bookmark, in order."""
    child = item.get("/First")
    while child is not None:
        yield depth, str(child.Title), str(child.Dest)
        yield from outline_of(child, depth + 1)
        child = child.get("/Next")


def problems(path: Path) -> list[str]:
    return Checker(path).run()
