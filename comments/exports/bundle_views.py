"""“Public records” in the admin: the dockets, and the bundle of each for a records request."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from comments import permissions
from comments.docket_list import DocketListView
from comments.exports import bundle
from comments.exports.views import download
from comments.models import Docket


class RecordsPage(WagtailAdminTemplateMixin):
    """For those who answer records requests, and for nobody else."""

    header_icon = "folder-inverse"
    page_title = _("Public records")

    def dispatch(self, request, *args, **kwargs):
        if not permissions.can_export_record(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class RecordsView(RecordsPage, DocketListView):
    """All dockets, the latest first."""

    index_url_name = "records"
    docket_url_name = "records_bundle"


class BundleView(RecordsPage, TemplateView):
    """What the bundle of a docket will hold; sends it. Asking is a POST: it leaves a record."""

    template_name = "comments/admin/exports/bundle.html"

    @cached_property
    def docket(self) -> Docket:
        dockets = Docket.objects.select_related("initiative")
        return get_object_or_404(dockets, pk=self.kwargs["pk"])

    def post(self, request, *args, **kwargs):
        return download(bundle.take_out(docket=self.docket, user=request.user))

    def get_page_subtitle(self):
        return str(self.docket)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("records"), "label": self.page_title},
            {"url": "", "label": self.page_title, "sublabel": self.docket.number},
        ]

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "docket": self.docket,
            "counts": bundle.counts(self.docket),
        }


class RecordsMenuItem(MenuItem):
    """Shown to those who answer records requests."""

    def is_shown(self, request):
        return permissions.can_export_record(request.user)
