"""When what a clerk enters by hand arrived: the stated day decides, on the agency's clock."""

from datetime import date, time

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from comments import entry
from comments.models import Docket
from tests import factories

local = factories.local


@given(day=st.dates(date(2025, 11, 1), date(2025, 12, 8)), at=st.none() | st.times())
@time_machine.travel(local(2025, 12, 6, 10), tick=False)
def test_an_arrival_is_within_the_period_and_past_or_refused(day, at):
    docket = Docket(opens_at=local(2025, 11, 3, 9), closes_at=local(2025, 12, 5, 17))
    try:
        moment = entry.arrival(docket=docket, day=day, at=at)
    except ValidationError:
        return
    assert docket.opens_at <= moment <= timezone.now()
    assert timezone.localtime(moment).date() == day
    assert at is None or timezone.localtime(moment).time() == at


@pytest.mark.parametrize(
    ("day", "at"), [(date(2025, 11, 2), time(1, 30)), (date(2026, 3, 8), time(2, 30))]
)
def test_a_time_that_comes_twice_or_never_is_not_guessed(day, at):
    docket = Docket(opens_at=local(2025, 10, 1), closes_at=local(2026, 4, 1))
    with time_machine.travel(local(2026, 4, 2), tick=False), pytest.raises(ValidationError):
        entry.arrival(docket=docket, day=day, at=at)


def test_across_the_change_of_clocks_noon_stays_noon():
    docket = Docket(opens_at=local(2025, 10, 1), closes_at=local(2026, 4, 1))
    with time_machine.travel(local(2026, 4, 2), tick=False):
        for day in (date(2025, 11, 2), date(2026, 3, 8)):
            moment = entry.arrival(docket=docket, day=day)
            assert timezone.localtime(moment).hour == 12
