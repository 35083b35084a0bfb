"""Who did what with the comment, when and why."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import CommentEvent, Team
from comments.review_page.part import ReviewPart, Side
from comments.teams import name_of


def described(events: Iterable[CommentEvent]) -> list[CommentEvent]:
    """The entries, each with `says`: what it changed beside the state, in sentences.

    The trail keeps people and teams by their keys; their names are asked for once for all.
    """
    events = list(events)
    people = _named(get_user_model(), events, "assigned_to")
    teams = _named(Team, events, "team")
    for event in events:
        event.says = _says(event, people, teams)
    return events


def _named(model, events: list[CommentEvent], name: str) -> dict:
    keys = {key for event in events for key in event.detail.get(name, ()) if key}
    return model.objects.in_bulk(keys) if keys else {}


def _says(event: CommentEvent, people: dict, teams: dict) -> list[str]:
    says, detail = [], event.detail
    if event.kind in {CommentEvent.Kind.ASSIGNED, CommentEvent.Kind.UNDONE}:
        if "assigned_to" in detail:
            person = people.get(detail["assigned_to"][1])
            says.append(
                _("To %(person)s") % {"person": name_of(person)} if person else _("To nobody")
            )
        team = teams.get(detail.get("team", [None, None])[1])
        if team:
            says.append(_("Team: %(team)s") % {"team": team.name})
    legal_reason = detail.get("legal_reason", ["", ""])[1]
    if legal_reason:
        says.append(_("Legal reason: %(reason)s") % {"reason": legal_reason})
    return says


def _context(comment, user, refused) -> dict:
    return {"events": described(comment.events.select_related("actor"))}


PART = ReviewPart(
    name="trail",
    label=gettext_lazy("Trail"),
    side=Side.WORK,
    template="comments/admin/review/trail.html",
    context=_context,
)
