"""What pages show of meetings."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from meetings.feeds import FeedQuery
from meetings.models import Meeting
from meetings.postings import Shown
from meetings.series import next_dates


def initiative_part(initiative) -> dict:
    """The meetings on an initiative's page: what is coming, what has been; and their feed."""
    meetings = Meeting.objects.published().filter(initiatives__in=[initiative.pk]).for_lists()
    return {
        **split_by_time(meetings.order_by("starts_at", "pk")),
        "feed_query": FeedQuery(initiative=initiative).query_string,
    }


def split_by_time(meetings: Iterable[Meeting]) -> dict:
    """Meetings in the order of their times: those to come soonest first, those over latest first.

    Read once and told apart here, where two lists of their own would ask for all twice.
    """
    upcoming, past = [], []
    for meeting in meetings:
        (past if meeting.is_past else upcoming).append(meeting)
    return {"upcoming_meetings": upcoming, "past_meetings": past[::-1]}


def meeting_context(meeting: Meeting) -> dict:
    """The context of one meeting's page; `feed_query` chooses the calendar of its series."""
    return {
        "meeting": meeting,
        "initiatives": meeting.initiatives.filter(live=True),
        "next_in_series": next_dates(meeting),
        "feed_query": FeedQuery(series=meeting.series).query_string,
        "posted": Shown(meeting),
    }


def coming_moments(after: datetime) -> list[QuerySet]:
    """When registration next opens or closes, and a meeting next starts or ends: a row each."""
    published = Meeting.objects.published()
    return [
        published.filter(**{f"{moment}__gt": after}).order_by(moment).values(moment)[:1]
        for moment in (
            "registration_opens_at",
            "registration_closes_at",
            "starts_at",
            "ends_at",
        )
    ]
