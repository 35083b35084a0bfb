"""A series: on which days a meeting comes again, and the meetings that are made for them."""

import itertools
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st
from wagtail.models import Revision

from meetings import series
from meetings.models import DialInNumber, Meeting, MeetingSeries, Slot
from tests import factories
from tests.factories import local
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db

Frequency = MeetingSeries.Frequency
WEEKS = {Frequency.WEEKLY: 1, Frequency.EVERY_SECOND_WEEK: 2}
JANUARY = local(2026, 1, 5, 9, 0)


@pytest.fixture(autouse=True)
def _january(time_machine):
    time_machine.move_to(JANUARY, tick=False)


def office_hours(**fields) -> Meeting:
    """Friday, January 9, 2026, noon to one o'clock; stored, as a view would have it."""
    values = {"starts_at": local(2026, 1, 9, 12, 0), "ends_at": local(2026, 1, 9, 13, 0)}
    return Meeting.objects.get(pk=factories.meeting(**values | fields).pk)


def repeat(meeting, frequency=Frequency.EVERY_SECOND_WEEK, until=date(2026, 6, 26), by=None):
    return series.make_series(meeting=meeting, frequency=frequency, until=until, by=by)


def clock(moment) -> tuple:
    moment = moment.astimezone(factories.LOS_ANGELES)
    return moment.strftime("%A %H:%M"), moment.tzname()


# On which days


def days(first, frequency, until):
    return series.occurrence_days(first=first, frequency=frequency, until=until)


def test_a_date_that_a_month_lacks_is_its_last_day():
    assert days(date(2026, 1, 31), Frequency.MONTHLY_ON_DATE, date(2026, 5, 30)) == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]
    assert days(date(2026, 1, 30), Frequency.MONTHLY_ON_DATE, date(2026, 3, 31)) == [
        date(2026, 1, 30),
        date(2026, 2, 28),
        date(2026, 3, 30),
    ]


def test_the_second_friday_is_the_second_and_a_fifth_one_is_the_last():
    assert days(date(2026, 1, 9), Frequency.MONTHLY_ON_WEEKDAY, date(2026, 3, 13)) == [
        date(2026, 1, 9),
        date(2026, 2, 13),
        date(2026, 3, 13),
    ]
    assert days(date(2026, 1, 30), Frequency.MONTHLY_ON_WEEKDAY, date(2026, 3, 31)) == [
        date(2026, 1, 30),
        date(2026, 2, 27),
        date(2026, 3, 27),
    ]


def test_a_series_has_at_most_sixty_meetings_and_says_how_long_it_could_last():
    first = date(2026, 1, 9)
    assert len(days(first, Frequency.WEEKLY, first + timedelta(weeks=59))) == 60
    with pytest.raises(series.TooManyOccurrences) as refused:
        days(first, Frequency.WEEKLY, first + timedelta(weeks=60))
    assert refused.value.last == first + timedelta(weeks=59)


@given(
    first=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    frequency=st.sampled_from(Frequency.values),
    length=st.integers(0, 1500),
)
def test_the_days_of_a_series_begin_with_the_first_keep_their_rhythm_and_end_in_time(
    first, frequency, length
):
    until = first + timedelta(days=length)
    assume(frequency not in WEEKS or length < 59 * 7 * WEEKS[frequency])
    found = days(first, frequency, until)
    assert found[0] == first
    assert found[-1] <= until
    for before, after in itertools.pairwise(found):
        if frequency in WEEKS:
            assert after - before == timedelta(weeks=WEEKS[frequency])
        else:
            assert after.replace(day=1) == before.replace(day=1) + relativedelta(months=1)
        if frequency == Frequency.MONTHLY_ON_DATE:
            last = after.replace(day=1) + relativedelta(months=1, days=-1)
            assert after.day == min(first.day, last.day)
        else:
            assert after.weekday() == first.weekday()


@given(first=st.dates(date(2000, 1, 1), date(2100, 1, 1)), length=st.integers(1, 400))
def test_a_longer_series_begins_as_the_shorter_one(first, length):
    short = days(first, Frequency.WEEKLY, first + timedelta(days=length - 1))
    longer = days(first, Frequency.WEEKLY, first + timedelta(days=length))
    assert longer[: len(short)] == short


# The meetings that are made


def test_every_second_friday_at_noon_stays_at_noon_across_the_change_of_the_clock():
    made = repeat(office_hours())
    assert len(made) == 12
    assert made[-1].starts_at == local(2026, 6, 26, 12, 0)
    assert {clock(meeting.starts_at) for meeting in made} == {
        ("Friday 12:00", "PST"),
        ("Friday 12:00", "PDT"),
    }
    assert {meeting.ends_at - meeting.starts_at for meeting in made} == {timedelta(hours=1)}


def test_each_occurrence_is_a_meeting_of_its_own_with_all_that_the_first_one_has(initiative):
    first = office_hours(
        initiatives=[initiative],
        numbers=["+1 (669) 900-6833"],
        materials=[factories.material()],
        capacity=20,
        interpretation=["es"],
        late_notice_reason="The room was flooded",
        registration_opens_at=local(2026, 1, 6, 8, 0),
        registration_closes_at=local(2026, 1, 8, 17, 0),
    )
    first.slots = [Slot(starts_at=local(2026, 1, 9, 12, 0), ends_at=local(2026, 1, 9, 12, 10))]
    first.save()
    factories.registration(meeting=first)
    repeat(first, Frequency.MONTHLY_ON_WEEKDAY, date(2026, 4, 10))
    april = Meeting.objects.get(starts_at=local(2026, 4, 10, 12, 0))
    assert april.uid != first.uid
    assert (april.sequence, april.live, april.has_unpublished_changes) == (0, True, False)
    assert (april.headline_en, april.headline_es) == ("Office hours", "Horas de consulta")
    assert (april.capacity, april.interpretation) == (20, ["es"])
    assert list(april.initiatives.all()) == [initiative]
    assert [number.number for number in april.dial_in_numbers.all()] == ["+1 (669) 900-6833"]
    assert april.slots.get().starts_at == local(2026, 4, 10, 12, 0)
    assert april.registration_opens_at == local(2026, 4, 7, 8, 0)
    assert april.registration_closes_at == local(2026, 4, 9, 17, 0)
    assert april.late_notice_reason == ""
    assert not april.materials.exists()
    assert not april.registrations.exists()
    assert april.get_latest_revision_as_object().starts_at == april.starts_at


def test_a_meeting_without_spanish_stays_without_it_whoever_repeats_it():
    first = office_hours(headline_es="", summary_en="Come and ask.")
    with translation.override("es"):
        made = repeat(first, until=date(2026, 1, 23))
    assert [meeting.headline_es or "" for meeting in made] == [""]
    assert made[0].summary_en == "Come and ask."


def test_the_occurrences_of_a_draft_are_drafts_even_of_one_that_is_not_complete():
    first = office_hours(live=False)
    Meeting.objects.filter(pk=first.pk).update(join_url="", zoom_id="")
    made = repeat(first, until=date(2026, 1, 23))
    assert [meeting.live for meeting in made] == [False]
    assert made[0].latest_revision is not None


def test_a_published_meeting_that_is_not_valid_is_not_repeated():
    first = office_hours()
    Meeting.objects.filter(pk=first.pk).update(join_url="", zoom_id="")
    with pytest.raises(ValidationError):
        repeat(first, until=date(2026, 1, 23))
    assert Meeting.objects.count() == 1
    assert not MeetingSeries.objects.exists()


def test_days_that_have_passed_are_left_out(time_machine):
    first = office_hours()
    time_machine.move_to(local(2026, 2, 6, 12, 0), tick=False)
    made = repeat(first, Frequency.WEEKLY, date(2026, 2, 20))
    assert [meeting.starts_at for meeting in made] == [
        local(2026, 2, 13, 12, 0),
        local(2026, 2, 20, 12, 0),
    ]


def test_the_first_meeting_is_in_the_series_and_its_calendar_entry_stays_as_it_was():
    first = office_hours()
    repeat(first)
    stored = Meeting.objects.get(pk=first.pk)
    assert stored.series.meetings.count() == 13
    assert (stored.sequence, stored.uid) == (0, first.uid)


# Twice, longer, otherwise


def test_pressing_twice_makes_one_series():
    first = office_hours()
    assert len(repeat(first)) == 12
    assert repeat(first) == []
    assert MeetingSeries.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_make_one_series():
    first = office_hours()
    made = in_parallel(lambda clerk: len(repeat(first, until=date(2026, 2, 20))), range(4))
    assert sorted(made) == [0, 0, 0, 3]
    assert MeetingSeries.objects.get().meetings.count() == 4


def test_a_later_end_adds_what_is_missing_and_brings_nothing_back_that_staff_deleted():
    first = office_hours()
    made = repeat(first, until=date(2026, 2, 20))
    made[0].delete()
    added = repeat(first, until=date(2026, 3, 20))
    assert [meeting.starts_at for meeting in added] == [
        local(2026, 3, 6, 12, 0),
        local(2026, 3, 20, 12, 0),
    ]
    assert MeetingSeries.objects.get().until == date(2026, 3, 20)


def test_a_series_goes_on_from_each_of_its_meetings():
    made = repeat(office_hours(), until=date(2026, 2, 20))
    assert len(repeat(made[-1], until=date(2026, 3, 20))) == 2


def test_a_meeting_of_a_series_cannot_begin_another():
    first = office_hours()
    repeat(first)
    with pytest.raises(series.AlreadyRepeated):
        repeat(first, Frequency.WEEKLY)
    assert MeetingSeries.objects.count() == 1


def test_a_series_does_not_grow_beyond_the_most_by_being_extended():
    first = office_hours()
    repeat(first, Frequency.WEEKLY, date(2026, 12, 25))
    with pytest.raises(series.TooManyOccurrences) as refused:
        repeat(first, Frequency.WEEKLY, date(2027, 12, 31))
    assert refused.value.last == date(2026, 1, 9) + timedelta(weeks=59)
    assert MeetingSeries.objects.get().until == date(2026, 12, 25)


def test_publishing_an_old_revision_loses_neither_the_series_nor_the_identity():
    first = office_hours()
    old = first.save_revision()
    old.publish()
    repeat(first)
    Meeting.objects.filter(pk=first.pk).update(uid="imported@example.org")
    Revision.objects.get(pk=old.pk).publish()
    stored = Meeting.objects.get(pk=first.pk)
    assert stored.series is not None
    assert stored.uid == "imported@example.org"


def test_a_dial_in_number_added_to_one_is_added_to_no_other():
    first = office_hours(numbers=["+1 (669) 900-6833"])
    second = repeat(first, until=date(2026, 1, 23))[0]
    second.dial_in_numbers.add(DialInNumber(number="+1 (213) 338-8477"))
    second.save()
    assert Meeting.objects.get(pk=first.pk).dial_in_numbers.count() == 1
