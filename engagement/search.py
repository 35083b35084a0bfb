"""The search rule: what is found, by which words, and by whom.

Words are stemmed by PostgreSQL in the language of the text, accents are folded in the index and
in the query, so that "reunion" finds "reuniones" and "reunión". Apps name what can be found in
their search_texts.py. An entry is a copy made when a thing is published; whether the public may
see the thing is asked of its own table at each search.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db import models, transaction
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.signals import post_delete
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from engagement.models.search import SearchEntry

CONFIGS = {"en": "english", "es": "spanish"}
"""PostgreSQL's text search configuration for each language a text may be in."""

MAX_QUERY = 200
# A tsvector holds one megabyte of distinct words at most; no text of ours comes near.
MAX_BODY = 300_000
_EXCERPT_WORDS = 40
_START, _STOP, _BREAK = "\x02", "\x03", "\x04"
_MARK = (SafeString("<mark>"), SafeString("</mark>"))


@dataclass(frozen=True)
class Text:
    """The words of a thing in the active language, and the language they are really in."""

    title: str
    body: str
    language: str


@dataclass(frozen=True)
class Searchable:
    """A model whose rows can be found: which are indexed, which of these the public may see."""

    model: type[models.Model]
    indexed: Callable[[], QuerySet]
    public: Callable[[], QuerySet]
    text: Callable[[models.Model], Text]


_searchables: dict[type[models.Model], Searchable] = {}


def searchable(model, *, public: Callable[[], QuerySet], indexed=None):
    """Decorate the function that gives the Text of one row of `model`.

    `indexed` are the rows with entries, unless told those that are live.
    """

    def register(text: Callable[[models.Model], Text]):
        rows = indexed or (lambda: model._default_manager.filter(live=True))
        _searchables[model] = Searchable(model, rows, public, text)
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"search:{model._meta.label}")
        return text

    return register


def index(instance: models.Model) -> None:
    """Bring the entries of one thing in step with its row; does nothing for other models."""
    found = _searchables.get(type(instance))
    if found is None:
        return
    row = found.indexed().filter(pk=instance.pk).first()
    if row is None:
        remove(instance)
    else:
        _write(found, row)


def remove(instance: models.Model) -> None:
    """Let nobody find it any more."""
    _entries(instance).delete()


@transaction.atomic
def rebuild() -> int:
    """Write every entry anew. Returns how many there are."""
    SearchEntry.objects.all().delete()
    for found in _searchables.values():
        for row in found.indexed():
            _write(found, row)
    return SearchEntry.objects.count()


def find(query: str, *, language: str) -> QuerySet[SearchEntry]:
    """What readers of `language` find, the best match first.

    `query` is written as for web search engines: several words, "a phrase", or, -without.
    Each entry has an `excerpt` for `snippet`.
    """
    # PostgreSQL takes no NUL; what has no letter or digit would match nothing.
    words = query.replace("\0", " ")[:MAX_QUERY]
    if not any(character.isalnum() for character in words):
        return SearchEntry.objects.none()
    matches, ranks, excerpts = Q(), [], []
    for code, config in CONFIGS.items():
        condition = Q(text_language=code)
        wanted = SearchQuery(fold(words, code), config=config, search_type="websearch")
        matches |= condition & Q(vector=wanted)
        ranks.append(When(condition, then=SearchRank("vector", wanted)))
        excerpts.append(When(condition, then=_headline(wanted, config)))
    return (
        SearchEntry.objects.filter(matches, _visible(), language=language)
        .annotate(rank=Case(*ranks), excerpt=Case(*excerpts))
        .order_by("-rank", "-pk")
    )


def snippet(entry: SearchEntry) -> SafeString:
    """The passages that match, in <mark> where they do. All else of the text is escaped.

    The excerpt comes without accents; letter by letter its passages are passages of the body.
    """
    pieces, end = [], 0
    for passage in entry.excerpt.split(_BREAK):
        start = entry.folded_body.find(passage.replace(_START, "").replace(_STOP, ""), end)
        if start < 0:
            # PostgreSQL leaves out of an excerpt what looks like an HTML tag to it.
            return format_html("{}", Truncator(entry.body).words(_EXCERPT_WORDS))
        if start > end:
            pieces.append(("", " … " if end else "… ", ""))
        end = start
        for number, piece in enumerate(re.split(f"[{_START}{_STOP}]", passage)):
            tags = _MARK if number % 2 else ("", "")
            pieces.append((tags[0], entry.body[end : end + len(piece)], tags[1]))
            end += len(piece)
    if end < len(entry.body):
        pieces.append(("", " …", ""))
    return format_html_join("", "{}{}{}", pieces)


def fold(text: str, language: str) -> str:
    """Without accents, letter for letter, so that places in both texts are the same."""
    folded = "".join(_FOLDED.get(character) or _fold(character) for character in text)
    if language == "es":
        # Spanish stems -ación only with its accent, and the ending is never written without.
        folded = re.sub(r"acion\b", "ación", folded, flags=re.IGNORECASE)
    return folded


_FOLDED: dict[str, str] = {}


def _fold(character: str) -> str:
    bare = "".join(
        part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part)
    )
    return _FOLDED.setdefault(character, bare if len(bare) == 1 else character)


def _plain(text: str) -> str:
    """One line without control characters; accents as one letter each."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", unicodedata.normalize("NFC", text)).split())


def _write(found: Searchable, row: models.Model) -> None:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            text = found.text(row)
        title, body = _plain(text.title)[:400], _plain(text.body)[:MAX_BODY]
        folded = fold(body, text.language)
        config = CONFIGS[text.language]
        SearchEntry.objects.update_or_create(
            content_type=ContentType.objects.get_for_model(row),
            object_id=row.pk,
            language=language,
            defaults={
                "text_language": text.language,
                "title": title,
                "body": body,
                "folded_body": folded,
                "vector": SearchVector(Value(fold(title, text.language)), config=config, weight="A")
                + SearchVector(Value(folded), config=config, weight="C"),
            },
        )


def _headline(wanted: SearchQuery, config: str) -> SearchHeadline:
    return SearchHeadline(
        "folded_body",
        wanted,
        config=config,
        start_sel=_START,
        stop_sel=_STOP,
        fragment_delimiter=_BREAK,
        max_fragments=2,
        min_words=10,
        max_words=_EXCERPT_WORDS // 2,
    )


def _visible() -> Q:
    return Q(
        *(
            Q(
                content_type=ContentType.objects.get_for_model(found.model),
                object_id__in=found.public().values("pk"),
            )
            for found in _searchables.values()
        ),
        _connector=Q.OR,
    )


def _entries(instance: models.Model) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(instance), object_id=instance.pk
    )


def _deleted(sender, instance, **kwargs) -> None:
    remove(instance)


def publication_changed(sender, instance, **kwargs) -> None:
    """Receives Wagtail's signals that something was published or unpublished."""
    index(instance)


def joined(texts: Iterable) -> str:
    """Several texts as one body; empty ones are left out."""
    return "\n".join(str(text) for text in texts if text)
