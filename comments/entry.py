"""What staff enter: letters, e-mails, and remarks spoken at a meeting.

They are comments like those of the web form, through the same intake: same docket, same numbers,
same queue. `received_at` is when the agency received the letter (not its postmark) or when the
remark was spoken, as staff state it; that moment decides whether it is in time, so what came
before the close can be entered after it. The trail says who entered it, and when.
"""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db.models import QuerySet
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import intake, permissions
from comments.models import Comment, Docket, DraftSection
from engagement.formatting import date_and_time
from meetings.models import Meeting

Channel = Comment.Channel
CHANNELS = (Channel.PAPER, Channel.EMAIL, Channel.VOICE)
"""What staff may enter; the web form brings its own."""
NOON = time(12)


def dockets() -> QuerySet[Docket]:
    """Those for which something can have arrived: public and opened, the last to close first."""
    opened = Docket.objects.published().filter(opens_at__lte=timezone.now())
    return opened.order_by("-closes_at", "-pk")


def meetings_of(docket: Docket) -> QuerySet[Meeting]:
    """The meetings at which somebody can have spoken on the docket, the latest first."""
    found = (
        Meeting.objects.published()
        .filter(
            initiatives=docket.initiative_id,
            starts_at__lte=timezone.now(),
            ends_at__gt=docket.opens_at,
        )
        .exclude(status__in=[Meeting.Status.CANCELLED, Meeting.Status.POSTPONED])
    )
    if not docket.accepts_late:
        found = found.filter(starts_at__lt=docket.closes_at)
    return found.order_by("-starts_at", "-pk")


def arrival(*, docket: Docket, day: date, at: time | None = None) -> datetime:
    """When a letter arrived, from the day stamped on it and, if it was noted, the time.

    A day without a time counts as its noon, or as now when it is today. On the days on which the
    period opens or closes the time decides, so it is asked for. In the agency's zone; raises
    ValidationError, also for a time that a change of the clocks leaves out or repeats.
    """
    edges = {timezone.localtime(edge).date() for edge in (docket.opens_at, docket.closes_at)}
    if at is None and day in edges:
        raise ValidationError(
            _("The period opens or closes on this day: enter the time at which it arrived."),
            code="time_decides",
        )
    now = timezone.now()
    moment = from_current_timezone(datetime.combine(day, at or NOON))
    if at is None and day == timezone.localtime(now).date():
        moment = min(moment, now)
    return _possible(docket, moment, now)


def spoken(*, docket: Docket, meeting: Meeting, at: time | None = None) -> datetime:
    """When a remark was spoken: at the stated time of the meeting's day, or at its beginning.

    A time before the beginning is of the day after, when the meeting lasts past midnight.
    Raises ValidationError.
    """
    moment = meeting.starts_at
    if at is not None:
        begins, ends = (timezone.localtime(edge) for edge in (meeting.starts_at, meeting.ends_at))
        day = begins.date()
        if at < begins.time().replace(second=0, microsecond=0):
            if ends.date() == day:
                raise ValidationError(
                    _("The meeting began on %(moment)s."),
                    code="before_meeting",
                    params={"moment": date_and_time(meeting.starts_at)},
                )
            day += timedelta(days=1)
        moment = max(meeting.starts_at, from_current_timezone(datetime.combine(day, at)))
    return _possible(docket, moment, timezone.now())


def _possible(docket: Docket, moment: datetime, now: datetime) -> datetime:
    if moment > now:
        raise ValidationError(_("This is still to come."), code="future")
    if moment < docket.opens_at:
        raise ValidationError(
            _("The comment period opened on %(moment)s."),
            code="early",
            params={"moment": date_and_time(docket.opens_at)},
        )
    return moment


def enter(
    *,
    docket: Docket,
    by,
    key: uuid.UUID,
    channel: str,
    received_at: datetime,
    language: str,
    text: str = "",
    section: DraftSection | None = None,
    meeting: Meeting | None = None,
    attachments: Iterable[File] = (),
    **person,
) -> Comment:
    """Record what somebody wrote on paper or said; the same form sent twice is one comment.

    `person` is name, affiliation, email, is_anonymous. Raises PermissionDenied for those who may
    not, intake.PeriodNotOpen when `received_at` is too late for the docket.
    """
    if not permissions.can_enter(by):
        raise PermissionDenied
    if channel not in CHANNELS or (channel == Channel.VOICE) != (meeting is not None):
        raise ValueError("A spoken comment has its meeting, and no other has one.")
    about = [intake.About(section, text)] if section and text else []
    return intake.submit(
        docket=docket,
        key=key,
        language=language,
        text="" if about else text,
        remarks=about,
        attachments=attachments,
        channel=channel,
        received_at=received_at,
        meeting=meeting,
        entered_by=by,
        **person,
    )
