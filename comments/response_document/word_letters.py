"""A letter of the Word document: its passages with the points in the margin, and the responses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from comments.response_document.content import (
    AnsweredPoint,
    File,
    Letter,
    MasterReference,
    Passage,
    Segment,
)
from comments.response_document.renderer import Frame
from comments.response_document.word_writing import Writing
from comments.response_document.word_xml import (
    anchor_of,
    clean,
    fill,
    link,
    paragraph,
    reference,
    run,
)

_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")
_GOES_ON = '<w:spacing w:after="0"/>'
_TO_WORDS = "<w:r><w:tab/></w:r>"
_FEW = 3
NESTING_STYLES = ("LetterText", "PointWords", "PointWordsNested", "PointWordsDeep")
"""The style of words that no point covers, one does, two do, more do."""


def write_letter(writing: Writing, frame: Frame, letter: Letter, *, level: int) -> None:
    """The letter under a heading of that level, its passages and responses one below it."""
    name, number = run(letter["name"]), run(str(letter["number"]))
    heading = fill(frame.words["letter"], number=number, name=name)
    writing.heading(level, heading, anchor=anchor_of("letter", letter["number"]))
    for line in _about(frame, letter):
        writing.add(paragraph(line, style="LetterFacts"))
    if letter["files"]:
        # Heads a short list, not a part of the document that anybody would look up.
        writing.add(paragraph(run(frame.words["files"]), style="Lead"))
        for file in letter["files"]:
            writing.add(paragraph(_file(file), style="ListBullet"))
    answered = {point["label"] for point in letter["points"]}
    for passage in letter["passages"]:
        writing.heading(level + 1, run(passage["label"], language=frame.language))
        _write_passage(writing, frame, passage, answered)
    if letter["points"]:
        starts = {
            label
            for passage in letter["passages"]
            for segment in passage["segments"]
            for label in segment["starts"]
        }
        writing.heading(level + 1, fill(frame.words["responses"], number=number))
        for point in letter["points"]:
            _write_response(writing, frame, point, level=level + 2, in_letter=starts)


def _about(frame: Frame, letter: Letter) -> Iterator[str]:
    if letter["affiliation"]:
        yield run(letter["affiliation"])
    received = f"{frame.words['received']}: {letter['received']}"
    yield run(" · ".join(x for x in (received, letter["channel"], letter["docket_number"]) if x))
    if letter["senders"] > 1:
        yield fill(frame.words["same_letter"], number=run(f"{letter['senders']:,}"))


def _file(file: File) -> str:
    named = f"{file['name']} ({file['kind']})" if file["name"] else file["kind"]
    return run(f"{named} · {file['note']}" if file["note"] else named)


def _write_passage(writing: Writing, frame: Frame, passage: Passage, answered: set[str]) -> None:
    if passage["about"]:
        writing.add(paragraph(run(frame.words["quoted"]), style="Lead"))
        for text in _paragraphs(passage["about"]):
            writing.add(paragraph(run(text, language=passage["language"]), style="Quote"))
    for one in _stretches(passage["segments"]):
        _write_stretch(writing, one, passage["language"], answered)
    if passage["translation"]:
        writing.add(paragraph(run(frame.words["translation"]), style="Lead"))
        for text in _paragraphs(passage["translation"]):
            writing.add(paragraph(run(text, language=frame.language), style="LetterText"))


@dataclass
class _Stretch:
    """Words that the same points cover. `goes_on` says that the writer's own paragraph does."""

    text: str
    depth: int
    starts: list[str]
    goes_on: bool = False


def _stretches(segments: list[Segment]) -> list[_Stretch]:
    """The segments that have words; a full stop alone stays with the words before it."""
    made: list[_Stretch] = []
    for segment in segments:
        text = clean(segment["text"])
        if made and not segment["starts"] and _is_punctuation(text):
            made[-1].text += text
        elif text.strip() or segment["starts"]:
            made.append(_Stretch(text, len(segment["points"]), segment["starts"]))
    for one, following in pairwise(made):
        between = one.text[len(one.text.rstrip()) :] + following.text
        one.goes_on = not _PARAGRAPHS.match(between.lstrip(" \t"))
    return made


def _is_punctuation(text: str) -> bool:
    return len(text.strip()) <= _FEW and not re.search(r"\w", text)


def _write_stretch(writing: Writing, stretch: _Stretch, language: str, answered: set[str]) -> None:
    """A paragraph of its own for each, so that the margin's rule is beside these words only."""
    style = NESTING_STYLES[min(stretch.depth, len(NESTING_STYLES) - 1)]
    texts = _paragraphs(stretch.text) or [""]
    for at, text in enumerate(texts):
        labels = _labels(writing, stretch.starts if at == 0 else [], answered)
        goes_on = stretch.goes_on and at == len(texts) - 1
        writing.add(
            paragraph(
                # Words begin beyond the margin in which labels stand, with or without one.
                labels + (_TO_WORDS if stretch.depth else "") + run(text, language=language),
                style=style,
                properties=_GOES_ON if goes_on else "",
            )
        )


def _labels(writing: Writing, labels: list[str], answered: set[str]) -> str:
    made = []
    for label in labels:
        inner = run(label, style="PointLabel")
        if label in answered:
            inner = link(anchor_of("point", label), inner)
        made.append(writing.bookmarks.around(anchor_of("words", label), inner))
    return run(", ").join(made)


def _paragraphs(text: str) -> list[str]:
    return [part for part in _PARAGRAPHS.split(clean(text).strip()) if part]


def _write_response(
    writing: Writing, frame: Frame, point: AnsweredPoint, *, level: int, in_letter: set[str]
) -> None:
    label = point["label"]
    named = run(label)
    if label in in_letter:
        named = link(anchor_of("words", label), named)
    heading = fill(frame.words["response_to"], label=named)
    writing.heading(level, heading, anchor=anchor_of("point", label))
    if point["topics"]:
        topics = run(f"{frame.words['topics']}: {', '.join(point['topics'])}")
        writing.add(paragraph(topics, style="LetterFacts"))
    for master in point["masters"]:
        writing.add(paragraph(_see(frame, master), style="BodyText"))
    if point["response"]:
        writing.words(point["response"])
    elif not point["masters"]:
        writing.add(paragraph(run(frame.words["no_response"]), style="BodyText"))


def _see(frame: Frame, master: MasterReference) -> str:
    number = master["number"]
    title = run(master["title"], style="Hyperlink", language=master["language"])
    phrase = fill(
        frame.words["see_master"],
        style="Hyperlink",
        number=reference(anchor_of("master_number", number), run(str(number), style="Hyperlink")),
        title=reference(anchor_of("master_title", number), title),
    )
    return link(anchor_of("master", number), phrase)
