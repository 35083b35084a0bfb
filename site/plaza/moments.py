"""How long an answer made now holds: until a page changes by an edit, or by itself.

The clock edits nothing, but pages show it: a meeting is over, a comment period closes.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Min, Subquery, Sum
from django.utils import timezone

from comments.parts import coming_moments as of_comments
from engagement.parts import coming_moments as of_engagement
from meetings.parts import coming_moments as of_meetings
from plaza.models import ContentChange

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Validity:
    """The content version at which an answer was made, and the moment from which it is old.

    One moment for the whole site: far simpler than one for each page, and a page made a few
    times more often in a day costs nothing.
    """

    version: int
    until: datetime


def validity(now: datetime) -> Validity:
    """What an answer made now holds for: one query, to be asked before any content is read."""
    queries = [*of_engagement(now), *of_meetings(now), *of_comments(now)]
    found = ContentChange.objects.aggregate(
        version=Sum("changes", default=0),
        **{f"moment_{number}": Min(Subquery(query)) for number, query in enumerate(queries)},
    )
    version = found.pop("version")
    return Validity(int(version), next_moment(now, [moment for moment in found.values() if moment]))


def next_moment(now: datetime, coming: list[datetime]) -> datetime:
    """The first of the coming moments, of whole days before one, and of midnight.

    Pages say how many whole days are left: one less right after each day counted back from the
    moment. Milestones and the year in the footer turn at midnight in the agency's zone.
    """
    tomorrow = timezone.localdate(now) + _DAY
    midnight = timezone.make_aware(datetime.combine(tomorrow, time.min))
    a_day_less = [now + (moment - now) % _DAY + timedelta(microseconds=1) for moment in coming]
    return min([midnight, *coming, *a_day_less])
