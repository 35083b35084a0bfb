"""How people join online and by telephone."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from meetings import zoom


class JoinDetails(models.Model):
    """What Zoom's invitation says."""

    class ZoomKind(models.TextChoices):
        WEBINAR = "webinar", _("Zoom webinar")
        MEETING = "meeting", _("Zoom meeting")

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

    class Meta:
        abstract = True

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
    def has_join_details(self) -> bool:
        return bool(self.join_url or self.zoom_id)


class DialInNumber(Orderable):
    """A telephone number by which people join without the internet."""

    meeting = ParentalKey(
        "meetings.Meeting", related_name="dial_in_numbers", on_delete=models.CASCADE
    )
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
