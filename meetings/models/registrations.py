"""Who comes to a meeting."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .meetings import Meeting
from .services import InterpretationLanguage
from .slots import Slot


class RegistrationQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(state=Registration.State.CONFIRMED)

    def expecting_the_meeting(self):
        """Those who have a place or wait for one: all who must hear of a change."""
        return self.exclude(state=Registration.State.CANCELLED)

    def behind(self):
        """Those who know an older state of their meeting, or another time of their slot."""
        moved = Q(slot__isnull=False) & (
            ~Q(told_starts_at=F("slot__starts_at")) | ~Q(told_ends_at=F("slot__ends_at"))
        )
        return self.expecting_the_meeting().filter(
            Q(meeting__sequence__gt=F("told_sequence")) | moved
        )

    def waitlisted(self):
        """In the order in which they will be offered a place."""
        return self.filter(state=Registration.State.WAITLISTED).order_by("queued_at", "pk")


class Registration(models.Model):
    """One registrant of one meeting. The same address is always the same registration."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        WAITLISTED = "waitlisted", _("On the waitlist")
        CANCELLED = "cancelled", _("Cancelled")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), related_name="registrations", on_delete=models.PROTECT
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    affiliation = models.CharField(_("affiliation"), max_length=150, blank=True)
    interpretation = models.CharField(
        _("interpretation into"),
        max_length=20,
        choices=InterpretationLanguage.choices,
        blank=True,
    )
    slot = models.ForeignKey(
        Slot,
        verbose_name=_("time slot"),
        null=True,
        blank=True,
        related_name="registrations",
        on_delete=models.PROTECT,
    )
    questions = models.TextField(_("questions in advance"), blank=True)
    accommodation = models.TextField(_("accommodation"), blank=True)
    queued_at = models.DateTimeField(_("queued at"))
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    notices = models.PositiveIntegerField(default=0, editable=False)
    # The meeting's SEQUENCE as this person last heard of it; see meetings.changes.
    told_sequence = models.PositiveIntegerField(default=0, editable=False)
    # The time of the slot as this person last heard of it; see meetings.changes.
    told_starts_at = models.DateTimeField(null=True, editable=False)
    told_ends_at = models.DateTimeField(null=True, editable=False)
    # The latest posting of materials that this person was told of; see meetings.follow_up.
    told_posting = models.PositiveBigIntegerField(default=0, editable=False)
    checked_in_at = models.DateTimeField(_("checked in at"), null=True, editable=False)
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked in by"),
        null=True,
        editable=False,
        related_name="+",
        on_delete=models.SET_NULL,
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["queued_at", "pk"]
        permissions = [("run_registration", "Can check registrants in and write to them")]
        constraints = [
            models.UniqueConstraint(
                "meeting", Lower("email"), name="one_registration_per_meeting_and_address"
            ),
            models.UniqueConstraint(
                fields=["slot"],
                condition=models.Q(state="confirmed"),
                name="one_registrant_per_slot",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.meeting}"

    @property
    def starts_at(self) -> datetime:
        """When this person is expected: the slot's time, else the meeting's."""
        return self.slot.starts_at if self.slot else self.meeting.starts_at

    @property
    def ends_at(self) -> datetime:
        return self.slot.ends_at if self.slot else self.meeting.ends_at

    @property
    def has_requests(self) -> bool:
        """Whether staff must prepare something for this person."""
        return bool(self.interpretation or self.accommodation)

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def is_waitlisted(self) -> bool:
        return self.state == self.State.WAITLISTED

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED
