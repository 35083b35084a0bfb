"""Registering for a meeting: who gets a place, who waits, who is told what."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from engagement.mail import REPEAT_AFTER
from engagement.models import OutgoingMail
from meetings import registration
from meetings.models import Meeting, Registration
from tests import factories
from tests.parallel import in_parallel

State = Registration.State


def register(meeting, email="ana@example.com", language="en", **fields):
    values = {"name": "Ana Ruiz", "email": email, "language": language}
    return registration.register(meeting=meeting, **values | fields)


def emails(registrations) -> list[str]:
    return [found.email for found in registrations]


def fill(meeting, *names):
    return [register(meeting, f"{name}@example.com") for name in names]


# Places


@pytest.mark.django_db
def test_without_a_limit_everyone_gets_a_place():
    meeting = factories.meeting(capacity=None)
    assert all(found.is_confirmed for found in fill(meeting, "ana", "ben", "eva"))
    assert registration.free_places(meeting) is None


@pytest.mark.django_db
def test_when_the_places_are_taken_the_next_wait_in_the_order_in_which_they_came():
    meeting = factories.meeting(capacity=1)
    fill(meeting, "ana", "ben", "eva")
    assert emails(meeting.registrations.confirmed()) == ["ana@example.com"]
    assert emails(meeting.registrations.waitlisted()) == ["ben@example.com", "eva@example.com"]
    assert registration.free_places(meeting) == 0


@pytest.mark.django_db
def test_a_place_given_back_goes_to_the_first_in_line_who_is_told(deliver_mail):
    meeting = factories.meeting(capacity=1)
    ana, ben, eva = fill(meeting, "ana", "ben", "eva")
    deliver_mail()
    registration.cancel(registration=ana)
    ben.refresh_from_db()
    eva.refresh_from_db()
    assert (ben.state, eva.state) == (State.CONFIRMED, State.WAITLISTED)
    assert sorted(message.to[0] for message in deliver_mail()) == [ana.email, ben.email]


@pytest.mark.django_db
def test_raising_the_capacity_gives_the_new_places_to_those_who_waited_longest():
    meeting = factories.meeting(capacity=1)
    fill(meeting, "ana", "ben", "eva", "leo")
    Meeting.objects.update(capacity=3)
    assert registration.promote_all() == 2
    assert registration.promote_all() == 0
    assert emails(meeting.registrations.waitlisted()) == ["leo@example.com"]


@pytest.mark.django_db
def test_lifting_the_limit_lets_everyone_in():
    meeting = factories.meeting(capacity=1)
    fill(meeting, "ana", "ben", "eva")
    Meeting.objects.update(capacity=None)
    assert registration.promote(meeting=meeting) == 2


@pytest.mark.django_db
def test_nobody_jumps_the_queue_while_a_free_place_is_about_to_be_given():
    meeting = factories.meeting(capacity=1)
    fill(meeting, "ana", "ben")
    Meeting.objects.update(capacity=2)
    assert register(meeting, "eva@example.com").is_waitlisted
    registration.promote(meeting=meeting)
    assert emails(meeting.registrations.waitlisted()) == ["eva@example.com"]


@pytest.mark.django_db
def test_one_who_gave_the_place_back_and_returns_queues_at_the_end():
    meeting = factories.meeting(capacity=1)
    ana, *_others = fill(meeting, "ana", "ben", "eva")
    registration.cancel(registration=ana)
    again = register(meeting, "ana@example.com")
    assert again.pk == ana.pk
    assert emails(meeting.registrations.waitlisted()) == ["eva@example.com", "ana@example.com"]


@pytest.mark.django_db
def test_cancelling_twice_is_the_same_as_once(deliver_mail):
    meeting = factories.meeting(capacity=1)
    ana, *_others = fill(meeting, "ana", "ben", "eva")
    registration.cancel(registration=ana)
    deliver_mail()
    registration.cancel(registration=ana)
    assert emails(meeting.registrations.confirmed()) == ["ben@example.com"]
    assert not deliver_mail()


@pytest.mark.django_db
def test_lowering_the_capacity_takes_no_place_away():
    meeting = factories.meeting(capacity=3)
    fill(meeting, "ana", "ben", "eva")
    Meeting.objects.update(capacity=1)
    meeting.refresh_from_db()
    registration.promote(meeting=meeting)
    assert meeting.registrations.confirmed().count() == 3
    assert registration.free_places(meeting) == 0


# The same address


@pytest.mark.django_db
def test_registering_twice_is_one_registration_whatever_the_capitals(deliver_mail):
    meeting = factories.meeting()
    first = register(meeting, "Ana@example.com")
    second = register(meeting, "ana@EXAMPLE.com")
    assert first.pk == second.pk
    assert Registration.objects.count() == 1
    assert len(deliver_mail()) == 1


@pytest.mark.django_db
def test_a_stranger_who_types_a_registered_address_changes_nothing():
    meeting = factories.meeting(capacity=1)
    register(meeting, name="Ana Ruiz", questions="When?", language="es")
    register(meeting, name="Mallory", questions="", accommodation="none", language="en")
    stored = Registration.objects.get()
    assert (stored.name, stored.questions, stored.language) == ("Ana Ruiz", "When?", "es")
    assert stored.is_confirmed
    assert {mail.language for mail in OutgoingMail.objects.all()} == {"es"}


# When it is closed


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"status": Meeting.Status.CANCELLED},
        {"status": Meeting.Status.POSTPONED},
        {"takes_registration": False},
        {"live": False},
        {"starts_at": timezone.now() - timedelta(minutes=1)},
        {"starts_at": timezone.now() - timedelta(days=10)},
    ],
    ids=["cancelled", "postponed", "without registration", "draft", "begun", "past"],
)
def test_a_meeting_that_is_off_over_or_not_public_takes_nobody(fields):
    meeting = factories.meeting(**fields)
    with pytest.raises(registration.RegistrationClosed):
        register(meeting)
    assert not Registration.objects.exists()
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_what_counts_is_the_stored_meeting_not_the_page_that_was_open_for_an_hour():
    opened = factories.meeting()
    Meeting.objects.update(status=Meeting.Status.CANCELLED)
    with pytest.raises(registration.RegistrationClosed):
        register(opened)


@pytest.mark.django_db
def test_nobody_is_promoted_into_a_cancelled_meeting():
    meeting = factories.meeting(capacity=1)
    fill(meeting, "ana", "ben")
    Meeting.objects.update(status=Meeting.Status.CANCELLED, capacity=5)
    assert registration.promote_all() == 0
    registration.cancel(registration=meeting.registrations.confirmed().get())
    assert not meeting.registrations.confirmed().exists()


@pytest.mark.django_db
def test_once_the_meeting_has_begun_the_record_of_who_came_stays(time_machine, deliver_mail):
    meeting = factories.meeting(capacity=1)
    ana, ben = fill(meeting, "ana", "ben")
    deliver_mail()
    time_machine.move_to(meeting.starts_at)
    registration.cancel(registration=ana)
    ana.refresh_from_db()
    ben.refresh_from_db()
    assert (ana.state, ben.state) == (State.CONFIRMED, State.WAITLISTED)
    assert not deliver_mail()


# The link


@pytest.mark.django_db
def test_only_a_link_that_we_signed_names_a_registration():
    found = factories.registration(meeting=factories.meeting())
    token = registration.make_token(found)
    assert registration.from_token(token) == found
    for forged in [
        str(found.uid),
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        "x" + token,
        token.partition(":")[0],
        signing.dumps(str(found.uid)),
        signing.dumps(str(found.uid), salt="engagement.subscription"),
        "",
    ]:
        assert registration.from_token(forged) is None


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_ten_places_go_to_exactly_ten_of_sixty_residents_and_fifty_wait_in_order():
    meeting = factories.meeting(capacity=10)
    people = [f"resident{number}@example.com" for number in range(60)]
    results = in_parallel(lambda email: register(meeting, email), people)
    assert not [result for result in results if isinstance(result, Exception)]
    confirmed, waiting = meeting.registrations.confirmed(), meeting.registrations.waitlisted()
    assert (confirmed.count(), waiting.count()) == (10, 50)
    # Nobody who waits came before anybody who has a place.
    last_confirmed = confirmed.latest("queued_at")
    assert all(found.queued_at > last_confirmed.queued_at for found in waiting)
    assert OutgoingMail.objects.count() == 60


@pytest.mark.django_db(transaction=True)
def test_of_five_hundred_for_a_hundred_seats_a_hundred_get_one_and_the_others_wait_in_order():
    """Real: a hundred threads that start together, each with a connection, five people each."""
    meeting = factories.meeting(capacity=100)
    people = [f"resident{number}@example.com" for number in range(500)]
    results = in_parallel(lambda email: register(meeting, email), people, threads=100)
    assert not [result for result in results if isinstance(result, Exception)]
    confirmed, waiting = meeting.registrations.confirmed(), meeting.registrations.waitlisted()
    assert (confirmed.count(), waiting.count()) == (100, 400)
    assert waiting.earliest("queued_at").queued_at > confirmed.latest("queued_at").queued_at
    # The order in which they were admitted is the order in which they are in line.
    line = list(waiting.values_list("pk", flat=True))
    assert line == sorted(line)
    first, last = waiting[0], waiting[399]
    assert (registration.place_in_line(first), registration.place_in_line(last)) == (1, 400)
    assert OutgoingMail.objects.count() == 500


@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_to_exactly_one_of_many_residents():
    meeting = factories.meeting(capacity=1)
    results = in_parallel(lambda name: fill(meeting, name)[0].state, [f"r{n}" for n in range(20)])
    assert sorted(results) == [State.CONFIRMED] + [State.WAITLISTED] * 19


@pytest.mark.django_db(transaction=True)
def test_one_resident_who_presses_the_button_twenty_times_at_once_has_one_place():
    meeting = factories.meeting(capacity=5)
    results = in_parallel(lambda _press: register(meeting).pk, range(20))
    assert len(set(results)) == 1
    assert Registration.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_places_given_back_at_the_same_moment_are_each_given_once():
    meeting = factories.meeting(capacity=10)
    registered = fill(meeting, *[f"r{number}" for number in range(25)])
    in_parallel(lambda found: registration.cancel(registration=found), registered[:10])
    confirmed = meeting.registrations.confirmed()
    assert emails(confirmed) == emails(registered[10:20])
    assert meeting.registrations.waitlisted().count() == 5


@pytest.mark.django_db
def test_registering_an_address_many_times_fills_nobodys_mailbox():
    meeting = factories.meeting()
    for _press in range(10):
        register(meeting, "ana@example.com")
    assert OutgoingMail.objects.count() == 1
    with time_machine.travel(timezone.now() + REPEAT_AFTER):
        register(meeting, "ana@example.com")
    assert OutgoingMail.objects.count() == 2
