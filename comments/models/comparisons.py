"""Comparisons of two versions of a draft, kept so that only the first reader waits."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .drafts import Draft


class StoredComparison(models.Model):
    """What comments.redline_page made of two versions; it can be thrown away at any time.

    `digest` tells of which texts it was made: with other texts it is made anew. There is one
    for each pair of versions and language, so that these never pile up.
    """

    old = models.ForeignKey(Draft, related_name="+", on_delete=models.CASCADE)
    new = models.ForeignKey(Draft, related_name="+", on_delete=models.CASCADE)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    digest = models.CharField(max_length=64)
    lines = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("stored comparison")
        verbose_name_plural = _("stored comparisons")
        constraints = [
            models.UniqueConstraint(
                fields=["old", "new", "language"], name="one_stored_comparison_for_each_pair"
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id} ({self.language})"
