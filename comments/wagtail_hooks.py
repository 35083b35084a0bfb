"""Drafts, dockets and the review queue in the admin."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from comments import periods, permissions, word_import
from comments.campaigns.viewset import CampaignViewSet, CompareView
from comments.dashboard.pages import DashboardMenuItem, DashboardsView, DocketDashboardView
from comments.draft_viewset import DraftViewSet, NewVersionView
from comments.entry_views import ChooseDocketView, EnteredView, EnterView
from comments.exports.bundle_views import BundleView, RecordsMenuItem, RecordsView
from comments.exports.views import ExportRecordViewSet, ExportView
from comments.models import (
    BulkAction,
    Campaign,
    Comment,
    Docket,
    ExportRecord,
    Point,
    Response,
    SavedFilter,
)
from comments.period_admin import ChangeDatesView, DocketEditView, change_dates_button
from comments.period_forms import DocketForm
from comments.queue import bulk
from comments.queue.bulk_report import BulkActionPolicy, BulkActionViewSet
from comments.queue.home_panel import WaitingPanel
from comments.queue.saved_filter_viewset import SavedFilterPolicy, SavedFilterViewSet
from comments.queue.viewset import CommentPermissionPolicy, CommentViewSet
from comments.response_document import pages as response_document
from comments.response_pages import bulk as bulk_of_points
from comments.response_pages.coverage_pages import CoverageListView, DocketCoverageView
from comments.response_pages.masters import MasterViewSet
from comments.response_pages.viewset import PointViewSet, ResponsePolicy
from comments.review_page.file_pages import FileView, page_picture
from comments.review_page.news import news
from comments.teams import TeamViewSet
from comments.topics import TopicViewSet
from comments.word_admin import ImportView, ReportView
from engagement.panels import language_tabs
from engagement.viewsets import ReadOnlyPermissionPolicy, published_column

register_permission_policy(Comment, CommentPermissionPolicy(Comment))
register_permission_policy(Campaign, CommentPermissionPolicy(Campaign))
register_permission_policy(Point, CommentPermissionPolicy(Point))
register_permission_policy(Response, ResponsePolicy(Response))
register_permission_policy(SavedFilter, SavedFilterPolicy(SavedFilter))
register_permission_policy(ExportRecord, ReadOnlyPermissionPolicy(ExportRecord))
register_permission_policy(BulkAction, BulkActionPolicy(BulkAction))


class DocketViewSet(SnippetViewSet):
    model = Docket
    icon = "folder-open-inverse"
    menu_label = _("Dockets")
    menu_order = 215
    add_to_admin_menu = True
    list_display = ["number", "headline", "opens_at", "closes_at", published_column()]
    list_filter = ["initiative", "live"]
    search_fields = ["number", "headline_en", "headline_es"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("number"),
                    FieldPanel("initiative"),
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                    FieldRowPanel([FieldPanel("grace_minutes"), FieldPanel("accepts_late")]),
                    FieldRowPanel([FieldPanel("requires_name"), FieldPanel("requires_email")]),
                    FieldPanel("accepts_anonymous"),
                    MultiFieldPanel(
                        [
                            FieldPanel("email_address"),
                            FieldPanel("postal_address"),
                            FieldPanel("voice_phone"),
                        ],
                        heading=_("Other ways to comment"),
                    ),
                ],
                heading=_("Comment period"),
            ),
            *language_tabs(["headline", "summary"]),
        ],
        base_form_class=DocketForm,
    )
    edit_view_class = DocketEditView


register_snippet(DraftViewSet)
register_snippet(DocketViewSet)


@hooks.register("register_admin_viewset")
def register_review_queue():
    return CommentViewSet()


@hooks.register("construct_homepage_panels")
def add_what_waits(request, panels):
    if permissions.can_see(request.user):
        panels.append(WaitingPanel(request.user))


@hooks.register("register_admin_viewset")
def register_saved_filters():
    return SavedFilterViewSet()


@hooks.register("register_admin_viewset")
def register_campaigns():
    return CampaignViewSet()


@hooks.register("register_admin_urls")
def register_compare_campaigns():
    return [path("campaigns/compare/", CompareView.as_view(), name="compare_campaigns")]


@hooks.register("register_admin_viewset")
def register_topics():
    return TopicViewSet()


@hooks.register("register_admin_viewset")
def register_teams():
    return TeamViewSet()


@hooks.register("register_admin_viewset")
def register_bulk_reports():
    return BulkActionViewSet()


for act in (*bulk.ACTS, *bulk_of_points.ACTS):
    hooks.register("register_bulk_action", act)


@hooks.register("register_admin_viewset")
def register_responses():
    return [PointViewSet(), MasterViewSet()]


@hooks.register("register_admin_urls")
def register_coverage():
    return [
        path("coverage/", CoverageListView.as_view(), name="coverage"),
        path("coverage/<int:pk>/", DocketCoverageView.as_view(), name="docket_coverage"),
    ]


@hooks.register("register_reports_menu_item")
def coverage_menu_item():
    return DashboardMenuItem(
        _("Coverage of responses"),
        reverse("coverage"),
        name="coverage",
        icon_name="openquote",
        order=91,
    )


@hooks.register("register_admin_viewset")
def register_exports():
    return ExportRecordViewSet()


@hooks.register("register_admin_urls")
def register_taking_out():
    return [
        path("review/export/", ExportView.as_view(), name="export_comments"),
        path("public-records/", RecordsView.as_view(), name="records"),
        path("public-records/<int:pk>/", BundleView.as_view(), name="records_bundle"),
    ]


@hooks.register("register_admin_menu_item")
def records_menu_item():
    return RecordsMenuItem(
        _("Public records"),
        reverse("records"),
        name="public-records",
        icon_name="folder-inverse",
        order=224,
    )


@hooks.register("register_admin_urls")
def register_dashboards():
    return [
        path("dashboards/", DashboardsView.as_view(), name="dashboards"),
        path("dashboards/<int:pk>/", DocketDashboardView.as_view(), name="docket_dashboard"),
    ]


@hooks.register("register_reports_menu_item")
def dashboards_menu_item():
    return DashboardMenuItem(
        _("Dashboards of dockets"),
        reverse("dashboards"),
        name="dashboards",
        icon_name="table",
        order=90,
    )


@hooks.register("register_admin_urls")
def register_file_pages():
    return [
        path("review/files/<uuid:token>/", FileView.as_view(), name="comment_file"),
        path("review/files/<uuid:token>/<int:page>.png", page_picture, name="comment_file_page"),
    ]


@hooks.register("insert_global_admin_css")
def review_css():
    sheets = [
        [static(f"comments/{name}.css")]
        for name in (
            "queue",
            "review",
            "bracketing",
            "responses",
            "campaigns",
            "dashboard",
            "response_document",
        )
    ]
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("register_admin_urls")
def register_change_of_dates():
    return [path("dockets/<int:pk>/dates/", ChangeDatesView.as_view(), name="change_period")]


@hooks.register("register_snippet_listing_buttons")
def change_dates_in_list(snippet, user, next_url=None):
    return change_dates_button(snippet, user) if isinstance(snippet, Docket) else []


@hooks.register("register_log_actions")
def log_changes_of_dates(actions):
    actions.register_action(
        periods.LOG_ACTION, _("Change the dates of a comment period"), _("Dates changed")
    )


@hooks.register("register_admin_urls")
def register_draft_urls():
    return [
        path("drafts/<int:pk>/new-version/", NewVersionView.as_view(), name="new_draft_version"),
        path("drafts/import/", ImportView.as_view(), name="import_draft"),
        path("drafts/<int:pk>/import/", ImportView.as_view(), name="import_into_draft"),
        path("drafts/imports/<int:entry>/", ReportView.as_view(), name="draft_import_report"),
    ]


@hooks.register("register_log_actions")
def log_imports(actions):
    actions.register_action(
        word_import.LOG_ACTION, _("Import a Word document"), _("Word document imported")
    )


@hooks.register("register_admin_urls")
def register_news_of_a_comment():
    return [path("review/<int:pk>/news/<int:version>/", news, name="comment_news")]


@hooks.register("register_admin_urls")
def register_entry():
    return [
        path("enter-comment/", ChooseDocketView.as_view(), name="enter_comment"),
        path("enter-comment/done/<int:pk>/", EnteredView.as_view(), name="comment_entered"),
        path(
            "enter-comment/<int:pk>/<str:channel>/", EnterView.as_view(), name="enter_comment_form"
        ),
    ]


class EntryMenuItem(MenuItem):
    """Shown to those who may enter comments."""

    def is_shown(self, request):
        return permissions.can_enter(request.user)


@hooks.register("register_admin_menu_item")
def entry_menu_item():
    return EntryMenuItem(
        _("Enter a comment"),
        reverse("enter_comment"),
        name="enter-comment",
        icon_name="mail",
        order=218,
    )


@hooks.register("register_admin_urls")
def register_response_documents():
    pages = response_document
    return [
        path(
            "response-documents/",
            pages.ResponseDocumentsView.as_view(),
            name="response_documents",
        ),
        path(
            "response-documents/<int:pk>/",
            pages.ResponseDocumentView.as_view(),
            name="response_document",
        ),
        path(
            "response-documents/made/<int:pk>/publish/",
            pages.PublishView.as_view(),
            name="response_document_publish",
        ),
        path(
            "response-documents/made/<int:pk>/progress/",
            pages.progress,
            name="response_document_progress",
        ),
        path("response-documents/files/<int:pk>/", pages.file, name="response_document_file"),
    ]


@hooks.register("register_admin_menu_item")
def responses_menu():
    """Points, master responses and documents below one entry."""
    return SubmenuMenuItem(
        _("Responses"),
        Menu(register_hook_name="register_responses_menu_item"),
        name="response-to-comments",
        icon_name="openquote",
        order=223,
    )


@hooks.register("register_responses_menu_item")
def response_documents_menu_item():
    return response_document.ResponseDocumentMenuItem(
        _("Response documents"),
        reverse("response_documents"),
        name="response-documents",
        icon_name="doc-full",
        order=226,
    )
