"""Asking for an initiative's news: only the owner of an address can say yes."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from engagement import subscriptions
from engagement.mail import REPEAT_AFTER
from engagement.models import OutgoingMail, Subscription
from tests import factories
from tests.parallel import in_parallel


def ask(initiative, email="ana@example.com", language="en"):
    subscriptions.request_subscription(initiative=initiative, email=email, language=language)
    return Subscription.objects.get(initiative=initiative, email__iexact=email)


def test_nobody_receives_news_before_the_link_in_the_mail_was_followed(initiative):
    subscription = ask(initiative)
    assert not Subscription.objects.active().exists()
    subscriptions.confirm(subscription)
    assert Subscription.objects.active().get() == subscription


def test_asking_again_in_other_capitals_is_the_same_subscription(initiative):
    ask(initiative, "Ana@Example.com")
    ask(initiative, "ana@example.COM")
    assert Subscription.objects.count() == 1


def test_a_subscriber_who_asks_again_is_told_by_mail_and_stays_subscribed(initiative):
    subscription = factories.subscription(initiative=initiative)
    ask(initiative)
    assert Subscription.objects.active().get() == subscription
    assert OutgoingMail.objects.get().key.startswith("already_subscribed:")


def test_a_stranger_who_types_a_subscribers_address_changes_nothing(initiative):
    factories.subscription(initiative=initiative, language="en")
    ask(initiative, language="es")
    subscription = Subscription.objects.active().get()
    assert subscription.language == "en"
    assert OutgoingMail.objects.get().language == "en"


def test_leaving_takes_effect_at_once_and_an_old_confirmation_link_does_not_undo_it(initiative):
    subscription = ask(initiative)
    subscriptions.confirm(subscription)
    subscriptions.end(subscription)
    assert not Subscription.objects.active().exists()
    subscriptions.confirm(subscription)
    assert not Subscription.objects.active().exists()


def test_one_who_left_may_come_back_and_confirms_again(initiative):
    factories.subscription(initiative=initiative, ended_at=timezone.now())
    subscription = ask(initiative)
    assert not Subscription.objects.active().exists()
    subscriptions.confirm(subscription)
    assert Subscription.objects.active().exists()


def test_leaving_works_however_old_the_link_is(initiative, time_machine):
    subscription = factories.subscription(initiative=initiative)
    token = subscriptions.make_token(subscription)
    time_machine.move_to(timezone.now() + timedelta(days=3000))
    assert subscriptions.from_token(token) == subscription


@pytest.mark.parametrize("token", ["", "1", "a:b:c", "MQ:1abcde:" + "x" * 43])
def test_a_link_that_we_did_not_make_names_nobody(initiative, token):
    factories.subscription(initiative=initiative)
    assert subscriptions.from_token(token) is None


def test_a_link_signed_for_another_purpose_names_nobody(initiative):
    subscription = factories.subscription(initiative=initiative)
    assert subscriptions.from_token(signing.dumps(subscription.pk, salt="other")) is None


@pytest.mark.django_db(transaction=True)
def test_twenty_requests_at_once_for_one_address_make_one_subscription():
    initiative = factories.initiative()
    addresses = ["ana@example.com", "ANA@example.com"] * 10
    results = in_parallel(lambda email: ask(initiative, email), addresses)
    assert not [result for result in results if isinstance(result, Exception)]
    assert Subscription.objects.count() == 1


def test_pressing_the_button_many_times_fills_nobodys_mailbox(initiative):
    for _press in range(10):
        ask(initiative)
    assert OutgoingMail.objects.count() == 1
    with time_machine.travel(timezone.now() + REPEAT_AFTER):
        ask(initiative)
    assert OutgoingMail.objects.count() == 2


def test_an_address_that_was_never_confirmed_is_forgotten_after_thirty_days(initiative):
    ask(initiative)
    factories.subscription(initiative=initiative, email="ben@example.com")
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        assert subscriptions.forget() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert subscriptions.forget() == 1
    assert Subscription.objects.get().email == "ben@example.com"


def test_who_leaves_is_forgotten_a_day_later(initiative):
    subscription = factories.subscription(initiative=initiative)
    subscriptions.end(subscription)
    assert subscriptions.forget() == 0
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert subscriptions.forget() == 1
