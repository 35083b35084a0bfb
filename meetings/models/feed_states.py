"""Since when each feed is what it is."""

from django.db import models


class FeedState(models.Model):
    """A feed's content, by its digest, and when it was first seen to be so.

    Last-Modified cannot be had from the meetings: one that leaves takes its times along, and an
    initiative or the agency can be renamed.
    """

    key = models.CharField(max_length=200, unique=True)
    digest = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
