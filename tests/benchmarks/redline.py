"""How long a comparison of two versions takes, and how much memory, as the draft grows.

Texts are made up, ten paragraphs of 33 words to a page, with the edits of an ordinary revision:
one paragraph in eight edited, three in a hundred removed, three added, one moved. The last two
columns are what the first reader of the page waits for, and the second. Nothing is kept.
"""

import time
import tracemalloc
from random import Random

PAGES = (30, 100, 300)
PARAGRAPHS_PER_PAGE, WORDS, PER_SECTION = 10, 33, 15


def main() -> None:
    """Compare, print, and leave the database as it was."""
    from django.db import transaction

    print("\nRedline: two versions of a draft compared")
    titles = (
        f"{'words':>9}{'compare s':>11}{'MB':>7}{'all new s':>11}{'first s':>9}{'second s':>10}"
    )
    print(f"{'':28}{titles}")
    with transaction.atomic():
        for pages in PAGES:
            print(f"{f'{pages} pages':22}" + _measured(pages), flush=True)
        transaction.set_rollback(True)


def _measured(pages: int) -> str:
    from comments.redline import Piece, compare

    def pieces(texts: list[str]) -> list[Piece]:
        return [Piece(index, "text", "1", "p", text) for index, text in enumerate(texts)]

    random = Random(1)
    old = [_text(random) for _paragraph in range(pages * PARAGRAPHS_PER_PAGE)]
    new = revised(old, random)
    seconds = _seconds(lambda: compare(pieces(old), pieces(new)))
    rewritten = [_text(random) for _paragraph in old]
    worst = _seconds(lambda: compare(pieces(old), pieces(rewritten)))
    tracemalloc.start()
    compare(pieces(old), pieces(new))
    megabytes = tracemalloc.get_traced_memory()[1] / 1024**2
    tracemalloc.stop()
    first, second = _page(old, new)
    numbers = [seconds, megabytes, worst, first, second]
    return f"{len(old) * WORDS:11,}" + "".join(f"{number:11.2f}" for number in numbers)


def revised(texts: list[str], random: Random) -> list[str]:
    """The paragraphs after an ordinary revision."""
    found = []
    for text in texts:
        chance, words = random.random(), text.split()
        if chance < 0.03:
            continue
        if chance < 0.15:
            words[random.randrange(WORDS)] = "amended"
        found.append(" ".join(words))
        if chance > 0.97:
            found.append(_text(random))
    for _move in range(len(texts) // 100):
        found.insert(random.randrange(len(found)), found.pop(random.randrange(len(found))))
    return found


def _text(random: Random) -> str:
    return " ".join(f"word{random.randrange(3000)}" for _word in range(WORDS))


def _page(old: list[str], new: list[str]) -> tuple[float, float]:
    """Seconds until the page's content is there, for the first and the second reader."""
    from django.template.loader import render_to_string

    from comments.redline_page import changes_between

    first, second = (_draft(texts, number) for number, texts in ((1, old), (2, new)))

    def read() -> None:
        comparison = changes_between(old=first, new=second)
        render_to_string("comments/includes/redline.html", {"comparison": comparison})

    return _seconds(read), _seconds(read)


def _draft(texts: list[str], number: int):
    from wagtail.rich_text import RichText

    from comments.models import Draft, DraftSection
    from engagement.models import InitiativePage

    made = Draft(initiative=InitiativePage.objects.first(), number=number, headline_en="Draft")
    made.sections = [
        DraftSection(
            heading_en=f"Section {place}",
            body_en=[("text", RichText("".join(f"<p>{text}</p>" for text in part)))],
            sort_order=place,
        )
        for place, start in enumerate(range(0, len(texts), PER_SECTION))
        if (part := texts[start : start + PER_SECTION])
    ]
    made.save()
    return Draft.objects.get(pk=made.pk)


def _seconds(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
