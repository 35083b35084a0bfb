"""The document library."""

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, RevisionMixin

from engagement.preview import BilingualPreviewMixin

from .files import PublicFile
from .pages import InitiativePage


class DocumentQuerySet(models.QuerySet):
    def published(self):
        """Documents the public may see, with a file, newest first."""
        return (
            self.filter(live=True, initiative__live=True)
            .annotate(latest_release=models.Max("files__released_on"))
            .filter(latest_release__isnull=False)
            .order_by("-latest_release", "-pk")
        )

    def with_files(self):
        """With their files and what readers are told of them, in one more query."""
        return self.prefetch_related(
            models.Prefetch("files", DocumentFile.objects.select_related("file"))
        )


class Document(BilingualPreviewMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    """A document the agency publishes, with its versions in each language."""

    initiative = models.ForeignKey(
        InitiativePage,
        verbose_name=_("initiative"),
        related_name="documents",
        on_delete=models.PROTECT,
    )
    headline = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)

    objects = DocumentQuerySet.as_manager()
    preview_template = "engagement/document.html"

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        slug = slugify(self.headline_en or "") or "document"
        return reverse("engagement:document", args=[self.pk or 0, slug])

    @property
    def current_files(self) -> list["DocumentFile"]:
        """The files of the latest version, one for each language."""
        files = list(self.files.all())
        latest = max((file.version for file in files), default=None)
        return sorted(
            (file for file in files if file.version == latest), key=lambda file: file.language
        )

    @property
    def earlier_files(self) -> list["DocumentFile"]:
        """Files of superseded versions, newest first; they stay reachable."""
        current = self.current_files
        return sorted(
            (file for file in self.files.all() if file not in current),
            key=lambda file: (-file.version, file.language),
        )

    def get_preview_context(self, request, mode_name):
        return {**super().get_preview_context(request, mode_name), "document": self}


class DocumentFile(PublicFile):
    """One language file of one version of a document."""

    document = ParentalKey(Document, related_name="files", on_delete=models.CASCADE)
    version = models.PositiveSmallIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-version", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "version", "language"],
                name="one_file_per_version_and_language",
                violation_error_message=_("This version already has a file in this language."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} v{self.version} ({self.language})"
