"""What other apps show on an initiative's page.

Engagement may not import meetings or comments; the shell names their parts in
settings.INITIATIVE_PARTS, as it names context processors.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from engagement.models.agency import AgencySettings
from engagement.models.documents import Document


def initiative_parts(initiative) -> dict:
    """The context of an initiative's page: its own parts and those of the other apps."""
    context = {
        "milestones": initiative.milestones.all(),
        "documents": Document.objects.published()
        .filter(initiative__in=[initiative.pk])
        .with_files(),
    }
    for path in settings.INITIATIVE_PARTS:
        context.update(import_string(path)(initiative))
    return context


def coming_moments(after: datetime) -> list[models.QuerySet]:
    """When the agency's alert next appears or disappears, each as one row.

    Milestones turn at midnight, which the shell knows.
    """
    return [
        AgencySettings.objects.filter(**{f"{moment}__gt": after})
        .order_by(moment)
        .values(moment)[:1]
        for moment in ("alert_starts_at", "alert_ends_at")
    ]
