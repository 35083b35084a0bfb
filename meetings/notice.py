"""The public notice rule: how long before a meeting the public must know of it.

A body under the Brown Act posts the agenda of a regular meeting at least 72 hours before
(Gov. Code §54954.2), of a special one 24 hours (§54956). Hours are hours that pass: across a
change of the clock, 72 hours are not the same time of day three days before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.formatting import date_and_time
from meetings.models import Material, Meeting, NoticeRule, Posting

_NEAR = timedelta(hours=48)
"""How long before the last moment the editor begins to warn."""


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


def hours_of_notice(rule: NoticeRule) -> str:
    """What a rule asks, for staff: 72 hours of notice (Gov. Code §54954.2)."""
    hours = ngettext("%(count)s hour of notice", "%(count)s hours of notice", rule.hours)
    hours %= {"count": rule.hours}
    return f"{hours} ({rule.source})" if rule.source else hours


def refusal(*, rule: NoticeRule, starts_at: datetime, at: datetime) -> str:
    """Why a meeting cannot be published at that moment without a stated reason."""
    left = max(int((starts_at - at) / timedelta(hours=1)), 0)
    hours_left = ngettext("%(count)s hour is left.", "%(count)s hours are left.", left)
    return " ".join(
        [
            _("The rule for this kind of meeting: %(rule)s.") % {"rule": hours_of_notice(rule)},
            _("It should have been posted by %(due)s.")
            % {"due": date_and_time(due_at(starts_at=starts_at, hours=rule.hours))},
            hours_left % {"count": left},
            _("State here why the notice is shorter, or choose a later start."),
        ]
    )


def is_new_reason(*, meeting: Meeting, reason: str) -> bool:
    """Whether a reason is stated, and not one that was given for an earlier change."""
    used = Posting.objects.filter(meeting=meeting.pk, reason=reason)
    return bool(reason.strip()) and not used.exists()


def refusal_of_materials(*, meeting: Meeting, materials: Iterable[Material], at: datetime) -> str:
    """Why these materials cannot go onto a public meeting without a stated reason; else empty."""
    adds_agenda = any(material.kind == Material.Kind.AGENDA for material in materials)
    if not meeting.live or not adds_agenda:
        return ""
    if is_new_reason(meeting=meeting, reason=meeting.late_notice_reason):
        return ""
    rule = rule_for(kind=meeting.kind, special=meeting.special)
    if not is_late(meeting=meeting, rule=rule, at=at, public=meeting, adds_agenda=True):
        return ""
    due = due_at(starts_at=meeting.starts_at, hours=rule.hours)
    return _(
        "An agenda that is published now comes late: the last moment was %(due)s (%(rule)s). "
        "Add it to the draft; then state the reason in the meeting’s editor and publish there."
    ) % {"due": date_and_time(due), "rule": hours_of_notice(rule)}


@dataclass(frozen=True)
class Standing:
    """How a meeting stands towards its rule at a moment: what the editor says above the fields."""

    meeting: Meeting
    rule: NoticeRule
    at: datetime

    @property
    def hours(self) -> str:
        return hours_of_notice(self.rule)

    @property
    def due_at(self) -> datetime:
        return due_at(starts_at=self.meeting.starts_at, hours=self.rule.hours)

    @property
    def is_passed(self) -> bool:
        return self.at > self.due_at

    @property
    def is_near(self) -> bool:
        return self.at > self.due_at - _NEAR

    @cached_property
    def agenda_posted_at(self) -> datetime | None:
        """When the public first had an agenda; None while it has none."""
        agendas = Posting.objects.filter(
            meeting=self.meeting.pk, subject=Posting.Subject.AGENDA
        ).order_by("posted_at")
        return agendas.values_list("posted_at", flat=True).first()


def standing(*, meeting: Meeting, at: datetime) -> Standing | None:
    """None where no rule applies: the agency states none, or the meeting is off or over."""
    if not (meeting.starts_at and meeting.ends_at and applies(meeting=meeting, at=at)):
        return None
    rule = rule_for(kind=meeting.kind, special=meeting.special)
    return rule and Standing(meeting, rule, at)
