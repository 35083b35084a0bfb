"""The responses of a docket as data, for its record (docs/docket-json.md); none before publication.

Words of points are the public's, read anew each time; texts of responses are HTML of paragraphs,
lists, emphasis and links.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from comments import bracketing, letter, response_reading
from comments.models import Comment, Docket, Erratum, Point, Response
from comments.response_reading import Published


def facts(docket: Docket) -> list:
    """What changes when the responses that are public do, for the record's version."""
    published = response_reading.published(docket)
    if published is None:
        return []
    return [published.last.pk, Erratum.objects.filter(docket=docket).count()]


def head(docket: Docket, published: Published | None, address: Callable) -> dict | None:
    """What was published of the whole docket."""
    if published is None:
        return None
    return {
        "published_at": published.first.at,
        "url": settings.BASE_URL + docket.responses_url,
        "errata": [
            {
                "at": row.at,
                "point": row.point.label if row.point else None,
                "text": in_each(row, "text"),
            }
            for row in response_reading.errata_of(docket)
        ],
        "master_responses": [
            {
                "number": row.number,
                "url": address(row),
                "title": in_each(row, "title"),
                "text": in_each(row, "text"),
            }
            for row in response_reading.masters_of(docket)
        ],
    }


def with_points(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Comments with all that `points` reads, in a constant number of queries a batch."""
    masters = Response.objects.masters().approved().only("number", "docket")
    points = Point.objects.order_by("number").select_related("response", "parent")
    points = points.prefetch_related("passages", "topics", Prefetch("masters", masters))
    return comments.prefetch_related("redactions", Prefetch("points", points))


def points(comment: Comment, address: Callable) -> list[dict]:
    """The points of a posted comment, with the words of each as the public reads them."""
    found = list(comment.points.all())
    if not found:
        return []
    parts = list(letter.parts_of(comment, person=False))
    for point in found:
        point.comment = comment
    return [_point(point, parts, address) for point in found]


def _point(point: Point, parts: Iterable[letter.Part], address: Callable) -> dict:
    own = getattr(point, "response", None)
    outer = point.parent
    return {
        "label": point.label,
        "url": address(point),
        "inside": f"{point.comment.sequence}-{outer.number}" if outer else None,
        "text": bracketing.public_words(point, parts),
        "topics": sorted(topic.pk for topic in point.topics.all()),
        "response": (in_each(own, "text") or None) if own and own.is_approved else None,
        "master_responses": sorted(master.number for master in point.masters.all()),
    }


def in_each(instance, field: str) -> dict:
    """A text in each language in which there is one."""
    texts = {code: getattr(instance, f"{field}_{code}") for code, _name in settings.LANGUAGES}
    return {code: text for code, text in texts.items() if text}
