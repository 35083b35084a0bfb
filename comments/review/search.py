"""The search of staff: comments of any state by their words, their files', their people.

Nobody says in which language a file, a quotation or a name is, so all words of a comment are
indexed in English and in Spanish (engagement.search). CommentWords.visible holds what everybody
with the queue may read; `original`, null where nothing is redacted, all that was received. An
e-mail address is in neither: it is looked up in its own column, for those who may see it.
"""

import itertools
import re
from collections.abc import Iterable, Iterator

from django.db import OperationalError, transaction
from django.db.models import Prefetch, Q, QuerySet

from comments import permissions
from comments.letter import Part, parts_of
from comments.models import Comment, CommentWords, Docket, DraftSection
from engagement import search
from engagement.search_words import plain

BATCH = 500
MISSING_AT_ONCE = 5000
"""How many comments one run of the job indexes, so that other jobs need not wait for minutes."""
# A tsvector holds one megabyte. Real texts of this length need a fifth of it; one of words that
# never repeat does not fit, and is cut to what fits in any case.
MAX_LETTERS, SURE_LETTERS = 1_000_000, 100_000

_NUMBER = re.compile(r"#?(?:(?P<docket>[A-Z]{2,6}-[0-9]{4}-[0-9]{2,4})-)?(?P<sequence>[0-9]{1,8})")
_DOCKET = re.compile(r"[A-Z]{2,6}-[0-9]{4}-[0-9]{2,4}")


def matching(queryset: QuerySet[Comment], words: str, *, user) -> QuerySet[Comment]:
    """Those of the comments that `user` finds by these words, in the order they had.

    Words are written as for web search engines: several words, "a phrase", or, -without. A
    comment's number (PA-2026-01-0147, or 147 where there is one) finds that comment, a docket's
    number its comments, an e-mail address or "@" and its domain the comments sent from there.
    """
    words = words.replace("\0", " ").strip()
    numbered = _of_number(queryset, words)
    if numbered is not None:
        return numbered
    if "@" in words and " " not in words and permissions.can_see_address(user):
        return queryset.filter(Q(pk__in=_from_address(words).union(_keys(words, user))))
    return queryset.filter(pk__in=_keys(words, user))


@transaction.atomic
def index(comment: Comment) -> None:
    """Bring the words of one comment in step with its row, its remarks, additions and files.

    The row is locked, so that of two changes at once the later one writes what both left.
    """
    row = Comment.objects.select_for_update(of=("self",), no_key=True).filter(pk=comment.pk)
    _write(_whole(row))


def index_many(comments: QuerySet[Comment]) -> int:
    """Write the words of these comments anew, in batches. Returns how many there are.

    Each batch takes its old words away before it reads: who changes one of these comments
    meanwhile waits for that, and writes last.
    """
    count = 0
    for keys in _batches(comments.order_by("pk").values_list("pk", flat=True).iterator()):
        with transaction.atomic():
            CommentWords.objects.filter(pk__in=keys).delete()
            count += _write(_whole(Comment.objects.filter(pk__in=keys)))
    return count


def index_missing() -> int:
    """Index what has no words yet: what a killed process left, or all after an upgrade.

    Run every minute by run_jobs. What was indexed meanwhile is newer and stays.
    """
    missing = Comment.objects.filter(words=None).order_by("pk").values_list("pk", flat=True)
    count = 0
    for keys in _batches(missing[:MISSING_AT_ONCE]):
        count += _write(_whole(Comment.objects.filter(pk__in=keys)), known_stay=True)
    return count


def _of_number(queryset: QuerySet[Comment], words: str) -> QuerySet[Comment] | None:
    """What a number names, or None when it is no number, or no comment's."""
    if _DOCKET.fullmatch(words.upper()):
        return queryset.filter(docket__number=words.upper())
    parts = _NUMBER.fullmatch(words.upper())
    if parts is None:
        return None
    dockets = Docket.objects.all()
    if parts["docket"]:
        dockets = dockets.filter(number=parts["docket"])
    found = queryset.filter(docket__in=dockets, sequence=int(parts["sequence"]))
    return found if parts["docket"] or found.exists() else None


def _from_address(address: str) -> QuerySet:
    if address.startswith("@"):
        found = Comment.objects.filter(email__iendswith=address)
    else:
        found = Comment.objects.filter(email__iexact=address)
    return found.order_by().values("pk")


def _keys(words: str, user) -> QuerySet:
    """The keys of the comments with these words, among those the person may read."""
    wanted = search.wanted_in_any_language(words)
    if wanted is None:
        return CommentWords.objects.none().values("pk")
    if permissions.can_see_original(user):
        unredacted = Q(original=None, visible=wanted)
        return CommentWords.objects.filter(Q(original=wanted) | unredacted).values("pk")
    return CommentWords.objects.filter(visible=wanted).values("pk")


def _whole(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """With all parts of each, in a constant number of queries."""
    # Of sections their headings alone: the texts of a whole draft are large.
    headings = DraftSection.objects.only("heading_en", "heading_es", "draft_id", "key")
    return comments.prefetch_related(
        "additions", "attachments", Prefetch("remarks__section", headings)
    )


def _write(comments: Iterable[Comment], *, known_stay: bool = False) -> int:
    comments = list(comments)
    try:
        _store(comments, MAX_LETTERS, known_stay)
    except OperationalError:  # one of them does not fit into a tsvector
        for comment in comments:
            try:
                _store([comment], MAX_LETTERS, known_stay)
            except OperationalError:
                _store([comment], SURE_LETTERS, known_stay)
    return len(comments)


@transaction.atomic
def _store(comments: list[Comment], letters: int, known_stay: bool) -> None:
    rows = [_words_of(comment, letters) for comment in comments]
    if known_stay:
        CommentWords.objects.bulk_create(rows, ignore_conflicts=True)
        return
    CommentWords.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=["visible", "original"],
    )


def _words_of(comment: Comment, letters: int) -> CommentWords:
    parts = list(parts_of(comment))
    visible = search.joined(_visible(comment, part) for part in parts)
    original = search.joined(part.original for part in parts)
    is_redacted = visible != original
    return CommentWords(
        comment=comment,
        visible=search.vector_of_each_language(plain(visible)[:letters]),
        original=search.vector_of_each_language(plain(original)[:letters]) if is_redacted else None,
    )


def _visible(comment: Comment, part: Part) -> str:
    """A part as those read it who may not see what was redacted, nor who stays anonymous."""
    is_person = part.key in {"name", "affiliation"}
    return "" if is_person and comment.is_anonymous else part.public


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    keys = iter(keys)
    while batch := list(itertools.islice(keys, BATCH)):
        yield batch
