"""What is posted to a meeting: presentations, agendas, minutes, recordings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from engagement.models import PublicFile

from .meetings import Meeting


class Material(PublicFile):
    """One file of a meeting in one language."""

    class Kind(models.TextChoices):
        PRESENTATION = "presentation", _("Presentation")
        AGENDA = "agenda", _("Agenda")
        MINUTES = "minutes", _("Minutes")
        RECORDING = "recording", _("Recording")

    meeting = ParentalKey(Meeting, related_name="materials", on_delete=models.CASCADE)
    kind = models.CharField(
        _("kind"), max_length=15, choices=Kind.choices, default=Kind.PRESENTATION
    )

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["kind", "language", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_language_display()})"
