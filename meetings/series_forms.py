"""The forms of a series: how often a meeting comes again, and what an edit is applied to."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from meetings import series
from meetings.models import Meeting, MeetingSeries
from meetings.wall_clock import wall_time

ONLY_THIS, THIS_AND_LATER = "this", "later"


class SeriesChoice(WagtailAdminModelForm):
    """Part of the editor's form: asks of a meeting in a series what the changes are made to."""

    apply_to = forms.ChoiceField(
        label=gettext_lazy("Apply my changes to"),
        required=False,
        initial=ONLY_THIS,
        choices=[
            (ONLY_THIS, gettext_lazy("only this meeting")),
            (THIS_AND_LATER, gettext_lazy("this and later meetings of the series")),
        ],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Later meetings change only in what you change here; a new time moves each of them "
            "as far. Materials stay with their meeting."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.series_id is None:
            del self.fields["apply_to"]

    @property
    def changes_later(self) -> bool:
        return self.cleaned_data.get("apply_to") == THIS_AND_LATER


class RepeatForm(forms.Form):
    """How often, and until when; for a meeting that is in a series, only until when."""

    frequency = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=MeetingSeries.Frequency.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how often the meeting comes again.")},
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        widget=AdminDateInput,
        help_text=gettext_lazy("The last possible day, in the form 2026-06-26."),
        error_messages={
            "required": gettext_lazy("Enter the last possible day."),
            "invalid": gettext_lazy("Enter a day in the form 2026-06-26."),
        },
    )

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.days = []
        if meeting.series:
            self.fields["frequency"].disabled = True
            self.fields["frequency"].initial = meeting.series.frequency

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise ValidationError(_("This day has passed. Enter a day to come."))
        if until <= wall_time(self.meeting.starts_at).date():
            raise ValidationError(_("Enter a day after the meeting itself."))
        existing = self.meeting.series
        if existing and until <= existing.until:
            raise ValidationError(
                _("The series lasts until %(date)s already. Enter a later day.")
                % {"date": formats.date_format(existing.until)}
            )
        return until

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            self.days = series.missing_days(meeting=self.meeting, **cleaned)
        except series.TooManyOccurrences as refused:
            message = _("A series has at most %(count)s meetings. The last day can be %(date)s.")
            values = {
                "count": series.MOST_OCCURRENCES,
                "date": formats.date_format(refused.last),
            }
            self.add_error("until", message % values)
        else:
            if not self.days:
                self.add_error("until", _("The meeting does not come again by this day."))
        return cleaned
