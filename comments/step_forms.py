"""The forms of the steps: what you think, about you. Both are read again at the last step.

What a person typed is kept as they typed it (comments.pending); these forms judge it, word the
mistakes, and turn it into what the intake rule takes.
"""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIteratorValue
from django.utils.translation import gettext_lazy as _

from comments import passages
from comments.forms import MAX_TEXT, FilesInput
from comments.intake import About
from comments.models import Docket, Draft, DraftSection, PendingComment
from engagement.files import EXTENSIONS
from engagement.widgets import SelectInItsLanguage

MAX_REMARKS = 50
# Embeddings and overrides of the writing direction (UAX 9) turn round what stands beside a name.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Seen by nobody, but a feed or a spreadsheet breaks on them. NUL is refused by Django's own check.
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f]")


class Words(forms.CharField):
    """A long text: pages and lines of old word processors become lines."""

    widget = forms.Textarea

    def __init__(self, *args, rows: int, **kwargs):
        super().__init__(*args, max_length=MAX_TEXT, **kwargs)
        self.widget.attrs.update({"class": "usa-textarea", "rows": rows})
        # The message comes from the server: a browser would cut a pasted letter off in silence.
        self.widget.attrs.pop("maxlength", None)
        self.error_messages["max_length"] = _(
            "Your comment is longer than %(limit_value)s characters. "
            "Shorten it, or attach it as a file."
        )

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n")
        return _CONTROLS.sub("", text.replace("\v", "\n").replace("\f", "\n"))


class OneLine(forms.CharField):
    """A short text about the person."""

    def __init__(self, *args, autocomplete: str, **kwargs):
        widget = forms.TextInput(attrs={"class": "usa-input", "autocomplete": autocomplete})
        super().__init__(*args, max_length=150, widget=widget, **kwargs)
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value):
        text = " ".join(_CONTROLS.sub("", super().to_python(value)).split())
        if _DIRECTIONS.search(text):
            raise ValidationError(
                _(
                    "This contains invisible characters that turn the writing round. "
                    "Delete it and type it again."
                )
            )
        return text


class Sections:
    """The sections people can comment on in a docket, each with its number in its draft."""

    def __init__(self, docket: Docket):
        drafts = Draft.objects.published().filter(docket=docket).prefetch_related("sections")
        self.drafts = list(drafts)
        self.by_pk: dict[int, DraftSection] = {}
        self.numbers: dict[int, int] = {}
        for draft in self.drafts:
            for number, section in enumerate(draft.sections.all(), start=1):
                self.by_pk[section.pk], self.numbers[section.pk] = section, number

    def __bool__(self) -> bool:
        return bool(self.by_pk)

    @property
    def choices(self) -> list:
        """By draft, where there are several."""
        groups = [
            (
                _("%(draft)s (version %(number)s)") % {"draft": draft, "number": draft.number},
                [
                    (ModelChoiceIteratorValue(section.pk, section), self.label(section))
                    for section in draft.sections.all()
                ],
            )
            for draft in self.drafts
            if draft.sections.all()
        ]
        listed = (
            groups if len(groups) > 1 else [choice for _name, group in groups for choice in group]
        )
        return [("", _("Choose a section")), *listed]

    def of(self, pk: str) -> DraftSection:
        """The section with this key. Raises ValueError when people cannot comment on it here."""
        if found := self.by_pk.get(int(pk)):
            return found
        raise ValueError(pk)

    def label(self, section: DraftSection) -> str:
        """As the list of sections names it: 2. Schedule."""
        return f"{self.numbers[section.pk]}. {section.heading}"


class WordsForm(forms.Form):
    """What a person thinks of the whole draft, and the files they attach.

    `website` is hidden from people; what fills it in is probably a program, and a person looks.
    """

    text = Words(
        label=_("Your comment"),
        required=False,
        rows=10,
        help_text=_("Public: your words are published as you write them."),
    )
    attachments = forms.FileField(  # judged and stored one by one, by comments.uploads
        label=_("Files"),
        required=False,
        widget=FilesInput(
            attrs={
                "class": "usa-file-input",
                "accept": ",".join(f".{extension}" for extension in EXTENSIONS),
            }
        ),
        help_text=_("Public: the files are published with your comment."),
    )
    website = forms.CharField(required=False, label=_("Leave this empty"))


class AdditionForm(WordsForm):
    """What a person adds to a comment they sent."""

    text = Words(
        label=_("What you want to add"),
        required=False,
        rows=8,
        help_text=_("Public: your words are published as you write them."),
    )

    def require_something(self) -> None:
        self.add_error("text", _("Write what you want to add, or attach it as a file."))


class RemarkForm(forms.Form):
    """What a person thinks of one section, one paragraph, or a passage quoted from it."""

    section = forms.TypedChoiceField(
        label=_("Section"),
        widget=SelectInItsLanguage(field="heading", attrs={"class": "usa-select"}),
        error_messages={
            "required": _("Choose the section that your remark is about."),
            "invalid_choice": _("This section is not part of this comment period."),
        },
    )
    paragraph = forms.CharField(
        label=_("Paragraph"),
        required=False,
        max_length=40,
        help_text=_("If you like: its number, as it stands beside the text, such as 2.4."),
        widget=forms.TextInput(attrs={"class": "usa-input", "autocomplete": "off"}),
    )
    quote = forms.CharField(
        label=_("Quoted passage"),
        required=False,
        help_text=_("If you like: the words of the draft that your remark is about."),
        max_length=passages.MAX_QUOTE,
        widget=forms.Textarea(attrs={"class": "usa-textarea", "rows": 2}),
    )
    text = Words(
        label=_("Your remark"),
        rows=5,
        help_text=_("Public: your words are published as you write them."),
        error_messages={
            "required": _("Write what you think of this section, or remove this remark.")
        },
    )

    def __init__(self, *args, sections: Sections, choices: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.sections = sections
        field = self.fields["section"]
        field.choices = choices
        field.coerce = sections.of
        self.fields["quote"].widget.attrs.pop("maxlength", None)
        self.passage = passages.Passage()

    def clean(self):
        cleaned = super().clean()
        section, paragraph = cleaned.get("section"), cleaned.get("paragraph", "")
        if section and "quote" in cleaned:
            self.passage = self._passage(section, paragraph, cleaned["quote"])
        return cleaned

    def _passage(self, section, paragraph: str, quote: str) -> passages.Passage:
        number = self.sections.numbers[section.pk]
        named = None
        if paragraph:
            named = passages.by_number(section, number=number, paragraph=paragraph)
            if named is None:
                self.add_error("paragraph", self._no_such(section, number, paragraph))
        if quote:
            anchor = named.anchor if named else ""
            return passages.quoted(section, number=number, quote=quote, paragraph=anchor)
        if named:
            words = named.text[: passages.MAX_QUOTE]
            return passages.Passage(named.anchor, named.number, words)
        return passages.Passage()

    def _no_such(self, section, number: int, paragraph: str):
        known = passages.numbers(section, number=number)
        if not known:
            return _("This section has no numbered paragraphs. Leave this empty.")
        return _("This section has no paragraph %(given)s. It has %(first)s to %(last)s.") % {
            "given": paragraph,
            "first": known[0],
            "last": known[-1],
        }

    @property
    def about(self) -> About:
        """The remark as the intake rule takes it; of a valid form."""
        return About(
            section=self.cleaned_data["section"],
            text=self.cleaned_data["text"],
            quote=self.passage.quote,
            paragraph=self.passage.anchor,
        )


class PersonForm(forms.Form):
    """Who a person is, as far as they wish to say it or the period asks for it."""

    name = OneLine(
        label=_("Your name"),
        required=False,
        autocomplete="name",
        help_text=_("Public, unless you ask below to stay anonymous."),
        error_messages={"required": _("Enter your name.")},
    )
    affiliation = OneLine(
        label=_("Organization or neighborhood"),
        required=False,
        autocomplete="organization",
        help_text=_("Public, unless you ask below to stay anonymous."),
    )
    is_anonymous = forms.BooleanField(
        label=_("Publish my comment without my name and organization"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "usa-checkbox__input"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "usa-input", "autocomplete": "email"}),
        help_text=_("Never published. We send your receipt here."),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address like name@example.com."),
        },
    )

    def __init__(self, *args, docket: Docket, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = docket.requires_email
        self.fields["name"].required = docket.requires_name or not docket.accepts_anonymous
        if docket.requires_name or not docket.accepts_anonymous:
            del self.fields["is_anonymous"]
            self.fields["name"].help_text = _("Public. This comment period asks for names.")
            self.fields["affiliation"].help_text = _("Public.")


class Remarks(forms.BaseFormSet):
    """The remarks of a comment, in the order in which they were made."""

    def __init__(self, *args, sections: Sections, **kwargs):
        self.sections = sections
        choices = sections.choices if sections else []
        form_kwargs = {"sections": sections, "choices": choices, "empty_permitted": False}
        super().__init__(*args, form_kwargs=form_kwargs, prefix="remarks", **kwargs)


RemarkFormSet = forms.formset_factory(
    RemarkForm, formset=Remarks, extra=0, max_num=MAX_REMARKS, absolute_max=MAX_REMARKS
)
REMARK_FIELDS = ("section", "paragraph", "quote", "text")
PERSON_FIELDS = ("name", "affiliation", "is_anonymous", "email")


def typed_words(posted) -> dict:
    """What step 1 was sent with, as it was typed."""
    try:
        total = min(int(posted.get("remarks-TOTAL_FORMS", 0)), MAX_REMARKS)
    except ValueError:
        total = 0
    remarks = [
        {field: posted.get(f"remarks-{number}-{field}", "") for field in REMARK_FIELDS}
        for number in range(total)
    ]
    return {
        "text": posted.get("text", ""),
        "website": posted.get("website", ""),
        "remarks": remarks,
        **_proof(posted),
    }


def typed_person(posted) -> dict:
    """What step 2 was sent with, as it was typed."""
    return {field: posted.get(field, "") for field in PERSON_FIELDS} | _proof(posted)


def _proof(posted) -> dict:
    """The browser's work for this form, where it is done (comments.proof_of_work)."""
    return {"proof": posted["proof"][:200]} if posted.get("proof") else {}


class Letter:
    """Both steps of one form, as they are kept; `judged`, with what is wrong beside each field."""

    def __init__(self, data: dict, *, docket: Docket, files=(), judged: bool = False):
        self.docket, self.files = docket, list(files)
        self.sections = Sections(docket)
        remarks = data.get("remarks", [])
        if judged:
            self.words, self.person = WordsForm(data), PersonForm(data, docket=docket)
            self.remarks = RemarkFormSet(_as_posted(remarks), sections=self.sections)
        else:
            self.words = WordsForm(initial=data)
            self.person = PersonForm(initial=data, docket=docket)
            self.remarks = RemarkFormSet(initial=remarks, sections=self.sections)

    def words_are_valid(self) -> bool:
        """Whether step 1 can be left: each part is right, and something is said at all."""
        words, remarks = self.words.is_valid(), self.remarks.is_valid()
        if not remarks:
            self.words.add_error(None, _("A remark is not complete yet."))
        elif words and not self._says_something():
            self.words.add_error("text", _("Write your comment, or attach it as a file."))
        return self.words.is_valid()

    def _says_something(self) -> bool:
        return bool(self.words.cleaned_data["text"] or self.remarks.forms or self.files)

    def is_valid(self) -> bool:
        """Whether all of it can be submitted."""
        return self.words_are_valid() and self.person.is_valid()

    def submission(self) -> dict:
        """The arguments of intake.submit that come from the person; of a valid letter."""
        person = dict(self.person.cleaned_data)
        return {
            "text": self.words.cleaned_data["text"],
            "remarks": [form.about for form in self.remarks],
            "is_anonymous": person.pop("is_anonymous", False),
            **person,
        }


def letter_of(pending: PendingComment | None, *, docket: Docket, judged: bool = False) -> Letter:
    """What is kept of a form; an empty one when nothing is."""
    if pending is None:
        return Letter({}, docket=docket, judged=judged)
    return Letter(pending.data, docket=docket, files=pending.files.all(), judged=judged)


def _as_posted(remarks: list[dict]) -> dict:
    flat = {
        f"remarks-{number}-{field}": remark.get(field, "")
        for number, remark in enumerate(remarks)
        for field in REMARK_FIELDS
    }
    return flat | {"remarks-TOTAL_FORMS": len(remarks), "remarks-INITIAL_FORMS": 0}
