"""The words of the comment: as they were received, or without what was redacted."""

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy

from comments import letter, permissions
from comments.models import Comment, Redaction
from comments.redaction import marks, suggestions, texts
from comments.review_page.part import ReviewPart, Side


def may_redact(comment: Comment, user) -> bool:
    """Whether this person blacks out words of this comment now."""
    mine = comment.assigned_to_id == user.pk
    return mine and permissions.can_redact(user) and permissions.can_see_original(user)


def parts_and_suggestions(comment: Comment, user):
    """The parts, what is redacted of them, and what is proposed to those who decide about it."""
    prefetch_related_objects([comment], "remarks__section", "additions", "attachments")
    parts = list(letter.parts_of(comment))
    redactions = list(comment.redactions.exclude(part="").select_related("made_by"))
    proposed = []
    if permissions.can_redact(user) or permissions.can_review(user):
        proposed = suggestions.suggested(
            comment, redactions=redactions, dismissed=texts.dismissed(comment), parts=parts
        )
    return parts, redactions, proposed


def _context(comment, user, refused) -> dict:
    sees_original = permissions.can_see_original(user)
    parts, redactions, proposed = parts_and_suggestions(comment, user)
    decides = may_redact(comment, user)
    shown = [
        part
        for part in parts
        if (decides or part.key not in {"name", "affiliation"})
        and not part.key.startswith(letter.ATTACHMENT)
    ]
    return {
        "passages": [
            {
                "part": part,
                "row": part.row,
                "pieces": _pieces(comment, part, redactions, proposed, sees_original),
            }
            for part in shown
        ],
        "may_redact": decides,
    }


def _pieces(comment, part, redactions, proposed, sees_original) -> list[dict]:
    """The text cut where something is redacted or proposed; never a word the reader may not see."""
    of_part = [found for found in redactions if found.part == part.key]
    cuts = sorted(
        [*of_part, *(found for found in proposed if found.part == part.key)],
        key=lambda found: found.start,
    )
    pieces = []
    for piece in marks.pieces(part.original, cuts):
        shown = {"start": piece.start, "text": piece.text}
        match piece.found:
            case Redaction() as redaction:
                shown["mark"] = marks.mark(redaction.reason, comment.language)
                shown["reason"] = redaction.get_reason_display()
                if not sees_original:
                    shown["text"] = ""
            case texts.Passage() as passage:
                shown["suggestion"] = suggestions.name_of(passage)
                shown["reason"] = Redaction.Reason(passage.reason).label
        pieces.append(shown)
    readable = "".join(piece.get("mark") or piece["text"] for piece in pieces)
    if not sees_original and readable != part.public:
        return [{"start": 0, "text": part.public}]
    return pieces


PART = ReviewPart(
    name="letter",
    label=gettext_lazy("Letter"),
    side=Side.LETTER,
    template="comments/admin/review/letter.html",
    context=_context,
)
