"""A meeting that comes from another calendar: made once, and brought up to date when asked.

What staff wrote here since (title, description, materials, registration) stays as it is.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.models import InitiativePage
from meetings import notice
from meetings.event_facts import Facts, kind_of
from meetings.event_times import NoMeeting
from meetings.models import DialInNumber, Meeting, MeetingSeries

_LOCK = 5_545  # any number nobody else takes: that of the calendar standard


@dataclass
class Wishes:
    """What the person who imports wants."""

    initiative: InitiativePage | None = None
    kind: str = ""
    """Empty: the kind that each title names."""
    language: str = "en"
    address: str = ""
    """Where people meet when an event names neither a place nor a Zoom address."""
    publish: bool = False
    update: bool = False
    late_reason: str = ""
    """Why notice is shorter than the rule asks; without it such a meeting stays a draft."""


def one_at_a_time() -> None:
    """Wait until no other import runs, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def create(
    *,
    uid: str,
    facts: Facts,
    moment: dict[str, datetime],
    series: MeetingSeries | None,
    wishes: Wishes,
) -> tuple[Meeting, list[str]]:
    """A new meeting, and notes for the report. Raises ValidationError, NoMeeting."""
    place = facts.place or _usual_place(facts, wishes)
    meeting = Meeting(
        uid=uid,
        kind=wishes.kind or kind_of(facts.title),
        format=_format(place, facts.joining),
        status=facts.status,
        series=series,
        live=False,
        **moment,
        **place,
        **facts.joining,
        **_texts(facts, wishes.language),
    )
    meeting.initiatives = [wishes.initiative] if wishes.initiative else []
    meeting.dial_in_numbers = _numbers(facts)
    meeting.full_clean()
    meeting.save()
    notes = []
    revision = None
    if wishes.publish and (late := _is_late(meeting, None)) and wishes.late_reason:
        meeting.late_notice_reason = wishes.late_reason
        revision = meeting.save_revision()
    elif wishes.publish and late:
        notes = [_("Left as a draft: there is less notice than the rule asks for.")]
    revision = revision or meeting.save_revision()
    if wishes.publish and not notes:
        revision.publish()
    return meeting, notes


def bring_up_to_date(
    *, pk: int, facts: Facts, moment: dict[str, datetime], wishes: Wishes
) -> list[str]:
    """Apply a changed time, place, Zoom address, or that it is off; notes for the report.

    A published meeting is published again, so that registrants hear of it. What staff called off
    here stays off. Raises NoMeeting when nothing is to change or it cannot, ValidationError.
    """
    meeting = Meeting.objects.select_for_update().get(pk=pk)
    before = Meeting.objects.get(pk=pk)
    if meeting.has_unpublished_changes and meeting.live:
        raise NoMeeting(_("It has changes here that are not published yet."))
    if not meeting.live and meeting.latest_revision:
        meeting = meeting.get_latest_revision_as_object()
    changes = _changes(meeting, facts, moment)
    if not changes:
        raise NoMeeting(_("It is here already, with the same time and place."))
    for name, value in changes.items():
        setattr(meeting, name, value)
    place = {"address": meeting.address} if meeting.address else {}
    meeting.format = _format(place, {"join_url": meeting.join_url or meeting.zoom_id})
    if "join_url" in changes:
        meeting.dial_in_numbers = _numbers(facts)
    meeting.full_clean()
    if meeting.live and _is_late(meeting, before):
        if not wishes.late_reason:
            raise NoMeeting(_("There is less notice than the rule asks for: change it by hand."))
        meeting.late_notice_reason = wishes.late_reason
    _store(meeting)
    return []


def call_off(pks: list[int], until: datetime) -> int:
    """Cancel those still to come, up to the file's last date, that it no longer has."""
    gone = (
        Meeting.objects.select_for_update()
        .filter(pk__in=pks, starts_at__gt=timezone.now(), starts_at__lte=until)
        .exclude(status=Meeting.Status.CANCELLED)
        .exclude(live=True, has_unpublished_changes=True)
    )
    for meeting in (found := list(gone)):
        if not meeting.live and meeting.latest_revision:
            meeting = meeting.get_latest_revision_as_object()
        meeting.status = Meeting.Status.CANCELLED
        _store(meeting)
    return len(found)


def _store(meeting: Meeting) -> None:
    """A draft stays one; what is public changes by a revision that is published."""
    if not meeting.live:
        meeting.save()
    revision = meeting.save_revision()
    if meeting.live:
        revision.publish()


def _texts(facts: Facts, language: str) -> dict[str, str]:
    """In Spanish, the English columns hold the same: there must be a title in English."""
    return {
        f"{name}_{code}": text
        for code in {"en", language}
        for name, text in (("headline", facts.title), ("summary", facts.summary))
    }


def _usual_place(facts: Facts, wishes: Wishes) -> dict[str, str]:
    if facts.joining:
        return {}
    if not wishes.address:
        raise NoMeeting(_("It names neither a place nor a Zoom address. See --address."))
    return {"address": wishes.address}


def _format(place: dict, joining: dict) -> str:
    joins = any(joining.values())
    if place and joins:
        return Meeting.Format.HYBRID
    return Meeting.Format.IN_PERSON if place else Meeting.Format.REMOTE


def _numbers(facts: Facts) -> list[DialInNumber]:
    return [DialInNumber(number=number, region=region) for number, region in facts.numbers]


def _changes(meeting: Meeting, facts: Facts, moment: dict[str, datetime]) -> dict:
    found = {name: at for name, at in moment.items() if getattr(meeting, name) != at}
    if facts.status != Meeting.Status.SCHEDULED and meeting.status != facts.status:
        found["status"] = facts.status
    # Staff may have told venue, room and address apart in a better way: words count.
    if facts.place and not _words(facts.place) <= _words(vars(meeting)):
        found |= {"latitude": None, "longitude": None} | facts.place
    if facts.joining and facts.joining["join_url"] != meeting.join_url:
        found |= facts.joining
    return found


def _words(place: dict) -> set[str]:
    texts = [place["venue"], place["room"], place["address"]]
    return set(re.findall(r"\w+", " ".join(texts).lower()))


def _is_late(meeting: Meeting, public: Meeting | None) -> bool:
    rule = notice.rule_for(kind=meeting.kind, special=meeting.special)
    return notice.is_late(meeting=meeting, rule=rule, at=timezone.now(), public=public)
