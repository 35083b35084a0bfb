"""Files of the library: each one file, in one language, behind an address nobody can guess."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument

from engagement.files import kind_of_mime


class LibraryFile(AbstractDocument):
    """A file as Wagtail's documents keep it, served by its `token`.

    A presentation is uploaded before the meeting is published; a numbered address would let
    anyone read it by counting.
    """

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mime = models.CharField(max_length=120, editable=False, default="application/octet-stream")

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
        permissions = [("choose_document", "Can choose document")]

    @property
    def url(self) -> str:
        return reverse("files:file", args=[self.token, self.filename])

    @property
    def kind_label(self) -> str:
        """What readers call this kind of file: PDF, Word, Excel …"""
        kind = kind_of_mime(self.mime)
        return kind.label if kind else self.file_extension.upper()

    @property
    def content_type(self) -> str:
        """The type found in the content when it was uploaded, never one guessed from a name."""
        return self.mime

    @property
    def content_disposition(self) -> str:
        """Inline only for kinds known to be safe from our own origin."""
        kind = kind_of_mime(self.mime)
        if kind and kind.inline:
            return "inline"
        return content_disposition_header(as_attachment=True, filename=self.filename)


class FileText(models.Model):
    """The words that were read from a file, for search; engagement.text_extraction writes it.

    `read_from` is the stored file they are of: a replaced file is read anew. `read_at` is UTC.
    """

    file = models.OneToOneField(LibraryFile, related_name="text", on_delete=models.CASCADE)
    text = models.TextField(_("text"), blank=True)
    read_from = models.CharField(max_length=255, blank=True)
    read_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")

    def __str__(self) -> str:
        return str(self.file)


class PublicFile(models.Model):
    """A library file as it is published: in a language, on a date.

    The label readers see, such as "PDF, 1.96 MB, October 10, 2025", comes from these and from
    the file itself; nobody types it.
    """

    file = models.ForeignKey(LibraryFile, verbose_name=_("file"), on_delete=models.PROTECT)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    released_on = models.DateField(
        _("release date"),
        default=timezone.localdate,
        help_text=_("The date shown beside the file."),
    )

    class Meta:
        abstract = True
