"""By what the queue is filtered."""

from datetime import datetime, time, timedelta

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import BooleanRadioSelect, DateRangePickerWidget, WagtailFilterSet

from comments import permissions
from comments.models import (
    Attachment,
    Campaign,
    Comment,
    Docket,
    DraftSection,
    Point,
    Remark,
    Team,
    Topic,
)
from comments.responses.coverage import LETTERS
from comments.teams import colleagues, name_of


class _ColleagueField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, obj):
        return name_of(obj)


class _ColleagueFilter(django_filters.ModelChoiceFilter):
    field_class = _ColleagueField


class _OfDocketField(django_filters.fields.ModelChoiceField):
    """A choice among rows of several dockets, which says of which docket each is."""

    def label_from_instance(self, obj):
        if isinstance(obj, DraftSection):
            return f"{obj.draft.docket.number}: {obj.heading}"
        return f"{obj.docket.number}: {obj}"


class _OfDocketFilter(django_filters.ModelChoiceFilter):
    field_class = _OfDocketField


def _sections(request):
    """The sections that can be commented on; of their drafts and dockets the names alone."""
    return (
        DraftSection.objects.filter(draft__docket__isnull=False)
        .select_related("draft__docket")
        .only("heading_en", "heading_es", "draft__docket__number")
        .order_by("draft__docket__number", "draft__number", "draft", "sort_order")
    )


def _topics(request):
    return _by_docket(Topic.objects.all()).order_by("docket__number", "name_en")


def _campaigns(request):
    return _by_docket(Campaign.objects.all()).order_by("docket__number", "number")


def _by_docket(rows):
    return rows.select_related("docket")


class QueueFilterSet(WagtailFilterSet):
    """The filters of the list. `request` says who asks; nothing else of it is read."""

    class Holder:
        MINE = "mine"
        NOBODY = "nobody"

    # Not distinct: one row has one state, and to compare whole rows costs a second.
    state = django_filters.MultipleChoiceFilter(
        choices=Comment.State.choices,
        label=_("State"),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    docket = django_filters.ModelChoiceFilter(queryset=Docket.objects.all(), label=_("Docket"))
    topic = _OfDocketFilter(queryset=_topics, label=_("Topic"), method="filter_topic")
    section = _OfDocketFilter(
        queryset=_sections, label=_("Section of the draft"), method="filter_section"
    )
    holder = django_filters.ChoiceFilter(
        choices=[(Holder.MINE, _("Claimed by me")), (Holder.NOBODY, _("Not claimed"))],
        label=pgettext_lazy("filter of the review queue", "Claim"),
        method="filter_holder",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    assignee = _ColleagueFilter(
        queryset=lambda request: colleagues(), label=_("Assigned to"), field_name="assigned_to"
    )
    team = django_filters.ModelChoiceFilter(queryset=Team.objects.all(), label=_("Team"))
    received = django_filters.DateFromToRangeFilter(
        label=_("Received"), method="filter_received", widget=DateRangePickerWidget
    )
    person = django_filters.CharFilter(
        label=_("Person or organization"),
        method="filter_person",
        max_length=150,
        help_text=_("Part of a name, of an affiliation or of an e-mail address you may see."),
    )
    channel = django_filters.MultipleChoiceFilter(
        choices=Comment.Channel.choices,
        label=_("Channel"),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    is_late = django_filters.BooleanFilter(label=_("Late"), widget=BooleanRadioSelect)
    is_suspicious = django_filters.BooleanFilter(
        label=_("Looks automated"), method="filter_suspicious", widget=BooleanRadioSelect
    )
    suspicion = django_filters.ChoiceFilter(
        choices=Comment.Suspicion.choices,
        label=_("Why it looks automated"),
        field_name="suspicions",
        method="filter_suspicion",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    in_campaign = django_filters.BooleanFilter(
        label=_("In a campaign"), method="filter_in_campaign", widget=BooleanRadioSelect
    )
    campaign = _OfDocketFilter(queryset=_campaigns, label=_("Campaign"))
    awaits_scan = django_filters.BooleanFilter(
        label=_("Attachments awaiting scan"),
        method="filter_awaits_scan",
        widget=BooleanRadioSelect,
    )
    is_bracketed = django_filters.BooleanFilter(
        label=_("Bracketed into points"),
        method="filter_bracketed",
        widget=BooleanRadioSelect,
        help_text=_("“No” finds letters in review or posted that nobody bracketed."),
    )

    class Meta:
        model = Comment
        fields = [
            *("state", "docket", "topic", "section", "holder", "assignee", "team", "received"),
            *("person", "channel", "language", "is_late", "is_suspicious", "suspicion"),
            *("in_campaign", "campaign", "awaits_scan", "is_bracketed"),
        ]

    def filter_topic(self, queryset, name, value):
        tagged = Comment.topics.through.objects.filter(topic=value).values("comment")
        return queryset.filter(pk__in=tagged)

    def filter_section(self, queryset, name, value):
        return queryset.filter(Exists(Remark.objects.filter(comment=OuterRef("pk"), section=value)))

    def filter_suspicion(self, queryset, name, value):
        return queryset.filter(suspicions__contains=[value])

    def filter_suspicious(self, queryset, name, value):
        return queryset.exclude(suspicions=[]) if value else queryset.filter(suspicions=[])

    def filter_in_campaign(self, queryset, name, value):
        return queryset.filter(campaign__isnull=not value)

    def filter_awaits_scan(self, queryset, name, value):
        waiting = Attachment.objects.filter(comment=OuterRef("pk"), scan=Attachment.Scan.WAITING)
        return queryset.filter(Exists(waiting) if value else ~Exists(waiting))

    def filter_bracketed(self, queryset, name, value):
        bracketed = Exists(Point.objects.filter(comment=OuterRef("pk")))
        if value:
            return queryset.filter(bracketed)
        return queryset.filter(~bracketed, state__in=LETTERS)

    def filter_holder(self, queryset, name, value):
        if value == self.Holder.MINE:
            return queryset.filter(assigned_to=self.request.user)
        return queryset.filter(assigned_to__isnull=True)

    def filter_received(self, queryset, name, value):
        """Whole days of the agency's zone, the last one included."""
        if value.start:
            queryset = queryset.filter(received_at__gte=_midnight(value.start))
        if value.stop:
            day_after = value.stop + timedelta(days=1)
            queryset = queryset.filter(received_at__lt=_midnight(day_after))
        return queryset

    def filter_person(self, queryset, name, value):
        """By what the person who asks may read: neither redacted names nor hidden addresses."""
        user = self.request.user
        if permissions.can_see_original(user):
            found = Q(name__icontains=value) | Q(affiliation__icontains=value)
        else:
            queryset = queryset.alias(
                shown_name=Coalesce("redacted_name", "name", output_field=TextField()),
                shown_affiliation=Coalesce(
                    "redacted_affiliation", "affiliation", output_field=TextField()
                ),
            )
            shown = Q(shown_name__icontains=value) | Q(shown_affiliation__icontains=value)
            found = Q(is_anonymous=False) & shown
        if permissions.can_see_address(user):
            found |= Q(email__icontains=value)
        return queryset.filter(found)


def _midnight(moment: datetime) -> datetime:
    """The beginning of the day that was typed, in the agency's zone."""
    return datetime.combine(moment.date(), time.min, timezone.get_default_timezone())
