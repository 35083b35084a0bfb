from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Where people meet: meetings, join details, registration, materials, calendar feeds."""

    name = "meetings"
    verbose_name = _("Meetings")
