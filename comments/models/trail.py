"""The trail: who did what with a comment, when and why. Rows are added, never changed.

A trigger of the database refuses UPDATE and DELETE (migration 0002), so that neither the site
nor a mistake in it can rewrite the record.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .comments import Comment
from .reviewing import BulkAction


class CommentEvent(models.Model):
    """One act in the life of a comment."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        CLAIMED = "claimed", _("Claimed")
        ASSIGNED = "assigned", _("Assigned")
        RELEASED = "released", _("Released")
        MOVED = "moved", _("Moved")
        NOTED = "noted", _("Note")
        TOPICS = "topics", _("Topics")
        GROUPED = "grouped", _("Campaign")
        REDACTED = "redacted", _("Redaction")
        TRANSLATED = "translated", _("Translation")
        BRACKETED = "bracketed", _("Points")
        UNDONE = "undone", _("Undone")
        ADDED = "added", _("Added to")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CONFIRMED = "confirmed", _("E-mail confirmed")

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), related_name="events", on_delete=models.PROTECT
    )
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    from_state = models.CharField(
        _("from"), max_length=12, choices=Comment.State.choices, blank=True
    )
    to_state = models.CharField(_("to"), max_length=12, choices=Comment.State.choices, blank=True)
    note = models.TextField(_("note"), blank=True)
    # The comment's version after this act.
    version = models.PositiveIntegerField(default=1, editable=False)
    # What the act changed, as {"name": [before, after]}; never a word that was redacted.
    detail = models.JSONField(default=dict, editable=False)
    bulk = models.ForeignKey(
        BulkAction,
        verbose_name=_("bulk action"),
        related_name="events",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    class Meta:
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail entries")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.comment} {self.kind} {self.at:%Y-%m-%d %H:%M}"
