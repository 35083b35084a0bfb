"""Who did what with the comment, when and why."""

from comments.review_page.part import ReviewPart, Side


def _context(comment, user, refused) -> dict:
    return {"events": comment.events.select_related("actor")}


PART = ReviewPart(
    name="trail", side=Side.WORK, template="comments/admin/review/trail.html", context=_context
)
