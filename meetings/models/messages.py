"""What staff write to all registrants of a meeting."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .meetings import Meeting


class RegistrantMessage(models.Model):
    """One message to many; each registrant receives it in their language, once.

    `key` is made with the form: sent twice, it is one message.
    """

    class Audience(models.TextChoices):
        CONFIRMED = "confirmed", _("Everyone who has a place")
        WAITLISTED = "waitlisted", _("Everyone on the waitlist")
        EVERYONE = "everyone", _("Everyone who has a place or waits for one")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, related_name="messages", on_delete=models.CASCADE)
    audience = models.CharField(_("to"), max_length=10, choices=Audience.choices)
    subject_en = models.CharField(_("subject in English"), max_length=150, blank=True)
    subject_es = models.CharField(_("subject in Spanish"), max_length=150, blank=True)
    text_en = models.TextField(_("message in English"), blank=True)
    text_es = models.TextField(_("message in Spanish"), blank=True)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    recipients = models.PositiveIntegerField(_("recipients"), default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )

    class Meta:
        verbose_name = _("message to registrants")
        verbose_name_plural = _("messages to registrants")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.subject_en or self.subject_es
