"""Forms of the document library and of the newsletter."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

from engagement.files import identify


class LibraryFileForm(BaseDocumentForm):
    """Wagtail's document form, which refuses what is not the kind of file its name says."""

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if "file" in self.changed_data:
            self.instance.mime = identify(upload).mime
        return upload


class SubscribeForm(forms.Form):
    """Newsletter sign-up: an address is all it asks for."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("For example, name@example.com"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "usa-input"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address like name@example.com."),
        },
    )
