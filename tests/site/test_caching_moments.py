"""Pages that are kept change by themselves at the moment at which what they say does."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from engagement.models import Milestone
from plaza.moments import next_moment
from tests import factories
from tests.comments import factories as commenting
from tests.factories import local
from tests.site.kept_pages import both, is_kept, text

# Real transactions: each change is a transaction of its own, as it is for people.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("pages")]


def test_a_meeting_that_ends_moves_to_the_past_without_an_edit(client, time_machine):
    time_machine.move_to(local(2026, 3, 2, 9, 0), tick=False)
    page = factories.initiative()
    factories.meeting(
        initiatives=[page], starts_at=local(2026, 3, 2, 12, 0), ends_at=local(2026, 3, 2, 13, 0)
    )
    for address in both(page.url):
        assert is_kept(client, address)
        assert 'id="past-meetings"' not in text(client, address)
    time_machine.move_to(local(2026, 3, 2, 13, 0), tick=False)
    for address in both(page.url):
        assert 'id="past-meetings"' in text(client, address)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (local(2026, 3, 5, 17, 0), "Comment on this draft"),  # opens
        (local(2026, 3, 9, 0, 0), "Closes today"),
        (local(2026, 3, 9, 17, 0), "Closed since"),
    ],
)
def test_a_comment_period_opens_runs_down_and_closes_by_itself(client, time_machine, moment, words):
    """Daylight saving time begins on March 8, 2026: days are those of the calendar."""
    time_machine.move_to(local(2026, 3, 4, 12, 0), tick=False)
    docket = commenting.docket(
        opens_at=local(2026, 3, 5, 17, 0), closes_at=local(2026, 3, 9, 17, 0)
    )
    address = commenting.draft(docket=docket).get_absolute_url()
    for before in (moment - timedelta(hours=2), moment - timedelta(seconds=2)):
        time_machine.move_to(before, tick=False)
        assert words not in text(client, address)
    time_machine.move_to(moment, tick=False)
    assert words in text(client, address)


def test_a_milestone_is_past_from_midnight_in_the_agencys_zone(client, time_machine, site):
    time_machine.move_to(local(2026, 3, 2, 23, 59, 50), tick=False)
    Milestone.objects.create(
        initiative=site, headline_en="Report", headline_es="Informe", due_on=date(2026, 3, 2)
    )
    assert 'class="is-past"' not in text(client, site.url)
    time_machine.move_to(local(2026, 3, 3, 0, 0), tick=False)
    assert 'class="is-past"' in text(client, site.url)


MOMENTS = st.datetimes(
    min_value=local(2025, 1, 1).replace(tzinfo=None),
    max_value=local(2027, 1, 1).replace(tzinfo=None),
).map(lambda moment: moment.replace(tzinfo=factories.LOS_ANGELES))


@given(now=MOMENTS, coming=MOMENTS)
def test_the_next_moment_comes_before_anything_a_page_says_of_it_changes(now, coming):
    if coming <= now:
        return
    until = next_moment(now, [coming])
    assert now < until <= coming
    just_before = until - timedelta(microseconds=1)
    assert (coming - just_before).days == (coming - now).days
    assert timezone.localdate(just_before) == timezone.localdate(now)
