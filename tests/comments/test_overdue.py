"""Overdue: by calendar days of the agency, also when the clocks change."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from comments.models import Comment, Docket
from comments.review.overdue import days_overdue, overdue
from tests.comments import factories as make

pytestmark = pytest.mark.django_db


def received(at: datetime, *, days: int = 10, number: str = "PA-2026-01") -> Comment:
    docket = make.docket(number=number, target_days=days)
    comment = make.submit(docket)
    comment.received_at = at
    comment.save(update_fields=["received_at"])
    return comment


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # Received on March 1 at 23:30 in Los Angeles; due on March 11. The clocks change on
        # March 8, so that the days until then have 239 hours and not 240.
        (datetime(2026, 3, 12, 6, 59, tzinfo=UTC), 0),  # March 11, 23:59 PDT
        (datetime(2026, 3, 12, 7, 0, tzinfo=UTC), 1),  # March 12, 00:00 PDT
        (datetime(2026, 3, 14, 7, 0, tzinfo=UTC), 3),
    ],
)
def test_a_comment_is_overdue_from_the_midnight_after_its_last_day(now, expected):
    comment = received(datetime(2026, 3, 2, 7, 30, tzinfo=UTC))
    assert days_overdue(comment, now=now) == expected
    assert overdue(Comment.objects.all(), now=now).exists() is bool(expected)


def test_each_docket_has_its_own_target_and_what_is_decided_is_never_overdue(
    django_assert_num_queries,
):
    at = datetime(2026, 10, 20, 18, tzinfo=UTC)
    quick = received(at, days=5)
    received(at, days=30, number="PA-2026-02")
    decided = make.submit(quick.docket)
    Comment.objects.filter(pk=decided.pk).update(state="spam", received_at=at)
    now = datetime(2026, 11, 2, 12, tzinfo=UTC)
    with django_assert_num_queries(2):
        assert list(overdue(Comment.objects.all(), now=now)) == [quick]
    decided.refresh_from_db()
    assert days_overdue(decided, now=now) == 0
    assert days_overdue(quick, now=now) == 8


class OneRule(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.comment = received(datetime(2026, 3, 1, tzinfo=UTC))

    @settings(max_examples=40)
    @given(
        waited=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)),
        days=st.integers(1, 365),
    )
    def test_the_list_and_the_count_of_days_never_disagree(self, waited, days):
        now = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
        Comment.objects.update(received_at=now - waited)
        Docket.objects.update(target_days=days)
        comment = Comment.objects.select_related("docket").get()
        found = overdue(Comment.objects.all(), now=now).exists()
        assert found is (days_overdue(comment, now=now) > 0)
