"""The words of the comment: as they were received, or without what was redacted."""

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy

from comments import letter, permissions
from comments.bracketing import reading
from comments.bracketing.reading import Kind
from comments.models import Attachment, Comment, Redaction
from comments.redaction import marks, suggestions, texts
from comments.review_page import bracketed
from comments.review_page.bracketed import Piece
from comments.review_page.part import ReviewPart, Side

_PERSON = ("name", "affiliation")


def may_redact(comment: Comment, user) -> bool:
    """Whether this person blacks out words of this comment now."""
    mine = comment.assigned_to_id == user.pk
    return mine and permissions.can_redact(user) and permissions.can_see_original(user)


def parts_and_suggestions(comment: Comment, user):
    """The parts, what is redacted of them, and what is proposed to those who decide about it."""
    made = Prefetch("redactions", Redaction.objects.select_related("made_by"))
    prefetch_related_objects([comment], "remarks__section", "additions", "attachments", made)
    parts = list(letter.parts_of(comment))
    redactions = [redaction for redaction in comment.redactions.all() if redaction.part]
    proposed = []
    if permissions.can_redact(user) or permissions.can_review(user):
        proposed = suggestions.suggested(
            comment, redactions=redactions, dismissed=texts.dismissed(comment), parts=parts
        )
    return parts, redactions, proposed


def _context(comment, user, refused, query) -> dict:
    sees_original = permissions.can_see_original(user)
    parts, redactions, proposed = parts_and_suggestions(comment, user)
    decides, brackets = may_redact(comment, user), bracketed.may_bracket(comment, user)
    points = bracketed.points_of(comment)
    keys = {passage.part for point in points for passage in point.passages.all()}
    passages = []
    for part in parts:
        is_person, is_file = part.key in _PERSON, isinstance(part.row, Attachment)
        is_shown = decides if is_person else not is_file or brackets or part.key in keys
        if not is_shown or not part.shown_to(sees_original=sees_original):
            continue
        if sees_original or part.public == part.original:
            pieces = _pieces(comment, part, redactions, proposed)
        else:
            pieces = _public_pieces(part, redactions, proposed)
        passages.append(
            {
                "part": part,
                "row": part.row,
                "is_file": is_file,
                "groups": bracketed.grouped(pieces, part.key, points),
                "may_redact": decides and texts.is_redactable(part),
                "may_bracket": brackets and not is_person,
                # Nobody is asked to bracket a letter that nobody answers.
                "shows_open": (brackets or bool(points)) and not is_person,
            }
        )
    urls = {point.pk: bracketed.point_url(query, point) for point in points}
    return {
        "passages": passages,
        "may_redact": decides,
        "may_bracket": brackets,
        "open": bracketed.number(passages, urls),
        "shows_open": any(passage["shows_open"] for passage in passages),
        "points": len(points),
    }


def _pieces(comment, part, redactions, proposed) -> list[Piece]:
    """The text as it was received, cut where something is redacted or proposed."""
    of_part = [found for found in redactions if found.part == part.key]
    cuts = sorted(
        [*of_part, *(found for found in proposed if found.part == part.key)],
        key=lambda found: found.start,
    )
    pieces = []
    for piece in marks.pieces(part.original, cuts):
        shown = {}
        match piece.found:
            case Redaction() as redaction:
                shown["mark"] = marks.mark(redaction.reason, comment.language)
                shown["reason"] = redaction.get_reason_display()
            case texts.Passage() as passage:
                shown = _suggestion(passage)
        stretch = reading.Stretch(piece.text, piece.start, piece.start + len(piece.text))
        pieces.append(Piece(stretch, shown))
    return pieces


def _public_pieces(part, redactions, proposed) -> list[Piece]:
    """The text without what was redacted: never a word that the reader may not see."""
    reasons = {
        (found.start, found.end): found.get_reason_display()
        for found in redactions
        if found.part == part.key
    }
    suggested = {(found.start, found.end): found for found in proposed if found.part == part.key}
    edges = [place for places in suggested for place in places]
    pieces = []
    for stretch in reading.public(part):
        for piece in stretch.cut(edges):
            place, shown = (piece.start, piece.end), {}
            if piece.kind is Kind.INSTEAD and place in reasons:
                shown = {"mark": piece.text, "reason": reasons[place]}
            elif piece.kind is Kind.SAME and place in suggested:
                shown = _suggestion(suggested[place])
            pieces.append(Piece(piece, shown))
    return pieces


def _suggestion(passage: texts.Passage) -> dict:
    return {
        "suggestion": suggestions.name_of(passage),
        "reason": Redaction.Reason(passage.reason).label,
    }


PART = ReviewPart(
    name="letter",
    label=gettext_lazy("Letter"),
    side=Side.LETTER,
    template="comments/admin/review/letter.html",
    context=_context,
    reads_query=True,
)
