"""Public notice: how long before a meeting the public must know of it, and when it did."""

from datetime import UTC, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .meetings import Meeting


class NoticeRule(models.Model):
    """The minimum notice for one kind of meeting, in hours before its start."""

    kind = models.CharField(_("kind"), max_length=20, choices=Meeting.Kind.choices)
    special = models.BooleanField(
        _("special meeting"), default=False, help_text=_("Called outside the regular calendar.")
    )
    hours = models.PositiveSmallIntegerField(_("hours of notice"))
    source = models.CharField(
        _("source of the rule"),
        max_length=200,
        blank=True,
        help_text=_("For example “Gov. Code §54954.2”."),
    )

    class Meta:
        verbose_name = _("public notice rule")
        verbose_name_plural = _("public notice rules")
        ordering = ["kind", "special"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "special"],
                name="one_notice_rule_per_kind",
                violation_error_message=_("There is a rule for this kind of meeting already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.hours}"


class PostingQuerySet(models.QuerySet):
    def of_former_starts(self, meeting, starts_at):
        """Of the meeting itself, when the public was told another start; the latest first."""
        of_meeting = self.filter(meeting=meeting, subject=Posting.Subject.MEETING)
        return of_meeting.exclude(starts_at=starts_at).order_by("-posted_at", "-pk")

    def late(self):
        """With less notice than the rule of that moment asked."""
        notice = models.F("required_hours") * models.Value(timedelta(hours=1))
        due_at = models.ExpressionWrapper(
            models.F("starts_at") - notice, output_field=models.DateTimeField()
        )
        return self.filter(required_hours__isnull=False, posted_at__gt=due_at)


class Posting(models.Model):
    """That something became public, and when. The rows only grow: a database trigger holds it.

    Of a meeting itself, `material` is empty. `required_hours` is the rule of that moment;
    `reason` says why the notice was shorter.
    """

    class Subject(models.TextChoices):
        MEETING = "meeting", _("Meeting")
        AGENDA = "agenda", _("Agenda")
        MATERIAL = "material", _("Material")

    meeting = models.ForeignKey(
        Meeting, related_name="postings", on_delete=models.DO_NOTHING, db_constraint=False
    )
    subject = models.CharField(_("what"), max_length=10, choices=Subject.choices)
    # The library file or the link that was posted; its row may be gone when this is read.
    file_token = models.UUIDField(null=True, editable=False)
    link = models.CharField(max_length=500, blank=True, editable=False)
    language = models.CharField(max_length=10, blank=True)
    label = models.CharField(_("title"), max_length=255, blank=True)
    posted_at = models.DateTimeField(_("posted at"), default=timezone.now)
    starts_at = models.DateTimeField(_("starts at"))
    required_hours = models.PositiveSmallIntegerField(_("hours of notice"), null=True)
    reason = models.TextField(_("reason for the short notice"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        related_name="+",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
    )

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["posted_at", "pk"]
        indexes = [models.Index(fields=["meeting", "posted_at"], name="posting_of_meeting")]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}: {self.label}"

    @property
    def hours_given(self) -> int | None:
        """Whole hours from the posting to the start; None when it came after the start."""
        hours = (self.starts_at - self.posted_at) // timedelta(hours=1)
        return hours if hours >= 0 else None

    @property
    def is_late(self) -> bool:
        """Whether the notice was shorter than the rule of that moment asked."""
        if self.required_hours is None:
            return False
        notice = timedelta(hours=self.required_hours)
        return self.posted_at > self.starts_at.astimezone(UTC) - notice
