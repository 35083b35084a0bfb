"""The coverage of a docket in the admin: what still waits for an approved response, to print."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comments.dashboard.pages import DashboardPage, DocketPage
from comments.docket_list import DocketListView
from comments.responses import coverage

LETTERS_SHOWN = 100


class CoverageListView(DashboardPage, DocketListView):
    """All dockets: each has its coverage."""

    page_title = _("Coverage of responses")
    index_url_name = "coverage"
    docket_url_name = "docket_coverage"


@dataclass(frozen=True)
class Row:
    """A line of a table: how many points, and the list of those that are meant."""

    share: coverage.Share
    url: str


class DocketCoverageView(DocketPage):
    """How many points of a docket have an approved response: in all, by topic, by owner."""

    page_title = _("Coverage of responses")
    template_name = "comments/admin/responses/coverage.html"
    index_url_name = CoverageListView.index_url_name

    def get_context_data(self, **kwargs):
        found = coverage.of(self.docket)
        letters = coverage.letters_without_points(self.docket).defer("text")
        return {
            **super().get_context_data(**kwargs),
            "coverage": found,
            "total_url": self._list(),
            "tables": [
                {
                    "key": "topics",
                    "title": _("By topic"),
                    "header": _("Topic"),
                    "note": _("A point may be of several topics."),
                    "rows": [Row(share, self._list(**_topic(share))) for share in found.by_topic],
                },
                {
                    "key": "owners",
                    "title": _("By owner"),
                    "header": _("Owner"),
                    "rows": [Row(share, self._list(**_owner(share))) for share in found.by_owner],
                },
            ],
            "letters": letters[:LETTERS_SHOWN],
            "more_letters": max(found.unbracketed - LETTERS_SHOWN, 0),
        }

    def _list(self, **filters) -> str:
        return f"{reverse('responses:index')}?{urlencode({'docket': self.docket.pk, **filters})}"


def _topic(share: coverage.Share) -> dict:
    return {"topic": share.key} if share.key else {"no_topic": "true"}


def _owner(share: coverage.Share) -> dict:
    return {"owner": share.key} if share.key else {"holder": "nobody"}
