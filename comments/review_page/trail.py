"""Who did what with the comment, when and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import BulkAction, Campaign, CommentEvent, Team, Topic
from comments.queue.bulk_words import describe
from comments.review_page.part import ReviewPart, Side
from comments.teams import name_of

Kind = CommentEvent.Kind


@dataclass(frozen=True)
class _Known:
    """What entries name by keys, by these keys; `undone` has acts in words, by their undoing."""

    people: dict
    teams: dict
    topics: dict
    campaigns: dict
    undone: dict

    @classmethod
    def of(cls, events: list[CommentEvent]) -> "_Known":
        campaigns = Campaign.objects.select_related("docket")
        return cls(
            people=_named(get_user_model().objects, events, "assigned_to"),
            teams=_named(Team.objects, events, "team"),
            topics=_named(Topic.objects, events, "topics"),
            campaigns=_named(campaigns, events, "campaign", "campaign_id"),
            undone=_undone(events),
        )


def described(events: Iterable[CommentEvent]) -> list[CommentEvent]:
    """The entries, each with `says`: what it changed beside the state, in sentences.

    The trail keeps people, teams, topics and campaigns by their keys; their names are asked for
    once for all, in the reader's language. `words` is the note, where `says` does not repeat it.
    """
    events = list(events)
    known = _Known.of(events)
    for event in events:
        topics = _of_topics(event, known)
        event.says = [*_undoing(event, known), *_handed(event, known), *topics]
        event.says += [*_grouped(event, known), *_legal_reason(event)]
        # The note of such an entry has the topics in English.
        event.words = "" if topics and event.kind == Kind.TOPICS else event.note
    return events


def _named(objects, events: list[CommentEvent], *names: str) -> dict:
    keys = set()
    for event in events:
        for name in names:
            for value in event.detail.get(name, ()):
                keys.update(value if isinstance(value, list) else [value])
    keys.discard(None)
    return objects.in_bulk(keys) if keys else {}


def _undone(events: list[CommentEvent]) -> dict[int, str]:
    undoings = {event.bulk_id for event in events if event.kind == Kind.UNDONE} - {None}
    acts = list(BulkAction.objects.filter(undone_by__in=undoings)) if undoings else []
    words = describe(acts)
    return {act.undone_by_id: words[act.pk] for act in acts}


def _undoing(event: CommentEvent, known: _Known) -> list[str]:
    if event.kind != Kind.UNDONE or event.bulk_id not in known.undone:
        return []
    return [_("What was undone: %(act)s") % {"act": known.undone[event.bulk_id]}]


def _handed(event: CommentEvent, known: _Known) -> list[str]:
    says, detail = [], event.detail
    if event.kind in {Kind.ASSIGNED, Kind.UNDONE}:
        if "assigned_to" in detail:
            person = known.people.get(detail["assigned_to"][1])
            says.append(
                _("To %(person)s") % {"person": name_of(person)} if person else _("To nobody")
            )
        team = known.teams.get(detail.get("team", [None, None])[1])
        if team:
            says.append(_("Team: %(team)s") % {"team": team.name})
    return says


def _of_topics(event: CommentEvent, known: _Known) -> list[str]:
    """Nothing where a topic is gone since: only the note has its name then."""
    before, after = (set(keys) for keys in event.detail.get("topics", [(), ()]))
    if not (before ^ after) <= set(known.topics):
        return []
    added, removed = _names(after - before, known), _names(before - after, known)
    return [
        *([_("Topics added: %(topics)s") % {"topics": added}] if added else []),
        *([_("Topics removed: %(topics)s") % {"topics": removed}] if removed else []),
    ]


def _names(keys: set[int], known: _Known) -> str:
    return ", ".join(sorted(known.topics[key].name for key in keys))


def _grouped(event: CommentEvent, known: _Known) -> list[str]:
    says, detail = [], event.detail
    if "lead" in detail:
        says.append(_("It became the letter that stands for the others."))
    before, after = detail.get("campaign") or detail.get("campaign_id") or (None, None)
    if before and before != after:
        says.append(_("Out of %(campaign)s") % {"campaign": _campaign(before, known)})
    if after and before != after:
        says.append(_("Into %(campaign)s") % {"campaign": _campaign(after, known)})
    return says


def _campaign(key: int, known: _Known) -> str:
    """Its name; one that was merged into another, or dissolved, has none any more."""
    return str(known.campaigns.get(key) or _("a campaign that is gone"))


def _legal_reason(event: CommentEvent) -> list[str]:
    reason = event.detail.get("legal_reason", ["", ""])[1]
    return [_("Legal reason: %(reason)s") % {"reason": reason}] if reason else []


def _context(comment, user, refused) -> dict:
    return {"events": described(comment.events.select_related("actor"))}


PART = ReviewPart(
    name="trail",
    label=gettext_lazy("Trail"),
    side=Side.WORK,
    template="comments/admin/review/trail.html",
    context=_context,
)
