"""A change of one meeting of a series that is made to the later ones as well, as calendars do.

The later ones follow in what was changed and in nothing else: what one of them has of its own
stays. They begin after this one and have not begun yet. Materials are never shared.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry
from wagtail.models import Revision

from meetings import dates, notice
from meetings.copying import TIMES, shared_fields
from meetings.models import DialInNumber, Meeting, Slot
from meetings.wall_clock import moved, shift, wall_time

CHANGED_LATER = "meetings.changed_later"
"""The action in Wagtail's history of the meeting that was edited."""

_CHILDREN = ("initiatives", "dial_in_numbers", "slots")


class CannotFollow(Exception):
    """A later meeting would not be valid with the change; nothing was changed."""

    def __init__(self, meeting: Meeting, reasons: list[str]):
        super().__init__()
        self.meeting = meeting
        self.reasons = reasons

    def __str__(self) -> str:
        return _("%(meeting)s cannot be changed in this way: %(reason)s") % {
            "meeting": self.meeting,
            "reason": " ".join(str(reason) for reason in self.reasons),
        }


@dataclass(frozen=True)
class Edit:
    """What an editor changed in one go: the meeting as the form started from it, and as saved."""

    before: Meeting
    after: Meeting

    @cached_property
    def fields(self) -> list[str]:
        return changed_fields(self.before, self.after)


def changed_fields(before: Meeting, after: Meeting) -> list[str]:
    """The names of columns and child lists that differ, of those that a series has in common."""
    names = [*(field.name for field in shared_fields()), *_CHILDREN]
    return [name for name in names if _value(before, name) != _value(after, name)]


def _value(meeting: Meeting, name: str):
    """For comparing: an empty text and none are the same, children are what people see of them."""
    if name == "initiatives":
        return {page.pk for page in meeting.initiatives.all()}
    if name == "dial_in_numbers":
        return [(number.number, number.region) for number in meeting.dial_in_numbers.all()]
    if name == "slots":
        return sorted((slot.starts_at, slot.ends_at) for slot in meeting.slots.all())
    value = getattr(meeting, name)
    return None if value == "" else value


def lock_before(*, meeting: Meeting, loaded_revision: str | None, publish: bool) -> Meeting:
    """The meeting as it was before the edit, its row locked until the transaction ends.

    A draft is compared with what its form was opened with, which `loaded_revision` names: the
    editor saves by itself meanwhile. Publishing is compared with what the public sees.
    """
    stored = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if stored.live and publish:
        return stored
    revision = None
    if loaded_revision and loaded_revision.isdecimal():
        revision = Revision.objects.for_instance(stored).filter(pk=loaded_revision).first()
    if revision is None or (stored.live and revision.pk == stored.live_revision_id):
        return stored
    return revision.as_object()


@transaction.atomic
def change_later(*, edit: Edit, publish: bool, by, key: str = "") -> list[Meeting]:
    """Make the change to the later meetings of the series too. Returns those that were changed.

    `publish` publishes it for those that the public sees, as they are published; an unfinished
    draft of one stays a draft and follows. Otherwise, and for the others, it becomes a draft.
    `key` names the form: sent twice with the same content it changes once, and is answered
    alike. Raises CannotFollow.
    """
    meeting = edit.after
    known = _answered(meeting, key=_fingerprint(edit, key, publish))
    if known is not None:
        return list(Meeting.objects.filter(pk__in=known).order_by("starts_at", "pk"))
    if not edit.fields or meeting.series_id is None:
        return []
    rows = Meeting.objects.select_for_update().filter(
        series=meeting.series_id, starts_at__gt=max(edit.before.starts_at, timezone.now())
    )
    changed = [
        row
        for row in rows.exclude(pk=meeting.pk).order_by("starts_at", "pk")
        if _change(row, edit, publish=publish, by=by)
    ]
    log(
        instance=meeting,
        action=CHANGED_LATER,
        user=by,
        data={
            "key": _fingerprint(edit, key, publish),
            "meetings": [row.pk for row in changed],
            "count": len(changed),
        },
    )
    return changed


def _fingerprint(edit: Edit, key: str, publish: bool) -> str:
    facts = [key, publish, *((name, str(_value(edit.after, name))) for name in edit.fields)]
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _answered(meeting: Meeting, *, key: str) -> list[int] | None:
    """Which meetings were changed when the same form came before; None when it did not."""
    logs = log_registry.get_logs_for_instance(meeting).filter(action=CHANGED_LATER, data__key=key)
    found = logs.first()
    return found.data["meetings"] if found else None


def _change(row: Meeting, edit: Edit, *, publish: bool, by) -> bool:
    """Whether this later meeting was changed. Its row is locked by the caller."""
    if row.live and publish:
        return _change_public(row, edit, by)
    draft = row.get_latest_revision_as_object()
    before = row.get_latest_revision_as_object() if draft is not row else _again(row)
    follow(draft, edit)
    if not changed_fields(before, draft):
        return False
    _check(draft, before, edit, is_published=False)
    if not draft.live:
        # As the editor does: the row of a meeting that nobody sees is its latest draft.
        draft.save()
    draft.save_revision(user=by, clean=False, log_action=True)
    return True


def _change_public(row: Meeting, edit: Edit, by) -> bool:
    draft = row.get_latest_revision_as_object() if row.has_unpublished_changes else None
    before = _again(row)
    follow(row, edit)
    fields = changed_fields(before, row)
    if not fields:
        return False
    _check(row, before, edit, is_published=True)
    revision = row.save_revision(user=by, clean=False)
    revision.publish(user=by, skip_permission_checks=True)
    if draft is not None:
        for name in fields:
            if _value(draft, name) == _value(before, name):
                _take(draft, name, row)
        if changed_fields(row, draft):
            draft.save_revision(user=by, clean=False)
    return True


def _again(row: Meeting) -> Meeting:
    return Meeting.objects.get(pk=row.pk)


def _check(meeting: Meeting, before: Meeting, edit: Edit, *, is_published: bool) -> None:
    """What the editor's form would refuse, and what a published meeting must hold."""
    now = timezone.now()
    reasons = []
    if is_published:
        try:
            meeting.full_clean()
        except ValidationError as error:
            reasons += error.messages
    elif meeting.ends_at <= meeting.starts_at:
        reasons.append(_("The end must be after the start."))
    if meeting.starts_at != before.starts_at:
        reasons += dates.mistakes_of_start(starts_at=meeting.starts_at, now=now).values()
    if set(TIMES) & set(edit.fields):
        mistakes = dates.mistakes_of_registration(
            opens_at=meeting.registration_opens_at,
            closes_at=meeting.registration_closes_at,
            starts_at=meeting.starts_at,
        )
        reasons += mistakes.values()
    if "capacity" in edit.fields and meeting.capacity is not None:
        confirmed = meeting.registrations.confirmed().count()
        if confirmed > meeting.capacity:
            taken = ngettext(
                "%(count)s person is confirmed already.",
                "%(count)s people are confirmed already.",
                confirmed,
            )
            reasons.append(taken % {"count": confirmed})
    if is_published:
        rule = notice.rule_for(kind=meeting.kind, special=meeting.special)
        if notice.is_late(meeting=meeting, rule=rule, at=now, public=before):
            reasons.append(notice.refusal(rule=rule, starts_at=meeting.starts_at, at=now))
    if reasons:
        raise CannotFollow(before, reasons)


def follow(later: Meeting, edit: Edit) -> None:
    """Change a later meeting, unsaved, in what the edit changed. Times move as far as it did."""
    lead = shift(edit.before.starts_at, later.starts_at)
    for name in edit.fields:
        if name in TIMES:
            own = getattr(later, name)
            before, after = getattr(edit.before, name), getattr(edit.after, name)
            setattr(later, name, _followed_time(own, before, after, lead))
        elif name == "slots":
            _follow_slots(later, edit, lead)
        else:
            _take(later, name, edit.after)


def _followed_time(own, before, after, lead: timedelta) -> datetime | None:
    if after is None:
        return None
    if own is None or before is None:
        return moved(after, lead)
    return moved(own, shift(before, after))


def _take(meeting: Meeting, name: str, source: Meeting) -> None:
    """The same value as another meeting has, children as copies."""
    if name == "initiatives":
        meeting.initiatives = list(source.initiatives.all())
    elif name == "dial_in_numbers":
        meeting.dial_in_numbers = [
            DialInNumber(number=number.number, region=number.region, sort_order=order)
            for order, number in enumerate(source.dial_in_numbers.all())
        ]
    elif name == "slots":
        meeting.slots = list(source.slots.all())
    else:
        setattr(meeting, name, getattr(source, name))


def _follow_slots(later: Meeting, edit: Edit, lead: timedelta) -> None:
    """Slots are the same when they lie the same way after the start; a moved one keeps its row,
    and so its registrant. One that is taken is not removed: see OfficeHours.
    """
    own = {wall_time(slot.starts_at): slot for slot in later.slots.all()}
    after = {_slot_key(slot): slot for slot in edit.after.slots.all()}
    slots = list(own.values())
    for slot in edit.before.slots.all():
        counterpart = own.get(wall_time(slot.starts_at) + lead)
        kept = after.pop(_slot_key(slot), None)
        if counterpart is None:
            continue
        if kept is None:
            slots.remove(counterpart)
            continue
        counterpart.starts_at = moved(counterpart.starts_at, shift(slot.starts_at, kept.starts_at))
        counterpart.ends_at = moved(counterpart.ends_at, shift(slot.ends_at, kept.ends_at))
    there = {slot.starts_at for slot in slots}
    for slot in after.values():
        starts_at = moved(slot.starts_at, lead)
        if starts_at not in there:
            slots.append(Slot(starts_at=starts_at, ends_at=moved(slot.ends_at, lead)))
    later.slots = sorted(slots, key=lambda slot: slot.starts_at)


def _slot_key(slot: Slot):
    """A slot that was never published has no number yet."""
    return slot.pk or slot.starts_at
