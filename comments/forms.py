"""What the forms that take comments share."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from comments.uploads import MAX_FILES, check

MAX_TEXT = 200_000


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
                check(upload)
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return uploads
