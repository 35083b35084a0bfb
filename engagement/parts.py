"""What other apps show on an initiative's page.

Engagement may not import meetings or comments; the shell names their parts in
settings.INITIATIVE_PARTS, as it names context processors.
"""

from django.conf import settings
from django.utils.module_loading import import_string

from engagement.models.documents import Document


def initiative_parts(initiative) -> dict:
    """The context of an initiative's page: its own parts and those of the other apps."""
    context = {
        "milestones": initiative.milestones.all(),
        "documents": Document.objects.published()
        .filter(initiative__in=[initiative.pk])
        .prefetch_related("files__file"),
    }
    for path in settings.INITIATIVE_PARTS:
        context.update(import_string(path)(initiative))
    return context
