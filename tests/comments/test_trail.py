"""The trail names what an act was about, in the language of whoever reads it."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from comments import review
from comments.campaigns import handling
from comments.models import BulkAction, Comment
from comments.review import bulk
from comments.review.undo import undo
from comments.review_page.trail import described
from tests.comments import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa():
    return make.reviewer("rosa")


@pytest.fixture
def comments():
    docket = make.docket()
    return [make.submit(docket, text=f"Letter {number}") for number in range(3)]


def said(comment: Comment) -> list[str]:
    return [line for event in described(comment.events.all()) for line in event.says]


def test_an_entry_says_into_which_campaign_a_comment_came_and_out_of_which(comments, rosa):
    lead, member, other = comments
    campaign = make.campaign(lead)
    bulk.group(keys=[member.pk], actor=rosa, key=uuid.uuid4(), lead=lead, decides=False)
    member.refresh_from_db()
    handling.take_out(comment=member, actor=rosa)
    assert said(member) == [f"Into {campaign}", f"Out of {campaign}"]
    merged = make.campaign(other)
    handling.merge(campaign=merged, into=campaign, actor=rosa)
    assert said(other) == ["Out of a campaign that is gone", f"Into {campaign}"]
    handling.make_lead(campaign=campaign, comment=other, actor=rosa)
    assert said(other)[-1] == "It became the letter that stands for the others."


def test_an_entry_says_what_was_undone(client, comments, rosa):
    topic = comments[0].docket.topics.create(name_en="Air", name_es="Aire")
    keys = [comment.pk for comment in comments]
    act = bulk.set_topics(keys=keys, actor=rosa, key=uuid.uuid4(), add=[topic])
    undo(action=act, actor=rosa, key=uuid.uuid4())
    assert said(comments[0]) == [
        "Topics added: Air",
        "What was undone: Topics added: Air",
        "Topics removed: Air",
    ]


def test_topics_are_named_to_each_in_their_language_also_when_one_is_gone(client, comments, rosa):
    topics = comments[0].docket.topics
    air = topics.create(name_en="Air", name_es="Aire")
    noise = topics.create(name_en="Noise", name_es="Ruido")
    review.set_topics(comment=comments[0], actor=rosa, topics=[air, noise])
    review.set_topics(comment=comments[0], actor=rosa, topics=[noise])
    UserProfile.objects.create(user=rosa, preferred_language="es")
    client.force_login(rosa)
    address = reverse("review:inspect", args=[comments[0].pk])
    trail = client.get(address).text.partition('id="part-trail"')[2]
    assert "Aire, Ruido" in trail
    assert "Air, Noise" not in trail
    # What is gone has its name in the note alone.
    air.delete()
    trail = client.get(address).text.partition('id="part-trail"')[2]
    assert "Air, Noise" in trail


def test_a_long_trail_takes_no_more_queries_than_a_short_one(comments, rosa):
    lead, comment, _other = comments
    topics = [
        comment.docket.topics.create(name_en=f"T{number}", name_es=f"T{number}")
        for number in range(8)
    ]
    make.campaign(lead)

    def act(topic) -> None:
        done = bulk.set_topics(keys=[comment.pk], actor=rosa, key=uuid.uuid4(), add=[topic])
        undo(action=done, actor=rosa, key=uuid.uuid4())
        bulk.group(keys=[comment.pk], actor=rosa, key=uuid.uuid4(), lead=lead, decides=False)
        comment.refresh_from_db()
        handling.take_out(comment=comment, actor=rosa)

    act(topics[0])
    with CaptureQueriesContext(connection) as few:
        said(comment)
    for topic in topics[1:]:
        act(topic)
    with CaptureQueriesContext(connection) as many:
        assert len(said(comment)) == 8 * 5
    assert len(many) == len(few)
    assert BulkAction.objects.count() == 24
