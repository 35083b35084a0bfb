"""The filters of the list of meetings."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from engagement.models import InitiativePage
from engagement.widgets import SelectInItsLanguage
from meetings.listing import PAST, UPCOMING
from meetings.models import Meeting


class FilterForm(forms.Form):
    """Which meetings to list. It is sent by GET: the address says what was chosen.

    A value that is none of the choices is named beside its field and chooses nothing.
    """

    initiative = forms.ModelChoiceField(
        InitiativePage.objects.none(),
        label=_("Initiative"),
        to_field_name="slug",
        required=False,
        empty_label=_("All initiatives"),
        widget=SelectInItsLanguage(field="headline", attrs={"class": "usa-select"}),
        error_messages={"invalid_choice": _("We know no such initiative. Choose one of these.")},
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("of a meeting", "Kind"),
        required=False,
        choices=[("", pgettext_lazy("of a meeting", "All kinds")), *Meeting.Kind.choices],
        widget=forms.Select(attrs={"class": "usa-select"}),
        error_messages={"invalid_choice": _("We know no such kind of meeting. Choose one.")},
    )
    format = forms.ChoiceField(
        label=_("How to take part"),
        required=False,
        choices=[
            ("", pgettext_lazy("ways to take part in a meeting", "All ways")),
            *Meeting.Format.choices,
        ],
        widget=forms.Select(attrs={"class": "usa-select"}),
        error_messages={"invalid_choice": _("We know no such way to take part. Choose one.")},
    )
    when = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[
            ("", _("Upcoming and past")),
            (UPCOMING, pgettext_lazy("meetings", "Upcoming")),
            (PAST, pgettext_lazy("meetings", "Past")),
        ],
        widget=forms.Select(attrs={"class": "usa-select"}),
        error_messages={"invalid_choice": _("Choose upcoming, past or both.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["initiative"].queryset = InitiativePage.objects.live().order_by("headline")

    @property
    def chosen(self) -> dict:
        """The filters that are valid; of a form with a mistake, the others."""
        self.full_clean()
        return self.cleaned_data
