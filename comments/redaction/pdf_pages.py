"""Pages of attached files for staff: their pictures, and the words on them.

PDFs are drawn by the program of pdf_process; a picture that somebody sent is one page. What was
drawn is kept for a day outside every public folder (settings.CACHES, "file_pages"), under the name
of the stored file, which a redacted file has anew each time. All boxes are [left, bottom, right,
top] in points (of pictures: pixels) from the lower left corner of the page as it is shown.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.cache import caches
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from comments.models import Attachment
from comments.redaction import pdf_process
from comments.redaction.pdf_process import PageError

ZOOMS = {1: 110, 2: 180, 3: 250}
"""Dots per inch for each step of the zoom."""
MAX_SEARCHED_PAGES = 500
_SECONDS = 20
_SECONDS_FOR_ALL = 60
_BESIDE_INK = 0.8
"""A box proposed for a word is larger than its ink by this, in points."""

REFUSALS = {
    "locked": _("It is protected with a password."),
    "damaged": _("The file is damaged."),
    "too_large": _("It has too many pages, or its picture is too large."),
    "no_page": _("The file has no such page."),
    "slow": _("It takes too long to draw."),
    "broke": _("It cannot be drawn."),
    "unavailable": _("The stored file could not be read. Try again later."),
}
"""Why a file is not shown or redacted, worded for staff."""


@dataclass(frozen=True)
class Page:
    """One page. `words` are pairs of a word and its box, in the order in which they are read."""

    number: int
    count: int
    width: float
    height: float
    words: list

    @property
    def text(self) -> str:
        return " ".join(word for word, _box in self.words)


@dataclass(frozen=True)
class Place:
    """Words found on a page: the boxes around them, and the line they stand in."""

    page: int
    boxes: list
    before: str
    words: str
    after: str


def refusal(error: PageError) -> str:
    """Why, for staff."""
    return REFUSALS.get(error.reason, REFUSALS["broke"])


def shown_file(attachment: Attachment, *, sees_original: bool) -> tuple[File, str] | None:
    """The file staff look at, and its type: the original, or what the public gets of it."""
    if not attachment.may_leave:
        return None
    if sees_original:
        return attachment.file, attachment.mime
    return (attachment.public_file, attachment.public_mime) if attachment.is_public else None


def picture(file: File, mime: str, *, page: int, zoom: int = 1) -> bytes:
    """A page as a PNG. Raises PageError."""
    key = f"picture:{file.name}:{page}:{ZOOMS[zoom]}"
    cache = caches["file_pages"]
    drawn = cache.get(key)
    if drawn is None:
        _answer, drawn = pdf_process.run(
            file, mime, task="picture", seconds=_SECONDS, page=page, dpi=ZOOMS[zoom]
        )
        cache.set(key, drawn)
    return drawn


def page(file: File, mime: str, *, number: int) -> Page:
    """The size and the words of a page. Raises PageError."""
    key = f"words:{file.name}:{number}"
    cache = caches["file_pages"]
    found = cache.get(key)
    if found is None:
        found = next(iter(_pages(file, mime, number, number, _SECONDS)), None)
        cache.set(key, found)
    if found is None:
        raise PageError("no_page")
    return found


def all_pages(file: File, mime: str) -> Iterator[Page]:
    """Each page, as far as MAX_SEARCHED_PAGES. Raises PageError."""
    return _pages(file, mime, 1, MAX_SEARCHED_PAGES, _SECONDS_FOR_ALL)


def count(file: File, mime: str) -> int | None:
    """How many pages a PDF has; None when it cannot be read."""
    try:
        answer, _made = pdf_process.run(file, mime, task="words", seconds=_SECONDS, first=1, last=0)
    except PageError:
        return None
    return answer["count"]


def find(pages: Iterable[Page], phrase: str) -> Iterator[Place]:
    """Where a phrase stands, however its words are spread over lines, in small or large letters.

    A number of five digits or more is found however it is written: (562) 555-0147. A word of
    which the phrase is a part is found whole: so much is blacked out.
    """
    written = _digits if _is_number(phrase) else str.casefold
    between = "" if _is_number(phrase) else " "
    wanted = between.join(map(written, phrase.split()))
    if not wanted.strip():
        return
    for shown in pages:
        text, starts = "", []
        for word, _box in shown.words:
            starts.append(len(text))
            text += written(word) + between
        at = text.find(wanted)
        while at >= 0:
            yield _place(shown, *_word_range(starts, at, at + len(wanted)))
            at = text.find(wanted, at + len(wanted))


def _is_number(phrase: str) -> bool:
    return len(_digits(phrase)) >= 5 and not any(letter.isalpha() for letter in phrase)


def _digits(word: str) -> str:
    """The digits of a word; a word without any stands between two numbers."""
    return "".join(filter(str.isdecimal, word)) or "|"


def place_of(shown: Page, start: int, end: int) -> Place:
    """The words that characters of `Page.text` belong to."""
    starts, length = [], 0
    for word, _box in shown.words:
        starts.append(length)
        length += len(word) + 1
    return _place(shown, *_word_range(starts, start, end))


def _pages(file: File, mime: str, first: int, last: int, seconds: int) -> Iterator[Page]:
    answer, _made = pdf_process.run(
        file, mime, task="words", seconds=seconds, first=first, last=last
    )
    for number, fields in answer["pages"].items():
        yield Page(int(number), answer["count"], **fields)


def _word_range(starts: list[int], start: int, end: int) -> tuple[int, int]:
    inside = [index for index, at in enumerate(starts) if at < end]
    first = max((index for index in inside if starts[index] <= start), default=0)
    return first, inside[-1] + 1


def _place(shown: Page, first: int, last: int) -> Place:
    words = [word for word, _box in shown.words]
    return Place(
        shown.number,
        _boxes(shown, [box for _word, box in shown.words[first:last]]),
        " ".join(words[max(0, first - 6) : first]),
        " ".join(words[first:last]),
        " ".join(words[last : last + 6]),
    )


def _boxes(shown: Page, of_words: list) -> list:
    """One box for each run of words in a line, a little larger than they are."""
    runs = []
    for left, bottom, right, top in of_words:
        if runs and _same_line(runs[-1], (left, bottom, right, top)):
            run = runs[-1]
            runs[-1] = [
                *(min(run[0], left), min(run[1], bottom), max(run[2], right), max(run[3], top)),
            ]
        else:
            runs.append([left, bottom, right, top])
    return [
        [
            round(max(0, left - _BESIDE_INK), 2),
            round(max(0, bottom - _BESIDE_INK), 2),
            round(min(shown.width, right + _BESIDE_INK), 2),
            round(min(shown.height, top + _BESIDE_INK), 2),
        ]
        for left, bottom, right, top in runs
    ]


def _same_line(run: list, box: tuple) -> bool:
    overlap = min(run[3], box[3]) - max(run[1], box[1])
    height = max(min(run[3] - run[1], box[3] - box[1]), 0.01)
    return overlap > height / 2 and box[0] >= run[0] and box[0] - run[2] < 3 * height
