"""Joins the slices: front and contents, which know the pages now, then all pages in their order."""

import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from comments.response_document import pdf_slices, pdf_stamps, pdf_trees
from comments.response_document.pdf_front import contents, front_nodes
from comments.response_document.pdf_nodes import place_of_section
from comments.response_document.pdf_objects import Writer
from comments.response_document.pdf_process import typeset
from comments.response_document.pdf_slices import Job, Trees
from comments.response_document.pdf_stamps import Stamps
from comments.response_document.renderer import Frame

HEADINGS = "headings.json"
"""The headings of a slice that the contents or the outline may name."""

_PLACES = "places.json"


@dataclass(frozen=True)
class _Folder:
    """A slice that was rendered, and how many pages of the body come before it."""

    path: Path
    headings: list[dict]
    shift: int
    pages: int
    before: int


def join(frame: Frame, folders: Sequence[Path], target: Path) -> None:
    """Write the document of all that was set, in its order. The front is set here."""
    body, places = _body(folders)
    headings = [heading for folder in body for heading in folder.headings]
    with tempfile.TemporaryDirectory(prefix="plaza-front-") as name, target.open("wb") as file:
        scratch = Path(name)
        writer = Writer(file)
        trees = Trees(document=writer.new(), pages=writer.new(), quiet=writer.new())
        writer.put_text(trees.quiet, b"q\n")
        face = pdf_stamps.face_of(frame, writer, scratch)
        entries = contents(frame, headings, lambda place: str(places[place]))
        typeset(frame, front_nodes(frame, entries), scratch)
        front = json.loads((scratch / _PLACES).read_text())
        known = places.keys() | front["places"].keys()
        numbers = [_roman(page + 1) for page in range(front["pages"])]
        stamps = [_numbered(frame, number) for number in numbers]
        pdf_slices.add(writer, trees, face, scratch, _job(frame, "front", 0, stamps, known))
        for index, folder in enumerate(body):
            stamps = _stamps(frame, folder)
            name = f"s{index:05d}"
            job = _job(frame, name, folder.shift, stamps, known)
            pdf_slices.add(writer, trees, face, folder.path, job)
        pdf_trees.finish(writer, trees, frame, headings)


def _body(paths: Sequence[Path]) -> tuple[list[_Folder], dict[str, int]]:
    """The folders, and the page of each place in them, counted from 1."""
    body, places, before = [], {}, 0
    for path in paths:
        told = json.loads((path / HEADINGS).read_text())
        found = json.loads((path / _PLACES).read_text())
        body.append(_Folder(path, told["headings"], told["shift"], found["pages"], before))
        for place, (page, _height) in found["places"].items():
            places[place] = before + page + 1
        before += found["pages"]
    return body, places


def _job(frame: Frame, name: str, shift: int, stamps: list[Stamps], known) -> Job:
    def label_of(place: str) -> str | None:
        return label(frame, place) if place in known else None

    def elsewhere(place: str) -> str:
        return frame.public_url + place

    return Job(name, shift, stamps, label_of, elsewhere)


def label(frame: Frame, place: str) -> str:
    """What a screen reader says of a link to that place."""
    words = frame.words
    kind, _, rest = place.partition("-")
    if kind.isdigit():
        return words["response_to"] % {"label": place}
    if kind == "master":
        return (words["master_response"] % {"number": rest, "title": ""}).strip(" :")
    if kind == "letter":
        return f"{words['letter_number']} {rest}"
    titles = {
        place_of_section(key): words[word]
        for key, word in (
            ("commenter", "commenters"),
            ("master", "master_responses"),
            ("letter", "letters"),
            ("topic", "index"),
            ("errata", "errata"),
            ("introduction", "introduction"),
        )
    }
    return titles.get(place, words["contents"])


def _numbered(frame: Frame, number: str) -> Stamps:
    return Stamps(foot=f"{frame.words['page']} {number}")


def _stamps(frame: Frame, folder: _Folder) -> list[Stamps]:
    made = [_numbered(frame, str(folder.before + page + 1)) for page in range(folder.pages)]
    letters = defaultdict(list)
    found = json.loads((folder.path / _PLACES).read_text())["places"]
    for heading in folder.headings:
        if heading["level"] == 2 and heading["id"].startswith("letter-"):
            page, y = found[heading["id"]]
            letters[page].append((heading["id"].removeprefix("letter-"), page, y))
    if letters:
        word = frame.words["letter_number"]
        ordered = [one for page in sorted(letters) for one in letters[page]]
        for page, text in pdf_stamps.letters_on(folder.pages, ordered, word).items():
            made[page].head = text
    pdf_stamps.rules_of(folder.path / "marks.json", dict(enumerate(made)))
    return made


def _roman(number: int) -> str:
    made = ""
    for value, sign in (
        *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
        *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
    ):
        made += sign * (number // value)
        number %= value
    return made
