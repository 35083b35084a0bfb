"""What was done in a docket since a document's content was frozen.

Acts are counted, not dated: one that was begun before and recorded after is seen as well. The
trail, the histories of answers and the errata only grow, so equal counts are the same acts.
"""

from django.db.models import Q
from django.utils.translation import gettext as _

from comments.models import Comment, CommentEvent, Docket, Erratum, Response, ResponseEvent

Kind = CommentEvent.Kind
Posted = Comment.State.POSTED

_SHOWN = (Posted, Comment.State.CAMPAIGN)
"""States that the document tells of: letters, and how many sent them."""
_WORDS = (Kind.REDACTED, Kind.TRANSLATED, Kind.BRACKETED)
_NAMED = 12
"""So many letters or points are named; of more, the first."""


def so_far(docket: Docket) -> dict[str, int]:
    """How many acts there were of each sort that changes what the document says."""
    return {name: rows.count() for name, rows in _acts(docket).items()}


def since(docket: Docket, as_of: dict) -> list[str]:
    """What came after, in sentences for staff; empty when the document says all of it."""
    said = []
    for name, rows in _acts(docket).items():
        new = rows.count() - as_of.get(name, 0)
        if new > 0:
            said.append(_WORDED[name](list(rows.order_by("-pk")[:new])))
    return said


def _acts(docket: Docket) -> dict:
    events = CommentEvent.objects.filter(comment__docket=docket).select_related("comment")
    moved = Q(from_state__in=_SHOWN) | Q(to_state__in=_SHOWN)
    answers = ResponseEvent.objects.filter(response__docket=docket)
    return {
        "moves": events.filter(moved),
        # Letters that come or go are counted as moves, so these rows only grow.
        "words": events.filter(kind__in=_WORDS, comment__state=Posted),
        "responses": answers.select_related("response__point__comment"),
        "errata": Erratum.objects.filter(docket=docket),
    }


def _letters(events: list[CommentEvent]) -> str:
    return _listed({event.comment.sequence: str(event.comment.sequence) for event in events})


def _answers(events: list[ResponseEvent]) -> str:
    return _listed({_order(event.response): str(event.response) for event in events})


def _order(response: Response) -> tuple:
    if response.point is None:
        return (0, response.number or 0, response.pk)
    return (response.point.comment.sequence, response.point.number, response.pk)


def _listed(names: dict) -> str:
    ordered = [name for _key, name in sorted(names.items())]
    return ", ".join(ordered[:_NAMED]) + (" …" if len(ordered) > _NAMED else "")


_WORDED = {
    "moves": lambda rows: (
        _("Letters were posted or taken off the docket: %(letters)s.") % {"letters": _letters(rows)}
    ),
    "words": lambda rows: (
        _("Letters were redacted, translated or bracketed: %(letters)s.")
        % {"letters": _letters(rows)}
    ),
    "responses": lambda rows: (
        _("Responses were changed: %(responses)s.") % {"responses": _answers(rows)}
    ),
    "errata": lambda rows: _("Errata were added that this document does not have."),
}
