"""Rules of newsletter subscriptions: ask, confirm, end.

The answer to a request never says whether an address was known before.
"""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from engagement import emails
from engagement.mail import REPEAT_AFTER
from engagement.models import InitiativePage, Subscription

_SALT = "engagement.subscription"
UNCONFIRMED_DAYS = 30


def make_token(subscription: Subscription) -> str:
    """The signed value in a subscriber's links; only the owner of the address receives it."""
    return signing.dumps(subscription.pk, salt=_SALT)


def from_token(token: str) -> Subscription | None:
    """The subscription that a link names, or None when the link was not made by us."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return Subscription.objects.filter(pk=pk).select_related("initiative").first()


def request_subscription(*, initiative: InitiativePage, email: str, language: str) -> None:
    """Record the wish and mail a confirmation link; nothing is sent before it is followed.

    An address that already receives the news is told so by mail, not on the screen. Asking again
    within REPEAT_AFTER sends nothing more: nobody fills another's mailbox with it.
    """
    now = timezone.now()
    with transaction.atomic():
        # The lock on the initiative's row lets two requests for one address follow each other.
        InitiativePage.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
        subscription = Subscription.objects.filter(
            initiative=initiative, email__iexact=email
        ).first()
        if subscription is None:
            subscription = Subscription(initiative=initiative, email=email)
        elif not subscription.ended_at and subscription.requested_at > now - REPEAT_AFTER:
            return
        active = subscription.confirmed_at and not subscription.ended_at
        subscription.requested_at = now
        if not active:
            # A subscriber's own choices stay: anybody may type anybody's address.
            subscription.language = language
            subscription.confirmed_at = subscription.ended_at = None
        subscription.save()
        if active:
            emails.already_subscribed(subscription, make_token(subscription))
        else:
            emails.confirm_subscription(subscription, make_token(subscription))


def confirm(subscription: Subscription) -> None:
    """The owner of the address said yes. Following the link twice changes nothing."""
    Subscription.objects.filter(pk=subscription.pk, confirmed_at__isnull=True).update(
        confirmed_at=timezone.now(), ended_at=None
    )
    subscription.refresh_from_db()


def end(subscription: Subscription) -> None:
    """Unsubscribe, at once and without a reason."""
    Subscription.objects.filter(pk=subscription.pk, ended_at__isnull=True).update(
        ended_at=timezone.now()
    )
    subscription.refresh_from_db()


def forget() -> int:
    """Delete what nobody confirmed within UNCONFIRMED_DAYS, and who left a day ago or earlier.

    A day, so that the page behind the link in the last mail still says that they have left.
    """
    now = timezone.now()
    unconfirmed = Q(confirmed_at=None, requested_at__lte=now - timedelta(days=UNCONFIRMED_DAYS))
    left = Q(ended_at__lte=now - timedelta(days=1))
    forgotten, _by_model = Subscription.objects.filter(unconfirmed | left).delete()
    return forgotten
