"""What a meeting is in people's calendars: one event, whose changes their programs follow."""

import hashlib
import json
import uuid
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from .tombstones import Tombstone

_SECOND = timedelta(seconds=1)


def new_uid() -> str:
    """A UID for ever (RFC 7986 §5.3): no name of ours is in it that could change."""
    return str(uuid.uuid4())


class CalendarIdentity(models.Model):
    """UID and SEQUENCE (RFC 5545 §3.8.4.7, §3.8.7.4) and since when an event is what it is.

    All of it follows from save() and delete(), however a meeting is published, withdrawn or
    imported; an update() changes nothing in calendars.

    A meeting that was imported keeps the UID it had elsewhere.
    """

    uid = models.CharField(max_length=255, default=new_uid, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_digest = models.CharField(max_length=64, blank=True, editable=False)
    calendar_changed_at = models.DateTimeField(default=timezone.now, editable=False)
    # LAST-MODIFIED: of anything that the event shows, in any language.
    shown_changed_at = models.DateTimeField(default=timezone.now, editable=False)

    _CALENDAR_FIELDS = ("sequence", "calendar_digest", "calendar_changed_at", "shown_changed_at")

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            # A revision being published carries old numbers, so the stored row decides.
            stored = type(self).objects.select_for_update().filter(pk=self.pk).first()
            shown = stored.shown_facts() if stored else None
            marks = stored.feed_marks() if stored else frozenset()
            self._follow(stored, shown, marks)
            super().save(*args, **kwargs)
            if marks - self.feed_marks():
                leave_tombstone(stored, marks)
            if stored and self._came_back_unchanged(stored):
                # Its registrants know all there is to know: no message of a change (see
                # meetings.changes).
                known = self.registrations.filter(told_sequence=stored.sequence)
                known.update(told_sequence=self.sequence)

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            leave_tombstones(type(self).objects.filter(pk=self.pk))
            return super().delete(*args, **kwargs)

    def _follow(self, stored, shown: list | None, marks: frozenset[str]) -> None:
        """Set SEQUENCE and the times at which the event changed.

        RFC 5545 §3.8.7.4: SEQUENCE grows when time, place, join details or status change, and
        when a feed that said the meeting is gone has it again.
        """
        digest = hashlib.sha256(json.dumps(self.calendar_facts()).encode()).hexdigest()
        if stored is None:
            self.sequence, self.calendar_digest = 0, digest
            self.calendar_changed_at = self.shown_changed_at = timezone.now()
        else:
            for field in self._CALENDAR_FIELDS:
                setattr(self, field, getattr(stored, field))
        if digest != self.calendar_digest:
            self.sequence += 1
            self.calendar_digest = digest
            self.calendar_changed_at = timezone.now()
        self._come_back(marks)
        if stored and (self.sequence != stored.sequence or self.shown_facts() != shown):
            self.shown_changed_at = _after(self.shown_changed_at)

    def _came_back_unchanged(self, stored) -> bool:
        return self.sequence > stored.sequence and self.calendar_digest == stored.calendar_digest

    def _come_back(self, marks: frozenset[str]) -> None:
        """Rise above the tombstones in the feeds to which the meeting returns."""
        entered = self.feed_marks() - marks
        if not entered:
            return
        told = Tombstone.objects.told_anew_by(uid=self.uid, marks=entered).aggregate(
            sequence=Max("sequence"), removed_at=Max("removed_at")
        )
        if told["sequence"] is None:
            return
        self.sequence = max(self.sequence, told["sequence"] + 1)
        self.shown_changed_at = max(self.shown_changed_at, told["removed_at"])

    def with_content_json(self, content):
        """The same event in calendars, whichever revision of it is published."""
        restored = super().with_content_json(content)
        restored.uid = self.uid
        return restored

    def calendar_facts(self) -> list[str]:
        """In no zone and no language: the same facts are the same text for every editor."""
        raise NotImplementedError

    def shown_facts(self) -> list:
        """All that the event says in any language; what changes it raises LAST-MODIFIED."""
        raise NotImplementedError

    def feed_marks(self) -> frozenset[str]:
        """What feeds choose it by, EVERY_FEED among them; nothing while it is not public."""
        raise NotImplementedError


def leave_tombstones(meetings) -> None:
    """For meetings about to be deleted: whoever has one in a calendar is told that it is gone."""
    for meeting in meetings.select_for_update():
        if marks := meeting.feed_marks():
            leave_tombstone(meeting, marks)


def leave_tombstone(meeting: CalendarIdentity, marks: frozenset[str]) -> None:
    """Say in the feeds of these marks that the meeting, as it was, is gone from them."""
    Tombstone.objects.create(
        uid=meeting.uid,
        sequence=meeting.sequence + 1,
        headline_en=meeting.headline_en,
        headline_es=meeting.headline_es,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        marks=sorted(marks),
        removed_at=_after(meeting.shown_changed_at),
    )


def _after(moment: datetime) -> datetime:
    """Now, and a later second than that: calendars know no fractions."""
    return max(timezone.now(), moment + _SECOND)
