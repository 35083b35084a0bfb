"""The files that came with a comment, page by page beside the work."""

from django.utils.translation import gettext_lazy

from comments import permissions
from comments.redaction import pdf_process
from comments.review_page.file_pages import shown_name, why_not_shown
from comments.review_page.part import ReviewPart, Side


def _context(comment, user, refused) -> dict:
    sees_original = permissions.can_see_original(user)
    return {
        "files": [
            _file(attachment, user, sees_original) for attachment in comment.attachments.all()
        ],
        "sees_original": sees_original,
        "may_redact": sees_original and permissions.can_redact(user),
    }


def _file(attachment, user, sees_original: bool) -> dict:
    is_shown = attachment.may_leave if sees_original else attachment.is_public
    has_pages = pdf_process.has_pages(attachment.mime)
    return {
        "attachment": attachment,
        "name": shown_name(attachment, sees_original=sees_original),
        "size": attachment.size if sees_original else attachment.public_size or attachment.size,
        "is_shown": is_shown,
        "has_pages": has_pages and is_shown,
        "why_not": "" if is_shown else why_not_shown(attachment),
        "text": attachment.text if sees_original else attachment.public_text,
        "has_original": permissions.can_read_original(user, attachment),
        "has_redacted": attachment.is_public and attachment.is_redacted,
    }


PART = ReviewPart(
    name="files",
    label=gettext_lazy("Files"),
    side=Side.LETTER,
    template="comments/admin/review/files.html",
    context=_context,
    is_shown=lambda comment, user: comment.attachments.exists(),
)
