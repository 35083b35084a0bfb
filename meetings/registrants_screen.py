"""The registrants of one meeting in the admin: the list, and the buttons at the door."""

import django_filters
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, Table, TitleColumn
from wagtail.admin.utils import get_valid_next_url_from_request

from engagement.search_words import fold
from engagement.viewsets import ExportIndexView
from meetings import check_in, permissions, registrants
from meetings.models import Meeting, Registration

SEARCHED = ("name", "email", "affiliation")
REGISTRANT_EXPORT = [
    "get_state_display",
    "name",
    "email",
    "get_language_display",
    "affiliation",
    "slot",
    "get_interpretation_display",
    "accommodation",
    "questions",
    "queued_at",
    "checked_in_at",
    "checked_in_by",
]


class NameColumn(TitleColumn):
    """Names wrap between words only; brings the style sheet of the lists of registrants."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, classname="registrants__name", **kwargs)

    class Media:
        css = {"all": ["meetings/registrants.css"]}


REGISTRANT_COLUMNS = [
    NameColumn("name", label=_("Name"), url_name="registrations:inspect", sort_key="name"),
    TitleColumn(
        "meeting",
        label=_("Meeting"),
        width="22%",
        get_url=lambda row: reverse("registrants:index", args=[row.meeting_id]),
        sort_key="meeting__starts_at",
    ),
    Column("get_state_display", label=_("State"), sort_key="state"),
    Column("slot", label=_("Time slot"), sort_key="slot__starts_at"),
    Column("get_language_display", label=_("Language"), sort_key="language"),
    Column("get_interpretation_display", label=_("Interpretation into"), sort_key="interpretation"),
    Column("accommodation", label=_("Accommodation")),
    DateColumn("queued_at", label=_("Registered"), sort_key="queued_at"),
    DateColumn("checked_in_at", label=_("Checked in"), sort_key="checked_in_at"),
]


class RegistrantFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        choices=Registration.State.choices, label=_("State"), widget=forms.CheckboxSelectMultiple
    )
    language = django_filters.ChoiceFilter(
        choices=settings.LANGUAGES,
        label=_("Language"),
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    needs = django_filters.BooleanFilter(label=_("Has requests"), method="filter_needs")
    here = django_filters.BooleanFilter(label=_("Checked in"), method="filter_here")

    class Meta:
        model = Registration
        fields = ["state", "language", "needs", "here"]

    def filter_needs(self, queryset, name, value):
        asking = registrants.with_requests()
        return queryset.filter(asking if value else ~asking)

    def filter_here(self, queryset, name, value):
        return queryset.filter(checked_in_at__isnull=not value)


class CheckInColumn(Column):
    """The button for the person at the door; it works without a script."""

    cell_template_name = "meetings/admin/check_in_cell.html"

    def __init__(self, *args, offered: bool, next_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.next_url = next_url

    def get_cell_context_data(self, instance, parent_context):
        return super().get_cell_context_data(instance, parent_context) | {
            "csrf_token": get_token(parent_context["request"]),
            "offered": self.offered and not instance.is_cancelled,
            "next_url": f"{self.next_url}#registrant-{instance.pk}",
        }


class NeedsColumn(Column):
    """What the person asked for, and their questions, a line each."""

    cell_template_name = "meetings/admin/needs_cell.html"


class RegistrantTable(Table):
    def get_row_attrs(self, instance):
        return super().get_row_attrs(instance) | {"id": f"registrant-{instance.pk}"}

    def get_caption(self):
        return gettext("Registrants")


class RegistrantExportView(ExportIndexView):
    """A list of registrants; its spreadsheet says in which zone its times are."""

    @cached_property
    def export_headings(self):
        zone = {"zone": settings.TIME_ZONE}
        return {
            "get_state_display": _("State"),
            "get_language_display": _("Language"),
            "get_interpretation_display": _("Interpretation into"),
            "queued_at": gettext("Registered at (%(zone)s)") % zone,
            "checked_in_at": gettext("Checked in at (%(zone)s)") % zone,
        }


class AllRegistrantsView(RegistrantExportView):
    """The registrants of every meeting."""

    page_title = _("Registrants")

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("meeting", "slot", "checked_in_by")


class RegistrantsView(RegistrantExportView):
    """Who comes to one meeting. What has to be prepared stands above the list."""

    model = Registration
    template_name = "meetings/admin/registrants.html"
    page_title = _("Registrants")
    header_icon = "group"
    any_permission_required = ["view"]
    filterset_class = RegistrantFilterSet
    table_class = RegistrantTable
    search_fields = SEARCHED
    default_ordering = ["found_name", "pk"]
    paginate_by = 50
    list_export = REGISTRANT_EXPORT

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.meeting = get_object_or_404(Meeting, pk=kwargs["pk"])

    def get_filename(self):
        day = localdate(self.meeting.starts_at, get_default_timezone())
        return f"{slugify(gettext('Registrants'))}-{self.meeting.slug}-{day}"

    def get_base_queryset(self):
        found = self.meeting.registrations.select_related("slot", "checked_in_by")
        return found.annotate(
            **{f"found_{field}": registrants.Unaccented(F(field)) for field in SEARCHED}
        )

    def search_queryset(self, queryset):
        """Each word in any of the fields, accents or not: at the door nobody types them."""
        for word in fold(self.search_query, language="").lower().split():
            anywhere = [Q(**{f"found_{field}__contains": word}) for field in SEARCHED]
            queryset = queryset.filter(anywhere[0] | anywhere[1] | anywhere[2])
        return queryset

    def get_index_url(self):
        return reverse("registrants:index", args=[self.meeting.pk])

    def get_index_results_url(self):
        return reverse("registrants:index_results", args=[self.meeting.pk])

    def get_page_subtitle(self):
        return str(self.meeting)

    @cached_property
    def columns(self):
        query = self.request.GET.copy()
        query.pop("_w_filter_fragment", None)
        may_check_in = permissions.can_run_registration(self.request.user)
        columns = [
            NameColumn(
                "name", label=_("Name"), url_name="registrations:inspect", sort_key="found_name"
            ),
            CheckInColumn(
                "checked_in_at",
                label=_("Checked in"),
                sort_key="checked_in_at",
                offered=may_check_in and check_in.is_open(self.meeting),
                next_url=f"{self.index_url}?{query.urlencode()}",
            ),
            StatusTagColumn(
                "get_state_display",
                label=_("State"),
                sort_key="state",
                primary=lambda registration: registration.is_confirmed,
            ),
            Column("get_language_display", label=_("Language"), sort_key="language"),
            NeedsColumn("questions", label=_("Requests and questions")),
            Column("affiliation", label=_("Affiliation"), sort_key="found_affiliation"),
            Column("email", label=_("E-mail"), sort_key="found_email"),
        ]
        if self.meeting.has_slots:
            columns.insert(2, Column("slot", label=_("Time slot"), sort_key="slot__starts_at"))
        return columns

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        if self.results_only:
            return context
        return context | {
            "meeting": self.meeting,
            "counts": registrants.counts(self.meeting),
            "requests": registrants.requests(self.meeting),
            "may_write": permissions.can_run_registration(self.request.user),
            "at_the_door": check_in.is_open(self.meeting),
            "check_in_opens_at": check_in.check_in_opens_at(self.meeting),
            "sent_messages": self.meeting.messages.select_related("by"),
        }


@require_POST
def check_in_registrant(request, pk, registration_pk):
    """One press at the door; back to where the list was."""
    return _at_the_door(request, pk, registration_pk, _check_in)


@require_POST
def undo_check_in_registrant(request, pk, registration_pk):
    return _at_the_door(request, pk, registration_pk, _undo)


def _at_the_door(request, pk, registration_pk, act):
    if not permissions.can_run_registration(request.user):
        raise PermissionDenied
    registration = get_object_or_404(Registration, pk=registration_pk, meeting=pk)
    try:
        messages.success(request, act(registration, request.user))
    except check_in.CheckInError as error:
        messages.error(request, error.message)
    home = reverse("registrants:index", args=[pk])
    return redirect(get_valid_next_url_from_request(request) or home)


def _check_in(registration, user) -> str:
    check_in.check_in(registration=registration, by=user)
    return gettext("%(name)s is checked in.") % {"name": registration.name}


def _undo(registration, user) -> str:
    check_in.undo_check_in(registration=registration)
    return gettext("%(name)s is no longer checked in.") % {"name": registration.name}
