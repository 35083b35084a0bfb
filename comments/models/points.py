"""The points of a letter: the passages that the agency answers one by one."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .comments import Comment
from .dockets import Topic


class Point(models.Model):
    """A bracketed passage, or several: 12-3 is the third point of letter 12.

    A point lies inside another only by choice, and then `parent` is that one. Numbers stay from
    draft to draft of the response to comments unless somebody renumbers the letter; once the
    document is published, nothing of a point changes (triggers, migration 0020).
    """

    comment = models.ForeignKey(
        Comment, verbose_name=_("letter"), related_name="points", on_delete=models.PROTECT
    )
    number = models.PositiveIntegerField(_("number in the letter"))
    parent = models.ForeignKey(
        "self",
        verbose_name=_("inside of"),
        related_name="inner_points",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        related_name="owned_points",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("The colleague who sees to its response."),
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), related_name="points", blank=True
    )
    masters = models.ManyToManyField(
        "comments.Response",
        verbose_name=_("master responses"),
        related_name="referring_points",
        blank=True,
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), related_name="+", on_delete=models.PROTECT
    )
    made_at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("point")
        verbose_name_plural = _("points")
        ordering = ["comment__sequence", "number"]
        permissions = [("bracket_comment", _("Can bracket comments into points"))]
        constraints = [
            # At the end of the transaction, so that points can change places.
            models.UniqueConstraint(
                fields=["comment", "number"],
                name="one_point_for_each_number",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="points_count_from_one"),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """Its address for ever; answers only once the responses are published."""
        return reverse("comments:point", args=[self.comment.docket.number, self.label])

    @property
    def label(self) -> str:
        """What people call it: 12-3."""
        return f"{self.comment.sequence}-{self.number}"


class PointPassage(models.Model):
    """The words of a point: characters `start` to `end` of a part, as it was received.

    `part` names the text as comments.letter does. The words themselves are not kept, so that a
    later redaction leaves none of them here. Two points share words only where one lies inside
    the other (a trigger, migration 0020).
    """

    point = models.ForeignKey(
        Point, verbose_name=_("point"), related_name="passages", on_delete=models.CASCADE
    )
    # The point's: the trigger locks its row and compares with the other points of the letter.
    comment = models.ForeignKey(Comment, related_name="+", on_delete=models.PROTECT)
    part = models.CharField(max_length=40)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("passage of a point")
        verbose_name_plural = _("passages of points")
        ordering = ["part", "start", "pk"]
        indexes = [models.Index(fields=["comment", "part", "start"], name="passage_place")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="passage_has_words"
            )
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.part} {self.start}-{self.end}"
