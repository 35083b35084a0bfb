"""A generated docket can be worked on like any other: every row keeps the rules of the house."""

import io
from collections import defaultdict
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from comments import permissions
from comments.models import (
    Attachment,
    Comment,
    CommentEvent,
    Docket,
    Draft,
    Point,
    PointPassage,
    Response,
)
from comments.review import DONE, MOVES, allowed_moves
from plaza.generated.answers import WORDS, NobodyAnswers, answer
from plaza.generated.campaign_letters import LETTERS
from plaza.generated.docket import DocketExists, generate
from plaza.generated.letters import letters
from plaza.roles import group_for, sync_roles
from tests import factories
from tests.comments import factories as make

NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)


def test_letters_are_the_same_for_a_seed_and_say_which_campaign_they_are_of():
    first, again, other = (list(letters(seed, 600)) for seed in (7, 7, 8))
    assert first == again != other
    campaigns = [letter for letter in first if letter.campaign is not None]
    assert 0.5 < len(campaigns) / 600 < 0.7
    assert len({letter.campaign for letter in campaigns}) == len(LETTERS)
    assert 0.2 < sum(letter.language == "es" for letter in first) / 600 < 0.4
    for letter in campaigns:
        if not letter.edits:
            assert LETTERS[letter.campaign].paragraphs[0][0] in letter.text
    own = [letter.text or letter.remarks for letter in first if letter.campaign is None]
    assert len(set(own)) == len(own)
    assert not any("{" in letter.text for letter in first)


@pytest.mark.django_db
def test_a_generated_docket_has_comments_in_every_state_with_the_trail_that_led_there():
    sync_roles()
    factories.initiative()
    people = {
        role: make.user(role) for role in ("reviewer", "redactor", "docket_manager", "intake_clerk")
    }
    for role, user in people.items():
        user.groups.add(group_for(role))
    report = generate(comments=600, seed=7, number="PA-2026-90", with_files=True, now=NOW)
    docket = report.docket
    comments = list(docket.comments.order_by("sequence").select_related("assigned_to"))
    assert [comment.sequence for comment in comments] == list(range(1, 601))
    assert [comment.received_at for comment in comments] == sorted(
        comment.received_at for comment in comments
    )
    assert {comment.state for comment in comments} >= {
        *("received", "in_triage", "in_review", "posted", "redaction", "duplicate"),
    }
    assert {comment.channel for comment in comments} == set(Comment.Channel.values)
    assert any(comment.is_late for comment in comments)
    assert all(docket.opens_at <= comment.received_at <= NOW for comment in comments)

    trail = defaultdict(list)
    for event in CommentEvent.objects.order_by("comment", "version").select_related("actor"):
        trail[event.comment_id].append(event)
    for comment in comments:
        _hold_the_trail(comment, trail[comment.pk])
    assert Draft.objects.published().get().docket == docket
    assert Attachment.objects.exclude(text="").exists()
    assert {team.name for team in people["reviewer"].teams.all()}


def _hold_the_trail(comment: Comment, events: list[CommentEvent]) -> None:
    """The trail begins with the receipt, goes by allowed moves, and ends where the comment is."""
    assert events[0].kind == "received"
    assert [event.version for event in events] == list(range(1, comment.version + 1))
    assert [event.at for event in events] == sorted(event.at for event in events)
    state, holder = "received", None
    for event in events[1:]:
        if event.kind == "moved":
            assert event.from_state == state
            assert event.to_state in MOVES[state], (state, event.to_state)
            assert holder == event.actor_id
        state = event.to_state or state
        if "assigned_to" in event.detail:
            _before, holder = event.detail["assigned_to"]
    assert state == comment.state
    assert holder == comment.assigned_to_id
    if comment.state in DONE:
        assert comment.assigned_to_id is None
    if comment.assigned_to:
        assert permissions.can_claim(comment.assigned_to)
        assert allowed_moves(comment)
    if comment.state == "posted":
        assert comment.posted_at == events[-1].at


@pytest.mark.django_db
def test_a_docket_is_generated_once_and_never_where_comments_are_a_record(settings):
    settings.DEMO, settings.DEBUG = False, False
    with pytest.raises(CommandError, match="PLAZA_DEMO"):
        call_command("generate_docket", comments=5)
    settings.DEMO = True
    with pytest.raises(CommandError, match="initiative"):
        call_command("generate_docket", comments=5)
    factories.initiative()
    output = io.StringIO()
    call_command("generate_docket", comments=40, number="PA-2026-90", stdout=output)
    assert "PA-2026-90" in output.getvalue()
    assert set(Comment.objects.values_list("state", flat=True)) <= {"received", "withdrawn"}
    with pytest.raises(CommandError, match="There is a docket PA-2026-90"):
        call_command("generate_docket", comments=5, number="PA-2026-90")
    with pytest.raises(CommandError):
        call_command("generate_docket", comments=5, number="no number")
    with pytest.raises(DocketExists):
        generate(comments=5, seed=1, number="PA-2026-90")
    assert Docket.objects.count() == 1


@pytest.mark.django_db
def test_a_generated_docket_has_every_point_answered_and_approved_by_another_person():
    sync_roles()
    factories.initiative()
    for role in ("reviewer", "response_author", "approver"):
        make.user(role).groups.add(group_for(role))
    docket = generate(comments=120, seed=7, number="PA-2026-90", now=NOW).docket
    made = answer(docket=docket, seed=7, long_letters=2, points=60, masters=8)
    assert made["points"] == Point.objects.filter(comment__docket=docket).count() == 60
    assert made["master responses"] == docket.responses.masters().count() == 8
    assert not docket.responses.exclude(status=Response.Status.APPROVED).exists()
    long_ones = docket.comments.order_by("-sequence")[:2]
    for comment in long_ones:
        assert len(comment.text.split()) >= WORDS
        assert comment.state == Comment.State.POSTED
    assert {passage.comment_id for passage in PointPassage.objects.all()} > {
        comment.pk for comment in long_ones
    }
    for point in Point.objects.prefetch_related("passages", "masters").select_related("comment"):
        (passage,) = point.passages.all()
        words = point.comment.text[passage.start : passage.end]
        assert words
        assert words == words.strip()
        assert point.masters.exists() or hasattr(point, "response")
    for comment in docket.comments.all():
        versions = [event.version for event in comment.events.all()]
        assert versions == list(range(1, comment.version + 1))


@pytest.mark.django_db
def test_nobody_approves_generated_responses_alone():
    sync_roles()
    factories.initiative()
    make.user("docket_manager").groups.add(group_for("docket_manager"))
    docket = generate(comments=5, seed=7, number="PA-2026-90", now=NOW).docket
    with pytest.raises(NobodyAnswers):
        answer(docket=docket, seed=7)
    assert not Point.objects.exists()
