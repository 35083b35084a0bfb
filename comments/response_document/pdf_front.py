"""The front of the document, set last: its contents name the pages of all that follows."""

from collections.abc import Callable, Sequence

from comments.response_document.pdf_nodes import (
    Node,
    heading,
    linked_labels,
    paragraph,
    place_of_section,
    short,
)
from comments.response_document.renderer import Frame

MOST_LETTERS = 100
"""Entries for letters in the contents; where there are more, an entry stands for several."""

_STEPS = (1, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)

INTRODUCTION = place_of_section("introduction")
ERRATA = place_of_section("errata")
CONTENTS = place_of_section("contents")


def front_nodes(frame: Frame, entries: Sequence[dict]) -> list[Node]:
    """Title, errata, contents, introduction. `entries` are those of the contents."""
    front, words = frame.front, frame.words
    made: list[Node] = [
        {
            "kind": "title",
            "above": [f"{words['docket']} {front['docket_number']}"],
            "text": front["title"],
            "below": [{"text": front["headline"], "lang": short(front["headline_language"])}],
        },
        paragraph({"text": front["agency"], "bold": True}),
        paragraph(front["standing"]),
    ]
    if front["facts"]:
        made.append({"kind": "facts", "items": front["facts"]})
    made.append({"kind": "page"})
    if front["errata"]:
        made += [
            heading(1, ERRATA, words["errata"]),
            paragraph(words["errata_about"]),
            _errata(frame),
            {"kind": "page"},
        ]
    made += [
        heading(1, CONTENTS, words["contents"]),
        {"kind": "contents", "items": list(entries)},
        {"kind": "page"},
        heading(1, INTRODUCTION, words["introduction"]),
        *(paragraph(text) for text in front["introduction"] or [words["nothing"]]),
    ]
    return made


def _errata(frame: Frame) -> Node:
    words = frame.words
    return {
        "kind": "table",
        "columns": [1, 1, 4],
        "head": [words["date"], (words["point"] % {"label": ""}).strip(), words["correction"]],
        "rows": [
            [
                {"parts": [erratum["date"]]},
                {"parts": linked_labels(erratum["point"])},
                {"parts": [{"text": erratum["text"], "lang": short(erratum["language"])}]},
            ]
            for erratum in frame.front["errata"]
        ],
    }


def contents(frame: Frame, headings: Sequence[dict], page_of: Callable[[str], str]) -> list[dict]:
    """Entries of the contents: each section, each master response, the letters in groups.

    `headings` are those of levels 1 and 2 behind the front; `page_of` says on which page a place
    is, as the page names itself.
    """
    words = frame.words
    first = [(ERRATA, words["errata"])] if frame.front["errata"] else []
    made = [
        # The typesetter knows the pages of the front itself.
        _entry({"id": place, "text": text, "lang": ""}, 0, lambda place: "")
        for place, text in [*first, (INTRODUCTION, words["introduction"])]
    ]
    letters = [one for one in headings if one["id"].startswith("letter-")]
    for one in headings:
        if one["level"] == 1:
            made.append(_entry(one, 0, page_of))
            if one["id"] == place_of_section("letter"):
                made += [_entry(group, 1, page_of) for group in grouped(words, letters)]
        elif one["id"].startswith("master-"):
            made.append(_entry(one, 1, page_of))
    return made


def grouped(words: dict[str, str], letters: Sequence[dict]) -> list[dict]:
    """Headings that stand for one letter or several, in order; `letters` are what each holds."""
    step = next((n for n in _STEPS if len(letters) <= n * MOST_LETTERS), _STEPS[-1])
    if step == 1:
        return [{**letter, "letters": [letter]} for letter in letters]
    groups = [letters[at : at + step] for at in range(0, len(letters), step)]
    return [
        {
            "id": group[0]["id"],
            "text": f"{words['letter_number']} {_number(group[0])} – {_number(group[-1])}",
            "lang": "",
            "letters": group,
        }
        for group in groups
    ]


def _number(heading: dict) -> str:
    return heading["id"].removeprefix("letter-")


def _entry(heading: dict, level: int, page_of: Callable[[str], str]) -> dict:
    return {
        "level": level,
        "to": heading["id"],
        "text": heading["text"],
        "lang": heading["lang"],
        "page": page_of(heading["id"]),
    }
