"""The dashboard in the admin: the dockets, and how one of them stands, to print for a meeting."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from comments import permissions
from comments.dashboard import charts
from comments.dashboard.figures import STAGES, Figures, Load, agency_day
from comments.docket_list import DocketListView
from comments.models import Docket


class DashboardPage(WagtailAdminTemplateMixin):
    """For those who may read the queue."""

    header_icon = "table"
    page_title = gettext_lazy("Dashboard")

    def dispatch(self, request, *args, **kwargs):
        if not permissions.can_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class DashboardsView(DashboardPage, DocketListView):
    """All dockets: each has its dashboard."""

    index_url_name = "dashboards"
    docket_url_name = "docket_dashboard"


class DocketPage(DashboardPage, TemplateView):
    """A page about one docket, reached from the list of all: `index_url_name` is that list's."""

    index_url_name: str

    @cached_property
    def docket(self) -> Docket:
        return get_object_or_404(Docket, pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return str(self.docket)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": self.page_title},
            {"url": "", "label": self.page_title, "sublabel": self.docket.number},
        ]

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "docket": self.docket,
            "now": timezone.now(),
        }


class DocketDashboardView(DocketPage):
    """How one docket stands at this moment."""

    template_name = "comments/admin/dashboard.html"
    index_url_name = DashboardsView.index_url_name

    def get_context_data(self, **kwargs):
        figures = Figures(self.docket)
        return {
            **super().get_context_data(**kwargs),
            "figures": figures,
            "charts": charts_of(figures),
        }


class DashboardMenuItem(MenuItem):
    """Shown to those who may read the queue."""

    def is_shown(self, request):
        return permissions.can_see(request.user)


def charts_of(figures: Figures) -> list[charts.Chart]:
    """The charts of a docket, in the order in which they are read."""
    comments = _("Comments")
    return [
        _by_day(figures),
        charts.bars(
            "states",
            _("States now"),
            _("How many comments are in each state."),
            [_("State"), comments],
            figures.by_state,
        ),
        _over_time(figures),
        charts.bars(
            "channels",
            _("Channels"),
            _("By which way comments came."),
            [_("Channel"), comments],
            figures.by_channel,
        ),
        charts.bars(
            "languages",
            _("Languages"),
            _("In which language comments were written."),
            [_("Language"), comments],
            figures.by_language,
        ),
        charts.bars(
            "topics",
            _("Topics"),
            _("What comments are about; one may be about several topics."),
            [_("Topic"), comments],
            figures.by_topic,
        ),
        _load("people", _("Reviewers"), _("Reviewer"), figures.by_person),
        _load("teams", _("Teams"), _("Team"), figures.by_team),
    ]


def _by_day(figures: Figures) -> charts.Chart:
    days, counts = list(figures.by_day), list(figures.by_day.values())
    closes = agency_day(figures.docket.closes_at)
    busiest = max(range(len(days)), key=counts.__getitem__)
    return charts.columns(
        "days",
        _("Comments received each day"),
        ngettext(
            "Most on %(day)s: %(shown)s comment.",
            "Most on %(day)s: %(shown)s comments.",
            counts[busiest],
        )
        % {"day": _day(days[busiest]), "shown": charts.shown(counts[busiest])},
        [pgettext("column of a table", "Day"), _("Comments")],
        [_day(day) for day in days],
        [[count] for count in counts],
        marked=days.index(closes) if closes in days else None,
        mark_text=_("Deadline: %(day)s") % {"day": _day(closes)},
        ends=(_day(days[0]), _day(days[-1])),
    )


def _over_time(figures: Figures) -> charts.Chart:
    names = {
        "waiting": _("Waiting for review"),
        "review": _("In review or redaction"),
        "posted": pgettext("state of a comment", "Posted"),
        "other": _("Decided otherwise"),
    }
    days = list(figures.stages_by_day)
    return charts.columns(
        "stages",
        _("States over time"),
        _("How many comments were in each stage at the end of each day."),
        [pgettext("column of a table", "Day"), *names.values()],
        [_day(day) for day in days],
        [list(stages.values()) for stages in figures.stages_by_day.values()],
        legend=[(stage, names[stage]) for stage in STAGES],
        ends=(_day(days[0]), _day(days[-1])),
    )


def _load(key: str, title: str, header: str, rows: list[Load]) -> charts.Chart:
    return charts.grouped(
        key,
        title,
        _("What waits for each, and what each has decided."),
        [header, pgettext("comments", "Open"), pgettext("comments", "Decided")],
        [(row.name, [row.open, row.done]) for row in rows],
        [("waiting", pgettext("comments", "Open")), ("posted", pgettext("comments", "Decided"))],
    )


def _day(day) -> str:
    return formats.date_format(day, "SHORT_DATE_FORMAT")
