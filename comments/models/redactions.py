"""What the public does not see of a comment, and why."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .attachments import Attachment
from .comments import Comment


class Redaction(models.Model):
    """A passage that is blacked out: of a text by its characters, of a PDF by areas of one page.

    `part` names the text as comments.letter does; `start` and `end` count its characters as they
    were received. `boxes` are [left, bottom, right, top] in points from the page's lower left
    corner, `page` counts from 1. The original is never changed.
    """

    class Reason(models.TextChoices):
        PHONE = "phone", _("Telephone number")
        EMAIL = "email", _("E-mail address")
        ADDRESS = "address", _("Home address")
        IDENTITY = "identity", _("Social Security or other identity number")
        ACCOUNT = "account", _("Bank or card number")
        MINOR = "minor", _("Name of a minor")
        HEALTH = "health", _("Health of a person")
        OTHER_PERSON = "other_person", _("Private matter of another person")
        CONFIDENTIAL = "confidential", _("Confidential business information")
        OTHER = "other", _("Another legal reason")

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), related_name="redactions", on_delete=models.PROTECT
    )
    part = models.CharField(max_length=40, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    attachment = models.ForeignKey(
        Attachment,
        verbose_name=_("file"),
        related_name="redactions",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    page = models.PositiveIntegerField(null=True, blank=True)
    boxes = models.JSONField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), related_name="+", on_delete=models.PROTECT
    )
    made_at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ["part", "start", "attachment", "page", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    ~models.Q(part=""),
                    start__isnull=False,
                    end__gt=models.F("start"),
                    attachment=None,
                    page=None,
                    boxes=None,
                )
                | models.Q(
                    part="",
                    start=None,
                    end=None,
                    attachment__isnull=False,
                    page__gte=1,
                    boxes__isnull=False,
                ),
                name="redaction_of_a_text_or_of_a_page",
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.part or self.attachment_id}"
