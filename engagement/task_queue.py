"""What the queue of background tasks holds, so that nothing is put into it twice."""

from datetime import datetime

from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

READY = (TaskResultStatus.READY,)
READY_OR_RUNNING = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def queued_ids(task: Task, *, statuses=READY, since: datetime | None = None) -> set[int]:
    """The first arguments of this task's entries, enqueued after `since` where it is given."""
    entries = DBTaskResult.objects.filter(task_path=task.module_path, status__in=statuses)
    if since is not None:
        entries = entries.filter(enqueued_at__gt=since)
    return {entry["args"][0] for entry in entries.values_list("args_kwargs", flat=True)}
