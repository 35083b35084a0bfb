"""From the list of comments: choose rows, see what would happen, do it, and undo it."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments import review
from comments.models import BulkAction, Comment, Topic
from tests.comments import factories as make
from tests.comments.test_bulk import many

pytestmark = pytest.mark.django_db
State = Comment.State
LIST = "/admin/review/"


@pytest.fixture
def docket():
    return make.docket()


@pytest.fixture
def rosa(client):
    user = make.reviewer()
    client.force_login(user)
    return user


def address(act: str, ids, **query) -> str:
    path = reverse("wagtail_bulk_action", args=["comments", "comment", act])
    chosen = urlencode([("id", key) for key in ids] + list(query.items()) + [("next", LIST)])
    return f"{path}?{chosen}"


def submit(client, url: str, **answers):
    """The form of that page, sent with these answers and what it holds hidden."""
    form = client.get(url).context["form"]
    hidden = {name: form[name].value() for name in ("chosen", "key")}
    chosen = form.fields["chosen"].prepare_value(hidden["chosen"])
    return client.post(url, {**hidden, "chosen": chosen, **answers})


def test_all_that_match_the_filters_are_chosen_and_no_others(client, rosa, docket):
    paper, web = many(docket, 60, channel="paper"), many(docket, 2)
    page = client.get(f"{LIST}?channel=paper")
    assert page.text.count("data-bulk-action-checkbox") == 50
    assert "data-bulk-action-num-objects-in-listing" in page.text
    url = address("move", ["all"], channel="paper")
    shown = client.get(url)
    assert "60 comments" in shown.text
    # What arrives after the page was shown is not moved with the rest.
    form = shown.context["form"]
    many(docket, 1, channel="paper")
    chosen = form.fields["chosen"].prepare_value(form["chosen"].value())
    answers = {"chosen": chosen, "key": form["key"].value(), "to_state": "in_triage"}
    assert client.post(url, answers).url == LIST
    assert Comment.objects.filter(state=State.IN_TRIAGE).count() == len(paper)
    assert not Comment.objects.filter(pk__in=[comment.pk for comment in web]).exclude(
        state=State.RECEIVED
    )
    # Sent twice, it is done once.
    client.post(url, answers)
    assert BulkAction.objects.count() == 1


def test_the_page_says_how_many_would_be_left_alone_and_why_and_the_list_which(
    client, rosa, docket
):
    comments = many(docket, 3)
    review.claim(comment=comments[0], actor=make.reviewer("luis"))
    url = address("move", [comment.pk for comment in comments])
    page = client.get(url).text
    assert "In review (2)" in page
    assert "1: luis has claimed this comment." in page
    assert "Posted (" not in page
    submit(client, url, to_state="in_review")
    listing = client.get(LIST).text
    assert "Moved to “In review”: 2 comments changed." in listing
    report = reverse("bulk_actions:inspect", args=[BulkAction.objects.get().pk])
    assert report in listing
    assert f"luis has claimed this comment. ({comments[0].number})" in listing
    assert comments[0].number in client.get(report).text
    client.post(report)
    assert Comment.objects.filter(state=State.RECEIVED).count() == 3
    assert "Undo</button>" not in client.get(report).text
    assert "Moved to “In review”" in client.get(reverse("bulk_actions:index")).text


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost_or_changed(
    client, rosa, docket
):
    here, there = many(docket, 1)[0], make.submit(make.docket(number="PA-2026-02"))
    Topic.objects.create(docket=docket, name_en="Trucks", name_es="Camiones")
    Comment.objects.filter(pk=here.pk).update(state=State.IN_REVIEW)
    cases = [
        ("move", {"to_state": "withheld", "note": "Threat"}, "legal_reason", "Threat"),
        ("move", {"to_state": "spam", "note": " "}, "note", "Spam (1)"),
        ("move", {"note": "Why"}, "to_state", "Why"),
        ("assign", {}, "person", "Choose a person or a team."),
        ("topics", {"how": "remove"}, "topics", "Trucks"),
        ("campaign", {"number": "PA-2026-01-0999"}, "number", "PA-2026-01-0999"),
        ("campaign", {"number": there.number}, "number", there.number),
    ]
    for act, answers, field, kept in cases:
        response = submit(client, address(act, [here.pk]), **answers)
        assert response.status_code == 422
        assert "Nothing was changed." in response.text
        assert field in response.context["form"].errors
        assert kept in response.text
    assert not BulkAction.objects.exists()


def test_chosen_comments_are_assigned_given_topics_and_put_into_a_campaign(client, rosa, docket):
    comments = many(docket, 2)
    lead = make.submit(docket)
    topic = Topic.objects.create(docket=docket, name_en="Trucks", name_es="Camiones")
    ids = [comment.pk for comment in comments]
    for act, answers in [
        ("assign", {"person": rosa.pk}),
        ("topics", {"topics": [topic.pk], "how": "add"}),
        ("campaign", {"number": lead.number.lower(), "decides": "on"}),
    ]:
        assert submit(client, address(act, ids), **answers).url == LIST
    for comment in Comment.objects.filter(pk__in=ids):
        assert list(comment.topics.all()) == [topic]
        assert comment.state == State.CAMPAIGN
        assert comment.campaign.lead == lead
        assert comment.events.filter(bulk__kind="assign", detail__assigned_to=[None, rosa.pk])


def test_who_may_not_act_finds_no_boxes_and_cannot_act(client, docket):
    comment = many(docket, 1)[0]
    client.force_login(make.user("ruth", "comments.view_comment", "comments.view_bulkaction"))
    assert "data-bulk-action-checkbox" not in client.get(LIST).text
    for act in ("assign", "topics", "move", "campaign"):
        assert client.get(address(act, [comment.pk])).status_code == 302
        assert client.post(address(act, [comment.pk]), {"chosen": comment.pk}).status_code == 302
    assert not BulkAction.objects.exists()
    # A redactor takes many out of redaction, and sets no topics.
    client.force_login(make.user("rui", "comments.view_comment", "comments.redact_comment"))
    listing = client.get(LIST).text
    assert "Move the selected comments" in listing
    assert "Set topics of the selected comments" not in listing
    assert client.get(address("topics", [comment.pk])).status_code == 302


def test_colleagues_acts_are_seen_by_managers_and_auditors_and_undone_by_managers(
    client, rosa, docket
):
    comment = many(docket, 1)[0]
    submit(client, address("move", [comment.pk]), to_state="in_triage")
    report = reverse("bulk_actions:inspect", args=[BulkAction.objects.get().pk])
    client.get(LIST)  # which shows what was done, once
    client.force_login(make.reviewer("luis"))
    assert client.get(report).status_code == 302
    assert report not in client.get(reverse("bulk_actions:index")).text
    client.force_login(make.user("ruth", "comments.view_comment", "comments.view_bulkaction"))
    assert "Undo</button>" not in client.get(report).text
    client.post(report)
    assert BulkAction.objects.count() == 1


def test_pages_take_the_same_queries_for_fifty_comments_as_for_five(client, rosa, docket):
    Topic.objects.create(docket=docket, name_en="Trucks", name_es="Camiones")
    counts = []
    acts = ("assign", "topics", "move", "campaign")
    for size in (5, 50):
        ids = [comment.pk for comment in many(docket, size)]
        submit(client, address("move", ids), to_state="in_triage")
        report = reverse("bulk_actions:inspect", args=[BulkAction.objects.first().pk])
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            for act in acts:
                client.get(address(act, ids))
            client.get(report)
            client.get(reverse("bulk_actions:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
