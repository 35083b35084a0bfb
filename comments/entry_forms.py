"""The forms in which staff enter letters, e-mails and spoken remarks: one for each kind."""

import uuid
from datetime import date, datetime, time

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput, AdminTimeInput

from comments import entry
from comments.forms import MAX_TEXT, FilesField, FilesInput
from comments.models import Comment, Docket
from comments.period_forms import ClockTimeField
from comments.step_forms import Sections
from engagement.files import EXTENSIONS
from engagement.formatting import long_date
from meetings.models import Meeting

NAME_HELP = _("As it was given. Leave it empty if it was not.")


def on_the_clock(day: date, at: time | None) -> None:
    """Raises ValidationError for a time that a change of the clocks leaves out or repeats."""
    if at:
        ClockTimeField().to_python(datetime.combine(day, at))


class MeetingChoice(forms.ModelChoiceField):
    """Meetings as colleagues tell them apart: by their day first."""

    def label_from_instance(self, meeting):
        return f"{long_date(meeting.starts_at)}: {meeting.headline}"


class EntryForm(forms.Form):
    """What letters, e-mails and spoken remarks share. `key` makes saving twice one comment."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("In which it is written or was spoken.")
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=150, help_text=NAME_HELP)
    affiliation = forms.CharField(
        label=_("Organization or neighborhood"), required=False, max_length=150, help_text=NAME_HELP
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("If it was given: the receipt goes there. It is never published."),
    )
    is_anonymous = forms.BooleanField(
        label=_("Asks to be published without name and organization"), required=False
    )
    section = forms.TypedChoiceField(
        label=_("Section"),
        required=False,
        empty_value=None,
        help_text=_("If all of it is about one section of the draft."),
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=MAX_TEXT,
        widget=AdminAutoHeightTextInput(attrs={"rows": 8}),
    )
    attachments = FilesField(
        label=_("Files"),
        required=False,
        widget=FilesInput(attrs={"accept": ",".join(f".{kind}" for kind in EXTENSIONS)}),
    )

    first: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    says_nothing = _("Enter the text, or attach it as a file.")

    def __init__(self, *args, docket: Docket, **kwargs):
        super().__init__(*args, **kwargs)
        self.docket = docket
        self.order_fields(self.first)
        self.fields["language"].choices = [
            (code, capfirst(name)) for code, name in settings.LANGUAGES
        ]
        self._offer_sections(Sections(docket))
        if not docket.accepts_anonymous:
            del self.fields["is_anonymous"]

    def _offer_sections(self, sections: Sections) -> None:
        if not sections:
            del self.fields["section"]
            return
        listed = sections.choices[1:]  # the first asks to choose one, and here none is needed
        self.fields["section"].choices = [("", _("The whole draft")), *listed]
        self.fields["section"].coerce = sections.of

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4()

    def clean(self):
        cleaned = super().clean()
        says_something = (cleaned.get("text") or "").strip() or cleaned.get("attachments")
        if not says_something and not {"text", "attachments"} & set(self.errors):
            self.add_error("text", self.says_nothing)
        return cleaned

    def submission(self) -> dict:
        """The arguments of entry.enter that stand in the form.

        The intake knows a comment sent twice by its key and its words; here the dates count as
        well: the same form with another date is another comment, and never quietly the first.
        """
        cleaned = self.cleaned_data
        facts = [str(cleaned.get(name)) for name in (*self.first, "language")]
        given = {name: value for name, value in cleaned.items() if name not in self.dates}
        return given | {"key": uuid.uuid5(cleaned["key"], "|".join(facts))}


class ArrivalForm(EntryForm):
    """What arrived on a day, with the time where it decides."""

    day = forms.DateField(
        label=_("Received on"),
        widget=AdminDateInput,
        help_text=_("The day on which the agency received it, as stamped; not the postmark."),
    )
    time = forms.TimeField(
        label=_("Received at"),
        required=False,
        widget=AdminTimeInput,
        help_text=_(
            "In the agency's time zone. Needed only on the days on which the period opens "
            "or closes."
        ),
    )
    first = ("day", "time")
    dates = ("day", "time")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("day") and "time" not in self.errors:
            try:
                on_the_clock(cleaned["day"], cleaned["time"])
                cleaned["received_at"] = entry.arrival(
                    docket=self.docket, day=cleaned["day"], at=cleaned["time"]
                )
            except ValidationError as error:
                of_the_day = error.code in {"future", "early"} and not cleaned["time"]
                self.add_error("day" if of_the_day else "time", error)
        return cleaned


class PaperForm(ArrivalForm):
    """A letter: its scan, its text, or both."""

    channel = Comment.Channel.PAPER

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["attachments"].label = _("Scan")
        self.fields["attachments"].help_text = _(
            "One or several files, published with the letter. Leave out the envelope: "
            "the address is not asked for."
        )
        self.fields["text"].help_text = _("Typed from the letter: it can then be found by search.")


class EmailForm(ArrivalForm):
    """An e-mail that was sent to the agency instead of through the form."""

    channel = Comment.Channel.EMAIL


class VoiceForm(EntryForm):
    """What somebody said at a meeting."""

    meeting = MeetingChoice(Meeting.objects.none(), label=_("Meeting"))
    time = forms.TimeField(
        label=_("Time of the remark"),
        required=False,
        widget=AdminTimeInput,
        help_text=_("If it is known. Empty: when the meeting began."),
    )
    channel = Comment.Channel.VOICE
    first = ("meeting", "time")
    dates = ("time",)
    says_nothing = _("Enter what was said, or attach the recording.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = entry.meetings_of(self.docket)
        self.fields["name"].label = _("Name of the speaker")
        self.fields["text"].label = _("What was said")
        self.fields["attachments"].label = _("Recording or notes")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("meeting") and "time" not in self.errors:
            try:
                on_the_clock(timezone.localtime(cleaned["meeting"].starts_at), cleaned["time"])
                cleaned["received_at"] = entry.spoken(
                    docket=self.docket, meeting=cleaned["meeting"], at=cleaned["time"]
                )
            except ValidationError as error:
                self.add_error("time" if cleaned["time"] else "meeting", error)
        return cleaned


FORMS = {form.channel: form for form in (PaperForm, EmailForm, VoiceForm)}
