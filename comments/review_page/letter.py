"""The words of the comment: as they were received, or without what was redacted."""

from comments import letter, permissions
from comments.review_page.part import ReviewPart, Side


def _context(comment, user, refused) -> dict:
    sees_original = permissions.can_see_original(user)
    return {
        "passages": [
            {
                "part": part,
                "text": part.shown_to(sees_original=sees_original),
                "row": part.row,
            }
            for part in letter.parts_of(comment, person=False, files=False)
        ],
        "sees_original": sees_original,
    }


PART = ReviewPart(
    name="letter", side=Side.LETTER, template="comments/admin/review/letter.html", context=_context
)
