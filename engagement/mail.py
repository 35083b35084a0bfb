"""Sending mail so that none is lost and none is sent twice while all goes well.

`queue_mail` is called inside the transaction that causes the message; the worker delivers it.
A worker that dies mid-send leaves a claim behind, which `requeue_unsent` takes up again after
CLAIM_MINUTES. A refused message is tried again for about three days.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from engagement.models import AgencySettings, OutgoingMail

CLAIM_MINUTES = 10
MAX_ATTEMPTS = 20
MAX_BACKOFF_MINUTES = 240


def queue_mail(
    *, key: str, to: str, language: str, template: str, context: dict, calendar: str = ""
) -> OutgoingMail:
    """Render `template` (its subject.txt, .txt and .html) in `language` and queue it.

    Call inside a transaction: the message exists exactly when what it tells about does.
    A second call with the same key returns the first message.
    """
    with translation.override(language):
        context = {
            **context,
            "agency": AgencySettings.load(),
            "base_url": settings.BASE_URL,
            "language": language,
        }
        subject = " ".join(render_to_string(f"{template}.subject.txt", context).split())
        mail, created = OutgoingMail.objects.get_or_create(
            key=key,
            defaults={
                "to": to,
                "language": language,
                "subject": subject[:300],
                "text": render_to_string(f"{template}.txt", context).strip() + "\n",
                "html": render_to_string(f"{template}.html", context),
                "calendar": calendar,
            },
        )
    if created:
        transaction.on_commit(lambda: deliver_mail.enqueue(mail.pk))
    return mail


@task
def deliver_mail(mail_id: int) -> None:
    """Send one message, unless another worker has claimed it or it was sent."""
    deliver(mail_id)


def deliver(mail_id: int) -> bool:
    """Claim, send and record one message. Says whether it was sent by this call.

    The claim is one conditional UPDATE, so that two workers never send the same message; the
    mail server is talked to outside any transaction.
    """
    now = timezone.now()
    unclaimed = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - timedelta(minutes=CLAIM_MINUTES))
    claimed = OutgoingMail.objects.filter(
        unclaimed, pk=mail_id, sent_at__isnull=True, attempts__lt=MAX_ATTEMPTS
    ).update(claimed_at=now, attempts=F("attempts") + 1)
    if not claimed:
        return False
    mail = OutgoingMail.objects.get(pk=mail_id)
    try:
        _message(mail).send()
    except OSError as error:  # smtplib's exceptions are OSErrors as well
        _try_later(mail, error)
        return False
    OutgoingMail.objects.filter(pk=mail_id).update(
        sent_at=timezone.now(), text="", html="", calendar="", last_error=""
    )
    return True


def requeue_unsent() -> int:
    """Enqueue again each message that no worker holds. Returns how many.

    Run every minute by run_jobs: it catches what a killed worker left behind.
    """
    stale = timezone.now() - timedelta(minutes=CLAIM_MINUTES)
    waiting = OutgoingMail.objects.filter(sent_at__isnull=True, attempts__lt=MAX_ATTEMPTS).filter(
        Q(claimed_at__lt=stale) | Q(claimed_at__isnull=True, created_at__lt=stale)
    )
    ids = list(waiting.values_list("pk", flat=True)[:1000])
    for mail_id in ids:
        deliver_mail.enqueue(mail_id)
    return len(ids)


def _try_later(mail: OutgoingMail, error: OSError) -> None:
    """Give the claim back and come again later, each time after a longer pause."""
    minutes = min(2**mail.attempts, MAX_BACKOFF_MINUTES)
    with transaction.atomic():
        OutgoingMail.objects.filter(pk=mail.pk).update(
            claimed_at=None, last_error=f"{type(error).__name__}: {error}"[:1000]
        )
        deliver_mail.using(run_after=timezone.now() + timedelta(minutes=minutes)).enqueue(mail.pk)


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        headers={"Content-Language": mail.language, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        message.attach("invitation.ics", mail.calendar, "text/calendar; charset=utf-8")
    return message
