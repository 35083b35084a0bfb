"""The schedule: what happens by itself, and how often. `manage.py run_jobs` works it off."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.core.management import call_command

from comments import attachments, networks, orphans, pending, search_texts
from comments.campaigns import tasks as campaign_tasks
from comments.redaction import pdf_making
from comments.response_document import building as response_documents
from comments.response_document import tasks as response_tasks
from comments.review import bulk_rows
from comments.review import search as staff_search
from engagement import subscriptions
from engagement.mail import forget_sent, requeue_unsent
from engagement.text_extraction import read_new_files
from meetings.changes import tell_registrants
from meetings.follow_up import tell_of_materials
from meetings.registration import promote_all
from meetings.reminders import send_reminders
from meetings.retention import forget_registrants
from plaza import content_version

logger = logging.getLogger(__name__)

KEEP_TASK_RESULTS_DAYS = 7


def publish_scheduled() -> None:
    """Publish what editors scheduled for this moment, and take down what expired."""
    call_command("publish_scheduled", verbosity=0)


def prune_task_results() -> None:
    """Delete the records of background tasks that ended a week ago or earlier."""
    call_command(
        "prune_db_task_results", queue_name="*", min_age_days=KEEP_TASK_RESULTS_DAYS, verbosity=0
    )


@dataclass(frozen=True)
class Job:
    """One line of the schedule. `every` is in minutes."""

    name: str
    run: Callable[[], object]
    every: int


JOBS = (
    Job("requeue unsent mail", requeue_unsent, every=1),
    Job("fill free places from waitlists", promote_all, every=1),
    Job("tell registrants of changes", tell_registrants, every=1),
    Job("remind registrants", send_reminders, every=1),
    Job("tell registrants of materials", tell_of_materials, every=1),
    Job("publish what is scheduled", publish_scheduled, every=1),
    Job("read new files", read_new_files, every=1),
    Job("scan and read attachments", attachments.examine_waiting, every=1),
    Job("index posted comments", bulk_rows.index_posted, every=1),
    Job("index master responses", search_texts.index_master_responses, every=1),
    Job("index comments for staff", staff_search.index_missing, every=1),
    Job("make redacted files", pdf_making.make_waiting, every=1),
    Job("make response documents", response_tasks.take_up, every=1),
    Job("look for form letters", campaign_tasks.look_for_new, every=10),
    Job("add up content changes", content_version.compact, every=10),
    Job("delete files that nothing names", orphans.delete_orphans, every=60),
    Job("tidy up response documents", response_documents.remove_left_behind, every=60),
    Job("forget comments that were never sent", pending.forget, every=60),
    Job("forget registrants", forget_registrants, every=60),
    Job("forget subscriptions", subscriptions.forget, every=60),
    Job("forget the networks of comments", networks.forget, every=60),
    Job("forget sent mail", forget_sent, every=60),
    Job("prune task results", prune_task_results, every=60),
)


def run_due(*, minute: int, jobs: tuple[Job, ...] = JOBS) -> list[str]:
    """Run the jobs that are due `minute` minutes after the start; at the start all are.

    A job that fails is logged and keeps no other from running. Returns the names of those
    that failed.
    """
    failed = []
    for job in jobs:
        if minute % job.every:
            continue
        try:
            job.run()
        except Exception:
            logger.exception("Job failed: %s", job.name)
            failed.append(job.name)
    return failed
