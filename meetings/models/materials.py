"""What is posted to a meeting: presentations, agendas, minutes, recordings."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from modelcluster.fields import ParentalKey

from engagement.contacts import check_https
from engagement.models import LibraryFile, PublicFile

from .meetings import Meeting


class Material(PublicFile):
    """One file of a meeting in one language.

    A recording is a link; its file, if there is one, is the transcript.
    """

    class Kind(models.TextChoices):
        PRESENTATION = "presentation", _("Presentation")
        AGENDA = "agenda", _("Agenda")
        MINUTES = "minutes", _("Minutes")
        SUMMARY = "summary", _("Summary")
        RECORDING = "recording", _("Recording")

    meeting = ParentalKey(Meeting, related_name="materials", on_delete=models.CASCADE)
    kind = models.CharField(
        _("kind"), max_length=15, choices=Kind.choices, default=Kind.PRESENTATION
    )
    file = models.ForeignKey(
        LibraryFile,
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("Of a recording: its transcript."),
    )
    link = models.URLField(
        _("link to the recording"), max_length=500, blank=True, validators=[check_https]
    )
    other_language_on = models.DateField(
        _("other language comes by"),
        null=True,
        blank=True,
        help_text=_("Shown while there is no version in the other language. Empty: on request."),
    )

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["kind", "language", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file__isnull=False) | ~models.Q(link=""),
                name="material_has_file_or_link",
                violation_error_message=_("Choose a file, or enter the link to the recording."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_language_display()})"

    @property
    def is_recording(self) -> bool:
        return self.kind == self.Kind.RECORDING

    @property
    def label(self) -> str:
        """What readers see; nobody types it: Presentation (English)."""
        return pgettext("a file: Presentation (English)", "%(kind)s (%(language)s)") % {
            "kind": self.get_kind_display(),
            "language": self.get_language_display(),
        }

    @property
    def file_label(self) -> str:
        """What readers see of the file, which for a recording is its transcript."""
        if not self.is_recording:
            return self.label
        return _("Transcript of the recording (%(language)s)") % {
            "language": self.get_language_display()
        }

    @property
    def link_host(self) -> str:
        """Whose site the recording is on, as people call it: youtube.com."""
        return (urlsplit(self.link).hostname or "").removeprefix("www.")

    def clean(self):
        super().clean()
        if self.is_recording and not self.link:
            raise ValidationError(
                {"link": _("Enter the address at which people can watch or listen.")}
            )
        if self.link and not self.is_recording:
            raise ValidationError(
                {"link": _("Only a recording has a link. Choose its file instead.")}
            )
        if not self.is_recording and not self.file_id:
            raise ValidationError({"file": _("Choose a file.")})
