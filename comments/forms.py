"""What the forms that take comments share."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagement.files import identify
from engagement.formatting import file_size

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
