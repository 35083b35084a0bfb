"""Files that people attach: checked by content, freed of the place a picture names, stored.

One way for all of them: those uploaded step by step for a comment on its way, those of the
staff form, those of an addition. A file is on the disk, flushed, before any row names it; a file
whose row was never written is found by comments.orphans.
"""

import hashlib
import re
import tempfile
import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments import photographs
from comments.models import Attachment, PendingComment, PendingFile
from comments.models.attachments import attachment_path, private_storage
from engagement.files import FileKind, identify
from engagement.formatting import file_size
from engagement.text_extraction import is_locked

MAX_FILES = 10
_MAX_NAME = 255


@dataclass(frozen=True)
class Stored:
    """A file that lies in the private storage; the fields of Attachment and of PendingFile."""

    name: str
    size: int
    mime: str
    sha256: str
    """Of what is stored, which for a photograph may differ from what was sent."""
    location_removed: bool
    token: uuid.UUID = field(default_factory=uuid.uuid4)
    file: str = ""

    def fields(self) -> dict:
        return asdict(self)


def add_file(*, pending: PendingComment, upload: File) -> PendingFile:
    """Keep a file for a comment on its way. The same file sent again is kept once.

    Raises ValidationError, worded for the person who chose it: it is not acceptable, there are
    MAX_FILES already, or the comment was submitted meanwhile.
    """
    _check_room(pending)
    stored = store(upload)
    try:
        kept = _record(pending, stored)
    except BaseException:
        delete_stored(stored.file)
        raise
    if kept.file.name != stored.file:
        delete_stored(stored.file)
    return kept


def remove_file(*, pending_file: PendingFile) -> None:
    """Take back a file that was chosen. A file that has become an attachment stays."""
    with transaction.atomic():
        # Submitting locks the same row: a file is either taken back or becomes an attachment.
        PendingComment.objects.select_for_update().filter(pk=pending_file.pending_id).first()
        deleted, _by_model = PendingFile.objects.filter(pk=pending_file.pk).delete()
        if deleted:
            transaction.on_commit(partial(delete_stored, pending_file.file.name))


def remove_chosen(*, pending: PendingComment, token: str) -> None:
    """Take back the file of this comment whose token a form sent; an unknown one does nothing."""
    for file in pending.files.all():
        if str(file.token) == token:
            remove_file(pending_file=file)


def take(*, pending: PendingComment, files: Iterable[File], removed: str) -> list[ValidationError]:
    """What one form sent: store its files, take `removed` (a token) back.

    Returns why some were refused; the others are kept.
    """
    remove_chosen(pending=pending, token=removed)
    refused = []
    for upload in files:
        try:
            add_file(pending=pending, upload=upload)
        except ValidationError as error:
            refused.append(error)
    return refused


@transaction.atomic
def discard(pending: PendingComment) -> None:
    """Delete a comment on its way, with its files."""
    locked = PendingComment.objects.select_for_update().filter(pk=pending.pk).first()
    if locked is None:
        return
    for name in locked.files.values_list("file", flat=True):
        transaction.on_commit(partial(delete_stored, name))
    locked.delete()


def store(upload: File) -> Stored:
    """Check a file and put it into the private storage; call it outside any transaction.

    Raises ValidationError, worded for the person who chose it.
    """
    kind = check(upload)
    with tempfile.TemporaryFile() as copy:
        content, location_removed = upload, False
        if kind.mime in photographs.MIMES:
            # In a copy: what we were given is not ours to change.
            _copy(upload, copy)
            location_removed = photographs.remove_location(copy)
            content = File(copy, name=upload.name)
        token = uuid.uuid4()
        sha256, size = digest(content)
        path = attachment_path(Attachment(token=token), upload.name)
        return Stored(
            name=clean_name(upload.name),
            size=size,
            mime=kind.mime,
            sha256=sha256,
            location_removed=location_removed,
            token=token,
            file=private_storage().save(path, content),
        )


def check(upload: File) -> FileKind:
    """What the file is, if we take it; else ValidationError, worded for who chose it."""
    name = clean_name(upload.name)
    if upload.size > settings.COMMENT_ATTACHMENT_MAX_BYTES:
        raise ValidationError(
            _("“%(name)s” is larger than %(limit)s. Send it in parts."),
            code="too_large",
            params={"name": name, "limit": file_size(settings.COMMENT_ATTACHMENT_MAX_BYTES)},
        )
    kind = identify(upload)
    if kind.mime == "application/pdf" and is_locked(upload):
        raise ValidationError(
            _("“%(name)s” is protected by a password. Save it without one and choose it again."),
            code="locked",
            params={"name": name},
        )
    return kind


def clean_name(name: str | None) -> str:
    """A file's name for people to read: no folders, nothing invisible, at most 255 characters.

    Marks that turn the direction of writing could make letter.exe look like letter.pdf.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name or ""))[-1]
    shown = "".join(character for character in last if character.isprintable())
    # Dots alone are no name but a folder.
    path = PurePath(" ".join(shown.split()) if shown.strip(" .") else "file")
    suffix = path.suffix[:20]
    return path.name.removesuffix(path.suffix)[: _MAX_NAME - len(suffix)] + suffix


def digest(file: File) -> tuple[str, int]:
    """The SHA-256 checksum of a file and its size in bytes; leaves it at its start."""
    sha256, size = hashlib.sha256(), 0
    file.seek(0)
    for chunk in file.chunks():
        sha256.update(chunk)
        size += len(chunk)
    file.seek(0)
    return sha256.hexdigest(), size


def delete_stored(name: str) -> None:
    """Delete a stored file that no row names."""
    private_storage().delete(name)


def _check_room(pending: PendingComment) -> None:
    if pending.files.count() >= MAX_FILES:
        message = ngettext(
            "You can attach at most %(count)s file.",
            "You can attach at most %(count)s files.",
            MAX_FILES,
        )
        raise ValidationError(message, code="too_many", params={"count": MAX_FILES})


@transaction.atomic
def _record(pending: PendingComment, stored: Stored) -> PendingFile:
    if not PendingComment.objects.select_for_update().filter(pk=pending.pk).exists():
        raise ValidationError(
            _("“%(name)s” came too late: the comment was sent without it."),
            code="submitted",
            params={"name": stored.name},
        )
    # A connection broke after the file had arrived, and it was sent again.
    same = pending.files.filter(sha256=stored.sha256, name=stored.name).first()
    if same:
        return same
    _check_room(pending)
    return PendingFile.objects.create(pending=pending, **stored.fields())


def _copy(upload: File, copy) -> None:
    upload.seek(0)
    for chunk in upload.chunks():
        copy.write(chunk)
    upload.seek(0)
