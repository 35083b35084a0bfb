"""By what the queue is filtered."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from comments.models import Attachment, Comment, Docket


class QueueFilterSet(WagtailFilterSet):
    class Holder:
        MINE = "mine"
        NOBODY = "nobody"

    state = django_filters.MultipleChoiceFilter(
        choices=Comment.State.choices, label=_("State"), widget=forms.CheckboxSelectMultiple
    )
    docket = django_filters.ModelChoiceFilter(queryset=Docket.objects.all(), label=_("Docket"))
    holder = django_filters.ChoiceFilter(
        choices=[(Holder.MINE, _("Claimed by me")), (Holder.NOBODY, _("Not claimed"))],
        label=pgettext_lazy("filter of the review queue", "Claim"),
        method="filter_holder",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    channel = django_filters.MultipleChoiceFilter(
        choices=Comment.Channel.choices, label=_("Channel"), widget=forms.CheckboxSelectMultiple
    )
    suspicion = django_filters.ChoiceFilter(
        choices=Comment.Suspicion.choices,
        label=_("Why it looks automated"),
        field_name="suspicions",
        method="filter_suspicion",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    is_suspicious = django_filters.BooleanFilter(
        label=_("Looks automated"), method="filter_suspicious"
    )
    awaits_scan = django_filters.BooleanFilter(
        label=_("Attachments awaiting scan"), method="filter_awaits_scan"
    )

    class Meta:
        model = Comment
        fields = [
            "state",
            "docket",
            "holder",
            "channel",
            "language",
            "is_late",
            "is_suspicious",
            "suspicion",
            "awaits_scan",
        ]

    def filter_suspicion(self, queryset, name, value):
        return queryset.filter(suspicions__contains=[value])

    def filter_suspicious(self, queryset, name, value):
        return queryset.exclude(suspicions=[]) if value else queryset.filter(suspicions=[])

    def filter_awaits_scan(self, queryset, name, value):
        waiting = Attachment.objects.filter(comment=OuterRef("pk"), scan=Attachment.Scan.WAITING)
        return queryset.filter(Exists(waiting) if value else ~Exists(waiting))

    def filter_holder(self, queryset, name, value):
        if value == self.Holder.MINE:
            return queryset.filter(assigned_to=self.request.user)
        return queryset.filter(assigned_to__isnull=True)
