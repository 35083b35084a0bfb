"""Rules of a series: on which days a meeting comes again, and the meetings it is made of.

Each occurrence is a meeting of its own, which staff may change, cancel or delete. Holidays are
not known here: the day is shown before the meetings are made, and one of them is easily deleted.
"""

from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil import rrule
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from meetings import notice
from meetings.copying import copy_of
from meetings.models import Meeting, MeetingSeries
from meetings.wall_clock import moved, wall_time

MOST_OCCURRENCES = 60
"""In one series: more than a year of weekly meetings."""

_FIFTH = 5
_SHORTEST_MONTH = 28
_Frequency = MeetingSeries.Frequency


class CannotRepeat(Exception):
    """The series cannot be made or extended in this way; the message is for staff."""


class AlreadyRepeated(CannotRepeat):
    """The meeting is in a series that comes in another rhythm."""


class TooManyOccurrences(CannotRepeat):
    """There would be more than MOST_OCCURRENCES; `last` is the last possible day."""

    def __init__(self, last: date):
        super().__init__()
        self.last = last


def occurrence_days(*, first: date, frequency: str, until: date) -> list[date]:
    """The days on which a meeting comes that comes first on `first`; never one after `until`.

    "Every month on the same date" takes the last day of a month that is too short for the date,
    so that each month has one. "The same weekday" counts it: the second Friday. A fifth one,
    which few months have, stands for the last.
    Raises TooManyOccurrences.
    """
    rule = _rule(first=first, frequency=frequency, until=until)
    days = [moment.date() for moment in islice(rule, MOST_OCCURRENCES + 1)]
    if len(days) > MOST_OCCURRENCES:
        raise TooManyOccurrences(days[MOST_OCCURRENCES - 1])
    return days


def _rule(*, first: date, frequency: str, until: date) -> rrule.rrule:
    """The recurrence of RFC 5545 §3.3.10 in local days, without times or zones."""
    span = {
        "dtstart": datetime.combine(first, time.min),
        "until": datetime.combine(until, time.max),
    }
    if frequency == _Frequency.WEEKLY:
        return rrule.rrule(rrule.WEEKLY, **span)
    if frequency == _Frequency.EVERY_SECOND_WEEK:
        return rrule.rrule(rrule.WEEKLY, interval=2, **span)
    if frequency == _Frequency.MONTHLY_ON_DATE:
        # The last of these that the month has.
        dates = range(min(first.day, _SHORTEST_MONTH), first.day + 1)
        return rrule.rrule(rrule.MONTHLY, bymonthday=list(dates), bysetpos=-1, **span)
    count = which_weekday(first)
    weekday = rrule.weekdays[first.weekday()](-1 if count == _FIFTH else count)
    return rrule.rrule(rrule.MONTHLY, byweekday=weekday, **span)


def which_weekday(day: date) -> int:
    """1 for the first such weekday of its month, at most 5."""
    return (day.day - 1) // 7 + 1


def missing_days(*, meeting: Meeting, frequency: str, until: date) -> list[date]:
    """The days for which making or extending the series would add a meeting.

    Days that have begun are left out. In a series that exists, so is every day up to its former
    end: a meeting that staff deleted there does not come back.
    Raises AlreadyRepeated, TooManyOccurrences.
    """
    series = meeting.series
    if series and series.frequency != frequency:
        raise AlreadyRepeated
    first = wall_time(meeting.starts_at).date()
    days = occurrence_days(first=first, frequency=frequency, until=until)
    now = timezone.now()
    days = [day for day in days if day > first and start_on(meeting, day) > now]
    if series is None:
        return days
    taken = {wall_time(start).date() for start in _starts(series)}
    days = [day for day in days if day > series.until and day not in taken]
    if len(taken) + len(days) > MOST_OCCURRENCES:
        room = MOST_OCCURRENCES - len(taken)
        raise TooManyOccurrences(days[room - 1] if room > 0 else series.until)
    return days


def _starts(series: MeetingSeries):
    return series.meetings.values_list("starts_at", flat=True)


def start_on(meeting: Meeting, day: date) -> datetime:
    """When the meeting would begin on another day: at the same time by the clock on the wall."""
    return moved(meeting.starts_at, day - wall_time(meeting.starts_at).date())


def explanation(*, meeting: Meeting, frequency: str) -> str:
    """What happens in months that lack the day; empty where there is nothing to explain."""
    first = wall_time(meeting.starts_at).date()
    if frequency == _Frequency.MONTHLY_ON_DATE and first.day > _SHORTEST_MONTH:
        return _("In months that have no such date, the meeting is on their last day.")
    if frequency == _Frequency.MONTHLY_ON_WEEKDAY and which_weekday(first) == _FIFTH:
        weekday = formats.date_format(first, "l")
        return _("On the last %(weekday)s of each month: few have a fifth.") % {"weekday": weekday}
    return ""


@transaction.atomic
def make_series(*, meeting: Meeting, frequency: str, until: date, by) -> list[Meeting]:
    """Make the meeting the first of a series, or extend the one that it is in.

    The new meetings are copies of it as it is stored: published if it is, else drafts. So is one
    that begins sooner than the notice rule asks. A later `until` adds those that are missing;
    the same request sent twice makes nothing more.
    Raises AlreadyRepeated, TooManyOccurrences; ValidationError when a copy would not be valid.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    days = missing_days(meeting=meeting, frequency=frequency, until=until)
    if not days:
        return []
    series = meeting.series
    if series is None:
        series = MeetingSeries.objects.create(
            frequency=frequency,
            until=until,
            headline_en=meeting.headline_en,
            headline_es=meeting.headline_es,
        )
        # Not save(): nothing in calendars changes.
        Meeting.objects.filter(pk=meeting.pk).update(series=series)
    else:
        series.until = until
        series.save(update_fields=["until"])
    first = wall_time(meeting.starts_at).date()
    return [_occurrence(meeting, series, day - first, by) for day in days]


def _occurrence(meeting: Meeting, series: MeetingSeries, later: timedelta, by) -> Meeting:
    """Through a revision, as the admin does, so that editors can go on from there."""
    copy = copy_of(meeting, later=later)
    copy.series = series
    is_published = meeting.live and not _comes_too_soon(copy)
    if meeting.live:
        copy.full_clean()
    copy.save()
    revision = copy.save_revision(user=by, clean=False)
    if is_published:
        revision.publish(user=by, skip_permission_checks=True)
        copy.refresh_from_db()
    return copy


def _comes_too_soon(meeting: Meeting) -> bool:
    """Publishing it needs a reason, which the one who publishes must give for it alone."""
    rule = notice.rule_for(kind=meeting.kind, special=meeting.special)
    return notice.is_late(meeting=meeting, rule=rule, at=timezone.now(), public=None)


def others(meeting: Meeting):
    """The other meetings of its series, in the order of their times; none outside a series."""
    if meeting.series_id is None:
        return Meeting.objects.none()
    found = Meeting.objects.filter(series=meeting.series_id).exclude(pk=meeting.pk)
    return found.order_by("starts_at", "pk")


def next_dates(meeting: Meeting, *, count: int = 4) -> list[Meeting]:
    """The next meetings of the same series that the public can come to."""
    coming = others(meeting).published().filter(starts_at__gt=timezone.now())
    return list(coming.filter(status=Meeting.Status.SCHEDULED)[:count])
