"""The filters of a docket's posted comments."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments.models import Docket, Draft, DraftSection, Topic
from comments.posted import NEWEST
from engagement.search import MAX_QUERY
from engagement.widgets import SelectInItsLanguage


class _SectionField(forms.ModelChoiceField):
    """A section by its key, which all its versions share; what is no key is no choice either."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            message = self.error_messages["invalid_choice"]
            raise forms.ValidationError(message, code="invalid_choice") from error


class PostedFilterForm(forms.Form):
    """Which posted comments to list. It is sent by GET: the address says what was chosen.

    A value that is none of the choices is named beside its field and chooses nothing.
    """

    words = forms.CharField(
        label=_("Words in the comments"),
        required=False,
        max_length=MAX_QUERY,
        widget=forms.TextInput(attrs={"class": "usa-input", "type": "search"}),
    )
    topic = forms.ModelChoiceField(
        Topic.objects.none(),
        label=_("Topic"),
        required=False,
        empty_label=_("All topics"),
        widget=SelectInItsLanguage(field="name", attrs={"class": "usa-select"}),
        error_messages={"invalid_choice": _("We know no such topic. Choose one of these.")},
    )
    section = _SectionField(
        DraftSection.objects.none(),
        label=_("Section of the draft"),
        to_field_name="key",
        required=False,
        empty_label=_("All sections"),
        widget=SelectInItsLanguage(field="heading", attrs={"class": "usa-select"}),
        error_messages={"invalid_choice": _("We know no such section. Choose one of these.")},
    )
    affiliation = forms.CharField(
        label=_("Organization or neighborhood"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"class": "usa-input"}),
    )
    order = forms.ChoiceField(
        label=pgettext_lazy("of a list", "Order"),
        required=False,
        choices=[("", _("By number")), (NEWEST, _("Newest first"))],
        widget=forms.Select(attrs={"class": "usa-select"}),
        error_messages={"invalid_choice": _("Choose one of these orders.")},
    )

    def __init__(self, *args, docket: Docket, **kwargs):
        super().__init__(*args, **kwargs)
        # Not docket.topics: the preview shows dockets that are not stored yet.
        drafts = Draft.objects.published().filter(docket_id=docket.pk).latest_versions()
        sections = DraftSection.objects.filter(draft__in=drafts.order_by())
        self._offer("topic", Topic.objects.filter(docket_id=docket.pk).order_by("name", "pk"))
        self._offer("section", sections.order_by("draft_id", "sort_order"))

    def _offer(self, field: str, rows) -> None:
        """The rows to choose from; no field where there are none."""
        self.fields[field].queryset = rows
        # Read once, with the choice of all.
        self.fields[field].choices = list(self.fields[field].choices)
        if len(self.fields[field].choices) == 1:
            del self.fields[field]

    @classmethod
    def asked(cls, query) -> dict:
        """What a reader asks for, of the query of an address; PostgreSQL takes no NUL."""
        return {name: query.get(name, "").replace("\0", "") for name in cls.base_fields}

    @property
    def chosen(self) -> dict:
        """The filters that are valid; of a form with a mistake, the others."""
        self.full_clean()
        return self.cleaned_data
