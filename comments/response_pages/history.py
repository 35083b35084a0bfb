"""The history of a response in words: what changed, and how it read before."""

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from comments.models import Response, ResponseEvent
from comments.responses import texts
from comments.teams import name_of


@dataclass(frozen=True)
class Change:
    """A text that was changed: its name, its language, and its words before and after."""

    name: str
    language: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One act: `says` are sentences, `changes` the texts that it changed."""

    event: ResponseEvent
    says: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def history_of(response: Response) -> list[Entry]:
    """The acts on a response, the latest first: two queries."""
    events = list(response.events.select_related("actor").order_by("-at", "-pk"))
    keys = {event.detail["owner"][1] for event in events if "owner" in event.detail}
    people = get_user_model().objects.in_bulk([key for key in keys if key]) if keys else {}
    return [Entry(event, _says(event, people), changes_of(event)) for event in events]


def changes_of(event: ResponseEvent) -> list[Change]:
    """The texts that an act changed, in the words of the reader."""
    names = {"title": _("Title"), "text": _("Response")}
    languages = dict(settings.LANGUAGES)
    found = []
    for key, values in event.detail.items():
        name, _underline, code = key.partition("_")
        if name in names and code in languages:
            before, after = map(texts.plain, values) if name == "text" else values
            found.append(Change(f"{names[name]} ({languages[code]})", code, before, after))
    return found


def _says(event: ResponseEvent, people: dict) -> list[str]:
    says = []
    if "owner" in event.detail:
        person = people.get(event.detail["owner"][1])
        says.append(_("Owner: %(person)s") % {"person": name_of(person) if person else _("Nobody")})
    removed, added = event.detail.get("points", [[], []])
    if added:
        says.append(_("Points that refer to it now: %(points)s") % {"points": _listed(added)})
    if removed:
        says.append(_("Points that refer to it no more: %(points)s") % {"points": _listed(removed)})
    return says


def _listed(labels: list[str]) -> str:
    return get_text_list(labels, _("and"))
