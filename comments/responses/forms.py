"""The forms in which responses are written."""

import json

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

from comments.models import Docket, Response
from comments.responses import handing, texts
from comments.responses.writing import MAX_TITLE
from comments.teams import name_of

FEATURES = ["bold", "italic", "ul", "ol", "link"]
"""What the editor offers: no more than `texts` keeps."""

_PLAIN = "-plain"


class WordsInput(DraftailRichTextArea):
    """Wagtail's editor; without a script a text field that keeps the same words."""

    template_name = "comments/admin/responses/words_input.html"

    def __init__(self, **kwargs):
        super().__init__(features=FEATURES, **kwargs)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["plain_name"] = name + _PLAIN
        context["widget"]["plain"] = texts.plain(value or "")
        # Without a name a screen reader could not tell two editors apart; and by itself the editor
        # hands on what was typed a quarter of a second later, too late for who is quick to save.
        kept = context["widget"]["attrs"]
        options = json.loads(kept["data-w-init-detail-value"])
        options |= {"ariaLabelledBy": f"{kept['id']}-label", "stateSaveInterval": 0}
        kept["data-w-init-detail-value"] = json.dumps(options)
        return context

    def value_from_datadict(self, data, files, name):
        kept = super().value_from_datadict(data, files, name) if data.get(name) else ""
        typed = data.get(name + _PLAIN)
        if typed is None or typed.split() == texts.plain(kept).split():
            return kept
        return texts.from_plain(typed)


def language_fields(name: str):
    """Each language's field of a name: (code, name of the field, name of the language)."""
    return [(code, f"{name}_{code}", language) for code, language in settings.LANGUAGES]


class WordsForm(forms.Form):
    """What a response says in each language, and the version of it that was seen."""

    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, field, language in language_fields("text"):
            self.fields[field] = forms.CharField(
                label=format_lazy("{} ({})", _("Response"), language),
                required=False,
                widget=WordsInput(attrs={"lang": code}),
            )

    @property
    def texts(self) -> dict[str, str]:
        """What was sent, for each language that was in the form."""
        return {
            code: self.cleaned_data[field]
            for code, field, _language in language_fields("text")
            if self.add_prefix(field) in self.data or self.add_prefix(field) + _PLAIN in self.data
        }

    @property
    def words_of_errors(self) -> str:
        return " ".join(error for errors in self.errors.values() for error in errors)


class MastersField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj):
        return f"{obj} ({obj.get_status_display()})"


class ResponseForm(WordsForm):
    """The response to one point, and the master responses that answer it."""

    prefix = "response"
    masters = MastersField(
        Response.objects.none(),
        label=_("Master responses"),
        required=False,
        error_messages={
            "invalid_choice": _("Choose among the master responses of this docket."),
            "invalid_pk_value": _("Choose among the master responses of this docket."),
        },
    )
    masters_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, docket: Docket, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["masters"].queryset = titles_of_masters(docket)
        self.order_fields([field for _code, field, _language in language_fields("text")])

    @property
    def seen(self) -> list[int]:
        """The keys of the master responses that were chosen when the form was made."""
        given = self.cleaned_data["masters_seen"].split(",")
        return [int(key) for key in given if key.isdecimal() and len(key) < 19]


class _OwnerField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return name_of(obj)


def owner_field(**kwargs) -> forms.ModelChoiceField:
    """A choice of a colleague who may write responses, or nobody."""
    return _OwnerField(
        handing.writers(), label=_("Owner"), required=False, empty_label=_("Nobody"), **kwargs
    )


class MasterForm(WordsForm):
    """A master response."""

    prefix = "response"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, field, language in language_fields("title"):
            self.fields[field] = forms.CharField(
                label=format_lazy("{} ({})", _("Title"), language),
                required=code == settings.LANGUAGES[0][0],
                max_length=MAX_TITLE,
                widget=forms.TextInput(attrs={"lang": code}),
                error_messages={"required": _("Give the title in English.")},
            )
        self.fields["owner"] = owner_field(help_text=_("The colleague who sees to this response."))
        titles = [field for _code, field, _language in language_fields("title")]
        self.order_fields([*titles, *(f for _c, f, _l in language_fields("text")), "owner"])

    @property
    def title(self) -> dict[str, str]:
        return {
            code: self.cleaned_data[field] for code, field, _language in language_fields("title")
        }


class NewMasterForm(MasterForm):
    """A master response that begins with its docket."""

    docket = forms.ModelChoiceField(Docket.objects.all(), label=_("Docket"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["docket", *self.fields])


def titles_of_masters(docket: Docket):
    """The master responses of a docket without their texts, in the order of their numbers."""
    return docket.responses.masters().only(
        "docket", "kind", "number", "title_en", "title_es", "status"
    )


def initial_of(response: Response | None) -> dict:
    """What a form begins with."""
    if response is None:
        return {"version": 0}
    found = {
        field: getattr(response, field) or ""
        for name in ("title", "text")
        for _code, field, _language in language_fields(name)
    }
    return {**found, "owner": response.owner_id, "version": response.version}
