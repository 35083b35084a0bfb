"""Comparing in the background: when comments came, and when somebody asks for it."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import task

from comments.campaigns import grouping
from comments.models import Comment, Docket
from engagement.task_queue import READY_OR_RUNNING, queued_ids

_GIVEN_UP = timedelta(hours=1)
_PRIORITY = -20
"""Mail goes out first."""


@task(priority=_PRIORITY)
def find_campaigns(docket_id: int) -> None:
    """Group a docket's comments; another run that is at it does this one's work."""
    grouping.find(Docket.objects.get(pk=docket_id))


def look_for_new() -> int:
    """Queue a run for each docket in which something is to be compared or counted.

    Says for how many. A docket for which a run waits already is left to it.
    """
    waiting = Comment.objects.filter(docket=OuterRef("pk"))
    new = grouping.uncompared(waiting)
    uncounted = waiting.filter(campaign__isnull=False, own_words=None)
    dockets = Docket.objects.filter(Exists(new) | Exists(uncounted))
    queued = queued_ids(find_campaigns, statuses=READY_OR_RUNNING, since=timezone.now() - _GIVEN_UP)
    found = [key for key in dockets.values_list("pk", flat=True) if key not in queued]
    for key in found:
        find_campaigns.enqueue(key)
    return len(found)
