"""Making points, saying what they are about, and taking them away.

Bracketing needs no claim: colleagues bracket a long letter together. Each act locks the letter's
row, is refused when the letter changed since it was read, and is an entry in its trail that has
numbers and places, and none of the words.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.utils.translation import gettext as _

from comments import permissions, trail
from comments.bracketing.passages import Nesting, Passage, checked, nesting, places_of
from comments.models import Comment, CommentEvent, Point, PointPassage, Topic
from comments.responses import coverage
from comments.responses.acts import while_open
from comments.review.acts import ReviewError, locked
from comments.review.marks import check_topics


def bracket(
    *,
    comment: Comment,
    actor,
    passages: Sequence[Passage],
    inside: Point | None = None,
    around: bool = False,
    topics: Iterable[Topic] = (),
    owner=None,
    version: int | None = None,
) -> Point:
    """Make passages of a letter its next point: the highest number that is there, and one more.

    `inside` is the point that all of the words lie in, where that is meant; with `around`, points
    that lie wholly in these words become points inside of the new one. Raises ReviewError when
    the actor may not, when the letter is neither in review nor posted, when its docket's response
    to comments is published, when the words are not those at that place or share any with another
    point otherwise; StaleError when `version` is not the present one.
    """
    with held(comment, actor, version) as comment:
        chosen = checked(comment, passages, sees_original=permissions.can_see_original(actor))
        points = points_of(comment)
        found = nesting(chosen, points)
        _check_nesting(found, inside, around=around)
        topics = list(topics)
        check_topics(comment, topics)
        _check_owner(owner)
        before = states_of(found.around)
        made = Point.objects.create(
            comment=comment,
            number=next_number(points),
            parent=found.inside,
            owner=owner,
            made_by=actor,
        )
        made.topics.set(topics)
        Point.objects.filter(pk__in=[point.pk for point in found.around]).update(parent=made)
        set_places(made, [(each.part, each.start, each.end) for each in chosen])
        said = _("%(label)s is bracketed.") % {"label": made.label}
        record(comment, actor, before, [made, *found.around], said)
        return made


def lying(*, comment: Comment, actor, passages: Sequence[Passage]) -> Nesting:
    """How passages would lie among the points of a letter. Raises ReviewError as `bracket`."""
    chosen = checked(comment, passages, sees_original=permissions.can_see_original(actor))
    return nesting(chosen, points_of(comment))


def describe(
    *,
    point: Point,
    actor,
    topics: Iterable[Topic],
    owner=None,
    version: int | None = None,
) -> Point:
    """Say what a point is about and who sees to its response; what is so already is no act.

    Raises ReviewError and StaleError as `bracket` does.
    """
    with held(point.comment, actor, version) as comment:
        point = present(comment, point)
        topics = list(topics)
        check_topics(comment, topics)
        _check_owner(owner)
        before = states_of([point])
        point.topics.set(topics)
        point.owner = owner
        point.save(update_fields=["owner"])
        if states_of([point]) != before:
            said = _("Topics and owner of %(label)s.") % {"label": point.label}
            record(comment, actor, before, [point], said)
        return point


def remove(*, point: Point, actor, version: int | None = None) -> None:
    """Take a point away; its words are not bracketed any more, points inside of it stay.

    Refused while it has a response with words, or an approved one: that would be an answer to
    nothing. Raises ReviewError and StaleError as `bracket` does.
    """
    with held(point.comment, actor, version) as comment:
        point = present(comment, point)
        response = getattr(point, "response", None)
        if response and (coverage.said(response) or response.is_approved):
            raise ReviewError(
                _(
                    "%(label)s has a response. Merge it with another point, or empty its "
                    "response first."
                )
                % {"label": point.label}
            )
        inner = list(point.inner_points.all())
        said = _("%(label)s is removed.") % {"label": point.label}
        before = states_of([point, *inner])
        point.inner_points.update(parent=point.parent)
        point.delete()
        record(comment, actor, before, inner, said)


@contextmanager
def held(comment: Comment, actor, version: int | None) -> Iterator[Comment]:
    """The letter, locked, in one transaction, for somebody who may bracket it now."""
    with while_open(comment.docket):
        found = locked(comment, actor, may=permissions.can_bracket, version=version)
        if found.state not in coverage.LETTERS:
            raise ReviewError(
                _("Letters are bracketed while they are in review or posted; this is “%(state)s”.")
                % {"state": found.get_state_display()}
            )
        yield found


def present(comment: Comment, point: Point) -> Point:
    """The point as it is now. Raises ReviewError when it is gone."""
    found = comment.points.select_related("response", "parent").filter(pk=point.pk).first()
    if found is None:
        raise ReviewError(_("This point is not there any more."))
    found.comment = comment
    return found


def points_of(comment: Comment) -> list[Point]:
    """The points of a locked letter, by number."""
    found = list(comment.points.prefetch_related("passages").order_by("number"))
    for point in found:
        point.comment = comment
    return found


def next_number(points: Iterable[Point]) -> int:
    return max((point.number for point in points), default=0) + 1


def set_places(point: Point, places: Iterable[tuple[str, int, int]]) -> None:
    """Have a point cover these places, and no others."""
    point.passages.all().delete()
    PointPassage.objects.bulk_create(
        PointPassage(point=point, comment=point.comment, part=part, start=start, end=end)
        for part, start, end in places
    )


def record(comment: Comment, actor, before: list, points: Iterable[Point], note: str) -> None:
    """One entry in the trail: these points before and after."""
    detail = {"points": [before, states_of(points)]}
    trail.record(comment, CommentEvent.Kind.BRACKETED, actor=actor, note=str(note), detail=detail)


def states_of(points: Iterable[Point]) -> list[dict]:
    """What the trail keeps of points: numbers, places and keys."""
    keys = [point.pk for point in points]
    found = Point.objects.filter(pk__in=keys).select_related("parent").order_by("number")
    return [
        {
            "number": point.number,
            "inside": point.parent and point.parent.number,
            "places": [list(place) for place in places_of(point)],
            "topics": sorted(topic.pk for topic in point.topics.all()),
            "owner": point.owner_id,
        }
        for point in found.prefetch_related("passages", "topics")
    ]


def _check_nesting(found: Nesting, inside: Point | None, *, around: bool) -> None:
    if found.crossed:
        raise ReviewError(
            _("These words begin or end within %(labels)s. Points do not cross one another.")
            % {"labels": _labels(found.crossed)}
        )
    meant = inside.pk if inside else None
    there = found.inside.pk if found.inside else None
    if meant is not None and meant != there:
        raise ReviewError(
            _("These words do not lie in %(label)s alone. Choose them again.")
            % {"label": inside.label}
        )
    if meant != there or (found.around and not around):
        raise ReviewError(
            _(
                "These words share some with %(labels)s. Choose other words, or choose that one "
                "point lies inside the other."
            )
            % {"labels": _labels(found.touched)}
        )


def _labels(points: Iterable[Point]) -> str:
    return ", ".join(point.label for point in sorted(points, key=lambda point: point.number))


def _check_owner(owner) -> None:
    if owner is not None and not permissions.can_write_response(owner):
        raise ReviewError(_("Choose somebody who may write responses."))
