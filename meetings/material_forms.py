"""The forms of the admin page on which materials are added to a meeting."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement.models import LibraryFile
from meetings.material_names import guess
from meetings.materials import MissingVersion
from meetings.models import Material

MAX_MATERIALS = 50
"""How many are added at once; nobody drops more onto one meeting."""


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


def check_not_past(day) -> None:
    """Raises ValidationError for a day before today in the agency's zone."""
    if day and day < timezone.localdate():
        raise forms.ValidationError(_("Choose today or a later day."))


class MaterialForm(forms.ModelForm):
    """One file, or the link to a recording, before it is on the meeting."""

    other_language_on = forms.DateField(
        label=_("Other language comes by"),
        required=False,
        widget=DateInput,
        validators=[check_not_past],
        help_text=_("If there is no version in the other language yet. Empty: on request."),
    )

    link = forms.URLField(
        label=_("Link to the recording"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("Only of a recording. The file then is its transcript."),
    )

    class Meta:
        model = Material
        fields = ("file", "kind", "language", "released_on", "other_language_on", "link")
        widgets = {
            "file": forms.HiddenInput,
            "released_on": DateInput,
        }

    def __init__(self, *args, files, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].queryset = files
        number = self["file"].value()
        self.library_file: LibraryFile | None = None
        if str(number or "").isdecimal():
            self.library_file = files.filter(pk=number).first()
        if self.library_file is None:
            kind = self.fields["kind"]
            kind.choices = [(Material.Kind.RECORDING, Material.Kind.RECORDING.label)]
            self.fields["link"].help_text = ""


class BaseMaterialFormSet(forms.BaseFormSet):
    """Rows may come without a page in between, so none is taken for one left empty."""

    deletion_widget = forms.CheckboxInput

    def get_form_kwargs(self, index):
        return {
            **super().get_form_kwargs(index),
            "empty_permitted": False,
            "use_required_attribute": False,
        }

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Leave this one out")


MaterialFormSet = forms.formset_factory(
    MaterialForm,
    formset=BaseMaterialFormSet,
    extra=0,
    can_delete=True,
    max_num=MAX_MATERIALS,
    absolute_max=MAX_MATERIALS,
    validate_max=True,
)
PREFIX = "materials"


def row_of(file: LibraryFile) -> dict:
    """What a row says of an uploaded file before anybody has looked at it."""
    guessed = guess(file.filename)
    return {
        "file": file.pk,
        "kind": guessed.kind,
        "language": guessed.language,
        "released_on": timezone.localdate(),
    }


def row_of_recording(language: str) -> dict:
    """An empty row for the link to a recording."""
    return {
        "kind": Material.Kind.RECORDING,
        "language": language,
        "released_on": timezone.localdate(),
    }


def rows_typed(data) -> list[dict]:
    """The rows of a form as they were typed, right or wrong, to show them again."""
    number = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    count = min(int(number), MAX_MATERIALS) if number.isdecimal() else 0
    names = [*MaterialForm.base_fields, "DELETE"]
    return [
        {name: data.get(f"{PREFIX}-{index}-{name}", "") for name in names} for index in range(count)
    ]


class VersionsForm(forms.Form):
    """By which day the missing version of each kind comes."""

    def __init__(self, *args, missing: list[MissingVersion], **kwargs):
        super().__init__(*args, **kwargs)
        for version in missing:
            self.fields[version.kind.value] = forms.DateField(
                label=_("%(kind)s: %(language)s version comes by")
                % {"kind": version.kind_label, "language": version.language_label},
                required=False,
                initial=version.expected_on,
                widget=DateInput,
                validators=[check_not_past],
            )
