"""The points of all letters in the admin, and how far the answer to each is."""

from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from comments import bracketing, permissions
from comments.models import Point
from comments.queue.viewset import CommentPermissionPolicy
from comments.response_pages import bulk
from comments.response_pages.filters import PointFilterSet
from comments.response_pages.listing import PointListing, with_all_shown
from comments.responses import coverage
from comments.teams import name_of
from engagement.viewsets import ExportIndexView, ReadOnlyViewSet


class ResponsePolicy(CommentPermissionPolicy):
    """Points and responses are read by those who read comments; rules of their own change them."""

    def user_has_permission(self, user, action):
        if action == "add":
            return permissions.can_write_response(user)
        return action == "view" and permissions.can_see_responses(user)


def point_url(point: Point) -> str:
    """The review page of the letter, with this point open."""
    page = reverse("review:inspect", args=[point.comment_id])
    return f"{page}?point={point.number}#point-{point.label}"


def _standing_of(point: Point) -> str:
    return dict(coverage.STANDINGS)[coverage.standing(point)]


def _words_of(point: Point) -> str:
    return Truncator(bracketing.public_words(point)).chars(120)


def _answered_by(point: Point) -> str:
    """Which master responses answer it, shortly."""
    return ", ".join(str(master.number) for master in point.masters.all())


COLUMNS = [
    TitleColumn(
        "label",
        label=_("Point"),
        get_url=point_url,
        get_title_id=lambda point: f"point_{point.pk}_title",
        classname="answers__nowrap",
    ),
    Column(
        "docket",
        label=_("Docket"),
        accessor="comment.docket.number",
        classname="answers__nowrap",
    ),
    Column("words", label=_("Words"), accessor=_words_of, classname="answers__wide"),
    StatusTagColumn(
        "standing",
        label=pgettext_lazy("column of responses", "Status"),
        accessor=_standing_of,
        primary=lambda point: coverage.is_answered(point),
    ),
    Column("masters", label=_("Master responses"), accessor=_answered_by),
    Column(
        "topics",
        label=_("Topics"),
        accessor=lambda point: ", ".join(topic.name for topic in point.topics.all()),
    ),
    Column(
        "owner",
        label=_("Owner"),
        accessor=lambda point: name_of(point.owner) if point.owner else "–",
    ),
]


class PointListView(ExportIndexView):
    """The points of letters that are posted or may yet be, in the order of their labels."""

    page_title = _("Responses")
    template_name = "comments/admin/responses/list.html"

    @cached_property
    def listing(self) -> PointListing:
        return PointListing(self.request.GET, self.request.user, self.filters)

    def get_queryset(self):
        return with_all_shown(self.listing.points())

    @cached_property
    def bulk_acts(self) -> list[dict]:
        return bulk.buttons_for(self.request.user)

    @cached_property
    def columns(self):
        boxes = [BulkActionsCheckboxColumn("bulk_actions", obj_type="point")]
        return [*(boxes if self.bulk_acts else []), *super().columns]

    @cached_property
    def header_buttons(self):
        docket = self.request.GET.get("docket", "")
        url = (
            reverse("docket_coverage", args=[docket])
            if docket.isdecimal() and len(docket) < 10
            else reverse("coverage")
        )
        return [*super().header_buttons, HeaderButton(_("Coverage"), url=url, icon_name="table")]


class PointViewSet(ReadOnlyViewSet):
    model = Point
    name = "responses"
    icon = "openquote"
    menu_label = _("Points and responses")
    # Not made of the label: what begins alike would be marked as open together.
    menu_name = "points-and-responses"
    menu_order = 223
    menu_hook = "register_responses_menu_item"
    inspect_view_enabled = False
    list_per_page = 50
    index_view_class = PointListView
    filterset_class = PointFilterSet
    # That there is a search box; what it finds says comments.response_pages.filters.
    search_fields = ["number"]
    list_display = COLUMNS

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
