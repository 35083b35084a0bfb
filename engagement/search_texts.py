"""What search finds of initiatives and documents."""

from wagtail.rich_text import get_text_for_indexing

from engagement import search
from engagement.models import Document, InitiativePage
from engagement.translation_state import shown_language


@search.searchable(InitiativePage, public=lambda: InitiativePage.objects.live())
def initiative(page: InitiativePage) -> search.Text:
    blocks = [
        text
        for stream in (page.about, page.next_steps)
        for text in stream.stream_block.get_searchable_content(stream)
    ]
    milestones = [
        search.joined([milestone.headline, milestone.description])
        for milestone in page.milestones.all()
    ]
    body = search.joined([page.summary, *map(get_text_for_indexing, blocks), *milestones])
    return search.Text(page.headline, body, shown_language(page, "headline"))


@search.searchable(Document, public=lambda: Document.objects.published())
def document(found: Document) -> search.Text:
    return search.Text(found.headline, found.summary, shown_language(found, "headline"))
