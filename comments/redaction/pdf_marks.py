"""Blacking out areas of pages of a file, withholding a file, and undoing either.

The original stays as it was received. At each change the public loses the file at once, and gets
it again when the worker has made a new one (pdf_making). The trail has the file's part, the page
and the reason, of what was dismissed the boxes as well, and no word that stands there.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext as _

from comments import letter, permissions, trail
from comments.models import Attachment, Comment, CommentEvent, Redaction, Translation
from comments.redaction import pdf_making, pdf_process
from comments.response_document.outdating import set_outdated
from comments.review import search as staff_search
from comments.review.acts import ReviewError, locked
from engagement import search

MAX_BOXES = 2000
"""On one page in one act."""
MAX_NOTE = 300
MAX_REASON = 300
_MAX_EDGE = 100_000
DISMISSED = "dismissed_areas"
"""Names in the trail what was dismissed: `dismissed` are passages of texts."""


@dataclass(frozen=True)
class Area:
    """Boxes on one page that are blacked out together, and why."""

    page: int
    boxes: list
    reason: str


def part_of(attachment: Attachment) -> str:
    """The name of the file's words among the parts of its comment."""
    return f"{letter.ATTACHMENT}-{attachment.pk}"


def can_black_out(attachment: Attachment) -> bool:
    """Whether areas of its pages can be; of other kinds the whole file is withheld."""
    return attachment.may_leave and pdf_process.has_pages(attachment.mime)


@transaction.atomic
def black_out(
    *,
    attachment: Attachment,
    actor,
    areas: Iterable[Area],
    note: str = "",
    version: int | None = None,
) -> list[Redaction]:
    """Black out areas, in one act. An area that is blacked out already is left as it is.

    Raises ReviewError when the actor may not or has not claimed the comment, when the file has
    no pages, an area is none, or nothing is left to do; StaleError when `version` is not the
    present one.
    """
    attachment = _held(attachment, actor, version)
    if not can_black_out(attachment):
        raise ReviewError(_("This kind of file has no pages. Withhold the whole file instead."))
    note = note.strip()[:MAX_NOTE]
    known = [(row.page, row.boxes) for row in attachment.redactions.all()]
    made = []
    for area in areas:
        _check(attachment, area, note)
        boxes = [_cleaned(box) for box in area.boxes]
        if (area.page, boxes) in known:
            continue
        known.append((area.page, boxes))
        made.append(
            Redaction.objects.create(
                comment=attachment.comment,
                attachment=attachment,
                page=area.page,
                boxes=boxes,
                reason=area.reason,
                note=note,
                made_by=actor,
            )
        )
    if not made:
        raise ReviewError(_("Draw a box, or choose words, to black them out."))
    _record(attachment, actor, "redactions", [[], [_place(row) for row in made]], _in_words(made))
    _make_anew(attachment)
    return made


@transaction.atomic
def lift(
    *, redaction: Redaction, actor, explanation: str, version: int | None = None
) -> Attachment:
    """Show an area again; says why, for the record. Not while the comment is posted.

    Raises ReviewError as `black_out` does, StaleError when `version` is not the present one.
    """
    attachment = _held(redaction.attachment, actor, version)
    found = attachment.redactions.filter(pk=redaction.pk).first()
    if found is None:
        raise ReviewError(_("This area is not blacked out any more."))
    explanation = _explained(attachment, explanation)
    said = _("Shown again: %(words)s") % {"words": _in_words([found])}
    place = _place(found)
    found.delete()
    _record(attachment, actor, "redactions", [[place], []], f"{said}\n{explanation}")
    _make_anew(attachment)
    return attachment


@transaction.atomic
def dismiss(
    *, attachment: Attachment, actor, areas: Sequence[Area], version: int | None = None
) -> None:
    """Say that what the patterns propose is nothing to black out; it is not proposed again.

    Raises ReviewError and StaleError as `black_out` does.
    """
    attachment = _held(attachment, actor, version)
    for area in areas:
        _check_place(attachment, area)
    areas = [replace(area, boxes=[_in_order(box) for box in area.boxes]) for area in areas]
    if not areas:
        raise ReviewError(_("Choose a suggestion that is to be left as it is."))
    part = part_of(attachment)
    places = [[part, area.page, area.boxes, str(area.reason)] for area in areas]
    said = _("Not blacked out: %(words)s") % {"words": _in_words(areas)}
    _record(attachment, actor, DISMISSED, [[], places], said)


def dismissed(attachment: Attachment) -> list[Area]:
    """The areas in which colleagues found nothing to black out."""
    kept = attachment.comment.events.filter(
        kind=CommentEvent.Kind.REDACTED, detail__has_key=DISMISSED
    ).values_list("detail", flat=True)
    of_file = part_of(attachment)
    return [
        Area(page, boxes, reason)
        for detail in kept
        for part, page, boxes, reason in detail[DISMISSED][1]
        if part == of_file
    ]


def is_among(area: Area, known: Iterable[Area]) -> bool:
    """Whether one of them is the same place, for the same reason.

    Less than a point beside it is the same: another version of PDFium may measure otherwise.
    """
    edges = [edge for box in area.boxes for edge in _in_order(box)]
    return any(
        (area.page, area.reason) == (other.page, other.reason)
        and len(area.boxes) == len(other.boxes)
        and all(map(_is_beside, edges, chain.from_iterable(other.boxes)))
        for other in known
    )


@transaction.atomic
def withhold(
    *, attachment: Attachment, actor, reason: str, version: int | None = None
) -> Attachment:
    """Keep the whole file from the public, who read the reason instead (Gov. Code 7922.000).

    Raises ReviewError as `black_out` does, StaleError when `version` is not the present one.
    """
    attachment = _held(attachment, actor, version)
    reason = " ".join(reason.split())[:MAX_REASON]
    if not reason:
        raise ReviewError(_("Give the reason: the public reads it instead of the file."))
    if attachment.withheld_reason == reason:
        return attachment
    part, was = part_of(attachment), attachment.is_withheld
    attachment.withheld_reason = reason
    attachment.save(update_fields=["withheld_reason"])
    said = _("File withheld: %(reason)s") % {"reason": reason}
    _record(attachment, actor, "withheld", [[part, was], [part, True]], said)
    _show(attachment)
    return attachment


@transaction.atomic
def release(
    *, attachment: Attachment, actor, explanation: str, version: int | None = None
) -> Attachment:
    """Withhold a file no longer; what is blacked out in it stays so. Says why, for the record.

    Raises ReviewError as `lift` does, StaleError when `version` is not the present one.
    """
    attachment = _held(attachment, actor, version)
    if not attachment.is_withheld:
        raise ReviewError(_("This file is not withheld any more."))
    explanation = _explained(attachment, explanation)
    attachment.withheld_reason = ""
    attachment.save(update_fields=["withheld_reason"])
    said = _("File no longer withheld.")
    part = part_of(attachment)
    _record(attachment, actor, "withheld", [[part, True], [part, False]], f"{said}\n{explanation}")
    _show(attachment)
    return attachment


@transaction.atomic
def rename(*, attachment: Attachment, actor, name: str, version: int | None = None) -> Attachment:
    """Give the file another name for the public, where its own tells what nobody may see.

    Its ending stays that of its kind; an empty name brings back its own. Raises ReviewError as
    `black_out` does, StaleError when `version` is not the present one.
    """
    attachment = _held(attachment, actor, version)
    name = PurePath(" ".join(name.split())).name[:200]
    ending = PurePath(attachment.name).suffix
    if name and not name.lower().endswith(ending.lower()):
        name = f"{name}{ending}"
    if name == attachment.redacted_name:
        return attachment
    before = bool(attachment.redacted_name)
    attachment.redacted_name = name
    attachment.save(update_fields=["redacted_name"])
    part = part_of(attachment)
    said = _("The name of a file is replaced.") if name else _("The name of a file is shown again.")
    _record(attachment, actor, "renamed", [[part, before], [part, bool(name)]], said)
    _show(attachment)
    return attachment


def _held(attachment: Attachment, actor, version: int | None) -> Attachment:
    """The file as it is now, its comment locked, for the redactor who claimed it."""
    comment = locked(attachment.comment, actor, may=_may_redact, version=version)
    if comment.assigned_to_id != actor.pk:
        raise ReviewError(_("Claim this comment before you black out anything."))
    found = Attachment.objects.get(pk=attachment.pk)
    found.comment = comment
    return found


def _may_redact(actor) -> bool:
    """Nobody blacks out what they may not read."""
    return permissions.can_redact(actor) and permissions.can_see_original(actor)


def _explained(attachment: Attachment, explanation: str) -> str:
    if attachment.comment.is_posted:
        raise ReviewError(_("Take this comment off the docket before you show this again."))
    if not explanation.strip():
        raise ReviewError(_("Say why it may be shown: it is kept in the record."))
    return explanation.strip()


def _check(attachment: Attachment, area: Area, note: str) -> None:
    _check_place(attachment, area)
    if area.reason == Redaction.Reason.OTHER and not note:
        raise ReviewError(_("Name the other legal reason in the note."))


def _check_place(attachment: Attachment, area: Area) -> None:
    if area.reason not in Redaction.Reason:
        raise ReviewError(_("Choose the reason for which it is blacked out."))
    if not 1 <= area.page <= (attachment.pages or _MAX_EDGE):
        raise ReviewError(_("The file has no such page."))
    if not 1 <= len(area.boxes) <= MAX_BOXES:
        raise ReviewError(_("Draw a box, or choose words, to black them out."))


def _cleaned(box) -> list[float]:
    """The box in order, large enough to hide something. Raises ReviewError."""
    left, bottom, right, top = _in_order(box)
    if right - left < 0.5 or top - bottom < 0.5:
        raise ReviewError(_("A box is too small to hide anything. Draw it again."))
    return [left, bottom, right, top]


def _in_order(box) -> list[float]:
    """Left, bottom, right, top as numbers in that order. Raises ReviewError."""
    is_box = isinstance(box, list | tuple) and len(box) == 4
    if not is_box or not all(
        isinstance(edge, int | float) and math.isfinite(edge) and abs(edge) <= _MAX_EDGE
        for edge in box
    ):
        raise ReviewError(_("This is no area of a page. Draw the box again."))
    left, right = sorted(round(max(0, float(edge)), 2) for edge in (box[0], box[2]))
    bottom, top = sorted(round(max(0, float(edge)), 2) for edge in (box[1], box[3]))
    return [left, bottom, right, top]


def _is_beside(edge: float, other: float) -> bool:
    return abs(edge - other) < 1


def _place(row: Redaction) -> list:
    """What the trail says of an area."""
    return [part_of(row.attachment), row.page, len(row.boxes), str(row.reason)]


def _in_words(found: Iterable[Redaction | Area]) -> str:
    """Where and why, for those who read the trail; the name of a file may be what is hidden."""
    said = [
        _("A file, page %(page)s: %(reason)s")
        % {"page": place.page, "reason": Redaction.Reason(place.reason).label}
        for place in found
    ]
    return "; ".join(
        f"{words} (×{said.count(words)})" if said.count(words) > 1 else words
        for words in dict.fromkeys(said)
    )


def _record(attachment: Attachment, actor, name: str, change: list, note: str) -> None:
    trail.record(
        attachment.comment,
        CommentEvent.Kind.REDACTED,
        actor=actor,
        note=note,
        detail={name: change},
    )


def _make_anew(attachment: Attachment) -> None:
    """From now on nobody gets the file of before; the worker makes the next one."""
    waits = attachment.redactions.exists()
    attachment.redaction = Attachment.Redaction.WAITING if waits else Attachment.Redaction.NONE
    attachment.redacted_text = "" if waits else None
    attachment.redaction_attempts = 0
    attachment.save(update_fields=["redaction", "redacted_text", "redaction_attempts"])
    if waits:
        transaction.on_commit(partial(pdf_making.make_redacted_file.enqueue, attachment.pk))
    _show(attachment)


def _show(attachment: Attachment) -> None:
    """Bring in step whatever was made of the file's words."""
    comment: Comment = attachment.comment
    Translation.objects.filter(
        comment=comment, parts__has_key=part_of(attachment), verified_at__isnull=False
    ).update(verified_at=None, verified_by=None)
    search.index(comment)
    staff_search.index(comment)
    if comment.is_posted:
        set_outdated(comment.docket)
