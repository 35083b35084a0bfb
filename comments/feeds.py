"""The feed of a docket's posted comments (Atom, RFC 4287), for readers and for programs."""

import re

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comments.models import Comment, Docket

ENTRIES = 50
"""Those posted last; the whole record is the docket's JSON."""

CONTENT_TYPE = Atom1Feed.content_type

# XML 1.0 §2.2 has no way to write these, and Django refuses the whole feed for one of them.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _DocketFeed(Atom1Feed):
    """Each entry is in the language of its comment; a docket without any has its own date."""

    def item_attributes(self, item):
        return {**super().item_attributes(item), "xml:lang": item["language"]}

    def latest_post_date(self):
        """Django's own would say now, and the feed would be another at each request."""
        return super().latest_post_date() if self.items else self.feed["opens_at"]


def of_docket(docket: Docket) -> str:
    """The comments posted last, the latest first. An entry's id stays what it is for ever."""
    feed = _DocketFeed(
        title=f"{docket.number}: {docket.headline}",
        subtitle=_("Posted comments"),
        description="",
        link=settings.BASE_URL + docket.get_absolute_url(),
        feed_url=settings.BASE_URL + reverse("comments:docket_feed", args=[docket.number]),
        language=get_language(),
        opens_at=docket.opens_at,
    )
    latest = Comment.objects.posted().filter(docket=docket).order_by("-posted_at", "-pk")
    for comment in latest.for_lists().prefetch_related("additions")[:ENTRIES]:
        feed.add_item(
            title=_xml(f"{comment.number}: {comment.public_name}"),
            link=settings.BASE_URL + comment.get_absolute_url(),
            description=_xml(render_to_string("comments/includes/feed_entry.html", _of(comment))),
            unique_id=comment.uid.urn,
            pubdate=comment.posted_at,
            updateddate=comment.posted_at,
            author_name=_xml(comment.public_name),
            categories=[topic.name for topic in comment.topics.all()],
            language=comment.language,
        )
    return feed.writeString("utf-8")


def _of(comment: Comment) -> dict:
    return {"comment": comment, "remarks": comment.remarks.all()}


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text)
