"""A meeting's stage in the list of meetings: a column and a filter."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import StatusTagColumn

from meetings.models import Meeting

_LABEL = pgettext_lazy("of a meeting: draft, scheduled, held …", "Stage")


def stage_column() -> StatusTagColumn:
    """Draft, scheduled, postponed, cancelled or held, in one word; what is to come stands out."""
    return StatusTagColumn(
        "stage",
        label=_LABEL,
        accessor=lambda meeting: meeting.stage.label,
        primary=lambda meeting: meeting.stage == Meeting.Stage.SCHEDULED,
    )


class MeetingFilterSet(WagtailFilterSet):
    stage = django_filters.ChoiceFilter(
        choices=Meeting.Stage.choices, label=_LABEL, empty_label=_("All"), method="filter_stage"
    )

    class Meta:
        model = Meeting
        fields = ["stage", "kind", "initiatives", "series"]

    def filter_stage(self, queryset, name, value):
        return queryset.in_stage(value) if value else queryset
