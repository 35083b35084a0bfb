"""A meeting as an Event of schema.org: https://schema.org/Event."""

from django.conf import settings
from django.utils import timezone

from engagement import structured_data
from engagement.models import AgencySettings
from meetings.models import Meeting

_STATUS = {
    Meeting.Status.SCHEDULED: "EventScheduled",
    Meeting.Status.POSTPONED: "EventPostponed",
    Meeting.Status.CANCELLED: "EventCancelled",
}
_ATTENDANCE = {
    Meeting.Format.REMOTE: "OnlineEventAttendanceMode",
    Meeting.Format.HYBRID: "MixedEventAttendanceMode",
    Meeting.Format.IN_PERSON: "OfflineEventAttendanceMode",
}


def event(meeting: Meeting, agency: AgencySettings) -> dict:
    """The facts of the meeting that its public page shows, times in the agency's zone.

    The link to join is among them only where the page has it; otherwise its own address, where
    one registers, stands for the place online.
    """
    url = settings.BASE_URL + meeting.get_absolute_url()
    places = []
    if meeting.format != Meeting.Format.REMOTE:
        place = {"@type": "Place", "name": meeting.venue, "address": meeting.address}
        if meeting.room:
            place["name"] = ", ".join(part for part in (meeting.venue, meeting.room) if part)
        places.append({name: value for name, value in place.items() if value})
    if meeting.format != Meeting.Format.IN_PERSON:
        shown = meeting.shows_join_details and not meeting.is_past
        online = (meeting.join_url if shown else "") or url
        places.append({"@type": "VirtualLocation", "url": online})
    facts = {
        "@type": "Event",
        "name": meeting.headline,
        "description": meeting.summary,
        "startDate": timezone.localtime(meeting.starts_at).isoformat(),
        "endDate": timezone.localtime(meeting.ends_at).isoformat(),
        "eventStatus": f"https://schema.org/{_STATUS[meeting.status]}",
        "eventAttendanceMode": f"https://schema.org/{_ATTENDANCE[meeting.format]}",
        "location": places[0] if len(places) == 1 else places,
        "isAccessibleForFree": True,
        "organizer": structured_data.organization(agency),
        "url": url,
    }
    if meeting.is_moved:
        facts["eventStatus"] = "https://schema.org/EventRescheduled"
        facts["previousStartDate"] = timezone.localtime(meeting.former_starts_at).isoformat()
    return facts
