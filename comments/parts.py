"""What pages show of drafts and dockets."""

from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.db.models.functions import Extract, Mod

from comments.models import Comment, Docket, Draft
from comments.paragraphs import read_draft

POSTED_PER_PAGE = 20


def initiative_part(initiative) -> dict:
    """The comment periods and drafts on an initiative's page."""
    drafts = list(Draft.objects.published().filter(initiative_id=initiative.pk))
    dockets = list(Docket.objects.published().filter(initiative_id=initiative.pk))
    for docket in dockets:
        docket.published_drafts = [draft for draft in drafts if draft.docket_id == docket.pk]
    return {
        "open_dockets": [docket for docket in dockets if docket.is_open],
        "closed_dockets": [docket for docket in dockets if docket.is_closed],
        "drafts": drafts,
    }


def draft_context(draft: Draft) -> dict:
    """The context of one draft's page."""
    docket = draft.docket if draft.docket and draft.docket.live else None
    return {
        "draft": draft,
        "docket": docket,
        "readings": list(read_draft(draft.sections.all())),
        "initiative": draft.initiative,
    }


def docket_context(docket: Docket, page: str | int | None = 1) -> dict:
    """The context of one docket's page, with one page of the comments posted so far."""
    # Not docket.comments: the preview shows dockets that are not stored yet.
    comments = Comment.objects.filter(docket_id=docket.pk)
    posted = (
        comments.posted()
        .select_related("docket")
        .prefetch_related("attachments", "remarks__section")
    )
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


def coming_moments(after: datetime) -> list[QuerySet]:
    """The next opening of a comment period, and the closing that has a day less left next."""
    coming = Docket.objects.published()
    left = Extract(F("closes_at") - after, "epoch")
    return [
        coming.filter(opens_at__gt=after).order_by("opens_at").values("opens_at")[:1],
        coming.filter(closes_at__gt=after)
        .order_by(Mod(left, 24 * 60 * 60))
        .values("closes_at")[:1],
    ]
