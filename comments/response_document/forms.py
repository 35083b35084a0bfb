"""The form of an erratum."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from comments.models import Docket, Point
from comments.response_document.publishing import MAX_ERRATUM

_LABEL = re.compile(r"(\d{1,9})-(\d{1,9})")


class ErratumForm(forms.Form):
    """A correction of what was published, in both languages."""

    point = forms.CharField(
        label=_("Point"),
        required=False,
        max_length=20,
        help_text=_("Which point it is about, for example 12-3. Leave it empty if none."),
    )
    text_en = forms.CharField(
        label=_("Correction, in English"),
        max_length=MAX_ERRATUM,
        widget=AdminAutoHeightTextInput,
        help_text=_("Public, for example: The response said 4,000 acres; the figure is 4,200."),
        error_messages={"required": _("Write the correction in English.")},
    )
    text_es = forms.CharField(
        label=_("Correction, in Spanish"),
        max_length=MAX_ERRATUM,
        required=False,
        widget=AdminAutoHeightTextInput,
        help_text=_("Public, for readers of Spanish."),
    )

    def __init__(self, *args, docket: Docket, **kwargs):
        super().__init__(*args, **kwargs)
        self.docket = docket

    def clean_point(self) -> Point | None:
        label = self.cleaned_data["point"].strip()
        if not label:
            return None
        match = _LABEL.fullmatch(label)
        if match:
            sequence, number = map(int, match.groups())
            rows = Point.objects.select_related("comment").filter(
                comment__docket=self.docket, comment__sequence=sequence, number=number
            )
            if found := rows.first():
                return found
        raise ValidationError(_("This docket has no such point."))

    @property
    def texts(self) -> dict[str, str]:
        return {"en": self.cleaned_data["text_en"], "es": self.cleaned_data["text_es"]}
