"""Reminders before a meeting, to those who have a place.

Run each minute by run_jobs. A reminder is a message of the outbox with a key of its own: it
exists once, whatever crashes and starts again. Moving a meeting gives its reminders new keys.
What a worker may do to it when it dies while sending, engagement.mail says.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models.functions import Coalesce
from django.utils import timezone

from engagement.models import OutgoingMail
from meetings import emails
from meetings.models import Meeting, Registration
from meetings.registration import make_token


def send_reminders() -> int:
    """Queue what is due now. Returns how many.

    settings.MEETING_REMINDER_HOURS says how long before the start, of the slot for those who
    have one. After an outage only the latest that is due is sent; whoever registered after it
    was due has just had a mail.
    """
    now = timezone.now()
    leads = sorted(settings.MEETING_REMINDER_HOURS)
    if not leads:
        return 0
    near = (
        Registration.objects.confirmed()
        .annotate(begins_at=Coalesce("slot__starts_at", "meeting__starts_at"))
        .filter(
            meeting__live=True,
            meeting__status=Meeting.Status.SCHEDULED,
            begins_at__gt=now,
            begins_at__lte=now + timedelta(hours=leads[-1]),
        )
        .select_related("meeting", "slot")
        .prefetch_related("meeting__dial_in_numbers")
    )
    due = {}
    for registration in near:
        starts_at = registration.starts_at
        hours = next(hours for hours in leads if starts_at - timedelta(hours=hours) <= now)
        if registration.queued_at < starts_at - timedelta(hours=hours):
            key = f"reminder:{registration.pk}:{hours}:{starts_at.isoformat()}"
            due[key] = registration
    known = OutgoingMail.objects.filter(key__in=due).values_list("key", flat=True)
    for key in due.keys() - set(known):
        emails.reminder(due[key], make_token(due[key]), key)
    return len(due) - len(known)


def still_due(mail: OutgoingMail) -> bool:
    """Whether a reminder that waits to be sent still helps whoever gets it.

    Not when the place was given back or the meeting is off, moved or has begun, nor when what
    the reminder says of the meeting was changed since: meetings.changes tells that.
    """
    _kind, pk, _hours, starts_at = mail.key.split(":", 3)
    registration = (
        Registration.objects.confirmed()
        .filter(pk=pk, meeting__live=True, meeting__status=Meeting.Status.SCHEDULED)
        .select_related("meeting", "slot")
        .first()
    )
    if registration is None:
        return False
    meeting = registration.meeting
    return (
        registration.starts_at == datetime.fromisoformat(starts_at) > timezone.now()
        and meeting.calendar_changed_at <= mail.created_at
    )
