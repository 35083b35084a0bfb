"""What every act on a response begins with and ends in: the lock, the check, the history."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Docket, Response, ResponseEvent
from comments.review.acts import ReviewError

FINAL = _(
    "The response to comments of this docket is published: points and responses do not change "
    "any more. Record a correction as an erratum."
)


class StaleResponseError(ReviewError):
    """Somebody else changed the response after the page was opened. `changes` are their acts."""

    def __init__(self, changes):
        super().__init__(_("A colleague has changed this response in the meantime."))
        self.changes = changes


@contextmanager
def while_open(docket: Docket) -> Iterator[None]:
    """One transaction on the answers of a docket. Raises ReviewError once they are final.

    Triggers hold the same where the docket is published in the middle of it.
    """
    if docket.responses_are_final:
        raise ReviewError(FINAL)
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        if docket.responses_are_final:
            raise ReviewError(FINAL) from None
        raise


def locked(responses: QuerySet[Response]) -> QuerySet[Response]:
    """These rows, locked in the order of their keys: two acts never wait for one another."""
    return responses.select_for_update(of=("self",)).order_by("pk")


def check_version(response: Response, version: int | None) -> None:
    """Raises StaleResponseError when words or status changed after the version that was seen."""
    if version is None or response.version == version:
        return
    changes = response.events.filter(version__gt=version).exclude(kind=ResponseEvent.Kind.NOTED)
    found = list(changes.select_related("actor"))
    if found:
        raise StaleResponseError(found)


def record(
    response: Response,
    kind: str,
    *,
    actor,
    at: datetime | None = None,
    from_status: str = "",
    note: str = "",
    detail: dict | None = None,
) -> ResponseEvent:
    """Add an entry to the history of a response whose row the caller has locked.

    With `from_status` it says that the status moved from there to the present one.
    """
    response.version += 1
    Response.objects.filter(pk=response.pk).update(version=F("version") + 1)
    return ResponseEvent.objects.create(
        response=response,
        at=at or timezone.now(),
        actor=actor,
        kind=kind,
        from_status=from_status,
        to_status=response.status if from_status else "",
        note=note.strip(),
        version=response.version,
        detail=detail or {},
    )
