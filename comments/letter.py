"""The parts of a comment: one name for each text that it is made of.

Redaction, translation, search and exports speak of a passage as a part and its characters. A
part's key never changes: "text", "name", "affiliation", "remark-12", "quote-12" (the passage that
remark quotes, when no draft has it), "addition-4", "attachment-9" (the words that were read from
that file).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from comments.models import Attachment, Comment

ATTACHMENT = "attachment"


@dataclass(frozen=True)
class Part:
    """One text of a comment. `label` names it for staff, `row` and `field` are where it is kept.

    `original` is as it was received, `public` without what is redacted.
    """

    key: str
    label: str
    row: Model
    field: str

    @property
    def original(self) -> str:
        return getattr(self.row, self.field)

    @property
    def public(self) -> str:
        if isinstance(self.row, Attachment):
            return self.row.public_text  # nothing of a file that is withheld
        redacted = getattr(self.row, self.redacted_field)
        return self.original if redacted is None else redacted

    @property
    def redacted_field(self) -> str:
        return f"redacted_{self.field}"

    def shown_to(self, *, sees_original: bool) -> str:
        """The text for somebody who has, or has not, the right to what was redacted."""
        return self.original if sees_original else self.public


def parts_of(comment: Comment, *, person: bool = True, files: bool = True) -> Iterator[Part]:
    """All parts that have words, in the order in which a letter is read.

    Reads `remarks`, `additions` and `attachments`: prefetch them for many comments.
    """
    if person and comment.name:
        yield Part("name", _("Name"), comment, "name")
    if person and comment.affiliation:
        yield Part("affiliation", _("Affiliation"), comment, "affiliation")
    if comment.text:
        yield Part("text", _("Comment"), comment, "text")
    for remark in comment.remarks.all():
        about = remark.about or _("Remark")
        if remark.quote and not remark.paragraph:
            # What the draft does not say are the person's own words.
            yield Part(f"quote-{remark.pk}", _("Quoted passage"), remark, "quote")
        yield Part(f"remark-{remark.pk}", about, remark, "text")
    for addition in comment.additions.all():
        if addition.text:
            yield Part(f"addition-{addition.pk}", _("Addition"), addition, "text")
    if files:
        for attachment in comment.attachments.all():
            if attachment.text:
                yield Part(f"{ATTACHMENT}-{attachment.pk}", attachment.name, attachment, "text")


def part_of(comment: Comment, key: str) -> Part | None:
    """The part of that key, or None when the comment has none such."""
    return next((part for part in parts_of(comment) if part.key == key), None)
