"""The filters of the list of meetings, and the registration form."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from engagement.models import InitiativePage
from engagement.widgets import SelectInItsLanguage
from meetings.listing import PAST, UPCOMING
from meetings.models import Meeting, Registration

LONGEST_ANSWER = 2000
"""Characters, in each of the two free texts."""


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


class RegistrationForm(forms.ModelForm):
    """Asks for a name and an address; everything else is optional."""

    class Meta:
        model = Registration
        fields = ["name", "email", "affiliation", "questions", "accommodation"]
        labels = {
            "name": _("Your name"),
            "email": _("E-mail address"),
            "affiliation": _("Organization or neighborhood"),
            "questions": _("Questions you would like answered"),
            "accommodation": _("Accommodation or interpretation you need"),
        }
        help_texts = {
            "email": _("We send your confirmation and the calendar file here."),
            "accommodation": _("For example, Spanish interpretation or live captions."),
        }
        error_messages = {
            "name": {"required": _("Enter your name.")},
            "email": {
                "required": _("Enter your e-mail address."),
                "invalid": _("Enter an e-mail address like name@example.com."),
            },
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name", "class": "usa-input"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email", "class": "usa-input"}),
            "affiliation": forms.TextInput(
                attrs={"autocomplete": "organization", "class": "usa-input"}
            ),
            "questions": forms.Textarea(attrs={"class": "usa-textarea", "rows": 4}),
            "accommodation": forms.Textarea(attrs={"class": "usa-textarea", "rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("questions", "accommodation"):
            self.fields[name].validators.append(MaxLengthValidator(LONGEST_ANSWER))
            self.fields[name].widget.attrs["maxlength"] = LONGEST_ANSWER

    def clean_email(self):
        return self.cleaned_data["email"].strip()
