"""How much of a docket is answered: which points still lack an approved response.

A point stands as its least finished answer does: its own response and the master responses it
refers to count alike. A response without words is no response.
"""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Docket, Point, Response, Topic
from comments.review.moves import OPEN
from comments.teams import name_of

Status = Response.Status
NONE = "none"
"""How a point without any response stands; all others stand as a status of responses does."""

STANDINGS = (
    (NONE, _("No response")),
    *((status.value, status.label) for status in Status),
)
LETTERS = (Comment.State.IN_REVIEW, Comment.State.POSTED)
"""The states in which a comment is a letter to bracket."""

SAID = Q(text_en__gt="") | Q(text_es__gt="")
"""Of responses: those that have words in a language."""


def is_answered(point: Point) -> bool:
    """Whether it has a response or a master response, and all of them are approved.

    Without a query where `response` and `masters` are fetched with the point.
    """
    return standing(point) == Status.APPROVED


def standing(point: Point) -> str:
    """A status, or NONE. Without a query where `response` and `masters` are fetched."""
    own = getattr(point, "response", None)
    answers = [own] if own and said(own) else []
    statuses = {answer.status for answer in (*answers, *point.masters.all())}
    return next((status.value for status in Status if status in statuses), NONE)


def said(response: Response) -> bool:
    """Whether it has words in a language."""
    return bool(response.text_en or response.text_es)


def points_to_answer(docket: Docket | None = None) -> QuerySet[Point]:
    """Points of letters that are posted or may yet be; of one docket, or of all.

    Letters that were withheld, withdrawn or set aside are not in the document, and neither are
    their points.
    """
    points = Point.objects.filter(comment__state__in=_ANSWERED)
    return points if docket is None else points.filter(comment__docket=docket)


def with_standing(points: QuerySet[Point]) -> QuerySet[Point]:
    """Each with `standing`, as `standing()` says it, to count and to filter by."""
    own = Response.objects.filter(SAID, point=OuterRef("pk"))
    masters = Point.masters.through.objects.filter(point=OuterRef("pk"))
    return points.annotate(
        standing=Case(
            *(
                When(
                    Exists(own.filter(status=status))
                    | Exists(masters.filter(response__status=status)),
                    then=Value(status.value),
                )
                for status in Status
            ),
            default=Value(NONE),
            output_field=CharField(),
        )
    )


@dataclass(frozen=True)
class Share:
    """How many points stand how: of all, of one topic, or of one owner.

    `key` is that of the topic or the owner; None for those without one.
    """

    name: str
    key: int | None = None
    none: int = 0
    drafted: int = 0
    reviewed: int = 0
    approved: int = 0

    @property
    def points(self) -> int:
        return self.none + self.drafted + self.reviewed + self.approved

    @property
    def answered(self) -> int:
        """As `is_answered` says it: approved in all its parts."""
        return self.approved

    @property
    def open(self) -> int:
        """Points without an approved response."""
        return self.points - self.approved

    @property
    def percent(self) -> int:
        """How many of a hundred are answered, and 100 only when all are."""
        return self.approved * 100 // self.points if self.points else 0


@dataclass(frozen=True)
class Coverage:
    """The points of a docket at this moment. One point may have several topics."""

    total: Share
    by_topic: list[Share]
    by_owner: list[Share]
    unbracketed: int
    """Letters in review or posted that have no point."""

    @property
    def points(self) -> int:
        return self.total.points

    @property
    def answered(self) -> int:
        return self.total.answered

    @property
    def approved(self) -> int:
        return self.total.approved

    @property
    def is_complete(self) -> bool:
        """Whether there are points, and each has an approved response."""
        return self.points > 0 and not self.total.open


def of(docket: Docket) -> Coverage:
    """The coverage of a docket: six queries, however many points it has."""
    points = with_standing(points_to_answer(docket)).order_by()
    topics = Topic.objects.filter(docket=docket)
    by_topic = _counted(points, "topics")
    by_owner = _counted(points, "owner")
    people = get_user_model().objects.in_bulk([key for key in by_owner if key])
    named = {topic.pk: topic.name for topic in topics}
    return Coverage(
        total=_share("", None, _counted(points, None).get(None, {})),
        by_topic=_shares(by_topic, named, _("No topic")),
        by_owner=_shares(
            by_owner, {pk: name_of(person) for pk, person in people.items()}, _("Nobody")
        ),
        unbracketed=letters_without_points(docket).count(),
    )


def letters_without_points(docket: Docket) -> QuerySet[Comment]:
    """The letters of a docket in which nothing is bracketed, in the order of their numbers."""
    letters = Comment.objects.filter(docket=docket, state__in=LETTERS)
    return letters.filter(~Exists(Point.objects.filter(comment=OuterRef("pk")))).order_by(
        "sequence"
    )


def _counted(points: QuerySet[Point], field: str | None) -> dict[int | None, dict[str, int]]:
    """How many stand how, for each value of a field."""
    fields = ("standing",) if field is None else (field, "standing")
    found: dict = {}
    for row in points.values(*fields).annotate(count=Count("pk")):
        found.setdefault(row.get(field), {})[row["standing"]] = row["count"]
    return found


def _share(name, key: int | None, counts: dict[str, int]) -> Share:
    return Share(str(name), key, **counts)


def _shares(counted: dict, names: dict[int, str], nobody) -> list[Share]:
    """Those with most points left first; what is without a name last."""
    named = [_share(names[key], key, counts) for key, counts in counted.items() if key]
    rows = sorted(named, key=lambda row: (-row.open, row.name))
    return [*rows, _share(nobody, None, counted[None])] if None in counted else rows


_ANSWERED = (*OPEN, Comment.State.POSTED)
