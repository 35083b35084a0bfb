"""What pages show of meetings."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from meetings.models import Meeting


def initiative_part(initiative) -> dict:
    """The meetings on an initiative's page: what is coming, what has been."""
    meetings = Meeting.objects.published().filter(initiatives__in=[initiative.pk]).for_lists()
    return split_by_time(meetings.order_by("starts_at", "pk"))


def split_by_time(meetings: Iterable[Meeting]) -> dict:
    """Meetings in the order of their times: those to come soonest first, those over latest first.

    Read once and told apart here, where two lists of their own would ask for all twice.
    """
    upcoming, past = [], []
    for meeting in meetings:
        (past if meeting.is_past else upcoming).append(meeting)
    return {"upcoming_meetings": upcoming, "past_meetings": past[::-1]}


def meeting_context(meeting: Meeting) -> dict:
    """The context of one meeting's page."""
    return {"meeting": meeting, "initiatives": meeting.initiatives.filter(live=True)}


def coming_moments(after: datetime) -> list[QuerySet]:
    """The next start of a meeting (registration ends) and the next end, each as one row."""
    published = Meeting.objects.published()
    return [
        published.filter(**{f"{moment}__gt": after}).order_by(moment).values(moment)[:1]
        for moment in ("starts_at", "ends_at")
    ]
