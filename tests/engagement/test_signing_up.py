"""Newsletter sign-up on the page and by the links in the mail, in both languages."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from engagement import subscriptions
from engagement.models import OutgoingMail, Subscription
from tests import factories

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])


def address(name, *arguments, language="en"):
    with translation.override(language):
        return reverse(f"engagement:{name}", args=arguments)


def sign_up(client, initiative, email="ana@example.com", language="en"):
    return client.post(address("subscribe", initiative.pk, language=language), {"email": email})


def links(mail, language) -> dict[str, str]:
    found = re.findall(
        rf"http://localhost:8000(/{language}/subscription/[^/\s]+/(\w+)/)", mail.body
    )
    return {name: path for path, name in found}


@LANGUAGES
def test_from_the_form_to_the_news_and_out_again(client, initiative, language, deliver_mail):
    response = sign_up(client, initiative, language=language)
    assert response.status_code == 302
    assert f'<html lang="{language}">' in client.get(response["Location"]).content.decode()

    (mail,) = deliver_mail()
    assert mail.to == ["ana@example.com"]
    assert getattr(initiative, f"headline_{language}") in mail.subject
    confirm = links(mail, language)["confirm"]
    assert client.get(confirm).status_code == 200
    assert not Subscription.objects.active().exists(), "a mail scanner follows every link"
    assert client.post(confirm).status_code == 302
    subscription = Subscription.objects.active().get()
    assert subscription.language == language

    end = address("end_subscription", subscriptions.make_token(subscription), language=language)
    client.get(end)
    assert Subscription.objects.active().exists()
    assert client.post(end).status_code == 302
    assert not Subscription.objects.active().exists()
    assert f'<html lang="{language}">' in client.get(end).content.decode()


@LANGUAGES
def test_one_who_already_gets_the_news_is_told_by_mail_with_a_way_out(
    client, initiative, language, deliver_mail
):
    factories.subscription(initiative=initiative, language=language)
    sign_up(client, initiative)
    (mail,) = deliver_mail()
    assert "end" in links(mail, language)
    assert "confirm" not in links(mail, language)


def test_the_screen_never_tells_whether_an_address_is_known(client, initiative):
    factories.subscription(initiative=initiative, email="subscriber@example.com")
    factories.subscription(initiative=initiative, email="pending@example.com", confirmed_at=None)
    answers = [
        sign_up(client, initiative, email)
        for email in ("subscriber@example.com", "pending@example.com", "new@example.com")
    ]
    assert (
        len({(answer.status_code, answer["Location"], answer.content) for answer in answers}) == 1
    )
    assert "example.com" not in client.get(answers[0]["Location"]).content.decode()


@LANGUAGES
@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", "Enter your e-mail address."),
        ("ana at example", "Enter an e-mail address like name@example.com."),
        ("ana@example.com, ben@example.com", "Enter an e-mail address like name@example.com."),
    ],
)
def test_bad_input_is_said_beside_the_field_and_kept(client, initiative, language, email, message):
    response = sign_up(client, initiative, email, language)
    html = response.content.decode()
    assert response.status_code == 422
    assert f'<html lang="{language}">' in html
    field = html[html.index('<label class="usa-label" for="id_email"') :]
    with translation.override(language):
        assert gettext(message) in field
    assert 'aria-invalid="true"' in field
    assert f'value="{email}"' in field or not email
    assert not Subscription.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_a_forged_link_finds_nothing(client, initiative):
    subscription = factories.subscription(initiative=initiative)
    token = subscriptions.make_token(subscription)
    for forged in (str(subscription.pk), token[:-1], token + "x"):
        for name in ("confirm_subscription", "end_subscription"):
            assert client.get(address(name, forged)).status_code == 404
            assert client.post(address(name, forged)).status_code == 404
    assert Subscription.objects.active().exists()


def test_a_personal_page_is_kept_in_no_cache(client, initiative):
    token = subscriptions.make_token(factories.subscription(initiative=initiative))
    for name in ("confirm_subscription", "end_subscription"):
        assert "no-store" in client.get(address(name, token))["Cache-Control"]


def test_an_initiative_that_is_not_published_takes_no_sign_up(client):
    initiative = factories.initiative(live=False)
    assert sign_up(client, initiative).status_code == 404
    assert not Subscription.objects.exists()


def test_the_sign_up_needs_no_cookie(initiative):
    """The form stands on pages that are the same for everyone."""
    assert sign_up(Client(enforce_csrf_checks=True), initiative).status_code == 302
