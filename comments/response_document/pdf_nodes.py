"""What a slice's pieces become for the typesetter: a list of nodes, plain data.

A node is a heading, a paragraph, a list, a table, or a group of those that is set off. Its words
are strings and parts: {"text", "lang", "bold", "italic", "to", "href"}; `to` names a place of this
document (`place_of_…`), which may be in another slice. Beside them stand {"break"} for the
writer's line breaks, {"label"} where a point begins and {"mark"} for where its words do.
"""

import re
from collections.abc import Iterable, Sequence

from comments.response_document.content import Block, Commenter, Letter, Master, Passage, Topic
from comments.response_document.renderer import Frame, Slice

Node = dict
Part = dict | str

SECTION_TITLES = {
    "commenter": "commenters",
    "master": "master_responses",
    "letter": "letters",
    "topic": "index",
}

_LABEL = re.compile(r"\d+-\d+")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_LINK = re.compile(r"(https?://|mailto:)[\x21-\x7e]+")


def place_of_section(section: str) -> str:
    return f"section-{section}"


def place_of_letter(number: int) -> str:
    return f"letter-{number}"


def place_of_master(number: int) -> str:
    return f"master-{number}"


def nodes_of(frame: Frame, piece: Slice) -> list[Node]:
    """The nodes of a slice of any section but the front."""
    made = []
    if piece.is_first:
        title = frame.words[SECTION_TITLES[piece.section]]
        made.append(heading(1, place_of_section(piece.section), title))
    if piece.section == "commenter" and piece.pieces:
        made.append(_commenters(frame, piece.pieces))
    else:
        of_one = {"master": master_nodes, "letter": letter_nodes, "topic": topic_nodes}
        for one in piece.pieces:
            made += of_one[piece.section](frame, one)
    if piece.is_first and not piece.pieces:
        made.append(paragraph(frame.words["nothing"]))
    return made


def heading(level: int, place: str, text: str, language: str = "") -> Node:
    return {
        "kind": "heading",
        "level": level,
        "id": place,
        "text": " ".join(text.split()),
        "lang": short(language),
    }


def paragraph(*parts: Part, language: str = "", kind: str = "paragraph") -> Node:
    return {"kind": kind, "parts": list(parts), "lang": short(language)}


def link(text: str, place: str, language: str = "") -> Part:
    return {"text": text, "to": place, "lang": short(language)}


def short(language: str) -> str:
    """Of a language tag what the typesetter takes ("es" of "es-MX"), or empty."""
    first = language.split("-")[0].lower()
    return first if _LANGUAGE.fullmatch(first) else ""


def point_links(labels: Iterable[str]) -> list[Part]:
    """Labels with commas between them, each a link to its response."""
    parts: list[Part] = []
    for label in labels:
        parts += [", "] if parts else []
        parts.append(link(label, label))
    return parts


def linked_labels(text: str) -> list[Part]:
    """The same words, with each label in them a link."""
    parts: list[Part] = []
    at = 0
    for found in _LABEL.finditer(text):
        parts += [text[at : found.start()], link(found.group(), found.group())]
        at = found.end()
    return [part for part in [*parts, text[at:]] if part]


def block_nodes(blocks: Sequence[Block], language: str) -> list[Node]:
    """Paragraphs and lists of a response, in their language."""
    made: list[Node] = []
    for block in blocks:
        parts = [_run(run) for run in block["runs"]]
        if block["kind"] == "paragraph":
            made.append(paragraph(*parts, language=language))
        elif made and made[-1]["kind"] == block["kind"]:
            made[-1]["items"].append(parts)
        else:
            made.append({"kind": block["kind"], "items": [parts], "lang": short(language)})
    return made


def _run(run: dict) -> Part:
    part = {key: run[key] for key in ("text", "bold", "italic")}
    return part | {"href": run["href"] if _LINK.fullmatch(run["href"]) else ""}


def _commenters(frame: Frame, commenters: Sequence[Commenter]) -> Node:
    words = frame.words
    keys = ("letter_number", "name", "affiliation", "received", "senders", "points")
    rows = [
        [
            {"parts": [link(str(one["number"]), place_of_letter(one["number"]))]},
            {"parts": [one["name"]]},
            {"parts": [one["affiliation"]]},
            {"parts": [one["received"]]},
            {"parts": [f"{one['senders']:,}" if one["senders"] > 1 else "1"]},
            {"parts": linked_labels(one["points"])},
        ]
        for one in commenters
    ]
    # The widths of columns as parts of the page; 0 is as wide as the words.
    return {
        "kind": "table",
        "columns": [0, 3, 3, 3, 0, 2],
        "head": [words[key] for key in keys],
        "rows": rows,
    }


def master_nodes(frame: Frame, master: Master) -> list[Node]:
    words = frame.words
    title = words["master_response"] % {"number": master["number"], "title": master["title"]}
    # A heading has one language, its longest part's: the title's own.
    language = master["title_language"]
    made = [heading(2, place_of_master(master["number"]), title, _other(frame, language))]
    made += block_nodes(master["words"]["blocks"], master["words"]["language"])
    if master["points"]:
        labels = point_links(master["points"])
        made.append(paragraph(_term(words["referred_by"]), *labels, kind="quiet"))
    return made


def topic_nodes(frame: Frame, topic: Topic) -> list[Node]:
    language = _other(frame, topic["language"])
    labels = point_links(topic["points"]) or [frame.words["nothing"]]
    # The place only has to differ from all others: a topic is not linked to.
    place = "topic-" + topic["name"].encode().hex()
    return [heading(2, place, topic["name"], language), paragraph(*labels)]


def letter_nodes(frame: Frame, letter: Letter) -> list[Node]:
    words = frame.words
    number = letter["number"]
    title = words["letter"] % {"number": number, "name": letter["name"]}
    made = [heading(2, place_of_letter(number), title) | {"ruled": True}]
    about = [letter[key] for key in ("affiliation", "docket_number", "received", "channel")]
    made.append(paragraph(" · ".join(part for part in about if part), kind="quiet"))
    if letter["senders"] > 1:
        count = f"{letter['senders']:,}"
        made.append(paragraph(words["same_letter"] % {"number": count}, kind="quiet"))
    for place, passage in enumerate(letter["passages"]):
        made += _passage_nodes(frame, letter, place, passage)
    if letter["files"]:
        made.append(heading(3, f"letter-{number}-files", words["files"]))
        made.append({"kind": "bullet", "items": [[_file(file)] for file in letter["files"]]})
    if letter["points"]:
        title = words["responses"] % {"number": number}
        made.append(heading(3, f"letter-{number}-responses", title))
    for point in letter["points"]:
        title = words["response_to"] % {"label": point["label"]}
        made.append(heading(4, point["label"], title))
        if point["topics"]:
            topics = ", ".join(point["topics"])
            made.append(paragraph(_term(words["topics"]), topics, kind="heading-line"))
        for master in point["masters"]:
            sentence = words["see_master"] % master
            place = place_of_master(master["number"])
            part = link(sentence, place, _other(frame, master["language"]))
            made.append(paragraph(part | {"underlined": True}))
        if point["response"]:
            response = point["response"]
            made += block_nodes(response["blocks"], response["language"])
        elif not point["masters"]:
            made.append(paragraph(words["no_response"]))
    return made


def _passage_nodes(frame: Frame, letter: Letter, place: int, passage: Passage) -> list[Node]:
    words = frame.words
    number = letter["number"]
    language = passage["language"]
    made = []
    if passage["label"]:
        made.append(heading(3, f"letter-{number}-passage-{place}", passage["label"]))
    if passage["about"]:
        quoted = [paragraph(words["quoted"], kind="heading-line"), paragraph(passage["about"])]
        made.append({"kind": "group", "nodes": quoted})
    for parts in bracketed(passage, f"{number}.{place}"):
        made.append(paragraph(*parts, language=language))
    if passage["translation"]:
        told = [paragraph({"text": words["translation"], "bold": True}, kind="heading-line")]
        told += [paragraph(*parts) for parts in plain(passage["translation"])]
        made.append({"kind": "group", "nodes": told})
    return made


def plain(text: str) -> list[list[Part]]:
    """Paragraphs of a text: blank lines part them, other line breaks stay."""
    return bracketed({"segments": [{"text": text, "points": [], "starts": []}]}, "")


def bracketed(passage: Passage, name: str) -> list[list[Part]]:
    """Paragraphs of a passage, with the labels of its points and the marks of where they are.

    A mark is [name, label, depth, "start" or "end"]; marks stand beside words, never beside the
    white space between them, so that a rule is as long as the words it belongs to.
    """
    paragraphs: list[list[Part]] = [[]]
    open_points: list[str] = []
    for segment in passage["segments"]:
        for label in reversed([one for one in open_points if one not in segment["points"]]):
            _end(paragraphs, name, label, open_points.index(label))
            open_points.remove(label)
        starting = [one for one in segment["points"] if one not in open_points]
        for piece in re.split(r"(\n\s*\n|\n)", segment["text"].replace("\r\n", "\n")):
            if piece.startswith("\n"):
                _break(paragraphs, is_paragraph=piece.count("\n") > 1)
            elif piece.strip():
                for label in starting:
                    open_points.append(label)
                    mark = [name, label, open_points.index(label), "start"]
                    if label in segment["starts"]:
                        paragraphs[-1].append({"label": label})
                    paragraphs[-1].append({"mark": mark})
                starting = []
                paragraphs[-1].append(piece.replace("\t", " "))
            elif piece and paragraphs[-1]:
                paragraphs[-1].append(" ")
    for label in reversed(open_points):
        _end(paragraphs, name, label, open_points.index(label))
    return [parts for parts in map(_trimmed, paragraphs) if parts]


def _break(paragraphs: list[list[Part]], *, is_paragraph: bool) -> None:
    if is_paragraph:
        paragraphs.append([])
    elif paragraphs[-1]:
        paragraphs[-1].append({"break": True})


def _end(paragraphs: list[list[Part]], name: str, label: str, depth: int) -> None:
    """Mark the end behind the last words, before white space, breaks and new paragraphs."""
    for parts in reversed(paragraphs):
        for at in range(len(parts) - 1, -1, -1):
            if isinstance(parts[at], str) and parts[at].strip():
                words = parts[at].rstrip()
                mark = {"mark": [name, label, depth, "end"]}
                rest = [parts[at][len(words) :]] if len(words) < len(parts[at]) else []
                parts[at : at + 1] = [words, mark, *rest]
                return


def _trimmed(parts: list[Part]) -> list[Part]:
    while parts and (parts[-1] == {"break": True} or parts[-1] == " "):
        parts = parts[:-1]
    return parts


def _file(file: dict) -> str:
    return " · ".join(part for part in (file["name"], file["kind"], file["note"]) if part)


def _term(text: str) -> Part:
    return {"text": f"{text}: ", "bold": True}


def _other(frame: Frame, language: str) -> str:
    return language if language != frame.language else ""
