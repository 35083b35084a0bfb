"""Six reviewers share a docket: nobody overwrites another, and the record says who did what."""

import pytest
from django.db import Error, transaction

from comments import review
from comments.models import Comment, CommentEvent
from comments.review import MOVES, ReviewError
from tests.comments import factories as make
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db
State = Comment.State


@pytest.fixture
def comment():
    return make.submit(make.docket())


def test_a_comment_goes_from_received_to_posted_by_the_one_who_claimed_it(comment):
    rosa = make.reviewer()
    review.claim(comment=comment, actor=rosa)
    review.move(comment=comment, actor=rosa, to_state=State.IN_REVIEW)
    posted = review.move(comment=comment, actor=rosa, to_state=State.POSTED)
    assert posted.is_posted
    assert posted.posted_at
    assert posted.assigned_to is None
    assert list(comment.events.values_list("kind", "actor__username", "to_state")) == [
        ("received", None, "received"),
        ("claimed", "rosa", ""),
        ("moved", "rosa", "in_review"),
        ("moved", "rosa", "posted"),
    ]


@pytest.mark.django_db(transaction=True)
def test_of_many_reviewers_who_claim_at_once_one_gets_the_comment():
    comment = make.submit(make.docket())
    reviewers = [make.reviewer(f"reviewer{number}") for number in range(8)]

    results = in_parallel(lambda actor: review.claim(comment=comment, actor=actor), reviewers)
    winners = [
        actor.pk
        for actor, result in zip(reviewers, results, strict=True)
        if not isinstance(result, ReviewError)
    ]
    comment.refresh_from_db()
    assert winners == [comment.assigned_to_id]
    assert comment.events.filter(kind="claimed").count() == 1


def test_the_second_reviewer_is_told_who_has_the_comment(comment):
    rosa, luis = make.reviewer("rosa"), make.reviewer("luis")
    review.claim(comment=comment, actor=rosa)
    with pytest.raises(ReviewError, match="rosa has claimed"):
        review.claim(comment=comment, actor=luis)
    with pytest.raises(ReviewError, match="Claim this comment"):
        review.move(comment=comment, actor=luis, to_state=State.IN_REVIEW)
    with pytest.raises(ReviewError, match="Only the person"):
        review.release(comment=comment, actor=luis)


def test_an_administrator_releases_the_claim_of_an_absent_colleague(comment):
    rosa = make.reviewer("rosa")
    boss = make.user("boss", "comments.review_comment", "comments.release_comment")
    review.claim(comment=comment, actor=rosa)
    assert review.release(comment=comment, actor=boss).assigned_to is None


@pytest.mark.parametrize("from_state", State)
def test_only_the_moves_of_the_table_are_allowed(comment, from_state):
    manager = make.user("rosa", "comments.review_comment", "comments.redact_comment")
    asked = {
        "note": "Because.",
        "legal_reason": "Gov. Code §7927.705",
        "duplicate_of": make.submit(comment.docket),
        "campaign": make.campaign(make.submit(comment.docket)),
    }
    stands = {
        "posted_at": comment.received_at if from_state == State.POSTED else None,
        "legal_reason": asked["legal_reason"],
        "duplicate_of": asked["duplicate_of"],
        "campaign": asked["campaign"],
        "assigned_to": manager,
        "assigned_at": comment.received_at,
    }
    for to_state in State:
        Comment.objects.filter(pk=comment.pk).update(state=from_state, **stands)
        if to_state in MOVES[from_state]:
            review.move(comment=comment, actor=manager, to_state=to_state, **asked)
            expected = to_state
        else:
            with pytest.raises(ReviewError):
                review.move(comment=comment, actor=manager, to_state=to_state, **asked)
            expected = from_state
        comment.refresh_from_db()
        assert comment.state == expected


def test_withholding_a_comment_needs_the_legal_reason_which_the_record_keeps(comment):
    rosa = make.reviewer()
    review.claim(comment=comment, actor=rosa)
    review.move(comment=comment, actor=rosa, to_state=State.IN_REVIEW)
    with pytest.raises(ReviewError, match="reason"):
        review.move(comment=comment, actor=rosa, to_state=State.WITHHELD, note="Threat")
    legal = "Gov. Code §7927.705"
    withheld = review.move(
        comment=comment, actor=rosa, to_state=State.WITHHELD, note="Threat", legal_reason=legal
    )
    assert withheld.legal_reason == legal
    assert comment.events.last().note == "Threat"


@pytest.mark.parametrize("act", [review.claim, review.release])
def test_an_outsider_can_do_nothing_with_a_comment(comment, act):
    outsider = make.user("outsider")
    with pytest.raises(ReviewError):
        act(comment=comment, actor=outsider)
    with pytest.raises(ReviewError):
        review.move(comment=comment, actor=outsider, to_state=State.SPAM, note="x")
    with pytest.raises(ReviewError):
        review.add_note(comment=comment, actor=outsider, note="x")
    assert comment.events.count() == 1


def test_a_note_is_kept_in_the_trail_and_an_empty_one_is_refused(comment):
    rosa = make.reviewer()
    review.add_note(comment=comment, actor=rosa, note="Ask the lawyer")
    with pytest.raises(ReviewError):
        review.add_note(comment=comment, actor=rosa, note="\n")
    assert [event.note for event in comment.events.filter(kind="noted")] == ["Ask the lawyer"]


@pytest.mark.parametrize(
    "act",
    [
        lambda event: CommentEvent.objects.update(note="It never happened"),
        lambda event: CommentEvent.objects.all()._raw_delete("default"),
        lambda event: event.save(),
    ],
    ids=["update", "delete", "save"],
)
def test_nobody_can_rewrite_the_trail(comment, act):
    event = comment.events.get()
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        act(event)
    assert comment.events.get().note == ""
