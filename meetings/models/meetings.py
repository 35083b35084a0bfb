"""A meeting: when, where, how to join."""

from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, RevisionMixin

from engagement.preview import BilingualPreviewMixin
from meetings import zoom

from .calendar_identity import CalendarIdentity, leave_tombstones
from .join_details import JoinDetails
from .places import Place
from .series import MeetingSeries
from .services import Services
from .slots import OfficeHours
from .tombstones import EVERY_FEED


class MeetingQuerySet(models.QuerySet):
    def published(self):
        """Meetings the public may see."""
        return self.filter(live=True)

    def upcoming(self):
        """Not yet over, soonest first: a meeting becomes past by itself when it ends."""
        return self.filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk")

    def past(self):
        """Over, latest first."""
        return self.filter(ends_at__lte=timezone.now()).order_by("-starts_at", "-pk")

    def for_lists(self):
        """With all that a list of meetings shows, in a constant number of queries."""
        from .materials import Material

        materials = models.Prefetch("materials", Material.objects.select_related("file"))
        return self.with_former_start().prefetch_related("dial_in_numbers", materials)

    def with_former_start(self):
        """With the time at which a meeting that was moved was to start, as the public knew it."""
        from .notice import Posting

        former = Posting.objects.of_former_starts(
            models.OuterRef("pk"), models.OuterRef("starts_at")
        )
        return self.annotate(former_starts_at=models.Subquery(former.values("starts_at")[:1]))

    def in_stage(self, stage: str):
        """As the property `stage` says of one meeting."""
        stages, statuses = self.model.Stage, self.model.Status
        if stage == stages.DRAFT:
            return self.filter(live=False)
        if stage == stages.HELD:
            return self.published().filter(ends_at__lte=timezone.now(), status=statuses.SCHEDULED)
        if stage == stages.SCHEDULED:
            return self.published().filter(ends_at__gt=timezone.now(), status=statuses.SCHEDULED)
        return self.published().filter(status=stage)

    def delete(self):
        """As Wagtail deletes many at once; calendars are told of each (see CalendarIdentity)."""
        with transaction.atomic():
            leave_tombstones(self.model.objects.filter(pk__in=self.order_by().values("pk")))
            return super().delete()

    delete.alters_data = True
    delete.queryset_only = True


class Meeting(
    OfficeHours,
    CalendarIdentity,
    Place,
    JoinDetails,
    Services,
    BilingualPreviewMixin,
    DraftStateMixin,
    RevisionMixin,
    ClusterableModel,
):
    """One occasion on which the agency meets its residents.

    Times are stored in UTC, entered and shown in the agency's zone.
    """

    class Kind(models.TextChoices):
        OFFICE_HOURS = "office_hours", _("Office hours")
        WORKING_GROUP = "working_group", _("Working group")
        COMMUNITY_MEETING = "community_meeting", _("Community meeting")
        WORKSHOP = "workshop", _("Public workshop")
        HEARING = "hearing", _("Public hearing")
        BOARD = "board", _("Board or committee meeting")

    class Format(models.TextChoices):
        REMOTE = "remote", _("Remote meeting")
        HYBRID = "hybrid", _("Hybrid meeting")
        IN_PERSON = "in_person", _("In-person meeting")

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")

    class Stage(models.TextChoices):
        """What staff see in the list: being a draft and having been held are not typed in."""

        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Scheduled")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")
        HELD = "held", pgettext_lazy("of a meeting", "Held")

    initiatives = ParentalManyToManyField(
        "engagement.InitiativePage", verbose_name=_("initiatives"), related_name="meetings"
    )
    headline = models.CharField(_("title"), max_length=200)
    summary = models.TextField(
        _("summary"), blank=True, max_length=600, help_text=_("What will be discussed.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    format = models.CharField(_("format"), max_length=10, choices=Format.choices)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.SCHEDULED
    )
    starts_at = models.DateTimeField(_("starts at"), help_text=_("In the agency's time zone."))
    ends_at = models.DateTimeField(_("ends at"), help_text=_("In the agency's time zone."))

    series = models.ForeignKey(
        MeetingSeries,
        verbose_name=_("series"),
        null=True,
        blank=True,
        editable=False,
        related_name="meetings",
        on_delete=models.SET_NULL,
    )
    special = models.BooleanField(
        _("special meeting"),
        default=False,
        help_text=_("Called outside the regular calendar; the notice may be shorter."),
    )
    late_notice_reason = models.TextField(
        _("reason for the short notice"),
        blank=True,
        max_length=1000,
        help_text=_("Only when the public hears of the meeting later than the rule says."),
    )

    takes_registration = models.BooleanField(_("takes registration"), default=False)
    capacity = models.PositiveIntegerField(
        _("capacity"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many people can attend. Empty: no limit. Others join a waitlist."),
    )

    registration_opens_at = models.DateTimeField(
        _("registration opens at"),
        null=True,
        blank=True,
        help_text=_("Empty: as soon as the meeting is published."),
    )
    registration_closes_at = models.DateTimeField(
        _("registration closes at"),
        null=True,
        blank=True,
        help_text=_("Empty: when the meeting starts."),
    )

    objects = MeetingQuerySet.as_manager()
    preview_template = "meetings/meeting.html"
    former_starts_at: datetime | None = None
    """Of a meeting that was moved; only where with_former_start read it."""

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_at"]
        indexes = [
            models.Index(fields=["live", "ends_at"], name="meeting_live_ends_at"),
            # The latest of those that were, without reading them all.
            models.Index(fields=["live", "-starts_at", "-id"], name="meeting_live_starts_at"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_start",
                violation_error_message=_("The end must be after the start."),
            )
        ]

    def __str__(self) -> str:
        day = timezone.localtime(self.starts_at).date() if self.starts_at else ""
        return f"{self.headline} ({day})"

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.pk or 0, self.slug])

    @property
    def slug(self) -> str:
        """For people; the number before it decides."""
        return slugify(self.headline_en or "") or "meeting"

    @property
    def is_past(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def is_off(self) -> bool:
        """Whether nobody should come at the stated time."""
        return self.status in {self.Status.CANCELLED, self.Status.POSTPONED}

    @property
    def is_moved(self) -> bool:
        """Whether the public knew another start, and the present one stands."""
        return self.former_starts_at is not None and not self.is_off

    @property
    def stage(self) -> Stage:
        """Draft, held, or its status: a meeting is held when it ends, and no job does it."""
        if not self.live:
            return self.Stage.DRAFT
        if self.is_past and not self.is_off:
            return self.Stage.HELD
        return self.Stage(self.status)

    @property
    def is_remote(self) -> bool:
        return self.format == self.Format.REMOTE

    @property
    def shows_join_details(self) -> bool:
        """Whether the public page and the public feed carry the link and the numbers."""
        return self.has_join_details and not self.join_details_private and not self.is_off

    @property
    def open_for_registration(self) -> bool:
        """Whether a resident can register now: between the stated times."""
        now = timezone.now()
        opens_at = self.registration_opens_at
        return self.can_be_registered_for and (opens_at is None or opens_at <= now)

    @property
    def can_be_registered_for(self) -> bool:
        """Whether registration is open or still to open."""
        return (
            self.live
            and self.takes_registration
            and not self.is_off
            and timezone.now() < self.registration_ends_at
        )

    @property
    def registration_has_closed(self) -> bool:
        """Whether it was possible to register, and no longer is. A draft is judged by its times."""
        return (
            self.takes_registration
            and not self.is_off
            and self.registration_ends_at <= timezone.now()
        )

    @property
    def registration_ends_at(self) -> datetime:
        """Never later than the start."""
        return min(self.registration_closes_at or self.starts_at, self.starts_at)

    def clean(self):
        super().clean()
        self.zoom_id = zoom.normalise_id(self.zoom_id or "")
        errors = {}
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            errors["ends_at"] = _("The end must be after the start.")
        in_a_room = self.format in {self.Format.HYBRID, self.Format.IN_PERSON}
        if in_a_room and not self.address:
            errors["address"] = _("Enter the address where people meet.")
        if self.format == self.Format.REMOTE and not (self.join_url or self.zoom_id):
            errors["join_url"] = _("Enter the Zoom address or ID by which people join.")
        if self.join_details_private and not self.takes_registration:
            errors["takes_registration"] = _(
                "Registration must be open when only registrants receive the join details."
            )
        if errors:
            raise ValidationError(errors)

    def publish(self, revision, user=None, **options):
        """However it is published, what becomes public is recorded with it: meetings.postings."""
        from meetings import postings

        with transaction.atomic():
            before = Meeting.objects.select_for_update().get(pk=self.pk)
            super().publish(revision, user=user, **options)
            returned = not before.live or before.is_off
            postings.record(meeting=self, by=user, returned=returned)

    def calendar_facts(self) -> list[str]:
        """In no zone and no language: the same facts are the same text for every editor."""
        numbers = [number.number for number in self.dial_in_numbers.all()]
        return [
            self.starts_at.astimezone(UTC).isoformat(),
            self.ends_at.astimezone(UTC).isoformat(),
            self.status,
            self.format,
            self.venue,
            self.room,
            self.address,
            self.zoom_id,
            self.join_url,
            self.passcode,
            str(self.join_details_private),
            *numbers,
            # Only where there are any: the facts of all other meetings stay as they were.
            *(f"{degrees:.6f}" for degrees in self.coordinates),
        ]

    def shown_facts(self) -> list:
        """All that calendars show of it, apart from the names of its initiatives."""
        numbers = [number.region for number in self.dial_in_numbers.all()]
        return [
            self.calendar_facts(),
            self.headline_en,
            self.headline_es,
            self.summary_en,
            self.summary_es,
            self.kind,
            self.zoom_kind,
            self.takes_registration,
            sorted(page.pk for page in self.initiatives.all()),
            self.interpretation,
            self.interpretation_on_request,
            self.contact_name,
            self.contact_email,
            self.contact_phone,
            numbers,
        ]

    def feed_marks(self) -> frozenset[str]:
        """What feeds choose it by; nothing while it is not public."""
        if not self.live:
            return frozenset()
        marks = {EVERY_FEED, f"kind:{self.kind}", f"format:{self.format}"}
        if self.series_id:
            marks.add(f"series:{self.series_id}")
        return frozenset(marks | {f"initiative:{page.pk}" for page in self.initiatives.all()})

    def with_content_json(self, content):
        """A revision knows nothing of a series that was made after it: the row decides."""
        meeting = super().with_content_json(content)
        meeting.series_id = self.series_id
        return meeting

    def get_preview_context(self, request, mode_name):
        from meetings.parts import meeting_context

        former = self.postings.of_former_starts(self.pk, self.starts_at) if self.pk else ()
        self.former_starts_at = former[0].starts_at if former else None
        return {**super().get_preview_context(request, mode_name), **meeting_context(self)}
