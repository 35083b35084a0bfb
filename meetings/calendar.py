"""Calendar files and feeds, RFC 5545 and RFC 7986, in the active language.

Nothing in them comes from the clock: a feed is the same bytes until what it shows changes. A
property stands where icalendar would put it, so that the library reads and writes the same bytes.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape, urlize
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from engagement.models import AgencySettings
from engagement.translation_state import shown_language
from meetings.content_lines import line, parameter, plain, text
from meetings.models import Meeting, Registration, Tombstone
from meetings.time_zone import vtimezone

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = "PT1H"
"""How often a calendar should look for changes, an hour; few listen."""

_STATUS = {
    Meeting.Status.SCHEDULED: "CONFIRMED",
    Meeting.Status.POSTPONED: "TENTATIVE",
    Meeting.Status.CANCELLED: "CANCELLED",
}


def feed(meetings: Iterable[Meeting], *, name: str, tombstones: Iterable[Tombstone] = ()) -> bytes:
    """A calendar to subscribe to: its meetings, and the tombstones of those that left it.

    No METHOD (RFC 5545 §3.7.2 is for scheduling messages).
    """
    meetings, tombstones = list(meetings), list(tombstones)
    agency = AgencySettings.load()
    refresh = [
        line("REFRESH-INTERVAL;VALUE=DURATION", REFRESH),
        line("X-PUBLISHED-TTL", REFRESH),
    ]
    events = [
        *(_event(meeting, agency, with_details=meeting.shows_join_details) for meeting in meetings),
        *(_tombstone(tombstone) for tombstone in tombstones),
    ]
    return _calendar(name, [*meetings, *tombstones], events, refresh=refresh)


def meeting_file(meeting: Meeting) -> bytes:
    """One meeting to download."""
    agency = AgencySettings.load()
    event = _event(meeting, agency, with_details=meeting.shows_join_details)
    return _calendar(meeting.headline, [meeting], [event])


def registration_file(registration: Registration) -> str:
    """The registrant's own file, with the join details that only registrants receive.

    It carries the meeting's UID, so that it and a subscribed feed are one event.
    """
    meeting = registration.meeting
    event = _event(
        meeting,
        AgencySettings.load(),
        with_details=registration.is_confirmed and not meeting.is_off,
        status="CANCELLED" if registration.is_cancelled else _STATUS[meeting.status],
        busy=registration.is_confirmed and not meeting.is_off,
    )
    return _calendar(meeting.headline, [meeting], [event], method="PUBLISH").decode()


def _calendar(
    name: str,
    spans: list,
    events: list[bytes],
    *,
    method: str = "",
    refresh: Iterable[bytes] = (),
) -> bytes:
    """`spans` are what begins and ends within the calendar: its zone must hold for them all."""
    language = get_language()
    return b"".join(
        [
            line("BEGIN", "VCALENDAR"),
            line("VERSION", "2.0"),
            line("PRODID", "-//Plaza//Public meetings//EN"),
            line("CALSCALE", "GREGORIAN"),
            *([line("METHOD", method)] if method else ()),
            line(f"NAME;LANGUAGE={language}", text(name)),
            line("X-WR-CALNAME", text(name)),
            *refresh,
            line("X-WR-TIMEZONE", settings.TIME_ZONE),
            _zone(spans),
            *events,
            line("END", "VCALENDAR"),
        ]
    )


def _zone(spans: list) -> bytes:
    moments = [moment for span in spans for moment in (span.starts_at, span.ends_at)]
    if not moments:
        # Rules for no event: those of any year do, and may not depend on the clock.
        moments = [datetime(2026, 1, 1, tzinfo=UTC)]
    first, last = (chosen(moments).astimezone(UTC).year for chosen in (min, max))
    return vtimezone(settings.TIME_ZONE, first, last)


def _event(
    meeting: Meeting,
    agency: AgencySettings,
    *,
    with_details: bool,
    status: str = "",
    busy: bool = False,
) -> bytes:
    """`with_details` writes how to join. `busy` keeps the time free for a person who comes."""
    language = get_language()
    url = settings.BASE_URL + meeting.get_absolute_url()
    changed = _utc(meeting.shown_changed_at)
    paragraphs = list(_paragraphs(meeting, url, with_details=with_details))
    categories = [meeting.get_kind_display(), *(page.headline for page in _initiatives(meeting))]
    lines = [
        line("BEGIN", "VEVENT"),
        line(f"SUMMARY;LANGUAGE={shown_language(meeting, 'headline')}", text(_summary(meeting))),
        *_times(meeting),
        line("DTSTAMP", changed),
        line("UID", text(meeting.uid)),
        line("SEQUENCE", str(meeting.sequence)),
        line(f"CATEGORIES;LANGUAGE={language}", ",".join(map(text, categories))),
        line("CLASS", "PUBLIC"),
    ]
    if with_details:
        lines += _conferences(meeting, language)
    lines.append(line(f"DESCRIPTION;LANGUAGE={language}", text("\n\n".join(paragraphs))))
    if meeting.has_coordinates:
        lines.append(line("GEO", f"{meeting.latitude};{meeting.longitude}"))
    lines.append(line("LAST-MODIFIED", changed))
    location = meeting.place or (with_details and meeting.join_url) or _("Online")
    lines.append(line(f"LOCATION;LANGUAGE={language}", text(location)))
    if email := agency.email or meeting.contact_email:
        lines.append(line(f"ORGANIZER;CN={parameter(agency.name)}", f"mailto:{plain(email)}"))
    return b"".join(
        [
            *lines,
            line("STATUS", status or _STATUS[meeting.status]),
            # Whoever subscribes to all meetings does not go to all of them.
            line("TRANSP", "OPAQUE" if busy else "TRANSPARENT"),
            line("URL", url),
            line("X-ALT-DESC;FMTTYPE=text/html", text(_html(paragraphs))),
            line("END", "VEVENT"),
        ]
    )


def _tombstone(tombstone: Tombstone) -> bytes:
    """The event that a calendar may still have, for it to take away."""
    language = get_language()
    removed = _utc(tombstone.removed_at)
    summary = _("Removed: %(title)s") % {"title": tombstone.headline}
    description = _("The agency has removed this meeting from this calendar.")
    return b"".join(
        [
            line("BEGIN", "VEVENT"),
            line(f"SUMMARY;LANGUAGE={language}", text(summary)),
            *_times(tombstone),
            line("DTSTAMP", removed),
            line("UID", text(tombstone.uid)),
            line("SEQUENCE", str(tombstone.sequence)),
            line(f"DESCRIPTION;LANGUAGE={language}", text(description)),
            line("LAST-MODIFIED", removed),
            line("STATUS", "CANCELLED"),
            line("TRANSP", "TRANSPARENT"),
            line("END", "VEVENT"),
        ]
    )


def _times(span) -> Iterator[bytes]:
    """In the agency's zone, so that a calendar shows which it was.

    The hour that comes twice when clocks go back is the first one in a zone (§3.3.5); a time
    within the second can only be written in UTC.
    """
    moments = {"DTSTART": span.starts_at, "DTEND": span.ends_at}
    there = {name: timezone.localtime(moment) for name, moment in moments.items()}
    for name, moment in there.items():
        if any(each.fold for each in there.values()):
            yield line(name, _utc(moment))
        else:
            yield line(f"{name};TZID={settings.TIME_ZONE}", f"{moment:%Y%m%dT%H%M%S}")


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _summary(meeting: Meeting) -> str:
    if meeting.status == Meeting.Status.SCHEDULED:
        return meeting.headline
    return f"{meeting.get_status_display()}: {meeting.headline}"


def _initiatives(meeting: Meeting) -> list:
    if meeting.pk is None:
        return []
    return [page for page in meeting.initiatives.all() if page.live]


def _paragraphs(meeting: Meeting, url: str, *, with_details: bool) -> Iterator[str]:
    """Most calendars ignore CONFERENCE and URL, so the link and the numbers stand here as well."""
    if meeting.summary:
        yield plain(meeting.summary)
    if with_details:
        yield "\n".join(_join_lines(meeting))
    elif meeting.join_details_private and meeting.takes_registration and not meeting.is_off:
        yield _("Register on the meeting’s page to receive the link and the numbers for joining.")
    if meeting.interpretation:
        languages = {"languages": ", ".join(map(str, meeting.interpretation_labels))}
        if meeting.interpretation_on_request:
            yield _("Interpretation on request: %(languages)s") % languages
        else:
            yield _("Interpretation: %(languages)s") % languages
    contact = [meeting.contact_name, meeting.contact_email, meeting.contact_phone]
    if any(contact):
        yield _("Contact: %(contact)s") % {"contact": ", ".join(filter(None, contact))}
    yield _("Details and materials: %(url)s") % {"url": url}


def _join_lines(meeting: Meeting) -> Iterator[str]:
    if meeting.join_url:
        yield _("Join online: %(url)s") % {"url": meeting.join_url}
    if meeting.zoom_id:
        yield f"{meeting.zoom_kind_label}: {meeting.grouped_zoom_id}"
    if meeting.passcode:
        yield _("Passcode: %(code)s") % {"code": meeting.passcode}
    for dial_in in meeting.dial_in_numbers.all():
        region = f" ({dial_in.region})" if dial_in.region else ""
        yield _("Join by phone: %(number)s") % {"number": dial_in.number + region}


def _html(paragraphs: list[str]) -> str:
    """What Outlook shows instead of DESCRIPTION: the same words, with links to click."""
    body = "".join(f"<p>{_linked(paragraph)}</p>" for paragraph in paragraphs)
    return f"<!DOCTYPE html><html><body>{body}</body></html>"


def _linked(paragraph: str) -> str:
    linked = "://" in paragraph or "@" in paragraph
    written = urlize(paragraph, autoescape=True) if linked else escape(paragraph)
    return written.replace("\n", "<br>")


def _conferences(meeting: Meeting, language: str) -> Iterator[bytes]:
    """RFC 7986 §5.11."""
    if meeting.join_url:
        label = parameter(_("Join online"))
        name = f"CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL={label};LANGUAGE={language};VALUE=URI"
        yield line(name, plain(meeting.join_url))
    for dial_in in meeting.dial_in_numbers.all():
        label = parameter(_("Join by phone"))
        name = f"CONFERENCE;FEATURE=PHONE;LABEL={label};LANGUAGE={language};VALUE=URI"
        yield line(name, plain(dial_in.tel_url))
