"""A small document as plain data, with everything in it that formats find hard.

Long letters, a nested point, a redacted word, another language, a bullet list, a link, signs that
markup takes for its own, a letter without points, a name in another script.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from comments.response_document.content import SECTIONS, Front, Piece
from comments.response_document.frame_words import words_in
from comments.response_document.renderer import Frame, Slice

SECRET = "415-555-0134"  # redacted before: no format has it
MADE_AT = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)


def run(text: str, *, bold=False, italic=False, href="") -> dict:
    return {"text": text, "bold": bold, "italic": italic, "href": href}


def paragraph(*runs, kind="paragraph") -> dict:
    return {"kind": kind, "runs": list(runs)}


def front(language: str, *, letters: int, errata: bool = True) -> Front:
    spanish = language == "es"
    return {
        "piece": "front",
        "language": language,
        "title": "Respuesta a los comentarios" if spanish else "Response to Comments",
        "docket_number": "PA-2026-01",
        "headline": "Cooperative Agreement: first draft",
        "headline_language": "en",
        "agency": "Plaza Agency & Partners",
        "standing": "Final, 2 de marzo de 2026" if spanish else "Final, March 2, 2026",
        "introduction": [
            "Each point is answered below." if not spanish else "Cada punto se responde abajo."
        ],
        "facts": [["Comments", "12,000"], ["Points", "3,000"]],
        "errata": [
            {
                "date": "March 9, 2026",
                "point": "1-2",
                "language": "en",
                "text": "The response said 4,000 acres; the figure is 4,200 acres.",
            }
        ]
        if errata
        else [],
        "counts": {"commenter": letters, "master": 2, "letter": letters, "topic": 2},
    }


def letter(number: int, *, paragraphs: int = 2) -> dict:
    label = f"{number}-1"
    inner = f"{number}-2"
    return {
        "piece": "letter",
        "number": number,
        "docket_number": f"PA-2026-01-{number:04d}",
        "name": "Ana Muñoz" if number % 3 else "Anonymous",
        "affiliation": "Friends of the <River> & Co. #1" if number % 2 else "",
        "received": "February 3, 2026, 4:52 p.m. PST",
        "channel": "Web form",
        "senders": 1 if number % 4 else 1200,
        "files": [
            {"name": "letter_$1 *final*.pdf", "kind": "PDF", "note": ""},
            {"name": "", "kind": "PDF", "note": "Withheld: names of minors."},
        ]
        if number == 1
        else [],
        "passages": [
            {
                "label": "Comment",
                "about": "",
                "language": "es" if number % 5 == 0 else "en",
                "segments": [
                    {"text": "Dear agency,\n\n", "points": [], "starts": []},
                    {"text": "The water rule ", "points": [label], "starts": [label]},
                    {
                        "text": "is unclear @home \\ #here",
                        "points": [label, inner],
                        "starts": [inner],
                    },
                    {"text": ".\n", "points": [label], "starts": []},
                    {
                        "text": "Call me at [telephone number redacted].\n\n"
                        + "\n\n".join(
                            f"Paragraph {i} of letter {number}: the plan should say more. " * 3
                            for i in range(paragraphs)
                        ),
                        "points": [],
                        "starts": [],
                    },
                ],
                "translation": "Traducción de la carta." if number == 2 else "",
            }
        ],
        "points": [
            {
                "label": label,
                "topics": ["Water"],
                "masters": [{"number": 1, "title": "Water supply", "language": "en"}],
                "response": None,
            },
            {
                "label": inner,
                "topics": ["Water", "Traffic"],
                "masters": [],
                "response": {
                    "language": "en",
                    "blocks": [
                        paragraph(run("The rule is in "), run("section 4", bold=True), run(".")),
                        paragraph(run("First, "), run("see this", italic=True), kind="bullet"),
                        paragraph(run("the page", href="https://plaza.example/en/"), kind="bullet"),
                        paragraph(run("One"), kind="number"),
                        paragraph(run("Two"), kind="number"),
                    ],
                },
            },
        ]
        if number % 7
        else [],
    }


def pieces(language: str = "en", *, letters: int = 8, paragraphs: int = 2) -> Iterator[Piece]:
    yield front(language, letters=letters)
    for number in range(1, letters + 1):
        one = letter(number, paragraphs=paragraphs)
        yield {
            "piece": "commenter",
            "number": number,
            "name": one["name"],
            "affiliation": one["affiliation"],
            "received": one["received"],
            "senders": one["senders"],
            "points": f"{number}-1 – {number}-2" if one["points"] else "",
        }
    for number, title in ((1, "Water supply"), (2, "Trucks & [noise]")):
        yield {
            "piece": "master",
            "number": number,
            "title": title,
            "title_language": "en",
            "words": {"language": "en", "blocks": [paragraph(run(f"On {title}: we agree."))]},
            "points": [f"{n}-1" for n in range(1, letters + 1) if n % 7] if number == 1 else [],
        }
    for number in range(1, letters + 1):
        yield letter(number, paragraphs=paragraphs)
    for name in ("Water", "Traffic"):
        yield {
            "piece": "topic",
            "name": name,
            "language": "en",
            "points": [f"{n}-2" for n in range(1, letters + 1) if n % 7],
        }


def frame(language: str = "en", *, letters: int = 8) -> Frame:
    return Frame(
        front=front(language, letters=letters),
        made_at=MADE_AT,
        words=words_in(language),
        public_url="https://plaza.example/en/dockets/PA-2026-01/",
    )


def slices(made, *, size: int = 3) -> list[Slice]:
    """The pieces cut as the building cuts them."""
    made = list(made)
    cut = []
    for section in SECTIONS:
        of_it = [piece for piece in made if piece["piece"] == section]
        groups = [of_it[at : at + size] for at in range(0, len(of_it), size)] or [[]]
        for place, group in enumerate(groups):
            cut.append(Slice(len(cut), section, group, place == 0, place == len(groups) - 1))
    return cut
