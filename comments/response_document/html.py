"""The document as accessible pages in a zip file that open without a network.

Slices of letters are written as pages at once. What leads into letters (the list of commenters,
the master responses, the index) is kept as pieces and written by `join`, which knows the file of
each letter. The zip has the same bytes for the same pieces: its times are `made_at`.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.template.loader import render_to_string

from comments import response_words
from comments.response_document.content import Letter, MasterReference, Passage
from comments.response_document.html_pages import (
    INDEX,
    MASTERS,
    Page,
    Places,
    letters_file,
    pages_of,
)
from comments.response_document.renderer import Frame, Slice

_STYLE = Path(__file__).parent.parent / "templates" / "comments" / "document" / "style.css"
_BODY = "<!--body-->"
"""Where a page's template has its content; no words of anybody read so once they are escaped."""
_FACTS, _LETTERS, _PIECES = "facts.json", "letters.html", "pieces.jsonl"
_SAFE_SCHEMES = ("https:", "http:", "mailto:", "tel:")


class HtmlRenderer:
    """Pages: the front and contents, commenters, master responses, letters, index by topic."""

    format = "html"
    suffix = ".zip"
    mime = "application/zip"

    def render(self, frame: Frame, piece: Slice, folder: Path) -> None:
        """Letters become HTML; other pieces are kept for `join`, which knows where they lead."""
        if piece.section == "letter":
            _write_letters(frame, piece, folder / _LETTERS)
        else:
            lines = (_dump(one) + "\n" for one in piece.pieces)
            (folder / _PIECES).write_text("".join(lines), encoding="utf-8")
        (folder / _FACTS).write_text(_dump(_facts(piece)), encoding="utf-8")

    def join(self, frame: Frame, folders: Sequence[Path], target: Path) -> None:
        """Write all pages, one after the other, into the zip file."""
        facts = [json.loads((folder / _FACTS).read_text(encoding="utf-8")) for folder in folders]
        places = Places.of(facts)
        pages = pages_of(frame, facts, folders)
        with ZipFile(target, "w") as made:
            for page in pages:
                _write_page(made, frame, page, pages, places)
            _write(made, "style.css", frame, [_STYLE.read_bytes()])


def _facts(piece: Slice) -> dict:
    """What other pages must know of this slice: its file, its letters and points, its titles."""
    facts = {"section": piece.section}
    if piece.section == "letter":
        facts |= {
            "file": letters_file(piece.pieces),
            "numbers": [one["number"] for one in piece.pieces],
            "points": [label for one in piece.pieces for label in _labels(one)],
        }
    elif piece.section == "commenter":
        facts["numbers"] = [one["number"] for one in piece.pieces]
    elif piece.section == "master":
        keys = ("number", "title", "title_language")
        facts["masters"] = [{key: one[key] for key in keys} for one in piece.pieces]
    elif piece.section == "topic":
        facts["topics"] = [{key: one[key] for key in ("name", "language")} for one in piece.pieces]
    return facts


def _labels(letter: Letter) -> list[str]:
    """The points that can be gone to in this letter: those with words, and those with answers."""
    begun = response_words.anchored_labels(passage["segments"] for passage in letter["passages"])
    return sorted(begun | {point["label"] for point in letter["points"]})


def _write_letters(frame: Frame, piece: Slice, target: Path) -> None:
    with target.open("w", encoding="utf-8") as file:
        for letter in piece.pieces:
            file.write(render_to_string("comments/document/letter.html", _letter(frame, letter)))


def _letter(frame: Frame, letter: Letter) -> dict:
    words = frame.words
    texts = [passage["segments"] for passage in letter["passages"]]
    begun = response_words.anchored_labels(texts)
    answered = {point["label"] for point in letter["points"]}
    marked = response_words.stretches(texts, answered=answered)
    return {
        "language": frame.language,
        "words": words,
        "letter": letter,
        "title": words["letter"] % {"number": letter["number"], "name": letter["name"]},
        "same_letter": words["same_letter"] % {"number": f"{letter['senders']:,}"},
        "responses_title": words["responses"] % {"number": letter["number"]},
        "passages": [
            _passage(passage, stretches)
            for passage, stretches in zip(letter["passages"], marked, strict=True)
        ],
        "points": [
            {
                "label": point["label"],
                "has_words": point["label"] in begun,
                "title": words["response_to"] % {"label": point["label"]},
                "back": words["back_to_words"] % {"label": point["label"]},
                "topics": ", ".join(point["topics"]),
                "masters": [_reference(words, master) for master in point["masters"]],
                "response": response_of(point["response"]),
                "address": f"{frame.public_url}{point['label']}/",
            }
            for point in letter["points"]
        ],
    }


def _reference(words: dict, master: MasterReference) -> dict:
    """The words around the title, which may be in a language of its own."""
    before, _title, after = words["see_master"].partition("%(title)s")
    number = {"number": master["number"]}
    return {
        **master,
        "href": f"{MASTERS}#master-{master['number']}",
        "before": before % number,
        "after": after % number,
    }


def _passage(passage: Passage, stretches: list) -> dict:
    return {**passage, "stretches": stretches}


def response_of(words: dict | None) -> dict | None:
    """What a response says, with the blocks of one list together and no link that runs a script."""
    if words is None:
        return None
    blocks = [
        {"kind": block["kind"], "runs": [_safe(run) for run in block["runs"]]}
        for block in words["blocks"]
    ]
    return {"language": words["language"], "groups": response_words.grouped(blocks)}


def _safe(run: dict) -> dict:
    return run if run["href"].startswith(_SAFE_SCHEMES) else {**run, "href": ""}


def _write_page(
    made: ZipFile, frame: Frame, page: Page, pages: Sequence[Page], places: Places
) -> None:
    context = page.context(frame, pages) | {"body": _BODY}
    before, after = render_to_string("comments/document/page.html", context).split(_BODY)
    chunks = _chunks(frame, page, pages, places)
    _write(made, page.file, frame, _encoded(before, chunks, after))


def _encoded(before: str, chunks: Iterable[str], after: str) -> Iterator[bytes]:
    yield before.encode()
    for chunk in chunks:
        yield chunk if isinstance(chunk, bytes) else chunk.encode()
    yield after.encode()


def _chunks(
    frame: Frame, page: Page, pages: Sequence[Page], places: Places
) -> Iterator[str | bytes]:
    shared = {"words": frame.words, "language": frame.language}
    if page.file == INDEX:
        context = page.front(frame, pages, places)
        yield render_to_string("comments/document/front.html", shared | context)
        return
    if page.is_empty:
        yield render_to_string("comments/document/nothing.html", shared)
    for folder in page.folders:
        if page.section == "letter":
            with (folder / _LETTERS).open("rb") as file:
                yield from iter(lambda file=file: file.read(1 << 16), b"")
        else:
            rows = [places.linked(frame, row) for row in _pieces(folder)]
            if rows:
                template = f"comments/document/{page.section}s.html"
                yield render_to_string(template, shared | {"rows": rows, "title": page.heading})


def _pieces(folder: Path) -> Iterator[dict]:
    with (folder / _PIECES).open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["piece"] == "master":
                row["response"] = response_of(row["words"])
            yield row


def _write(made: ZipFile, name: str, frame: Frame, chunks: Iterable[bytes]) -> None:
    info = ZipInfo(name, date_time=frame.made_at.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    info.create_system = 3  # Unix, whichever system makes it
    info.external_attr = 0o644 << 16
    with made.open(info, "w", force_zip64=True) as entry:
        for chunk in chunks:
            entry.write(chunk)


def _dump(value: dict) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
