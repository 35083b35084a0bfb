"""A meeting: when, where, how to join."""

import hashlib
import json
import uuid
from datetime import UTC

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, Orderable, RevisionMixin

from engagement.preview import BilingualPreviewMixin
from meetings import zoom


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
        return self.prefetch_related("dial_in_numbers", materials)


class Meeting(BilingualPreviewMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    """One occasion on which the agency meets its residents.

    `starts_at` and `ends_at` are stored in UTC, entered and shown in the agency's zone.
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

    class ZoomKind(models.TextChoices):
        WEBINAR = "webinar", _("Zoom webinar")
        MEETING = "meeting", _("Zoom meeting")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
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

    venue = models.CharField(_("venue"), max_length=200, blank=True)
    room = models.CharField(_("room"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)

    zoom_kind = models.CharField(
        _("Zoom kind"), max_length=10, choices=ZoomKind.choices, default=ZoomKind.WEBINAR
    )
    zoom_id = models.CharField(
        _("Zoom ID"), max_length=20, blank=True, validators=[zoom.validate_id]
    )
    # Not a URLField: only https addresses of Zoom's hosts pass, and the validator says so.
    join_url = models.CharField(
        _("join address"), max_length=500, blank=True, validators=[zoom.validate_join_url]
    )
    passcode = models.CharField(_("passcode"), max_length=40, blank=True)
    join_details_private = models.BooleanField(
        _("join details for registrants only"),
        default=False,
        help_text=_("When set, only people who registered receive the link and numbers."),
    )

    takes_registration = models.BooleanField(_("takes registration"), default=False)
    capacity = models.PositiveIntegerField(
        _("capacity"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many people can attend. Empty: no limit. Others join a waitlist."),
    )

    sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_digest = models.CharField(max_length=64, blank=True, editable=False)
    calendar_changed_at = models.DateTimeField(default=timezone.now, editable=False)

    _CALENDAR_FIELDS = ("sequence", "calendar_digest", "calendar_changed_at")

    objects = MeetingQuerySet.as_manager()
    preview_template = "meetings/meeting.html"

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
    def is_remote(self) -> bool:
        return self.format == self.Format.REMOTE

    @property
    def grouped_zoom_id(self) -> str:
        return zoom.group_id(self.zoom_id)

    @property
    def zoom_kind_label(self) -> str:
        """How Zoom calls the ID: Webinar ID or Meeting ID."""
        if self.zoom_kind == self.ZoomKind.WEBINAR:
            return _("Zoom Webinar ID")
        return _("Zoom Meeting ID")

    @property
    def shows_join_details(self) -> bool:
        """Whether the public page and the public feed carry the link and the numbers."""
        has_details = bool(self.join_url or self.zoom_id)
        return has_details and not self.join_details_private and not self.is_off

    @property
    def place(self) -> str:
        """The room and its address in one line; empty for a remote meeting."""
        room = _("Room %(room)s") % {"room": self.room} if self.room else ""
        return ", ".join(str(part) for part in (self.venue, room, self.address) if part)

    @property
    def open_for_registration(self) -> bool:
        """Whether a resident can register now: until the meeting starts."""
        return (
            self.live
            and self.takes_registration
            and not self.is_off
            and self.starts_at > timezone.now()
        )

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

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is None:
            self._raise_sequence()
        super().save(*args, **kwargs)

    def _raise_sequence(self) -> None:
        """RFC 5545 §3.8.7.4: SEQUENCE grows when time, place, join details or status change.

        Compared with the stored row: a revision being published carries old numbers.
        """
        stored = Meeting.objects.filter(pk=self.pk).only(*self._CALENDAR_FIELDS).first()
        digest = hashlib.sha256(json.dumps(self._calendar_facts()).encode()).hexdigest()
        if stored and stored.calendar_digest == digest:
            for field in self._CALENDAR_FIELDS:
                setattr(self, field, getattr(stored, field))
            return
        self.sequence = stored.sequence + 1 if stored else 0
        self.calendar_digest = digest
        self.calendar_changed_at = timezone.now()

    def _calendar_facts(self) -> list[str]:
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
        ]

    def get_preview_context(self, request, mode_name):
        from meetings.parts import meeting_context

        return {**super().get_preview_context(request, mode_name), **meeting_context(self)}


class DialInNumber(Orderable):
    """A telephone number by which people join without the internet."""

    meeting = ParentalKey(Meeting, related_name="dial_in_numbers", on_delete=models.CASCADE)
    number = models.CharField(_("number"), max_length=30, validators=[zoom.validate_phone])
    region = models.CharField(_("region"), max_length=60, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("dial-in number")
        verbose_name_plural = _("dial-in numbers")

    def __str__(self) -> str:
        return self.number

    @property
    def tel_url(self) -> str:
        """One tap dials and enters the meeting's ID."""
        return f"tel:{zoom.one_tap(self.number, self.meeting.zoom_id)}"
