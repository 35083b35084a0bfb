"""What pages show of meetings."""

from meetings.models import Meeting


def initiative_part(initiative) -> dict:
    """The meetings on an initiative's page: what is coming, what has been."""
    meetings = Meeting.objects.published().filter(initiatives__in=[initiative.pk]).for_lists()
    return {"upcoming_meetings": meetings.upcoming(), "past_meetings": meetings.past()}


def meeting_context(meeting: Meeting) -> dict:
    """The context of one meeting's page."""
    return {"meeting": meeting, "initiatives": meeting.initiatives.filter(live=True)}
