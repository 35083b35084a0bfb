"""One function for each message; each has subject.txt, txt and html templates."""

from django.urls import reverse
from django.utils import translation

from engagement.mail import queue_mail
from engagement.models import Subscription


def confirm_subscription(subscription: Subscription, token: str) -> None:
    """Ask the owner of the address whether the request was theirs."""
    _subscription_mail(subscription, token, "confirm_subscription")


def already_subscribed(subscription: Subscription, token: str) -> None:
    """Tell someone who asked again that the news already comes to them."""
    _subscription_mail(subscription, token, "already_subscribed")


def _subscription_mail(subscription: Subscription, token: str, name: str) -> None:
    with translation.override(subscription.language):
        context = {
            "initiative": subscription.initiative,
            "initiative_url": subscription.initiative.get_url(),
            "confirm_url": reverse("engagement:confirm_subscription", args=[token]),
            "unsubscribe_url": reverse("engagement:end_subscription", args=[token]),
        }
    queue_mail(
        key=f"{name}:{subscription.pk}:{subscription.requested_at.isoformat()}",
        to=subscription.email,
        language=subscription.language,
        template=f"engagement/emails/{name}",
        context=context,
    )
