"""Who may do what with comments. Each predicate is tested with an outsider."""

from comments.models import Comment


def can_see(user) -> bool:
    """Read the queue: every comment received, without what was redacted since."""
    return user.is_active and user.has_perm("comments.view_comment")


def can_review(user) -> bool:
    """Triage and decide: claim, move, set topics, group, on one comment or on many."""
    return user.is_active and user.has_perm("comments.review_comment")


def can_redact(user) -> bool:
    """Black out what the law lets nobody see, and say when that is done."""
    return user.is_active and user.has_perm("comments.redact_comment")


def can_claim(user) -> bool:
    """Hold a comment, to review it or to redact it."""
    return can_review(user) or can_redact(user)


def can_see_original(user) -> bool:
    """Read what was redacted."""
    return user.is_active and user.has_perm("comments.view_original")


def can_see_address(user) -> bool:
    """Read the e-mail addresses of commenters."""
    return user.is_active and user.has_perm("comments.view_address")


def can_note(user) -> bool:
    """Leave notes for colleagues."""
    return user.is_active and user.has_perm("comments.note_comment")


def can_translate(user) -> bool:
    """Write a translation, and verify what another person translated."""
    return user.is_active and user.has_perm("comments.translate_comment")


def can_export(user) -> bool:
    """Take out, as a file, the comments one may see."""
    return can_see(user) and user.has_perm("comments.export_comment")


def can_export_record(user) -> bool:
    """Answer a records request: take out a docket's whole record as a bundle."""
    return user.is_active and user.has_perm("comments.export_record")


def can_assign(user, comment) -> bool:
    """Hand a comment to somebody: what one holds, what nobody holds, or anything by right."""
    if not can_claim(user):
        return False
    free = comment.assigned_to_id in {None, user.pk}
    return free or user.has_perm("comments.assign_comment")


def can_act_on_many(user) -> bool:
    """Choose many comments at once, to do the same with each."""
    return can_see(user) and can_claim(user)


def can_see_all_bulk(user) -> bool:
    """See what colleagues did with many comments, not only one's own acts."""
    return user.is_active and user.has_perm("comments.view_bulkaction")


def can_undo(user, action) -> bool:
    """Undo an act on many: one's own, or a colleague's by the right to release their claims."""
    if not can_act_on_many(user):
        return False
    return action.actor_id == user.pk or user.has_perm("comments.release_comment")


def can_release(user, comment) -> bool:
    """Give back a claim: one's own, or another's when somebody is away."""
    if not can_claim(user) or comment.assigned_to_id is None:
        return False
    return comment.assigned_to_id == user.pk or user.has_perm("comments.release_comment")


def can_move(user, comment) -> bool:
    """Move a comment: only the person who claimed it, so that two never decide differently."""
    return can_claim(user) and comment.assigned_to_id == user.pk


def can_move_to(user, comment, to_state: str) -> bool:
    """Redactors take a comment out of redaction, and decide nothing else."""
    if comment.state == Comment.State.REDACTION:
        return can_redact(user)
    return can_review(user)


def can_read_attachment(user, attachment) -> bool:
    """The public reads of what was posted what is public; staff the same before it is posted."""
    return attachment.is_public and (attachment.comment.is_posted or can_see(user))


def can_read_original(user, attachment) -> bool:
    """Download a file as it came; nobody reads what may be harmful."""
    is_hidden = attachment.is_redacted or attachment.is_withheld
    return attachment.may_leave and can_see(user) and (can_see_original(user) or not is_hidden)


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


def can_bracket(user) -> bool:
    """Bracket letters into points, and say what each is about and whose it is."""
    return can_see(user) and user.has_perm("comments.bracket_comment")


def can_see_responses(user) -> bool:
    """Read points, responses and drafts of the response to comments."""
    return can_see(user)


def can_write_response(user) -> bool:
    """Write responses and master responses, and send them on for approval."""
    return can_see(user) and user.has_perm("comments.write_response")


def can_approve_response(user, response=None) -> bool:
    """Approve responses, but never what one wrote last."""
    may = can_see(user) and user.has_perm("comments.approve_response")
    return may and (response is None or response.written_by_id != user.pk)


def can_build_document(user) -> bool:
    """Have the response to comments of a docket made, and stop that."""
    return can_see(user) and user.has_perm("comments.build_document")


def can_publish_document(user) -> bool:
    """Put a response to comments before the public, and record errata after that."""
    return can_see(user) and user.has_perm("comments.publish_document")
