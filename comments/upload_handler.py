"""Receiving files: from the first byte into a temporary file, never into memory, up to the limit.

A file that grows beyond the limit is written no further. The rest of the form is still read,
so that what was typed is kept and the file's name stands in the answer.
"""

from functools import wraps

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpResponse
from django.utils.translation import gettext as _

from engagement.formatting import file_size

# For the boundaries and headers of the parts.
_ROOM = 64 * 1024


class BoundedFileHandler(TemporaryFileUploadHandler):
    """Django's own, that stops writing at the limit and says how large the file really was."""

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) <= settings.COMMENT_ATTACHMENT_MAX_BYTES:
            self.file.write(raw_data)
        elif start <= settings.COMMENT_ATTACHMENT_MAX_BYTES:
            # Nobody will read it: give the disk back at once.
            self.file.seek(0)
            self.file.truncate()


def receives_files(*, at_most: int):
    """Decorate a view that takes up to `at_most` files, and that is exempt from the CSRF check.

    A request that announces more than these could be is answered without being read.
    """

    def decorate(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            most = at_most * settings.COMMENT_ATTACHMENT_MAX_BYTES
            most += settings.DATA_UPLOAD_MAX_MEMORY_SIZE + _ROOM
            if int(request.META.get("CONTENT_LENGTH") or 0) > most:
                return _too_large()
            request.upload_handlers = [BoundedFileHandler(request)]
            try:
                return view(request, *args, **kwargs)
            except RequestDataTooBig:
                return _too_large()

        return answer

    return decorate


def _too_large() -> HttpResponse:
    text = _("This is more than %(limit)s for each file. Nothing of it was kept.") % {
        "limit": file_size(settings.COMMENT_ATTACHMENT_MAX_BYTES)
    }
    return HttpResponse(text, status=413, content_type="text/plain; charset=utf-8")
