"""Drafts: documents out for comment, readable on a phone, section by section."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, Orderable, RevisionMixin

from comments.blocks import DraftBlocks
from engagement.models import InitiativePage, PublicFile
from engagement.preview import BilingualPreviewMixin

from .dockets import Docket


class DraftQuerySet(models.QuerySet):
    def published(self):
        """Drafts the public may read, latest first."""
        return self.filter(live=True, initiative__live=True).order_by("-released_on", "-pk")

    def latest_versions(self):
        """Of each document, the version with the highest number among these."""
        newer = self.filter(
            lineage=models.OuterRef("lineage"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(newer))


class Draft(BilingualPreviewMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    """One version of a document that the agency releases to hear what people think of it.

    All versions of a document share its `lineage`; each keeps its own address for ever.
    """

    lineage = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    number = models.PositiveSmallIntegerField(
        _("version"), default=1, validators=[MinValueValidator(1)]
    )

    initiative = models.ForeignKey(
        InitiativePage,
        verbose_name=_("initiative"),
        related_name="drafts",
        on_delete=models.PROTECT,
    )
    docket = models.ForeignKey(
        Docket,
        verbose_name=_("docket"),
        related_name="drafts",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("The comment period in which residents comment on this draft."),
    )
    headline = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True, max_length=600)
    what_changed = models.TextField(
        _("what changed"),
        blank=True,
        max_length=2000,
        help_text=_("Since the version before, in plain words. Empty for the first version."),
    )
    released_on = models.DateField(_("release date"), default=timezone.localdate)

    objects = DraftQuerySet.as_manager()
    preview_template = "comments/draft.html"

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-released_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lineage", "number"],
                name="one_draft_for_each_version",
                violation_error_message=_("There is a version with this number already."),
            )
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        slug = slugify(self.headline_en or "") or "draft"
        return reverse("comments:draft", args=[self.pk or 0, slug])

    @property
    def changes_url(self) -> str:
        """Where this version is compared with the one before it."""
        return f"{self.get_absolute_url()}changes/"

    @property
    def own_files(self) -> list["DraftFile"]:
        """The draft itself as a file, in each language there is."""
        return [file for file in self.files.all() if not file.is_supporting]

    @property
    def supporting_files(self) -> list["DraftFile"]:
        return [file for file in self.files.all() if file.is_supporting]

    def clean(self):
        super().clean()
        if self.docket and self.initiative_id and self.docket.initiative_id != self.initiative_id:
            raise ValidationError({"docket": _("This docket belongs to another initiative.")})

    def get_preview_context(self, request, mode_name):
        from comments.parts import draft_context

        return {**super().get_preview_context(request, mode_name), **draft_context(self)}


class DraftSection(Orderable):
    """A part of a draft with an address of its own, on which people comment."""

    draft = ParentalKey(Draft, related_name="sections", on_delete=models.CASCADE)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    heading = models.CharField(_("heading"), max_length=200)
    body = StreamField(DraftBlocks(), verbose_name=_("text"))

    class Meta(Orderable.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.heading or ""

    @property
    def anchor(self) -> str:
        """Stays the same when sections are renamed, moved or translated."""
        return f"s-{self.key.hex[:8]}"


class DraftFile(PublicFile):
    """The draft as a file to download, in one language, or a document that supports it."""

    class Kind(models.TextChoices):
        DRAFT = "draft", _("The draft")
        SUPPORTING = "supporting", _("Supporting document")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.DRAFT)
    headline = models.CharField(
        _("title"), max_length=200, blank=True, help_text=_("Of a supporting document.")
    )
    draft = ParentalKey(Draft, related_name="files", on_delete=models.CASCADE)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["kind", "language", "pk"]

    def __str__(self) -> str:
        return f"{self.headline or self.draft} ({self.language})"

    @property
    def is_supporting(self) -> bool:
        return self.kind == self.Kind.SUPPORTING

    def clean(self):
        super().clean()
        if self.is_supporting and not self.headline:
            raise ValidationError({"headline": _("Say what this document is.")})
