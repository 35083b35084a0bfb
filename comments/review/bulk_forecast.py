"""What an act on many would do, before it is done: counted in the database, nothing locked.

The comments are counted by state and holder; each such group is judged by the rule for one
comment. Between the forecast and the act others may work: the act judges again.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from comments.models import Comment

from . import bulk_rows, claims, moves
from .acts import ReviewError
from .moves import Decision


@dataclass
class Forecast:
    """How many comments an act would change, and how many it leaves alone for each reason."""

    changes: int = 0
    left: dict[str, int] = field(default_factory=dict)

    def leave(self, reason, count: int) -> None:
        self.left[str(reason)] = self.left.get(str(reason), 0) + count


@dataclass(frozen=True)
class Group:
    """How many of the chosen comments are in one state and held by one person."""

    state: str
    holder: int | None
    count: int
    holder_name: str

    def as_comment(self, pk: int | None = None) -> Comment:
        return Comment(pk=pk, state=self.state, assigned_to_id=self.holder)


def groups_of(keys: Iterable[int]) -> list[Group]:
    """The comments with these keys, by state and holder, in two queries."""
    counted = (
        Comment.objects.filter(pk__in=list(keys))
        .order_by()
        .values_list("state", "assigned_to")
        .annotate(Count("pk"))
    )
    found = list(counted)
    names = bulk_rows.names_of(holder for _state, holder, _count in found if holder)
    return [Group(state, holder, count, names.get(holder, "")) for state, holder, count in found]


def states_of(groups: list[Group]) -> list[tuple[str, int]]:
    """Each state with how many of the comments are in it, in the order of the states."""
    counts = Counter()
    for group in groups:
        counts[group.state] += group.count
    return [(state.label, counts[state]) for state in Comment.State if counts[state]]


def of_assigning(groups: list[Group], actor) -> Forecast:
    """What assigning would do, to whomever."""
    forecast = Forecast()
    for group in groups:
        try:
            claims.check_assign(group.as_comment(), actor)
        except ReviewError as error:
            forecast.leave(error.message, group.count)
        else:
            forecast.changes += group.count
    return forecast


def of_moving(
    groups: list[Group], actor, to_state: str, unready: Iterable[Comment] = ()
) -> Forecast:
    """What moving to that state would do, with whatever reason it asks for.

    `unready` are the chosen comments that cannot be posted yet.
    """
    decision = Decision(to_state, note="-", legal_reason="-")
    forecast = Forecast()
    for group in groups:
        comment = group.as_comment()
        if group.state == to_state:
            forecast.leave(_("It is so already."), group.count)
            continue
        if group.holder not in {None, actor.pk}:
            reason = _("%(person)s has claimed this comment.") % {"person": group.holder_name}
            forecast.leave(reason, group.count)
            continue
        comment.assigned_to = actor
        try:
            moves.check(comment, actor, decision, unready=())
        except ReviewError as error:
            forecast.leave(error.message, group.count)
            continue
        waiting = sum(
            1
            for comment in unready
            if comment.state == group.state and comment.assigned_to_id == group.holder
        )
        forecast.changes += group.count - waiting
        if waiting:
            forecast.leave(_("A redacted file is not ready yet."), waiting)
    return forecast


def unready_of(keys: list[int]) -> list[Comment]:
    """Those of the chosen comments that wait for a redacted file, with state and holder."""
    found = moves.unready_among(keys, Comment.State.POSTED)
    return list(Comment.objects.filter(pk__in=found).only("state", "assigned_to_id"))
