"""Which pages the document in HTML has, and in which of them each letter and each point is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from comments.response_document.content import Letter
from comments.response_document.renderer import Frame

INDEX, MASTERS, TOPICS = "index.html", "master-responses.html", "index-by-topic.html"
_TITLES = {
    "commenter": "commenters",
    "master": "master_responses",
    "letter": "letters",
    "topic": "index",
}
"""The sections behind the front, and the fixed words (frame_words) that name them."""


def letters_file(letters: Sequence[Letter]) -> str:
    """The page that a slice of letters becomes."""
    if not letters:
        return "letters.html"
    return f"letters-{letters[0]['number']}-{letters[-1]['number']}.html"


@dataclass(frozen=True)
class Entry:
    """A link of the contents, with the links below it."""

    href: str
    text: str
    language: str = ""
    entries: tuple["Entry", ...] = ()


@dataclass(frozen=True)
class Page:
    """A page of the document: its file, its section, and the folders of which it is made."""

    file: str
    section: str
    heading: str
    section_heading: str
    folders: tuple[Path, ...] = ()
    entries: tuple[Entry, ...] = ()
    is_empty: bool = False

    def context(self, frame: Frame, pages: Sequence["Page"]) -> dict:
        """What the frame of the page shows: titles, the way to other pages."""
        at = pages.index(self)
        return {
            "language": frame.language,
            "words": frame.words,
            "front": frame.front,
            "page": self,
            "is_front": self.section == "front",
            "sections": [page for page in _firsts(pages) if page.section != "front"],
            "previous": pages[at - 1] if at else None,
            "next": pages[at + 1] if at + 1 < len(pages) else None,
            "public_url": frame.public_url,
        }

    def front(self, frame: Frame, pages: Sequence["Page"], places: "Places") -> dict:
        """The first page: errata before all else, then what the document has."""
        errata = [row | {"href": places.of_point(row["point"])} for row in frame.front["errata"]]
        return {"front": frame.front, "errata": errata, "contents": _contents(pages)}


def pages_of(frame: Frame, facts: Sequence[dict], folders: Sequence[Path]) -> list[Page]:
    """All pages in the order of reading; a section without pieces has a page that says so."""
    made = [Page(INDEX, "front", frame.front["title"], frame.front["title"])]
    for section, words in _TITLES.items():
        title = frame.words[words]
        of_it = [
            (fact, folder)
            for fact, folder in zip(facts, folders, strict=True)
            if fact["section"] == section
        ]
        if section == "master":
            made.append(_whole(MASTERS, section, title, of_it, _masters(frame, of_it)))
        elif section == "topic":
            made.append(_whole(TOPICS, section, title, of_it, _topics(of_it)))
        else:
            for count, (fact, folder) in enumerate(of_it, start=1):
                file = fact["file"] if section == "letter" else f"commenters-{count}.html"
                heading = _heading(frame, title, fact["numbers"], alone=len(of_it) == 1)
                made.append(Page(file, section, heading, title, (folder,), (), not fact["numbers"]))
    return made


def _whole(file: str, section: str, title: str, of_it: list, entries: tuple) -> Page:
    folders = tuple(folder for _fact, folder in of_it)
    return Page(file, section, title, title, folders, entries, is_empty=not entries)


def _masters(frame: Frame, of_it: list) -> tuple[Entry, ...]:
    named = frame.words["master_response"]
    return tuple(
        Entry(
            f"{MASTERS}#master-{row['number']}",
            named % {"number": row["number"], "title": row["title"]},
            row["title_language"],
        )
        for fact, _folder in of_it
        for row in fact["masters"]
    )


def _topics(of_it: list) -> tuple[Entry, ...]:
    topics = [row for fact, _folder in of_it for row in fact["topics"]]
    return tuple(
        Entry(f"{TOPICS}#{topic_anchor(row['name'])}", row["name"], row["language"])
        for row in topics
    )


def topic_anchor(name: str) -> str:
    """The place of a topic in the index; names are unique in a docket, whatever signs they have."""
    return "topic-" + name.encode().hex()


def _heading(frame: Frame, title: str, numbers: list[int], *, alone: bool) -> str:
    if alone or not numbers:
        return title
    span = frame.words["letters_from_to"] % {"first": numbers[0], "last": numbers[-1]}
    return f"{title}: {span}"


def _firsts(pages: Sequence[Page]) -> list[Page]:
    """The first page of each section."""
    seen: dict[str, Page] = {}
    for page in pages:
        seen.setdefault(page.section, page)
    return list(seen.values())


def _contents(pages: Sequence[Page]) -> list[Entry]:
    entries = []
    for first in _firsts(pages)[1:]:
        of_it = [page for page in pages if page.section == first.section]
        below = first.entries
        if len(of_it) > 1:
            below = tuple(Entry(page.file, page.heading) for page in of_it)
        entries.append(Entry(first.file, first.section_heading, "", below))
    return entries


@dataclass
class Places:
    """Where the letters and the points of a document are: number or label → file."""

    letters: dict[int, str] = field(default_factory=dict)
    points: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Sequence[dict]) -> "Places":
        made = cls()
        for fact in facts:
            if fact["section"] == "letter":
                made.letters |= dict.fromkeys(fact["numbers"], fact["file"])
                made.points |= dict.fromkeys(fact["points"], fact["file"])
        return made

    def of_point(self, label: str) -> str:
        """The address of a point within the document, or nothing when it is not in it."""
        file = self.points.get(label)
        return f"{file}#{label}" if file else ""

    def linked(self, frame: Frame, row: dict) -> dict:
        """A piece with the addresses of what it names, as its template wants it."""
        if row["piece"] == "commenter":
            file = self.letters.get(row["number"])
            href = f"{file}#letter-{row['number']}" if file else ""
            return row | {"href": href, "senders_words": f"{row['senders']:,}"}
        links = [{"label": label, "href": self.of_point(label)} for label in row["points"]]
        if row["piece"] == "topic":
            return row | {"links": links, "anchor": topic_anchor(row["name"])}
        before, _title, after = frame.words["master_response"].partition("%(title)s")
        number = {"number": row["number"]}
        return row | {"links": links, "before": before % number, "after": after % number}
