"""Staff write to everyone who registered: each reads it once, in their language."""

import re
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from engagement.mail import requeue_unsent
from engagement.models import OutgoingMail
from meetings import messages
from meetings.models import RegistrantMessage, Registration
from meetings.registration import from_token
from tests import factories
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db
State = Registration.State
TEXTS = {
    "subject_en": "We moved to the large hall",
    "text_en": "Please use the <north> door.\n\nMap: https://example.com/map",
    "subject_es": "Nos mudamos al salón grande",
    "text_es": "Use la puerta norte, por favor.",
}


@pytest.fixture
def meeting():
    return factories.meeting(numbers=["+1 (669) 900-6833"])


def send(meeting, *, key=None, audience="everyone", by=None, **texts):
    values = {"form_key": key or uuid4(), "audience": audience, "by": by}
    return messages.send(meeting=meeting, **values | TEXTS | texts)


def test_each_registrant_reads_it_once_and_in_their_language(meeting, deliver_mail):
    factories.registration(meeting=meeting, email="ana@example.com", language="es")
    factories.registration(meeting=meeting, email="ben@example.com", language="en")
    sent = send(meeting, by=factories.superuser())
    assert sent.recipients == 2
    mails = {mail.to[0]: mail for mail in deliver_mail()}
    assert mails["ana@example.com"].subject == TEXTS["subject_es"]
    assert TEXTS["text_es"] in mails["ana@example.com"].body
    assert "Horas de consulta" in mails["ana@example.com"].body
    assert mails["ben@example.com"].subject == TEXTS["subject_en"]
    assert TEXTS["text_en"] in mails["ben@example.com"].body
    assert TEXTS["text_es"] not in mails["ben@example.com"].body


def test_the_mail_carries_the_meetings_facts_and_the_registrants_own_link(meeting, deliver_mail):
    found = factories.registration(meeting=meeting, language="en")
    send(meeting)
    (mail,) = deliver_mail()
    assert "Office hours" in mail.body
    assert meeting.join_url in mail.body
    for part in (mail.body, mail.alternatives[0].content):
        token = re.search(r"/meetings/registration/([^/]+)/", part)[1]
        assert from_token(token) == found


def test_web_addresses_become_links_and_markup_stays_text(meeting, deliver_mail):
    factories.registration(meeting=meeting)
    send(meeting)
    html = deliver_mail()[0].alternatives[0].content
    assert '<a href="https://example.com/map"' in html
    assert "&lt;north&gt;" in html


def test_who_waits_for_a_place_learns_no_join_details(meeting, deliver_mail):
    factories.registration(meeting=meeting, state=State.WAITLISTED)
    send(meeting)
    (mail,) = deliver_mail()
    assert meeting.join_url not in mail.body
    assert "waitlist" in mail.body


@pytest.mark.parametrize(
    ("audience", "reached"),
    [("confirmed", {"has"}), ("waitlisted", {"waits"}), ("everyone", {"has", "waits"})],
)
def test_only_the_chosen_audience_is_written_to(meeting, audience, reached):
    for name, state in [("has", "confirmed"), ("waits", "waitlisted"), ("gone", "cancelled")]:
        factories.registration(meeting=meeting, email=f"{name}@example.com", state=state)
    factories.registration(meeting=factories.meeting(), email="elsewhere@example.com")
    send(meeting, audience=audience)
    to = set(OutgoingMail.objects.values_list("to", flat=True))
    assert to == {f"{name}@example.com" for name in reached}


def test_the_same_form_sent_twice_is_one_message(meeting):
    factories.registration(meeting=meeting)
    key = uuid4()
    assert send(meeting, key=key) == send(meeting, key=key)
    assert RegistrantMessage.objects.count() == OutgoingMail.objects.count() == 1


def test_the_same_form_with_a_corrected_text_is_another_message(meeting):
    factories.registration(meeting=meeting)
    key = uuid4()
    send(meeting, key=key)
    send(meeting, key=key, text_en="Please use the south door.")
    assert RegistrantMessage.objects.count() == OutgoingMail.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_ten_presses_at_once_are_one_message():
    meeting = factories.meeting()
    factories.registration(meeting=meeting)
    key = uuid4()
    results = in_parallel(lambda _press: send(meeting, key=key).pk, range(10))
    assert len(set(results)) == 1
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(("language", "missing"), [("en", "text_en"), ("es", "subject_es")])
def test_a_language_that_somebody_reads_is_required(meeting, language, missing):
    factories.registration(meeting=meeting, language=language)
    with pytest.raises(ValidationError) as refused:
        send(meeting, **{missing: "  "})
    assert set(refused.value.message_dict) == {missing}
    assert not RegistrantMessage.objects.exists()


def test_a_language_that_nobody_reads_may_stay_empty(meeting):
    factories.registration(meeting=meeting, language="es")
    assert send(meeting, subject_en="", text_en="").recipients == 1


def test_a_message_to_nobody_is_refused(meeting):
    with pytest.raises(ValidationError, match="Nobody"):
        send(meeting)
    assert not RegistrantMessage.objects.exists()


def test_thousands_are_queued_with_the_same_few_queries(meeting, django_assert_max_num_queries):
    def register(count):
        Registration.objects.bulk_create(
            Registration(
                meeting=meeting,
                name=f"Person {number}",
                email=f"person{number}.{count}@example.com",
                language="en",
                state=State.CONFIRMED,
                queued_at=timezone.now(),
            )
            for number in range(count)
        )

    register(300)
    with django_assert_max_num_queries(12):
        assert send(meeting).recipients == 300
    assert OutgoingMail.objects.count() == 300


def test_what_was_queued_together_is_sent_although_a_worker_died(meeting):
    for _person in range(3):
        factories.registration(meeting=meeting)
    send(meeting)
    assert requeue_unsent() == 3
    assert requeue_unsent() == 0


def test_the_counts_say_who_reads_what(meeting):
    for language, state in [("en", "confirmed"), ("es", "confirmed"), ("es", "waitlisted")]:
        factories.registration(meeting=meeting, language=language, state=state)
    factories.registration(meeting=meeting, language="en", state="cancelled")
    assert messages.readers(meeting) == {
        "confirmed": {"en": 1, "es": 1},
        "waitlisted": {"es": 1},
        "everyone": {"en": 1, "es": 2},
    }
