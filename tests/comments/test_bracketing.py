"""Passages of a letter become numbered points, which share words only where one is in another."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from comments import bracketing, letter, review
from comments.bracketing import Passage
from comments.exports import public_facts
from comments.models import (
    Comment,
    CommentEvent,
    Point,
    PointPassage,
    ResponseDocument,
    ResponsePublication,
)
from comments.review import ReviewError, StaleError, bulk
from comments.review.bulk import Decision
from comments.review.undo import undo
from tests.comments import factories as make
from tests.comments.test_point_words import attach, redact
from tests.parallel import in_parallel

State = Comment.State
TEXT = "Plug in the ships. My son Mateo coughs at night. Plant trees on Harbor Drive."
SHIPS, NIGHT = "Plug in the ships.", "My son Mateo coughs at night."
TREES = "Plant trees on Harbor Drive."


def bracketer(name="rosa"):
    """A reviewer, who brackets and answers, and sees no original of what was redacted."""
    codes = ("view_comment", "bracket_comment", "write_response", "review_comment")
    return make.user(name, *(f"comments.{code}" for code in codes))


def letter_in_review(docket=None, **fields) -> Comment:
    made = make.submit(docket or make.docket(), **{"text": TEXT, **fields})
    Comment.objects.filter(pk=made.pk).update(state=State.IN_REVIEW)
    made.refresh_from_db()
    return made


@pytest.fixture
def rosa(db):
    return bracketer()


@pytest.fixture
def comment(db):
    return letter_in_review()


def passage(comment, words, /, part="text", **fields) -> Passage:
    start = letter.part_of(comment, part).original.index(words)
    values = {"start": start, "end": start + len(words), "words": words}
    return Passage(part=part, **values | fields)


def bracket(comment, actor, *words, **fields) -> Point:
    passages = [passage(comment, said) if isinstance(said, str) else said for said in words]
    return bracketing.bracket(comment=comment, actor=actor, passages=passages, **fields)


def covered(point) -> list[str]:
    """The words of a point in the text as it was received."""
    point = Point.objects.get(pk=point.pk)
    return [
        letter.part_of(point.comment, place.part).original[place.start : place.end]
        for place in point.passages.all()
    ]


def publish(docket):
    document = ResponseDocument.objects.create(docket=docket, number=1, state="ready")
    with transaction.atomic():
        ResponsePublication.objects.create(
            docket=docket, document=document, by=make.colleague("ann")
        )


def test_a_passage_becomes_the_next_point_with_topics_and_owner(comment, rosa):
    air = comment.docket.topics.create(name_en="Air", name_es="Aire")
    first = bracket(comment, rosa, SHIPS, topics=[air], owner=rosa, version=comment.version)
    second = bracket(comment, rosa, NIGHT, TREES)
    assert [first.label, second.label] == ["1-1", "1-2"]
    assert covered(first) == [SHIPS]
    assert covered(second) == [NIGHT, TREES]
    assert list(first.topics.all()) == [air]
    assert first.owner == rosa
    event = comment.events.get(version=comment.version + 1)
    assert event.kind == CommentEvent.Kind.BRACKETED
    state = {"number": 1, "inside": None, "places": [["text", 0, 18]]}
    state |= {"topics": [air.pk], "owner": rosa.pk}
    assert event.detail == {"points": [[], [state]]}


def test_the_trail_has_places_and_numbers_and_no_words(comment, rosa):
    point = bracket(comment, rosa, NIGHT)
    half = bracketing.split(point=point, actor=rosa, place=passage(comment, "coughs"))
    bracketing.merge(points=[point, half], actor=rosa)
    bracketing.remove(point=point, actor=rosa)
    events = comment.events.filter(kind="bracketed")
    assert [event.note for event in events] == [
        "1-1 is bracketed.",
        "1-1 is split: what follows is 1-2.",
        "1-2 is merged into 1-1.",
        "1-1 is removed.",
    ]
    kept = "".join(f"{event.note}{event.detail}" for event in events)
    assert not {word for word in ("Mateo", "coughs", "night", "son") if word in kept}


def test_lines_of_a_browser_and_spaces_around_make_no_difference(rosa):
    comment = letter_in_review(text="One line\nand two.\n\nThe end.")
    chosen = Passage("text", 0, 19, "One line\r\nand two.\r\n\r\n")
    made = bracket(comment, rosa, chosen)
    assert covered(made) == ["One line\nand two."]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"words": "Plug in the boats."}, "Other words"),
        ({"start": 1}, "Other words"),
        ({"start": 500, "end": 510}, "Choose the words"),
        ({"start": 9, "end": 9}, "Choose the words"),
        ({"start": 18, "end": 19, "words": " "}, "Choose the words"),
        ({"part": "remark-99"}, "no such part"),
        ({"part": "name", "words": "Ana Ruiz", "end": 8}, "no such part"),
    ],
)
def test_words_that_do_not_stand_there_are_not_bracketed(comment, rosa, wrong, refusal):
    values = {"part": "text", "start": 0, "end": 18, "words": SHIPS}
    with pytest.raises(ReviewError, match=refusal):
        bracket(comment, rosa, Passage(**values | wrong))
    assert not Point.objects.exists()


def test_overlapping_words_are_refused_with_the_label_of_the_other_point(comment, rosa):
    bracket(comment, rosa, SHIPS)
    bracket(comment, rosa, NIGHT)
    for words, refusal in [
        ("in the ships. My son", "within 1-1, 1-2"),
        ("the ships", "share some with 1-1"),
        (SHIPS, "share some with 1-1"),
        (f"{NIGHT} Plant", "share some with 1-2"),
    ]:
        with pytest.raises(ReviewError, match=refusal):
            bracket(comment, rosa, words)
    with pytest.raises(ReviewError, match="share words"):
        bracket(comment, rosa, TREES, "Plant trees")
    assert Point.objects.count() == 2


def test_a_point_lies_inside_another_or_around_others_only_by_choice(comment, rosa):
    outer = bracket(comment, rosa, f"{NIGHT} {TREES}")
    trees = bracket(comment, rosa, TREES, inside=outer)
    harbor = bracket(comment, rosa, "Harbor Drive", inside=trees)
    assert [trees.parent, harbor.parent] == [outer, trees]
    with pytest.raises(ReviewError, match="do not lie in 1-1 alone"):
        bracket(comment, rosa, "Plant trees", inside=outer)
    with pytest.raises(ReviewError, match="do not lie in 1-1 alone"):
        bracket(comment, rosa, SHIPS, inside=outer)
    with pytest.raises(ReviewError, match="share some with 1-1, 1-2"):
        bracket(comment, rosa, "night. Plant trees on Harbor Drive.", inside=None, around=True)
    night = bracket(comment, rosa, "night. Plant trees on Harbor Drive.", inside=outer, around=True)
    trees.refresh_from_db()
    assert [night.parent, trees.parent, harbor.parent] == [outer, night, trees]


def test_whoever_sees_marks_chooses_words_with_marks_among_them(comment, rosa):
    redact(comment, "Mateo")
    chosen = passage(comment, NIGHT, words="My son [redacted: name of a minor] coughs at night.")
    point = bracket(comment, rosa, chosen)
    assert covered(point) == [NIGHT]
    with pytest.raises(ReviewError, match="Other words"):
        bracket(comment, rosa, passage(comment, NIGHT), inside=point)
    # Part of what is under a mark is not to be guessed at: the mark is taken whole.
    start = TEXT.index("teo coughs")
    some = Passage("text", start, start + 10, "[redacted: name of a minor] coughs")
    assert covered(bracket(comment, rosa, some, inside=point)) == ["Mateo coughs"]
    hana = make.user(
        "hana", "comments.view_comment", "comments.bracket_comment", "comments.view_original"
    )
    assert covered(bracket(comment, hana, "son", inside=point)) == ["son"]


def test_words_of_a_redacted_pdf_are_chosen_where_they_stood(comment, rosa):
    file = attach(comment, "Ships are loud. Mateo lives here. Trees are quiet.")
    file.redacted_text = "Ships are loud.\nhere. Trees are\nquiet."
    file.redaction = file.Redaction.DONE
    file.save()
    key = f"attachment-{file.pk}"
    chosen = Passage(key, 16, 50, "here. Trees are quiet.")
    assert covered(bracket(comment, rosa, chosen)) == ["here. Trees are quiet."]


def test_nobody_else_brackets_and_nothing_but_letters_to_answer(comment, rosa):
    for actor in (make.reviewer("other"), make.redactor(), make.colleague("nobody")):
        with pytest.raises(ReviewError, match="may not"):
            bracket(comment, actor, SHIPS)
    point = bracket(comment, rosa, SHIPS)
    campaign = make.campaign(letter_in_review(comment.docket))
    for state in set(State) - {State.IN_REVIEW, State.POSTED}:
        # Without the rules of moves: what a state asks for beside it is not the matter here.
        Comment.objects.filter(pk=comment.pk).update(
            state=state,
            legal_reason="Law",
            duplicate_of=comment,
            campaign=campaign,
        )
        with pytest.raises(ReviewError, match="while they are in review or posted"):
            bracket(comment, rosa, TREES)
        with pytest.raises(ReviewError, match="while they are in review or posted"):
            bracketing.remove(point=point, actor=rosa)
    Comment.objects.filter(pk=comment.pk).update(state="posted", posted_at=comment.received_at)
    assert bracket(comment, rosa, TREES).label == "1-2"


def test_what_a_colleague_changed_in_the_meantime_is_read_first(comment, rosa):
    seen = comment.version
    point = bracket(comment, bracketer("luis"), SHIPS)
    for act in (
        lambda: bracket(comment, rosa, TREES, version=seen),
        lambda: bracketing.remove(point=point, actor=rosa, version=seen),
        lambda: bracketing.renumber(comment=comment, actor=rosa, version=seen),
        lambda: bracketing.describe(point=point, actor=rosa, topics=[], version=seen),
        lambda: bracketing.merge(points=[point, point], actor=rosa, version=seen),
    ):
        with pytest.raises(ReviewError):
            act()
    with pytest.raises(StaleError) as stale:
        bracket(comment, rosa, TREES, version=seen)
    assert [event.note for event in stale.value.changes] == ["1-1 is bracketed."]


def test_only_topics_of_the_docket_and_owners_who_may_write(comment, rosa):
    other = make.docket(number="PA-2026-02", initiative=comment.docket.initiative)
    foreign = other.topics.create(name_en="Air", name_es="Aire")
    with pytest.raises(ReviewError, match="topics of this docket"):
        bracket(comment, rosa, SHIPS, topics=[foreign])
    with pytest.raises(ReviewError, match="may write responses"):
        bracket(comment, rosa, SHIPS, owner=make.reviewer("other"))
    point = bracket(comment, rosa, SHIPS)
    air = comment.docket.topics.create(name_en="Air", name_es="Aire")
    bracketing.describe(point=point, actor=rosa, topics=[air], owner=rosa)
    bracketing.describe(point=point, actor=rosa, topics=[air], owner=rosa)
    assert comment.events.filter(kind="bracketed").count() == 2
    point.refresh_from_db()
    assert (list(point.topics.all()), point.owner) == ([air], rosa)


def test_the_second_half_of_a_split_point_is_the_next_point(comment, rosa):
    air = comment.docket.topics.create(name_en="Air", name_es="Aire")
    whole = bracket(comment, rosa, f"{SHIPS} {NIGHT}", TREES, topics=[air], owner=rosa)
    son = bracket(comment, rosa, "My son", inside=whole)
    bracket(comment, rosa, "the ships", inside=whole)
    kept = make.response(whole)
    half = bracketing.split(point=whole, actor=rosa, place=passage(comment, "My son Mateo"))
    assert half.label == "1-4"
    assert (covered(whole), covered(half)) == ([SHIPS], [NIGHT, TREES])
    assert (list(half.topics.all()), half.owner) == ([air], rosa)
    kept.refresh_from_db()
    assert (kept.point, kept.status) == (whole, "approved")
    son.refresh_from_db()
    assert son.parent == half
    for words, refusal in [
        ("Plug in", "after its first ones"),
        ("Plant", "after its first ones"),
        ("ships", "would cut 1-3"),
    ]:
        with pytest.raises(ReviewError, match=refusal):
            bracketing.split(point=whole, actor=rosa, place=passage(comment, words))


def test_merged_points_have_all_passages_topics_masters_and_words(comment, rosa):
    air, noise = (
        comment.docket.topics.create(name_en=name, name_es=name) for name in ("Air", "Noise")
    )
    master = make.response(docket=comment.docket)
    first = bracket(comment, rosa, SHIPS, topics=[air])
    second = bracket(comment, rosa, NIGHT, topics=[noise], owner=rosa)
    third = bracket(comment, rosa, "Harbor Drive")
    inner = bracket(comment, rosa, "Harbor", inside=third)
    third.masters.add(master)
    kept = make.response(first, text_en="<p>One.</p>", text_es="<p>Uno.</p>")
    make.response(second, text_en="<p>Two.</p>", text_es="")
    merged = bracketing.merge(points=[first, second, third], actor=rosa)
    assert merged == first
    assert covered(first) == [f"{SHIPS} {NIGHT}", "Harbor Drive"]
    assert set(first.topics.all()) == {air, noise}
    assert list(first.masters.all()) == [master]
    assert Point.objects.get(pk=first.pk).owner == rosa
    kept.refresh_from_db()
    assert (kept.text_en, kept.text_es) == ("<p>One.</p><p>Two.</p>", "<p>Uno.</p>")
    assert kept.status == "drafted"
    inner.refresh_from_db()
    assert inner.parent == first
    assert {point.label for point in comment.points.all()} == {"1-1", "1-4"}


def test_an_approval_is_not_of_words_that_were_merged_in_later(comment, rosa):
    first, second, third = (bracket(comment, rosa, words) for words in (SHIPS, NIGHT, TREES))
    answer = make.response(first)
    bracketing.merge(points=[first, second], actor=rosa)
    answer.refresh_from_db()
    assert answer.status == "drafted"
    words = make.response(third).text_en
    fresh = bracket(comment, rosa, "Plug", inside=first)
    with pytest.raises(ReviewError, match="do not lie side by side"):
        bracketing.merge(points=[fresh, third], actor=rosa)
    bracketing.merge(points=[fresh, first], actor=rosa)
    assert covered(fresh) == [f"{SHIPS} {NIGHT}"]
    assert Point.objects.get(pk=fresh.pk).response.text_en == words


def test_a_point_with_a_response_is_not_removed(comment, rosa):
    outer = bracket(comment, rosa, f"{NIGHT} {TREES}")
    inner = bracket(comment, rosa, TREES, inside=outer)
    answer = make.response(outer, status="drafted")
    with pytest.raises(ReviewError, match="1-1 has a response"):
        bracketing.remove(point=outer, actor=rosa)
    answer.text_en = ""
    answer.save()
    bracketing.remove(point=outer, actor=rosa)
    inner.refresh_from_db()
    answer.refresh_from_db()
    assert (inner.parent, answer.point) == (None, None)
    with pytest.raises(ReviewError, match="not there any more"):
        bracketing.remove(point=outer, actor=rosa)


def test_labels_change_by_choice_only_and_the_trail_says_how(comment, rosa):
    trees, ships = bracket(comment, rosa, TREES), bracket(comment, rosa, SHIPS)
    around = bracket(comment, rosa, f"{SHIPS} {NIGHT}", around=True)
    assert [point.label for point in (trees, ships, around)] == ["1-1", "1-2", "1-3"]
    changed = bracketing.renumber(comment=comment, actor=rosa)
    assert changed == {1: 3, 3: 1}
    labels = [Point.objects.get(pk=point.pk).label for point in (trees, ships, around)]
    assert labels == ["1-3", "1-2", "1-1"]
    assert comment.events.last().note == "Numbered anew: 1 → 3, 3 → 1."
    with pytest.raises(ReviewError, match="already"):
        bracketing.renumber(comment=comment, actor=rosa)


def test_after_publication_everything_is_refused(comment, rosa):
    first, second = bracket(comment, rosa, SHIPS), bracket(comment, rosa, TREES)
    publish(comment.docket)
    for act in (
        lambda: bracket(comment, rosa, NIGHT),
        lambda: bracketing.describe(point=first, actor=rosa, topics=[]),
        lambda: bracketing.split(point=first, actor=rosa, place=passage(comment, "ships")),
        lambda: bracketing.merge(points=[first, second], actor=rosa),
        lambda: bracketing.remove(point=first, actor=rosa),
        lambda: bracketing.renumber(comment=comment, actor=rosa),
    ):
        with pytest.raises(ReviewError, match="is published"):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        Point.objects.filter(pk=first.pk).update(number=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        PointPassage.objects.filter(point=first).delete()


def test_the_database_holds_that_points_do_not_cross(comment, rosa):
    bracket(comment, rosa, SHIPS)
    other = bracket(comment, rosa, TREES)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="overlap"), transaction.atomic():
        other.passages.update(start=5)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_bracket_the_same_words_at_once_one_is_refused():
    comment = letter_in_review()
    people = {bracketer("rosa"): "in the ships. My son", bracketer("luis"): f"{NIGHT}"}
    done = in_parallel(lambda person: bracket(comment, person, people[person]), people)
    refused = [error for error in done if isinstance(error, ReviewError)]
    assert len(refused) == 1
    assert "within 1-1" in refused[0].message
    assert [point.label for point in Point.objects.all()] == ["1-1"]


def test_an_act_on_many_is_undone_after_its_letters_were_bracketed(rosa):
    comment = make.submit(make.docket(), text=TEXT)
    review.claim(comment=comment, actor=rosa)
    decision = Decision(to_state=State.IN_REVIEW)
    moved = bulk.move(keys=[comment.pk], actor=rosa, key=uuid.uuid4(), decision=decision)
    point = bracket(comment, rosa, SHIPS)
    undone = undo(action=moved, actor=rosa, key=uuid.uuid4())
    assert (undone.changed, undone.left) == (1, {})
    comment.refresh_from_db()
    assert comment.state == State.RECEIVED
    assert list(comment.points.all()) == [point]


def test_the_records_trail_tells_who_bracketed_and_when_and_nothing_else(comment, rosa):
    bracket(comment, rosa, SHIPS)
    event = comment.events.get(kind="bracketed")
    row = public_facts.trail_row(event, comment.number)
    assert row == (comment.number, row[1], "bracketed", "", "", "rosa", "")
