"""A meeting as an event of RFC 5545 and RFC 7986.

A property stands where icalendar would put it, so that the library reads and writes the same
bytes.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape

from django.conf import settings
from django.utils import timezone

from engagement.models import AgencySettings
from engagement.translation_state import shown_language
from meetings import zoom
from meetings.calendar_words import words
from meetings.content_lines import line, parameter, plain, text
from meetings.models import DialInNumber, Meeting, Tombstone
from meetings.time_zone import is_utc

STATUS = {
    Meeting.Status.SCHEDULED: "CONFIRMED",
    Meeting.Status.POSTPONED: "TENTATIVE",
    Meeting.Status.CANCELLED: "CANCELLED",
}
# Only where a line ends with it: so stand ours, and what follows one in a text may belong to it.
_LINK = re.compile(r"https?://[^\s<>\"']+$", re.MULTILINE)


class EventWriter:
    """Writes the events of these meetings in the active language, in three queries for all."""

    def __init__(self, meetings: list[Meeting]):
        self._words = words()
        self._agency = AgencySettings.load()
        numbers = [meeting.pk for meeting in meetings if meeting.pk]
        self._dial_ins = defaultdict(list)
        for dial_in in DialInNumber.objects.filter(meeting__in=numbers).order_by("sort_order"):
            self._dial_ins[dial_in.meeting_id].append(dial_in)
        self._initiatives = _initiatives(numbers, self._words.language)

    def event(
        self, meeting: Meeting, *, with_details: bool, status: str = "", busy: bool = False
    ) -> bytes:
        """`with_details` writes how to join; `busy` keeps the time of somebody who comes."""
        said = self._words
        url = settings.BASE_URL + meeting.get_absolute_url()
        changed = _utc(meeting.shown_changed_at)
        paragraphs = list(self._paragraphs(meeting, url, with_details=with_details))
        categories = [said.kinds[meeting.kind], *self._initiatives[meeting.pk]]
        location = meeting.place or (with_details and meeting.join_url) or said.online
        return b"".join(
            [
                b"BEGIN:VEVENT\r\n",
                self._summary(meeting),
                *_times(meeting),
                line("DTSTAMP", changed),
                line("UID", text(meeting.uid)),
                line("SEQUENCE", str(meeting.sequence)),
                line(f"CATEGORIES;LANGUAGE={said.language}", ",".join(map(text, categories))),
                b"CLASS:PUBLIC\r\n",
                *(self._conferences(meeting) if with_details else ()),
                line(f"DESCRIPTION;LANGUAGE={said.language}", text("\n\n".join(paragraphs))),
                *([line("GEO", _position(meeting))] if meeting.has_coordinates else ()),
                line("LAST-MODIFIED", changed),
                line(f"LOCATION;LANGUAGE={said.language}", text(location)),
                *self._organizer(meeting),
                line("STATUS", status or STATUS[meeting.status]),
                # Whoever subscribes to all meetings does not go to all of them.
                line("TRANSP", "OPAQUE" if busy else "TRANSPARENT"),
                line("URL", url),
                line("X-ALT-DESC;FMTTYPE=text/html", text(_html(paragraphs))),
                b"END:VEVENT\r\n",
            ]
        )

    def removal(self, tombstone: Tombstone) -> bytes:
        """The event that a calendar may still have, for it to take away."""
        said = self._words
        removed = _utc(tombstone.removed_at)
        summary = said.removed % {"title": tombstone.headline}
        return b"".join(
            [
                b"BEGIN:VEVENT\r\n",
                line(f"SUMMARY;LANGUAGE={said.language}", text(summary)),
                *_times(tombstone),
                line("DTSTAMP", removed),
                line("UID", text(tombstone.uid)),
                line("SEQUENCE", str(tombstone.sequence)),
                line(f"DESCRIPTION;LANGUAGE={said.language}", text(said.why_removed)),
                line("LAST-MODIFIED", removed),
                b"STATUS:CANCELLED\r\n",
                b"TRANSP:TRANSPARENT\r\n",
                b"END:VEVENT\r\n",
            ]
        )

    def _summary(self, meeting: Meeting) -> bytes:
        summary = meeting.headline
        if meeting.status != Meeting.Status.SCHEDULED:
            summary = f"{self._words.statuses[meeting.status]}: {summary}"
        return line(f"SUMMARY;LANGUAGE={shown_language(meeting, 'headline')}", text(summary))

    def _organizer(self, meeting: Meeting) -> Iterator[bytes]:
        """Nothing where there is no address: §3.8.4.3 demands one."""
        if email := meeting.contact_email or self._agency.email:
            name = parameter(self._agency.name, quoted_for=" '")
            yield line(f"ORGANIZER;CN={name}", f"mailto:{plain(email)}")

    def _paragraphs(self, meeting: Meeting, url: str, *, with_details: bool) -> Iterator[str]:
        """Most calendars ignore CONFERENCE and URL: the link and the numbers stand here too."""
        said = self._words
        if summary := meeting.summary:
            yield plain(summary)
        if with_details:
            yield "\n".join(self._join_lines(meeting))
        elif meeting.join_details_private and meeting.takes_registration and not meeting.is_off:
            yield said.register
        if meeting.interpretation:
            phrase = (
                said.interpretation_on_request
                if meeting.interpretation_on_request
                else said.interpretation
            )
            languages = [said.languages[code] for code in meeting.interpretation]
            yield phrase % {"languages": ", ".join(languages)}
        contact = [meeting.contact_name, meeting.contact_email, meeting.contact_phone]
        if any(contact):
            yield said.contact % {"contact": ", ".join(filter(None, contact))}
        yield said.details % {"url": url}

    def _join_lines(self, meeting: Meeting) -> Iterator[str]:
        if meeting.join_url:
            yield self._words.join_online_at % {"url": meeting.join_url}
        if meeting.zoom_id:
            yield f"{meeting.zoom_kind_label}: {meeting.grouped_zoom_id}"
        if meeting.passcode:
            yield self._words.passcode % {"code": meeting.passcode}
        for dial_in in self._dial_ins[meeting.pk]:
            region = f" ({dial_in.region})" if dial_in.region else ""
            yield self._words.join_by_phone_at % {"number": dial_in.number + region}

    def _conferences(self, meeting: Meeting) -> Iterator[bytes]:
        """RFC 7986 §5.11."""
        said = self._words
        end = f"LANGUAGE={said.language};VALUE=URI"
        if meeting.join_url:
            label = parameter(said.join_online)
            name = f"CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL={label};{end}"
            yield line(name, plain(meeting.join_url))
        for dial_in in self._dial_ins[meeting.pk]:
            name = f"CONFERENCE;FEATURE=PHONE;LABEL={parameter(said.join_by_phone)};{end}"
            yield line(name, f"tel:{zoom.one_tap(dial_in.number, meeting.zoom_id)}")


def _initiatives(meetings: list[int], language: str) -> dict[int, list[str]]:
    """The names of each meeting's published initiatives, and no more of those long pages."""
    links = Meeting.initiatives.through.objects.filter(
        meeting__in=meetings, initiativepage__live=True
    ).order_by("initiativepage_id")
    found = defaultdict(list)
    languages = (language, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES)
    names = [f"initiativepage__headline_{each}" for each in languages]
    for meeting, *headlines in links.values_list("meeting_id", *names):
        found[meeting] += [name for name in headlines if name][:1]
    return found


def _times(span: Meeting | Tombstone) -> Iterator[bytes]:
    """In the agency's zone, as they were entered.

    The hour that comes twice when clocks go back is the first one in a zone (§3.3.5), but ical.js,
    which Thunderbird uses, takes it for the second: a time within it is written in UTC.
    """
    moments = {"DTSTART": span.starts_at, "DTEND": span.ends_at}
    there = {name: timezone.localtime(moment) for name, moment in moments.items()}
    only_in_utc = is_utc(settings.TIME_ZONE) or any(map(_comes_twice, there.values()))
    for name, moment in there.items():
        if only_in_utc:
            yield line(name, _utc(moment))
        else:
            yield line(f"{name};TZID={settings.TIME_ZONE}", moment.strftime("%Y%m%dT%H%M%S"))


def _comes_twice(moment: datetime) -> bool:
    return moment.utcoffset() != moment.replace(fold=not moment.fold).utcoffset()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _position(meeting: Meeting) -> str:
    return ";".join(f"{degrees:.6f}".rstrip("0").rstrip(".") for degrees in meeting.coordinates)


def _html(paragraphs: list[str]) -> str:
    """What Outlook shows instead of DESCRIPTION: the same words, with links to click."""
    written = [_LINK.sub(r'<a href="\g<0>">\g<0></a>', escape(each)) for each in paragraphs]
    body = "".join(f"<p>{each}</p>" for each in written).replace("\n", "<br>")
    return f"<!DOCTYPE html><html><body>{body}</body></html>"
