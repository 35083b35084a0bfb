"""Handing points to the colleagues who see to their responses."""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import permissions
from comments.models import Comment, CommentEvent, Docket, Point
from comments.responses.acts import while_open
from comments.review.acts import ReviewError

_BACKEND = "django.contrib.auth.backends.ModelBackend"


def writers() -> QuerySet:
    """Everybody who may write responses, by name: the owners of points are chosen among them."""
    people = get_user_model().objects
    able = people.with_perm("comments.write_response", backend=_BACKEND)
    return people.filter(pk__in=able.values("pk")).order_by("first_name", "last_name", "username")


def hand_over(*, docket: Docket, points: Iterable[int], owner, actor) -> int:
    """Make somebody, or with None nobody, the owner of points of a docket; how many that changed.

    `points` are keys. Each letter has one entry of it in its trail. Raises ReviewError when the
    actor may not, when the owner may not write responses, and once the docket is published.
    """
    if not permissions.can_bracket(actor):
        raise ReviewError(_("You may not hand over points."))
    if owner is not None and not permissions.can_write_response(owner):
        raise ReviewError(_("Choose somebody who may write responses."))
    with while_open(docket):
        keys = set(points)
        letters = Comment.objects.filter(docket=docket, points__pk__in=keys).values("pk")
        rows = Comment.objects.select_for_update().filter(pk__in=letters)
        versions = dict(rows.order_by("pk").values_list("pk", "version"))
        before = defaultdict(list)
        found = Point.objects.filter(pk__in=keys, comment__in=versions)
        for point in found.select_for_update().order_by("pk"):
            if point.owner_id != (owner and owner.pk):
                before[point.comment_id].append(point)
        changed = [point.pk for handed in before.values() for point in handed]
        Point.objects.filter(pk__in=changed).update(owner=owner)
        Comment.objects.filter(pk__in=before).update(version=F("version") + 1)
        at = timezone.now()
        CommentEvent.objects.bulk_create(
            CommentEvent(
                comment_id=comment,
                at=at,
                actor=actor,
                kind=CommentEvent.Kind.BRACKETED,
                note=_("Owner of points: %(numbers)s.")
                % {"numbers": ", ".join(str(point.number) for point in handed)},
                version=versions[comment] + 1,
                detail=_detail(handed, owner),
            )
            for comment, handed in before.items()
        )
    return len(changed)


def _detail(points: list[Point], owner) -> dict:
    """The numbers of the points and the owners' keys, as the trail has them of bracketing."""
    before = [{"number": point.number, "owner": point.owner_id} for point in points]
    return {"points": [before, [{**one, "owner": owner and owner.pk} for one in before]]}
