"""The forms with the dates of a comment period, for staff: the docket's own, and the change."""

from datetime import UTC, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateTimeInput

from comments.models import Docket, PeriodChange


class ClockTimeField(forms.DateTimeField):
    """A date and time on the agency's clock, which tells what is wrong on the days it changes.

    Django refuses both the hour that the clock skips in spring and the one that it shows twice
    in autumn, with one message for the two.
    """

    default_error_messages = {
        "skipped": _(
            "On that day the clocks go forward: %(time)s does not exist. Choose another time."
        ),
        "twice": _(
            "On that day the clocks go back: %(time)s comes twice. Choose a time outside that hour."
        ),
    }

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:
            if getattr(error, "code", "") != "ambiguous_timezone":
                raise
            naive = error.params["datetime"]
            code = "skipped" if _is_skipped(naive) else "twice"
            raise ValidationError(
                self.error_messages[code],
                code=code,
                params={"time": formats.time_format(naive.time())},
            ) from error


def _is_skipped(naive: datetime) -> bool:
    """Whether the agency's clock never shows this time: there and back, it becomes another."""
    zone = timezone.get_current_timezone()
    there = naive.replace(tzinfo=zone).astimezone(UTC)
    return there.astimezone(zone).replace(tzinfo=None) != naive


def _to_the_minute(moment: datetime) -> datetime:
    """As precisely as the admin's form shows it."""
    return moment.replace(second=0, microsecond=0)


class PeriodDates(forms.Form):
    """The two dates of a comment period."""

    opens_at = ClockTimeField(
        label=_("Opens at"), help_text=_("In the agency's time zone."), widget=AdminDateTimeInput
    )
    closes_at = ClockTimeField(
        label=_("Closes at"),
        help_text=_("In the agency's time zone. Comments are accepted up to this time."),
        widget=AdminDateTimeInput,
    )


class DocketForm(PeriodDates, WagtailAdminModelForm):
    """A docket; dates that residents were told are changed elsewhere, with a reason."""

    def clean(self):
        super().clean()
        stored = Docket.objects.filter(pk=self.instance.pk).first()
        if stored and stored.dates_are_public:
            self._keep_dates(stored)
        return self.cleaned_data

    def _keep_dates(self, stored: Docket) -> None:
        for field in Docket.PERIOD:
            given, told = self.cleaned_data.get(field), getattr(stored, field)
            if given and _to_the_minute(given) != _to_the_minute(told):
                message = _("Residents were told of these dates. To move them, use “{link}”.")
                link = format_html(
                    '<a href="{}">{}</a>',
                    reverse("change_period", args=[stored.pk]),
                    _("Change the dates"),
                )
                self.add_error(field, format_html(message, link=link))
            elif given:
                self.cleaned_data[field] = told


class ChangeDatesForm(PeriodDates):
    """Other dates for a period that residents were told of, and why, in both languages."""

    reason_en = forms.CharField(
        label=_("Reason, in English"),
        max_length=PeriodChange._meta.get_field("reason").max_length,
        widget=AdminAutoHeightTextInput,
        help_text=_("Public, for example: So that residents can read the new traffic study."),
    )
    reason_es = forms.CharField(
        label=_("Reason, in Spanish"),
        max_length=PeriodChange._meta.get_field("reason").max_length,
        widget=AdminAutoHeightTextInput,
        help_text=_("Public, for readers of Spanish."),
    )

    def __init__(self, *args, docket: Docket, **kwargs):
        told = {field: getattr(docket, field) for field in Docket.PERIOD}
        super().__init__(*args, initial=told, **kwargs)
        self.docket = docket
        if not docket.is_upcoming:
            del self.fields["opens_at"]

    def clean(self):
        """A date that was left as it is keeps its seconds, which the form does not show."""
        super().clean()
        for field in Docket.PERIOD:
            given, told = self.cleaned_data.get(field), getattr(self.docket, field)
            if field not in self.fields or (
                given and _to_the_minute(given) == _to_the_minute(told)
            ):
                self.cleaned_data[field] = told
        return self.cleaned_data
