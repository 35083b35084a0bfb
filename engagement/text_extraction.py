"""Reading the words of library files, so that search finds what stands in them.

Never in a request: `read_new_files`, run every minute, finds files that were uploaded or
replaced, however that came about, and the worker reads each in a process of its own (see
engagement.text_of_file). A file that cannot be read is found by its title and summary as before.
"""

import subprocess
import sys
from pathlib import Path

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from engagement import search, text_of_file
from engagement.models import FileText, LibraryFile

MAX_FILE_BYTES = 100 * 1024**2
MAX_SECONDS = 90
MAX_ATTEMPTS = 3
# Mail goes first: somebody waits for it.
_PRIORITY = -10
_PROGRAM = Path(text_of_file.__file__)


def unread() -> QuerySet[LibraryFile]:
    """Files whose words may be read and were not yet, or were replaced since."""
    done = Q(text__read_from=F("file")) & (
        Q(text__read_at__isnull=False) | Q(text__attempts__gte=MAX_ATTEMPTS)
    )
    return LibraryFile.objects.filter(
        mime__in=text_of_file.READABLE, file_size__lte=MAX_FILE_BYTES
    ).exclude(pk__in=LibraryFile.objects.filter(done).values("pk"))


def read_new_files() -> int:
    """Enqueue each unread file that the queue does not hold. Returns how many. Run by run_jobs."""
    waiting = DBTaskResult.objects.filter(
        task_path=read_file.module_path,
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    )
    queued = {arguments["args"][0] for arguments in waiting.values_list("args_kwargs", flat=True)}
    new = [pk for pk in unread().order_by("pk").values_list("pk", flat=True) if pk not in queued]
    for file_id in new:
        read_file.enqueue(file_id)
    return len(new)


@task(priority=_PRIORITY)
def read_file(file_id: int) -> None:
    """Read one file, unless it is gone or was read meanwhile."""
    read(file_id)


def read(file_id: int) -> bool:
    """Read one file, keep its words, and bring search in step. Says whether that was done.

    The attempt is counted first: what kills the worker is not tried for ever.
    """
    file = unread().filter(pk=file_id).first()
    if file is None:
        return False
    kept, _created = FileText.objects.get_or_create(file=file)
    attempts = kept.attempts + 1 if kept.read_from == file.file.name else 1
    begun = FileText.objects.filter(pk=kept.pk)
    begun.update(read_from=file.file.name, attempts=attempts, read_at=None)
    text, error = _read(file)
    read_at = timezone.now() if text or not error else None
    with transaction.atomic():
        begun.update(text=text, last_error=error, read_at=read_at)
        search.index_holders_of(file)
    return not error


def _read(file: LibraryFile) -> tuple[str, str]:
    """The words of a file, as many as could be read; and what went wrong, or nothing."""
    try:
        with file.file.open("rb") as content:
            answer = subprocess.run(  # noqa: S603 - our own program, no shell
                [sys.executable, "-I", _PROGRAM, file.mime],
                input=content.read(),
                capture_output=True,
                timeout=MAX_SECONDS,
                env={},
                check=False,
            )
    except subprocess.TimeoutExpired as stopped:
        return _text(stopped.stdout or b""), f"Not read whole within {MAX_SECONDS} s"
    except OSError as error:  # the storage does not give it
        return "", f"{type(error).__name__}: {error}"[:1000]
    lines = answer.stderr.decode(errors="replace").strip().splitlines()
    error = (lines[-1] if lines else f"Status {answer.returncode}") if answer.returncode else ""
    return _text(answer.stdout), error[:1000]


def _text(written: bytes) -> str:
    # PostgreSQL takes no NUL; a stopped process may have written half a letter.
    text = written.decode("utf-8", "ignore").replace("\0", " ")
    return " ".join(text.split())[: text_of_file.MAX_CHARACTERS]
