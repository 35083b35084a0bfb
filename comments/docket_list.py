"""A list of all dockets in the admin, from which one is chosen for what a screen is about."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import BaseListingView

from comments.models import Docket
from engagement.formatting import date_and_time


class DocketListView(BaseListingView):
    """All dockets, the latest first; each leads to the page named `docket_url_name`."""

    docket_url_name = ""
    paginate_by = 50
    verbose_name_plural = Docket._meta.verbose_name_plural

    @property
    def columns(self):
        return [
            TitleColumn(
                "number",
                label=_("Docket"),
                get_url=lambda docket: reverse(self.docket_url_name, args=[docket.pk]),
            ),
            Column("headline", label=_("Title")),
            Column(
                "closes_at",
                label=pgettext_lazy("column: when a comment period ends", "Closes"),
                accessor=lambda docket: date_and_time(docket.closes_at),
            ),
        ]

    def get_base_queryset(self):
        return Docket.objects.order_by("-opens_at", "-pk")
