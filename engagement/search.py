"""The search rule: what is found, by which words, and by whom.

Words are stemmed by PostgreSQL in the language of the text, accents are folded in the index and
in the query (see engagement.search_words). Apps name what can be found in their search_texts.py.
An entry is a copy made when a thing is published or its files were read; whether the public may
see the thing is asked of its own table at each search.
"""

import functools
import itertools
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import (
    CombinedSearchQuery,
    CombinedSearchVector,
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVector,
)
from django.db import models, transaction
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.signals import post_delete
from django.utils import translation

from engagement.models import LibraryFile, PublicFile
from engagement.models.search import SearchEntry
from engagement.search_words import (
    BREAK,
    EXCERPT_WORDS,
    START,
    STOP,
    excluded_terms,
    fold,
    plain,
)

CONFIGS = {"en": "english", "es": "spanish"}
"""PostgreSQL's text search configuration for each language a text may be in."""

MAX_QUERY = 200
# A tsvector holds one megabyte of words at most; with these no text reaches it.
MAX_BODY = 200_000
MAX_FILE_TEXT = 200_000
_BATCH = 500


@dataclass(frozen=True)
class Text:
    """The words of a thing in the active language, and the language they are really in.

    The words of its files may be in another one. `initiatives` are the keys of those it is about.
    """

    title: str
    body: str
    language: str
    initiatives: Iterable[int] = ()
    file_text: str = ""
    file_language: str = ""


@dataclass(frozen=True)
class Searchable:
    """A model whose rows can be found: which are indexed, which of these the public may see.

    `holding` are the rows whose words include a library file's.
    """

    model: type[models.Model]
    indexed: Callable[[], QuerySet]
    public: Callable[[], QuerySet]
    holding: Callable[[LibraryFile], QuerySet] | None
    text: Callable[[models.Model], Text]


_searchables: dict[type[models.Model], Searchable] = {}


def searchable(model, *, public: Callable[[], QuerySet], indexed=None, holding=None):
    """Decorate the function that gives the Text of one row of `model`.

    `indexed` are the rows with entries, unless told those that are live.
    """

    def register(text: Callable[[models.Model], Text]):
        rows = indexed or (lambda: model._default_manager.filter(live=True))
        _searchables[model] = Searchable(model, rows, public, holding, text)
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"search:{model._meta.label}")
        return text

    return register


def searchable_models() -> list[type[models.Model]]:
    """All that can be found."""
    return list(_searchables)


def index(instance: models.Model) -> None:
    """Bring the entries of one thing in step with its row; does nothing for other models."""
    found = _searchables.get(type(instance))
    if found is None:
        return
    row = found.indexed().filter(pk=instance.pk).first()
    if row is None:
        remove(instance)
    else:
        _write(found, [row])


def index_many(model: type[models.Model], keys: Iterable[int]) -> None:
    """Bring the entries of many rows of one model in step, a batch at a time."""
    found, keys = _searchables.get(model), list(keys)
    if found is None or not keys:
        return
    rows = found.indexed().filter(pk__in=keys)
    stale = of_model(SearchEntry.objects.filter(object_id__in=keys), model)
    stale.exclude(object_id__in=rows.order_by().values("pk")).delete()
    _write(found, rows.iterator(chunk_size=_BATCH))


def index_missing(model: type[models.Model], *, most: int) -> int:
    """Write the entries of rows that should have some and have none; returns of how many rows.

    Each batch is locked first, so that whoever changes a row meanwhile writes its entry last.
    """
    found = _searchables[model]
    entries = of_model(SearchEntry.objects.filter(object_id=OuterRef("pk")), model)
    missing = found.indexed().filter(~Exists(entries)).order_by("pk")
    keys = iter(missing.values_list("pk", flat=True)[:most])
    count = 0
    while batch := list(itertools.islice(keys, _BATCH)):
        with transaction.atomic():
            rows = found.indexed().filter(pk__in=batch).order_by("pk")
            _write(found, rows.select_for_update(of=("self",)))
        count += len(batch)
    return count


def index_holders_of(file: LibraryFile) -> None:
    """Bring in step whatever shows a file whose words were read."""
    for found in _searchables.values():
        if found.holding:
            _write(found, found.indexed().filter(pk__in=found.holding(file).values("pk")))


def remove(instance: models.Model) -> None:
    """Let nobody find it any more."""
    _entries(instance).delete()


@transaction.atomic
def rebuild() -> int:
    """Write every entry anew. Returns how many there are."""
    SearchEntry.objects.all().delete()
    for found in _searchables.values():
        _write(found, found.indexed())
    return SearchEntry.objects.count()


def find(query: str, *, language: str) -> QuerySet[SearchEntry]:
    """What readers of `language` find, the best match first.

    `query` is written as for web search engines: several words, "a phrase", or, -without.
    """
    ranks = [
        When(text_language=code, then=SearchRank("vector", _wanted(_words(query), code)))
        for code in CONFIGS
    ]
    return (
        _matching(query)
        .filter(_visible(), language=language)
        .annotate(rank=Case(*ranks))
        .order_by("-rank", "-pk")
    )


def wanted_in_any_language(query: str) -> CombinedSearchQuery | None:
    """What finds `query` in words that were indexed in each language; None for no words at all.

    Written as for web search engines. A text indexed by `vector_of_each_language` is found by
    the stems of either language, and left out for a word with a minus by the stems of each.
    """
    words = _words(query)
    if not any(character.isalnum() for character in words):
        return None
    found = functools.reduce(operator.or_, (_wanted(words, code) for code in CONFIGS))
    without = (~_wanted(term, code) for term in excluded_terms(words) for code in CONFIGS)
    return functools.reduce(operator.and_, without, found)


def vector_of_each_language(text: str) -> CombinedSearchVector:
    """The words of a text of which nobody says the language, stemmed in each."""
    vectors = [
        SearchVector(Value(fold(text, code)), config=config) for code, config in CONFIGS.items()
    ]
    return functools.reduce(operator.add, vectors)


def keys_of(model: type[models.Model], query: str, *, language: str) -> QuerySet:
    """The keys of one model's rows that match, for a list that decides itself who sees what."""
    return of_model(_matching(query), model).filter(language=language).values("object_id")


def with_excerpts(found: QuerySet[SearchEntry], query: str) -> QuerySet[SearchEntry]:
    """The same entries, each with what search_words.snippet needs."""
    words = _words(query)
    excerpts, file_excerpts = [], []
    for code in CONFIGS:
        wanted = _wanted(words, code)
        excerpts.append(When(text_language=code, then=_headline("folded_body", wanted, code)))
        file_excerpts.append(
            When(file_language=code, then=_headline("folded_file_text", wanted, code))
        )
    return found.annotate(
        excerpt=Case(*excerpts),
        file_excerpt=Case(*file_excerpts, default=Value(""), output_field=models.TextField()),
    )


def count_by_model(found: QuerySet[SearchEntry]) -> dict[type[models.Model], int]:
    """How many of each kind of thing are among the found."""
    counts = found.order_by().values_list("content_type").annotate(Count("pk"))
    kinds = ContentType.objects.in_bulk([pk for pk, _count in counts])
    return {kinds[pk].model_class(): count for pk, count in counts}


def count_by_initiative(found: QuerySet[SearchEntry]) -> dict[int, int]:
    """How many of the found are about each initiative, by its key."""
    each = found.order_by().annotate(initiative=Func(F("initiatives"), function="unnest"))
    return dict(each.values_list("initiative").annotate(Count("pk")))


def of_model(found: QuerySet[SearchEntry], model: type[models.Model]) -> QuerySet[SearchEntry]:
    """Those of the found that are of one kind."""
    return found.filter(content_type=ContentType.objects.get_for_model(model))


def text_of_files(files: Iterable[PublicFile], language: str) -> dict[str, str]:
    """What Text wants of published files: those in `language`, or else those there are.

    A reader of Spanish also finds what so far is published in English alone.
    """
    files = list(files)
    chosen = [file for file in files if file.language == language] or [
        file for file in files if file.language == getattr(files[0], "language", "")
    ]
    texts = [file.file.text.text for file in chosen if hasattr(file.file, "text")]
    return {"file_text": joined(texts), "file_language": chosen[0].language if chosen else ""}


def _words(query: str) -> str:
    # PostgreSQL takes no NUL.
    return query.replace("\0", " ")[:MAX_QUERY]


def _matching(query: str) -> QuerySet[SearchEntry]:
    words, matches = _words(query), Q()
    # What has no letter or digit would match nothing.
    if not any(character.isalnum() for character in words):
        return SearchEntry.objects.none()
    for code in CONFIGS:
        wanted = _wanted(words, code)
        matches |= Q(text_language=code, vector=wanted) | Q(file_language=code, vector=wanted)
    return SearchEntry.objects.filter(matches)


def _wanted(words: str, code: str) -> SearchQuery:
    return SearchQuery(fold(words, code), config=CONFIGS[code], search_type="websearch")


def _headline(field: str, wanted: SearchQuery, code: str) -> SearchHeadline:
    return SearchHeadline(
        field,
        wanted,
        config=CONFIGS[code],
        start_sel=START,
        stop_sel=STOP,
        fragment_delimiter=BREAK,
        max_fragments=2,
        min_words=10,
        max_words=EXCERPT_WORDS // 2,
    )


def _write(found: Searchable, rows: Iterable[models.Model]) -> None:
    entries = (
        _entry(found, row, language) for row in rows for language, _name in settings.LANGUAGES
    )
    while batch := list(itertools.islice(entries, _BATCH)):
        SearchEntry.objects.bulk_create(
            batch,
            update_conflicts=True,
            unique_fields=["content_type", "object_id", "language"],
            update_fields=[
                *("text_language", "title", "body", "folded_body", "initiatives", "vector"),
                *("file_language", "file_text", "folded_file_text"),
            ],
        )


def _entry(found: Searchable, row: models.Model, language: str) -> SearchEntry:
    with translation.override(language):
        text = found.text(row)
    title, body = plain(text.title)[:400], plain(text.body)[:MAX_BODY]
    file_text = plain(text.file_text)[:MAX_FILE_TEXT]
    file_language = text.file_language if file_text else ""
    folded, folded_file_text = fold(body, text.language), fold(file_text, file_language)
    config = CONFIGS[text.language]
    vector = SearchVector(Value(fold(title, text.language)), config=config, weight="A")
    vector += SearchVector(Value(folded), config=config, weight="C")
    if file_text:
        file_config = CONFIGS[file_language]
        vector += SearchVector(Value(folded_file_text), config=file_config, weight="D")
    return SearchEntry(
        content_type=ContentType.objects.get_for_model(row),
        object_id=row.pk,
        language=language,
        text_language=text.language,
        title=title,
        body=body,
        folded_body=folded,
        file_language=file_language,
        file_text=file_text,
        folded_file_text=folded_file_text,
        initiatives=sorted(text.initiatives),
        vector=vector,
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
