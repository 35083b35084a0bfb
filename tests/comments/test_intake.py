"""An advocate files a letter; whatever happens, it is received once, numbered, and kept."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import storages
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from comments import intake, periods
from comments.models import Attachment, Comment, CommentEvent, Docket
from tests import factories
from tests.comments import factories as make
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db


def stored_files() -> set[Path]:
    root = Path(storages["private"].location)
    return {path for path in root.rglob("*") if path.is_file()}


def test_comments_are_numbered_from_one_in_their_own_docket():
    one, other = make.docket(), make.docket(number="PA-2026-02")
    numbers = [make.submit(one).number, make.submit(one).number, make.submit(other).number]
    assert numbers == ["PA-2026-01-0001", "PA-2026-01-0002", "PA-2026-02-0001"]


@pytest.mark.django_db(transaction=True)
def test_many_advocates_at_the_deadline_leave_no_gap_and_no_double():
    docket = make.docket()
    in_parallel(lambda person: make.submit(docket), range(60))
    assert sorted(docket.comments.values_list("sequence", flat=True)) == list(range(1, 61))


@pytest.mark.django_db(transaction=True)
def test_when_the_deadline_passes_while_many_submit_whoever_arrived_before_has_a_number():
    docket = make.docket()
    instants = [timedelta(microseconds=number) for number in range(-20, 20)]
    results = in_parallel(
        lambda after: make.submit(docket, received_at=docket.closes_at + after), instants
    )
    in_time, too_late = results[:20], results[20:]
    assert sorted(comment.sequence for comment in in_time) == list(range(1, 21))
    assert {type(error) for error in too_late} == {intake.PeriodNotOpen}
    assert docket.comments.count() == 20


@pytest.mark.django_db(transaction=True)
def test_an_extension_while_many_submit_leaves_none_of_them_marked_late():
    closed = timezone.now() - timedelta(minutes=1)
    docket = make.docket(closes_at=closed, accepts_late=True)
    staff = make.user("vera")

    def act(number):
        if number != 10:
            return make.submit(docket)
        return periods.change_dates(
            docket=Docket.objects.get(),
            opens_at=docket.opens_at,
            closes_at=timezone.now() + timedelta(days=7),
            reason_en="Many asked for time.",
            reason_es="Muchas personas pidieron tiempo.",
            by=staff,
        )

    assert not [result for result in in_parallel(act, range(20)) if isinstance(result, Exception)]
    assert list(docket.comments.values_list("is_late", flat=True)) == [False] * 19


@pytest.mark.django_db(transaction=True)
def test_pressing_submit_many_times_at_once_records_one_comment():
    docket, key = make.docket(), uuid.uuid4()
    before = stored_files()
    receipts = in_parallel(
        lambda press: make.submit(docket, key=key, attachments=[make.letter()]), range(10)
    )
    assert len({receipt.number for receipt in receipts}) == 1
    assert Comment.objects.count() == 1
    assert Attachment.objects.count() == 1
    assert len(stored_files() - before) == 1


def test_the_same_form_sent_again_with_other_words_is_another_comment():
    """Somebody went back, corrected the letter and sent it: neither version is dropped."""
    docket, key = make.docket(), uuid.uuid4()
    first = make.submit(docket, key=key, text="First thoughts")
    again = make.submit(docket, key=key, text="First thoughts")
    corrected = make.submit(docket, key=key, text="Second thoughts")
    assert first == again
    assert corrected.sequence == 2


def test_the_same_form_sent_again_with_another_file_is_another_comment():
    docket, key = make.docket(), uuid.uuid4()
    make.submit(docket, key=key, attachments=[make.letter()])
    make.submit(docket, key=key, attachments=[make.letter(content=factories.pdf(500))])
    assert docket.comments.count() == 2


def test_a_letter_is_kept_byte_for_byte_under_a_name_nobody_can_guess():
    content = factories.pdf(70_000)
    comment = make.submit(make.docket(), attachments=[make.letter("Mi carta.pdf", content)])
    attachment = comment.attachments.get()
    with attachment.file.open() as stored:
        assert stored.read() == content
    assert attachment.name == "Mi carta.pdf"
    assert attachment.size == 70_000
    assert "carta" not in attachment.file.name


@pytest.mark.parametrize("zone_change", ["2026-03-08", "2026-11-01"])
def test_the_deadline_holds_to_the_second_on_days_when_clocks_change(zone_change):
    year, month, day = map(int, zone_change.split("-"))
    closes_at = factories.local(year, month, day, 17, 0)
    docket = make.docket(opens_at=closes_at - timedelta(days=30), closes_at=closes_at)
    assert make.submit(docket, received_at=closes_at - timedelta(microseconds=1))
    with pytest.raises(intake.PeriodNotOpen):
        make.submit(docket, received_at=closes_at)


def test_a_comment_that_arrived_in_time_counts_however_long_it_waits_in_line():
    docket = make.docket()
    arrived = docket.closes_at - timedelta(seconds=1)
    with time_machine.travel(docket.closes_at + timedelta(minutes=5)):
        assert make.submit(docket, received_at=arrived).received_at == arrived


def test_a_closed_docket_keeps_nothing_of_what_it_refuses():
    docket = make.docket()
    before = stored_files()
    with time_machine.travel(docket.closes_at), pytest.raises(intake.PeriodNotOpen):
        make.submit(docket, attachments=[make.letter()])
    assert not Comment.objects.exists()
    assert stored_files() == before


def test_a_docket_that_is_not_published_takes_no_comment():
    with pytest.raises(intake.PeriodNotOpen):
        make.submit(make.docket(live=False))


def test_the_receipt_goes_to_the_person_in_their_language(
    deliver_mail,
):
    comment = make.submit(make.docket(), email="ana@example.com", language="es")
    (message,) = deliver_mail()
    assert message.to == ["ana@example.com"]
    assert comment.number in message.subject + message.body
    assert "/es/receipts/" in message.body


def test_without_an_address_no_mail_is_sent(deliver_mail):
    make.submit(make.docket())
    assert deliver_mail() == []


def test_the_trail_begins_with_the_arrival():
    comment = make.submit(make.docket())
    event = comment.events.get()
    assert (event.kind, event.at) == (CommentEvent.Kind.RECEIVED, comment.received_at)


def test_a_forged_receipt_link_opens_nothing():
    comment = make.submit(make.docket())
    token = intake.make_token(comment)
    assert intake.from_token(token) == comment
    assert intake.from_token(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert intake.from_token(str(comment.uid)) is None


class AnyText(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
    def test_any_words_are_kept_as_they_were_written(self, text):
        docket = make.docket(number=f"PA-{uuid.uuid4().int % 9000 + 1000}-01")
        comment = make.submit(docket, text=text)
        comment.refresh_from_db()
        assert comment.text == text.replace("\r\n", "\n").strip()
