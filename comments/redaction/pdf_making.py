"""Making the file that the public gets instead of one in which something is blacked out.

The worker does it, as soon as the act is recorded and again by the schedule where a worker was
killed. A PDF and a picture are made by the program of pdf_process, a text file here, from the
words that were read from it. Only what was made of the redactions as they are at the end counts.
"""

import hashlib
import logging
from datetime import timedelta
from functools import partial
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django_tasks import task

from comments.models import Attachment, Comment, Redaction
from comments.models.attachments import private_storage, redacted_path
from comments.redaction import pdf_process
from comments.redaction.marks import mark
from comments.redaction.pdf_process import PageError
from comments.review import search as staff_search
from engagement import search, text_of_file
from engagement.task_queue import READY_OR_RUNNING, queued_ids
from engagement.text_extraction import read_words

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
QUEUED_FOR = timedelta(minutes=20)
"""A task that has been in the queue for longer was lost with its worker."""
_SECONDS = 300
_FOR_GOOD = {"locked", "damaged", "too_large", "no_page"}
"""Reasons that do not change when it is tried again."""
# Below mail, above reading: the public waits for it.
_PRIORITY = -3


def waiting() -> QuerySet[Attachment]:
    """Files that the public cannot get until the worker has made the redacted one."""
    return Attachment.objects.filter(redaction=Attachment.Redaction.WAITING)


def make_waiting() -> int:
    """Enqueue each file that waits and that the queue does not hold. Returns how many.

    Run every minute by run_jobs. What was begun MAX_ATTEMPTS times and never ended has failed.
    """
    since = timezone.now() - QUEUED_FOR
    queued = queued_ids(make_redacted_file, statuses=READY_OR_RUNNING, since=since)
    given_up = waiting().filter(redaction_attempts__gte=MAX_ATTEMPTS).exclude(pk__in=queued)
    for attachment_id in given_up.values_list("pk", flat=True):
        _fail(attachment_id, "broke")
    lost = waiting().exclude(pk__in=queued).order_by("pk").values_list("pk", flat=True)
    for attachment_id in lost:
        make_redacted_file.enqueue(attachment_id)
    return len(lost)


@task(priority=_PRIORITY)
def make_redacted_file(attachment_id: int) -> None:
    """Make one file, unless that was done or another worker is at it."""
    make(attachment_id)


def make(attachment_id: int) -> bool:
    """Make one redacted file and keep it. Says whether the public has it now.

    The attempt is counted first, in one conditional UPDATE. What is made counts only if the
    redactions are still those that it was made of; it is then on the disk before the row names
    it. A file that cannot be made is FAILED, and a person withholds it as a whole.
    """
    attachment = waiting().filter(pk=attachment_id).select_related("comment__docket").first()
    if attachment is None or attachment.redaction_attempts >= MAX_ATTEMPTS:
        return False
    begun = waiting().filter(pk=attachment_id, redaction_attempts=attachment.redaction_attempts)
    if not begun.update(redaction_attempts=F("redaction_attempts") + 1):
        return False
    redactions = _redactions(attachment)
    try:
        content, name = _made(attachment, redactions)
    except PageError as error:
        logger.warning("Attachment %s was not redacted: %s", attachment.token, error.reason)
        is_last = attachment.redaction_attempts + 1 >= MAX_ATTEMPTS
        if error.reason in _FOR_GOOD or is_last:
            _fail(attachment_id, error.reason)
        return False
    return _keep(attachment, redactions, content, name)


def _made(attachment: Attachment, redactions: list[Redaction]) -> tuple[bytes, str]:
    """The content of the redacted file and its name. Raises PageError."""
    name = attachment.redacted_name or _name_for(attachment)
    if attachment.mime.startswith("text/"):
        return _text_file(attachment, redactions), name
    if not pdf_process.has_pages(attachment.mime):
        raise PageError("damaged")
    boxes: dict[int, list] = {}
    for row in redactions:
        boxes.setdefault(row.page, []).extend(row.boxes)
    comment = attachment.comment
    with translation.override(comment.language):
        title = _("%(number)s: redacted file") % {"number": comment.number}
    _answer, content = pdf_process.run(
        attachment.file,
        attachment.mime,
        task="redact",
        seconds=_SECONDS,
        boxes=boxes,
        dpi=settings.REDACTED_PAGES_DPI,
        title=title,
        language=comment.language,
        format="PNG" if attachment.mime == "image/png" else "JPEG",
    )
    return content, name


def _keep(attachment: Attachment, redactions: list, content: bytes, name: str) -> bool:
    mime = "image/jpeg" if attachment.mime == "image/heic" else attachment.mime
    text = ""
    if mime in text_of_file.READABLE:
        text, _error = read_words(ContentFile(content, name=name), mime)
    storage = private_storage()
    stored = storage.save(redacted_path(attachment, name), ContentFile(content))
    with transaction.atomic():
        comment = Comment.objects.select_for_update(of=("self",)).get(pk=attachment.comment_id)
        row = Attachment.objects.get(pk=attachment.pk)
        now = _redactions(row)
        same = list(map(_marks, now)) == list(map(_marks, redactions))
        if row.redaction != Attachment.Redaction.WAITING or not same:
            # Somebody blacked out more meanwhile: their own task makes the next one.
            transaction.on_commit(partial(storage.delete, stored))
            return False
        former = row.redacted_file.name
        row.redacted_file = stored
        row.redacted_size = len(content)
        row.redacted_sha256 = hashlib.sha256(content).hexdigest()
        row.redacted_text = text
        row.redacted_name = row.redacted_name or name
        row.redaction = Attachment.Redaction.DONE
        row.redaction_attempts = 0
        row.save(
            update_fields=[
                *("redacted_file", "redacted_size", "redacted_sha256", "redacted_text"),
                *("redacted_name", "redaction", "redaction_attempts"),
            ]
        )
        if former:
            transaction.on_commit(partial(storage.delete, former))
        search.index(comment)
        staff_search.index(comment)
    return True


def _fail(attachment_id: int, reason: str) -> None:
    if waiting().filter(pk=attachment_id).update(redaction=Attachment.Redaction.FAILED):
        logger.error("Attachment %s cannot be redacted: %s", attachment_id, reason)


def _redactions(attachment: Attachment) -> list[Redaction]:
    """All of the file: areas of its pages, or passages of the words that were read from it."""
    part = f"attachment-{attachment.pk}"
    rows = Redaction.objects.filter(comment=attachment.comment_id)
    return list(
        (rows.filter(attachment=attachment) | rows.filter(part=part)).order_by("start", "pk")
    )


def _marks(row: Redaction) -> tuple:
    return row.page, row.boxes, row.start, row.end, row.reason


def _name_for(attachment: Attachment) -> str:
    """The public name: that it is redacted is seen before it is opened."""
    name = PurePath(attachment.name)
    ending = ".jpg" if attachment.mime == "image/heic" else name.suffix
    with translation.override(attachment.comment.language):
        word = pgettext("ending of a file's name", "redacted")
    return f"{name.stem[:200]}-{word}{ending}"


def _text_file(attachment: Attachment, redactions: list[Redaction]) -> bytes:
    """The text with marks in it, its lines as they were; it ends where nobody read further."""
    try:
        with attachment.file.open("rb") as file:
            text = text_of_file.decoded(file.read(4 * text_of_file.MAX_CHARACTERS))
    except OSError as error:
        raise PageError("unavailable") from error
    places = _places(text, len(attachment.text))
    pieces, at = [], 0
    for row in redactions:
        start, end = places[row.start], places[row.end - 1] + 1
        pieces += [text[at:start], mark(row.reason, attachment.comment.language)]
        at = end
    end = places[-1] + 1 if places else 0
    return "".join([*pieces, text[at:end]]).encode()


def _places(text: str, length: int) -> list[int]:
    """Where in the file each character stands of the words read from it.

    They are its words with one space between (engagement.text_extraction).
    """
    places, is_between = [], False
    for index, letter in enumerate(text):
        if letter.isspace() or letter == "\0":
            is_between = bool(places)
            continue
        if is_between:
            places.append(index - 1)
            is_between = False
        places.append(index)
        if len(places) >= length:
            break
    return places[:length]
