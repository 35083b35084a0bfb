"""Blacking out words of a comment, and showing them again.

The original stays as it was received. What the public reads instead is made anew from all
redactions of a part at each change: each passage becomes a mark of fixed words, so that nobody
guesses from its length what stood there. The trail has the part, the place and the reason, and
never the words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from comments import letter, permissions, trail, translating
from comments.models import Attachment, Comment, CommentEvent, Redaction, Translation
from comments.redaction import pdf_making
from comments.redaction.marks import without
from comments.response_document.outdating import set_outdated
from comments.review import search as staff_search
from comments.review.acts import ReviewError, locked
from engagement import search

MAX_NOTE = 300


@dataclass(frozen=True)
class Passage:
    """Words to black out: characters `start` to `end` of a part, and the words seen there."""

    part: str
    start: int
    end: int
    words: str
    reason: str


@transaction.atomic
def redact(
    *,
    comment: Comment,
    actor,
    passages: Iterable[Passage],
    note: str = "",
    version: int | None = None,
) -> list[Redaction]:
    """Black out one passage or several, in one act; returns the redactions that now hold them.

    What overlaps or touches words blacked out for the same reason becomes one redaction with
    them; what is blacked out already stays as it is. `note` is for the other legal reason, which
    must be named. Raises ReviewError when the actor may not or has not claimed the comment, when
    the words are not those at that place, when they overlap what is blacked out for another
    reason, or when nothing is left to do; StaleError when `version` is not the present one.
    """
    comment = _held(comment, actor, version)
    note = note.strip()[:MAX_NOTE]
    parts = {part.key: part for part in letter.parts_of(comment)}
    made = []
    for passage in passages:
        part = _redactable(parts.get(passage.part))
        _check_reason(passage.reason, note)
        redaction = _add(comment, actor, part, _checked(part, passage), note)
        if redaction:
            made.append(redaction)
    if not made:
        raise ReviewError(_("These words are blacked out already."))
    touched = {redaction.part for redaction in made}
    # One may have become a piece of a later one.
    made = list(Redaction.objects.filter(pk__in=[redaction.pk for redaction in made]))
    places = [place_of(redaction) for redaction in made]
    _record(comment, actor, {"redactions": [[], places]}, _in_words(parts, made))
    _show(comment, actor, [parts[key] for key in touched])
    return made


@transaction.atomic
def lift(*, redaction: Redaction, actor, explanation: str, version: int | None = None) -> Comment:
    """Show words again that were blacked out; says why, for the record.

    Not while the comment is posted: the words would be public before anybody reads the whole.
    Raises ReviewError as `redact` does, without an explanation, or with one that repeats the
    words; StaleError when `version` is not the present one.
    """
    comment = _held(redaction.comment, actor, version)
    found = Redaction.objects.filter(pk=redaction.pk, comment=comment).exclude(part="").first()
    if found is None:
        raise ReviewError(_("These words are not blacked out any more."))
    if comment.is_posted:
        raise ReviewError(_("Take this comment off the docket before you show these words again."))
    explanation = explanation.strip()
    if not explanation:
        raise ReviewError(_("Say why the words may be shown: it is kept in the record."))
    parts = {part.key: part for part in letter.parts_of(comment)}
    part = parts[found.part]
    words = part.original[found.start : found.end]
    if occurrences(explanation, words):
        raise ReviewError(_("Do not repeat the words themselves: the record keeps what you write."))
    place = place_of(found)
    found.delete()
    about = _("Shown again: %(words)s") % {"words": _in_words(parts, [found])}
    _record(comment, actor, {"redactions": [[place], []]}, f"{about}\n{explanation}")
    _show(comment, actor, [part])
    return comment


@transaction.atomic
def dismiss(
    *, comment: Comment, actor, passages: Sequence[Passage], version: int | None = None
) -> None:
    """Say that what the patterns propose is nothing to black out; it is not proposed again.

    Raises ReviewError as `redact` does.
    """
    comment = _held(comment, actor, version)
    parts = {part.key: part for part in letter.parts_of(comment)}
    checked = [_checked(_redactable(parts.get(passage.part)), passage) for passage in passages]
    places = [place_of(passage) for passage in checked]
    about = _("Not blacked out: %(words)s") % {"words": _in_words(parts, checked)}
    _record(comment, actor, {"dismissed": [[], places]}, about)


def dismissed(comment: Comment) -> set[tuple]:
    """The places (part, start, end) at which colleagues found nothing to black out."""
    kept = comment.events.filter(
        kind=CommentEvent.Kind.REDACTED, detail__has_key="dismissed"
    ).values_list("detail", flat=True)
    return {tuple(place[:3]) for detail in kept for place in detail["dismissed"][1]}


def place_of(found: Redaction | Passage) -> list:
    """What the trail says of a passage: where it is and why, and no word of it."""
    return [found.part, found.start, found.end, str(found.reason)]


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Where words stand in a text, as whole words; spaces and upper case may differ."""
    pieces = words.split()
    if not pieces:
        return []
    pattern = r"\s+".join(map(re.escape, pieces))
    before = r"(?<!\w)" if pieces[0][0].isalnum() else ""
    after = r"(?!\w)" if pieces[-1][-1].isalnum() else ""
    found = re.finditer(before + pattern + after, text, re.IGNORECASE)
    return [match.span() for match in found]


def _held(comment: Comment, actor, version: int | None) -> Comment:
    """The comment, locked, for the redactor who claimed it."""
    comment = locked(comment, actor, may=_may_redact, version=version)
    if comment.assigned_to_id != actor.pk:
        raise ReviewError(_("Claim this comment before you black out anything."))
    return comment


def _may_redact(actor) -> bool:
    """Nobody blacks out by place and number what they may not read."""
    return permissions.can_redact(actor) and permissions.can_see_original(actor)


def _check_reason(reason: str, note: str) -> None:
    if reason not in Redaction.Reason:
        raise ReviewError(_("Choose the reason for which the words are blacked out."))
    if reason == Redaction.Reason.OTHER and not note:
        raise ReviewError(_("Name the other legal reason in the note."))


def is_redactable(part: letter.Part) -> bool:
    """Whether words are blacked out in the text itself; of most files, on their pages instead."""
    return not isinstance(part.row, Attachment) or part.row.mime.startswith("text/")


def _redactable(part: letter.Part | None) -> letter.Part:
    if part is None:
        raise ReviewError(_("This comment has no such part."))
    if not is_redactable(part):
        raise ReviewError(_("Black out the words of this file on its pages, or withhold the file."))
    return part


def _checked(part: letter.Part, passage: Passage) -> Passage:
    """The passage without spaces around it. Raises ReviewError when other words stand there."""
    text = part.original
    found = text[passage.start : passage.end] if 0 <= passage.start < passage.end else ""
    if not found.strip() or passage.end > len(text):
        raise ReviewError(_("Choose the words to black out."))
    # Browsers send each new line of a form as CR LF.
    if found.split() != passage.words.split():
        raise ReviewError(_("Other words stand at this place. Choose them again."))
    start = passage.start + len(found) - len(found.lstrip())
    return replace(passage, start=start, end=start + len(found.strip()))


def _add(comment, actor, part, passage: Passage, note: str) -> Redaction | None:
    """The redaction that holds the passage, with what it overlaps; None when one does already."""
    start, end, notes = passage.start, passage.end, [note]
    near = list(
        Redaction.objects.filter(
            comment=comment, part=part.key, start__lte=passage.end, end__gte=passage.start
        )
    )
    if any(known.start <= start and end <= known.end for known in near):
        return None
    for known in near:
        if known.reason == passage.reason:
            start, end = min(start, known.start), max(end, known.end)
            notes.append(known.note)
            known.delete()
        elif known.start < passage.end and passage.start < known.end:
            raise ReviewError(
                _(
                    "Some of these words are blacked out for another reason (%(reason)s). "
                    "Show them again first, or choose the words beside them."
                )
                % {"reason": known.get_reason_display()}
            )
    return Redaction.objects.create(
        comment=comment,
        part=part.key,
        start=start,
        end=end,
        reason=passage.reason,
        note="; ".join(dict.fromkeys(filter(None, notes)))[:MAX_NOTE],
        made_by=actor,
    )


def _in_words(parts: dict, found: Iterable) -> str:
    """Where and why, for those who read the trail."""
    said = []
    for passage in found:
        part = parts[passage.part]
        # The name of a file may be what is to be hidden.
        where = _("Words of a file") if isinstance(part.row, Attachment) else part.label
        said.append(f"{where}: {Redaction.Reason(passage.reason).label}")
    return "; ".join(
        f"{words} (×{said.count(words)})" if said.count(words) > 1 else words
        for words in dict.fromkeys(said)
    )


def _record(comment, actor, detail: dict, note: str) -> None:
    trail.record(comment, CommentEvent.Kind.REDACTED, actor=actor, note=note, detail=detail)


def _show(comment: Comment, actor, parts: Iterable[letter.Part]) -> None:
    """Make what the public reads anew, wherever a copy of it is kept."""
    parts = list(parts)
    for part in parts:
        redactions = list(Redaction.objects.filter(comment=comment, part=part.key))
        hidden = without(part.original, redactions, comment.language) if redactions else None
        setattr(part.row, part.redacted_field, hidden)
        fields = [part.redacted_field]
        if isinstance(part.row, Attachment):
            # The worker makes the file that the public gets instead; until then nobody has it.
            waits = Attachment.Redaction.WAITING if redactions else Attachment.Redaction.NONE
            part.row.redaction, part.row.redaction_attempts = waits, 0
            fields += ["redaction", "redaction_attempts"]
            if redactions:
                make = pdf_making.make_redacted_file
                transaction.on_commit(partial(make.enqueue, part.row.pk))
        part.row.save(update_fields=fields)
    keys = [part.key for part in parts]
    if Translation.objects.filter(comment=comment, parts__has_any_keys=keys).exists():
        translating.unverify(comment, actor)
    search.index(comment)
    staff_search.index(comment)
    if comment.is_posted:
        set_outdated(comment.docket)
