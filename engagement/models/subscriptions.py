"""Newsletter subscriptions, confirmed by the person who owns the address (double opt-in)."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .pages import InitiativePage


class SubscriptionQuerySet(models.QuerySet):
    def active(self):
        """Those who confirmed and have not left: the only ones that ever receive an edition."""
        return self.filter(confirmed_at__isnull=False, ended_at__isnull=True)


class Subscription(models.Model):
    """One address that asked for news of one initiative, in one language."""

    initiative = models.ForeignKey(
        InitiativePage,
        verbose_name=_("initiative"),
        related_name="subscriptions",
        on_delete=models.CASCADE,
    )
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    requested_at = models.DateTimeField(_("requested at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                "initiative", Lower("email"), name="one_subscription_per_initiative_and_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.initiative}"
