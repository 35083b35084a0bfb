"""What the site's search finds: one row for each thing and each reader's language."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """The words of one published thing and of its files, as readers of one language see it.

    A copy: engagement.search writes it, and decides at each search what the public may see.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    content_object = GenericForeignKey()
    language = models.CharField(_("readers' language"), max_length=10, choices=settings.LANGUAGES)
    text_language = models.CharField(
        _("language of the text"), max_length=10, choices=settings.LANGUAGES
    )
    title = models.CharField(_("title"), max_length=400)
    body = models.TextField(_("text"), blank=True)
    folded_body = models.TextField(_("text without accents"), blank=True)
    file_language = models.CharField(
        _("language of the files"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    file_text = models.TextField(_("text of the files"), blank=True)
    folded_file_text = models.TextField(_("text of the files without accents"), blank=True)
    # For the filter alone; who may see what does not hang on it.
    initiatives = ArrayField(models.PositiveBigIntegerField(), default=list, blank=True)
    vector = SearchVectorField()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        indexes = [GinIndex(fields=["vector"], name="search_entry_vector")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language"],
                name="one_search_entry_for_each_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"
