"""Choosing and changing a slot on the page, times of registration, and what nobody should paste."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from engagement.formatting import date_and_time
from meetings import registration
from meetings.models import InterpretationLanguage, Meeting, Registration
from meetings.parts import coming_moments
from meetings.slots import make_slots
from plaza.views import bad_request
from tests import factories

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])
MB = 1024 * 1024


def office_hours(minutes=30, **fields) -> Meeting:
    meeting = factories.meeting(**fields)
    meeting.slots = make_slots(
        starts_at=meeting.starts_at, ends_at=meeting.ends_at, minutes=minutes
    )
    meeting.save()
    return meeting


def address(name, *arguments, language="en"):
    with translation.override(language):
        return reverse(f"meetings:{name}", args=arguments)


def answers(**fields):
    return {"name": "Ana Ruiz", "email": "ana@example.com", "language": "en"} | fields


def offered(html: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'name="slot" value="(\d+)"', html)]


# Slots


@LANGUAGES
def test_the_form_lists_the_free_times_and_one_of_them_must_be_chosen(client, language):
    meeting = office_hours()
    first, second = meeting.slots.all()
    registration.register(
        meeting=meeting, name="Ben", email="ben@example.com", language="en", slot=first
    )
    link = address("register", meeting.pk, language=language)
    assert offered(client.get(link).content.decode()) == [second.pk]
    refused = client.post(link, answers(questions="¿Cuándo?"))
    html = refused.content.decode()
    assert refused.status_code == 422
    with translation.override(language):
        assert gettext("Choose a time.") in html
    assert "¿Cuándo?" in html
    assert client.post(link, answers(slot=second.pk)).status_code == 302
    assert Registration.objects.get(email="ana@example.com").slot == second


@LANGUAGES
def test_a_time_taken_meanwhile_is_said_beside_the_times_and_all_typed_is_kept(client, language):
    meeting = office_hours()
    first, second = meeting.slots.all()
    registration.register(
        meeting=meeting, name="Ben", email="ben@example.com", language="en", slot=first
    )
    link = address("register", meeting.pk, language=language)
    refused = client.post(link, answers(slot=first.pk, questions="When?"))
    html = refused.content.decode()
    assert refused.status_code == 422
    with translation.override(language):
        message = gettext("Somebody has just taken this time. Choose one that is still free.")
    fieldset = html[html.index("<fieldset") : html.index("</fieldset>")]
    assert message in fieldset
    assert offered(fieldset) == [second.pk]
    assert "When?" in html


def test_when_the_last_time_goes_meanwhile_nobody_joins_the_waitlist_unasked(client):
    meeting = office_hours(minutes=60)
    slot = meeting.slots.get()
    registration.register(
        meeting=meeting, name="Ben", email="ben@example.com", language="en", slot=slot
    )
    link = address("register", meeting.pk)
    html = client.get(link).content.decode()
    assert not offered(html)
    assert "Join the waitlist" in html
    assert client.post(link, answers(slot=slot.pk)).status_code == 422
    assert Registration.objects.count() == 1
    assert client.post(link, answers()).status_code == 302
    assert Registration.objects.get(email="ana@example.com").is_waitlisted


def test_pressing_register_twice_is_answered_alike(client):
    meeting = office_hours()
    link = address("register", meeting.pk)
    key = re.search(r'name="key" value="([^"]+)"', client.get(link).content.decode())[1]
    typed = answers(slot=meeting.slots.first().pk, key=key)
    assert client.post(link, typed).status_code == client.post(link, typed).status_code == 302
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("slot", ["0", "x", "1\0", "9" * 40, "-1", "٣"])
def test_a_slot_that_is_none_of_the_meetings_is_refused_in_words(client, slot):
    meeting = office_hours()
    office_hours()
    refused = client.post(address("register", meeting.pk), answers(slot=slot))
    assert refused.status_code == 422
    html = refused.content.decode()
    assert 'class="errorlist"' in html[html.index("<fieldset") : html.index("</fieldset>")]


# The manage link


@LANGUAGES
def test_a_registrant_changes_answers_and_time_and_sees_that_it_is_saved(client, language):
    meeting = office_hours(interpretation=[InterpretationLanguage.SPANISH])
    first, second = meeting.slots.all()
    ana = registration.register(
        meeting=meeting, name="Ana", email="ana@example.com", language="en", slot=first
    )
    token = registration.make_token(ana)
    link = address("registration_answers", token, language=language)
    page = client.get(link)
    assert "no-store" in page["Cache-Control"]
    assert offered(page.content.decode()) == [first.pk, second.pk]
    assert 'name="email"' not in page.content.decode()
    saved = client.post(
        link, answers(name="Ana María", slot=second.pk, interpretation="es", email="x@example.com")
    )
    assert saved["Location"] == address("registration", token, language=language) + "?saved"
    html = client.get(saved["Location"]).content.decode()
    with translation.override(language):
        assert gettext("Your changes are saved.") in html
    ana.refresh_from_db()
    assert (ana.name, ana.slot, ana.interpretation) == ("Ana María", second, "es")
    assert ana.email == "ana@example.com"


def test_what_cannot_be_changed_any_more_leads_to_where_it_stands(client, time_machine):
    meeting = office_hours()
    ana = factories.registration(meeting=meeting, slot=meeting.slots.first())
    token = registration.make_token(ana)
    time_machine.move_to(meeting.starts_at + timedelta(minutes=1))
    for send in (client.get, client.post):
        response = send(address("registration_answers", token))
        assert response["Location"] == address("registration", token)
    assert "answers/" not in client.get(address("registration", token)).content.decode()
    assert client.get(address("registration_answers", token[:-1])).status_code == 404


# Opening and closing


@LANGUAGES
def test_pages_say_when_registration_opens_and_closes(client, language, time_machine):
    opens = factories.local(2026, 10, 30, 9, 0)
    closes = factories.local(2026, 11, 2, 17, 0)  # after the clocks went back
    time_machine.move_to(factories.local(2026, 10, 29, 9, 0))
    meeting = factories.meeting(
        starts_at=factories.local(2026, 11, 3, 12, 0),
        registration_opens_at=opens,
        registration_closes_at=closes,
    )
    with translation.override(language):
        page = meeting.get_absolute_url()
        before = gettext("Registration opens on %(date)s.") % {"date": date_and_time(opens)}
        during = gettext("Registration closes on %(date)s.") % {"date": date_and_time(closes)}
        after = gettext("Registration for this meeting is closed.")
    form = address("register", meeting.pk, language=language)
    for now, said, has_form in (
        (opens - timedelta(seconds=1), before, False),
        (opens, during, True),
        (closes - timedelta(seconds=1), during, True),
        (closes, after, False),
    ):
        time_machine.move_to(now, tick=False)
        for link in (page, form):
            assert said in client.get(link).content.decode(), (now, link)
        assert ('name="email"' in client.get(form).content.decode()) == has_form
        sent = client.post(form, answers(email=f"{now.hour}{now.second}@example.com"))
        assert sent.status_code == (302 if has_form else 422)
    assert "PST" in during


def test_pages_are_kept_no_longer_than_until_registration_opens_or_closes():
    now = timezone.now()
    opens, closes = now + timedelta(hours=1), now + timedelta(hours=2)
    factories.meeting(registration_opens_at=opens, registration_closes_at=closes)
    moments = [next(iter(found[0].values())) for found in coming_moments(now) if found]
    assert {opens, closes} <= set(moments)


# What nobody should paste


@LANGUAGES
@pytest.mark.parametrize("field", ["email", "questions"])
def test_twenty_megabytes_are_refused_beside_the_field_and_everything_is_kept(
    client, language, field
):
    paste = "a" * (20 * MB)
    link = address("register", factories.meeting().pk, language=language)
    typed = answers(questions="Kept") | {field: paste}
    refused = client.post(link, typed)
    html = refused.content.decode()
    assert refused.status_code == 422
    assert f'<html lang="{language}">' in html
    beside = html[html.index(f'for="id_{field}"') :].partition(paste)[0]
    assert 'class="errorlist"' in beside
    assert html.count(paste) == 1
    assert all(text in html for name, text in typed.items() if name != field)
    assert not Registration.objects.exists()


@LANGUAGES
def test_what_is_larger_still_is_said_in_the_persons_language(client, settings, language):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    link = address("register", factories.meeting().pk, language=language)
    refused = client.post(link, answers(questions="a" * 2000))
    assert refused.status_code == 413
    with translation.override(language):
        assert gettext("This is too large to send") in refused.content.decode()
    assert bad_request(RequestFactory().get("/en/"), RequestDataTooBig()).status_code == 413


def test_names_may_have_any_letter_but_nothing_that_turns_what_follows_around(client):
    link = address("register", factories.meeting().pk)
    client.post(link, answers(name="  Zoë 🌱\u202e  ibn\tRušd\x07 "))
    assert Registration.objects.get().name == "Zoë 🌱 ibn Rušd"


@pytest.mark.parametrize("email", ["ana ruiz@example.com", "ana@exa mple.com", "a\0b@example.com"])
def test_an_address_that_cannot_be_is_refused(client, email):
    link = address("register", factories.meeting().pk)
    assert client.post(link, answers(email=email)).status_code == 422
    assert not Registration.objects.exists()
    client.post(link, answers(email="  ana@example.com "))
    assert Registration.objects.get().email == "ana@example.com"


def test_a_pasted_text_of_twenty_megabytes_is_no_invitation(admin_client):
    answer = admin_client.post(reverse("read_invitation"), {"text": "a" * (20 * MB)})
    assert answer.status_code == 413
