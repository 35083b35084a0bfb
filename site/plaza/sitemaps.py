"""sitemap.xml: what is published, in each language, for search engines.

Posted comments are left out: they are public and linked from their docket, but nobody who wrote
to their agency asked to be found by name in a search engine.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.models import Page

from comments.models import Docket, Draft, Response, ResponsePublication
from engagement.models import Document
from meetings.models import Meeting


class BilingualSitemap(Sitemap):
    """Each page in each language, at the site's public address whoever asks."""

    i18n = True
    alternates = True
    x_default = True

    def get_protocol(self, protocol=None):
        return urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.BASE_URL).netloc

    def lastmod(self, item):
        return getattr(item, "last_published_at", None)


class PageSitemap(BilingualSitemap):
    """Wagtail's pages: home, initiatives and whatever else editors publish."""

    def items(self):
        return Page.objects.live().public().filter(depth__gt=1).order_by("path")

    def location(self, item):
        return item.get_url()


class ListSitemap(BilingualSitemap):
    """Pages that are no row of a table."""

    def items(self):
        return ["meetings:meetings", "meetings:subscribe"]

    def location(self, item):
        return reverse(item)


class MeetingSitemap(BilingualSitemap):
    def items(self):
        return Meeting.objects.published().order_by("pk")


class DocumentSitemap(BilingualSitemap):
    def items(self):
        return Document.objects.published().order_by("pk")


class DraftSitemap(BilingualSitemap):
    def items(self):
        return Draft.objects.published().latest_versions().order_by("pk")


class DocketSitemap(BilingualSitemap):
    def items(self):
        return Docket.objects.published().order_by("pk")


class ResponsesSitemap(BilingualSitemap):
    """What was published of the response to comments; points quote people, and are left out."""

    def items(self):
        answered = ResponsePublication.objects.values("docket")
        return Docket.objects.published().filter(pk__in=answered).order_by("pk")

    def location(self, item):
        return item.responses_url

    def lastmod(self, item):
        return None


class MasterResponseSitemap(BilingualSitemap):
    def items(self):
        return Response.objects.published_masters().select_related("docket").order_by("pk")


SITEMAPS = {
    "pages": PageSitemap,
    "lists": ListSitemap,
    "meetings": MeetingSitemap,
    "documents": DocumentSitemap,
    "drafts": DraftSitemap,
    "dockets": DocketSitemap,
    "responses": ResponsesSitemap,
    "master-responses": MasterResponseSitemap,
}
