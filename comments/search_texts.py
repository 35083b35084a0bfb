"""What search finds of drafts, dockets, posted comments and published master responses."""

from django.utils.translation import get_language

from comments import translating
from comments.models import Comment, Docket, Draft, Response
from comments.responses import texts
from engagement import search
from engagement.translation_state import shown_language


def _words(body) -> list[str]:
    return body.stream_block.get_searchable_content(body) if body else []


@search.searchable(Draft, public=lambda: Draft.objects.published().latest_versions())
def draft(found: Draft) -> search.Text:
    sections = [
        search.joined([section.heading, *_words(section.body)]) for section in found.sections.all()
    ]
    body = search.joined([found.summary, *sections])
    language = shown_language(found, "headline")
    return search.Text(found.headline, body, language, [found.initiative_id])


@search.searchable(Docket, public=lambda: Docket.objects.published())
def docket(found: Docket) -> search.Text:
    body = search.joined([found.number, found.summary])
    language = shown_language(found, "headline")
    return search.Text(found.headline, body, language, [found.initiative_id])


def _public_comments():
    return Comment.objects.posted().filter(docket__in=Docket.objects.published())


@search.searchable(
    Comment,
    indexed=lambda: (
        Comment.objects.posted()
        .select_related("docket")
        .prefetch_related("remarks__section", "attachments", "additions", "translations")
    ),
    public=_public_comments,
)
def comment(found: Comment) -> search.Text:
    """In the language in which it was written, for readers of each.

    Where there is a verified translation into theirs, they find it by both.
    """
    title = f"{found.public_name}, {found.number}"
    remarks = [f"{remark.about}\n{remark.public_text}" for remark in found.remarks.all()]
    body = search.joined([found.public_text, *remarks, found.public_affiliation])
    # Nobody says in which language a file is written: most likely that of its comment.
    file_text = search.joined(
        file.public_text for file in found.attachments.all() if file.is_public
    )
    initiatives, language = [found.docket.initiative_id], found.language
    translation = translating.public_translation(found)
    if translation and translation.language == get_language():
        body = search.joined([*translation.parts.values(), body])
        language = translation.language
    return search.Text(title, body, language, initiatives, file_text, found.language)


def _master_responses():
    return Response.objects.published_masters()


@search.searchable(
    Response,
    indexed=lambda: _master_responses().select_related("docket"),
    public=_master_responses,
)
def master_response(found: Response) -> search.Text:
    """Responses to one point are read with their letter; these are read by themselves."""
    language = shown_language(found, "text")
    body = texts.plain(getattr(found, f"text_{language}") or "")
    return search.Text(str(found), body, language, [found.docket.initiative_id])


def index_master_responses() -> int:
    """Let readers find what was published since. Run every minute by run_jobs.

    Publishing changes no row of a response, so nothing else would.
    """
    return search.index_missing(Response, most=1000)
