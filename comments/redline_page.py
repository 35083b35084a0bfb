"""What the page of changes shows of two versions of a draft; made once for each two texts.

It holds what any reader of both versions may see. Whoever calls decides who that is: the public
view gives it published versions only.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.db.models import Func, TextField
from django.db.models.functions import Cast, Length
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comments import redline_marks as marks
from comments.models import Draft, DraftSection, StoredComparison
from comments.paragraphs import HEADING, read_draft
from comments.redline import SECTION, Change, Piece, Row, compare, pieces

FORMAT = 1
"""Add one when lines are made otherwise, so that those stored before are made anew."""
HIDDEN_FROM = 3
"""So many unchanged paragraphs in a row, or more, are folded away."""
_COUNTED = (Change.CHANGED, Change.ADDED, Change.REMOVED, Change.MOVED)
_EXCERPT = 8  # words
NEW = "../"
"""The page of the newer version, seen from that of its changes."""


@dataclass(frozen=True)
class ShownChanges:
    """A comparison to show: `language` is the one in which the two texts were compared."""

    old: Draft
    new: Draft
    language: str
    lines: list[dict]

    @property
    def is_in_readers_language(self) -> bool:
        return self.language == translation.get_language()

    @property
    def text_lang(self) -> SafeString | str:
        """` lang="en"` for the texts, where theirs is not the page's language."""
        return "" if self.is_in_readers_language else format_html(' lang="{}"', self.language)

    @cached_property
    def changes(self) -> list[dict]:
        """The lines that are changes, each once, in their order."""
        return [line for line in self.lines if line.get("place")]

    @cached_property
    def counts(self) -> dict[str, int]:
        counted = Counter(line["change"] for line in self.changes)
        return {str(change): counted[change] for change in _COUNTED}


def changes_between(*, old: Draft, new: Draft) -> ShownChanges:
    """The comparison of two versions in the reader's language where both have it whole.

    Otherwise in the language that each draft has. Readers who ask at once for the first time may
    each make it; what they store is the same.
    """
    language, digest = _texts(old, new)
    stored = StoredComparison.objects.filter(old=old, new=new, language=language).first()
    if stored and stored.digest == digest:
        return ShownChanges(old, new, language, stored.lines)
    with translation.override(language):
        rows = compare(*(pieces(read_draft(draft.sections.all())) for draft in (old, new)))
        lines = list(_lines(rows, old=old))
    # The texts may have changed while they were read.
    if _texts(old, new) == (language, digest):
        StoredComparison.objects.bulk_create(
            [StoredComparison(old=old, new=new, language=language, digest=digest, lines=lines)],
            update_conflicts=True,
            unique_fields=["old", "new", "language"],
            update_fields=["digest", "lines", "made_at"],
        )
    return ShownChanges(old, new, language, lines)


class _Sha256(Func):
    """PostgreSQL's own; that of Django needs the extension pgcrypto."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = TextField()


def _texts(old: Draft, new: Draft) -> tuple[str, str]:
    """The language to compare in, and the digest of both texts as they are in the database."""
    active = translation.get_language()
    body = Cast(f"body_{active}", TextField())
    digests = {
        f"digest_{code}": _Sha256(Cast(f"body_{code}", TextField()))
        for code, _name in settings.LANGUAGES
    }
    headings = [f"heading_{code}" for code, _name in settings.LANGUAGES]
    sections = list(
        DraftSection.objects.filter(draft__in=[old, new])
        .annotate(length=Length(body), **digests)
        .order_by("draft_id", "sort_order", "pk")
        .values_list(f"heading_{active}", "length", "draft_id", "key", *headings, *digests)
    )
    # An empty text is null or [].
    is_whole = all(heading and (length or 0) > len("[]") for heading, length, *_rest in sections)
    language = active if is_whole else settings.LANGUAGE_CODE
    told = json.dumps([FORMAT, old.pk, new.pk, [row[2:] for row in sections]], default=str)
    return language, hashlib.sha256(told.encode()).hexdigest()


def _lines(rows: list[Row], *, old: Draft) -> Iterator[dict]:
    """The comparison as it is shown and stored; `place` counts the changes from 1."""
    # Relative, for the page in either language.
    *_rest, pk, slug, _end = old.get_absolute_url().split("/")
    where_old = f"../../../{pk}/{slug}/"
    place, of_moved = 0, {}
    for row in rows:
        if row.change in _COUNTED:
            place += 1
            if row.change == Change.MOVED:
                of_moved[row.old.index] = place
    place = 0
    grouped = [
        (is_same, list(group))
        for is_same, group in groupby(rows, key=lambda row: row.change == Change.SAME)
    ]
    for number, (is_same, group) in enumerate(grouped, start=1):
        if is_same:
            yield from _unchanged(group, is_last=number == len(grouped))
            continue
        for row in group:
            if row.change == Change.LEFT:
                yield _changed(row, where_old) | {"moved_place": of_moved[row.old.index]}
            else:
                place += 1
                yield _changed(row, where_old) | {"place": place}


def _unchanged(rows: list[Row], *, is_last: bool) -> Iterator[dict]:
    """Long stretches folded away; the heading of the section that a change stands in is seen."""
    found = [row.new for row in rows]
    sections = [place for place, piece in enumerate(found) if piece.kind == SECTION]
    if not sections or is_last:
        yield from _stretch(found)
        return
    yield from _stretch(found[: sections[-1]])
    heading = found[sections[-1]]
    yield {"change": "section", "new": _side(heading, marks.unmarked(heading), NEW)}
    yield from _stretch(found[sections[-1] + 1 :])


def _stretch(found: list[Piece]) -> Iterator[dict]:
    if not found:
        return
    count = sum(piece.kind not in (SECTION, HEADING) for piece in found)
    html = format_html_join("\n", "{}", ((_standing(piece),) for piece in found))
    yield {"change": "same", "count": count, "is_hidden": count >= HIDDEN_FROM, "html": html}


def _standing(piece: Piece) -> SafeString:
    """An unchanged piece as it is in the newer version."""
    html = marks.unmarked(piece)
    if piece.kind == SECTION:
        html = format_html("{}. {}", piece.number, html)
    return _framed(piece, html, NEW)


def _framed(piece: Piece, html: SafeString, where: str) -> SafeString:
    """A piece with its number, which leads to it in its version, `where` that has its page."""
    number = ""
    if piece.kind != SECTION and piece.number:
        number = format_html(
            '<a class="paragraph-number" href="{}#{}" aria-label="{}">{}</a> ',
            *(where, piece.anchor),
            _("Paragraph %(number)s") % {"number": piece.number},
            piece.number,
        )
    return format_html(
        '<div class="redline-piece redline-piece--{}">{}{}</div>', piece.kind, number, html
    )


def _changed(row: Row, where_old: str) -> dict:
    """One change: the sides that have something to show, with the marks in their text."""
    line: dict = {"change": str(row.change), "kind": (row.new or row.old).kind}
    shown = row.old if row.change in (Change.REMOVED, Change.LEFT) else row.new
    line["excerpt"] = Truncator(shown.text).words(_EXCERPT, truncate="…")
    if row.old:
        line["old"] = _side(row.old, _old_html(row), where_old)
    if row.new:
        line["new"] = _side(row.new, _new_html(row), NEW)
    return line


def _old_html(row: Row) -> SafeString | str:
    if row.change == Change.REMOVED:
        return marks.removed(marks.unmarked(row.old))
    if row.change == Change.LEFT:
        return marks.unmarked(row.old)
    # Moved without an edit: the text is shown once.
    return marks.old_side(row.old, row.words) if row.words else ""


def _new_html(row: Row) -> SafeString | str:
    if row.change == Change.ADDED:
        return marks.inserted(marks.unmarked(row.new))
    if row.change == Change.LEFT:
        return ""
    return marks.both_sides(row.new, row.words)


def _side(piece: Piece, html: SafeString | str, where: str) -> dict:
    number = piece.number if piece.kind != SECTION else ""
    return {
        "number": number,
        "section": piece.number if piece.kind == SECTION else "",
        "anchor": piece.anchor,
        "html": _framed(piece, html, where) if html and piece.kind != SECTION else html,
    }
