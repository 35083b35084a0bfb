"""Where people come together: a room and its address."""

from decimal import Decimal
from urllib.parse import quote

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def _degrees(limit: int) -> list:
    return [MinValueValidator(Decimal(-limit)), MaxValueValidator(Decimal(limit))]


class Place(models.Model):
    """All empty for a remote meeting. Coordinates are WGS 84, in degrees."""

    venue = models.CharField(_("venue"), max_length=200, blank=True)
    room = models.CharField(_("room"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=_degrees(90),
        help_text=_("Only where the address is not enough, such as in a park."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=_degrees(180),
    )

    class Meta:
        abstract = True

    @property
    def place(self) -> str:
        """The room and its address in one line; empty for a remote meeting."""
        room = _("Room %(room)s") % {"room": self.room} if self.room else ""
        return ", ".join(str(part) for part in (self.venue, room, self.address) if part)

    @property
    def has_coordinates(self) -> bool:
        return self.latitude is not None and self.longitude is not None

    @property
    def coordinates(self) -> tuple[Decimal, ...]:
        """Latitude and longitude; empty where they are not known."""
        return (self.latitude, self.longitude) if self.has_coordinates else ()

    @property
    def map_url(self) -> str:
        """A map of the place, on the site that settings.MAP_URL names; a link, no script."""
        if self.has_coordinates:
            sought = f"{self.latitude},{self.longitude}"
        else:
            sought = ", ".join(part for part in (self.venue, self.address) if part)
        if not self.address and not self.has_coordinates:
            return ""
        return settings.MAP_URL.format(place=quote(sought, safe=""))
