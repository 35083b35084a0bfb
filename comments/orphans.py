"""Stored files that no row names: what a process left behind that was killed before it recorded.

Only what lies in the folders of attachments and of redacted files, bears a name that we give, is
older than MIN_AGE and is named by no attachment and no file on its way is deleted, and each
deletion is logged.
"""

import logging
import re
from datetime import timedelta

from django.utils import timezone

from comments.models import Attachment, PendingFile
from comments.models.attachments import private_storage

logger = logging.getLogger(__name__)

MIN_AGE = timedelta(days=1)
"""No request lasts this long: between storing and recording there are seconds."""
_NAMED_BY = {
    "attachments": ((Attachment, "file"), (PendingFile, "file")),
    "redacted": ((Attachment, "redacted_file"),),
}
"""Each folder, and the fields that name what lies in it."""
_FOLDER = re.compile(r"[0-9a-f]{2}")
_NAME = re.compile(r"[0-9a-f]{32}")


def delete_orphans() -> int:
    """Delete them. Returns how many. Run by run_jobs, folder by folder."""
    storage = private_storage()
    deleted = 0
    for root in _NAMED_BY:
        try:
            folders, _files = storage.listdir(root)
        except FileNotFoundError:
            continue  # nobody has attached, or redacted, anything yet
        deleted += sum(
            _clean(storage, root, name) for name in sorted(folders) if _FOLDER.fullmatch(name)
        )
    return deleted


def _clean(storage, root: str, folder: str) -> int:
    oldest_kept = timezone.now() - MIN_AGE
    _folders, names = storage.listdir(f"{root}/{folder}")
    old = set()
    for name in filter(_NAME.fullmatch, names):
        path = f"{root}/{folder}/{name}"
        try:
            if storage.get_modified_time(path) < oldest_kept:
                old.add(path)
        except FileNotFoundError:
            continue  # taken back, or replaced, a moment ago
    # After the files were listed: what was recorded meanwhile is seen.
    for model, field in _NAMED_BY[root]:
        named = model.objects.filter(**{f"{field}__in": old})
        old -= set(named.values_list(field, flat=True))
    for path in sorted(old):
        logger.warning("Deleting a stored file that nothing names: %s", path)
        storage.delete(path)
    return len(old)
