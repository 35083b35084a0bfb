"""Whoever was registered hears once what was posted after the meeting, in their language."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from engagement import mail
from engagement.models import OutgoingMail
from meetings import follow_up
from meetings.materials import add_materials
from meetings.models import Material, Meeting, Posting, Registration
from tests import factories
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db
Kind = Material.Kind
LINK = "https://example.com/watch/1"


@pytest.fixture
def meeting(initiative):
    """One that began three hours ago; its agenda was posted before."""
    starts_at = timezone.now() - timedelta(hours=3)
    made = factories.meeting(initiatives=[initiative], starts_at=starts_at)
    with time_machine.travel(starts_at - timedelta(days=3)):
        agenda = factories.material(kind=Kind.AGENDA, name="agenda.pdf", size=777)
        made.materials = [agenda]
        made.save_revision().publish()
    OutgoingMail.objects.all().delete()
    return Meeting.objects.get(pk=made.pk)


@pytest.fixture
def ana(meeting):
    return factories.registration(meeting=meeting, email="ana@example.com", language="es")


def post(meeting, *materials) -> None:
    add_materials(meeting=meeting, materials=materials, by=None, publish=True)


def told(minutes: float = 16) -> int:
    """What the job queues so long after now."""
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        return follow_up.tell_of_materials()


def test_what_is_posted_after_the_meeting_is_mailed_once_with_labels_and_links(meeting, ana):
    ben = factories.registration(meeting=meeting, email="ben@example.com", language="en")
    transcript = factories.library_file("words.pdf", factories.pdf(120 * 1024))
    recording = Material(kind=Kind.RECORDING, link=LINK, language="en", file=transcript)
    post(meeting, factories.material(name="slides.pdf", size=992 * 1024), recording)
    assert told() == 2
    assert told() == 0
    assert told(60 * 24 * 7) == 0
    spanish, english = OutgoingMail.objects.order_by("to")
    assert (spanish.to, english.to) == (ana.email, ben.email)
    assert spanish.subject.startswith("Materiales nuevos: Horas de consulta")
    for message, words in (
        (english, ["Presentation (English)", "PDF, 992 KB", "Transcript of the recording"]),
        (spanish, ["Presentación (inglés)", "Grabación (inglés)", "Transcripción de la grabación"]),
    ):
        for content in (message.text, message.html):
            for word in (*words, LINK, "/files/", "example.com"):
                assert word in content, word
            assert "agenda" not in content.lower()
    assert "Presentación: versión en español disponible a solicitud." in spanish.text
    assert "version on request" not in english.text


def test_two_presentations_published_one_after_the_other_are_one_mail(meeting, ana, time_machine):
    five = timezone.now()
    time_machine.move_to(five, tick=False)
    post(meeting, factories.material(name="first.pdf", size=501))
    time_machine.move_to(five + timedelta(minutes=14), tick=False)
    assert follow_up.tell_of_materials() == 0
    post(meeting, factories.material(name="second.pdf", size=502))
    time_machine.move_to(five + timedelta(minutes=28), tick=False)
    assert follow_up.tell_of_materials() == 0
    time_machine.move_to(five + timedelta(minutes=29), tick=False)
    assert follow_up.tell_of_materials() == 1
    assert OutgoingMail.objects.get().text.count("/files/") == 2


def test_what_comes_weeks_later_is_a_mail_of_its_own_with_only_what_is_new(meeting, ana):
    post(meeting, factories.material(name="slides.pdf", size=501))
    told()
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        minutes = factories.material(name="minutes.pdf", size=502, kind=Kind.MINUTES)
        post(meeting, minutes)
        assert told() == 1
    latest = OutgoingMail.objects.latest("pk")
    assert "Acta (inglés)" in latest.text
    assert "Presentación" not in latest.text


def test_what_was_posted_before_the_meeting_is_no_news(meeting, ana):
    assert Posting.objects.filter(subject=Posting.Subject.AGENDA).exists()
    assert told() == 0


@pytest.mark.parametrize("state", ["cancelled", "waitlisted"])
def test_only_who_had_a_place_is_told(meeting, ana, state):
    Registration.objects.update(state=state)
    post(meeting, factories.material())
    assert told() == 0


@pytest.mark.parametrize(
    "change", [{"status": "cancelled"}, {"status": "postponed"}, {"live": False}]
)
def test_nothing_is_told_of_a_meeting_that_is_off(meeting, ana, change):
    post(meeting, factories.material())
    Meeting.objects.update(**change)
    assert told() == 0


def test_nothing_is_told_once_the_registrants_are_to_be_forgotten(meeting, ana, settings):
    settings.REGISTRANT_RETENTION_DAYS = 90
    with time_machine.travel(meeting.ends_at + timedelta(days=90)):
        post(meeting, factories.material())
        assert told() == 0


def test_a_material_that_was_taken_off_again_meanwhile_is_not_listed(meeting, ana):
    kept = factories.material(name="kept.pdf", size=501)
    post(meeting, kept, factories.material(name="wrong.pdf", size=502))
    Material.objects.filter(file__title="wrong.pdf").delete()
    assert told() == 1
    text = OutgoingMail.objects.get().text
    assert kept.file.url in text
    assert "wrong" not in text


def test_when_all_was_taken_off_again_nobody_is_told(meeting, ana):
    post(meeting, factories.material())
    Material.objects.filter(kind=Kind.PRESENTATION).delete()
    assert told() == 0
    assert told() == 0


def test_telling_a_full_hall_asks_once_who_is_behind(meeting, django_assert_max_num_queries):
    for _number in range(5):
        factories.registration(meeting=meeting)
    post(meeting, factories.material())
    assert told() == 5
    with django_assert_max_num_queries(1):
        told()


@pytest.mark.django_db(transaction=True)
def test_schedulers_at_once_tell_each_person_once():
    starts_at = timezone.now() - timedelta(hours=3)
    meeting = factories.meeting(initiatives=[factories.initiative()], starts_at=starts_at)
    for _number in range(3):
        factories.registration(meeting=meeting)
    post(meeting, factories.material())
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        results = in_parallel(lambda scheduler: follow_up.tell_of_materials(), range(4))
    assert sum(results) == OutgoingMail.objects.count() == 3


def test_a_scheduler_that_dies_in_between_tells_again_what_it_had_not_queued(
    meeting, ana, monkeypatch
):
    post(meeting, factories.material())

    def die(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(follow_up.emails, "materials_posted", die)
        with pytest.raises(SystemExit):
            told()
    assert not OutgoingMail.objects.exists()
    assert told() == 1


# While the mail waits


def test_a_mail_that_waits_is_withdrawn_with_the_material_and_the_rest_is_told(meeting, ana, smtp):
    kept = factories.material(name="kept.pdf", size=501)
    post(meeting, kept, factories.material(name="wrong.pdf", size=502))
    told()
    first = OutgoingMail.objects.get()
    Material.objects.filter(file__title="wrong.pdf").delete()
    assert not mail.deliver(first.pk)
    assert smtp.received == []
    assert told() == 1
    assert mail.deliver(OutgoingMail.objects.latest("pk").pk)
    (received,) = smtp.received
    text = received.get_body(("plain",)).get_content()
    assert kept.file.url in text
    assert "wrong" not in text
    assert told() == 0


@pytest.mark.parametrize("undone", ["material", "registration", "meeting"])
def test_a_mail_that_waits_does_not_go_out_when_its_reason_is_gone(meeting, ana, smtp, undone):
    post(meeting, factories.material())
    told()
    if undone == "material":
        Material.objects.filter(kind=Kind.PRESENTATION).delete()
    elif undone == "registration":
        Registration.objects.update(state=Registration.State.CANCELLED)
    else:
        Meeting.objects.update(live=False)
    assert not mail.deliver(OutgoingMail.objects.get().pk)
    assert smtp.received == []
    assert OutgoingMail.objects.get().withdrawn_at
    assert told() == 0
