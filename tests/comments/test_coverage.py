"""How much of a docket is answered, by topic and by owner."""

import pytest
from django.utils import timezone

from comments.models import Comment, Point
from comments.responses import coverage
from tests.comments import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def docket():
    return make.docket()


@pytest.fixture
def letter(docket):
    comment = make.submit(docket, text="It is loud. It is dusty. It is late.")
    Comment.objects.filter(pk=comment.pk).update(
        state=Comment.State.POSTED, posted_at=timezone.now()
    )
    return comment


def with_standing(point: Point) -> str:
    return coverage.with_standing(Point.objects.filter(pk=point.pk)).get().standing


def both(point: Point) -> str:
    """How a point stands; the database and the rule must say the same."""
    counted = with_standing(point)
    assert coverage.standing(Point.objects.get(pk=point.pk)) == counted
    return counted


def test_a_point_without_words_of_an_answer_is_not_answered(letter):
    point = make.point(letter)
    assert both(point) == coverage.NONE
    made = make.response(point, status="drafted", text_en="", text_es=None)
    assert both(point) == coverage.NONE
    made.text_es = "<p>Sí.</p>"
    made.save()
    assert both(point) == "drafted"


def test_a_point_stands_as_its_least_finished_answer(docket, letter):
    approved = make.response(docket=docket)
    reviewed = make.response(docket=docket, status="reviewed")
    point = make.point(letter, masters=[approved])
    assert both(point) == "approved"
    assert coverage.is_answered(point)
    make.response(point, status="approved")
    assert both(point) == "approved"
    point.masters.add(reviewed)
    assert both(point) == "reviewed"
    assert not coverage.is_answered(point)


def test_an_empty_draft_beside_an_approved_master_response_changes_nothing(docket, letter):
    point = make.point(letter, masters=[make.response(docket=docket)])
    make.response(point, status="drafted", text_en="")
    assert both(point) == "approved"


def test_the_meter_counts_all_points_each_topic_and_each_owner(docket, letter):
    noise = docket.topics.create(name_en="Noise")
    dust = docket.topics.create(name_en="Dust")
    rosa = make.colleague("rosa")
    make.response(make.point(letter, words="loud", topics=[noise], owner=rosa))
    make.response(make.point(letter, words="dusty", topics=[noise, dust]), status="drafted")
    make.point(letter, words="late")
    found = coverage.of(docket)
    assert (found.points, found.approved, found.answered, found.total.open) == (3, 1, 1, 2)
    assert [(row.name, row.points, row.open) for row in found.by_topic] == [
        ("Dust", 1, 1),
        ("Noise", 2, 1),
        ("No topic", 1, 1),
    ]
    assert [(row.name, row.points, row.open) for row in found.by_owner] == [
        ("rosa", 1, 0),
        ("Nobody", 2, 2),
    ]
    assert not found.is_complete


def test_a_docket_is_complete_when_each_of_its_points_is_answered(docket, letter):
    assert not coverage.of(docket).is_complete
    make.response(make.point(letter))
    assert coverage.of(docket).is_complete
    assert coverage.of(docket).total.percent == 100


def test_points_of_a_letter_that_is_not_in_the_document_need_no_answer(docket, letter):
    make.point(letter)
    Comment.objects.filter(pk=letter.pk).update(state=Comment.State.WITHDRAWN, posted_at=None)
    assert coverage.of(docket).points == 0


def test_letters_in_which_nothing_is_bracketed_are_counted(docket, letter):
    other = make.submit(docket, text="Another letter")
    make.submit(docket, text="Not read yet")
    Comment.objects.filter(pk=other.pk).update(state=Comment.State.IN_REVIEW)
    make.point(letter)
    assert list(coverage.letters_without_points(docket)) == [other]
    assert coverage.of(docket).unbracketed == 1


def test_the_meter_asks_as_often_for_many_points_as_for_few(
    docket, letter, django_assert_num_queries
):
    def add(words):
        topic = docket.topics.create(name_en=words)
        owner = make.colleague(f"owner-{words}")
        make.response(make.point(letter, words=words, topics=[topic], owner=owner))

    add("loud")
    with django_assert_num_queries(6):
        coverage.of(docket)
    add("dusty")
    add("late")
    with django_assert_num_queries(6):
        coverage.of(docket)
