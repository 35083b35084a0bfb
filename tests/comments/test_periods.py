"""When a comment is in time, and how the dates of a period change: promises to residents."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from comments.models import Docket, PeriodChange
from comments.periods import Verdict, change_dates, grace_ends_at, verdict
from tests.comments import factories as make
from tests.factories import local

SECOND = timedelta(seconds=1)
REASONS = {"reason_en": "The study came late.", "reason_es": "El estudio llegó tarde."}

START = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=364)).map(lambda since: START + since)


def unsaved(opens_at, closes_at, *, grace=15, late=False) -> Docket:
    return Docket(opens_at=opens_at, closes_at=closes_at, grace_minutes=grace, accepts_late=late)


@given(
    opens_at=MOMENTS,
    length=st.timedeltas(SECOND, timedelta(days=90)),
    grace=st.integers(0, 24 * 60),
    late=st.booleans(),
    received=st.timedeltas(timedelta(days=-2), timedelta(days=100)),
    started=st.none() | st.timedeltas(timedelta(days=-2), timedelta(days=100)),
)
def test_every_moment_has_one_verdict_and_nobody_in_time_is_refused(
    opens_at, length, grace, late, received, started
):
    docket = unsaved(opens_at, opens_at + length, grace=grace, late=late)
    received_at = opens_at + received
    started_at = None if started is None else opens_at + started
    found = verdict(docket=docket, received_at=received_at, started_at=started_at)
    if received_at < opens_at:
        assert found is Verdict.EARLY
    elif received_at < docket.closes_at:
        assert found is Verdict.IN_TIME
    else:
        began = started_at is not None and opens_at <= started_at < docket.closes_at
        within = received_at - docket.closes_at < timedelta(minutes=grace)
        expected = Verdict.LATE if late else Verdict.CLOSED
        assert found is (Verdict.IN_GRACE if began and within else expected)
    assert found.accepts == (found not in {Verdict.EARLY, Verdict.CLOSED})


@given(opens_at=MOMENTS, length=st.timedeltas(SECOND, timedelta(days=9)), late=st.booleans())
def test_who_opened_the_form_in_time_is_never_worse_off_than_who_did_not(opens_at, length, late):
    docket = unsaved(opens_at, opens_at + length, late=late)
    for received_at in (docket.closes_at - SECOND, docket.closes_at, grace_ends_at(docket)):
        with_form = verdict(docket=docket, received_at=received_at, started_at=opens_at)
        without = verdict(docket=docket, received_at=received_at)
        assert with_form.accepts >= without.accepts


@pytest.mark.parametrize(
    "closes_at",
    [
        local(2026, 3, 8, 23, 59, 59),
        local(2026, 11, 1, 23, 59, 59),
        local(2026, 3, 8, 1, 59, 59),
        local(2026, 11, 1, 1, 30).replace(fold=0),
        local(2026, 11, 1, 1, 30).replace(fold=1),
    ],
)
def test_the_deadline_and_the_grace_time_hold_on_days_when_clocks_change(closes_at):
    closes_at = closes_at.astimezone(UTC)
    docket = unsaved(closes_at - timedelta(days=30), closes_at, grace=90)
    before = closes_at - SECOND
    assert verdict(docket=docket, received_at=before) is Verdict.IN_TIME
    assert verdict(docket=docket, received_at=closes_at) is Verdict.CLOSED
    within, over = closes_at + timedelta(minutes=90) - SECOND, closes_at + timedelta(minutes=90)
    assert verdict(docket=docket, received_at=within, started_at=before) is Verdict.IN_GRACE
    assert verdict(docket=docket, received_at=over, started_at=before) is Verdict.CLOSED


@pytest.fixture
def editor(db):
    return make.user("eva", "comments.publish_docket", "comments.change_docket")


@pytest.fixture
def docket(db):
    return make.docket()


def extend(docket, by, days=10, **given) -> PeriodChange:
    values = {
        "opens_at": docket.opens_at,
        "closes_at": docket.closes_at + timedelta(days=days),
        **REASONS,
    }
    return change_dates(docket=docket, by=by, **values | given)


def test_an_extension_holds_at_once_and_is_on_record_with_its_reason(docket, editor):
    former = docket.closes_at
    change = extend(docket, editor)
    docket.refresh_from_db()
    assert docket.closes_at == former + timedelta(days=10) == change.closes_at
    assert (change.former_closes_at, change.by, change.is_extension) == (former, editor, True)
    assert (change.reason_en, change.reason_es) == tuple(REASONS.values())


def test_the_record_of_changes_cannot_be_rewritten(docket, editor):
    extend(docket, editor)
    for act in (
        lambda: PeriodChange.objects.update(reason_en="Another"),
        lambda: PeriodChange.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.parametrize("missing", REASONS)
def test_no_change_without_a_reason_in_both_languages(docket, editor, missing):
    with pytest.raises(ValidationError) as refused:
        extend(docket, editor, **{missing: "  "})
    assert set(refused.value.message_dict) == {missing}
    assert not PeriodChange.objects.exists()


def test_a_period_is_shortened_but_never_into_the_past(docket, editor, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    for moment in (now - timedelta(days=1), now):
        with pytest.raises(ValidationError) as refused:
            extend(docket, editor, closes_at=moment)
        assert set(refused.value.message_dict) == {"closes_at"}
    comment = make.submit(docket)
    change = extend(docket, editor, closes_at=now + timedelta(days=1))
    assert not change.is_extension
    comment.refresh_from_db()
    assert not comment.is_late


def test_a_period_that_has_opened_keeps_its_opening(docket, editor):
    with pytest.raises(ValidationError) as refused:
        extend(docket, editor, opens_at=docket.opens_at - timedelta(days=1))
    assert set(refused.value.message_dict) == {"opens_at"}


def test_an_announced_period_opens_on_another_day_with_a_reason(editor):
    coming = timezone.now() + timedelta(days=3)
    docket = make.docket(opens_at=coming)
    with pytest.raises(ValidationError):
        extend(docket, editor, days=0, opens_at=timezone.now() - timedelta(days=1))
    change = extend(docket, editor, days=0, opens_at=coming + timedelta(days=1))
    assert change.former_opens_at == coming


def test_the_same_dates_are_no_change(docket, editor):
    with pytest.raises(ValidationError, match="present dates"):
        extend(docket, editor, days=0)


def test_what_came_while_a_period_was_closed_is_in_time_once_it_is_extended(editor, time_machine):
    docket = make.docket(accepts_late=True)
    time_machine.move_to(docket.closes_at + timedelta(days=1), tick=False)
    late = make.submit(docket)
    assert late.is_late
    extend(docket, editor)
    late.refresh_from_db()
    assert not late.is_late
    assert "no longer counts as late" in late.events.last().note
    assert late.events.last().actor == editor


def test_an_older_revision_never_brings_former_dates_back(docket, editor):
    former = docket.save_revision()
    change = extend(docket, editor)
    docket.refresh_from_db()
    docket.headline_en = "Another title"
    docket.save_revision().publish()
    former.publish()
    docket.refresh_from_db()
    assert docket.headline_en == "Near-term measures"
    assert docket.closes_at == change.closes_at
    draft = docket.revisions.first().as_object()
    assert draft.closes_at == change.closes_at


def test_dates_that_nobody_was_told_are_simply_edited(db):
    docket = make.docket(live=False)
    docket.closes_at += timedelta(days=1)
    docket.save_revision().publish()
    stored = Docket.objects.get()
    assert stored.live
    assert stored.closes_at == docket.closes_at
    with pytest.raises(ValidationError):
        change_dates(
            docket=make.docket(number="PA-2026-02", live=False),
            opens_at=docket.opens_at,
            closes_at=docket.closes_at + timedelta(days=1),
            by=None,
            **REASONS,
        )


def test_taking_a_docket_off_the_site_is_no_way_around_the_record(docket):
    told = docket.closes_at
    docket.save_revision().publish()
    docket.refresh_from_db()
    docket.unpublish()
    docket.closes_at = told + timedelta(days=1)
    docket.save()
    docket.refresh_from_db()
    assert docket.closes_at == told
