"""Telling registrants that their meeting or slot moved, or the meeting is put off or cancelled.

Run each minute by run_jobs, and not when an editor presses Publish: whoever changes a meeting,
in whatever way, the registrants hear of it, once, also when a process dies in between.
"""

from django.db import transaction
from django.utils import timezone

from meetings import emails
from meetings.models import Registration
from meetings.registration import make_token, note_told


def tell_registrants() -> int:
    """Mail those who know an older state of a coming meeting. Returns how many.

    A meeting that begins is over for this: a change made afterwards comes too late.
    """
    behind = (
        Registration.objects.behind()
        .filter(meeting__live=True, meeting__ends_at__gt=timezone.now())
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return sum(_tell(pk) for pk in list(behind))


@transaction.atomic
def _tell(pk: int) -> bool:
    """Queue one message; the lock keeps two schedulers from doing it twice."""
    registration = (
        Registration.objects.behind()
        .select_for_update(of=("self",))
        .select_related("meeting", "slot")
        .filter(pk=pk)
        .first()
    )
    if registration is None:
        return False
    note_told(registration)
    emails.meeting_changed(registration, make_token(registration))
    return True
