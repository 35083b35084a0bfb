"""What pages say of a comment period in words: how long it lasts, who is late, how it changed.

Words that the clock changes do so only at the moments that `next_step` and midnight in the
agency's zone name, so that a page can be kept until then (plaza.moments).
"""

from datetime import UTC, datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import Docket, PeriodChange
from comments.periods import grace_ends_at
from engagement.formatting import clock_time, date_and_time, zone_abbreviation

STEP = timedelta(minutes=15)
"""On the last day the time left is told in quarter hours, and in whole hours from two hours on."""


def countdown(docket: Docket, now: datetime | None = None) -> str:
    """When the period opens, closes or closed, in the words of somebody who asks at `now`."""
    now = (now or timezone.now()).astimezone(UTC)
    if now < docket.opens_at:
        return _opens(docket.opens_at, _days_between(now, docket.opens_at))
    if now < docket.closes_at:
        return _closes(docket.closes_at, now)
    return _closed(docket.closes_at, _days_between(docket.closes_at, now))


def lateness(docket: Docket) -> list[str]:
    """What becomes of comments around the closing time: a sentence each."""
    sentences = []
    if docket.grace_minutes and not docket.is_closed:
        given = {
            "count": docket.grace_minutes,
            "end": _time_near(grace_ends_at(docket), docket.closes_at),
        }
        sentences.append(
            ngettext(
                "If you open the form before the closing time, you have %(count)s minute more to "
                "send it, until %(end)s.",
                "If you open the form before the closing time, you have %(count)s minutes more to "
                "send it, until %(end)s.",
                docket.grace_minutes,
            )
            % given
        )
    if docket.is_closed and docket.accepts_late:
        sentences.append(_("Comments are still accepted, and marked as late."))
    elif docket.accepts_late:
        sentences.append(_("Comments that arrive later are accepted, and marked as late."))
    elif not docket.is_closed:
        sentences.append(_("Comments that arrive later are not accepted."))
    return sentences


def change(made: PeriodChange) -> str:
    """What was changed and when; the reason follows it on the page."""
    sentences = []
    on = formats.date_format(timezone.localtime(made.at))
    if made.opens_at != made.former_opens_at:
        before, after = _both(made.former_opens_at, made.opens_at)
        sentences.append(
            _("On %(on)s, the opening was moved from %(before)s to %(after)s.")
            % {"on": on, "before": before, "after": after}
        )
    if made.closes_at != made.former_closes_at:
        before, after = _both(made.former_closes_at, made.closes_at)
        sentences.append(_closing_change(made) % {"on": on, "before": before, "after": after})
    return " ".join(sentences)


def _closing_change(made: PeriodChange) -> str:
    if made.at >= made.former_closes_at:
        return _(
            "On %(on)s, the period, closed since %(before)s, was opened again until %(after)s."
        )
    if made.is_extension:
        return _("On %(on)s, the period was extended from %(before)s to %(after)s.")
    return _("On %(on)s, the period was shortened from %(before)s to %(after)s.")


def _opens(opens_at: datetime, days: int) -> str:
    if days == 0:
        return _("Opens today, %(time)s") % {"time": _clock(opens_at)}
    if days == 1:
        return _("Opens tomorrow")
    return ngettext("Opens in %(count)s day", "Opens in %(count)s days", days) % {"count": days}


def _closes(closes_at: datetime, now: datetime) -> str:
    days = _days_between(now, closes_at)
    if days == 0:
        return _("Closes today, %(time)s, in less than %(left)s") % {
            "time": _clock(closes_at),
            "left": _at_most(closes_at - now),
        }
    if days == 1:
        return _("Closes tomorrow, %(time)s") % {"time": _clock(closes_at)}
    return ngettext("Closes in %(count)s day", "Closes in %(count)s days", days) % {"count": days}


def _closed(closes_at: datetime, days: int) -> str:
    if days == 0:
        return _("Closed today, %(time)s") % {"time": _clock(closes_at)}
    if days == 1:
        return _("Closed yesterday")
    return _("Closed")


def _at_most(left: timedelta) -> str:
    """The time left, rounded up: nobody is promised a minute that is not there."""
    quarters = -(-left // STEP)
    hours, rest = divmod(quarters, 4)
    if quarters > 8:
        hours, rest = -(-quarters // 4), 0
    words = [
        ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours} if hours else "",
        _("%(count)s minutes") % {"count": rest * 15} if rest else "",
    ]
    return " ".join(word for word in words if word)


def _days_between(start: datetime, end: datetime) -> int:
    """Midnights between two moments, in the agency's zone: nought is today, one is tomorrow."""
    return (timezone.localdate(end) - timezone.localdate(start)).days


def _clock(moment: datetime) -> str:
    return f"{clock_time(moment)} {zone_abbreviation(moment)}"


def _time_near(moment: datetime, known: datetime) -> str:
    """The time of day, with its date where that is not the known one's."""
    return _clock(moment) if not _days_between(known, moment) else date_and_time(moment)


def _both(before: datetime, after: datetime) -> tuple[str, str]:
    """Two moments; with their times of day only where these differ."""
    moments = timezone.localtime(before), timezone.localtime(after)
    if moments[0].time() == moments[1].time():
        return formats.date_format(moments[0]), formats.date_format(moments[1])
    return date_and_time(before), date_and_time(after)
