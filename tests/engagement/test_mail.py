"""The outbox: no message is lost, and none is sent twice while all goes well."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from engagement import mail
from engagement.models import OutgoingMail
from tests.parallel import in_parallel

TEMPLATE = "tests/notice"


@pytest.fixture(autouse=True)
def _templates(settings):
    """A message of the tests' own, so that these tests hold whatever the real ones say."""
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": [],
                "loaders": [
                    (
                        "django.template.loaders.locmem.Loader",
                        {
                            f"{TEMPLATE}.subject.txt": "{{ when|date }},\n {{ language }}\n",
                            f"{TEMPLATE}.txt": "Hello. {{ base_url }} ñ\n\n",
                            f"{TEMPLATE}.html": "<p>Hello {{ agency.name }}</p>",
                        },
                    )
                ],
            },
        }
    ]


def queue(key="notice:1", language="en", **fields):
    values = {"to": "ana@example.com", "template": TEMPLATE, "calendar": ""}
    context = {"when": timezone.localdate()}
    return mail.queue_mail(key=key, language=language, context=context, **values | fields)


def queued_tasks():
    return DBTaskResult.objects.filter(task_path=mail.deliver_mail.module_path)


# Queueing


@pytest.mark.django_db
def test_the_same_message_queued_twice_is_one_message(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert queue() == queue()
    assert OutgoingMail.objects.count() == queued_tasks().count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_message_exists_exactly_when_what_it_tells_about_does():
    with transaction.atomic():
        queue("kept")
        assert not queued_tasks().exists()
    with transaction.atomic():
        queue("undone")
        transaction.set_rollback(True)
    assert [found.key for found in OutgoingMail.objects.all()] == ["kept"]
    assert queued_tasks().count() == 1


@pytest.mark.django_db
def test_a_message_is_written_in_its_readers_language(time_machine):
    time_machine.move_to("2025-12-01T12:00:00-08:00")
    assert queue("en", "en").subject == "December 1, 2025, en"
    assert queue("es", "es").subject == "1 de diciembre de 2025, es"


@pytest.mark.django_db
def test_a_subject_is_one_line_whatever_the_template_holds():
    assert "\n" not in queue().subject


# Sending


@pytest.mark.django_db
def test_its_content_is_gone_once_it_was_sent_and_the_record_stays(mailoutbox):
    message = queue(calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert mail.deliver(message.pk)
    message.refresh_from_db()
    assert message.sent_at
    assert (message.text, message.html, message.calendar) == ("", "", "")
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_a_message_that_was_sent_is_not_sent_again(mailoutbox):
    message = queue()
    assert mail.deliver(message.pk)
    assert not mail.deliver(message.pk)
    assert len(mailoutbox) == 1


def test_a_real_mail_server_receives_the_text_the_html_and_the_calendar(db, smtp):
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nSUMMARY:Año\r\nEND:VCALENDAR\r\n"
    assert mail.deliver(queue(calendar=calendar, language="es").pk)
    (received,) = smtp.received
    assert received["To"] == "ana@example.com"
    assert received["Content-Language"] == "es"
    assert received["Auto-Submitted"] == "auto-generated"
    text = received.get_body(("plain",))
    assert text.get_content() == "Hello. http://localhost:8000 ñ\r\n"
    assert "<p>" in received.get_body(("html",)).get_content()
    (file,) = received.iter_attachments()
    assert file.get_content_type() == "text/calendar"
    assert file.get_content_charset() == "utf-8"
    assert file.get_param("method") == "PUBLISH"
    assert file.get_filename() == "invitation.ics"
    assert file.get_payload(decode=True).decode() == calendar


def test_a_refused_message_is_kept_and_tried_again_after_a_pause(db, smtp, time_machine):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    message = queue()
    smtp.answer = "451 4.3.0 Come back later"
    assert not mail.deliver(message.pk)
    message.refresh_from_db()
    assert message.sent_at is None
    assert message.text
    assert "451" in message.last_error

    smtp.answer = None
    time_machine.move_to(start + timedelta(minutes=1), tick=False)
    assert mail.requeue_unsent() == 0
    assert not mail.deliver(message.pk)
    time_machine.move_to(start + timedelta(minutes=2), tick=False)
    assert mail.requeue_unsent() == 1
    assert mail.deliver(message.pk)
    assert len(smtp.received) == 1
    message.refresh_from_db()
    assert message.last_error == ""


def test_each_pause_after_a_refusal_is_longer_and_three_days_are_tried(db, smtp, time_machine):
    smtp.answer = "550 5.7.1 No"
    message = queue()
    tries = []
    while mail.waiting().exists():
        tries.append(timezone.now())
        assert not mail.deliver(message.pk)
        message.refresh_from_db()
        lapses_at = message.claimed_at + timedelta(minutes=mail.CLAIM_MINUTES)
        time_machine.move_to(lapses_at, tick=False)
    pauses = [later - earlier for earlier, later in pairwise(tries)]
    assert pauses == sorted(pauses)
    assert timedelta(days=2.5) < tries[-1] - tries[0] < timedelta(days=3.5)


def test_a_mail_server_that_is_away_loses_nothing(db, smtp):
    message = queue()
    smtp.stop()
    assert not mail.deliver(message.pk)
    message.refresh_from_db()
    assert message.sent_at is None
    assert message.text


def test_what_a_killed_worker_had_claimed_is_taken_up_again(db, smtp, time_machine):
    message = queue()
    now = timezone.now()
    OutgoingMail.objects.update(claimed_at=now, attempts=1)
    time_machine.move_to(now + timedelta(minutes=mail.CLAIM_MINUTES - 1))
    assert mail.requeue_unsent() == 0
    assert not mail.deliver(message.pk)
    time_machine.move_to(now + timedelta(minutes=mail.CLAIM_MINUTES + 1))
    assert mail.requeue_unsent() == 1
    assert mail.deliver(message.pk)
    assert len(smtp.received) == 1


def test_a_message_whose_task_was_lost_is_found_once(db):
    queue()
    assert mail.requeue_unsent() == 1
    assert mail.requeue_unsent() == 0, "a worker that is late is not given it over and over"
    assert queued_tasks().count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_was_committed(smtp):
    queue("kept")
    with transaction.atomic():
        queue("undone", to="nobody@example.com")
        transaction.set_rollback(True)
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    assert [message["To"] for message in smtp.received] == ["ana@example.com"]
    assert OutgoingMail.objects.get().sent_at


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_send_each_message_once(smtp):
    messages = [queue(f"notice:{number}") for number in range(5)]

    def work(_worker):
        return [mail.deliver(message.pk) for message in messages]

    sent = in_parallel(work, range(8))
    assert [sum(of_one) for of_one in zip(*sent, strict=True)] == [1, 1, 1, 1, 1]
    assert len(smtp.received) == 5


# A worker that dies while it sends


class Killed(BaseException):
    """As SIGKILL: nothing of the worker's own code runs afterwards."""


@pytest.fixture
def died(monkeypatch, time_machine):
    """A function that lets a worker die at a step of `deliver`, and its claim lapse."""

    def die(message, *, before: str):
        def killed(*args, **kwargs):
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(mail, before, killed)
            with pytest.raises(Killed):
                mail.deliver(message.pk)
        time_machine.move_to(timezone.now() + timedelta(minutes=mail.CLAIM_MINUTES))
        assert mail.requeue_unsent() == 1

    return die


def test_a_worker_that_dies_before_sending_has_sent_nothing_and_the_next_sends_once(db, smtp, died):
    message = queue()
    died(message, before="_message")
    assert smtp.received == []
    assert mail.deliver(message.pk)
    assert len(smtp.received) == 1


def test_one_that_dies_between_the_servers_answer_and_the_record_leaves_one_message_id(
    db, smtp, died
):
    """The only moment that can send twice; mail systems know the copies by their Message-ID."""
    message = queue()
    died(message, before="_close")
    assert mail.deliver(message.pk)
    assert not mail.deliver(message.pk)
    first, second = smtp.received
    assert first["Message-ID"] == second["Message-ID"]


def test_each_message_has_a_message_id_of_its_own_that_says_nothing_of_it(db, smtp, settings):
    settings.DEFAULT_FROM_EMAIL = "Clean Air <news@agency.example>"
    for key in ("notice:17", "notice:18"):
        mail.deliver(queue(key).pk)
    one, other = (message["Message-ID"] for message in smtp.received)
    assert one != other
    assert one.endswith("@agency.example>")
    assert "notice" not in one


# What is no longer wanted


def never(message) -> bool:
    return False


@pytest.fixture
def unwanted(settings):
    """Messages whose key begins with "notice" are no longer wanted."""
    settings.MAIL_STILL_WANTED = {"notice": f"{__name__}.never"}


def test_what_is_no_longer_wanted_is_never_sent_and_nothing_of_it_is_kept(db, smtp, unwanted):
    message, other = queue(calendar="BEGIN:VCALENDAR"), queue("other:1")
    assert not mail.deliver(message.pk)
    assert mail.deliver(other.pk)
    assert len(smtp.received) == 1
    message.refresh_from_db()
    assert message.withdrawn_at
    assert message.sent_at is None
    assert (message.text, message.html, message.calendar) == ("", "", "")
    assert mail.requeue_unsent() == 0


def test_a_worker_that_dies_between_claim_and_sending_does_not_send_what_is_undone_meanwhile(
    db, smtp, died, settings
):
    message = queue()
    died(message, before="_message")
    settings.MAIL_STILL_WANTED = {"notice": f"{__name__}.never"}
    assert not mail.deliver(message.pk)
    assert smtp.received == []


@pytest.mark.django_db
def test_the_record_of_a_sent_mail_is_kept_ninety_days_and_an_unsent_one_until_it_is_sent():
    now = timezone.now()
    for key, sent_at in (("old", now - mail.KEEP_SENT), ("new", now), ("unsent", None)):
        OutgoingMail.objects.create(
            key=key, to="ana@example.com", language="en", subject="S", sent_at=sent_at
        )
    OutgoingMail.objects.create(
        key="withdrawn", to="ana@example.com", language="en", withdrawn_at=now - mail.KEEP_SENT
    )
    assert mail.forget_sent() == 2
    assert set(OutgoingMail.objects.values_list("key", flat=True)) == {"new", "unsent"}
