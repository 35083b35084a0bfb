"""What pages show of drafts and dockets."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import (
    DateTimeField,
    ExpressionWrapper,
    F,
    Func,
    QuerySet,
    Value,
)
from django.utils.translation import get_language

from comments import response_reading, versions
from comments.docket_filters import PostedFilterForm
from comments.models import Docket, Draft, PeriodChange
from comments.paragraphs import read_draft
from comments.period_words import STEP
from comments.posted import Listing
from meetings.models import Meeting


def initiative_part(initiative) -> dict:
    """The comment periods and drafts on an initiative's page."""
    drafts = list(Draft.objects.published().filter(initiative_id=initiative.pk))
    dockets = list(Docket.objects.published().filter(initiative_id=initiative.pk))
    for docket in dockets:
        own = versions.listed(draft for draft in drafts if draft.docket_id == docket.pk)
        docket.published_drafts = [document.draft for document in own]
    return {
        "open_dockets": [docket for docket in dockets if docket.is_open],
        "closed_dockets": [docket for docket in dockets if docket.is_closed],
        "drafts": versions.listed(drafts),
    }


def draft_context(draft: Draft) -> dict:
    """The context of one draft's page."""
    docket = draft.docket if draft.docket and draft.docket.live else None
    return {
        "draft": draft,
        "docket": docket,
        "versions": versions.versions_of(draft),
        "readings": list(read_draft(draft.sections.all())),
        "initiative": draft.initiative,
    }


def docket_context(docket: Docket, asked: Mapping[str, str] | None = None) -> dict:
    """The context of one docket's page, with one page of the comments posted so far.

    `asked` is the query of the address: filters and the number of the page.
    """
    asked = asked or {}
    filters = PostedFilterForm(PostedFilterForm.asked(asked), docket=docket)
    listing = Listing(docket, get_language(), filters.chosen, asked.get("page"))
    return {
        "docket": docket,
        "drafts": versions.of_docket(docket),
        "filters": filters,
        "listing": listing,
        "posted_comments": listing.comments,
        "posted_count": listing.posted_count,
        "received_count": listing.received_count,
        # Not docket.changes: the preview shows dockets that are not stored yet.
        "changes": PeriodChange.objects.filter(docket_id=docket.pk),
        "meetings": _meetings_to_speak_at(docket),
        "responses_published": response_reading.published(docket),
        "initiative": docket.initiative,
    }


def _meetings_to_speak_at(docket: Docket) -> list[Meeting]:
    """The initiative's meetings that are still to come before the period closes."""
    if docket.is_closed:
        return []
    coming = Meeting.objects.published().upcoming().filter(initiatives=docket.initiative_id)
    within = coming.filter(starts_at__gte=docket.opens_at, starts_at__lt=docket.closes_at)
    return [meeting for meeting in within if not meeting.is_off]


def coming_moments(after: datetime) -> list[QuerySet]:
    """The next opening and closing of a comment period, and the next step towards a closing.

    Steps matter on the last day alone; what pages say otherwise changes at midnight
    (comments.period_words).
    """
    coming = Docket.objects.published()
    closing = coming.filter(closes_at__gt=after)
    last_step = Func(
        *(Value(STEP), Value(after), F("closes_at")),
        function="date_bin",
        output_field=DateTimeField(),
    )
    steps = closing.filter(closes_at__lte=after + timedelta(hours=25)).annotate(
        next_step=ExpressionWrapper(last_step + Value(STEP), DateTimeField())
    )
    return [
        coming.filter(opens_at__gt=after).order_by("opens_at").values("opens_at")[:1],
        closing.order_by("closes_at").values("closes_at")[:1],
        steps.order_by("next_step").values("next_step")[:1],
    ]
