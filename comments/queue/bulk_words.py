"""What acts on many comments say they did."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from comments.models import BulkAction, Comment, Team, Topic
from comments.review.bulk_rows import names_of

Kind = BulkAction.Kind


def describe(actions: Iterable[BulkAction]) -> dict[int, str]:
    """Each act in words, by its key, in a constant number of queries."""
    actions = list(actions)

    def asked(kind, *names) -> set[int]:
        """The keys that acts of a kind name, alone or in lists."""
        found = set()
        for action in actions:
            for name in names if action.kind == kind else ():
                value = action.asked.get(name)
                found.update(value if isinstance(value, list) else [value])
        return found - {None}

    known = {
        "people": names_of(asked(Kind.ASSIGN, "assigned_to")),
        "teams": Team.objects.in_bulk(asked(Kind.ASSIGN, "team")),
        "topics": Topic.objects.in_bulk(asked(Kind.TOPIC, "add", "remove")),
        "leads": Comment.objects.select_related("docket")
        .only("docket__number", "sequence")
        .in_bulk(asked(Kind.CAMPAIGN, "lead")),
    }
    return {action.pk: _words(action, known) for action in actions}


def _words(action: BulkAction, known: dict) -> str:
    asked = action.asked
    match action.kind:
        case Kind.ASSIGN:
            names = [
                known["people"].get(asked.get("assigned_to"), ""),
                str(known["teams"].get(asked.get("team"), "")),
            ]
            to = ", ".join(filter(None, names))
            return _("Assigned to %(whom)s") % {"whom": to} if to else _("Given back to the queue")
        case Kind.TOPIC:
            added, removed = (_topics(name, action, known) for name in ("add", "remove"))
            parts = [
                _("Topics added: %(topics)s") % {"topics": added} if added else "",
                _("Topics removed: %(topics)s") % {"topics": removed} if removed else "",
            ]
            return "; ".join(filter(None, parts)) or action.get_kind_display()
        case Kind.MOVE if asked.get("to_state") in Comment.State:
            return _("Moved to “%(state)s”") % {"state": Comment.State(asked["to_state"]).label}
        case Kind.CAMPAIGN if asked.get("lead") in known["leads"]:
            number = known["leads"][asked["lead"]].number
            return _("Put into the campaign of %(number)s") % {"number": number}
    return action.get_kind_display()


def _topics(name: str, action: BulkAction, known: dict) -> str:
    found = (known["topics"].get(pk) for pk in action.asked.get(name, ()))
    return ", ".join(topic.name for topic in found if topic)
