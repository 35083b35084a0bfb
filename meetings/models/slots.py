"""Office hours by appointment: slots of a meeting, one registrant each."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from engagement.formatting import time_span


class Slot(models.Model):
    """Times are stored in UTC, entered and shown in the agency's zone."""

    meeting = ParentalKey("meetings.Meeting", related_name="slots", on_delete=models.CASCADE)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))

    class Meta:
        verbose_name = _("time slot")
        verbose_name_plural = _("time slots")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="slot_ends_after_start",
                violation_error_message=_("The end must be after the start."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "starts_at"],
                name="one_slot_at_a_time",
                # At the end of the transaction: slots moved together pass each other's times.
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("There is a slot at this time already."),
            ),
        ]

    def __str__(self) -> str:
        return time_span(self.starts_at, self.ends_at)

    def clean(self):
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must be after the start.")})


class OfficeHours(models.Model):
    """What a meeting must hold together about its slots.

    A form or a revision may be older than the registrations: whoever has a slot keeps it. A
    moved slot is told to its registrant by meetings.changes, whatever moved it.
    """

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        with transaction.atomic():
            if self.pk and kwargs.get("update_fields") is None:
                self._keep_taken_slots()
            super().save(*args, **kwargs)

    @property
    def has_slots(self) -> bool:
        """Whether each registrant comes at a time of their own."""
        return bool(self.slots.all())

    def _keep_taken_slots(self) -> None:
        """Put back taken slots that are missing from what is saved; let go of the others'.

        The row is locked, so that nobody takes a slot in between.
        """
        from .registrations import Registration

        type(self).objects.select_for_update().filter(pk=self.pk).first()
        slots = list(self.slots.all())
        missing = Slot.objects.filter(meeting_id=self.pk).exclude(
            pk__in=[slot.pk for slot in slots]
        )
        taken = list(missing.filter(registrations__in=Registration.objects.confirmed()))
        for slot in taken:
            for other in slots:
                if other.starts_at == slot.starts_at:
                    self._make_room(other)
            self.slots.add(slot)
        free = missing.exclude(pk__in=[slot.pk for slot in taken])
        Registration.objects.filter(slot__in=free).update(slot=None)

    def _make_room(self, slot: Slot) -> None:
        """A slot kept for its registrant has this one's time: it goes back to its own, or goes."""
        stored = Slot.objects.filter(pk=slot.pk).first()
        if stored:
            slot.starts_at, slot.ends_at = stored.starts_at, stored.ends_at
        else:
            self.slots.remove(slot)
