"""The way of a response from draft to approved, one at a time or many at once.

Whoever wrote a response last does not approve it: a constraint holds that as well.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import permissions
from comments.models import Docket, Response, ResponseEvent
from comments.responses import coverage
from comments.responses.acts import check_version, locked, record, while_open
from comments.review.acts import ReviewError

Status = Response.Status


def _may_send_back(user, response: Response | None = None) -> bool:
    return permissions.can_write_response(user) or permissions.can_approve_response(user)


MOVES: dict[tuple[str, str], Callable] = {
    (Status.DRAFTED, Status.REVIEWED): lambda user, response=None: permissions.can_write_response(
        user
    ),
    (Status.REVIEWED, Status.APPROVED): permissions.can_approve_response,
    (Status.REVIEWED, Status.DRAFTED): _may_send_back,
    (Status.APPROVED, Status.DRAFTED): _may_send_back,
}
"""The allowed moves, from one status to another, and who makes each."""

MAX_NOTE = 5000


@dataclass
class Done:
    """What became of many: how many were moved, and which were left alone why, by label."""

    changed: int = 0
    left: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def allowed(response: Response, user) -> list[str]:
    """Where this person may move the response now."""
    return [
        to_status
        for (from_status, to_status), may in MOVES.items()
        if from_status == response.status and may(user, response)
    ]


def move(
    *, response: Response, to_status: str, actor, note: str = "", version: int | None = None
) -> Response:
    """Move a response. Back to draft needs a note: it is kept in the history.

    `version` is the one the person saw. Raises ReviewError when the actor may not, when the move
    is none of MOVES, for a response without words, without the note, and once the docket is
    published; StaleResponseError when a colleague wrote or moved it in the meantime.
    """
    with while_open(response.docket):
        found = locked(Response.objects.filter(pk=response.pk)).get()
        check_version(found, version)
        _check(found, to_status, actor, note)
        from_status = found.status
        for name, value in _fields(to_status, actor, timezone.now()).items():
            setattr(found, name, value)
        found.save()
        record(found, ResponseEvent.Kind.MOVED, actor=actor, from_status=from_status, note=note)
        return found


def move_many(
    *, docket: Docket, responses: Iterable[int], to_status: str, actor, note: str = ""
) -> Done:
    """Move those of a docket's responses that may be moved; the others are left alone.

    `responses` are keys. The whole is one transaction of a few statements. Raises ReviewError
    when the actor may move none of any kind there, and once the docket is published.
    """
    may = [may for (_from, to), may in MOVES.items() if to == to_status]
    if not any(one(actor) for one in may):
        raise ReviewError(_("You may not move responses there."))
    done, events, at = Done(), [], timezone.now()
    with while_open(docket):
        rows = docket.responses.filter(pk__in=list(responses))
        for response in locked(rows.select_related("point__comment")):
            try:
                _check(response, to_status, actor, note)
            except ReviewError as error:
                done.left[str(error.message)].append(label_of(response))
                continue
            events.append(_event(response, to_status, actor, note, at))
        moved = Response.objects.filter(pk__in=[event.response_id for event in events])
        done.changed = moved.update(version=F("version") + 1, **_fields(to_status, actor, at))
        ResponseEvent.objects.bulk_create(events, batch_size=2000)
    return done


def label_of(response: Response) -> str:
    """What people call it in a list: the label of its point, or its name as a master response."""
    return response.point.label if response.point else str(response)


def _check(response: Response, to_status: str, actor, note: str) -> None:
    may = MOVES.get((response.status, to_status))
    if may is None:
        raise ReviewError(
            _("A response that is “%(status)s” cannot be moved there.")
            % {"status": response.get_status_display()}
        )
    if not may(actor, response):
        if may(actor):
            raise ReviewError(_("You wrote this last: another person approves it."))
        raise ReviewError(_("You may not move responses there."))
    if to_status == Status.DRAFTED and not note.strip():
        raise ReviewError(_("Say in the note what is to be changed."))
    if len(note) > MAX_NOTE:
        raise ReviewError(
            _("This note is too long: at most %(most)s characters.") % {"most": MAX_NOTE}
        )
    if to_status != Status.DRAFTED and not coverage.said(response):
        raise ReviewError(_("Write the response first, in one language at least."))


def _fields(to_status: str, actor, at) -> dict:
    """What a move writes beside the status: who did it, and no more of what it takes back."""
    fields = {"status": to_status}
    match to_status:
        case Status.REVIEWED:
            fields |= {"reviewed_by": actor, "reviewed_at": at}
        case Status.APPROVED:
            fields |= {"approved_by": actor, "approved_at": at}
        case _:
            fields |= dict.fromkeys(("reviewed_by", "reviewed_at", "approved_by", "approved_at"))
    return fields


def _event(response: Response, to_status: str, actor, note: str, at) -> ResponseEvent:
    return ResponseEvent(
        response=response,
        at=at,
        actor=actor,
        kind=ResponseEvent.Kind.MOVED,
        from_status=response.status,
        to_status=to_status,
        note=note.strip(),
        version=response.version + 1,
    )
