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
    """The public reads what was posted, reviewers everything; nobody what may be harmful."""
    return attachment.may_leave and (attachment.comment.is_posted or can_review(user))


def can_change_dates(user) -> bool:
    """Move the dates of a comment period that residents were told of."""
    return user.is_active and user.has_perm("comments.publish_docket")


def can_enter(user) -> bool:
    """Enter what came as a letter, as an e-mail or by word of mouth."""
    return user.is_active and user.has_perm("comments.enter_comment")


def can_add_draft(user) -> bool:
    """Begin a draft: a new document, one read from a Word file, or the next version."""
    return user.is_active and user.has_perm("comments.add_draft")


def can_change_draft(user) -> bool:
    """Work on a draft that was begun."""
    return user.is_active and user.has_perm("comments.change_draft")
