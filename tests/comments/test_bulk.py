"""The same act on many comments: by the rules for one, once, reported, and taken back."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import review
from comments.models import Attachment, BulkAction, Campaign, Comment, Team, Topic
from comments.review import ReviewError, bulk, bulk_rows
from comments.review.moves import Decision
from comments.review.undo import undo
from engagement import search
from engagement.models.search import SearchEntry
from tests.comments import factories as make
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db
State = Comment.State


@pytest.fixture
def docket():
    return make.docket()


def many(docket, count: int, **fields) -> list[Comment]:
    """Comments as if submitted, without the care that submitting one takes."""
    first = docket.comments.count() + 1
    made = Comment.objects.bulk_create(
        Comment(
            docket=docket,
            sequence=first + number,
            key=uuid.uuid4(),
            language="en",
            text=f"Comment {number}",
            received_at=timezone.now(),
            **fields,
        )
        for number in range(count)
    )
    return made


def keys(comments) -> list[int]:
    return [comment.pk for comment in comments]


def move(comments, actor, to_state, key=None, **asked) -> BulkAction:
    return bulk.move(
        keys=keys(comments),
        actor=actor,
        key=key or uuid.uuid4(),
        decision=Decision(to_state, **asked),
    )


def rows(comments) -> list[dict]:
    """All of what the comments' rows hold, but for what only ever grows."""
    kept = Comment.objects.filter(pk__in=keys(comments)).order_by("pk").values()
    return [
        {name: value for name, value in row.items() if name not in {"version", "assigned_at"}}
        for row in kept
    ]


def test_many_are_moved_at_once_and_the_trail_of_each_says_so(docket):
    rosa = make.reviewer()
    comments = many(docket, 3)
    action = move(comments, rosa, State.IN_REVIEW, note="Triage")
    assert action.changed == 3
    for comment in Comment.objects.all():
        assert comment.state == State.IN_REVIEW
        assert comment.assigned_to == rosa
        event = comment.events.get()
        assert (event.from_state, event.to_state, event.note) == ("received", "in_review", "Triage")
        assert event.detail["assigned_to"] == [None, rosa.pk]
        assert (event.bulk, event.actor, event.version) == (action, rosa, comment.version)


def test_what_may_not_be_moved_is_left_alone_and_reported_by_number_and_reason(docket):
    rosa, luis = make.reviewer("rosa"), make.reviewer("luis")
    free, held, spam, file = many(docket, 4)
    review.claim(comment=held, actor=luis)
    Comment.objects.filter(pk=spam.pk).update(state=State.SPAM)
    Comment.objects.filter(pk__in=[free.pk, file.pk]).update(state=State.IN_REVIEW)
    Attachment.objects.create(
        comment=file, name="a.pdf", size=1, redaction=Attachment.Redaction.WAITING
    )
    action = move([free, held, spam, file], rosa, State.POSTED)
    assert action.changed == 1
    assert action.left == {
        "luis has claimed this comment.": [held.number],
        "A comment that is “Spam” cannot be moved there.": [spam.number],
        "A redacted file is not ready yet.": [file.number],
    }
    assert Comment.objects.posted().get() == free
    assert spam.events.count() == file.events.count() == 0


@pytest.mark.parametrize("from_state", State)
def test_each_move_that_is_allowed_for_one_is_allowed_for_many_and_no_other(docket, from_state):
    manager = make.user(
        "ana", *(f"comments.{verb}_comment" for verb in ("view", "review", "redact"))
    )
    original, lead = many(docket, 2)
    stands = {
        "posted_at": timezone.now() if from_state == State.POSTED else None,
        "legal_reason": "Gov. Code §7927.705",
        "duplicate_of": original,
        "campaign": make.campaign(lead),
    }
    asked = {
        "note": "Because.",
        "legal_reason": stands["legal_reason"],
        "duplicate_of": original,
        "campaign": stands["campaign"],
    }
    for to_state in State:
        comment = many(docket, 1, state=from_state, **stands)[0]
        action = move([comment], manager, to_state, **asked)
        comment.refresh_from_db()
        assert action.changed == (to_state in review.MOVES[from_state])
        assert comment.state == (to_state if action.changed else from_state)


def test_the_same_form_sent_twice_is_one_act(docket):
    rosa, key = make.reviewer(), uuid.uuid4()
    comments = many(docket, 2)
    first = move(comments, rosa, State.IN_TRIAGE, key)
    assert move(comments, rosa, State.IN_TRIAGE, key) == first
    assert BulkAction.objects.count() == 1
    assert comments[0].events.count() == 1
    with pytest.raises(ReviewError):
        move(comments, make.reviewer("luis"), State.IN_TRIAGE, key)


def test_undo_puts_back_each_comment_as_it_was_and_happens_once(docket):
    rosa = make.reviewer()
    team = Team.objects.create(name="Port")
    topics = [
        Topic.objects.create(docket=docket, name_en=name, name_es=name) for name in ("A", "B")
    ]
    comments = many(docket, 3)
    comments[0].topics.set(topics[:1])
    lead = make.submit(docket)
    acts = [
        lambda key: bulk.assign(keys=keys(comments), actor=rosa, key=key, to=rosa, team=team),
        lambda key: bulk.set_topics(
            keys=keys(comments), actor=rosa, key=key, add=topics[1:], remove=topics[:1]
        ),
        lambda key: bulk.group(keys=keys(comments), actor=rosa, key=key, lead=lead),
        lambda key: bulk.group(keys=keys(comments), actor=rosa, key=key, lead=lead, decides=True),
        lambda key: move(comments, rosa, State.SPAM, key, note="Machine"),
    ]
    before = rows([*comments, lead])
    for act in acts:
        key = uuid.uuid4()
        action = act(uuid.uuid4())
        assert action.changed >= 3
        assert rows([*comments, lead]) != before or action.kind == "topic"
        undoing = undo(action=action, actor=rosa, key=key)
        assert undoing.changed == action.changed
        assert rows([*comments, lead]) == before
        assert {topic.name_en for topic in comments[0].topics.all()} == {"A"}
        assert undo(action=action, actor=rosa, key=key) == undoing
        with pytest.raises(ReviewError, match="undone already"):
            undo(action=action, actor=rosa, key=uuid.uuid4())
        with pytest.raises(ReviewError):
            undo(action=undoing, actor=rosa, key=uuid.uuid4())
    assert not Campaign.objects.exists()
    assert comments[0].events.filter(kind="undone").count() == len(acts)


def test_undoing_a_posting_takes_the_comments_off_the_docket_and_out_of_the_search(
    docket, monkeypatch
):
    rosa = make.reviewer()
    comments = many(docket, 2, state=State.IN_REVIEW, name="Jo")
    posting = move(comments, rosa, State.POSTED)
    entries = search.of_model(SearchEntry.objects.all(), Comment)
    assert entries.filter(language="en").count() == 2
    undo(action=posting, actor=rosa, key=uuid.uuid4())
    assert not Comment.objects.posted().exists()
    assert not entries.exists()
    # Of very many the words are indexed by a job.
    monkeypatch.setattr(bulk_rows, "_INDEXED_AT_ONCE", 1)
    action = move(comments, rosa, State.POSTED)
    assert not entries.exists()
    assert (bulk_rows.index_posted(), bulk_rows.index_posted()) == (2, 0)
    assert entries.filter(language="en").count() == 2
    undo(action=action, actor=rosa, key=uuid.uuid4())
    assert not entries.exists()
    # And back: what was posted is posted again as of the time it was.
    posted = many(docket, 1, state=State.POSTED, posted_at=docket.opens_at)
    back = move(posted, rosa, State.IN_REVIEW, note="Look again")
    undo(action=back, actor=rosa, key=uuid.uuid4())
    assert Comment.objects.posted().get().posted_at == docket.opens_at
    assert entries.count() == 2


def test_undo_leaves_alone_and_reports_what_a_colleague_changed_since(docket):
    rosa = make.reviewer("rosa")
    quiet, noted, changed = many(docket, 3)
    action = move([quiet, noted, changed], rosa, State.IN_TRIAGE)
    review.add_note(comment=noted, actor=make.reviewer("luis"), note="Ask the engineer")
    review.release(comment=changed, actor=rosa)
    undoing = undo(action=action, actor=rosa, key=uuid.uuid4())
    assert undoing.left == {"It was changed since.": [changed.number]}
    states = [Comment.objects.get(pk=comment.pk).state for comment in (quiet, noted, changed)]
    assert states == [State.RECEIVED, State.RECEIVED, State.IN_TRIAGE]


def test_several_acts_are_undone_one_by_one_the_latest_first(docket):
    rosa = make.reviewer("rosa")
    comments = many(docket, 2)
    before = rows(comments)
    triage = move(comments, rosa, State.IN_TRIAGE)
    decision = move(comments, rosa, State.SPAM, note="Machine")
    assert undo(action=decision, actor=rosa, key=uuid.uuid4()).changed == 2
    assert undo(action=triage, actor=rosa, key=uuid.uuid4()).changed == 2
    assert rows(comments) == before
    again = move(comments, rosa, State.IN_TRIAGE)
    move(comments, rosa, State.IN_REVIEW)
    assert undo(action=again, actor=rosa, key=uuid.uuid4()).changed == 0


def test_only_the_one_who_did_it_or_a_manager_undoes_it(docket):
    rosa, luis = make.reviewer("rosa"), make.reviewer("luis")
    boss = make.user(
        "boss", *(f"comments.{verb}_comment" for verb in ("view", "review", "release"))
    )
    comments = many(docket, 1)
    action = move(comments, rosa, State.IN_TRIAGE)
    with pytest.raises(ReviewError):
        undo(action=action, actor=luis, key=uuid.uuid4())
    assert undo(action=action, actor=boss, key=uuid.uuid4()).changed == 1


def test_what_colleagues_hold_is_assigned_by_managers_only(docket):
    rosa, luis = make.reviewer("rosa"), make.reviewer("luis")
    free, held = many(docket, 2)
    review.claim(comment=held, actor=luis)
    action = bulk.assign(keys=keys([free, held]), actor=rosa, key=uuid.uuid4(), to=rosa)
    assert (action.changed, list(action.left.values())) == (1, [[held.number]])
    boss = make.user("boss", *(f"comments.{verb}_comment" for verb in ("view", "review", "assign")))
    outsider = make.user("outsider")
    assert bulk.assign(keys=keys([held]), actor=boss, key=uuid.uuid4(), to=rosa).changed == 1
    with pytest.raises(ReviewError, match="may not work"):
        bulk.assign(keys=keys([free]), actor=boss, key=uuid.uuid4(), to=outsider)
    for act in (
        lambda: bulk.assign(keys=keys([free]), actor=outsider, key=uuid.uuid4(), to=rosa),
        lambda: bulk.group(keys=keys([free]), actor=outsider, key=uuid.uuid4(), lead=held),
        lambda: move([free], outsider, State.IN_TRIAGE),
    ):
        with pytest.raises(ReviewError, match="may not"):
            act()
    assert BulkAction.objects.count() == 2


def test_a_topic_goes_to_the_comments_of_its_docket_only(docket):
    rosa = make.reviewer()
    topic = Topic.objects.create(docket=docket, name_en="Trucks", name_es="Camiones")
    here, there = many(docket, 1)[0], many(make.docket(number="PA-2026-02"), 1)[0]
    action = bulk.set_topics(keys=keys([here, there]), actor=rosa, key=uuid.uuid4(), add=[topic])
    assert action.left == {"Choose topics of this docket.": [there.number]}
    assert list(here.topics.all()) == [topic]
    assert here.events.get().note == "Trucks"


def test_form_letters_go_into_the_campaign_of_their_letter_with_a_reason_for_those_left(docket):
    rosa = make.reviewer()
    lead, one, two, other_lead, decided = many(docket, 5)
    other = make.campaign(other_lead, decided)
    Comment.objects.filter(pk=decided.pk).update(state=State.CAMPAIGN)
    action = bulk.group(
        keys=keys([one, two, other_lead, decided]),
        actor=rosa,
        key=uuid.uuid4(),
        lead=lead,
        decides=True,
    )
    campaign = Campaign.objects.exclude(pk=other.pk).get()
    assert (campaign.lead, campaign.found_by, campaign.number) == (lead, "hand", 2)
    assert set(campaign.comments.all()) == {lead, one, two}
    assert action.changed == 3
    assert sorted(number for numbers in action.left.values() for number in numbers) == [
        other_lead.number,
        decided.number,
    ]
    lead.refresh_from_db()
    one.refresh_from_db()
    assert (lead.state, one.state) == (State.RECEIVED, State.CAMPAIGN)
    again = bulk.group(keys=keys([one]), actor=rosa, key=uuid.uuid4(), lead=lead)
    assert (again.changed, again.left) == (0, {"It is so already.": [one.number]})


def test_fifty_take_as_many_queries_as_five(docket):
    rosa = make.reviewer()
    topic = Topic.objects.create(docket=docket, name_en="Trucks", name_es="Camiones")
    counts = []
    move(many(docket, 1), rosa, State.IN_REVIEW)  # which asks for her permissions
    for size in (5, 50):
        comments = many(docket, size)
        with CaptureQueriesContext(connection) as queries:
            move(comments, rosa, State.IN_REVIEW)
            bulk.set_topics(keys=keys(comments), actor=rosa, key=uuid.uuid4(), add=[topic])
            bulk.group(keys=keys(comments), actor=rosa, key=uuid.uuid4(), lead=comments[0])
            posting = move(comments, rosa, State.POSTED)
            undo(action=posting, actor=rosa, key=uuid.uuid4())
        counts.append(len(queries))
        assert posting.changed == size
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_one_who_moves_many_and_one_who_claims_one_never_both_have_it():
    docket = make.docket()
    rosa, luis = make.reviewer("rosa"), make.reviewer("luis")
    comments = many(docket, 12)
    contested = comments[::2]

    def act(who):
        if who == "rosa":
            return move(comments, rosa, State.IN_TRIAGE)
        return review.claim(comment=contested[who], actor=luis)

    results = in_parallel(act, ["rosa", *range(len(contested))])
    action, claims = results[0], results[1:]
    won = {
        comment.number
        for comment, result in zip(contested, claims, strict=True)
        if not isinstance(result, ReviewError)
    }
    assert not [
        result
        for result in claims
        if isinstance(result, Exception) and not isinstance(result, ReviewError)
    ]
    assert {number for numbers in action.left.values() for number in numbers} == won
    for comment in Comment.objects.all():
        mine = comment.number in won
        assert comment.assigned_to == (luis if mine else rosa)
        assert comment.state == (State.RECEIVED if mine else State.IN_TRIAGE)
        versions = list(comment.events.order_by("pk").values_list("version", flat=True))
        assert versions == [2]
