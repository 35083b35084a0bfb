"""What pages show of drafts and dockets."""

from django.core.paginator import Paginator

from comments.models import Comment, Docket, Draft

POSTED_PER_PAGE = 20


def initiative_part(initiative) -> dict:
    """The comment periods and drafts on an initiative's page."""
    dockets = Docket.objects.published().filter(initiative_id=initiative.pk).for_lists()
    return {
        "open_dockets": [docket for docket in dockets if docket.is_open],
        "closed_dockets": [docket for docket in dockets if docket.is_closed],
        "drafts": Draft.objects.published()
        .filter(initiative_id=initiative.pk)
        .select_related("docket")
        .prefetch_related("files__file"),
    }


def draft_context(draft: Draft) -> dict:
    """The context of one draft's page."""
    docket = draft.docket if draft.docket and draft.docket.live else None
    return {
        "draft": draft,
        "docket": docket,
        "sections": draft.sections.all(),
        "initiative": draft.initiative,
    }


def docket_context(docket: Docket, page: str | int | None = 1) -> dict:
    """The context of one docket's page, with one page of the comments posted so far."""
    # Not docket.comments: the preview shows dockets that are not stored yet.
    comments = Comment.objects.filter(docket_id=docket.pk)
    posted = comments.posted().select_related("docket", "section").prefetch_related("attachments")
    page_of_posted = Paginator(posted, POSTED_PER_PAGE).get_page(page)
    return {
        "docket": docket,
        "drafts": Draft.objects.published()
        .filter(docket_id=docket.pk)
        .prefetch_related("files__file"),
        "posted_comments": page_of_posted,
        "posted_count": page_of_posted.paginator.count,
        "received_count": comments.received().count(),
        "initiative": docket.initiative,
    }
