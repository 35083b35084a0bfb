"""What the editor of a meeting checks of registration, its capacity and its slots."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagement.formatting import date_and_time
from meetings.models import Registration
from meetings.slots import make_slots

SHORTEST_SLOT, LONGEST_SLOT, MOST_SLOTS = 5, 240, 100
"""Minutes, minutes, and how many are made at once."""


class RegistrationChecks(forms.Form):
    """Part of the editor's form: messages beside the fields; nothing is saved meanwhile.

    Nothing here takes a place away: what is saved by another way is checked where it counts, in
    the rules of registration and in Meeting.save().
    """

    slot_minutes = forms.IntegerField(
        label=_("Make slots of this many minutes"),
        required=False,
        min_value=SHORTEST_SLOT,
        max_value=LONGEST_SLOT,
        help_text=_(
            "Fills the meeting with slots from start to end, one for each registrant. A rest that "
            "is too short stays free. Change or remove single slots below afterwards."
        ),
    )

    def clean(self):
        cleaned = super().clean()
        # Fresh from the database: the page may have been open for an hour.
        registrations = Registration.objects.filter(meeting=self.instance.pk)
        slots = _Slots(self)
        self._check_switch(registrations.expecting_the_meeting().count(), slots)
        self._check_capacity(registrations.confirmed().count(), slots)
        slots.check(
            starts_at=cleaned.get("starts_at"),
            ends_at=cleaned.get("ends_at"),
            taken=set(registrations.confirmed().exclude(slot=None).values_list("slot", flat=True)),
        )
        self._check_making(registrations.confirmed().filter(slot=None).count(), slots)
        return cleaned

    def save(self, commit=True):
        meeting = super().save(commit=False)
        if minutes := self.cleaned_data.get("slot_minutes"):
            made = make_slots(starts_at=meeting.starts_at, ends_at=meeting.ends_at, minutes=minutes)
            meeting.slots.add(*made)
        if commit:
            meeting.save()
            self._save_m2m()
        return meeting

    def _check_switch(self, expecting: int, slots: "_Slots") -> None:
        if self.cleaned_data.get("takes_registration"):
            return
        if expecting:
            message = ngettext(
                "%(count)s person is registered or waiting. To take no more, say when "
                "registration closes; if the meeting does not take place, cancel it.",
                "%(count)s people are registered or waiting. To take no more, say when "
                "registration closes; if the meeting does not take place, cancel it.",
                expecting,
            )
            self.add_error("takes_registration", message % {"count": expecting})
        elif slots.kept or self.cleaned_data.get("slot_minutes"):
            self.add_error("takes_registration", _("Slots are given to those who register."))

    def _check_capacity(self, confirmed: int, slots: "_Slots") -> None:
        capacity = self.cleaned_data.get("capacity")
        if capacity is None:
            return
        if slots.kept or self.cleaned_data.get("slot_minutes"):
            message = _("Leave this empty: there are as many places as slots.")
            self.add_error("capacity", message)
        elif capacity < confirmed and "capacity" in self.changed_data:
            message = ngettext(
                "%(count)s person has a place already. The capacity cannot be lower.",
                "%(count)s people have a place already. The capacity cannot be lower.",
                confirmed,
            )
            self.add_error("capacity", message % {"count": confirmed})

    def _check_making(self, without_slot: int, slots: "_Slots") -> None:
        minutes = self.cleaned_data.get("slot_minutes")
        starts_at, ends_at = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if without_slot and (minutes or slots.added):
            message = ngettext(
                "%(count)s person has registered without a slot. Make slots before anybody "
                "registers, or as another meeting.",
                "%(count)s people have registered without a slot. Make slots before anybody "
                "registers, or as another meeting.",
                without_slot,
            )
            self.add_error("slot_minutes", message % {"count": without_slot})
        elif not minutes or not starts_at or not ends_at:
            return
        elif slots.kept:
            message = _("There are slots already. Remove them first, or change them one by one.")
            self.add_error("slot_minutes", message)
        else:
            count = len(make_slots(starts_at=starts_at, ends_at=ends_at, minutes=minutes))
            if not count:
                self.add_error("slot_minutes", _("The meeting is shorter than one slot."))
            elif count > MOST_SLOTS:
                message = _("This would make %(count)s slots; %(most)s are the most.")
                self.add_error("slot_minutes", message % {"count": count, "most": MOST_SLOTS})


class _Slots:
    """The rows of the form's slots: those that stay, and those that are to go."""

    def __init__(self, form):
        self._formset = form.formsets["slots"]
        self._formset.is_valid()
        rows = [row for row in self._formset.forms if row.instance.pk or row.has_changed()]
        self.kept = [row for row in rows if not _goes(row)]
        self._going = [row for row in rows if _goes(row) and row.instance.pk]

    @property
    def added(self) -> list:
        return [row for row in self.kept if not row.instance.pk]

    def check(self, *, starts_at, ends_at, taken: set[int]) -> None:
        for row in self._going:
            if row.instance.pk in taken:
                self._keep(row)
        timed = [row for row in self.kept if row.is_valid()]
        timed.sort(key=lambda row: row.cleaned_data["starts_at"])
        before = None
        for row in timed:
            start, end = row.cleaned_data["starts_at"], row.cleaned_data["ends_at"]
            if starts_at and ends_at and not (starts_at <= start and end <= ends_at):
                message = _("A slot lies within the meeting: from %(start)s to %(end)s.")
                times = {"start": date_and_time(starts_at), "end": date_and_time(ends_at)}
                row.add_error("starts_at", message % times)
            if before and start < before:
                row.add_error("starts_at", _("This slot begins before the one above has ended."))
            before = max(before, end) if before else end

    def _keep(self, row) -> None:
        """Bring the row back, with the reason beside it."""
        name = row.add_prefix("DELETE")
        for bound in (self._formset, row):
            bound.data = bound.data.copy()
            bound.data[name] = ""
        row.cleaned_data["DELETE"] = False
        message = _(
            "Somebody has this slot. It can be moved, and they are told; to remove it, ask them "
            "to cancel first."
        )
        row.add_error("starts_at", message)


def _goes(row) -> bool:
    return bool(getattr(row, "cleaned_data", {}).get("DELETE"))
