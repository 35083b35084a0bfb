"""Who may do what with comments. Each predicate is tested with an outsider."""


def can_review(user) -> bool:
    """Work the review queue: read everything received, claim, move, leave notes."""
    return user.is_active and user.has_perm("comments.review_comment")


def can_release(user, comment) -> bool:
    """Give back a claim: one's own, or another's when somebody is away."""
    if not can_review(user) or comment.claimed_by_id is None:
        return False
    return comment.claimed_by_id == user.pk or user.has_perm("comments.release_comment")


def can_move(user, comment) -> bool:
    """Move a comment: only the person who claimed it, so that two never decide differently."""
    return can_review(user) and comment.claimed_by_id == user.pk


def can_read_attachment(user, attachment) -> bool:
    """The public reads what was posted; reviewers read everything."""
    return attachment.comment.is_posted or can_review(user)
