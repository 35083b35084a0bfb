"""The sections of the Word document around its letters: front, commenters, masters, index."""

from comments.response_document.content import Commenter, Erratum, Front, Master, Topic
from comments.response_document.renderer import Frame, Slice
from comments.response_document.word_letters import write_letter
from comments.response_document.word_writing import (
    TABLE_END,
    Writing,
    cell,
    table_row,
    table_start,
)
from comments.response_document.word_xml import (
    address,
    anchor_of,
    fill,
    labels_linked,
    linked,
    paragraph,
    points_linked,
    run,
)

LETTERS_IN_CONTENTS = 200
"""Of more letters the table of contents lists the slices only: nobody reads 12,000 entries, and
the list of commenters leads to each."""

_COMMENTERS = (
    ("letter_number", 850),
    ("name", 2300),
    ("affiliation", 2100),
    ("received", 1850),
    ("senders", 960),
    ("points", 1300),
)
_ERRATA = (("date", 1900), ("point", 1000), ("correction", 6460))


def write_section(writing: Writing, frame: Frame, piece: Slice) -> None:
    """What a slice says, in the document's order."""
    _SECTIONS[piece.section](writing, frame, piece)


def _write_front(writing: Writing, frame: Frame, piece: Slice) -> None:
    front = frame.front
    for style, text, language in _title_page(front):
        if text:
            writing.add(paragraph(run(text, language=language), style=style))
    for name, figure in front["facts"]:
        fact = run(f"{name}: ", bold=True) + run(figure)
        writing.add(paragraph(fact, style="FrontFacts"))
    if frame.public_url:
        online = address(frame.public_url, run(frame.public_url, style="Hyperlink"))
        writing.add(paragraph(online, style="FrontFacts"))
    if front["errata"]:
        _write_errata(writing, frame, front["errata"])
    writing.continue_after_contents()
    if front["introduction"]:
        writing.heading(1, run(frame.words["introduction"]))
        for text in front["introduction"]:
            writing.add(paragraph(run(text), style="BodyText"))


def _title_page(front: Front) -> list[tuple[str, str, str]]:
    return [
        ("FrontAgency", front["agency"], ""),
        ("Title", front["title"], ""),
        ("Subtitle", front["headline"], front["headline_language"]),
        ("FrontFacts", front["docket_number"], ""),
        ("FrontFacts", front["standing"], ""),
    ]


def _write_errata(writing: Writing, frame: Frame, errata: list[Erratum]) -> None:
    words = frame.words
    writing.heading(1, run(words["errata"]))
    writing.add(paragraph(run(words["errata_about"]), style="BodyText"))
    names = {**words, "point": words["points"]}
    writing.add(table_start(words["errata"], [(names[key], width) for key, width in _ERRATA]))
    for erratum in errata:
        cells = (
            cell(run(erratum["date"])),
            cell(points_linked(erratum["point"])),
            cell(run(erratum["text"], language=erratum["language"])),
        )
        writing.add(table_row(cells, [width for key, width in _ERRATA]))
    writing.add(TABLE_END)


def _write_commenters(writing: Writing, frame: Frame, piece: Slice) -> None:
    """One table over all slices: the first opens it, the last closes it."""
    words = frame.words
    if piece.is_first:
        writing.heading(1, run(words["commenters"]))
        if not piece.pieces:
            return _write_nothing(writing, frame)
        columns = [(words[key], width) for key, width in _COMMENTERS]
        writing.add(table_start(words["commenters"], columns))
    for commenter in piece.pieces:
        writing.add(_commenter_row(commenter))
    if piece.is_last:
        writing.add(TABLE_END)


def _commenter_row(commenter: Commenter) -> str:
    number = commenter["number"]
    cells = (
        cell(linked(anchor_of("letter", number), str(number))),
        cell(run(commenter["name"])),
        cell(run(commenter["affiliation"])),
        cell(run(commenter["received"])),
        cell(run(f"{commenter['senders']:,}")),
        cell(points_linked(commenter["points"])),
    )
    return table_row(cells, [width for key, width in _COMMENTERS])


def _write_masters(writing: Writing, frame: Frame, piece: Slice) -> None:
    _write_start(writing, frame, piece, "master_responses")
    for master in piece.pieces:
        _write_master(writing, frame, master)


def _write_master(writing: Writing, frame: Frame, master: Master) -> None:
    number, around = master["number"], writing.bookmarks.around
    plain = {
        "number": run(str(number)),
        "title": run(master["title"], language=master["title_language"]),
    }
    # What points refer to: see word_letters.
    marked = {name: around(anchor_of(f"master_{name}", number), plain[name]) for name in plain}
    template = frame.words["master_response"]
    writing.heading(
        2,
        fill(template, **plain),
        marked=fill(template, **marked),
        anchor=anchor_of("master", number),
    )
    writing.words(master["words"])
    if master["points"]:
        referred = run(f"{frame.words['referred_by']}: ", bold=True)
        writing.add(paragraph(referred + labels_linked(master["points"]), style="BodyText"))


def _write_letters(writing: Writing, frame: Frame, piece: Slice) -> None:
    _write_start(writing, frame, piece, "letters")
    level = 2
    if piece.pieces and frame.front["counts"]["letter"] > LETTERS_IN_CONTENTS:
        numbers = dict.fromkeys((piece.pieces[0]["number"], piece.pieces[-1]["number"]))
        stretch = " – ".join(map(str, numbers))
        writing.heading(level, run(f"{frame.words['letter_number']} {stretch}"))
        level += 1
    for letter in piece.pieces:
        write_letter(writing, frame, letter, level=level)


def _write_index(writing: Writing, frame: Frame, piece: Slice) -> None:
    _write_start(writing, frame, piece, "index")
    for topic in piece.pieces:
        _write_topic(writing, topic)


def _write_topic(writing: Writing, topic: Topic) -> None:
    writing.heading(2, run(topic["name"], language=topic["language"]))
    writing.add(paragraph(labels_linked(topic["points"]), style="BodyText"))


def _write_start(writing: Writing, frame: Frame, piece: Slice, word: str) -> None:
    if piece.is_first:
        writing.heading(1, run(frame.words[word]))
        if not piece.pieces:
            _write_nothing(writing, frame)


def _write_nothing(writing: Writing, frame: Frame) -> None:
    writing.add(paragraph(run(frame.words["nothing"]), style="BodyText"))


_SECTIONS = {
    "front": _write_front,
    "commenter": _write_commenters,
    "master": _write_masters,
    "letter": _write_letters,
    "topic": _write_index,
}
