"""The admin's lists: all points and how far each is, master responses, coverage; acts on many."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments.models import Comment, Response
from comments.responses import writing
from tests.comments import factories as make
from tests.comments.test_responses import publish
from tests.comments.test_responses_page import draftail

pytestmark = pytest.mark.django_db


@pytest.fixture
def docket():
    return make.docket()


@pytest.fixture
def letter(docket):
    return make.submit(docket, text="It is loud. It is dusty. It is late.")


@pytest.fixture
def author(client):
    user = make.author("wanda")
    client.force_login(user)
    return user


def labels(client, **query) -> list[str]:
    """The points in the list, by label."""
    text = client.get(reverse("responses:index"), query).text
    return re.findall(r'id="point_\d+_title"[^>]*>\s*(?:<[^>]*>\s*)*([\d-]+)', text)


def bulk(client, action: str, points, **fields):
    url = reverse("wagtail_bulk_action", args=["comments", "point", action])
    keys = [point.pk for point in points]
    query = "&".join(f"id={key}" for key in keys)
    chosen = ",".join(map(str, keys))
    return client.post(f"{url}?{query}&next=/admin/responses/", {"chosen": chosen, **fields})


def messages_of(client, response) -> str:
    return client.get(response.url).text


def test_the_list_has_every_point_in_the_order_of_labels_and_leads_to_its_letter(
    client, author, docket, letter
):
    second = make.submit(docket, text="Another letter.")
    make.point(second)
    points = [make.point(letter, words="loud"), make.point(letter, words="dusty")]
    assert labels(client) == ["1-1", "1-2", "2-1"]
    text = client.get(reverse("responses:index")).text
    page = reverse("review:inspect", args=[letter.pk])
    assert f"{page}?point={points[1].number}#point-1-2" in text


def test_the_list_is_filtered_by_docket_topic_owner_and_status(client, author, docket, letter):
    topic = docket.topics.create(name_en="Noise")
    mine = make.point(letter, words="loud", owner=author, topics=[topic])
    make.response(mine, status="drafted")
    reviewed = make.point(letter, words="dusty")
    make.response(reviewed, status="reviewed")
    third = make.point(letter, words="late")
    elsewhere = make.point(make.submit(make.docket(number="PA-2026-02")))
    assert labels(client, docket=docket.pk) == ["1-1", "1-2", "1-3"]
    assert labels(client, docket=elsewhere.comment.docket_id) == ["1-1"]
    assert labels(client, topic=topic.pk) == [mine.label]
    assert labels(client, holder="mine") == labels(client, owner=author.pk) == [mine.label]
    assert mine.label not in labels(client, docket=docket.pk, holder="nobody")
    assert labels(client, docket=docket.pk, no_topic="true") == ["1-2", "1-3"]
    assert labels(client, standing="drafted") == [mine.label]
    assert labels(client, standing="reviewed") == [reviewed.label]
    assert labels(client, docket=docket.pk, standing="none") == [third.label]
    assert labels(client, standing="approved") == []


def test_the_list_is_searched_by_label_and_by_words_of_the_answers(client, author, docket, letter):
    first = make.point(letter, words="loud")
    make.response(first, text_en="<p>A sound wall is built.</p>")
    master = make.response(docket=docket, title_en="Dust and ash")
    second = make.point(letter, words="dusty", masters=[master])
    make.point(letter, words="late")
    assert labels(client, q="1-2") == [second.label]
    assert labels(client, q="1") == ["1-1", "1-2", "1-3"]
    assert labels(client, q="wall sound") == [first.label]
    assert labels(client, q="ash") == [second.label]
    assert labels(client, q="nowhere") == []


def test_a_filter_that_makes_no_sense_finds_nothing(client, author, letter):
    make.point(letter)
    assert labels(client, docket="999") == []
    assert labels(client, topic="x") == []


def test_only_who_reads_comments_sees_the_lists(client, letter, docket):
    make.point(letter)
    master = make.response(docket=docket)
    addresses = [
        reverse("responses:index"),
        reverse("master_responses:index"),
        reverse("master_responses:edit", args=[master.pk]),
        reverse("coverage"),
        reverse("docket_coverage", args=[docket.pk]),
    ]
    client.force_login(make.user("olaf"))
    assert {client.get(address).status_code for address in addresses} == {302}
    client.force_login(make.user("clara", "comments.view_comment"))
    assert {client.get(address).status_code for address in addresses} == {200}
    assert client.get(reverse("master_responses:add")).status_code == 302


def test_the_list_asks_as_often_for_many_points_as_for_few(client, author, docket):
    master = make.response(docket=docket)
    topic = docket.topics.create(name_en="Noise")

    def add(count):
        for number in range(count):
            letter = make.submit(docket, text=f"Letter {number}")
            point = make.point(letter, topics=[topic], masters=[master], owner=author)
            if number % 2:
                make.response(point)

    def queries(**query):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("responses:index"), query).status_code == 200
        return len(asked)

    add(3)
    queries()
    asked = [{}, {"standing": "approved"}, {"topic": topic.pk}, {"q": "ships"}]
    few = [queries(**query) for query in asked]
    add(27)
    assert [queries(**query) for query in asked] == few


def test_points_are_handed_to_a_colleague_in_one_act(client, author, letter):
    points = [make.point(letter, words=words) for words in ("loud", "dusty")]
    rosa = make.author("rosa_b")
    response = bulk(client, "owner", points, owner=rosa.pk)
    assert "2 points changed." in messages_of(client, response)
    assert {point.owner for point in letter.points.all()} == {rosa}


def test_all_that_match_the_list_are_chosen_with_one_box(client, author, letter, docket):
    for words in ("loud", "dusty", "late"):
        make.point(letter, words=words)
    url = reverse("wagtail_bulk_action", args=["comments", "point", "owner"])
    page = client.get(url, {"id": "all", "docket": docket.pk, "q": "1"})
    assert "3 points" in page.text


def test_many_are_sent_and_approved_and_the_others_are_named(client, author, letter):
    written = make.point(letter, words="loud")
    writing.write(point=written, actor=author, texts={"en": "<p>Quiet.</p>"})
    bare = make.point(letter, words="dusty")
    response = bulk(client, "send", [written, bare])
    told = messages_of(client, response)
    assert "1 point changed." in told
    assert "1 point was left alone" in told
    assert bare.label in told
    assert bulk(client, "approve", [written]).status_code == 302
    assert Response.objects.get().status == "reviewed"
    client.force_login(make.approver("ann"))
    bulk(client, "approve", [written])
    assert Response.objects.get().approved_by.username == "ann"


def test_an_author_who_also_approves_leaves_their_own_alone(client, letter):
    codes = ("view_comment", "write_response", "approve_response")
    both = make.user("both", *(f"comments.{code}" for code in codes))
    client.force_login(both)
    point = make.point(letter)
    writing.write(point=point, actor=both, texts={"en": "<p>Quiet.</p>"})
    bulk(client, "send", [point])
    told = messages_of(client, bulk(client, "approve", [point]))
    assert "another person approves it" in told
    assert Response.objects.get().status == "reviewed"


def test_many_points_refer_to_a_master_response(client, author, docket, letter):
    master = make.response(docket=docket)
    points = [make.point(letter, words=words) for words in ("loud", "dusty")]
    bulk(client, "refer", points, master=master.pk)
    assert set(master.referring_points.all()) == set(points)
    assert bulk(client, "refer", points).status_code == 422
    # The master responses of other dockets cannot be chosen.
    elsewhere = make.response(docket=make.docket(number="PA-2026-02"))
    assert bulk(client, "refer", points, master=elsewhere.pk).status_code == 422


def test_once_published_acts_on_many_say_why_nothing_was_done(client, author, docket, letter):
    point = make.point(letter)
    publish(docket)
    told = messages_of(client, bulk(client, "owner", [point], owner=author.pk))
    assert "Record a correction as an erratum" in told
    point.refresh_from_db()
    assert point.owner is None


def test_a_master_response_is_written_sent_and_approved_on_its_page(client, author, docket):
    form = {
        "response-docket": docket.pk,
        "response-title_en": "Noise at night",
        "response-title_es": "Ruido nocturno",
        "response-text_en": draftail("Quiet hours apply."),
        "response-text_es": draftail(""),
        "response-owner": author.pk,
    }
    added = client.post(reverse("master_responses:add"), form)
    made = Response.objects.masters().get()
    assert added.url == reverse("master_responses:edit", args=[made.pk])
    assert (made.number, made.title_es, made.owner) == (1, "Ruido nocturno", author)
    page = client.get(added.url).text
    assert "Master Response 1: Noise at night" in page
    assert client.post(added.url, {"action": "send", "seen": made.version}).status_code == 302
    assert client.post(added.url, {"action": "approve"}).status_code == 422
    assert client.post(added.url, {"action": "nothing"}).status_code == 422
    client.force_login(make.approver("ann"))
    assert client.post(added.url, {"action": "approve"}).status_code == 302
    back = client.post(added.url, {"action": "send_back", "note": "Cite the ordinance."})
    assert back.status_code == 302
    made.refresh_from_db()
    assert made.status == "drafted"
    assert "Cite the ordinance." in client.get(added.url).text


def test_a_master_response_without_a_title_is_refused_and_keeps_what_was_typed(
    client, author, docket
):
    form = {"response-docket": docket.pk, "response-text_en": draftail("Quiet hours apply.")}
    refused = client.post(reverse("master_responses:add"), form)
    assert refused.status_code == 422
    assert "Give the title in English." in refused.text
    assert "Quiet hours apply." in refused.text
    assert not Response.objects.exists()


def test_of_two_who_edit_a_master_response_the_second_sees_the_first_ones_words(
    client, author, docket
):
    master = make.response(docket=docket, version=1)
    writing.write(response=master, actor=make.author("otto"), texts={"en": "<p>Otto's.</p>"})
    form = {
        "action": "save",
        "response-title_en": master.title_en,
        "response-text_en": draftail("Mine."),
        "response-version": 1,
    }
    address = reverse("master_responses:edit", args=[master.pk])
    refused = client.post(address, form)
    assert refused.status_code == 422
    assert "Otto's." in refused.text
    assert "Mine." in refused.text
    master.refresh_from_db()
    assert master.text_en == "<p>Otto's.</p>"


def test_the_list_of_master_responses_says_how_many_points_refer_to_each(
    client, author, docket, letter
):
    master = make.response(docket=docket)
    for words in ("loud", "dusty"):
        make.point(letter, words=words, masters=[master])
    row = client.get(reverse("master_responses:index")).text
    assert re.search(r"Master Response 1: Ships at berth.*?<td[^>]*>\s*2\s*</td>", row, re.DOTALL)
    page = client.get(reverse("master_responses:edit", args=[master.pk])).text
    assert f"?point=1#point-{letter.points.first().label}" in page


def test_the_coverage_of_a_docket_is_a_table_that_leads_to_its_points(
    client, author, docket, letter
):
    topic = docket.topics.create(name_en="Noise")
    make.response(make.point(letter, words="loud", topics=[topic], owner=author))
    make.point(letter, words="dusty")
    other = make.submit(docket, text="Nothing bracketed")
    Comment.objects.filter(pk=other.pk).update(state=Comment.State.IN_REVIEW)
    text = client.get(reverse("docket_coverage", args=[docket.pk])).text
    assert "1 of 2 points have an approved response: 50%." in text
    assert f"topic={topic.pk}" in text
    assert f"owner={author.pk}" in text
    assert reverse("review:inspect", args=[other.pk]) in text
    empty = make.docket(number="PA-2026-02")
    text = client.get(reverse("docket_coverage", args=[empty.pk])).text
    assert "Nothing is bracketed in this docket yet." in text
    assert "PA-2026-02" in client.get(reverse("coverage")).text
