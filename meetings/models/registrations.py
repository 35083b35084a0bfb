"""Who comes to a meeting."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .meetings import Meeting


class RegistrationQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(state=Registration.State.CONFIRMED)

    def expecting_the_meeting(self):
        """Those who have a place or wait for one: all who must hear of a change."""
        return self.exclude(state=Registration.State.CANCELLED)

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
    questions = models.TextField(_("questions in advance"), blank=True)
    accommodation = models.TextField(_("accommodation or interpretation"), blank=True)
    queued_at = models.DateTimeField(_("queued at"))
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    notices = models.PositiveIntegerField(default=0, editable=False)
    # The meeting's SEQUENCE as this person last heard of it; see meetings.changes.
    told_sequence = models.PositiveIntegerField(default=0, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["queued_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "meeting", Lower("email"), name="one_registration_per_meeting_and_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.meeting}"

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def is_waitlisted(self) -> bool:
        return self.state == self.State.WAITLISTED

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED
