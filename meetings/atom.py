"""The news of a calendar feed's meetings for feed readers: Atom, RFC 4287, in the active language.

An entry is a meeting. It comes up again when what it shows changes: it is moved, cancelled or
postponed, or a material is posted. A meeting that left the feed says so. Nothing in it comes from
the clock: the feed was updated when its latest entry was.
"""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import OuterRef, Prefetch, Subquery
from django.db.models.functions import Greatest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from engagement.formatting import long_date
from engagement.models import AgencySettings, InitiativePage
from meetings.feeds import FeedQuery
from meetings.models import Meeting, Posting, Tombstone

CONTENT_TYPE = Atom1Feed.content_type
LATEST = 50
"""Entries in a feed: a reader that asks once a month misses nothing of a busy agency."""

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was updated: RFC 4287 §4.1.1 wants a time, and no news came yet."""

# What XML 1.0 §2.2 has no way to write; text pasted from elsewhere may hold it.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class WrittenFeed:
    """The bytes of a feed, and when the latest of its news came."""

    body: bytes
    updated: datetime


class _NewsFeed(Atom1Feed):
    """Django's writer without its clock."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)


def write(query: FeedQuery) -> WrittenFeed:
    """The latest news of the meetings that `query` chooses, newest first."""
    agency = AgencySettings.load()
    address = settings.BASE_URL + query.address("meetings:atom")
    feed = _NewsFeed(
        title=_clean(query.name()),
        link=settings.BASE_URL + query.address("meetings:subscribe"),
        description=None,
        language=get_language(),
        author_name=_clean(agency.name),
        feed_url=address,
        feed_guid=address,
    )
    entries = [*map(_meeting_entry, _meetings(query)), *map(_left_entry, query.tombstones())]
    for entry in sorted(entries, key=lambda entry: entry["updateddate"], reverse=True)[:LATEST]:
        feed.add_item(**entry)
    return WrittenFeed(
        body=feed.writeString("utf-8").encode(),
        updated=feed.latest_post_date(),
    )


def entry_id(uid: str) -> str:
    """An entry's id (RFC 4287 §4.2.6): for ever, whatever the site and the meeting are called.

    The UID itself where it is a UUID; one that an imported meeting brought along is named by one.
    """
    try:
        known = uuid.UUID(uid)
    except ValueError:
        known = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:uid:{uid}")
    return known.urn


def _meetings(query: FeedQuery) -> Iterable[Meeting]:
    """Those with the latest news, with all that their entries show."""
    posted = (
        Posting.objects.filter(meeting=OuterRef("pk"))
        .exclude(subject=Posting.Subject.MEETING)
        .order_by("-posted_at")
        .values("posted_at")[:1]
    )
    # No more of an initiative than its name: its blocks are long.
    initiatives = InitiativePage.objects.live().only("headline_en", "headline_es")
    return (
        query.meetings()
        .for_lists()
        .prefetch_related(Prefetch("initiatives", initiatives))
        .annotate(news_at=Greatest("shown_changed_at", "first_published_at", Subquery(posted)))
        .order_by("-news_at", "-pk")[:LATEST]
    )


def _meeting_entry(meeting: Meeting) -> dict:
    context = {"meeting": meeting, "base_url": settings.BASE_URL}
    kind = meeting.get_kind_display()
    initiatives = [initiative.headline for initiative in meeting.initiatives.all()]
    return {
        "title": _clean(_title(meeting)),
        "link": settings.BASE_URL + meeting.get_absolute_url(),
        "description": _clean(render_to_string("meetings/atom_entry.html", context).strip()),
        "unique_id": entry_id(meeting.uid),
        "pubdate": meeting.first_published_at,
        "updateddate": meeting.news_at,
        "categories": [_clean(str(name)) for name in (kind, *initiatives)],
    }


def _left_entry(tombstone: Tombstone) -> dict:
    """Under the id that the meeting had: readers see what became of it."""
    title = _("No longer in this list: %(title)s") % {"title": tombstone.headline}
    return {
        "title": _clean(_with_date(title, tombstone.starts_at)),
        "link": settings.BASE_URL + reverse("meetings:meetings"),
        "description": _(
            "Please do not come at this time without looking at our list of meetings first."
        ),
        "unique_id": entry_id(tombstone.uid),
        "updateddate": tombstone.removed_at,
    }


def _title(meeting: Meeting) -> str:
    title = meeting.headline
    if meeting.is_off:
        title = pgettext("title of a meeting that is off", "%(state)s: %(title)s") % {
            "state": meeting.get_status_display(),
            "title": title,
        }
    return _with_date(title, meeting.starts_at)


def _with_date(title: str, moment: datetime) -> str:
    return pgettext("title of a meeting with its date", "%(title)s, %(date)s") % {
        "title": title,
        "date": long_date(moment),
    }


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)
