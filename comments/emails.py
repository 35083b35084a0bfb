"""One function for each message; each has subject.txt, txt and html templates."""

from django.urls import reverse
from django.utils import translation

from comments.models import Comment
from engagement.mail import queue_mail


def receipt(comment: Comment, token: str) -> None:
    """The docket number and the private link, for those who gave an address."""
    with translation.override(comment.language):
        context = {
            "comment": comment,
            "docket": comment.docket,
            "receipt_url": reverse("comments:receipt", args=[token]),
        }
    queue_mail(
        key=f"receipt:{comment.pk}",
        to=comment.email,
        language=comment.language,
        template="comments/emails/receipt",
        context=context,
    )
