"""At the door: who is in the room, noted once, and undone when it was a mistake."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from meetings import check_in, registration
from meetings.models import Meeting, Registration, Slot
from tests import factories
from tests.factories import local
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db
WAITLISTED = Registration.State.WAITLISTED
NOON = local(2026, 3, 9, 12, 0)


@pytest.fixture
def clerk():
    return factories.superuser()


@pytest.fixture
def meeting():
    return factories.meeting(starts_at=NOON, capacity=2)


def let_in(found, clerk) -> bool:
    """Whether the person was let in."""
    try:
        check_in.check_in(registration=found, by=clerk)
    except check_in.CheckInError:
        return False
    return True


def test_a_registrant_is_checked_in_and_the_record_says_when_and_by_whom(meeting, clerk):
    found = factories.registration(meeting=meeting)
    with time_machine.travel(NOON, tick=False):
        check_in.check_in(registration=found, by=clerk)
    found.refresh_from_db()
    assert (found.checked_in_at, found.checked_in_by) == (NOON, clerk)


def test_a_second_press_changes_nothing(meeting, clerk):
    found = factories.registration(meeting=meeting)
    with time_machine.travel(NOON, tick=False):
        check_in.check_in(registration=found, by=clerk)
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        check_in.check_in(registration=found, by=factories.superuser())
    found.refresh_from_db()
    assert (found.checked_in_at, found.checked_in_by) == (NOON, clerk)


def test_a_check_in_is_undone_and_can_be_done_again(meeting, clerk):
    found = factories.registration(meeting=meeting)
    with time_machine.travel(NOON):
        check_in.check_in(registration=found, by=clerk)
        for _press in range(2):
            check_in.undo_check_in(registration=found)
            found.refresh_from_db()
            assert (found.checked_in_at, found.checked_in_by) == (None, None)
        assert let_in(found, clerk)


def test_check_in_opens_at_midnight_before_the_day_before(meeting, clerk):
    """On March 8, 2026 the clocks went forward; midnight is that of the wall clock."""
    found = factories.registration(meeting=meeting)
    opens_at = local(2026, 3, 8, 0, 0)
    assert check_in.check_in_opens_at(meeting) == opens_at
    with time_machine.travel(opens_at - timedelta(seconds=1), tick=False):
        assert not check_in.is_open(meeting)
        with pytest.raises(check_in.CheckInError, match=r"March 8, 2026 at 12:00 a\.m\. PST"):
            check_in.check_in(registration=found, by=clerk)
    with time_machine.travel(opens_at, tick=False):
        assert check_in.is_open(meeting)
        assert let_in(found, clerk)


def test_what_was_noted_on_paper_is_entered_afterwards(meeting, clerk):
    found = factories.registration(meeting=meeting)
    with time_machine.travel(NOON + timedelta(days=3)):
        assert let_in(found, clerk)


def test_nobody_is_checked_in_who_cancelled(meeting, clerk):
    found = factories.registration(meeting=meeting, state=Registration.State.CANCELLED)
    with time_machine.travel(NOON), pytest.raises(check_in.CheckInError, match="cancelled"):
        check_in.check_in(registration=found, by=clerk)


@pytest.mark.parametrize("status", [Meeting.Status.CANCELLED, Meeting.Status.POSTPONED])
def test_nobody_is_checked_in_to_a_meeting_that_is_off(clerk, status):
    meeting = factories.meeting(starts_at=NOON, status=status)
    found = factories.registration(meeting=meeting)
    with time_machine.travel(NOON):
        assert not check_in.is_open(meeting)
        assert not let_in(found, clerk)


def test_who_waits_is_let_in_once_the_meeting_begins_and_somebody_has_not_come(meeting, clerk):
    here, _absent = (factories.registration(meeting=meeting) for _place in range(2))
    first, second = (factories.registration(meeting=meeting, state=WAITLISTED) for _n in range(2))
    with time_machine.travel(NOON - timedelta(seconds=1), tick=False):
        assert let_in(here, clerk)
        assert not let_in(first, clerk)
    with time_machine.travel(NOON, tick=False):
        assert let_in(first, clerk)
        assert not let_in(second, clerk)
        check_in.undo_check_in(registration=first)
        assert let_in(second, clerk)
    first.refresh_from_db()
    assert first.is_waitlisted


def test_of_a_meeting_with_slots_no_more_wait_than_there_are_slots(clerk):
    meeting = factories.meeting(starts_at=NOON)
    slot = Slot.objects.create(
        meeting=meeting, starts_at=NOON, ends_at=NOON + timedelta(minutes=10)
    )
    holder = factories.registration(meeting=meeting, slot=slot)
    waiting = factories.registration(meeting=meeting, state=WAITLISTED)
    with time_machine.travel(NOON, tick=False):
        assert let_in(holder, clerk)
        assert not let_in(waiting, clerk)


def test_who_was_checked_in_and_cancels_leaves_the_room_to_another(clerk):
    soon = timezone.now() + timedelta(minutes=5)
    meeting = factories.meeting(starts_at=soon, capacity=1)
    gone = factories.registration(meeting=meeting)
    assert let_in(gone, clerk)
    registration.cancel(registration=gone)
    waiting = factories.registration(meeting=meeting, state=WAITLISTED)
    with time_machine.travel(soon):
        assert let_in(waiting, clerk)


@pytest.mark.django_db(transaction=True)
def test_ten_doors_let_in_no_more_from_the_waitlist_than_the_room_holds():
    clerk = factories.superuser()
    soon = timezone.now() - timedelta(minutes=5)
    meeting = factories.meeting(starts_at=soon, capacity=3)
    waiting = [factories.registration(meeting=meeting, state=WAITLISTED) for _n in range(10)]
    results = in_parallel(lambda found: let_in(found, clerk), waiting)
    assert sorted(results) == [False] * 7 + [True] * 3
