"""By what the list of points is filtered and searched."""

import re

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import BooleanRadioSelect, WagtailFilterSet

from comments.models import Docket, Point, Response, Topic
from comments.responses import coverage, handing
from comments.teams import name_of

_LABEL = re.compile(r"(?P<letter>\d{1,9})(?:-(?P<number>\d{1,9}))?")


class _OwnerField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, obj):
        return name_of(obj)


class _OwnerFilter(django_filters.ModelChoiceFilter):
    field_class = _OwnerField


class _TopicField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, obj):
        return f"{obj.docket.number}: {obj.name}"


class _TopicFilter(django_filters.ModelChoiceFilter):
    field_class = _TopicField


class PointFilterSet(WagtailFilterSet):
    """The filters of the list. `request` says who asks; nothing else of it is read."""

    class Holder:
        MINE = "mine"
        NOBODY = "nobody"

    docket = django_filters.ModelChoiceFilter(
        queryset=Docket.objects.all(), label=_("Docket"), field_name="comment__docket"
    )
    standing = django_filters.ChoiceFilter(
        choices=coverage.STANDINGS,
        label=pgettext_lazy("filter of responses", "Status"),
        method="filter_standing",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    holder = django_filters.ChoiceFilter(
        choices=[(Holder.MINE, _("Mine")), (Holder.NOBODY, _("Nobody’s"))],
        label=pgettext_lazy("filter of responses", "Handed to"),
        method="filter_holder",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    owner = _OwnerFilter(queryset=lambda request: handing.writers(), label=_("Owner"))
    topic = _TopicFilter(
        queryset=lambda request: Topic.objects.select_related("docket").order_by(
            "docket__number", "name_en"
        ),
        label=_("Topic"),
        method="filter_topic",
    )
    no_topic = django_filters.BooleanFilter(
        label=_("Without a topic"),
        method="filter_no_topic",
        widget=BooleanRadioSelect,
    )

    class Meta:
        model = Point
        fields = ["docket", "standing", "holder", "owner", "topic", "no_topic"]

    def filter_standing(self, queryset, name, value):
        return coverage.with_standing(queryset).filter(standing=value)

    def filter_holder(self, queryset, name, value):
        if value == self.Holder.MINE:
            return queryset.filter(owner=self.request.user)
        return queryset.filter(owner__isnull=True)

    def filter_topic(self, queryset, name, value):
        tagged = Point.topics.through.objects.filter(topic=value).values("point")
        return queryset.filter(pk__in=tagged)

    def filter_no_topic(self, queryset, name, value):
        tagged = Point.topics.through.objects.filter(point=OuterRef("pk"))
        return queryset.filter(~Exists(tagged) if value else Exists(tagged))


def matching(points: QuerySet[Point], words: str) -> QuerySet[Point]:
    """Points by their label, or by all of these words in what answers them."""
    label = _LABEL.fullmatch(words.strip())
    if label:
        points = points.filter(comment__sequence=label["letter"])
        return points.filter(number=label["number"]) if label["number"] else points
    said = Q()
    for word in words.split():
        said &= (
            Q(text_en__icontains=word)
            | Q(text_es__icontains=word)
            | Q(title_en__icontains=word)
            | Q(title_es__icontains=word)
        )
    found = Response.objects.filter(said)
    masters = Point.masters.through.objects.filter(response__in=found).values("point")
    return points.filter(Q(response__in=found) | Q(pk__in=masters))
