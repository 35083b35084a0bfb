"""The public notice rule: how long before a meeting the public must know of it.

A body under the Brown Act posts the agenda of a regular meeting at least 72 hours before
(Gov. Code §54954.2), of a special one 24 hours (§54956). Hours are hours that pass: across a
change of the clock, 72 hours are not the same time of day three days before.
"""

from datetime import UTC, datetime, timedelta

from meetings.models import Meeting, NoticeRule


def rule_for(*, kind: str, special: bool) -> NoticeRule | None:
    """The rule for such a meeting; None when the agency states none."""
    return NoticeRule.objects.filter(kind=kind, special=special).first()


def due_at(*, starts_at: datetime, hours: int) -> datetime:
    """The last moment, in UTC, at which posting is in time."""
    return starts_at.astimezone(UTC) - timedelta(hours=hours)


def applies(*, meeting: Meeting, at: datetime) -> bool:
    """Whether notice of the meeting matters at that moment: it is to take place, and not over."""
    return not meeting.is_off and at < meeting.ends_at


def is_news(*, meeting: Meeting, public: Meeting | None, adds_agenda: bool) -> bool:
    """Whether publishing tells the public something that the rule gives it time for.

    `public` is the meeting as the public sees it now, None while it does not: that it takes
    place (again), that it starts at another time, or an agenda not posted before.
    """
    if public is None or (public.is_off and not meeting.is_off):
        return True
    return adds_agenda or public.starts_at != meeting.starts_at


def is_late(
    *,
    meeting: Meeting,
    rule: NoticeRule | None,
    at: datetime,
    public: Meeting | None,
    adds_agenda: bool = False,
) -> bool:
    """Whether publishing the meeting at that moment gives less notice than the rule asks.

    `at` is now, or the moment for which publishing is scheduled.
    """
    return (
        rule is not None
        and applies(meeting=meeting, at=at)
        and at > due_at(starts_at=meeting.starts_at, hours=rule.hours)
        and is_news(meeting=meeting, public=public, adds_agenda=adds_agenda)
    )
