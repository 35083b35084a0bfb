"""How long registrants' personal data is kept: as long as the meeting's follow-up needs it."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from meetings.models import Meeting, Registration

logger = logging.getLogger(__name__)


def forget_registrants() -> int:
    """Delete the registrations of meetings that ended REGISTRANT_RETENTION_DAYS ago or earlier.

    The log says of which meetings and how many, and names nobody. Returns how many.
    """
    limit = timezone.now() - timedelta(days=settings.REGISTRANT_RETENTION_DAYS)
    meetings = (
        Meeting.objects.filter(ends_at__lte=limit)
        .annotate(registrants=Count("registrations"))
        .filter(registrants__gt=0)
        .order_by("ends_at")
    )
    forgotten = 0
    for meeting in meetings:
        count, _by_model = Registration.objects.filter(meeting=meeting).delete()
        forgotten += count
        logger.info("Deleted %s registrations of meeting %s: %s", count, meeting.pk, meeting)
    return forgotten
