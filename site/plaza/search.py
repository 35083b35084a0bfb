"""What the search page shows: the entries that were found, and how they may be narrowed."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail.models import Page as WagtailPage

from comments.models import Comment, Response
from engagement import search
from engagement.models import InitiativePage
from engagement.search_words import snippet

RESULTS_PER_PAGE = 10


@dataclass(frozen=True)
class Search:
    """What a reader asks for: words, and perhaps one kind of thing, one initiative."""

    query: str
    kind: str = ""
    """One of `kinds()`."""
    initiative: int | None = None


@dataclass(frozen=True)
class Choice:
    """One way to narrow the results: what readers call it, how many there are."""

    value: str
    label: str
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True)
class Answer:
    """One page of results, best first, and the choices that lead to fewer."""

    results: Page
    kinds: list[Choice]
    initiatives: list[Choice]
    filtered: bool
    all_kinds: Choice
    everything_url: str


def answer(asked: Search, *, language: str, page: str | None) -> Answer:
    """Search, and count what each filter would leave with the other one as it is."""
    found = search.find(asked.query, language=language)
    by_initiative = search.count_by_initiative(_of_kind(found, asked))
    about = _about(found, asked)
    by_model = search.count_by_model(about)
    results = Paginator(_of_kind(about, asked), RESULTS_PER_PAGE).get_page(page)
    results.object_list = _results(results.object_list, asked.query)
    return Answer(
        results=results,
        kinds=_kinds(by_model, asked),
        initiatives=_initiatives(by_initiative, asked),
        filtered=bool(asked.kind or asked.initiative),
        all_kinds=Choice(
            "", gettext("Everything"), sum(by_model.values()), not asked.kind, _url(asked, kind="")
        ),
        everything_url=_url(Search(asked.query)),
    )


def kinds() -> dict[str, type[Model]]:
    """The kinds of things that can be found, by the name they have in addresses."""
    return {model._meta.model_name: model for model in search.searchable_models()}


def _about(found, asked: Search):
    return found.filter(initiatives__contains=[asked.initiative]) if asked.initiative else found


def _of_kind(found, asked: Search):
    return search.of_model(found, kinds()[asked.kind]) if asked.kind else found


def _kinds(counts: dict, asked: Search) -> list[Choice]:
    """A choice for each kind of which something was found, the most frequent first."""
    rows = [
        (model._meta.model_name, capfirst(model._meta.verbose_name_plural), count)
        for model, count in sorted(counts.items(), key=lambda item: -item[1])
    ]
    return [
        Choice(value, str(label), count, value == asked.kind, _url(asked, kind=value))
        for value, label, count in rows
    ]


def _initiatives(counts: dict[int, int], asked: Search) -> list[Choice]:
    """Those that are published, the chosen one also when nothing of it was found."""
    keys = {*counts, *filter(None, [asked.initiative])}
    return [
        Choice(
            str(page.pk),
            page.headline,
            counts.get(page.pk, 0),
            page.pk == asked.initiative,
            _url(asked, initiative=page.pk),
        )
        for page in sorted(
            InitiativePage.objects.live().filter(pk__in=keys), key=lambda page: page.headline
        )
    ]


def _url(asked: Search, **changes) -> str:
    values = {"q": asked.query, "kind": asked.kind, "initiative": asked.initiative} | changes
    return "?" + urlencode({name: value for name, value in values.items() if value})


def _results(found, query: str) -> list[dict]:
    """Each with its title, url, kind_label, and the passages that match."""
    rows = search.with_excerpts(found, query).prefetch_related(
        GenericPrefetch(
            "content_object",
            [model.objects.select_related("docket") for model in (Comment, Response)],
        )
    )
    return [_result(entry) for entry in rows]


def _result(entry) -> dict:
    thing = entry.content_object
    return {
        "title": entry.title,
        # Asked for now: addresses change when a page is moved or renamed.
        "url": thing.get_url() if isinstance(thing, WagtailPage) else thing.get_absolute_url(),
        "kind_label": capfirst(thing._meta.verbose_name),
        "language": entry.text_language,
        **_passages(entry),
    }


def _passages(entry) -> dict:
    """Those of the thing itself; where nothing matches in it, those of its files."""
    own = snippet(entry.excerpt, folded=entry.folded_body, text=entry.body)
    if "<mark>" in own or not entry.file_text:
        return {"snippet": own, "snippet_language": entry.text_language, "in_file": False}
    of_files = snippet(entry.file_excerpt, folded=entry.folded_file_text, text=entry.file_text)
    if "<mark>" not in of_files:  # the words stand in the title alone
        return {"snippet": own, "snippet_language": entry.text_language, "in_file": False}
    return {"snippet": of_files, "snippet_language": entry.file_language, "in_file": True}
