"""Form letters: near-identical comments that are handled once."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .comments import Comment
from .dockets import Docket


class Campaign(models.Model):
    """A letter that many sent. `lead` is the comment whose text stands for all of them.

    Which comments belong to it, the comments say (Comment.campaign), the lead's among them. Being
    grouped decides nothing: a member keeps its state until somebody moves it.
    """

    class FoundBy(models.TextChoices):
        COMPARISON = "comparison", _("Found by comparing the comments")
        HAND = "hand", _("Put together by hand")

    docket = models.ForeignKey(
        Docket, verbose_name=_("docket"), related_name="campaigns", on_delete=models.PROTECT
    )
    number = models.PositiveIntegerField(_("number in the docket"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    lead = models.OneToOneField(
        Comment, verbose_name=_("letter"), related_name="leads", on_delete=models.PROTECT
    )
    found_by = models.CharField(
        _("found by"), max_length=12, choices=FoundBy.choices, default=FoundBy.COMPARISON
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["docket", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["docket", "number"], name="one_campaign_for_each_number"
            )
        ]

    def __str__(self) -> str:
        return self.name or f"{self.docket.number} C{self.number}"


class CommentSignature(models.Model):
    """What comments are compared by: a MinHash of their words, written when first compared."""

    comment = models.OneToOneField(
        Comment, primary_key=True, related_name="signature", on_delete=models.CASCADE
    )
    minhash = models.BinaryField()
    # Names how it was made: one made in another way is made again.
    method = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("signature of a comment")
        verbose_name_plural = _("signatures of comments")

    def __str__(self) -> str:
        return f"{self.comment_id} {self.method}"
