"""Writing what the agency answers, and pointing points at master responses.

Whatever changes words makes the response a draft again. What was there before stays in its
history, language by language.
"""

from collections.abc import Collection, Iterable, Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import permissions
from comments.models import Docket, Point, Response, ResponseEvent
from comments.responses import texts as words
from comments.responses.acts import check_version, locked, record, while_open
from comments.review.acts import ReviewError

MAX_TITLE = 200
_SAME = object()


def write(
    *,
    actor,
    texts: Mapping[str, str],
    response: Response | None = None,
    point: Point | None = None,
    docket: Docket | None = None,
    title: Mapping[str, str] | None = None,
    owner=_SAME,
    version: int | None = None,
) -> Response:
    """Write a response: one that is there, the one to a point, or a new master response.

    Give one of `response`, `point` and `docket` (of a new master response). `texts` and `title`
    have HTML and words for each language; a language that is not named stays as it is. `owner` is
    a master response's. `version` is the one the person saw, 0 where there was none. What is
    already so changes nothing. Raises ReviewError when the actor may not, for a master response
    without a title in the site's first language, for words that are too long, and once the docket
    is published; StaleResponseError when a colleague wrote or moved it in the meantime.
    """
    if not permissions.can_write_response(actor):
        raise ReviewError(_("You may not write responses."))
    given = {**_checked_texts(texts), **_checked_title(title or {})}
    with while_open(_docket_of(response, point, docket)):
        found = _locked(response, point, docket)
        check_version(found, version)
        return _written(found, given, actor, owner)


def refer(
    *, point: Point, masters: Iterable[Response], actor, seen: Collection[int] | None = None
) -> None:
    """Have a point answered by these master responses, and by no others.

    `seen` are the keys of those the person saw chosen: what colleagues changed since then stays.
    Each master response whose points change has that in its history. Raises ReviewError when the
    actor may not, for anything but a master response of the same docket, and once the docket is
    published.
    """
    wanted = {master.pk for master in masters}
    _check_may_refer(actor, point.comment.docket, wanted)
    with while_open(point.comment.docket):
        _lock(point)
        before = set(point.masters.values_list("pk", flat=True))
        if seen is not None:
            wanted = (before | (wanted - set(seen))) - (set(seen) - wanted)
        point.masters.set(wanted)
        for master in locked(Response.objects.filter(pk__in=before ^ wanted)):
            change = [[], [point.label]] if master.pk in wanted else [[point.label], []]
            record(master, ResponseEvent.Kind.NOTED, actor=actor, detail={"points": change})


def refer_many(*, points: Iterable[Point], master: Response, actor) -> int:
    """Have each of these points answered by a master response as well; how many were not yet.

    Points of other dockets are left alone. Raises ReviewError as `refer` does.
    """
    _check_may_refer(actor, master.docket, {master.pk})
    through = Point.masters.through
    with while_open(master.docket):
        locked_master = locked(Response.objects.filter(pk=master.pk)).get()
        known = set(master.referring_points.values_list("pk", flat=True))
        new = [
            point
            for point in points
            if point.pk not in known and point.comment.docket_id == master.docket_id
        ]
        through.objects.bulk_create(
            [through(point_id=point.pk, response_id=master.pk) for point in new],
            ignore_conflicts=True,
        )
        if new:
            labels = [point.label for point in new]
            detail = {"points": [[], labels]}
            record(locked_master, ResponseEvent.Kind.NOTED, actor=actor, detail=detail)
    return len(new)


@transaction.atomic
def append(*, response: Response, others: Iterable[Response], actor) -> Response:
    """Put the words of other responses after this one's, language by language: points merged."""
    keys = [response.pk, *(other.pk for other in others)]
    rows = {row.pk: row for row in locked(Response.objects.filter(pk__in=keys))}
    joined = {
        language: "".join(getattr(rows[key], f"text_{language}") or "" for key in keys)
        for language, _name in settings.LANGUAGES
    }
    return write(response=response, actor=actor, texts=joined)


def _check_may_refer(actor, docket: Docket, masters: set[int]) -> None:
    if not permissions.can_write_response(actor):
        raise ReviewError(_("You may not write responses."))
    if docket.responses.masters().filter(pk__in=masters).count() != len(masters):
        raise ReviewError(_("Choose among the master responses of this docket."))


def _lock(point: Point) -> None:
    if not Point.objects.select_for_update().filter(pk=point.pk).exists():
        raise ReviewError(_("This point is not there any more."))


def _checked_texts(texts: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for language, html in texts.items():
        if len(html) > words.MAX_LENGTH:
            raise ReviewError(
                _("This response is too long: at most %(most)s characters.")
                % {"most": words.MAX_LENGTH}
            )
        found[_field("text", language)] = words.clean(html)
    return found


def _checked_title(title: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for language, given in title.items():
        found[_field("title", language)] = " ".join(given.split())
        if len(found[_field("title", language)]) > MAX_TITLE:
            raise ReviewError(
                _("This title is too long: at most %(most)s characters.") % {"most": MAX_TITLE}
            )
    return found


def _field(name: str, language: str) -> str:
    if language not in dict(settings.LANGUAGES):
        raise ReviewError(_("The site has no such language."))
    return f"{name}_{language}"


def _docket_of(response, point, docket) -> Docket:
    if response is not None:
        return response.docket
    return docket if point is None else point.comment.docket


def _locked(response, point, docket) -> Response:
    """The row to write in, locked; without a key where there is none yet."""
    if response is not None:
        return locked(Response.objects.filter(pk=response.pk)).get()
    if point is not None:
        # Of two who answer a point at once, the second waits here, and finds the first one's.
        _lock(point)
        found = locked(Response.objects.filter(point=point)).first()
        return found or Response(point=point, docket=point.comment.docket, version=0)
    docket = Docket.objects.select_for_update().get(pk=docket.pk)
    last = docket.responses.aggregate(last=Max("number"))["last"] or 0
    return Response(docket=docket, kind=Response.Kind.MASTER, number=last + 1, version=0)


def _written(response: Response, given: dict[str, str], actor, owner) -> Response:
    detail = {
        name: [before, after]
        for name, after in given.items()
        if (before := getattr(response, name) or "") != after
    }
    is_new = response.pk is None
    if owner is not _SAME and owner != response.owner:
        handed = [response.owner_id, owner and owner.pk]
        response.owner = owner
    else:
        handed = None
    for name, (_before, after) in detail.items():
        setattr(response, name, after)
    if response.is_master and not response.title_en:
        raise ReviewError(_("Give the title in English."))
    if not is_new and not detail and handed is None:
        return response
    from_status = ""
    if detail or is_new:
        from_status = response.status if response.status != Response.Status.DRAFTED else ""
        response.status = Response.Status.DRAFTED
        response.written_by, response.written_at = actor, timezone.now()
        response.reviewed_by = response.reviewed_at = None
        response.approved_by = response.approved_at = None
    response.save()
    kind = ResponseEvent.Kind.WRITTEN if detail or is_new else ResponseEvent.Kind.NOTED
    detail = detail if handed is None else {**detail, "owner": handed}
    record(response, kind, actor=actor, from_status=from_status, detail=detail)
    return response
