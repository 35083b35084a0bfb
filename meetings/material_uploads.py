"""Files that staff drop onto a meeting: into the library first, from where they are chosen.

A file of the library is on no page and its address cannot be guessed. One that is uploaded and
then left alone stays there, like any other file, until somebody uses or deletes it.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.permissions import policy_registry
from wagtail.search import index
from wagtail.utils.file import hash_filelike

from engagement.models import LibraryFile
from meetings.models import Material, Meeting

SAME_UPLOAD_WITHIN = timedelta(days=1)
"""The same content from the same person again is the upload of before, not one more file."""


@dataclass(frozen=True)
class Upload:
    """What became of one file: it is in the library, or `problem` says why it is not."""

    name: str
    file: LibraryFile | None = None
    problem: str = ""


def take(upload: UploadedFile, *, meeting: Meeting, user) -> Upload:
    """Put one file into the library, by the rules of its own upload form.

    Nothing is stored of a file that is refused, nor of one that the meeting has already.
    """
    name = PurePath(upload.name).name
    form = get_document_form(LibraryFile)(
        {"title": PurePath(name).stem[:255], "collection": _collection(user).pk, "tags": ""},
        {"file": upload},
        user=user,
    )
    if not form.is_valid():
        problem = " ".join(str(problem) for found in form.errors.values() for problem in found)
        # Django's own messages do not say which of several files they are about.
        return Upload(name, problem=problem if name in problem else f"“{name}”: {problem}")
    content = hash_filelike(upload)
    upload.seek(0)
    if content in _contents(meeting):
        return Upload(
            name,
            problem=_("“%(name)s” is on this meeting already; it is not added again.")
            % {"name": name},
        )
    same = LibraryFile.objects.filter(
        file_hash=content,
        uploaded_by_user=user,
        created_at__gte=timezone.now() - SAME_UPLOAD_WITHIN,
    )
    if found := same.order_by("pk").first():
        return Upload(name, file=found)
    form.instance.uploaded_by_user = user
    stored = form.save()
    index.insert_or_update_object(stored)
    return Upload(name, file=stored)


def choosable(user):
    """The files of the library that somebody may put on a page."""
    policy = policy_registry.get_by_type(get_document_model())
    return policy.instances_user_has_any_permission_for(user, ["choose"])


def _collection(user):
    policy = policy_registry.get_by_type(get_document_model())
    return policy.collections_user_has_permission_for(user, "add").order_by("path").first()


def _contents(meeting: Meeting) -> set[str]:
    """The hashes of the files that are on the meeting's page or in its draft."""
    draft = meeting.get_latest_revision_as_object()
    materials: list[Material] = [*meeting.materials.all(), *draft.materials.all()]
    return {material.file.get_file_hash() for material in materials if material.file}
