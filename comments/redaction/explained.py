"""What the author of a comment reads about what was blacked out in it, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from comments import letter
from comments.models import Comment, Redaction


@dataclass(frozen=True)
class Explained:
    """One passage: `where` it stands, its `words` (none of a page of a file), why, and the note."""

    where: str
    words: str
    reason: str
    note: str


def explained(comment: Comment) -> Iterator[Explained]:
    """All that is blacked out, in the order of the letter. For the author alone."""
    redactions = list(comment.redactions.select_related("attachment"))
    if not redactions:
        return
    for part in letter.parts_of(comment):
        for found in redactions:
            if found.part == part.key:
                words = part.original[found.start : found.end]
                yield _of(found, str(part.label), words)
    for found in redactions:
        if found.attachment:
            names = {"name": found.attachment.name, "page": found.page}
            yield _of(found, _("%(name)s, page %(page)s") % names, "")


def _of(found: Redaction, where: str, words: str) -> Explained:
    return Explained(where, words, found.get_reason_display(), found.note)
