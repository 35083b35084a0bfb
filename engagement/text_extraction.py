"""Reading the words of library files, so that search finds what stands in them.

Never in a request: `read_new_files`, run every minute, finds files that were uploaded or
replaced, however that came about, and the worker reads each in a process of its own (see
engagement.text_of_file). A file that cannot be read is found by its title and summary as before.
"""

import subprocess
import tempfile
from pathlib import Path

from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks import task

from engagement import file_program, search, text_of_file
from engagement.models import FileText, LibraryFile
from engagement.task_queue import READY_OR_RUNNING, queued_ids

MAX_FILE_BYTES = 100 * 1024**2
MAX_SECONDS = 90
LOCKED_SECONDS = 10
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
    queued = queued_ids(read_file, statuses=READY_OR_RUNNING)
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
    text, error = read_words(file.file, file.mime)
    read_at = timezone.now() if text or not error else None
    with transaction.atomic():
        begun.update(text=text, last_error=error, read_at=read_at)
        search.index_holders_of(file)
    return not error


def read_words(file: File, mime: str) -> tuple[str, str]:
    """The words of a file, as many as could be read; and what went wrong, or nothing."""
    try:
        with file.open("rb") as content:
            answer = _run(content, mime, seconds=MAX_SECONDS)
    except subprocess.TimeoutExpired as stopped:
        return _text(stopped.stdout or b""), f"Not read whole within {MAX_SECONDS} s"
    except OSError as error:  # the storage does not give it
        return "", f"{type(error).__name__}: {error}"[:1000]
    lines = answer.stderr.decode(errors="replace").strip().splitlines()
    error = (lines[-1] if lines else f"Status {answer.returncode}") if answer.returncode else ""
    return _text(answer.stdout), error[:1000]


def is_locked(file: File) -> bool:
    """Whether a PDF asks for a password; leaves it at its start.

    What names no encryption (ISO 32000-2, 7.6.1: never packed) is not opened at all. A file
    that cannot be judged in LOCKED_SECONDS passes: a person will look at it.
    """
    if not _contains(file, b"/Encrypt"):
        return False
    try:
        answer = _run(file, "--locked", seconds=LOCKED_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    finally:
        file.seek(0)
    return answer.returncode == text_of_file.LOCKED


def _run(file: File, task: str, *, seconds: int) -> subprocess.CompletedProcess:
    """Let the program read the file, piece by piece: it is never whole in this process."""
    with tempfile.TemporaryFile() as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.seek(0)
        return file_program.run(_PROGRAM, task, seconds=seconds, stdin=copy)


def _contains(file: File, wanted: bytes) -> bool:
    file.seek(0)
    end = b""
    try:
        for chunk in file.chunks():
            if wanted in end + chunk:
                return True
            end = chunk[-len(wanted) :]
    finally:
        file.seek(0)
    return False


def _text(written: bytes) -> str:
    # PostgreSQL takes no NUL; a stopped process may have written half a letter.
    text = written.decode("utf-8", "ignore").replace("\0", " ")
    return " ".join(text.split())[: text_of_file.MAX_CHARACTERS]
