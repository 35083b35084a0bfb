"""One function for each message; each has subject.txt, txt and html templates."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from comments.models import Comment, Mention
from engagement.mail import queue_mail


def receipt(comment: Comment, token: str, email_token: str) -> None:
    """The docket number, the private link, and another that confirms the address."""
    with translation.override(comment.language):
        context = {
            "comment": comment,
            "docket": comment.docket,
            "receipt_url": reverse("comments:receipt", args=[token]),
            "confirm_url": reverse("comments:receipt_confirm_email", args=[email_token]),
        }
    queue_mail(
        key=f"receipt:{comment.pk}",
        to=comment.email,
        language=comment.language,
        template="comments/emails/receipt",
        context=context,
    )


def withdrawn(comment: Comment) -> None:
    """That a comment was withdrawn with its private link: its author hears of it in any case."""
    queue_mail(
        key=f"withdrawn:{comment.pk}",
        to=comment.email,
        language=comment.language,
        template="comments/emails/withdrawn",
        context={"comment": comment, "docket": comment.docket},
    )


def mentioned(mention: Mention) -> None:
    """That a colleague's note names somebody: who, and where. Neither note nor comment leaves."""
    event, user = mention.event, mention.user
    if not user.email:
        return
    profile = getattr(user, "wagtail_userprofile", None)
    chosen = profile.preferred_language if profile else ""
    known = {code for code, _name in settings.LANGUAGES}
    queue_mail(
        key=f"mention:{event.pk}:{user.pk}",
        to=user.email,
        language=chosen if chosen in known else settings.LANGUAGE_CODE,
        template="comments/emails/mentioned",
        context={
            "comment": event.comment,
            "by": event.actor.get_full_name() or event.actor.get_username(),
            "review_url": f"{reverse('review:inspect', args=[event.comment_id])}#notes",
        },
    )
