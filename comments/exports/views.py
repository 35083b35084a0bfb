"""“Export” in the admin: what of the queue is taken out, in which format; and who did so when."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from comments import permissions
from comments.exports.button import filters_of
from comments.exports.exporting import Export, MayNotExport, export
from comments.exports.filter_words import words_of
from comments.models import ExportRecord
from comments.queue.viewset import CommentViewSet
from engagement.viewsets import ExportIndexView, ReadOnlyViewSet


class ExportView(WagtailAdminTemplateMixin, TemplateView):
    """Says how many comments the file will hold and what of them; sends it.

    Its address has the queue's filters. Asking for the file is a POST: it leaves a record.
    """

    template_name = "comments/admin/exports/export.html"
    page_title = _("Export comments")
    header_icon = "download"

    def dispatch(self, request, *args, **kwargs):
        if not permissions.can_export(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            made = export(
                found=self.queue.get_queryset(),
                user=request.user,
                kind=request.POST.get("kind", ""),
                query=filters_of(request.GET),
            )
        except MayNotExport:
            context = self.get_context_data(error=_("Choose the format of the file."))
            return self.render_to_response(context, status=422)
        return download(made)

    @cached_property
    def queue(self):
        """The list of the queue as these filters have it."""
        index = CommentViewSet().index_view
        view = index.view_class(**index.view_initkwargs)
        view.setup(self.request)
        return view

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("review:index"), "label": _("Comments")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        user = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "count": self.queue.get_queryset().order_by().count(),
            "filters": self.queue.active_filters,
            "search": self.request.GET.get("q", ""),
            "tab": self.queue.listing.tab,
            "sees_original": permissions.can_see_original(user),
            "sees_address": permissions.can_see_address(user),
        }


def download(made: Export) -> StreamingHttpResponse:
    """A file that is written while it is sent; nobody keeps it on the way."""
    response = StreamingHttpResponse(made.body, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.filename}"'
    add_never_cache_headers(response)
    return response


class ExportRecordsView(ExportIndexView):
    """The latest first."""

    page_title = _("Exports of comments")

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("by", "docket")


class ExportRecordViewSet(ReadOnlyViewSet):
    """Who took comments out of the system. Nobody changes it."""

    model = ExportRecord
    name = "exports"
    icon = "download"
    menu_label = _("Exports of comments")
    menu_hook = "register_reports_menu_item"
    menu_order = 860
    index_view_class = ExportRecordsView
    inspect_view_enabled = False
    ordering = ["-at", "-pk"]
    list_filter = ["kind", "docket", "by"]
    list_display = [
        TitleColumn("get_kind_display", label=_("Format")),
        DateColumn("at", label=_("At"), sort_key="at"),
        Column("by", label=_("By"), accessor=lambda row: _person(row.by)),
        Column(
            "comments",
            label=_("Comments"),
            accessor=lambda row: intcomma(row.comments),
            sort_key="comments",
        ),
        Column("docket", label=_("Docket"), accessor=lambda row: row.docket or "–"),
        Column("query", label=_("Filters"), accessor=lambda row: words_of(row.query) or "–"),
    ]
    list_export = ["get_kind_display", "at", "by", "comments", "docket", "query"]
    export_filename = "exports-of-comments"

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "inspect"]


def _person(user) -> str:
    """Nobody signed in: the command of the server did it."""
    return (user.get_full_name() or user.get_username()) if user else _("a command on the server")
