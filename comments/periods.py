"""When a comment is in time: one rule, decided by the server's clock when it has arrived whole.

Also how the dates of a period change: with a public reason, and never without a record.
"""

from datetime import UTC, datetime, timedelta
from enum import Enum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from comments.models import CommentEvent, Docket, PeriodChange

LOG_ACTION = "comments.change_dates"


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
    # In UTC: Python adds to a time with a zone what its clock shows, not what elapses.
    return docket.closes_at.astimezone(UTC) + timedelta(minutes=docket.grace_minutes)


@transaction.atomic
def change_dates(
    *,
    docket: Docket,
    opens_at: datetime,
    closes_at: datetime,
    reason_en: str,
    reason_es: str,
    by,
) -> PeriodChange:
    """Give a period that residents were told of other dates, with a reason they can read.

    It takes effect at once. The past stays as it was: a period that has opened keeps its
    opening, and no date is moved to a time that is over, so that whoever was in time remains
    so. A period that has closed can be opened again; what came in between is then in time.
    Raises ValidationError, its messages by field.
    """
    stored = Docket.objects.select_for_update().get(pk=docket.pk)
    reasons = {"reason_en": reason_en.strip(), "reason_es": reason_es.strip()}
    _check_change(stored, opens_at, closes_at, reasons, timezone.now())
    change = PeriodChange.objects.create(
        docket=stored,
        by=by,
        former_opens_at=stored.opens_at,
        former_closes_at=stored.closes_at,
        opens_at=opens_at,
        closes_at=closes_at,
        **reasons,
    )
    # Not by save(), which keeps these dates from everybody else.
    Docket.objects.filter(pk=stored.pk).update(opens_at=opens_at, closes_at=closes_at)
    docket.opens_at, docket.closes_at = opens_at, closes_at
    _count_as_in_time(change)
    log(instance=stored, action=LOG_ACTION, user=by)
    return change


def _check_change(docket, opens_at, closes_at, reasons: dict, now: datetime) -> None:
    if not docket.dates_are_public:
        raise ValidationError(_("These dates are not public yet: change them in the form."))
    errors = {
        field: _("Give the reason: residents read it.")
        for field, reason in reasons.items()
        if not reason
    }
    if opens_at != docket.opens_at:
        if docket.opens_at <= now:
            errors["opens_at"] = _("The period has opened: its opening stays as it was.")
        elif opens_at < now:
            errors["opens_at"] = _("Choose a time that is still to come.")
    if closes_at != docket.closes_at and closes_at <= now:
        errors["closes_at"] = _(
            "Choose a time that is still to come: nobody can keep a deadline that has passed."
        )
    elif closes_at <= opens_at:
        errors["closes_at"] = _("The closing time must be after the opening time.")
    elif (opens_at, closes_at) == (docket.opens_at, docket.closes_at):
        errors["closes_at"] = _("These are the present dates. Change at least one of them.")
    if errors:
        raise ValidationError(errors)


def _count_as_in_time(change: PeriodChange) -> None:
    """What came in before the new close is late no more; the trail says so."""
    late = change.docket.comments.filter(is_late=True, received_at__lt=change.closes_at)
    keys = list(late.values_list("pk", flat=True))
    CommentEvent.objects.bulk_create(
        CommentEvent(
            comment_id=key,
            at=change.at,
            actor=change.by,
            kind=CommentEvent.Kind.NOTED,
            note=_("The period was extended: this comment no longer counts as late."),
        )
        for key in keys
    )
    change.docket.comments.filter(pk__in=keys).update(is_late=False)
