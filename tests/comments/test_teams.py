"""Teams share a queue; who hands a comment on sees who has how much to do already."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments import review
from comments.models import Comment, Team
from tests.comments import factories as make
from tests.comments.test_bulk import many

pytestmark = pytest.mark.django_db
State = Comment.State


@pytest.fixture
def docket():
    return make.docket()


def page_of(comment) -> str:
    return reverse("review:inspect", args=[comment.pk])


def assign(client, comment, **answers):
    comment.refresh_from_db()
    sent = {"action": "assign", "version": comment.version, "person": "", "team": ""}
    return client.post(page_of(comment), sent | answers)


def test_docket_managers_run_teams_of_those_who_may_work_on_comments(client):
    verbs = ("add_team", "change_team", "delete_team", "view_team", "view_comment")
    client.force_login(make.user("boss", *(f"comments.{verb}" for verb in verbs)))
    rosa = make.reviewer()
    outsider = make.user("outsider")
    page = client.get(reverse("teams:add")).text
    assert "rosa" in page
    assert "outsider" not in page
    refused = client.post(reverse("teams:add"), {"name": "Port", "members": [outsider.pk]})
    assert refused.status_code == 200
    assert not Team.objects.exists()
    client.post(reverse("teams:add"), {"name": "Port", "members": [rosa.pk]})
    team = Team.objects.get()
    assert list(team.members.all()) == [rosa]
    assert "Port" in client.get(reverse("teams:index")).text
    # A team for which comments wait is not deleted; they would wait for nobody.
    many(make.docket(), 1, team=team)
    refused = client.post(reverse("teams:delete", args=[team.pk]))
    assert "Assign them to another one first." in refused.text
    Comment.objects.update(team=None)
    client.post(reverse("teams:delete", args=[team.pk]))
    assert not Team.objects.exists()


def test_reviewers_do_not_run_teams(client):
    client.force_login(make.reviewer())
    assert client.get(reverse("teams:index")).status_code == 302
    client.post(reverse("teams:add"), {"name": "Mine"})
    assert not Team.objects.exists()


def test_a_comment_is_handed_to_a_colleague_of_a_team_and_given_back(client, docket):
    rosa, luis = make.reviewer("rosa"), make.reviewer("luis")
    team = Team.objects.create(name="Port")
    comment = many(docket, 1)[0]
    client.force_login(rosa)
    for answers, has in [
        ({"person": rosa.pk}, (rosa, None)),
        ({"team": team.pk}, (None, team)),
        ({"person": luis.pk, "team": team.pk}, (luis, team)),
    ]:
        assign(client, comment, **answers)
        comment.refresh_from_db()
        assert (comment.assigned_to, comment.team) == has
    # What a colleague holds, a reviewer cannot take away; a manager can.
    assert "Assign to me" not in client.get(page_of(comment)).text
    assert assign(client, comment, person=rosa.pk).status_code == 422
    verbs = ("view", "review", "assign")
    boss = make.user("boss", *(f"comments.{verb}_comment" for verb in verbs))
    client.force_login(boss)
    assign(client, comment, action="assign:me")
    comment.refresh_from_db()
    assert (comment.assigned_to, comment.team) == (boss, team)
    assign(client, comment)
    comment.refresh_from_db()
    assert (comment.assigned_to, comment.team) == (None, None)
    assert comment.events.filter(kind="assigned").count() == 5


def test_an_assignment_made_from_an_old_page_is_refused_and_shows_what_happened(client, docket):
    rosa, luis = make.reviewer("rosa"), make.reviewer("luis")
    comment = many(docket, 1)[0]
    client.force_login(rosa)
    seen = comment.version
    review.add_note(comment=comment, actor=luis, note="Mine, please")
    refused = assign(client, comment, version=seen, person=rosa.pk)
    assert refused.status_code == 422
    assert "Mine, please" in refused.text
    comment.refresh_from_db()
    assert comment.assigned_to is None


def test_each_colleague_and_team_is_shown_with_its_open_comments_in_as_many_queries(client, docket):
    rosa = make.reviewer("rosa")
    team = Team.objects.create(name="Port")
    many(docket, 2, assigned_to=rosa)
    many(docket, 1, assigned_to=rosa, state=State.SPAM)
    comment = many(docket, 1, team=team)[0]
    client.force_login(rosa)
    client.get(page_of(comment))
    with CaptureQueriesContext(connection) as few:
        page = client.get(page_of(comment)).text
    assert "rosa (2 open comments)" in page
    assert "Port (1 open comment)" in page
    for number in range(5):
        make.reviewer(f"reviewer{number}")
        Team.objects.create(name=f"Team {number}")
    with CaptureQueriesContext(connection) as more:
        client.get(page_of(comment))
    assert len(more) == len(few)
