"""Sending mail so that none is lost and none is sent twice while all goes well.

`queue_mail` is called inside the transaction that causes the message; the worker delivers it.
A claim lapses after CLAIM_MINUTES, so what a killed worker held is taken up again; the claim on
a refused message lapses after a pause that grows. `requeue_unsent` finds both. A message that is
refused every time is tried for about three days (RFC 5321 §4.5.4.1 asks for two or more).

No sender can have SMTP deliver exactly once. One that dies between the server's 250 and our
UPDATE leaves a claim that lapses, and the message goes out again: better twice than never. Both
copies then carry the same Message-ID, by which mail systems know them for one. That moment is
the only one: what dies earlier has sent nothing, and what dies later has recorded it.

A message may be waiting while what it tells of is undone. settings.MAIL_STILL_WANTED names, for
the first word of a key, a function that says of a message whether it should still go out; it is
asked after the claim, right before the message is sent.
"""

from collections.abc import Iterable
from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string
from django_tasks import task

from engagement.models import AgencySettings, OutgoingMail
from engagement.task_queue import queued_ids

CLAIM_MINUTES = 10
KEEP_SENT = timedelta(days=90)
"""How long the row of a sent message, with its address and subject, is kept."""
REPEAT_AFTER = timedelta(minutes=5)
"""How soon the same message is sent again to an address that anybody may type into a form."""
MAX_ATTEMPTS = 25
MAX_BACKOFF_MINUTES = 240


def queue_mail(
    *, key: str, to: str, language: str, template: str, context: dict, calendar: str = ""
) -> OutgoingMail:
    """Render `template` (its subject.txt, .txt and .html) in `language` and queue it.

    Call inside a transaction: the message exists exactly when what it tells about does.
    A second call with the same key returns the first message.
    """
    mail, created = OutgoingMail.objects.get_or_create(
        key=key,
        defaults=_written(
            to=to,
            language=language,
            template=template,
            context=context,
            calendar=calendar,
            agency=AgencySettings.load(),
        ),
    )
    if created:
        transaction.on_commit(lambda: deliver_mail.enqueue(mail.pk))
    return mail


def queue_mails(messages: Iterable[dict]) -> None:
    """Queue many at once, each given as queue_mail's keywords: a few queries for thousands.

    Call inside a transaction. A key that exists already is left as it is.
    """
    agency = AgencySettings.load()
    OutgoingMail.objects.bulk_create(
        [
            OutgoingMail(
                key=message["key"],
                **_written(
                    to=message["to"],
                    language=message["language"],
                    template=message["template"],
                    context=message["context"],
                    calendar=message.get("calendar", ""),
                    agency=agency,
                ),
            )
            for message in messages
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    transaction.on_commit(lambda: enqueue_waiting.enqueue())


def _written(
    *, to: str, language: str, template: str, context: dict, calendar: str, agency: AgencySettings
) -> dict:
    """A message's fields, its text rendered in its language."""
    with translation.override(language):
        context = {
            **context,
            "agency": agency,
            "base_url": settings.BASE_URL,
            "language": language,
        }
        subject = " ".join(render_to_string(f"{template}.subject.txt", context).split())
        return {
            "to": to,
            "language": language,
            "subject": subject[:300],
            "text": render_to_string(f"{template}.txt", context).strip() + "\n",
            "html": render_to_string(f"{template}.html", context),
            "calendar": calendar,
        }


def queued_lately(key: str) -> bool:
    """Whether this message was queued less than REPEAT_AFTER ago: asking again sends nothing."""
    since = timezone.now() - REPEAT_AFTER
    return OutgoingMail.objects.filter(key=key, created_at__gt=since).exists()


@task
def deliver_mail(mail_id: int) -> None:
    """Send one message, unless another worker has claimed it or it was sent."""
    deliver(mail_id)


@task
def enqueue_waiting() -> None:
    """A task for each of the messages that were queued together."""
    requeue_unsent()


def deliver(mail_id: int) -> bool:
    """Claim, send and record one message. Says whether it was sent by this call.

    One that is no longer wanted is recorded as withdrawn instead.

    The claim is one conditional UPDATE, so that two workers never send the same message; the
    mail server is talked to outside any transaction.
    """
    claimed = (
        waiting().filter(pk=mail_id).update(claimed_at=timezone.now(), attempts=F("attempts") + 1)
    )
    if not claimed:
        return False
    mail = OutgoingMail.objects.get(pk=mail_id)
    if not _still_wanted(mail):
        _close(mail, "withdrawn_at")
        return False
    try:
        _message(mail).send()
    except OSError as error:  # smtplib's exceptions are OSErrors as well
        _try_later(mail, error)
        return False
    _close(mail, "sent_at")
    return True


def waiting() -> QuerySet[OutgoingMail]:
    """Messages that may be sent now: not sent, not withdrawn, not given up, held by no worker."""
    lapsed = timezone.now() - timedelta(minutes=CLAIM_MINUTES)
    return OutgoingMail.objects.filter(
        Q(claimed_at__isnull=True) | Q(claimed_at__lte=lapsed),
        sent_at__isnull=True,
        withdrawn_at__isnull=True,
        attempts__lt=MAX_ATTEMPTS,
    )


def requeue_unsent() -> int:
    """Enqueue each waiting message that the queue does not hold. Returns how many.

    Run every minute by run_jobs: it catches what a killed worker left behind and what was
    refused, and adds nothing for a worker that is merely late.
    """
    queued = queued_ids(deliver_mail)
    lost = [pk for pk in waiting().order_by("pk").values_list("pk", flat=True) if pk not in queued]
    for mail_id in lost:
        deliver_mail.enqueue(mail_id)
    return len(lost)


def forget_sent() -> int:
    """Delete the rows of messages sent or withdrawn KEEP_SENT ago or earlier. Returns how many."""
    limit = timezone.now() - KEEP_SENT
    old = OutgoingMail.objects.filter(Q(sent_at__lte=limit) | Q(withdrawn_at__lte=limit))
    forgotten, _by_model = old.delete()
    return forgotten


def _still_wanted(mail: OutgoingMail) -> bool:
    path = settings.MAIL_STILL_WANTED.get(mail.key.partition(":")[0])
    return path is None or import_string(path)(mail)


def _close(mail: OutgoingMail, moment: str) -> None:
    """Record the end of a message, and keep nothing that it said."""
    OutgoingMail.objects.filter(pk=mail.pk).update(
        **{moment: timezone.now()}, text="", html="", calendar="", last_error=""
    )


def _try_later(mail: OutgoingMail, error: OSError) -> None:
    """Let the claim lapse after a pause, each time a longer one."""
    pause = timedelta(minutes=min(2**mail.attempts, MAX_BACKOFF_MINUTES))
    OutgoingMail.objects.filter(pk=mail.pk).update(
        claimed_at=timezone.now() + pause - timedelta(minutes=CLAIM_MINUTES),
        last_error=f"{type(error).__name__}: {error}"[:1000],
    )


def message_id(mail: OutgoingMail) -> str:
    """The same at each attempt, and saying nothing of the key (RFC 5322 §3.6.4).

    On the right the domain that the mail comes from, else that of the site.
    """
    own = salted_hmac("engagement.mail.message_id", mail.key).hexdigest()
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{own}@{domain or urlsplit(settings.BASE_URL).hostname}>"


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        headers={
            "Message-ID": message_id(mail),
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        # RFC 6047 §2.4: the parameter repeats the calendar's METHOD.
        message.attach("invitation.ics", mail.calendar, "text/calendar; method=PUBLISH")
    return message
