"""Writing what the agency answers, and bringing it to approval under four eyes."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from comments.models import (
    CommentEvent,
    Response,
    ResponseDocument,
    ResponseEvent,
    ResponsePublication,
)
from comments.responses import handing, moving, writing
from comments.responses.acts import StaleResponseError
from comments.review import ReviewError
from tests.comments import factories as make
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db

Status = Response.Status


@pytest.fixture
def docket(db):
    return make.docket()


@pytest.fixture
def point(docket):
    return make.point(make.submit(docket, text="It is loud. It is dusty."), words="It is loud.")


@pytest.fixture
def wanda(db):
    return make.author("wanda")


@pytest.fixture
def ann(db):
    return make.approver("ann")


def publish(docket):
    document = ResponseDocument.objects.create(docket=docket, number=1, state="ready")
    ResponsePublication.objects.create(docket=docket, document=document)


def answered(point, wanda, **texts):
    return writing.write(point=point, actor=wanda, texts=texts or {"en": "<p>It is quiet.</p>"})


def test_an_answer_is_written_in_both_languages_and_its_history_begins(point, wanda):
    made = answered(point, wanda, en="<p>It is <em>quiet</em>.</p>", es="<p>Hay silencio.</p>")
    made.refresh_from_db()
    assert (made.text_en, made.text_es) == ("<p>It is <i>quiet</i>.</p>", "<p>Hay silencio.</p>")
    assert (made.status, made.version, made.docket) == ("drafted", 1, point.comment.docket)
    event = made.events.get()
    assert event.detail["text_es"] == ["", "<p>Hay silencio.</p>"]
    assert (event.version, event.actor) == (1, wanda)


def test_a_language_that_is_not_named_stays_and_what_is_so_already_changes_nothing(point, wanda):
    answered(point, wanda, en="<p>One.</p>", es="<p>Uno.</p>")
    made = answered(point, wanda, es="<p>Uno.</p>")
    assert (made.text_en, made.version) == ("<p>One.</p>", 1)
    assert made.events.count() == 1


def test_whoever_changes_words_makes_the_answer_a_draft_again(point, wanda, ann):
    made = answered(point, wanda)
    moving.move(response=made, to_status=Status.REVIEWED, actor=wanda)
    moving.move(response=made, to_status=Status.APPROVED, actor=ann)
    changed = answered(point, wanda, en="<p>Very quiet.</p>")
    assert (changed.status, changed.approved_by, changed.reviewed_by) == ("drafted", None, None)
    event = changed.events.last()
    assert (event.from_status, event.to_status) == ("approved", "drafted")
    assert event.detail == {"text_en": ["<p>It is quiet.</p>", "<p>Very quiet.</p>"]}


def test_a_form_made_from_an_older_answer_is_refused_and_says_what_changed(point, wanda, ann):
    made = answered(point, wanda)
    other = make.author("otto")
    writing.write(response=made, actor=other, texts={"en": "<p>Otto's words.</p>"}, version=1)
    with pytest.raises(StaleResponseError) as refused:
        writing.write(response=made, actor=wanda, texts={"en": "<p>Mine.</p>"}, version=1)
    assert [change.actor for change in refused.value.changes] == [other]
    assert refused.value.changes[0].detail["text_en"][1] == "<p>Otto's words.</p>"
    with pytest.raises(StaleResponseError):
        moving.move(response=made, to_status=Status.REVIEWED, actor=wanda, version=1)
    made.refresh_from_db()
    assert made.text_en == "<p>Otto's words.</p>"


def test_whoever_saw_no_answer_does_not_write_over_one(point, wanda):
    answered(point, make.author("otto"))
    with pytest.raises(StaleResponseError):
        writing.write(point=point, actor=wanda, texts={"en": "<p>Mine.</p>"}, version=0)


def test_nobody_approves_what_they_wrote_last(point, docket):
    both = make.user(
        "both", "comments.view_comment", "comments.write_response", "comments.approve_response"
    )
    made = answered(point, both)
    moving.move(response=made, to_status=Status.REVIEWED, actor=both)
    with pytest.raises(ReviewError, match="another person"):
        moving.move(response=made, to_status=Status.APPROVED, actor=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(pk=made.pk).update(status="approved", approved_by=both)


def test_each_may_move_what_their_role_may_and_an_outsider_nothing(point, wanda, ann):
    made = answered(point, wanda)
    outsider = make.user("olaf")
    assert moving.allowed(made, wanda) == ["reviewed"]
    assert moving.allowed(made, ann) == moving.allowed(made, outsider) == []
    for actor in (ann, outsider):
        with pytest.raises(ReviewError):
            moving.move(response=made, to_status=Status.REVIEWED, actor=actor)
        with pytest.raises(ReviewError):
            answered(point, actor, en="<p>No.</p>")
    made = moving.move(response=made, to_status=Status.REVIEWED, actor=wanda)
    assert moving.allowed(made, wanda) == ["drafted"]
    assert moving.allowed(made, ann) == ["approved", "drafted"]


def test_an_answer_goes_back_to_draft_only_with_a_note(point, wanda, ann):
    made = answered(point, wanda)
    moving.move(response=made, to_status=Status.REVIEWED, actor=wanda)
    with pytest.raises(ReviewError, match="note"):
        moving.move(response=made, to_status=Status.DRAFTED, actor=ann, note=" ")
    made = moving.move(response=made, to_status=Status.DRAFTED, actor=ann, note="Cite the plan.")
    assert (made.status, made.reviewed_by) == ("drafted", None)
    assert made.events.last().note == "Cite the plan."


def test_nothing_skips_review_and_an_empty_answer_goes_nowhere(point, wanda, ann):
    made = answered(point, wanda)
    with pytest.raises(ReviewError, match="cannot be moved"):
        moving.move(response=made, to_status=Status.APPROVED, actor=ann)
    made = answered(point, wanda, en="<p> </p>")
    assert made.text_en == ""
    with pytest.raises(ReviewError, match="Write the response first"):
        moving.move(response=made, to_status=Status.REVIEWED, actor=wanda)


def test_master_responses_are_numbered_in_their_docket_and_have_a_title(docket, wanda):
    first = writing.write(docket=docket, actor=wanda, texts={}, title={"en": " Noise  at night "})
    second = writing.write(docket=docket, actor=wanda, texts={}, title={"en": "Dust"})
    assert [(one.number, one.title_en) for one in (first, second)] == [
        (1, "Noise at night"),
        (2, "Dust"),
    ]
    with pytest.raises(ReviewError, match="title"):
        writing.write(docket=docket, actor=wanda, texts={}, title={"es": "Ruido"})
    with pytest.raises(ReviewError, match="too long"):
        writing.write(docket=docket, actor=wanda, texts={}, title={"en": "x" * 201})
    assert docket.responses.count() == 2


def test_a_point_refers_to_master_responses_of_its_docket_and_they_know_it(docket, point, wanda):
    master, other = make.response(docket=docket), make.response(docket=docket)
    writing.refer(point=point, masters=[master], actor=wanda)
    writing.refer(point=point, masters=[other], actor=wanda)
    assert list(point.masters.all()) == [other]
    assert [event.detail["points"] for event in master.events.all()] == [
        [[], [point.label]],
        [[point.label], []],
    ]
    elsewhere = make.response(docket=make.docket(number="PA-2026-02"))
    with pytest.raises(ReviewError, match="of this docket"):
        writing.refer(point=point, masters=[elsewhere], actor=wanda)


def test_who_edits_a_master_response_is_not_stopped_by_points_that_refer_to_it(
    docket, point, wanda
):
    master = make.response(docket=docket)
    writing.refer(point=point, masters=[master], actor=wanda)
    changed = writing.write(response=master, actor=wanda, texts={"en": "<p>New.</p>"}, version=1)
    assert changed.status == "drafted"


def test_many_points_refer_to_a_master_response_in_one_act(docket, point, wanda):
    master = make.response(docket=docket)
    second = make.point(point.comment, words="It is dusty.")
    assert writing.refer_many(points=[point, second], master=master, actor=wanda) == 2
    assert writing.refer_many(points=[point, second], master=master, actor=wanda) == 0
    assert master.events.get().detail["points"] == [[], [point.label, second.label]]


def test_many_are_moved_at_once_and_those_that_may_not_are_named(docket, point, wanda, ann):
    second = make.point(point.comment, words="It is dusty.")
    mine = answered(point, wanda)
    empty = make.response(second, status="drafted", text_en="")
    done = moving.move_many(
        docket=docket, responses=[mine.pk, empty.pk], to_status="reviewed", actor=wanda
    )
    assert done.changed == 1
    assert list(done.left.values()) == [[second.label]]
    mine.refresh_from_db()
    assert (mine.status, mine.reviewed_by, mine.version) == ("reviewed", wanda, 2)
    assert mine.events.last().version == 2
    done = moving.move_many(
        docket=docket, responses=[mine.pk, empty.pk], to_status="approved", actor=ann
    )
    assert done.changed == 1


def test_many_are_moved_in_as_few_queries_as_two(docket, wanda):
    letter = make.submit(docket, text="one two three four five six")

    def queries(words):
        keys = [answered(make.point(letter, words=word), wanda).pk for word in words]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            moving.move_many(docket=docket, responses=keys, to_status="reviewed", actor=wanda)
        return len(asked)

    assert queries(["one", "two"]) == queries(["three", "four", "five", "six"])


def test_points_are_handed_to_somebody_who_may_answer_and_the_letter_says_so(
    docket, point, wanda, ann
):
    rosa = make.author("rosa_b")
    assert handing.hand_over(docket=docket, points=[point.pk], owner=rosa, actor=wanda) == 1
    assert handing.hand_over(docket=docket, points=[point.pk], owner=rosa, actor=wanda) == 0
    point.refresh_from_db()
    assert point.owner == rosa
    event = point.comment.events.get(kind=CommentEvent.Kind.BRACKETED)
    assert event.detail == {
        "points": [[{"number": 1, "owner": None}], [{"number": 1, "owner": rosa.pk}]]
    }
    with pytest.raises(ReviewError, match="may write"):
        handing.hand_over(docket=docket, points=[point.pk], owner=ann, actor=wanda)
    with pytest.raises(ReviewError):
        handing.hand_over(docket=docket, points=[point.pk], owner=rosa, actor=ann)


def test_points_that_are_merged_keep_the_words_of_both_answers(point, wanda):
    second = make.point(point.comment, words="It is dusty.")
    first = answered(point, wanda, en="<p>One.</p>", es="<p>Uno.</p>")
    other = answered(second, wanda, en="<p>Two.</p>")
    joined = writing.append(response=first, others=[other], actor=wanda)
    assert (joined.text_en, joined.text_es) == ("<p>One.</p><p>Two.</p>", "<p>Uno.</p>")


def test_once_published_nothing_changes_and_the_refusal_says_how_to_correct(
    docket, point, wanda, ann
):
    made = answered(point, wanda)
    moving.move(response=made, to_status="reviewed", actor=wanda)
    master = make.response(docket=docket)
    publish(docket)
    before = list(Response.objects.order_by("pk").values())
    acts = [
        lambda: answered(point, wanda, en="<p>Late.</p>"),
        lambda: writing.write(docket=docket, actor=wanda, texts={}, title={"en": "Late"}),
        lambda: writing.refer(point=point, masters=[master], actor=wanda),
        lambda: writing.refer_many(points=[point], master=master, actor=wanda),
        lambda: moving.move(response=made, to_status="approved", actor=ann),
        lambda: moving.move_many(
            docket=docket, responses=[made.pk], to_status="approved", actor=ann
        ),
        lambda: handing.hand_over(docket=docket, points=[point.pk], owner=wanda, actor=wanda),
    ]
    for act in acts:
        with pytest.raises(ReviewError, match="erratum"):
            act()
    assert list(Response.objects.order_by("pk").values()) == before


@pytest.mark.django_db(transaction=True)
def test_of_an_approval_and_an_edit_at_once_neither_is_lost(docket, wanda, ann):
    """Approved words are those the approver read: the edit is refused, or it is a draft again."""
    point = make.point(make.submit(docket, text="It is loud."))
    made = answered(point, wanda)
    made = moving.move(response=made, to_status="reviewed", actor=wanda)

    def act(person):
        if person == ann:
            return moving.move(response=made, to_status="approved", actor=ann, version=made.version)
        texts = {"en": "<p>Other words.</p>"}
        return writing.write(response=made, actor=wanda, texts=texts, version=made.version)

    results = in_parallel(act, [ann, wanda])
    refused = [result for result in results if isinstance(result, StaleResponseError)]
    made.refresh_from_db()
    assert len(refused) == 1
    is_approved = made.status == "approved"
    assert made.text_en == ("<p>It is quiet.</p>" if is_approved else "<p>Other words.</p>")
    versions = list(ResponseEvent.objects.order_by("pk").values_list("version", flat=True))
    assert versions == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_a_point_at_once_one_is_told_of_the_other(docket):
    point = make.point(make.submit(docket, text="It is loud."))
    people = [make.author("wanda"), make.author("otto")]

    def act(person):
        return writing.write(point=point, actor=person, texts={"en": f"<p>{person}</p>"}, version=0)

    results = in_parallel(act, people)
    assert sorted(type(result).__name__ for result in results) == [
        "Response",
        "StaleResponseError",
    ]
    assert Response.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_master_responses_made_at_once_have_numbers_of_their_own(docket, wanda):
    def act(number):
        return writing.write(
            docket=docket, actor=wanda, texts={}, title={"en": f"Master {number}"}
        ).number

    assert sorted(in_parallel(act, range(4))) == [1, 2, 3, 4]
