"""The form that chooses which two versions of a draft are compared."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from comments.models import Draft

NO_SUCH_VERSION = _("There is no such version. Choose one from the list.")


class VersionsForm(forms.Form):
    """`from` and `to` are numbers of published versions; `from` is a word of Python's own."""

    def __init__(self, data, *, versions: Sequence[Draft]):
        super().__init__(data)
        self._versions = {str(draft.number): draft for draft in versions}
        choices = [(number, _label(draft)) for number, draft in self._versions.items()]
        self.fields["from"] = _field(_("Changes from"), choices)
        self.fields["to"] = _field(_("to"), choices)

    def clean(self):
        cleaned = super().clean()
        for name in ("from", "to"):
            if cleaned.get(name) == "":
                self.add_error(name, NO_SUCH_VERSION)
        if cleaned.get("from") and cleaned["from"] == cleaned.get("to"):
            raise ValidationError({"from": _("Choose two different versions.")})
        return cleaned

    def chosen(self) -> tuple[Draft, Draft]:
        """Both versions, once the form is valid."""
        return tuple(self._versions[self.cleaned_data[name]] for name in ("from", "to"))


def _field(label, choices: list) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,  # "(required)" beside two lists without an empty line says nothing
        error_messages={"invalid_choice": NO_SUCH_VERSION},
        widget=forms.Select(attrs={"class": "usa-select"}),
    )


def _label(draft: Draft) -> str:
    values = {"version": draft.number, "date": date_format(draft.released_on)}
    return _("Version %(version)s, %(date)s") % values
