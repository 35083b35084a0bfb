"""What staff translate of a comment; the original stays the authoritative text."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .comments import Comment


class Translation(models.Model):
    """A comment in the other language. The public sees it beside the original once verified.

    `parts` has a text for each part of the comment (comments.letter) that was translated,
    `sources` a digest of the text it was made of, by which one knows that the original changed.
    """

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), related_name="translations", on_delete=models.PROTECT
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    parts = models.JSONField(default=dict)
    sources = models.JSONField(default=dict, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("translated by"),
        related_name="+",
        on_delete=models.PROTECT,
    )
    written_at = models.DateTimeField(_("translated at"), default=timezone.now)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("verified by"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["comment", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "language"], name="one_translation_for_each_language"
            )
        ]
        indexes = [
            models.Index(
                fields=["comment"],
                condition=models.Q(verified_at=None),
                name="translation_unverified",
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.language}"

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None
