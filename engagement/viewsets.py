"""Shared by the admin's lists; screens for rows from the public, which staff only read."""

from codecs import BOM_UTF8
from datetime import datetime

from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import StatusTagColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from engagement.formatting import date_and_time


def published_column() -> StatusTagColumn:
    """Whether the public sees a row, in the words of staff; Wagtail's would be True or False."""
    return StatusTagColumn(
        "live",
        label=_("On the public site"),
        accessor=lambda row: gettext("Yes") if row.live else gettext("No"),
        primary=lambda row: row.live,
        sort_key="live",
    )


class ReadOnlyPermissionPolicy(ModelPermissionPolicy):
    """Nobody adds, changes or deletes here, not even a superuser; `view` needs its permission."""

    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, "view")


class ReadOnlyInspectView(InspectView):
    """Times in the agency's zone; Wagtail's own view shows them as they are stored, in UTC."""

    def get_field_display_value(self, field_name, field):
        value = super().get_field_display_value(field_name, field)
        return date_and_time(value) if isinstance(value, datetime) else value


def as_text(value: str) -> str:
    """A cell that no spreadsheet program takes for a formula (OWASP, CSV injection).

    What people typed into a public form is opened on a clerk's computer.
    """
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else value


def _agency_clock(moment: datetime) -> datetime:
    """Without a zone, which no spreadsheet program reads; headings name it."""
    return timezone.make_naive(moment, timezone.get_default_timezone())


def _written_clock(moment: datetime) -> str:
    """As 2025-12-12 17:00, which spreadsheet programs of every language read as a time."""
    return f"{_agency_clock(moment):%Y-%m-%d %H:%M}"


class ExportIndexView(IndexView):
    """A list whose export carries people's words as text, and times in the agency's zone."""

    custom_value_preprocess = {
        **IndexView.custom_value_preprocess,
        datetime: {
            SpreadsheetExportMixin.FORMAT_CSV: _written_clock,
            SpreadsheetExportMixin.FORMAT_XLSX: _agency_clock,
        },
        str: {
            SpreadsheetExportMixin.FORMAT_CSV: as_text,
            SpreadsheetExportMixin.FORMAT_XLSX: as_text,
        },
    }

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.language = get_language()

    def get_heading(self, queryset, field):
        """In the reader's language: the file is written after the request has ended."""
        with override(self.language):
            return super().get_heading(queryset, field)

    def to_row_dict(self, item):
        with override(self.language):
            return super().to_row_dict(item)

    def stream_csv(self, queryset):
        """With the mark by which spreadsheet programs know that é is one letter."""
        yield BOM_UTF8
        yield from super().stream_csv(queryset)


class ReadOnlyViewSet(ModelViewSet):
    """A list and a page for each row, without the views that would change one.

    The model's policy must be registered as well: register_permission_policy(model,
    ReadOnlyPermissionPolicy(model)).
    """

    index_view_class = ExportIndexView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = ReadOnlyInspectView
    add_to_reference_index = False
    form_fields = []

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path(f"inspect/<{self.pk_path_converter}:pk>/", self.inspect_view, name="inspect"),
        ]

    def get_common_view_kwargs(self, **kwargs):
        """No addresses of views that this viewset has not."""
        kept = super().get_common_view_kwargs(**kwargs)
        for name in ("add", "edit", "delete", "history", "usage"):
            kept.pop(f"{name}_url_name", None)
        return kept
