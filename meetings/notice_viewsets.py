"""Public notice in the admin: the agency's rules, and the record of what was posted when."""

import django_filters
from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from engagement.viewsets import ExportIndexView, ReadOnlyViewSet
from meetings.models import Meeting, NoticeRule, Posting


class YesColumn(Column):
    """Yes, or nothing: a red cross would look like a mistake."""

    def get_value(self, instance):
        return gettext("Yes") if super().get_value(instance) else ""


class NoticeRuleViewSet(ModelViewSet):
    """How many hours before its start each kind of meeting must be posted."""

    model = NoticeRule
    name = "notice_rules"
    icon = "calendar-check"
    menu_label = _("Public notice rules")
    menu_order = 650
    add_to_settings_menu = True
    form_fields = ["kind", "special", "hours", "source"]
    list_display = ["kind", YesColumn("special", label=_("Special meeting")), "hours", "source"]
    add_to_reference_index = False
    copy_view_enabled = False


class PostingFilterSet(WagtailFilterSet):
    class Late:
        YES = "yes"
        NO = "no"

    late = django_filters.ChoiceFilter(
        choices=[(Late.YES, _("Short notice")), (Late.NO, _("In time"))],
        label=_("Notice"),
        method="filter_late",
        empty_label=_("All"),
    )
    meeting = django_filters.ModelChoiceFilter(
        queryset=Meeting.objects.order_by("-starts_at"), label=_("Meeting")
    )
    subject = django_filters.ChoiceFilter(
        choices=Posting.Subject.choices, label=_("What"), empty_label=_("All")
    )
    posted_at = django_filters.DateFromToRangeFilter(
        label=_("Posted"), widget=DateRangePickerWidget
    )
    starts_at = django_filters.DateFromToRangeFilter(
        label=_("Start of the meeting"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Posting
        fields = ["late", "meeting", "subject", "posted_at", "starts_at"]

    def filter_late(self, queryset, name, value):
        late = Posting.objects.late().values("pk")
        if value == self.Late.YES:
            return queryset.filter(pk__in=late)
        return queryset.exclude(pk__in=late)


def _edit_url(posting: Posting) -> str | None:
    """The meeting's editor; the record outlives the meeting."""
    if not posting.meeting_exists:
        return None
    return reverse("wagtailsnippets_meetings_meeting:edit", args=[posting.meeting_id])


def _file_title(posting: Posting) -> str:
    """Of the meeting itself, the first column has it."""
    return "" if posting.subject == Posting.Subject.MEETING else posting.label


class PostedColumn(Column):
    """A moment in the agency's zone, to the minute: here minutes count."""

    def get_value(self, instance):
        moment = timezone.localtime(super().get_value(instance))
        return f"{formats.date_format(moment, 'SHORT_DATETIME_FORMAT')} {moment.tzname()}"


class ShortNoticeColumn(Column):
    """Needed hours beside the given ones, where they were too few."""

    def get_value(self, instance):
        if not instance.is_late:
            return ""
        return gettext("Yes, less than %(hours)s hours") % {"hours": instance.required_hours}


class PostingsView(ExportIndexView):
    """The latest first. A meeting that was deleted is named as it was called when posted."""

    page_title = _("Notice and postings")

    def get_base_queryset(self):
        meeting = Meeting.objects.filter(pk=OuterRef("meeting_id"))
        of_meeting = Posting.objects.filter(
            meeting_id=OuterRef("meeting_id"), subject=Posting.Subject.MEETING
        ).order_by("-pk")
        return (
            super()
            .get_base_queryset()
            .select_related("by")
            .annotate(
                meeting_exists=Exists(meeting),
                meeting_title=Coalesce(
                    Subquery(meeting.values("headline_en")[:1]),
                    Subquery(of_meeting.values("label")[:1]),
                ),
            )
        )

    @cached_property
    def export_headings(self):
        """A spreadsheet's times carry no zone of their own."""
        zone = {"zone": settings.TIME_ZONE}
        return {
            "meeting_title": gettext("Meeting"),
            "get_subject_display": gettext("What"),
            "label": gettext("Title"),
            "language": gettext("Language"),
            "posted_at": gettext("Posted at (%(zone)s)") % zone,
            "starts_at": gettext("Start of the meeting (%(zone)s)") % zone,
            "required_hours": gettext("Hours of notice by the rule"),
            "hours_given": gettext("Hours of notice given"),
            "is_late": gettext("Short notice"),
            "reason": gettext("Reason"),
            "by": gettext("By"),
        }


class PostingViewSet(ReadOnlyViewSet):
    """Who may read the record: whoever has its `view` permission. Nobody changes it."""

    model = Posting
    name = "postings"
    icon = "calendar-check"
    menu_label = _("Notice and postings")
    menu_hook = "register_reports_menu_item"
    menu_order = 850
    index_view_class = PostingsView
    inspect_view_enabled = False
    ordering = ["-posted_at", "-pk"]
    filterset_class = PostingFilterSet
    search_fields = ["label", "reason"]
    list_display = [
        TitleColumn("meeting_title", label=_("Meeting"), get_url=_edit_url),
        Column("get_subject_display", label=_("What"), sort_key="subject"),
        Column("label", label=_("Title"), accessor=_file_title),
        PostedColumn("posted_at", label=_("Posted"), sort_key="posted_at"),
        PostedColumn("starts_at", label=_("Start of the meeting"), sort_key="starts_at"),
        Column("hours_given", label=_("Hours of notice")),
        ShortNoticeColumn("is_late", label=_("Short notice")),
        Column("reason", label=_("Reason")),
        Column("by", label=_("By")),
    ]
    list_export = [
        "meeting_title",
        "get_subject_display",
        "label",
        "language",
        "posted_at",
        "starts_at",
        "required_hours",
        "hours_given",
        "is_late",
        "reason",
        "by",
    ]
    export_filename = "postings"

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "inspect"]
