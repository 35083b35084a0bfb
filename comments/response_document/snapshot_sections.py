"""What the document says around its letters: its front, the master responses, the index by topic.

Words are those of the active language, and times are the agency's.
"""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comments.models import Comment, Docket, Erratum, Point, Response, ResponseDocument, Topic
from comments.response_document import content
from comments.response_document.snapshot_letters import words_of
from comments.response_document.stored_pieces import Writing
from engagement.models import AgencySettings
from engagement.translation_state import shown_language


def front(
    document: ResponseDocument, docket: Docket, agency: AgencySettings, writing: Writing
) -> content.Front:
    """The title page and all before the list of commenters; the other pieces are written."""
    return {
        "piece": "front",
        "language": writing.language,
        "title": _("Response to Comments"),
        "docket_number": docket.number,
        "headline": docket.headline,
        "headline_language": shown_language(docket, "headline"),
        "agency": agency.name,
        "standing": _standing(document),
        "introduction": _introduction(docket),
        "facts": _facts(docket, writing),
        "errata": [_erratum(row) for row in _errata(docket)],
        "counts": {section: writing.count(section) for section in content.SECTIONS[1:]},
    }


def masters(docket: Docket) -> Iterator[content.Master]:
    """The approved master responses, each with the points of posted letters that refer to it."""
    through = Point.masters.through.objects.filter(
        point__comment__docket=docket, point__comment__state=Comment.State.POSTED
    )
    referring = _labels(through, "response_id", "point__")
    for row in Response.objects.masters().approved().filter(docket=docket):
        words = words_of(row)
        if words:
            yield {
                "piece": "master",
                "number": row.number,
                "title": row.title,
                "title_language": shown_language(row, "title"),
                "words": words,
                "points": referring.get(row.pk, []),
            }


def topics(docket: Docket) -> Iterator[content.Topic]:
    """The topics that points of posted letters have, by name."""
    through = Point.topics.through.objects.filter(
        point__comment__docket=docket, point__comment__state=Comment.State.POSTED
    )
    labels = _labels(through, "topic_id", "point__")
    rows = Topic.objects.filter(docket=docket, pk__in=labels)
    for row in sorted(rows, key=lambda row: (row.name.casefold(), row.pk)):
        yield {
            "piece": "topic",
            "name": row.name,
            "language": shown_language(row, "name"),
            "points": labels[row.pk],
        }


def _labels(through: QuerySet, key: str, prefix: str) -> dict[int, list[str]]:
    """The labels of points by what they are linked with, in the order of the letters."""
    found = defaultdict(list)
    place = (f"{prefix}comment__sequence", f"{prefix}number")
    for owner, sequence, number in through.order_by(*place).values_list(key, *place):
        found[owner].append(f"{sequence}-{number}")
    return dict(found)


def _standing(document: ResponseDocument) -> str:
    day = formats.date_format(timezone.localtime(document.asked_at).date())
    if document.is_final:
        return _("Final, %(date)s") % {"date": day}
    return _("Draft %(number)s, %(date)s") % {"number": document.number, "date": day}


def _introduction(docket: Docket) -> list[str]:
    opened, closed = (
        formats.date_format(timezone.localtime(moment).date())
        for moment in (docket.opens_at, docket.closes_at)
    )
    return [
        _(
            "The agency took comments on this matter from %(opened)s to %(closed)s. This document "
            "has each comment that is posted on the public docket, and the agency's responses."
        )
        % {"opened": opened, "closed": closed},
        _(
            "Each comment is a letter and has its number in the docket. The points of a letter "
            "are numbered in its margin: 12-3 is the third point of letter 12. The responses "
            "follow each letter, one for each point. Where many letters raise the same matter, a "
            "master response answers all of them."
        ),
        _(
            "What the law lets nobody see is marked as redacted. A translation stands beside the "
            "original, which remains the authoritative text."
        ),
    ]


def _facts(docket: Docket, writing: Writing) -> list[list[str]]:
    points = Point.objects.filter(comment__docket=docket, comment__state=Comment.State.POSTED)
    approved = Response.objects.approved().individual()
    figures = [
        (_("Comments received"), Comment.objects.received().filter(docket=docket).count()),
        (_("Letters in this document"), writing.count("letter")),
        (pgettext("of letters", "Points"), points.count()),
        (_("Responses"), approved.filter(point__in=points).count()),
        (_("Master responses"), writing.count("master")),
    ]
    return [[name, _figure(value)] for name, value in figures]


def _figure(value: int) -> str:
    return formats.number_format(value, use_l10n=True, force_grouping=True)


def _errata(docket: Docket) -> QuerySet[Erratum]:
    return Erratum.objects.filter(docket=docket).select_related("point__comment")


def _erratum(row: Erratum) -> content.Erratum:
    language = shown_language(row, "text")
    return {
        "date": formats.date_format(timezone.localtime(row.at).date()),
        "point": row.point.label if row.point else "",
        "language": language,
        "text": getattr(row, f"text_{language}"),
    }
