"""What a person has typed and uploaded so far, before they press Submit."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .attachments import private_storage
from .dockets import Docket


class PendingComment(models.Model):
    """A form on its way: kept for a while, so that no step and no failure loses a word.

    `started_at` decides about the grace time. It is no comment until it is submitted, and
    nobody at the agency reads it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    docket = models.ForeignKey(Docket, related_name="+", on_delete=models.CASCADE)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    data = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("comment on its way")
        verbose_name_plural = _("comments on their way")

    def __str__(self) -> str:
        return f"{self.docket_id} {self.key}"


def pending_path(file: "PendingFile", filename: str) -> str:
    """Where attachments are: submitting the comment moves no file."""
    return f"attachments/{file.token.hex[:2]}/{file.token.hex}"


class PendingFile(models.Model):
    """A file that was uploaded for a comment that is not submitted yet."""

    pending = models.ForeignKey(PendingComment, related_name="files", on_delete=models.CASCADE)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(storage=private_storage, upload_to=pending_path, max_length=120)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    mime = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    location_removed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("file on its way")
        verbose_name_plural = _("files on their way")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
