"""The comment form."""

import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.intake import About
from comments.models import Comment, DraftSection
from engagement.files import EXTENSIONS, identify
from engagement.formatting import file_size
from engagement.widgets import SelectInItsLanguage

MAX_TEXT = 200_000
MAX_FILES = 10


class FilesInput(forms.ClearableFileInput):
    """A file input in which several files can be chosen."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files. Each is checked, and each one refused has its own message."""

    widget = FilesInput

    def clean(self, data, initial=None):
        uploads = [upload for upload in data or [] if upload]
        errors = []
        if len(uploads) > MAX_FILES:
            message = ngettext(
                "You can attach at most %(count)s file.",
                "You can attach at most %(count)s files.",
                MAX_FILES,
            )
            errors.append(ValidationError(message, code="too_many", params={"count": MAX_FILES}))
        for upload in uploads:
            try:
                self._check(upload)
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return uploads

    def _check(self, upload) -> None:
        if upload.size > settings.COMMENT_ATTACHMENT_MAX_BYTES:
            raise ValidationError(
                _("“%(name)s” is larger than %(limit)s. Send it in parts."),
                code="too_large",
                params={
                    "name": upload.name,
                    "limit": file_size(settings.COMMENT_ATTACHMENT_MAX_BYTES),
                },
            )
        identify(upload)


class CommentForm(forms.Form):
    """What a person says, and, as far as they wish, who they are.

    `website` is hidden from people; what fills it in is probably a program, and a person looks.
    `key` makes pressing Submit twice one comment.
    """

    section = forms.ModelChoiceField(
        DraftSection.objects.none(),
        label=_("Which part is your comment about?"),
        required=False,
        empty_label=_("The whole draft"),
        widget=SelectInItsLanguage(field="heading", attrs={"class": "usa-select"}),
    )
    text = forms.CharField(
        label=_("Your comment"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"class": "usa-textarea", "rows": 10}),
        help_text=_("Public: your words are published as you write them."),
        error_messages={
            "max_length": _(
                "Your comment is longer than %(limit_value)s characters. "
                "Shorten it, or attach it as a file."
            )
        },
    )
    attachments = FilesField(
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
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"class": "usa-input", "autocomplete": "name"}),
        help_text=_("Public, unless you ask below to stay anonymous."),
    )
    affiliation = forms.CharField(
        label=_("Organization or neighborhood"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"class": "usa-input", "autocomplete": "organization"}),
        help_text=_("Public, unless you ask below to stay anonymous."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "usa-input", "autocomplete": "email"}),
        help_text=_("Never published. We send your receipt here."),
        error_messages={"invalid": _("Enter an e-mail address like name@example.com.")},
    )
    is_anonymous = forms.BooleanField(
        label=_("Publish my comment without my name and organization"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "usa-checkbox__input"}),
    )
    website = forms.CharField(required=False, max_length=500, label=_("Leave this empty"))
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, docket, **kwargs):
        super().__init__(*args, **kwargs)
        self.docket = docket
        sections = DraftSection.objects.filter(
            draft__docket=docket, draft__live=True, draft__initiative__live=True
        )
        self.fields["section"].queryset = sections.order_by("draft_id", "sort_order")
        if not docket.accepts_anonymous:
            del self.fields["is_anonymous"]
            self.fields["name"].required = True
            self.fields["name"].error_messages["required"] = _("Enter your name.")
            self.fields["name"].help_text = _("Public. This comment period asks for names.")
            self.fields["affiliation"].help_text = _("Public.")

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4()

    def clean(self):
        cleaned = super().clean()
        has_text = bool((cleaned.get("text") or "").strip())
        if not has_text and not cleaned.get("attachments") and not self.errors:
            self.add_error("text", _("Write your comment, or attach it as a file."))
        return cleaned

    def submission(self) -> dict:
        """The arguments of intake.submit that come from the person."""
        cleaned = dict(self.cleaned_data)
        cleaned["suspicions"] = [Comment.Suspicion.TRAP] if cleaned.pop("website") else []
        if section := cleaned.pop("section"):
            cleaned["remarks"] = [About(section, cleaned.pop("text"))]
        cleaned["email"] = cleaned["email"].strip()
        return cleaned
