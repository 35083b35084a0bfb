"""What search finds of initiatives, information pages and documents."""

from django.utils.translation import get_language
from wagtail.rich_text import get_text_for_indexing

from engagement import search
from engagement.models import Document, InitiativePage, StandardPage
from engagement.translation_state import shown_language


@search.searchable(InitiativePage, public=lambda: InitiativePage.objects.live())
def initiative(page: InitiativePage) -> search.Text:
    milestones = [
        search.joined([milestone.headline, milestone.description])
        for milestone in page.milestones.all()
    ]
    body = search.joined([page.summary, *_words(page.about, page.next_steps), *milestones])
    return search.Text(page.headline, body, shown_language(page, "headline"), [page.pk])


@search.searchable(StandardPage, public=lambda: StandardPage.objects.live())
def standard_page(page: StandardPage) -> search.Text:
    body = search.joined([page.summary, *_words(page.body)])
    return search.Text(page.headline, body, shown_language(page, "headline"))


@search.searchable(
    Document,
    public=lambda: Document.objects.published(),
    indexed=lambda: Document.objects.filter(live=True).prefetch_related("files__file__text"),
    holding=lambda file: Document.objects.filter(files__file=file),
)
def document(found: Document) -> search.Text:
    """With the words of its latest version; earlier ones would answer what no longer holds."""
    return search.Text(
        found.headline,
        found.summary,
        shown_language(found, "headline"),
        [found.initiative_id],
        **search.text_of_files(found.current_files, get_language()),
    )


def _words(*streams) -> list[str]:
    """The words of each block that holds some."""
    return [
        get_text_for_indexing(text)
        for stream in streams
        for text in stream.stream_block.get_searchable_content(stream)
    ]
