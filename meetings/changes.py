"""Telling everyone registered that a meeting moved, was postponed or is cancelled.

Run each minute by run_jobs, and not when an editor presses Publish: whoever changes a meeting,
in whatever way, the registrants hear of it, once, also when a process dies in between.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from meetings import emails
from meetings.models import Registration
from meetings.registration import make_token


def tell_registrants() -> int:
    """Mail those who know an older state of a coming meeting. Returns how many.

    A meeting that begins is over for this: a change made afterwards comes too late.
    """
    behind = (
        Registration.objects.expecting_the_meeting()
        .filter(
            meeting__live=True,
            meeting__ends_at__gt=timezone.now(),
            meeting__sequence__gt=F("told_sequence"),
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return sum(_tell(pk) for pk in list(behind))


@transaction.atomic
def _tell(pk: int) -> bool:
    """Queue one message; the lock keeps two schedulers from doing it twice."""
    registration = (
        Registration.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=pk)
    )
    meeting = registration.meeting
    if registration.is_cancelled or registration.told_sequence >= meeting.sequence:
        return False
    emails.meeting_changed(registration, make_token(registration))
    Registration.objects.filter(pk=pk).update(told_sequence=meeting.sequence)
    return True
