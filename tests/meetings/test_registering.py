"""Registering on the page and by the link in the mail, in both languages."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from icalendar import Calendar

from engagement.formatting import long_date
from meetings import registration
from meetings.models import Meeting, Registration
from meetings.registration_forms import LONGEST_ANSWER
from tests import factories

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])
SECRETS = ["zoomgov", "1615740201", "161 574 0201", "900-6833", "6699006833", "hunter2"]


def address(name, *arguments, language="en"):
    with translation.override(language):
        return reverse(f"meetings:{name}", args=arguments)


def answers(**fields):
    return {"name": "Ana Ruiz", "email": "ana@example.com"} | fields


def post(client, meeting, language="en", **fields):
    return client.post(address("register", meeting.pk, language=language), answers(**fields))


def field_of(html: str, name: str) -> str:
    """The part of the page that holds one field: its label, its message, its input."""
    start = re.search(rf'<label[^>]*for="id_{name}"', html).start()
    following = html.find('<div class="field', start)
    return html[start : following if following > 0 else None]


# The form


@LANGUAGES
def test_a_resident_registers_and_is_told_to_look_into_the_mailbox(client, language):
    meeting = factories.meeting()
    response = post(client, meeting, language, questions="¿Cuándo?", affiliation="Wilmington")
    assert response.status_code == 302
    assert response["Location"] == address("registered", meeting.pk, language=language)
    stored = Registration.objects.get()
    assert (stored.name, stored.language, stored.questions) == ("Ana Ruiz", language, "¿Cuándo?")
    html = client.get(response["Location"]).content.decode()
    assert f'<html lang="{language}">' in html


@LANGUAGES
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "Enter your name."),
        ({"name": "   "}, "Enter your name."),
        ({"email": ""}, "Enter your e-mail address."),
        ({"email": "ana at example"}, "Enter an e-mail address like name@example.com."),
    ],
)
def test_bad_input_is_said_beside_the_field_and_nothing_typed_is_lost(
    client, language, wrong, message
):
    meeting = factories.meeting()
    typed = {
        "questions": "¿Por qué <b>tan</b> tarde?",
        "accommodation": "Intérprete",
        "name": "Eva",
    }
    response = post(client, meeting, language, **typed | wrong)
    html = response.content.decode()
    assert response.status_code == 422
    assert f'<html lang="{language}">' in html
    assert not Registration.objects.exists()
    (name,) = wrong
    beside = field_of(html, name)
    with translation.override(language):
        assert gettext(message) in beside
    assert 'aria-invalid="true"' in beside
    for kept, text in (typed | wrong).items():
        shown = text.strip().replace("<", "&lt;").replace(">", "&gt;")
        assert shown in field_of(html, kept), kept


@pytest.mark.parametrize("name", ["questions", "accommodation"])
def test_a_text_that_is_too_long_is_refused_and_kept(client, name):
    text = "a" * (LONGEST_ANSWER + 1)
    response = post(client, factories.meeting(), **{name: text})
    assert response.status_code == 422
    assert text in field_of(response.content.decode(), name)
    assert not Registration.objects.exists()


def test_what_no_form_would_send_is_refused_in_words_too(client):
    response = post(
        client, factories.meeting(), name="A\0na", email="ana@example.com\r\nBcc: x@y.z"
    )
    assert response.status_code == 422
    assert not Registration.objects.exists()


@LANGUAGES
def test_one_who_comes_too_late_is_told_so_and_keeps_what_was_typed(client, language):
    meeting = factories.meeting()
    Meeting.objects.update(status=Meeting.Status.CANCELLED)
    response = post(client, meeting, language, questions="When?")
    html = response.content.decode()
    assert response.status_code == 422
    with translation.override(language):
        assert gettext("Registration for this meeting has closed.") in html
    assert "When?" in field_of(html, "questions")


def test_the_page_of_a_closed_registration_offers_no_form(client):
    meeting = factories.meeting(status=Meeting.Status.CANCELLED)
    html = client.get(address("register", meeting.pk)).content.decode()
    assert 'name="email"' not in html


def test_the_answer_for_a_known_address_is_the_answer_for_a_new_one(client):
    meeting = factories.meeting(capacity=1)
    first, again, waiting = (
        post(client, meeting, email=email)
        for email in ("ana@example.com", "ANA@example.com", "ben@example.com")
    )
    assert first.status_code == again.status_code == waiting.status_code == 302
    assert first["Location"] == again["Location"] == waiting["Location"]
    assert first.content == again.content == waiting.content
    page = client.get(first["Location"]).content.decode()
    assert "ana@example.com" not in page
    assert "ben@example.com" not in page


def test_a_draft_meeting_has_no_page_no_form_and_no_calendar(client):
    meeting = factories.meeting(live=False)
    for name in ("register", "registered", "meeting_ics"):
        assert client.get(address(name, meeting.pk)).status_code == 404
    assert client.get(meeting.get_absolute_url()).status_code == 404
    assert post(client, meeting).status_code == 404


# The mail


@LANGUAGES
def test_the_mail_is_in_the_registrants_language_and_says_when_and_how(
    client, language, deliver_mail
):
    meeting = factories.meeting(
        join_details_private=True, passcode="hunter2", numbers=["+1 (669) 900-6833"]
    )
    post(client, meeting, language)
    (mail,) = deliver_mail()
    assert mail.to == ["ana@example.com"]
    assert mail.extra_headers["Content-Language"] == language
    headline = getattr(meeting, f"headline_{language}")
    assert headline in mail.subject
    with translation.override(language):
        day = long_date(meeting.starts_at)
    html = mail.alternatives[0].content
    for part in (mail.body, html):
        assert headline in part
        assert day in part
        assert f"/{language}/meetings/registration/" in part
        assert "https://agency.zoomgov.com/j/1615740201" in part
        assert "hunter2" in part
    assert f'lang="{language}"' in html
    ((name, content, mime),) = mail.attachments
    assert name.endswith(".ics")
    assert mime.startswith("text/calendar")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event["SUMMARY"] == headline
    assert "hunter2" in event["DESCRIPTION"]
    assert "+1 (669) 900-6833" in event["DESCRIPTION"]


def test_one_on_the_waitlist_gets_no_join_details_and_no_calendar_entry(client, deliver_mail):
    meeting = factories.meeting(capacity=1, join_details_private=True, passcode="hunter2")
    factories.registration(meeting=meeting)
    post(client, meeting)
    (mail,) = deliver_mail()
    assert not mail.attachments
    for part in (mail.body, mail.alternatives[0].content):
        assert not [secret for secret in SECRETS if secret in part]


def test_what_a_resident_typed_is_not_markup_in_the_mail(client, deliver_mail):
    post(client, factories.meeting(), name="<b>Ana</b> & Co")
    (mail,) = deliver_mail()
    assert "<b>Ana</b> & Co" in mail.body
    assert "<b>Ana</b>" not in mail.alternatives[0].content


@pytest.mark.parametrize("state", Registration.State.values)
@LANGUAGES
def test_no_mail_about_a_title_with_markup_is_broken(state, language, deliver_mail):
    meeting = factories.meeting(headline_en='Air & "ports"', headline_es="Aire & 'puertos'")
    found = factories.registration(meeting=meeting, state=state, language=language)
    registration._tell(found)
    (mail,) = deliver_mail()
    assert "&amp;" not in mail.subject + mail.body
    assert "&#x27;" not in mail.subject + mail.body
    assert "&amp;" in mail.alternatives[0].content


# The link in the mail


@LANGUAGES
def test_the_link_shows_where_the_registrant_stands_and_a_button_gives_the_place_back(
    client, language
):
    found = factories.registration(meeting=factories.meeting(), language=language)
    link = address("registration", registration.make_token(found), language=language)
    page = client.get(link)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "<form" in page.content.decode()
    response = client.post(link)
    assert (response.status_code, response["Location"]) == (302, link)
    found.refresh_from_db()
    assert found.is_cancelled
    assert f'<html lang="{language}">' in client.get(link).content.decode()


def test_following_the_link_alone_cancels_nothing(client):
    found = factories.registration(meeting=factories.meeting())
    link = address("registration", registration.make_token(found))
    client.get(link)
    client.head(link)
    client.options(link)
    found.refresh_from_db()
    assert found.is_confirmed


def test_a_link_that_we_did_not_make_finds_nothing(client):
    found = factories.registration(meeting=factories.meeting())
    for forged in (found.uid, found.pk, registration.make_token(found)[:-1]):
        link = address("registration", forged)
        assert client.get(link).status_code == 404
        assert client.post(link).status_code == 404
    found.refresh_from_db()
    assert found.is_confirmed


def test_once_the_meeting_has_begun_there_is_no_button_and_the_old_page_changes_nothing(
    client, time_machine
):
    found = factories.registration(meeting=factories.meeting())
    time_machine.move_to(found.meeting.starts_at + timedelta(minutes=5))
    link = address("registration", registration.make_token(found))
    assert 'method="post"' not in client.get(link).content.decode()
    client.post(link)
    found.refresh_from_db()
    assert found.is_confirmed


def test_the_page_of_one_who_waits_or_cancelled_shows_no_join_details(client):
    meeting = factories.meeting(
        join_details_private=True, passcode="hunter2", numbers=["+1 (669) 900-6833"]
    )
    for state in (Registration.State.WAITLISTED, Registration.State.CANCELLED):
        found = factories.registration(meeting=meeting, state=state)
        html = client.get(address("registration", registration.make_token(found))).content.decode()
        assert not [secret for secret in SECRETS if secret in html]
