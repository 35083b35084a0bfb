"""What the review queue keeps beside the comments: filters, acts on many, mentions, words."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .comments import Comment
from .dockets import Docket


class SavedFilter(models.Model):
    """A view of the queue that somebody named: the query of its address."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        related_name="saved_filters",
        on_delete=models.CASCADE,
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(_("query"), max_length=2000)
    is_shared = models.BooleanField(
        _("shared"), default=False, help_text=_("Colleagues see it in their queue as well.")
    )

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_filter_for_each_name")
        ]

    def __str__(self) -> str:
        return self.name


class BulkAction(models.Model):
    """One act on many comments. Its entries in the trail name it, and say how to undo it."""

    class Kind(models.TextChoices):
        ASSIGN = "assign", _("Assign")
        TOPIC = "topic", _("Add topics")
        MOVE = "move", _("Move")
        CAMPAIGN = "campaign", _("Put into a campaign")
        UNDO = "undo", _("Undo")

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), related_name="+", on_delete=models.PROTECT
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    # Made of the form: the same form sent twice is one act.
    key = models.UUIDField(unique=True, editable=False)
    changed = models.PositiveIntegerField(_("comments changed"), default=0)
    # What was asked for, in keys: {"to_state": "posted"}, {"assigned_to": 7, "team": null}.
    asked = models.JSONField(default=dict, editable=False)
    # The numbers of the comments it left alone, for each reason in the actor's language.
    left = models.JSONField(default=dict, editable=False)
    undone_by = models.OneToOneField(
        "self",
        verbose_name=_("undone by"),
        related_name="undoes",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    class Meta:
        verbose_name = _("bulk action")
        verbose_name_plural = _("bulk actions")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class Mention(models.Model):
    """That a note names a colleague: it waits in their queue until they have read it."""

    event = models.ForeignKey(
        "comments.CommentEvent",
        verbose_name=_("note"),
        related_name="mentions",
        on_delete=models.PROTECT,
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("colleague"),
        related_name="comment_mentions",
        on_delete=models.PROTECT,
    )
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["-event__at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "user"], name="one_mention_in_each_note")
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.user_id}"


class CommentWords(models.Model):
    """The words of a comment and its files, for the search of staff (comments.review.search).

    Those who may not see what was redacted find by `visible` alone. Where that is all there is,
    `original` is null.
    """

    comment = models.OneToOneField(
        Comment, primary_key=True, related_name="words", on_delete=models.CASCADE
    )
    visible = SearchVectorField()
    original = SearchVectorField(null=True)

    class Meta:
        verbose_name = _("words of a comment")
        verbose_name_plural = _("words of comments")
        indexes = [
            GinIndex(fields=["visible"], name="comment_words_visible"),
            GinIndex(fields=["original"], name="comment_words_original"),
        ]

    def __str__(self) -> str:
        return str(self.comment_id)


class ExportRecord(models.Model):
    """That somebody took comments out of the system. Rows are added, never changed (a trigger)."""

    class Kind(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"
        JSONL = "jsonl", "JSON Lines"
        BUNDLE = "bundle", _("Public-records bundle")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        related_name="+",
        null=True,
        on_delete=models.PROTECT,
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    docket = models.ForeignKey(
        Docket, verbose_name=_("docket"), related_name="+", null=True, on_delete=models.PROTECT
    )
    query = models.TextField(_("filters"), blank=True)
    comments = models.PositiveIntegerField(_("comments"))

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
