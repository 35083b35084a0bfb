"""What the agency answers: a response to one point, or a master response to many."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .dockets import Docket
from .points import Point
from .response_documents import ResponsePublication


class ResponseQuerySet(models.QuerySet):
    def masters(self):
        return self.filter(kind=Response.Kind.MASTER).order_by("docket_id", "number")

    def individual(self):
        return self.filter(kind=Response.Kind.INDIVIDUAL)

    def published_masters(self):
        """Master responses that are public: approved, of a docket whose responses are published."""
        publications = ResponsePublication.objects.filter(docket=models.OuterRef("docket"))
        dockets = Docket.objects.published().values("pk")
        return self.masters().approved().filter(models.Exists(publications), docket__in=dockets)

    def approved(self):
        return self.filter(status=Response.Status.APPROVED)


class Response(models.Model):
    """An answer, in English, in Spanish, or in both; HTML of paragraphs, lists, links and emphasis.

    `version` grows with each entry in its history (ResponseEvent); a form made from an older one
    is refused. Whoever wrote an answer last does not approve it (a constraint). Once the document
    is published, nothing of an answer changes: corrections are errata.
    """

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", _("Individual response")
        MASTER = "master", _("Master response")

    class Status(models.TextChoices):
        DRAFTED = "drafted", _("Drafted")
        REVIEWED = "reviewed", _("Reviewed")
        APPROVED = "approved", _("Approved")

    docket = models.ForeignKey(
        Docket, verbose_name=_("docket"), related_name="responses", on_delete=models.PROTECT
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.INDIVIDUAL)
    # Of a point that was removed or merged away an answer is kept, without its point.
    point = models.OneToOneField(
        Point,
        verbose_name=_("point"),
        related_name="response",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(_("response"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFTED
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        related_name="owned_responses",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("Of a master response; other responses are their point's owner's."),
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        related_name="+",
        on_delete=models.PROTECT,
    )
    written_at = models.DateTimeField(_("written at"), default=timezone.now)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["docket", "kind", "number", "pk"]
        permissions = [
            ("write_response", _("Can write responses to comments")),
            ("approve_response", _("Can approve responses to comments")),
        ]
        indexes = [models.Index(fields=["docket", "kind", "status"], name="response_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["docket", "number"], name="one_master_response_for_each_number"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="master", number__gte=1, point=None)
                | models.Q(kind="individual", number=None),
                name="master_responses_are_numbered",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="approved") | models.Q(approved_by__isnull=False),
                name="approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None)
                | ~models.Q(approved_by=models.F("written_by")),
                name="nobody_approves_their_own",
            ),
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.MASTER:
            return str(
                _("Master Response %(number)s: %(title)s")
                % {"number": self.number, "title": self.title}
            )
        return str(_("Response to %(label)s") % {"label": self.point or "–"})

    def get_absolute_url(self) -> str:
        """The page of a master response, or of the point; answers only once published."""
        if self.is_master:
            return reverse("comments:master_response", args=[self.docket.number, self.number])
        return self.point.get_absolute_url()

    @property
    def is_master(self) -> bool:
        return self.kind == self.Kind.MASTER

    @property
    def is_approved(self) -> bool:
        return self.status == self.Status.APPROVED


class ResponseEvent(models.Model):
    """One act in the life of an answer. Rows are added, never changed (a trigger).

    `detail` has what the act changed as {"text_en": [before, after]}, so that no words are lost.
    """

    class Kind(models.TextChoices):
        WRITTEN = "written", _("Written")
        MOVED = "moved", _("Moved")
        NOTED = "noted", _("Note")

    response = models.ForeignKey(
        Response, verbose_name=_("response"), related_name="events", on_delete=models.PROTECT
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), related_name="+", on_delete=models.PROTECT
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    from_status = models.CharField(
        _("from"), max_length=10, choices=Response.Status.choices, blank=True
    )
    to_status = models.CharField(
        _("to"), max_length=10, choices=Response.Status.choices, blank=True
    )
    note = models.TextField(_("note"), blank=True)
    version = models.PositiveIntegerField(editable=False)
    detail = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("entry in a response's history")
        verbose_name_plural = _("entries in responses' histories")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["response", "at"], name="response_event_at")]

    def __str__(self) -> str:
        return f"{self.response_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"
