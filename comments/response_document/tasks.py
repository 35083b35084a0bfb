"""The document in the background: a task is a worker's turn, so that nothing waits for long."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from comments.response_document import building, publishing
from engagement.task_queue import READY, READY_OR_RUNNING, queued_ids

_PRIORITY = -15
"""Mail and files that people wait for go first."""
_GIVEN_UP = timedelta(minutes=20)
"""A task that has been in the queue for longer was lost with its worker."""


@task(priority=_PRIORITY)
def build_document(document_id: int) -> None:
    """A turn at one document; the next one is queued behind whatever else waits."""
    if building.run(document_id):
        build_document.enqueue(document_id)
    else:
        publishing.publish_made_anew()


@task(priority=_PRIORITY)
def tell_commenters(document_id: int) -> None:
    """Queue the mails to all commenters that were not queued with the publication itself."""
    publishing.tell_all(document_id)


def take_up() -> int:
    """Queue what no worker has: documents to make, mails to write. Returns how many tasks.

    Run every minute by run_jobs: it catches what a killed worker left behind, and adds nothing
    for a worker that is merely late.
    """
    publishing.publish_made_anew()
    publishing.make_anew()
    since = timezone.now() - _GIVEN_UP
    queued = 0
    for rows, act, statuses in (
        # The lease says whether a worker has it: a killed one's task stays "running" for good.
        (building.waiting(), build_document, READY),
        (publishing.untold(), tell_commenters, READY_OR_RUNNING),
    ):
        known = queued_ids(act, statuses=statuses, since=since)
        lost = [key for key in rows.order_by("pk").values_list("pk", flat=True) if key not in known]
        for key in lost:
            act.enqueue(key)
        queued += len(lost)
    return queued
