"""The form with which a resident narrows a calendar before subscribing to it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.widgets import SelectInItsLanguage
from meetings.feeds import OMIT, FeedQuery
from meetings.forms import FilterForm
from meetings.models import Meeting, MeetingSeries


class FeedForm(FilterForm):
    """Which meetings a calendar holds. It is sent by GET: the address is the feed's query.

    It shows `query` and checks nothing: FeedQuery.parse reads what it sends.
    """

    when = None
    series = forms.ModelChoiceField(
        MeetingSeries.objects.none(),
        label=_("Series"),
        required=False,
        empty_label=_("With and without a series"),
        widget=SelectInItsLanguage(field="headline", attrs={"class": "usa-select"}),
    )
    cancelled = forms.BooleanField(
        label=_("Leave out cancelled meetings"),
        required=False,
        help_text=_(
            "A cancelled meeting stays in your calendar, marked as cancelled, so that you hear of "
            "it. Choose this if your calendar shows such meetings as if they took place, or if "
            "you prefer that they disappear."
        ),
        widget=forms.CheckboxInput(attrs={"value": OMIT}),
    )

    def __init__(self, query: FeedQuery):
        chosen = {
            "initiative": query.initiative.slug if query.initiative else "",
            "kind": query.kind,
            "format": query.format,
            "series": query.series,
            "cancelled": query.omits_cancelled,
        }
        super().__init__(initial=chosen)
        series = _series_to_choose(query)
        if series:
            self.fields["series"].queryset = series
        else:
            del self.fields["series"]


def _series_to_choose(query: FeedQuery):
    """The series that meet again, and the one that is chosen."""
    coming = Meeting.objects.published().upcoming().exclude(series=None)
    found = MeetingSeries.objects.filter(pk__in=coming.order_by().values("series"))
    if query.series:
        found |= MeetingSeries.objects.filter(pk=query.series.pk)
    return found.order_by("headline", "pk")
