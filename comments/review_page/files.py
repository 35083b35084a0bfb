"""The files that came with a comment, and the words that were read from them."""

from comments import permissions
from comments.review_page.part import ReviewPart, Side


def _context(comment, user, refused) -> dict:
    return {
        "attachments": comment.attachments.all(),
        "sees_original": permissions.can_see_original(user),
    }


PART = ReviewPart(
    name="files",
    side=Side.LETTER,
    template="comments/admin/review/files.html",
    context=_context,
    is_shown=lambda comment, user: comment.attachments.exists(),
)
