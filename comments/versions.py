"""Versions of a document: each is a draft of its own that keeps its address for ever.

A section keeps its key, and with it its anchor, from one version to the next; that is how the
same section is found in another version. Files and the comment period stay with the version they
were published with: what residents commented on must not change below their comments.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from comments.models import Docket, Draft, DraftSection

_CARRIED = ("headline_en", "headline_es", "summary_en", "summary_es")
_CARRIED_OF_SECTION = (*("key", "sort_order", "heading_en", "heading_es", "body_en", "body_es"),)


class NotReleased(ValidationError):
    """Of a version that the public has never seen: it is changed, not followed by another."""

    def __init__(self):
        super().__init__(_("Publish this version before you begin the next one."))


class AlreadyBegun(ValidationError):
    """There is a later version; `successor` is the latest."""

    def __init__(self, successor: Draft):
        self.successor = successor
        super().__init__(
            _("Version %(number)s has been begun already."), params={"number": successor.number}
        )


@transaction.atomic
def new_version(*, draft: Draft, by) -> Draft:
    """Begin the version after `draft`, for staff to change and publish. Returns it.

    It starts with the published text, sections with the same keys, no files, and no comment
    period. Raises NotReleased or AlreadyBegun.
    """
    # Of two people who press at once, the second waits here, and then finds what the first began.
    list(Draft.objects.select_for_update().filter(lineage=draft.lineage).order_by("number"))
    latest = Draft.objects.filter(lineage=draft.lineage).order_by("number").last()
    if latest.pk != draft.pk:
        raise AlreadyBegun(latest)
    if latest.first_published_at is None and not latest.live:
        raise NotReleased
    begun = Draft(
        lineage=latest.lineage,
        number=latest.number + 1,
        initiative_id=latest.initiative_id,
        live=False,
        has_unpublished_changes=True,
        **{field: getattr(latest, field) for field in _CARRIED},
    )
    begun.sections = [_carried(section) for section in latest.sections.all()]
    begun.save()
    begun.save_revision(user=by)
    log(begun, "wagtail.create", user=by, title=str(begun), content_changed=True)
    return begun


def _carried(section: DraftSection) -> DraftSection:
    return DraftSection(**{field: getattr(section, field) for field in _CARRIED_OF_SECTION})


@dataclass(frozen=True)
class Versions:
    """The published versions of a document, the latest first."""

    shown: Draft
    published: list[Draft]
    kept_keys: frozenset[uuid.UUID] = frozenset()
    """The sections of the shown version that the latest still has."""

    @property
    def latest(self) -> Draft | None:
        """The version that superseded the one shown, if there is one."""
        newest = self.published[0] if self.published else None
        return newest if newest and newest.number > self.shown.number else None

    @property
    def before(self) -> Draft | None:
        """The published version that the one shown followed."""
        older = (draft for draft in self.published if draft.number < self.shown.number)
        return next(older, None)


def versions_of(draft: Draft) -> Versions:
    """What a page of `draft` says about its other versions: two queries at most."""
    published = list(Draft.objects.published().filter(lineage=draft.lineage).order_by("-number"))
    found = Versions(draft, published)
    if found.latest is None:
        return found
    keys = DraftSection.objects.filter(draft=found.latest).values_list("key", flat=True)
    return Versions(draft, published, frozenset(keys))


@dataclass(frozen=True)
class Listed:
    """A document in a list: its latest version there, and the older ones."""

    draft: Draft
    older: list[Draft]


def listed(drafts: Iterable[Draft]) -> list[Listed]:
    """Group drafts by document, each at the place of its latest version."""
    documents: dict[uuid.UUID, list[Draft]] = {}
    for draft in drafts:
        documents.setdefault(draft.lineage, []).append(draft)
    grouped = []
    for versions in documents.values():
        newest, *older = sorted(versions, key=lambda version: version.number, reverse=True)
        grouped.append(Listed(newest, older))
    return sorted(grouped, key=lambda one: (one.draft.released_on, one.draft.pk), reverse=True)


def of_docket(docket: Docket) -> list[Listed]:
    """The documents of a comment period, each draft with the version that followed it as `later`.

    The comments are about the version that was out for comment, so the list stays with it.
    """
    documents = listed(
        Draft.objects.published().filter(docket_id=docket.pk).prefetch_related("files__file")
    )
    lineages = [document.draft.lineage for document in documents]
    latest = {
        draft.lineage: draft
        for draft in Draft.objects.published().filter(lineage__in=lineages).latest_versions()
    }
    for document in documents:
        newest = latest[document.draft.lineage]
        document.draft.later = newest if newest.number > document.draft.number else None
    return documents
