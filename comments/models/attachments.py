"""The files that came with a comment."""

import uuid
from pathlib import PurePath

from django.core.files.storage import storages
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from engagement.files import kind_of_mime

from .comments import Addition, Comment


def private_storage():
    """Attachments have no public address: a view decides who may read each one."""
    return storages["private"]


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """Stored under its token; the name people gave it stands in the row alone."""
    return f"attachments/{attachment.token.hex[:2]}/{attachment.token.hex}"


def redacted_path(attachment: "Attachment", filename: str) -> str:
    """A new name each time: a file that was replaced is never served for its successor."""
    return f"redacted/{attachment.token.hex[:2]}/{uuid.uuid4().hex}"


class Attachment(models.Model):
    """A file that came with a comment. Only ever sent as a download, and never before its scan."""

    class Redaction(models.TextChoices):
        NONE = "none", _("Nothing is redacted")
        WAITING = "waiting", _("The redacted file is being made")
        DONE = "done", _("Redacted")
        FAILED = "failed", _("The redacted file could not be made")

    class Scan(models.TextChoices):
        OFF = "off", _("Not scanned: no scanner is set up")
        WAITING = "waiting", _("Waiting for the scan")
        CLEAN = "clean", _("Clean")
        INFECTED = "infected", _("Infected")

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), related_name="attachments", on_delete=models.PROTECT
    )
    addition = models.ForeignKey(
        Addition,
        verbose_name=_("addition"),
        related_name="attachments",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(
        _("file"), storage=private_storage, upload_to=attachment_path, max_length=120
    )
    name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    mime = models.CharField(_("type"), max_length=120)
    sha256 = models.CharField(_("SHA-256 checksum"), max_length=64)
    scan = models.CharField(_("scan"), max_length=10, choices=Scan.choices, default=Scan.OFF)
    scanned_at = models.DateTimeField(_("scanned at"), null=True, blank=True)
    finding = models.CharField(_("what was found"), max_length=200, blank=True)
    # Held by one worker, or left alone for a while because the scanner did not answer.
    scan_after = models.DateTimeField(null=True, editable=False)
    location_removed = models.BooleanField(_("location removed"), default=False)
    text = models.TextField(_("text"), blank=True)
    text_read_at = models.DateTimeField(null=True, editable=False)
    text_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    # How many pages a PDF has; null until that was counted, and for other kinds.
    pages = models.PositiveIntegerField(null=True, editable=False)
    # What the public gets instead of the file, made by the worker from its redactions.
    redaction = models.CharField(
        max_length=10, choices=Redaction.choices, default=Redaction.NONE, editable=False
    )
    redacted_file = models.FileField(
        storage=private_storage, upload_to=redacted_path, max_length=120, blank=True, editable=False
    )
    redacted_size = models.PositiveBigIntegerField(null=True, editable=False)
    redacted_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    redacted_text = models.TextField(null=True, editable=False)
    redacted_name = models.CharField(max_length=255, blank=True, editable=False)
    # How often the worker began to make the redacted file since it last had one.
    redaction_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    withheld_reason = models.CharField(
        _("why the file is withheld"),
        max_length=300,
        blank=True,
        help_text=_("The public sees that there is a file, and this reason instead of it."),
    )

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("comments:attachment", args=[self.token])

    @property
    def may_leave(self) -> bool:
        """Whether it may be sent to anybody: not while it waits for its scan, nor infected."""
        return self.scan in {self.Scan.OFF, self.Scan.CLEAN}

    @property
    def is_infected(self) -> bool:
        return self.scan == self.Scan.INFECTED

    @property
    def kind_label(self) -> str:
        """What readers call this kind of file: PDF, Word, Excel …"""
        kind = kind_of_mime(self.mime)
        return kind.label if kind else PurePath(self.name).suffix.lstrip(".").upper()

    # What the public gets of it, once its comment is posted.

    @property
    def is_withheld(self) -> bool:
        """Whether the public gets nothing of it but the reason."""
        return self.withheld_reason != ""

    @property
    def is_redacted(self) -> bool:
        """Whether something in it is blacked out, or about to be."""
        return self.redaction != self.Redaction.NONE

    @property
    def is_public(self) -> bool:
        """Whether there is a file for the public: the original, or the redacted one."""
        ready = self.redaction in {self.Redaction.NONE, self.Redaction.DONE}
        return self.may_leave and ready and not self.is_withheld

    @property
    def public_file(self):
        """What is sent to the public; None while there is nothing that may be."""
        if not self.is_public:
            return None
        return self.redacted_file if self.is_redacted else self.file

    @property
    def public_mime(self) -> str:
        """A redacted picture of a telephone is made anew as JPEG."""
        is_other = self.is_redacted and self.mime == "image/heic"
        return "image/jpeg" if is_other else self.mime

    @property
    def public_kind_label(self) -> str:
        kind = kind_of_mime(self.public_mime)
        return kind.label if kind else self.kind_label

    @property
    def public_name(self) -> str:
        """The name readers see; none of a file that is withheld, for it may tell what is in it."""
        return "" if self.is_withheld else self.redacted_name or self.name

    @property
    def public_size(self) -> int | None:
        """In bytes."""
        if not self.is_public:
            return None
        return self.redacted_size if self.is_redacted else self.size

    @property
    def public_sha256(self) -> str:
        if not self.is_public:
            return ""
        return self.redacted_sha256 if self.is_redacted else self.sha256

    @property
    def public_text(self) -> str:
        """The words that the public may find and read."""
        if self.is_withheld:
            return ""
        if self.is_redacted:
            return self.redacted_text or ""
        return self.text
