"""The registration form."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from meetings.models import Registration

LONGEST_ANSWER = 2000
"""Characters, in each of the two free texts."""


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
