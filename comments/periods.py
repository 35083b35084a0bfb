"""When a comment is in time: one rule, decided by the server's clock when it has arrived whole.

Also how the dates of a period change: with a public reason, and never without a record.
"""

from datetime import datetime, timedelta
from enum import Enum

from comments.models import Docket


class Verdict(Enum):
    """What a period says to a comment."""

    EARLY = "early"
    IN_TIME = "in time"
    IN_GRACE = "in the grace time"
    LATE = "late"
    CLOSED = "closed"

    @property
    def accepts(self) -> bool:
        return self in {Verdict.IN_TIME, Verdict.IN_GRACE, Verdict.LATE}


def verdict(
    *, docket: Docket, received_at: datetime, started_at: datetime | None = None
) -> Verdict:
    """Whether a comment that arrived whole at `received_at` counts.

    `started_at` is when the person opened the form, as the server noted it: whoever began while
    the period was open has the docket's grace time after its close. The closing moment itself
    is too late.
    """
    if received_at < docket.opens_at:
        return Verdict.EARLY
    if received_at < docket.closes_at:
        return Verdict.IN_TIME
    began_in_time = started_at is not None and docket.opens_at <= started_at < docket.closes_at
    if began_in_time and received_at < grace_ends_at(docket):
        return Verdict.IN_GRACE
    return Verdict.LATE if docket.accepts_late else Verdict.CLOSED


def grace_ends_at(docket: Docket) -> datetime:
    """Until when a comment that was begun in time is taken, in elapsed time."""
    return docket.closes_at + timedelta(minutes=docket.grace_minutes)
