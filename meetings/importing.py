"""Bringing an agency's existing calendar in: each event of a file becomes a meeting, once.

All of a file or nothing: it runs in one transaction. An event that cannot be a meeting is
skipped and the report says why; a damaged file is refused as a whole, with the line.
"""

import re
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import calendar_recurrence as recurrence
from meetings import imported_meetings
from meetings.calendar_reading import CalendarRefused, Component, read
from meetings.calendar_zones import ZoneNames
from meetings.event_facts import Facts, facts
from meetings.event_times import NoMeeting, Times, recurrence_id, times
from meetings.imported_meetings import Wishes
from meetings.models import Meeting, MeetingSeries

__all__ = ["CalendarRefused", "Report", "Row", "Wishes", "import_calendar"]


@dataclass
class Row:
    """What became of one event of the file."""

    line: int
    title: str
    created: int = 0
    updated: int = 0
    skipped: Counter = field(default_factory=Counter)
    """How many meetings for each reason, in words."""
    notes: list[str] = field(default_factory=list)

    def note(self, *notes: str) -> None:
        self.notes += [each for each in notes if each not in self.notes]


@dataclass
class Report:
    """What became of a file."""

    rows: list[Row]
    notes: list[tuple[int, str]]
    """About the file as a whole, with the line."""

    @property
    def created(self) -> int:
        return sum(row.created for row in self.rows)

    @property
    def updated(self) -> int:
        return sum(row.updated for row in self.rows)

    @property
    def skipped(self) -> int:
        return sum(row.skipped.total() for row in self.rows)


def import_calendar(*, data: bytes, wishes: Wishes, dry_run: bool = False) -> Report:
    """Make meetings of a calendar file. Raises CalendarRefused; then nothing has changed.

    Two at once on one file wait for each other. A dry run does all of it and takes it back, so
    that its report is the true one.
    """
    with transaction.atomic():
        imported_meetings.one_at_a_time()
        report = _Import(data, wishes).run()
        transaction.set_rollback(dry_run)
    return report


class _Import:
    """One run: the file, what is here already, and the report as it grows."""

    def __init__(self, data: bytes, wishes: Wishes):
        self.calendar = read(data)
        self.zones = ZoneNames(self.calendar.zones)
        self.wishes = wishes
        self.here: dict[str, int] = dict(Meeting.objects.values_list("uid", "pk"))
        self.done: set[str] = set()
        self.known_facts: dict[int, Facts] = {}
        self.of_series = defaultdict(list)
        for uid in self.here:
            if match := re.fullmatch(r"(.+)/[0-9]{8}T[0-9]{6}Z", uid):
                self.of_series[match[1]].append(uid)

    def run(self) -> Report:
        rows = []
        changed, whole = defaultdict(list), []
        for event in self.calendar.events:
            if event.first("RECURRENCE-ID"):
                changed[_uid(event)].append(event)
            else:
                whole.append(event)
        repeating = {_uid(event) for event in whole}
        for event in whole:
            rows.append(self._event(event, changed.get(_uid(event), [])))
        for uid, events in changed.items():
            rows += [self._event(event, []) for event in events if uid not in repeating]
        return Report(sorted(rows, key=lambda row: row.line), self.calendar.notes)

    def _facts(self, event: Component) -> Facts:
        """Understood once, however many dates the event has."""
        if event.line not in self.known_facts:
            self.known_facts[event.line] = facts(event)
        return self.known_facts[event.line]

    def _event(self, event: Component, changed: list[Component]) -> Row:
        found = self._facts(event)
        row = Row(event.line, found.title[:80] or _("(no title)"), notes=list(found.notes))
        try:
            if event.words("CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"}:
                raise NoMeeting(_("It is marked as private."))
            if not found.title:
                raise NoMeeting(_("It has no title."))
            if _uid(event) in self.done:
                raise NoMeeting(_("The same event stands above in this file."))
            when = times(event, self.zones)
            row.note(*when.notes)
            single = recurrence_id(event, self.zones)
            self.done |= set() if single else {_uid(event)}
            if when.repeats:
                self._series(event, when, changed, row)
            else:
                uid = _uid(event, single) if single else _uid(event)
                self._meeting(uid, event, when.starts[0], when, row, None)
        except NoMeeting as error:
            row.skipped[str(error)] += 1
        return row

    def _series(self, event: Component, when: Times, changed: list[Component], row: Row) -> None:
        """The occurrences of a repeating event, those that were changed as they were."""
        replaced = self._replaced(changed, when, row)
        now = timezone.now()
        starts = sorted(when.starts, key=lambda start: abs(start - now))[: recurrence.MOST]
        if len(starts) < len(when.starts):
            row.note(
                _("Only the %(count)d dates nearest to today are imported.")
                % {"count": recurrence.MOST}
            )
        series = self._find_series(event, when, row) if when.frequency else None
        for start in sorted(starts):
            other, times_of_other = replaced.pop(start.astimezone(UTC), (event, when))
            begins = start if other is event else times_of_other.starts[0]
            self._meeting(_uid(event, start), other, begins, times_of_other, row, series)
        # Moved here from outside of the rule, or from beyond the bounds.
        for start, (other, times_of_other) in replaced.items():
            self._meeting(
                *(_uid(event, start), other, times_of_other.starts[0], times_of_other, row, series)
            )
        if self.wishes.update:
            present = {_uid(event, start) for start in [*when.starts, *replaced]}
            gone = [uid for uid in self.of_series[_uid(event)] if uid not in present]
            until = max(when.starts)
            row.updated += imported_meetings.call_off([self.here[uid] for uid in gone], until)

    def _replaced(
        self, changed: list[Component], when: Times, row: Row
    ) -> dict[datetime, tuple[Component, Times]]:
        """The changed occurrences by the start they had. Outlook may name the day alone."""
        by_day = {start.date(): start for start in when.starts}
        found = {}
        for each in changed:
            try:
                named = recurrence_id(each, self.zones)
                if not isinstance(named, datetime):
                    named = by_day.get(named)
                if named is None:
                    raise NoMeeting(_("It changes a date on which the event does not take place."))
                found[named.astimezone(UTC)] = (each, times(each, self.zones))
            except NoMeeting as error:
                row.skipped[_("Line %(line)d: %(why)s") % {"line": each.line, "why": error}] += 1
        return found

    def _find_series(self, event: Component, when: Times, row: Row) -> MeetingSeries | None:
        """The series that an earlier import made, or a new one."""
        if len(when.starts) < 2:
            return None
        until = timezone.localdate(max(when.starts))
        here = MeetingSeries.objects.filter(meetings__uid__in=self.of_series[_uid(event)]).first()
        if here is None:
            return MeetingSeries.objects.create(
                frequency=when.frequency, until=until, headline=self._facts(event).title
            )
        if here.until < until:
            here.until = until
            here.save(update_fields=["until"])
        return here

    def _meeting(
        self,
        uid: str,
        event: Component,
        start: datetime,
        when: Times,
        row: Row,
        series: MeetingSeries | None,
    ) -> None:
        """One meeting: made, brought up to date, or skipped; the row says which."""
        found = self._facts(event)
        ends_at = start.astimezone(UTC) + when.length
        moment = {"starts_at": start.astimezone(UTC), "ends_at": ends_at}
        if event.line != row.line:
            row.note(*when.notes, *found.notes)
        try:
            if uid not in self.here:
                made, notes = imported_meetings.create(
                    uid=uid, facts=found, moment=moment, series=series, wishes=self.wishes
                )
                self.here[uid] = made.pk
                row.created += 1
                row.note(*notes)
            elif self.wishes.update:
                notes = imported_meetings.bring_up_to_date(
                    pk=self.here[uid], facts=found, moment=moment, wishes=self.wishes
                )
                row.updated += 1
                row.note(*notes)
            else:
                raise NoMeeting(_("It is here already."))
        except NoMeeting as error:
            row.skipped[str(error)] += 1
        except ValidationError as error:
            row.skipped[" ".join(error.messages)] += 1


def _uid(event: Component, start: date | datetime | None = None) -> str:
    """The event's UID, or that of one occurrence; of an event without one, always the same."""
    uid = event.words("UID")
    if not uid:
        given = event.first("DTSTART")
        named = f"{event.words('SUMMARY')} {given.value if given else ''}"
        uid = str(uuid.uuid5(uuid.NAMESPACE_URL, named))
    if start is not None:
        utc = start.astimezone(UTC) if isinstance(start, datetime) else start
        uid = f"{uid}/{utc:%Y%m%dT%H%M%SZ}"
    # Longer than the field: another name that is as stable.
    return uid if len(uid) <= 255 else str(uuid.uuid5(uuid.NAMESPACE_URL, uid))
