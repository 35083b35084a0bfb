"""What is asked before an act on many comments."""

import uuid
from collections.abc import Iterable

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Topic
from comments.review import bulk_forecast, moves
from comments.teams import AssignForm

State = Comment.State
MOST = 20_000
"""How many comments one act may change: more would keep colleagues waiting for the rows."""

TARGETS = (
    *(State.IN_TRIAGE, State.IN_REVIEW, State.REDACTION, State.POSTED),
    *(State.WITHHELD, State.SPAM, State.RECEIVED),
)
"""Where many are moved at once; what a duplicate repeats is said of each."""


class KeysField(forms.CharField):
    """The keys of the chosen comments: what was counted is what the act is done with."""

    widget = forms.HiddenInput

    def to_python(self, value) -> list[int]:
        keys = super().to_python(value).split(",")
        return [int(key) for key in keys if key.isdecimal() and len(key) < 19]

    def prepare_value(self, value):
        return value if isinstance(value, str) else ",".join(str(key) for key in value or ())


class ChosenForm(forms.Form):
    """The comments that were chosen, and the key that makes the form one act."""

    chosen = KeysField()
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, user, keys: list[int], groups, **kwargs):
        self.user, self.keys, self.groups = user, keys, groups
        super().__init__(*args, **kwargs)
        self.fields["chosen"].initial = keys

    def clean_chosen(self):
        keys = self.cleaned_data["chosen"]
        if len(keys) > MOST:
            raise forms.ValidationError(
                _("Choose at most %(most)s comments.") % {"most": intcomma(MOST)}
            )
        return keys


class AssignManyForm(ChosenForm, AssignForm):
    """To a person, to a team, or back to the queue."""

    give_back = forms.BooleanField(
        label=_("Give them back to the queue"),
        required=False,
        help_text=_("Nobody has them then, and no team."),
    )
    field_order = ["person", "team", "give_back"]

    def clean(self):
        data = super().clean()
        chosen = data.get("person") or data.get("team")
        if not self.errors and not chosen and not data["give_back"]:
            self.add_error("person", _("Choose a person or a team."))
        if not self.errors and chosen and data["give_back"]:
            self.add_error("give_back", _("Either assign them or give them back."))
        return data


class TopicsOfManyForm(ChosenForm):
    """Topics of the dockets that the comments are of."""

    class How:
        ADD = "add"
        REMOVE = "remove"

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(),
        label=_("Topics"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose a topic.")},
    )
    how = forms.ChoiceField(
        label=_("What to do"),
        choices=[
            (How.ADD, _("Add these to the topics they have")),
            (How.REMOVE, _("Take these from them")),
        ],
        initial=How.ADD,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dockets = Comment.objects.filter(pk__in=self.keys).values("docket")
        topics = Topic.objects.filter(docket__in=dockets).select_related("docket")
        self.fields["topics"].queryset = topics
        self.several_dockets = len({topic.docket_id for topic in topics}) > 1
        if self.several_dockets:
            self.fields["topics"].label_from_instance = lambda topic: (
                f"{topic.name} ({topic.docket.number})"
            )


class MoveManyForm(ChosenForm):
    """To one state, with what that state asks for."""

    to_state = forms.ChoiceField(
        label=_("Move to"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where to move them.")},
    )
    note = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Needed for spam, and to take back a decision. Kept in the trail for colleagues; the "
            "public never sees it."
        ),
    )
    legal_reason = forms.CharField(
        label=_("Legal reason"),
        required=False,
        max_length=300,
        help_text=_("To withhold a comment. Public in the record."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        unready = bulk_forecast.unready_of(self.keys)
        self.forecasts = [
            (state.label, state, bulk_forecast.of_moving(self.groups, self.user, state, unready))
            for state in TARGETS
        ]
        self.fields["to_state"].choices = [
            (state, f"{label} ({intcomma(forecast.changes)})")
            for label, state, forecast in self.forecasts
            if forecast.changes or self.is_bound
        ]

    def clean(self):
        data = super().clean()
        to_state = data.get("to_state")
        if to_state == State.WITHHELD and not data.get("legal_reason", "").strip():
            self.add_error("legal_reason", _("Give the legal reason: it is public in the record."))
        # A legal reason is a reason as well.
        reason = data.get("note", "").strip() or data.get("legal_reason", "").strip()
        if to_state and not reason and self._needs_reason(to_state):
            self.add_error("note", _("Give the reason: it is kept in the record."))
        return data

    def _needs_reason(self, to_state: str) -> bool:
        """Whether one of the comments that would be moved asks why."""
        return to_state != State.WITHHELD and any(
            moves.needs_reason(group.state, to_state)
            for group in self.groups
            if bulk_forecast.of_moving([group], self.user, to_state).changes
        )


class GroupManyForm(ChosenForm):
    """The comment whose letter they repeat."""

    number = forms.CharField(
        label=_("Number of the comment that has the letter"),
        max_length=40,
        help_text=_(
            "For example PA-2026-01-0147. Its campaign is made when there is none; the other "
            "comments must be of the same docket."
        ),
    )
    decides = forms.BooleanField(
        label=_("Also move them to “Campaign member”"),
        required=False,
        help_text=_(
            "The letter then stands for them, and they are not posted by themselves. Read first "
            "what they add of their own."
        ),
    )

    def clean_number(self):
        lead = numbered(self.cleaned_data["number"])
        if lead is None:
            raise forms.ValidationError(_("There is no comment with this number."))
        if not Comment.objects.filter(pk__in=self.keys, docket=lead.docket_id).exists():
            raise forms.ValidationError(_("The comment is of another docket."))
        return lead


def numbered(number: str) -> Comment | None:
    """The comment with that number: PA-2026-01-0147."""
    docket, _dash, sequence = number.strip().upper().rpartition("-")
    if not sequence.isdecimal() or len(sequence) > 9:
        return None
    return Comment.objects.filter(docket__number__iexact=docket, sequence=int(sequence)).first()


def keys_in(values: Iterable[str]) -> list[int]:
    """The keys among what an address names."""
    return [int(value) for value in values if value.isdecimal() and len(value) < 19]
