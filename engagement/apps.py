from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementConfig(AppConfig):
    """What the agency says: initiatives, milestones, documents, newsletters."""

    name = "engagement"
    verbose_name = _("Engagement")
