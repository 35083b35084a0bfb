"""Splitting a point, merging several, and numbering a letter anew."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from comments import letter, permissions
from comments.bracketing.acts import (
    held,
    next_number,
    points_of,
    present,
    record,
    set_places,
    states_of,
)
from comments.bracketing.passages import Passage, Place, above, checked, joined, places_of
from comments.models import Comment, Point, Response
from comments.responses import coverage, moving, writing
from comments.review.acts import ReviewError


def split(*, point: Point, actor, place: Passage, version: int | None = None) -> Point:
    """Make what follows in a point its own; returns that new point, which has the next number.

    The new point begins with the first of the words of `place`. The response and the master
    responses stay with the first half; topics and owner are copied; points inside go with the
    half that they lie in. Raises ReviewError where that leaves nothing of the first half, or cuts
    a point inside, and as `bracket` does; StaleError when `version` is not the present one.
    """
    with held(point.comment, actor, version) as comment:
        point = present(comment, point)
        sees_original = permissions.can_see_original(actor)
        (at,) = checked(comment, [place], sees_original=sees_original)
        texts = _texts(comment)
        first, second = _cut(_in_reading(places_of(point), texts), at, texts)
        if not first or not second:
            raise ReviewError(
                _("Choose words inside %(label)s, after its first ones: a new point begins there.")
                % {"label": point.label}
            )
        points = points_of(comment)
        moved = []
        for inner in points:
            if inner.parent_id != point.pk:
                continue
            after = any(_lies_in(place, second) for place in places_of(inner))
            if after and any(_lies_in(place, first) for place in places_of(inner)):
                raise ReviewError(
                    _("This would cut %(label)s, which lies inside.") % {"label": inner.label}
                )
            if after:
                moved.append(inner)
        before = states_of([point, *moved])
        made = Point.objects.create(
            comment=comment,
            number=next_number(points),
            parent=point.parent,
            owner=point.owner,
            made_by=actor,
        )
        made.topics.set(point.topics.all())
        Point.objects.filter(pk__in=[inner.pk for inner in moved]).update(parent=made)
        set_places(point, first)
        set_places(made, second)
        said = _("%(label)s is split: what follows is %(new)s.") % {
            "label": point.label,
            "new": made.label,
        }
        record(comment, actor, before, [point, made, *moved], said)
        return made


def merge(*, points: Sequence[Point], actor, version: int | None = None) -> Point:
    """Make several points of a letter one: the first of them, which keeps its number.

    Passages, topics and master responses are joined; the owner is the first that there is. The
    others' responses are put after the first's, language by language, and what comes of it is a
    draft again. Raises ReviewError when they do not lie side by side, or one in the other, and as
    `bracket` does; StaleError when `version` is not the present one.
    """
    keys = list(dict.fromkeys(point.pk for point in points))
    if len(keys) < 2:
        raise ReviewError(_("Choose another point to merge with."))
    if len({point.comment_id for point in points}) > 1:
        raise ReviewError(_("Points of different letters stay apart."))
    with held(points[0].comment, actor, version) as comment:
        first, *others = [present(comment, point) for point in dict.fromkeys(points)]
        known = {point.pk: point for point in points_of(comment)}
        parent = _common_parent(keys, known)
        inner = [
            point for point in known.values() if point.parent_id in keys and point.pk not in keys
        ]
        before = states_of([first, *others, *inner])
        labels = [other.label for other in others]
        places = [place for key in keys for place in places_of(known[key])]
        first.topics.add(*(topic for other in others for topic in other.topics.all()))
        first.masters.add(*(master for other in others for master in other.masters.all()))
        _join_responses(first, others, actor)
        Point.objects.filter(pk__in=[point.pk for point in inner]).update(parent=first)
        first.parent = parent
        first.owner = next(filter(None, [first.owner, *(other.owner for other in others)]), None)
        first.save(update_fields=["parent", "owner"])
        Point.objects.filter(pk__in=keys).exclude(pk=first.pk).update(parent=None)
        for other in others:
            other.delete()
        set_places(first, joined(places, _texts(comment)))
        said = _("%(labels)s is merged into %(label)s.") % {
            "labels": ", ".join(labels),
            "label": first.label,
        }
        record(comment, actor, before, [first, *inner], said)
        return first


def renumber(*, comment: Comment, actor, version: int | None = None) -> dict[int, int]:
    """Number the points of a letter in the order in which it is read; returns {from: to}.

    What has its number already is not in it. Links to a point by its old number then lead to
    another: labels are changed by choice only. Raises ReviewError and StaleError as `bracket`.
    """
    with held(comment, actor, version) as comment:
        points = points_of(comment)
        texts = list(_texts(comment))

        def reading_order(point: Point) -> tuple:
            places = _in_reading(places_of(point), texts)
            part, start, end = places[0] if places else ("", 0, 0)
            rank = texts.index(part) if part in texts else len(texts)
            # Of two that begin together, the one around the other comes first.
            return rank, start, -end, point.number

        ordered = sorted(points, key=reading_order)
        changed = {
            point.number: number
            for number, point in enumerate(ordered, 1)
            if point.number != number
        }
        if not changed:
            raise ReviewError(_("The points are numbered in the order of reading already."))
        before = states_of(points)
        for number, point in enumerate(ordered, 1):
            point.number = number
        Point.objects.bulk_update(ordered, ["number"])
        said = _("Numbered anew: %(numbers)s.") % {
            "numbers": ", ".join(f"{old} → {new}" for old, new in sorted(changed.items()))
        }
        record(comment, actor, before, points, said)
        return changed


def _texts(comment: Comment) -> dict[str, str]:
    """The originals of a letter's parts, in the order of reading."""
    return {part.key: part.original for part in letter.parts_of(comment, person=False)}


def _in_reading(places: Iterable[Place], texts: Iterable[str]) -> list[Place]:
    keys = list(texts)
    return sorted(
        places, key=lambda place: (keys.index(place[0]) if place[0] in keys else len(keys), place)
    )


def _cut(places: list[Place], at: Passage, texts: dict[str, str]) -> tuple[list, list]:
    """The places before and after the beginning of `at`; nothing on a side where it is not in."""
    for rank, (part, start, end) in enumerate(places):
        if part != at.part or not start <= at.start < end:
            continue
        kept = texts[part][start : at.start].rstrip()
        head = [(part, start, start + len(kept))] if kept.strip() else []
        return [*places[:rank], *head], [(part, at.start, end), *places[rank + 1 :]]
    return [], []


def _lies_in(place: Place, places: Iterable[Place]) -> bool:
    """Whether a place of a point inside shares words with these."""
    part, start, end = place
    return any(part == key and first < end and start < last for key, first, last in places)


def _common_parent(keys: list[int], known: dict[int, Point]) -> Point | None:
    """What the merged point lies in. Raises ReviewError when that is not the same for all."""
    outermost = [known[key] for key in keys if not set(above(known[key], known)) & set(keys)]
    parents = {point.parent_id for point in outermost}
    if len(parents) > 1:
        raise ReviewError(
            _("%(labels)s do not lie side by side: one is inside another point.")
            % {"labels": ", ".join(known[key].label for key in keys)}
        )
    (parent,) = parents
    return known[parent] if parent else None


def _join_responses(first: Point, others: list[Point], actor) -> None:
    """All words in the first's response. Nobody approved them for what the point is now."""
    by_point = {
        found.point_id: found for found in Response.objects.filter(point__in=[first, *others])
    }
    said = [
        response
        for point in others
        if (response := by_point.get(point.pk)) and coverage.said(response)
    ]
    own = by_point.get(first.pk)
    if own is None or not coverage.said(own):
        if not said:
            return
        own, said = writing.write(point=first, actor=actor, texts=_words_of(said[0])), said[1:]
    if said:
        writing.append(response=own, others=said, actor=actor)
    elif own.status != Response.Status.DRAFTED:
        note = _("Merged with %(labels)s.") % {"labels": ", ".join(map(str, others))}
        moving.move(response=own, to_status=Response.Status.DRAFTED, actor=actor, note=note)


def _words_of(response: Response) -> dict[str, str]:
    return {
        language: getattr(response, f"text_{language}") or ""
        for language, _name in settings.LANGUAGES
    }
