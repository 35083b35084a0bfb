"""What the search page shows of the entries that were found."""

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.paginator import Page, Paginator
from django.utils.text import capfirst
from wagtail.models import Page as WagtailPage

from comments.models import Comment
from engagement import search

RESULTS_PER_PAGE = 10


def results(query: str, *, language: str, page: str | None) -> Page:
    """One page of results, best first, each with its title, url, kind_label and snippet."""
    found = search.find(query, language=language).prefetch_related(
        GenericPrefetch("content_object", [Comment.objects.select_related("docket")])
    )
    page_of_results = Paginator(found, RESULTS_PER_PAGE).get_page(page)
    page_of_results.object_list = [_result(entry) for entry in page_of_results.object_list]
    return page_of_results


def _result(entry) -> dict:
    thing = entry.content_object
    return {
        "title": entry.title,
        # Asked for now: addresses change when a page is moved or renamed.
        "url": thing.get_url() if isinstance(thing, WagtailPage) else thing.get_absolute_url(),
        "kind_label": capfirst(thing._meta.verbose_name),
        "snippet": search.snippet(entry),
        "language": entry.text_language,
    }
