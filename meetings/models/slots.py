"""Office hours by appointment: slots of a meeting, one registrant each."""

from django.db import models
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
                violation_error_message=_("There is a slot at this time already."),
            ),
        ]

    def __str__(self) -> str:
        return time_span(self.starts_at, self.ends_at)
