"""What ceases to be public leaves the documents as well: their files go to nobody from then on.

Called in the transaction of each act that takes something from the public. It locks the rows of
the docket's documents, as the worker does that begins one: either the worker sees what was done,
or this sees that the worker had begun. `publishing.make_anew` asks for what replaces a document
that was published.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Docket, ResponseDocument

State = ResponseDocument.State

NO_LONGER_PUBLIC = _(
    "Something that this document says is no longer public, so it goes to nobody. "
    "Make the document again."
)


def set_outdated(docket: Docket) -> None:
    """Withdraw every document of the docket that may say what is no longer public.

    One that is being made is stopped. One that waits and has not been begun stays: it will be
    made of what is public then. In the transaction of the act.
    """
    set_outdated_of([docket.pk])


def set_outdated_of(dockets: Iterable[int]) -> None:
    """The same for many comments at once, by the keys of their dockets."""
    rows = (
        ResponseDocument.objects.select_for_update()
        .filter(docket__in=set(dockets), outdated_at=None)
        .order_by("pk")
    )
    touched = [row for row in rows if row.state != State.WAITING or row.snapshot_at]
    now = timezone.now()
    for row in touched:
        row.outdated_at = now
        if row.is_being_made:
            row.state, row.leased_until = State.CANCELLED, None
    ResponseDocument.objects.bulk_update(touched, ["outdated_at", "state", "leased_until"])


def unfinished() -> Q:
    """Documents that a worker has to do with."""
    return Q(state__in=[State.WAITING, State.BUILDING], outdated_at=None)
