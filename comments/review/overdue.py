"""Which comments are overdue: nobody has decided about them within the docket's target.

Days are calendar days in the agency's zone, whatever the clock time at which a comment arrived
and however long a day with a change of the clocks is. A comment that came on March 1 with a
target of ten days is due on March 11 and one day overdue on March 12.
"""

from collections import defaultdict
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from comments.models import Comment, Docket

from .moves import OPEN


def overdue(comments: QuerySet[Comment], *, now: datetime | None = None) -> QuerySet[Comment]:
    """Those of the comments that are overdue. Asks once for the targets of the dockets."""
    today = _day(now)
    dockets = defaultdict(list)
    for docket, days in Docket.objects.values_list("pk", "target_days"):
        dockets[days].append(docket)
    late = Q(pk__in=[])
    for days, keys in dockets.items():
        first_day_in_time = today - timedelta(days=days)
        since = datetime.combine(first_day_in_time, time.min, timezone.get_default_timezone())
        late |= Q(docket__in=keys, received_at__lt=since)
    return comments.filter(late, state__in=OPEN)


def days_overdue(comment: Comment, *, now: datetime | None = None) -> int:
    """How many days ago it was due; 0 when it is in time or decided. Reads its docket."""
    if comment.state not in OPEN:
        return 0
    waited = (_day(now) - _day(comment.received_at)).days
    return max(0, waited - comment.docket.target_days)


def _day(moment: datetime | None):
    return timezone.localdate(moment or timezone.now(), timezone.get_default_timezone())
