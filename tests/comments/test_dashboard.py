"""The board sees how a docket stands: what came when, about what, and how far review has come."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments import review
from comments.dashboard.figures import Figures
from comments.models import Comment, Team
from tests.comments import factories as make
from tests.factories import local

pytestmark = pytest.mark.django_db
State = Comment.State


@pytest.fixture
def docket():
    """Open over the night in which the clocks of Los Angeles are set back."""
    return make.docket(
        opens_at=local(2026, 10, 30, 8, 0), closes_at=local(2026, 11, 3, 17, 0), target_days=3
    )


@pytest.fixture(autouse=True)
def _it_is_the_fifth_of_november():
    with time_machine.travel(local(2026, 11, 5, 9, 0), tick=False):
        yield


def submit(docket, *moment, **fields) -> Comment:
    return make.submit(docket, received_at=local(*moment), **fields)


def post(comment, actor) -> None:
    review.claim(comment=comment, actor=actor)
    for state in (State.IN_REVIEW, State.POSTED):
        review.move(comment=comment, actor=actor, to_state=state)


def test_days_are_the_agencys_also_when_the_clocks_change(docket):
    submit(docket, 2026, 10, 31, 23, 59)
    submit(docket, 2026, 11, 1, 0, 1)
    submit(docket, 2026, 11, 1, 23, 59)
    assert Figures(docket).by_day == {
        date(2026, 10, 30): 0,
        date(2026, 10, 31): 1,
        date(2026, 11, 1): 2,
        date(2026, 11, 2): 0,
        date(2026, 11, 3): 0,
    }


def test_it_counts_channels_languages_topics_states_and_what_is_overdue(docket):
    noise = docket.topics.create(name_en="Noise", name_es="Ruido")
    rosa = make.reviewer()
    first = submit(docket, 2026, 10, 30, 9, 0, channel="paper", language="es")
    second = submit(docket, 2026, 11, 3, 9, 0)
    spam = submit(docket, 2026, 11, 3, 10, 0)
    review.set_topics(comment=first, actor=rosa, topics=[noise])
    review.claim(comment=spam, actor=rosa)
    review.move(comment=spam, actor=rosa, to_state=State.SPAM, note="Advertising")
    make.campaign(first, second)
    figures = Figures(docket)
    assert figures.received == 2
    assert figures.by_channel == [("Web form", 1), ("Letter", 1)]
    assert figures.by_language == [("English", 1), ("Spanish", 1)]
    assert figures.by_topic == [("Noise", 1), ("No topic yet", 1)]
    assert figures.by_state == [("Received", 2), ("Spam", 1)]
    assert figures.overdue == 1
    assert figures.campaigns == {"campaigns": 1, "comments": 2}


def test_the_trail_says_how_many_were_in_each_stage_at_the_end_of_each_day(docket):
    rosa = make.reviewer()
    comment = submit(docket, 2026, 10, 30, 9, 0)
    submit(docket, 2026, 11, 1, 9, 0)
    with time_machine.travel(local(2026, 11, 2, 9, 0), tick=False):
        post(comment, rosa)
    stages = Figures(docket).stages_by_day
    none = {"waiting": 0, "review": 0, "posted": 0, "other": 0}
    assert stages[date(2026, 10, 31)] == none | {"waiting": 1}
    assert stages[date(2026, 11, 1)] == none | {"waiting": 2}
    assert stages[date(2026, 11, 2)] == none | {"waiting": 1, "posted": 1}
    assert stages[date(2026, 11, 3)] == stages[date(2026, 11, 2)]


def test_it_says_who_has_much_to_do_and_who_has_done_much(docket):
    rosa, luis = make.reviewer("rosa"), make.reviewer("luis")
    team = Team.objects.create(name="Engineers")
    mine, theirs, done = (submit(docket, 2026, 11, 1, hour, 0) for hour in (9, 10, 11))
    review.claim(comment=mine, actor=rosa)
    boss = make.user("boss", "comments.review_comment", "comments.assign_comment")
    review.assign(comment=theirs, actor=boss, to=luis, team=team)
    post(done, rosa)
    figures = Figures(docket)
    assert [(row.name, row.open, row.done) for row in figures.by_person] == [
        ("rosa", 1, 1),
        ("luis", 1, 0),
    ]
    assert [(row.name, row.open, row.done) for row in figures.by_team] == [("Engineers", 1, 0)]


def test_each_chart_has_its_table_names_no_commenter_and_costs_the_same_for_many(client, docket):
    submit(docket, 2026, 11, 1, 9, 0, name="Ana Ruiz", email="ana@example.com")
    address = reverse("docket_dashboard", args=[docket.pk])
    assert client.get(address).status_code == 302
    client.force_login(make.user("editor"))
    assert client.get(address).status_code in {302, 403}
    client.force_login(make.reviewer())
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        page = client.get(address).text
    assert page.count('<svg class="chart"') == page.count('<table class="listing">') == 6
    assert page.count("There is nothing to show yet.") == 2
    assert "Deadline:" in page
    assert "Ana" not in page
    assert "ana@" not in page
    assert "<script" not in page.split('class="dashboard"')[1].split("</main>")[0]
    docket.topics.create(name_en="Noise", name_es="Ruido")
    for number in range(6):
        comment = submit(docket, 2026, 11, 2, number, 0)
        post(comment, make.reviewer(f"reviewer{number}"))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few) + 1


def test_an_empty_docket_says_that_there_is_nothing_yet(client):
    later = local(2026, 11, 5, 9, 0) + timedelta(days=5)
    empty = make.docket(opens_at=later, closes_at=later + timedelta(days=30))
    client.force_login(make.reviewer())
    page = client.get(reverse("docket_dashboard", args=[empty.pk]))
    assert page.status_code == 200
    assert empty.number in client.get(reverse("dashboards")).text
