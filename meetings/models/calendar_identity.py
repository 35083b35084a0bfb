"""What a meeting is in people's calendars: one event, whose changes their programs follow."""

import hashlib
import json
import uuid

from django.db import models
from django.utils import timezone


def new_uid() -> str:
    """A UID for ever (RFC 7986 §5.3): no name of ours is in it that could change."""
    return str(uuid.uuid4())


class CalendarIdentity(models.Model):
    """UID and SEQUENCE (RFC 5545 §3.8.4.7, §3.8.7.4) and since when they are what they are.

    A meeting that was imported keeps the UID it had elsewhere.
    """

    uid = models.CharField(max_length=255, default=new_uid, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_digest = models.CharField(max_length=64, blank=True, editable=False)
    calendar_changed_at = models.DateTimeField(default=timezone.now, editable=False)

    _CALENDAR_FIELDS = ("sequence", "calendar_digest", "calendar_changed_at")

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is None:
            self._raise_sequence()
        super().save(*args, **kwargs)

    def _raise_sequence(self) -> None:
        """RFC 5545 §3.8.7.4: SEQUENCE grows when time, place, join details or status change.

        Compared with the stored row: a revision being published carries old numbers.
        """
        stored = type(self).objects.filter(pk=self.pk).only(*self._CALENDAR_FIELDS).first()
        digest = hashlib.sha256(json.dumps(self.calendar_facts()).encode()).hexdigest()
        if stored and stored.calendar_digest == digest:
            for field in self._CALENDAR_FIELDS:
                setattr(self, field, getattr(stored, field))
            return
        self.sequence = stored.sequence + 1 if stored else 0
        self.calendar_digest = digest
        self.calendar_changed_at = timezone.now()

    def calendar_facts(self) -> list[str]:
        """In no zone and no language: the same facts are the same text for every editor."""
        raise NotImplementedError
