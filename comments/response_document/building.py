"""Making the files of a document, slice by slice, so that it survives whatever happens to a worker.

A worker holds a document by its lease, taken and renewed by conditional UPDATEs: of two, one makes
it, and one that lost it stops before its next step. Steps are small: freezing the content,
rendering a slice, joining a file. What is finished is never made again, so a document goes on
where a killed worker was, and ends with the same bytes. Memory holds one slice.
"""

import hashlib
import logging
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from comments.models import Attachment, Comment, Docket, DocumentFile, ResponseDocument
from comments.models.attachments import private_storage
from comments.models.response_documents import document_path
from comments.response_document import formats, snapshot, workspace
from comments.response_document.frame_words import words_in
from comments.response_document.outdating import unfinished
from comments.response_document.renderer import Frame
from comments.response_document.stored_pieces import Stored, remove_unnamed
from comments.response_document.workspace import Workspace

logger = logging.getLogger(__name__)

State = ResponseDocument.State

LEASE = timedelta(minutes=5)
"""For how long a worker has a document without finishing a step; then it is taken for dead."""
RUN_SECONDS = 20
"""After so long a worker lets other tasks pass, such as mail, before it goes on."""
MAX_ATTEMPTS = 3
"""How often a step is begun that never ends."""
CONTENT, STOPPED = "content", "stopped"
"""Where a document failed, beside a language and a format ("en/pdf"): while its content was
frozen, or because its worker died each time."""


class LeaseLost(Exception):
    """Somebody cancelled the document, withdrew it, or another worker has it now."""


@dataclass(frozen=True)
class Step:
    """A slice to render, or with `index` None a file to join."""

    language: str
    format: str
    index: int | None


def waiting() -> QuerySet[ResponseDocument]:
    """Documents that no worker has and that one may begin, or go on with."""
    return ResponseDocument.objects.filter(
        unfinished(), Q(leased_until=None) | Q(leased_until__lte=timezone.now())
    )


def begin(*, docket: Docket, asked_by, is_final: bool) -> ResponseDocument:
    """The next document, waiting for the worker. The caller has locked the docket's row."""
    last = docket.response_documents.aggregate(last=Max("number"))["last"] or 0
    return ResponseDocument.objects.create(
        docket=docket, number=last + 1, asked_by=asked_by, is_final=is_final
    )


def run(document_id: int, *, seconds: float = RUN_SECONDS) -> bool:
    """Work on a document for about so long. Says whether there is more to do at once.

    At least one step is done each time. A step that fails is tried again by the job's next round.
    """
    document = _claim(document_id)
    if document is None:
        return False
    turn = _Turn(document, time.monotonic() + seconds)
    try:
        return turn.go_on()
    except LeaseLost:
        logger.info("Response document %s is not this worker's any more.", document)
    except Exception:
        logger.exception("Response document %s: a step has failed.", document)
        _note_failure(document, turn.at)
    return False


def steps_of(counts: dict[str, int]) -> Iterator[Step]:
    """All steps in their order; `counts` has the number of slices of each language."""
    for language, slices in counts.items():
        for name in formats.RENDERERS:
            yield from (Step(language, name, index) for index in range(slices))
            yield Step(language, name, None)


def remove_left_behind() -> None:
    """Remove what workers left of documents that nobody goes on with. Run by run_jobs."""
    going_on = Q(outdated_at=None) & ~Q(state=State.READY)
    kept = {
        uid.hex for uid in ResponseDocument.objects.filter(going_on).values_list("uid", flat=True)
    }
    for name in workspace.left_behind():
        if name not in kept:
            workspace.remove_left(name)
    # A worker that lost its document may have written to it for some time after.
    lately = timezone.now() - timedelta(days=1)
    for document in ResponseDocument.objects.filter(outdated_at__gte=lately):
        remove_unnamed(document)


def _claim(document_id: int) -> ResponseDocument | None:
    """The document, leased by this worker. What never ends is given up as failed."""
    document = waiting().filter(pk=document_id).select_related("docket").first()
    if document is None or _files_are_made_first(document):
        return None
    rows = waiting().filter(pk=document_id, attempts=document.attempts)
    if document.attempts >= MAX_ATTEMPTS:
        _fail(rows, document, document.failure)
        return None
    until = timezone.now() + LEASE
    taken = rows.update(state=State.BUILDING, leased_until=until, attempts=F("attempts") + 1)
    if not taken:
        return None
    # Read again: it may have been frozen since.
    return ResponseDocument.objects.select_related("docket").get(pk=document_id)


def _files_are_made_first(document: ResponseDocument) -> bool:
    """Whether a redacted file is not ready: without it the document would lack its words."""
    posted = Comment.objects.filter(docket=document.docket_id, state=Comment.State.POSTED)
    being_made = Attachment.objects.filter(
        comment__in=posted, redaction=Attachment.Redaction.WAITING, withheld_reason=""
    )
    return document.snapshot_at is None and being_made.exists()


def _note_failure(document: ResponseDocument, at: str) -> None:
    """Leave it to the next round, or give it up after the last attempt."""
    rows = ResponseDocument.objects.filter(
        pk=document.pk, state=State.BUILDING, leased_until=document.leased_until
    )
    if document.attempts >= MAX_ATTEMPTS:
        _fail(rows, document, at)
    else:
        rows.update(state=State.WAITING, leased_until=None, failure=at)


def _fail(rows: QuerySet[ResponseDocument], document: ResponseDocument, at: str) -> None:
    failed = rows.update(state=State.FAILED, leased_until=None, failure=at or STOPPED)
    if failed:
        logger.error("Response document %s was given up; the log above says why.", document)


class _Turn:
    """A worker's turn at a document that it has leased."""

    def __init__(self, document: ResponseDocument, until: float):
        self.document, self.until = document, until
        self.workspace = Workspace(document)
        self.at = CONTENT

    def go_on(self) -> bool:
        """Do steps until the time is over. Says whether steps are left."""
        if self.document.snapshot_at is None:
            snapshot.take(self.document)
            self._keep(snapshot_at=self.document.snapshot_at, as_of=self.document.as_of, attempts=0)
        with ExitStack() as opened:
            stored = {
                code: opened.enter_context(Stored(self.document, code))
                for code, _name in settings.LANGUAGES
            }
            counts = {code: len(pieces.places) for code, pieces in stored.items()}
            steps = list(steps_of(counts))
            left = [step for step in steps if not self._target(step).exists()]
            done = len(steps) - len(left)
            self._keep(total=len(steps), done=done)
            for step in left:
                if time.monotonic() >= self.until and done > len(steps) - len(left):
                    self._give_back()
                    return True
                self.at = f"{step.language}/{step.format}"
                self._do(step, stored[step.language])
                done += 1
                self._keep(done=done, attempts=0, failure="")
        self._finish()
        return False

    def _target(self, step: Step):
        if step.index is None:
            return self.workspace.file(step.language, step.format)
        return self.workspace.slice(step.language, step.format, step.index)

    def _do(self, step: Step, pieces: Stored) -> None:
        renderer = formats.renderer_of(step.format)
        frame = _frame(self.document, pieces)
        target = self._target(step)
        if step.index is None:
            folders = [
                self.workspace.slice(step.language, step.format, index)
                for index in range(len(pieces.places))
            ]
            self.workspace.make_file(target, lambda made: renderer.join(frame, folders, made))
            return
        piece = pieces.slice(step.index)
        self.workspace.make_slice(target, lambda made: renderer.render(frame, piece, made))

    def _keep(self, **fields) -> None:
        """Write progress and renew the lease, in one conditional UPDATE. Raises LeaseLost."""
        until = timezone.now() + LEASE
        if not self._mine().update(leased_until=until, **fields):
            raise LeaseLost
        self.document.leased_until = until
        self.document.attempts = fields.get("attempts", self.document.attempts)

    def _give_back(self) -> None:
        self._mine().update(leased_until=None)

    def _mine(self) -> QuerySet[ResponseDocument]:
        return ResponseDocument.objects.filter(
            pk=self.document.pk, state=State.BUILDING, leased_until=self.document.leased_until
        )

    def _finish(self) -> None:
        """Store the finished files, on the disk before any row names them, and say so."""
        rows = []
        for code, _name in settings.LANGUAGES:
            for name in formats.RENDERERS:
                rows.append(_stored_file(self.document, code, name, self.workspace))
                self._keep()
        with transaction.atomic():
            document = self._mine().select_for_update().first()
            if document is None:
                raise LeaseLost
            DocumentFile.objects.bulk_create(rows)
            document.state, document.finished_at = State.READY, timezone.now()
            document.leased_until, document.failure = None, ""
            document.as_of.pop("pieces")
            document.save()
        self.workspace.remove()
        remove_unnamed(self.document)


def _stored_file(
    document: ResponseDocument, language: str, name: str, space: Workspace
) -> DocumentFile:
    path = space.file(language, name)
    with path.open("rb") as opened:
        checksum = hashlib.file_digest(opened, "sha256").hexdigest()
        row = DocumentFile(
            document=document,
            language=language,
            format=name,
            size=path.stat().st_size,
            sha256=checksum,
        )
        stored = private_storage().save(document_path(row, path.name), File(opened))
    row.file = stored
    return row


def _frame(document: ResponseDocument, pieces: Stored) -> Frame:
    front = pieces.front()
    with translation.override(front["language"]):
        address = reverse("comments:docket", args=[front["docket_number"]])
    return Frame(
        front=front,
        made_at=document.asked_at,
        words=words_in(front["language"]),
        public_url=f"{settings.BASE_URL}{address}",
    )
