"""The Response to Comments as a document: each time it was made, its files, its errata."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .attachments import private_storage
from .dockets import Docket
from .points import Point


def document_path(file: "DocumentFile", filename: str) -> str:
    return f"response-documents/{file.document.uid.hex}/{uuid.uuid4().hex}"


class ResponseDocument(models.Model):
    """One making of a docket's response to comments. `number` counts them: draft 1, draft 2.

    The worker takes it with a lease (`leased_until`) and makes it slice by slice; `done` of
    `total` slices are made. What it says was frozen at `snapshot_at`. `outdated_at` is set when
    something that was in it may no longer be public; its files then go to nobody.

    One that is made for publication (`is_final`) says so on its title page, and drafts say that
    they are drafts. `as_of` counts what had been done when its content was frozen, so that
    publishing sees what was done since (response_document.changes).
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("state of a document", "Waiting")
        BUILDING = "building", pgettext_lazy("state of a document", "Being made")
        READY = "ready", pgettext_lazy("state of a document", "Ready")
        CANCELLED = "cancelled", pgettext_lazy("state of a document", "Cancelled")
        FAILED = "failed", pgettext_lazy("state of a document", "Failed")

    docket = models.ForeignKey(
        Docket,
        verbose_name=_("docket"),
        related_name="response_documents",
        on_delete=models.PROTECT,
    )
    number = models.PositiveIntegerField(_("number"))
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked for by"),
        related_name="+",
        null=True,
        on_delete=models.PROTECT,
    )
    asked_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    is_final = models.BooleanField(_("for publication"), default=False)
    snapshot_at = models.DateTimeField(_("as of"), null=True, blank=True)
    as_of = models.JSONField(default=dict, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    total = models.PositiveIntegerField(null=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    failure = models.TextField(_("what went wrong"), blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    outdated_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    # When the mails to all commenters were queued, after the docket's first publication.
    told_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("response document")
        verbose_name_plural = _("response documents")
        ordering = ["docket", "-number"]
        permissions = [
            ("build_document", _("Can make response documents")),
            ("publish_document", _("Can publish response documents")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["docket", "number"], name="one_document_for_each_number"
            ),
            models.UniqueConstraint(
                fields=["docket"],
                condition=models.Q(state__in=["waiting", "building"]),
                name="one_document_is_made_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.docket.number} {self.number}"

    @property
    def is_being_made(self) -> bool:
        return self.state in {self.State.WAITING, self.State.BUILDING}

    @property
    def may_be_read(self) -> bool:
        """Whether its files may go to anybody."""
        return self.state == self.State.READY and self.outdated_at is None


class DocumentFile(models.Model):
    """A finished file of a document, in one language and format."""

    class Format(models.TextChoices):
        HTML = "html", "HTML"
        DOCX = "docx", "Word"
        PDF = "pdf", "PDF"

    document = models.ForeignKey(
        ResponseDocument,
        verbose_name=_("document"),
        related_name="files",
        on_delete=models.CASCADE,
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    format = models.CharField(_("format"), max_length=5, choices=Format.choices)
    file = models.FileField(storage=private_storage, upload_to=document_path, max_length=140)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256 checksum"), max_length=64)

    class Meta:
        verbose_name = _("file of a response document")
        verbose_name_plural = _("files of response documents")
        ordering = ["document", "language", "format"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "language", "format"], name="one_file_for_each_format"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.language} {self.format}"


class ResponsePublication(models.Model):
    """That a document was put before the public; the first makes points and answers final.

    Rows are added, never changed (a trigger). A later one has errata in front, or leaves out
    what may no longer be public.
    """

    docket = models.ForeignKey(
        Docket,
        verbose_name=_("docket"),
        related_name="response_publications",
        on_delete=models.PROTECT,
    )
    document = models.OneToOneField(
        ResponseDocument,
        verbose_name=_("document"),
        related_name="publication",
        on_delete=models.PROTECT,
    )
    at = models.DateTimeField(_("published at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        related_name="+",
        null=True,
        on_delete=models.PROTECT,
    )

    class Meta:
        verbose_name = _("publication of responses")
        verbose_name_plural = _("publications of responses")
        ordering = ["docket", "at", "pk"]
        get_latest_by = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.document} {self.at:%Y-%m-%d}"


class Erratum(models.Model):
    """A correction after publication: dated, public, and never changed (a trigger)."""

    docket = models.ForeignKey(
        Docket, verbose_name=_("docket"), related_name="errata", on_delete=models.PROTECT
    )
    point = models.ForeignKey(
        Point,
        verbose_name=_("point"),
        related_name="errata",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), related_name="+", on_delete=models.PROTECT
    )
    text = models.TextField(_("correction"), max_length=4000)

    class Meta:
        verbose_name = _("erratum")
        verbose_name_plural = _("errata")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.docket.number} {self.at:%Y-%m-%d}"
