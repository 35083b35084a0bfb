"""Meetings that come again: every second Friday until June."""

from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _


class MeetingSeries(models.Model):
    """What its meetings have in common is how often they come; each is a meeting of its own."""

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", _("Every week")
        EVERY_SECOND_WEEK = "every_second_week", _("Every second week")
        MONTHLY_ON_DATE = "monthly_on_date", _("Every month on the same date")
        MONTHLY_ON_WEEKDAY = "monthly_on_weekday", _("Every month on the same weekday")

    frequency = models.CharField(_("how often"), max_length=20, choices=Frequency.choices)
    until = models.DateField(_("until"), help_text=_("The last possible day."))
    headline = models.CharField(_("title"), max_length=200)

    class Meta:
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")

    _RHYTHM = {
        Frequency.WEEKLY: _("every week until %(date)s"),
        Frequency.EVERY_SECOND_WEEK: _("every second week until %(date)s"),
        Frequency.MONTHLY_ON_DATE: _("every month until %(date)s"),
        Frequency.MONTHLY_ON_WEEKDAY: _("every month until %(date)s"),
    }

    def __str__(self) -> str:
        return f"{self.headline}: {self.rhythm}"

    @property
    def rhythm(self) -> str:
        """For the middle of a sentence: every second week until June 26, 2026."""
        return self._RHYTHM[self.frequency] % {"date": formats.date_format(self.until)}
