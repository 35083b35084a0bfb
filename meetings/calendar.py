"""Calendar files and feeds, RFC 5545 and RFC 7986, in the active language.

Nothing in them comes from the clock: a feed is the same bytes until what it shows changes.
"""

import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vUri

from engagement.models import AgencySettings
from engagement.translation_state import shown_language
from meetings.models import Meeting, Registration

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=1)

_STATUS = {
    Meeting.Status.SCHEDULED: "CONFIRMED",
    Meeting.Status.POSTPONED: "TENTATIVE",
    Meeting.Status.CANCELLED: "CANCELLED",
}


def feed(meetings: Iterable[Meeting], *, name: str) -> bytes:
    """A calendar to subscribe to. No METHOD (RFC 5545 §3.7.2 is for scheduling messages)."""
    calendar = _calendar(name)
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    for meeting in meetings:
        calendar.add_component(_event(meeting, with_join_details=meeting.shows_join_details))
    return calendar.to_ical()


def meeting_file(meeting: Meeting) -> bytes:
    """One meeting to download."""
    calendar = _calendar(meeting.headline)
    calendar.add_component(_event(meeting, with_join_details=meeting.shows_join_details))
    return calendar.to_ical()


def registration_file(registration: Registration) -> str:
    """The registrant's own file, with the join details that only registrants receive.

    It carries the meeting's UID, so that it and a subscribed feed are one event.
    """
    meeting = registration.meeting
    calendar = _calendar(meeting.headline)
    calendar.add("METHOD", "PUBLISH")
    event = _event(meeting, with_join_details=registration.is_confirmed and not meeting.is_off)
    if registration.is_cancelled:
        event["STATUS"] = "CANCELLED"
    calendar.add_component(event)
    return calendar.to_ical().decode()


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", "-//Plaza//Public meetings//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("NAME", _text(name))
    calendar.add("X-WR-CALNAME", _text(name))
    calendar.add("X-WR-TIMEZONE", settings.TIME_ZONE)
    calendar.add_component(_zone(settings.TIME_ZONE))
    return calendar


def _event(meeting: Meeting, *, with_join_details: bool) -> Event:
    event = Event()
    language = {"LANGUAGE": get_language()}
    spoken = {"LANGUAGE": shown_language(meeting, "headline")}
    url = settings.BASE_URL + meeting.get_absolute_url()
    changed = max(
        moment for moment in (meeting.calendar_changed_at, meeting.last_published_at) if moment
    )
    event.add("UID", meeting.uid)
    event.add("DTSTAMP", changed)
    event.add("LAST-MODIFIED", changed)
    event.add("SEQUENCE", meeting.sequence)
    event.add("DTSTART", timezone.localtime(meeting.starts_at))
    event.add("DTEND", timezone.localtime(meeting.ends_at))
    event.add("SUMMARY", _text(_summary(meeting)), parameters=spoken)
    event.add("STATUS", _STATUS[meeting.status])
    event.add("CATEGORIES", [meeting.get_kind_display()])
    event.add("URL", url)
    event.add(
        "DESCRIPTION",
        _text("\n\n".join(_description(meeting, url, with_join_details=with_join_details))),
        parameters=language,
    )
    location = meeting.place or (meeting.join_url if with_join_details else "")
    if location:
        event.add("LOCATION", _text(location))
    if with_join_details:
        _add_conferences(event, meeting, language)
    return event


def _summary(meeting: Meeting) -> str:
    if meeting.status == Meeting.Status.SCHEDULED:
        return meeting.headline
    return f"{meeting.get_status_display()}: {meeting.headline}"


def _text(text: str) -> str:
    """Without the control characters that text pasted from elsewhere may hold (§3.3.11)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) != "Cc"
    )


def _description(meeting: Meeting, url: str, *, with_join_details: bool) -> list[str]:
    """Most calendars ignore CONFERENCE, so the link and the numbers stand here as well."""
    parts = [meeting.summary] if meeting.summary else []
    if with_join_details:
        lines = []
        if meeting.join_url:
            lines.append(_("Join online: %(url)s") % {"url": meeting.join_url})
        if meeting.zoom_id:
            lines.append(f"{meeting.zoom_kind_label}: {meeting.grouped_zoom_id}")
        if meeting.passcode:
            lines.append(_("Passcode: %(code)s") % {"code": meeting.passcode})
        lines += [
            _("Join by phone: %(number)s") % {"number": dial_in.number}
            for dial_in in meeting.dial_in_numbers.all()
        ]
        parts.append("\n".join(lines))
    parts.append(_("Details and materials: %(url)s") % {"url": url})
    return parts


def _add_conferences(event: Event, meeting: Meeting, language: dict) -> None:
    """RFC 7986 §5.11."""
    if meeting.join_url:
        features = {"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"], "LABEL": _("Join online")}
        event.add("CONFERENCE", vUri(meeting.join_url), parameters={**features, **language})
    for dial_in in meeting.dial_in_numbers.all():
        phone = {"VALUE": "URI", "FEATURE": "PHONE", "LABEL": _("Join by phone")}
        event.add("CONFERENCE", vUri(dial_in.tel_url), parameters={**phone, **language})


@cache
def _zone(name: str) -> Timezone:
    """The zone's rules as a VTIMEZONE; computing them takes longer than a whole calendar."""
    return Timezone.from_tzid(name)


def feed_name(initiative=None) -> str:
    """What the subscribed calendar is called in a resident's phone."""
    agency = AgencySettings.load().name
    return f"{agency}: {initiative.headline}" if initiative else agency
