"""What stays of a meeting in the feeds that it left."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

EVERY_FEED = "all"


class TombstoneQuerySet(models.QuerySet):
    def of_feed(self, marks):
        """Those of meetings that were in the feed which holds what has all of these marks."""
        return self.filter(marks__contains=sorted(marks))

    def told_anew_by(self, *, uid: str, marks):
        """Those that said a meeting was gone from feeds to which it comes back now."""
        return self.filter(uid=uid, marks__overlap=sorted(marks))


class Tombstone(models.Model):
    """A meeting that was public and was deleted, unpublished, or left some of its feeds.

    Calendars keep an event until a feed says that it is off, so each feed that had it says so:
    the one of an initiative also when the meeting went to another. Tombstones are kept, because
    a meeting that comes back must have a higher SEQUENCE than they (RFC 5545 §3.8.7.4).
    """

    uid = models.CharField(max_length=255, db_index=True)
    sequence = models.PositiveIntegerField()
    headline = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    # What feeds choose by, as the meeting was when it left: see Meeting.feed_marks.
    marks = ArrayField(models.CharField(max_length=40))
    removed_at = models.DateTimeField(_("removed at"))

    objects = TombstoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting that left feeds")
        verbose_name_plural = _("meetings that left feeds")
        ordering = ["starts_at", "pk"]
        indexes = [GinIndex(fields=["marks"], name="tombstone_marks")]

    def __str__(self) -> str:
        return self.headline
