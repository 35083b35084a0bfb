"""Drafts: documents out for comment, readable on a phone, section by section."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, Orderable, RevisionMixin

from engagement.models import InitiativePage, PublicFile
from engagement.preview import BilingualPreviewMixin

from .dockets import Docket

SECTION_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link"]


class DraftQuerySet(models.QuerySet):
    def published(self):
        """Drafts the public may read, latest first."""
        return self.filter(live=True, initiative__live=True).order_by("-released_on", "-pk")


class Draft(BilingualPreviewMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    """A document the agency releases to hear what people think of it."""

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
    version_label = models.CharField(
        _("version"), max_length=40, blank=True, help_text=_("For example 1.0.")
    )
    released_on = models.DateField(_("release date"), default=timezone.localdate)

    objects = DraftQuerySet.as_manager()
    preview_template = "comments/draft.html"

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-released_on", "-pk"]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        slug = slugify(self.headline_en or "") or "draft"
        return reverse("comments:draft", args=[self.pk or 0, slug])

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
    text = RichTextField(_("text"), features=SECTION_FEATURES)

    class Meta(Orderable.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.heading

    @property
    def anchor(self) -> str:
        """Stays the same when sections are renamed, moved or translated."""
        return f"s-{self.key.hex[:8]}"


class DraftFile(PublicFile):
    """The draft as a file to download, in one language."""

    draft = ParentalKey(Draft, related_name="files", on_delete=models.CASCADE)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["language", "pk"]

    def __str__(self) -> str:
        return f"{self.draft} ({self.language})"
