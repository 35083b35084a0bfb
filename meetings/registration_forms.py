"""The form of a registration, and the one that changes its answers."""

import unicodedata

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from engagement.formatting import long_date
from engagement.widgets import SelectLanguage
from meetings.models import InterpretationLanguage, Meeting, Registration, Slot
from meetings.slots import offered_slots

LONGEST_NAME = 150
LONGEST_ANSWER = 2000
"""Characters, in each of the two free texts."""

# They turn what follows around, also in a list of names or in a mail (Unicode UAX #9 §2).
_TURNING = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}


class PlainText(forms.CharField):
    """Text without what no keyboard writes: control characters and overrides of direction."""

    default_error_messages = {
        "max_length": _("This is longer than %(limit_value)d characters. Please shorten it."),
    }

    def to_python(self, value):
        text = "".join(letter for letter in str(value or "") if _is_plain(letter))
        return super().to_python(text)


def _is_plain(letter: str) -> bool:
    # A NUL stays, for the field to refuse it.
    is_control = unicodedata.category(letter) == "Cc" and letter not in "\0\t\r\n"
    return not is_control and letter not in _TURNING


def _line(autocomplete: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": autocomplete, "class": "usa-input"})


class AnswersForm(forms.Form):
    """What a registrant says, and may change later. A slot is asked for where there are any."""

    slot = forms.ModelChoiceField(
        Slot.objects.none(),
        label=_("Choose a time"),
        empty_label=None,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        error_messages={
            "required": _("Choose a time."),
            "invalid_choice": _("This time is not offered. Choose one of these."),
        },
    )
    name = PlainText(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        widget=_line("name"),
        error_messages={"required": _("Enter your name.")},
    )
    language = forms.ChoiceField(
        label=_("Write to me in"),
        required=False,
        widget=SelectLanguage(attrs={"class": "usa-select"}),
        error_messages={
            "invalid_choice": _("We do not write in this language. Choose one of these.")
        },
    )
    affiliation = PlainText(
        label=_("Organization or neighborhood (optional)"),
        required=False,
        max_length=LONGEST_NAME,
        widget=_line("organization"),
    )
    questions = PlainText(
        label=_("Questions you would like answered (optional)"),
        required=False,
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"class": "usa-textarea", "rows": 4}),
    )
    interpretation = forms.ChoiceField(
        label=_("Interpretation you need (optional)"),
        required=False,
        widget=forms.Select(attrs={"class": "usa-select"}),
        error_messages={"invalid_choice": _("This language is not offered. Choose one of these.")},
    )
    accommodation = PlainText(
        label=_("Other help you need to take part (optional)"),
        required=False,
        max_length=LONGEST_ANSWER,
        help_text=_("For example, live captions, large print or a seat near the front."),
        widget=forms.Textarea(attrs={"class": "usa-textarea", "rows": 3}),
    )

    def __init__(self, data=None, *, meeting: Meeting, registration: Registration | None = None):
        self.meeting, self.registration = meeting, registration
        answers = {name: getattr(registration, name) for name in self.base_fields if registration}
        super().__init__(data, initial={"language": get_language()} | answers)
        self.fields["language"].choices = [
            (code, get_language_info(code)["name_local"].capitalize())
            for code, _name in Registration._meta.get_field("language").choices
        ]
        self._offer_interpretation()
        self._say_by_when()
        if self._asks_for_slot():
            self.offer_slots()
        else:
            del self.fields["slot"]

    @property
    def is_for_waitlist(self) -> bool:
        """Whether the meeting has slots and none can be chosen."""
        return "slot" in self.fields and not self.fields["slot"].choices

    def offer_slots(self) -> None:
        """List what is free now, and what the registrant has; any slot is understood.

        Whether a chosen one is still free is decided by the rule, with the meeting locked.
        """
        field = self.fields["slot"]
        field.queryset = Slot.objects.filter(meeting=self.meeting)
        own = [self.registration.slot] if self.registration and self.registration.slot else []
        offered = sorted({*own, *offered_slots(self.meeting)}, key=lambda slot: slot.starts_at)
        field.choices = [(slot.pk, str(slot)) for slot in offered]
        field.required = bool(offered)

    def refuse_slot(self) -> None:
        """Say beside the times that the chosen one is gone; those still free are listed."""
        self.offer_slots()
        if self.fields["slot"].choices:
            taken = _("Somebody has just taken this time. Choose one that is still free.")
            self.add_error("slot", taken)
        else:
            none_left = _(
                "Somebody has just taken the time you chose, and no other is free. Send the form "
                "again to join the waitlist."
            )
            self.add_error(None, none_left)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_language(self):
        """Without a choice, the page's."""
        return self.cleaned_data["language"] or get_language()

    def clean_affiliation(self):
        return " ".join(self.cleaned_data["affiliation"].split())

    def _asks_for_slot(self) -> bool:
        """One who waits does so for any slot."""
        waits = self.registration is not None and self.registration.is_waitlisted
        return self.meeting.has_slots and not waits

    def _offer_interpretation(self) -> None:
        offered = list(self.meeting.interpretation)
        had = self.registration.interpretation if self.registration else ""
        if had and had not in offered:
            offered.append(had)
        if not offered:
            del self.fields["interpretation"]
            self.fields["accommodation"].help_text = _(
                "For example, an interpreter, live captions or a seat near the front."
            )
            return
        labels = [(code, InterpretationLanguage(code).label) for code in offered]
        self.fields["interpretation"].choices = [("", _("I need none")), *labels]

    def _say_by_when(self) -> None:
        last_day = self.meeting.request_services_by
        if last_day >= timezone.localdate():
            field = self.fields["accommodation"]
            by_when = _("Please ask by %(date)s, so that we can surely arrange it.")
            field.help_text = f"{field.help_text} {by_when % {'date': long_date(last_day)}}"


class RegistrationForm(AnswersForm):
    """Asks for a name, an address and a language; all else is optional.

    `key` makes pressing the button twice one registration, also where the slot is taken by then.
    """

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("We send your confirmation and the calendar file here."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "usa-input"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address like name@example.com."),
            "max_length": _("Enter an e-mail address like name@example.com."),
        },
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ["slot", "name", "email", "language"]

    def clean(self):
        cleaned = super().clean()
        # A form that was tampered with is still somebody's registration.
        if self.errors.pop("key", None):
            cleaned["key"] = None
        return cleaned
