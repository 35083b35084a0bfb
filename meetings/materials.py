"""Rules of materials: add them to a meeting, and say which language versions are missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from meetings.models import Material, Meeting


@dataclass(frozen=True)
class MissingVersion:
    """A kind of material that a meeting has, but not in `language`.

    `expected_on` is the day, in the agency's zone, by which it comes; None: on request.
    """

    kind: Material.Kind
    language: str
    expected_on: date | None

    @property
    def kind_label(self) -> str:
        return self.kind.label

    @property
    def language_label(self) -> str:
        return str(dict(settings.LANGUAGES)[self.language])


def missing_versions(materials: Iterable[Material]) -> list[MissingVersion]:
    """What a meeting's page must offer instead of being silent about it.

    A promised day that has passed promises nothing any more; of several the last one counts,
    for only then is everything there. It passes at midnight, when cached pages end anyway.
    """
    today = timezone.localdate()
    found = {}
    for material in materials:
        found.setdefault(material.kind, []).append(material)
    missing = []
    for kind in Material.Kind:
        present = {material.language for material in found.get(kind, ())}
        days = [
            material.other_language_on
            for material in found.get(kind, ())
            if material.other_language_on and material.other_language_on >= today
        ]
        missing += [
            MissingVersion(kind, language, max(days, default=None))
            for language, _name in settings.LANGUAGES
            if present and language not in present
        ]
    return missing


def leave_to_ask_for(materials: Iterable[Material]) -> bool:
    """Whether readers must ask for something: a version or a transcript is on request."""
    materials = list(materials)
    return any(material.is_recording and not material.file_id for material in materials) or any(
        version.expected_on is None for version in missing_versions(materials)
    )


@dataclass(frozen=True)
class Added:
    """What became of the materials: those that are new, those that the meeting had already."""

    new: list[Material]
    known: list[Material]


@transaction.atomic
def add_materials(*, meeting: Meeting, materials: Iterable[Material], by, publish: bool) -> Added:
    """Add materials (not yet saved) to a meeting; those it has already are not added again.

    With `publish` they are on the public page at once, and nothing else is: changes that wait
    in a draft go on waiting there, with the materials beside them. A meeting that is itself not
    public keeps them in its draft whatever `publish` says.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    draft = meeting.get_latest_revision_as_object()
    publish = publish and meeting.live
    had = _identities([*meeting.materials.all(), *draft.materials.all()])
    new, known = [], []
    for material in materials:
        identity = _identity(material)
        (known if identity in had else new).append(material)
        had.add(identity)
    if new:
        if publish:
            # With keys, so that they are the same rows in every revision.
            for material in new:
                material.meeting = meeting
            Material.objects.bulk_create(new)
            meeting = Meeting.objects.get(pk=meeting.pk)
        _change(meeting, draft, by=by, publish=publish, change=lambda row: _append(row, new))
    return Added(new, known)


@transaction.atomic
def expect_versions(*, meeting: Meeting, days: dict[str, date | None], by) -> None:
    """Say by which day the other language of each kind comes (None: on request), at once.

    `days` has a day for each kind that is missing a version; the others stay as they are.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)

    def change(row: Meeting) -> None:
        materials = list(row.materials.all())
        for material in materials:
            if material.kind in days:
                material.other_language_on = days[material.kind]
        row.materials = materials

    draft = meeting.get_latest_revision_as_object()
    _change(meeting, draft, by=by, publish=meeting.live, change=change)


def _change(meeting: Meeting, draft: Meeting, *, by, publish: bool, change) -> None:
    """Make one change to what is public and to the drafts that wait, or to the draft alone.

    The meeting's row is locked by the caller, so that two at once build on each other. Nothing
    is checked anew: what is public passed its checks when it was published, and what waits in a
    draft may be unfinished.
    """
    waiting = meeting.has_unpublished_changes
    scheduled = meeting.scheduled_revision
    goes_live_at = scheduled and scheduled.approved_go_live_at
    if publish:
        change(meeting)
        # Takes the date off every revision; those below get it back.
        meeting.save_revision(user=by, clean=False, log_action=True).publish(user=by)
    if not publish:
        change(draft)
        draft.save_revision(user=by, clean=False, log_action=True)
    elif waiting:
        change(draft)
        is_scheduled = scheduled is not None and scheduled == draft.latest_revision
        draft.save_revision(
            user=by, clean=False, approved_go_live_at=goes_live_at if is_scheduled else None
        )
        if scheduled and not is_scheduled:
            _change_scheduled(scheduled, goes_live_at, change)


def _change_scheduled(revision: Revision, goes_live_at: datetime, change) -> None:
    """Else what was added now would leave the page again when an older revision goes live."""
    row = revision.as_object()
    change(row)
    revision.content = row.serializable_data()
    revision.approved_go_live_at = goes_live_at
    revision.save()


def _append(meeting: Meeting, materials: list[Material]) -> None:
    meeting.materials = [*meeting.materials.all(), *materials]


def _identities(materials: Iterable[Material]) -> set[tuple]:
    return {_identity(material) for material in materials}


def _identity(material: Material) -> tuple:
    """By what a material is known again: a recording by its link, a file by its content."""
    if material.link:
        return ("link", material.link)
    return ("file", material.file.get_file_hash() or material.file_id)
