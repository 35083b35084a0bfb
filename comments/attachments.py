"""What becomes of the files that came with a comment: scanned, then read, by the worker.

A file waits in quarantine until ClamAV has found it clean (comments.scanning); an infected one
stays there for ever, and its comment counts. The words of the others are kept for review, and
for search once the comment is posted.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks import task

from comments import scanning, uploads
from comments.campaigns import similarity
from comments.models import Addition, Attachment, Comment, PendingFile
from comments.redaction import pdf_pages, pdf_process
from comments.review import search as staff_search
from engagement import search, text_of_file
from engagement.task_queue import READY_OR_RUNNING, queued_ids
from engagement.text_extraction import read_words

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=10)
"""How long a worker holds a file it scans; then it is taken for dead."""
RETRY = timedelta(minutes=1)
"""After a scanner that gave no answer."""
MAX_READINGS = 3
# Mail goes first: somebody waits for it.
_PRIORITY = -5


def of_upload(upload: File) -> Attachment:
    """The row of a file that is stored now, not saved yet. Raises ValidationError."""
    return _row(uploads.store(upload).fields())


def of_pending(file: PendingFile) -> Attachment:
    """The row of a file that was uploaded before; what is stored stays where it is."""
    names = ("token", "name", "size", "mime", "sha256", "location_removed")
    return _row({name: getattr(file, name) for name in names} | {"file": file.file.name})


def attach(
    *, comment: Comment, rows: Iterable[Attachment], addition: Addition | None = None
) -> None:
    """Save the rows as files of a comment and let the worker examine them. In a transaction."""
    rows = list(rows)
    for row in rows:
        row.comment, row.addition = comment, addition
    for row in Attachment.objects.bulk_create(rows):
        transaction.on_commit(lambda pk=row.pk: examine_file.enqueue(pk))


def discard(rows: Iterable[Attachment]) -> None:
    """Delete what was stored for rows that were not saved."""
    for row in rows:
        uploads.delete_stored(row.file.name)


def unscanned() -> QuerySet[Attachment]:
    """Those that wait for their scan and that no worker holds."""
    now = timezone.now()
    return Attachment.objects.filter(
        Q(scan_after__isnull=True) | Q(scan_after__lte=now), scan=Attachment.Scan.WAITING
    )


def unread() -> QuerySet[Attachment]:
    """Those whose words may be read and were not yet."""
    return Attachment.objects.filter(
        mime__in=text_of_file.READABLE,
        scan__in=[Attachment.Scan.OFF, Attachment.Scan.CLEAN],
        text_read_at__isnull=True,
        text_attempts__lt=MAX_READINGS,
    )


def examine_waiting() -> int:
    """Enqueue each file that waits and that the queue does not hold. Returns how many.

    Run every minute by run_jobs: it catches what a killed worker left and what could not be
    scanned, and adds nothing for a worker that is merely late.
    """
    since = timezone.now() - CLAIM
    queued = queued_ids(examine_file, statuses=READY_OR_RUNNING, since=since)
    waiting = {*unread().values_list("pk", flat=True)}
    if scanning.is_on():
        waiting |= {*unscanned().values_list("pk", flat=True)}
    lost = sorted(waiting - queued)
    for attachment_id in lost:
        examine_file.enqueue(attachment_id)
    return len(lost)


@task(priority=_PRIORITY)
def examine_file(attachment_id: int) -> None:
    """Scan one file and read its words, unless that was done or another worker is at it."""
    scan(attachment_id)
    read(attachment_id)


def scan(attachment_id: int) -> bool:
    """Claim, scan and record one file. Says whether it has an answer from this call.

    The claim is one conditional UPDATE, so that two workers never scan the same; the scanner is
    talked to outside any transaction.
    """
    now = timezone.now()
    claimed = unscanned().filter(pk=attachment_id).update(scan_after=now + CLAIM)
    if not claimed:
        return False
    row = Attachment.objects.filter(pk=attachment_id)
    attachment = row.get()
    try:
        with attachment.file.open("rb") as file:
            found = scanning.scan(file)
    except (scanning.ScanFailed, OSError) as error:
        logger.warning("Attachment %s waits for its scan: %s", attachment.token, error)
        row.update(scan_after=timezone.now() + RETRY)
        return False
    if found:
        logger.warning("Attachment %s stays in quarantine: %s", attachment.token, found)
    row.update(
        scan=Attachment.Scan.INFECTED if found else Attachment.Scan.CLEAN,
        finding=found[:200],
        scanned_at=timezone.now(),
        scan_after=None,
    )
    return True


def read(attachment_id: int) -> bool:
    """Read one file, keep its words, and bring search in step. Says whether that was done.

    The attempt is counted first, in one conditional UPDATE: no two workers read the same, and
    what kills the worker is not tried for ever.
    """
    attachment = unread().filter(pk=attachment_id).select_related("comment").first()
    if attachment is None:
        return False
    row = Attachment.objects.filter(pk=attachment_id)
    if not row.filter(text_attempts=attachment.text_attempts).update(
        text_attempts=F("text_attempts") + 1
    ):
        return False
    text, error = read_words(attachment.file, attachment.mime)
    if error:
        logger.warning("Attachment %s was not read whole: %s", attachment.token, error)
    if error and not text:
        return False
    is_whole_pdf = attachment.mime == pdf_process.PDF and not error
    pages = pdf_pages.count(attachment.file, attachment.mime) if is_whole_pdf else None
    with transaction.atomic():
        row.update(text=text, text_read_at=timezone.now(), pages=pages)
        similarity.forget(attachment.comment)
        search.index(attachment.comment)
        staff_search.index(attachment.comment)
    return True


def _row(fields: dict) -> Attachment:
    state = Attachment.Scan.WAITING if scanning.is_on() else Attachment.Scan.OFF
    return Attachment(scan=state, **fields)
