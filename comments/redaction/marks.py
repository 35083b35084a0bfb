"""What stands in the place of words that were blacked out, in the language of the comment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments.models import Redaction

Reason = Redaction.Reason

_WHAT = {
    Reason.PHONE: pgettext_lazy("what was redacted", "telephone number"),
    Reason.EMAIL: pgettext_lazy("what was redacted", "e-mail address"),
    Reason.ADDRESS: pgettext_lazy("what was redacted", "home address"),
    Reason.IDENTITY: pgettext_lazy("what was redacted", "identity number"),
    Reason.ACCOUNT: pgettext_lazy("what was redacted", "bank or card number"),
    Reason.MINOR: pgettext_lazy("what was redacted", "name of a minor"),
    Reason.HEALTH: pgettext_lazy("what was redacted", "health of a person"),
    Reason.OTHER_PERSON: pgettext_lazy("what was redacted", "private matter of another person"),
    Reason.CONFIDENTIAL: pgettext_lazy("what was redacted", "confidential business information"),
    Reason.OTHER: pgettext_lazy("what was redacted", "for another legal reason"),
}


def mark(reason: str, language: str) -> str:
    """The words that readers find instead: "[redacted: telephone number]"."""
    with translation.override(language):
        return str(_("[redacted: %(what)s]")) % {"what": _WHAT[Reason(reason)]}


def without(text: str, redactions: Iterable[Redaction], language: str) -> str:
    """The text with a mark in the place of each redacted passage."""
    return "".join(
        mark(piece.found.reason, language) if piece.found else piece.text
        for piece in pieces(text, sorted(redactions, key=lambda found: found.start))
    )


class Place(Protocol):
    """A passage that is redacted, or proposed to be."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Piece:
    """A stretch of a text that is one such passage, or none. `start` counts characters."""

    text: str
    start: int
    found: Place | None = None


def pieces(text: str, places: Sequence[Place]) -> list[Piece]:
    """The text cut at these places, which are in their order and do not overlap."""
    cut, at = [], 0
    for place in places:
        if at < place.start:
            cut.append(Piece(text[at : place.start], at))
        cut.append(Piece(text[place.start : place.end], place.start, place))
        at = place.end
    if at < len(text):
        cut.append(Piece(text[at:], at))
    return cut
