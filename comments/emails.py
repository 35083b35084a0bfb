"""One function for each message; each has subject.txt, txt and html templates."""

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from comments.models import Comment, Docket, Mention
from comments.response_document.telling import Recipient
from engagement.mail import queue_mail, queue_mails


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


def responses_published(docket: Docket, recipients: Mapping[str, Recipient]) -> None:
    """That the agency's responses are published, with a link to each letter of the person.

    `recipients` by the keys of their messages; thousands at once.
    """
    mails = []
    for key, recipient in recipients.items():
        with translation.override(recipient.language):
            letters = [
                (letter.number, letter.get_absolute_url())
                for _sequence, letter in sorted(recipient.letters.items())
            ]
            responses_url = f"{docket.get_absolute_url()}responses/"
        mails.append(
            {
                "key": key,
                "to": recipient.address,
                "language": recipient.language,
                "template": "comments/emails/responses_published",
                "context": {
                    "docket": docket,
                    "comments": recipient.comments,
                    "letters": letters,
                    "responses_url": responses_url,
                },
            }
        )
    queue_mails(mails)
