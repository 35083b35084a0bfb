"""What staff must know of a meeting's registrants before they look at each one."""

from dataclasses import dataclass

from django.db.models import Count, F, Func, Q

from meetings.models import InterpretationLanguage, Meeting, Registration
from meetings.registration import free_places


class Unaccented(Func):
    """Lower case without accents, in PostgreSQL's core: NFD sets the accents apart."""

    template = r"regexp_replace(normalize(lower(%(expressions)s), NFD), '[\u0300-\u036f]', '', 'g')"


@dataclass(frozen=True)
class Counts:
    """How many registrants are in which state; `places_left` is None when there is no limit."""

    confirmed: int
    waitlisted: int
    cancelled: int
    checked_in: int
    places_left: int | None


@dataclass(frozen=True)
class InterpreterOrder:
    """Those who asked for one language."""

    language: str
    registrants: list[Registration]


@dataclass(frozen=True)
class Requests:
    """What has to be prepared, for those who have a place or may still get one."""

    interpretation: list[InterpreterOrder]
    accommodation: list[Registration]

    def __bool__(self) -> bool:
        return bool(self.interpretation or self.accommodation)


def counts(meeting: Meeting) -> Counts:
    """One query, and one for the places."""
    state = Registration.State
    expected = ~Q(state=state.CANCELLED)
    found = meeting.registrations.aggregate(
        confirmed=Count("pk", filter=Q(state=state.CONFIRMED)),
        waitlisted=Count("pk", filter=Q(state=state.WAITLISTED)),
        cancelled=Count("pk", filter=Q(state=state.CANCELLED)),
        checked_in=Count("pk", filter=expected & Q(checked_in_at__isnull=False)),
    )
    return Counts(**found, places_left=free_places(meeting))


def with_requests() -> Q:
    """The condition that holds for those who asked for interpretation or an accommodation."""
    return ~Q(interpretation="") | ~Q(accommodation="")


def requests(meeting: Meeting) -> Requests:
    """Interpreters by language, the one asked for most first; accommodations by name."""
    asking = meeting.registrations.expecting_the_meeting().filter(with_requests())
    asking = list(asking.order_by(Unaccented(F("name")), "pk"))
    orders = [
        InterpreterOrder(str(language.label), [r for r in asking if r.interpretation == language])
        for language in InterpretationLanguage
    ]
    orders = [order for order in orders if order.registrants]
    orders.sort(key=lambda order: -len(order.registrants))
    return Requests(orders, [registrant for registrant in asking if registrant.accommodation])
