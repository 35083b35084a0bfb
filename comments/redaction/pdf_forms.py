"""What a redactor sends from the page of a file."""

import json

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import Redaction
from comments.redaction import pdf_marks
from comments.redaction.pdf_marks import Area
from comments.redaction.pdf_pages import Place


def place_value(place: Place, reason: str = "") -> str:
    """A proposed place as the value of its check box."""
    return json.dumps([place.page, place.boxes, reason], separators=(",", ":"))


class FindForm(forms.Form):
    """Words to look for, on one page or on all."""

    words = forms.CharField(
        label=_("Words to look for"),
        max_length=200,
        error_messages={"required": _("Write the words to look for.")},
    )
    everywhere = forms.BooleanField(label=_("On all pages"), required=False)


class AreasForm(forms.Form):
    """Boxes drawn on the page that is shown, and places that were chosen of those found.

    A place that a pattern proposed has its own reason, which counts where none is chosen.
    """

    drawn = forms.CharField(required=False, max_length=200_000, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=[("", _("Choose the reason")), *Redaction.Reason.choices],
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=pdf_marks.MAX_NOTE,
        help_text=_("Names the other legal reason."),
    )

    def __init__(self, data=None, *, page: int, initial=None):
        super().__init__(data, auto_id="id_area_%s", initial=initial)
        self.page = page

    def clean(self):
        given = super().clean()
        reason = given.get("reason", "")
        self.areas = []
        try:
            drawn = json.loads(given.get("drawn") or "[]")
            if drawn:
                self.areas.append(Area(self.page, drawn, reason))
            for value in self.data.getlist("place"):
                page, boxes, proposed = json.loads(value)
                self.areas.append(Area(page, boxes, reason or proposed))
            if not all(isinstance(area.page, int) and area.boxes for area in self.areas):
                raise ValueError
            for area in self.areas:
                list(area.boxes)
        except (ValueError, TypeError, RecursionError):
            raise forms.ValidationError(
                _("This is no area of a page. Draw the box again.")
            ) from None
        if not self.areas:
            raise forms.ValidationError(_("Draw a box, or choose words, to black them out."))
        if not all(area.reason for area in self.areas):
            self.add_error("reason", _("Choose the reason for which it is blacked out."))
        return given
