"""The docket: the numbered container of a comment period's record."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin

from engagement.contacts import check_phone
from engagement.models import InitiativePage
from engagement.preview import BilingualPreviewMixin


class DocketQuerySet(models.QuerySet):
    def published(self):
        """Dockets the public may see."""
        return self.filter(live=True, initiative__live=True)

    def open(self):
        """Taking comments at this moment, the soonest to close first."""
        now = timezone.now()
        return (
            self.published()
            .filter(opens_at__lte=now, closes_at__gt=now)
            .order_by("closes_at", "pk")
        )

    def for_lists(self):
        """With all that a list of comment periods shows, in a constant number of queries."""
        from .drafts import Draft

        drafts = models.Prefetch("drafts", Draft.objects.published(), to_attr="published_drafts")
        return self.select_related("initiative").prefetch_related(drafts)


class Docket(BilingualPreviewMixin, DraftStateMixin, RevisionMixin, models.Model):
    """One comment period and everything received in it.

    `opens_at` and `closes_at` are stored in UTC, entered and shown in the agency's zone. The
    period takes comments from its opening up to, and not at, its closing time.
    """

    number = models.CharField(
        _("docket number"),
        max_length=30,
        unique=True,
        validators=[
            RegexValidator(
                r"\A[A-Z]{2,6}-[0-9]{4}-[0-9]{2,4}\Z",
                _("Enter letters, the year and a number, for example PA-2026-01."),
            )
        ],
        help_text=_(
            "For example PA-2026-01. Each comment's number is made from it; "
            "it cannot be changed once a comment has arrived."
        ),
    )
    initiative = models.ForeignKey(
        InitiativePage,
        verbose_name=_("initiative"),
        related_name="dockets",
        on_delete=models.PROTECT,
    )
    headline = models.CharField(_("title"), max_length=200)
    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=600,
        help_text=_("What the agency asks residents about, in plain words."),
    )
    opens_at = models.DateTimeField(_("opens at"), help_text=_("In the agency's time zone."))
    closes_at = models.DateTimeField(
        _("closes at"),
        help_text=_("In the agency's time zone. Comments are accepted up to this time."),
    )
    grace_minutes = models.PositiveSmallIntegerField(
        _("grace time in minutes"),
        default=15,
        validators=[MaxValueValidator(24 * 60)],
        help_text=_("For people who opened the form before the closing time. Shown to them."),
    )
    accepts_late = models.BooleanField(
        _("accepts late comments"),
        default=False,
        help_text=_("When set, comments after the closing time are accepted and marked late."),
    )
    target_days = models.PositiveSmallIntegerField(
        _("days to review a comment"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Calendar days after which a comment nobody has decided about is overdue."),
    )
    requires_name = models.BooleanField(_("requires a name"), default=False)
    requires_email = models.BooleanField(_("requires an e-mail address"), default=False)
    postal_address = models.TextField(
        _("address for letters"), blank=True, max_length=300, help_text=_("As on an envelope.")
    )
    email_address = models.EmailField(_("address for e-mails"), blank=True)
    voice_phone = models.CharField(
        _("telephone for spoken comments"), max_length=40, blank=True, validators=[check_phone]
    )
    accepts_anonymous = models.BooleanField(
        _("accepts anonymous comments"),
        default=True,
        help_text=_("When set, residents may comment without giving their name."),
    )

    objects = DocketQuerySet.as_manager()
    preview_template = "comments/docket.html"

    PERIOD = ("opens_at", "closes_at")

    class Meta:
        verbose_name = _("docket")
        verbose_name_plural = _("dockets")
        ordering = ["-closes_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="docket_closes_after_it_opens",
                violation_error_message=_("The closing time must be after the opening time."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.headline}"

    def save(self, *args, **kwargs):
        """Save all but the dates that residents were told.

        A revision being published carries the dates of its day; those of the stored row stand.
        """
        fields = kwargs.get("update_fields")
        if not self.pk or (fields is not None and not set(fields) & set(self.PERIOD)):
            return super().save(*args, **kwargs)
        with transaction.atomic():
            stored = Docket.objects.select_for_update().filter(pk=self.pk).first()
            if stored and stored.dates_are_public:
                self._take_dates_of(stored)
            return super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("comments:docket", args=[self.number])

    @property
    def comment_url(self) -> str:
        """Where the comment form is."""
        return reverse("comments:comment_form", args=[self.number])

    @property
    def responses_url(self) -> str:
        """Where the response to comments is, once it is published."""
        return reverse("comments:responses", args=[self.number])

    @property
    def is_upcoming(self) -> bool:
        return timezone.now() < self.opens_at

    @property
    def is_closed(self) -> bool:
        return self.closes_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether a comment that arrives at this moment is accepted."""
        return self.live and not self.is_upcoming and not self.is_closed

    @property
    def takes_late(self) -> bool:
        """Whether it is over, and a comment that arrives now is accepted and marked as late."""
        return self.live and self.is_closed and self.accepts_late

    @property
    def responses_are_final(self) -> bool:
        """Whether its response to comments was published: points and answers change no more."""
        return self.response_publications.exists()

    @property
    def dates_are_public(self) -> bool:
        """Whether residents were told its dates, so that periods.change_dates alone moves them."""
        return bool(self.pk) and (self.live or self.first_published_at is not None)

    def with_content_json(self, content):
        """The docket as in an older revision, except for dates that residents were told."""
        found = super().with_content_json(content)
        if self.dates_are_public:
            found._take_dates_of(self)
        return found

    def _take_dates_of(self, stored: "Docket") -> None:
        for field in self.PERIOD:
            setattr(self, field, getattr(stored, field))

    def clean(self):
        super().clean()
        if self.accepts_anonymous and self.requires_name:
            raise ValidationError(
                {"requires_name": _("A comment cannot be anonymous and have a name.")}
            )
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError(
                {"closes_at": _("The closing time must be after the opening time.")}
            )
        self._keep_number()

    def _keep_number(self) -> None:
        """Receipts already in people's hands name this docket's number."""
        if not self.pk or not self.comments.exists():
            return
        stored = Docket.objects.values_list("number", flat=True).get(pk=self.pk)
        if stored != self.number:
            raise ValidationError(
                {
                    "number": _("Comments have arrived under the number %(number)s.")
                    % {"number": stored}
                }
            )

    def get_preview_context(self, request, mode_name):
        from comments.parts import docket_context

        return {**super().get_preview_context(request, mode_name), **docket_context(self)}


class PeriodChange(models.Model):
    """That a comment period got other dates, and why: public, and never changed (a trigger)."""

    docket = models.ForeignKey(
        Docket, verbose_name=_("docket"), related_name="changes", on_delete=models.PROTECT
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        related_name="+",
        null=True,
        on_delete=models.PROTECT,
    )
    former_opens_at = models.DateTimeField(_("opened at, before"))
    former_closes_at = models.DateTimeField(_("closed at, before"))
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    reason = models.TextField(_("reason"), max_length=1000)

    class Meta:
        verbose_name = _("change of a comment period")
        verbose_name_plural = _("changes of comment periods")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.docket}: {self.reason}"

    @property
    def is_extension(self) -> bool:
        return self.closes_at > self.former_closes_at


class Topic(models.Model):
    """What a comment is about, in the agency's words; chosen by those who review."""

    docket = models.ForeignKey(
        Docket, verbose_name=_("docket"), related_name="topics", on_delete=models.CASCADE
    )
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["docket", "name_en"], name="one_topic_for_each_name")
        ]

    def __str__(self) -> str:
        return self.name
