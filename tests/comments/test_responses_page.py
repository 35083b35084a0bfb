"""The part of the review page in which points are answered."""

import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments.models import Response
from comments.responses import moving, writing
from tests.comments import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def docket():
    return make.docket()


@pytest.fixture
def letter(docket):
    return make.submit(docket, text="It is loud. It is dusty. It is late.")


@pytest.fixture
def point(letter):
    return make.point(letter, words="It is loud.")


@pytest.fixture
def author(client):
    user = make.author("wanda")
    client.force_login(user)
    return user


def page(point, query="") -> str:
    address = reverse("review:inspect", args=[point.comment_id])
    return f"{address}?point={point.number}{query}"


def draftail(text: str) -> str:
    """What the editor sends."""
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0}
    block |= {"inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def sent(point, action="respond", *, en="", es="", **fields) -> dict:
    given = {"response-text_en": draftail(en), "response-text_es": draftail(es)}
    given |= {"response-version": "0", "point": point.number, "action": action}
    return given | fields


def test_an_author_answers_a_point_in_both_languages(client, author, point):
    address = page(point, "&queue=state%3Dposted")
    response = client.post(address, sent(point, en="It is quiet.", es="Hay silencio."))
    assert response.status_code == 302
    assert response.url == address
    made = Response.objects.get(point=point)
    assert (made.text_en, made.text_es) == ("<p>It is quiet.</p>", "<p>Hay silencio.</p>")
    assert "The response to 1-1 is saved." in client.get(address).text


def test_save_and_send_is_one_act(client, author, point):
    client.post(page(point), sent(point, "respond:send", en="It is quiet."))
    assert Response.objects.get().status == "reviewed"
    refused = client.post(page(point), sent(point, "respond:send", **{"response-version": "2"}))
    assert refused.status_code == 422
    # The words were not taken back by the half that could be done.
    assert Response.objects.get().text_en == "<p>It is quiet.</p>"


def test_an_approver_approves_what_they_read_and_an_author_does_not(client, author, point):
    client.post(page(point), sent(point, "respond:send", en="It is quiet."))
    approve = {"action": "approve_response", "point": point.number, "seen": "2"}
    assert client.post(page(point), approve).status_code == 422
    client.force_login(make.approver("ann"))
    text = client.get(page(point)).text
    assert "It is quiet." in text
    assert "response-text_en" not in text
    assert client.post(page(point), approve).status_code == 302
    assert Response.objects.get().approved_by.username == "ann"


def test_an_approver_goes_from_point_to_point_with_one_press(client, author, point):
    following = make.point(point.comment, words="It is dusty.")
    client.post(page(point), sent(point, "respond:send", en="It is quiet."))
    client.force_login(make.approver("ann"))
    button = f"approve_response:{following.number}"
    assert f'value="{button}"' in client.get(page(point)).text
    approve = {"action": button, "point": point.number, "seen": "2"}
    answer = client.post(page(point), approve)
    assert answer["Location"] == f"{page(following)}#point-{following.label}"
    assert Response.objects.get().is_approved


def test_sending_back_without_a_note_is_refused_and_keeps_the_place(client, author, point):
    client.post(page(point), sent(point, "respond:send", en="It is quiet."))
    client.force_login(make.approver("ann"))
    back = {"action": "send_back_response", "point": point.number, "seen": "2"}
    refused = client.post(page(point), {**back, "note": " "})
    assert refused.status_code == 422
    assert "Say in the note what is to be changed." in refused.text
    assert client.post(page(point), {**back, "note": "Cite the plan."}).status_code == 302
    assert "Cite the plan." in client.get(page(point)).text


def test_a_conflict_shows_what_is_saved_and_keeps_what_was_typed(client, author, point):
    writing.write(point=point, actor=make.author("otto"), texts={"en": "<p>Otto's words.</p>"})
    refused = client.post(page(point), sent(point, en="My words."))
    assert refused.status_code == 422
    assert "A colleague has changed this response in the meantime." in refused.text
    assert "Otto&#x27;s words." in refused.text or "Otto's words." in refused.text
    assert "My words." in refused.text
    assert Response.objects.get().text_en == "<p>Otto's words.</p>"
    # Whoever read it and saves again, writes over it.
    version = re.search(r'name="response-version" value="(\d+)"', refused.text)[1]
    again = sent(point, en="My words.", **{"response-version": version})
    assert client.post(page(point), again).status_code == 302
    assert Response.objects.get().text_en == "<p>My words.</p>"


def test_words_are_written_and_kept_without_a_script(client, author, point):
    made = writing.write(
        point=point, actor=author, texts={"en": "<p>A <b>bold</b> word.</p><ul><li>One</li></ul>"}
    )
    text = client.get(page(point)).text
    plain = re.search(r'<textarea name="response-text_en-plain"[^>]*>([^<]*)</textarea>', text)[1]
    hidden = re.search(r'name="response-text_en" value="([^"]*)"', text)[1]
    form = sent(point, **{"response-version": "1"})
    form |= {"response-text_en": unescape(hidden), "response-text_en-plain": unescape(plain)}
    client.post(page(point), form)
    made.refresh_from_db()
    assert (made.version, made.text_en) == (1, "<p>A <b>bold</b> word.</p><ul><li>One</li></ul>")
    form["response-text_en-plain"] = "A bold word.\n\n- One\n- Two"
    client.post(page(point), form)
    made.refresh_from_db()
    assert made.text_en == "<p>A bold word.</p><ul><li>One</li><li>Two</li></ul>"


def test_a_point_is_answered_by_a_master_response_alone(client, author, point, docket):
    master = make.response(docket=docket)
    assert "Master Response 1: Ships at berth" in client.get(page(point)).text
    client.post(page(point), sent(point, **{"response-masters": [master.pk]}))
    assert list(point.masters.all()) == [master]
    assert not Response.objects.filter(point=point).exists()
    assert "has an approved response" in client.get(page(point)).text


def test_master_responses_that_a_colleague_chose_meanwhile_stay(client, author, point, docket):
    mine, theirs = make.response(docket=docket), make.response(docket=docket)
    point.masters.add(theirs)
    client.post(page(point), sent(point, **{"response-masters": [mine.pk]}))
    assert set(point.masters.all()) == {mine, theirs}


def test_an_empty_form_says_what_is_missing(client, author, point, docket):
    assert client.post(page(point), sent(point)).status_code == 422
    assert not Response.objects.exists()
    gone = client.post(page(point), {**sent(point, en="x"), "point": "99"})
    assert gone.status_code == 422
    elsewhere = make.response(docket=make.docket(number="PA-2026-02"))
    wrong = sent(point, **{"response-masters": [elsewhere.pk]})
    assert client.post(page(point), wrong).status_code == 422


def test_one_point_is_open_and_the_others_are_a_summary(client, author, letter, point):
    second = make.point(letter, words="It is dusty.")
    third = make.point(letter, words="It is late.")
    make.response(third)
    text = client.get(page(second)).text
    assert text.count("data-draftail-input") == 2
    assert 'id="point-1-1"' in text
    assert 'id="point-1-3"' in text
    assert f"?point={third.number}#point-1-3" in text
    closed = client.get(reverse("review:inspect", args=[letter.pk])).text
    assert "data-draftail-input" not in closed
    assert "The ships are plugged in." in closed


def test_nobody_reads_here_what_is_redacted(client, author, letter, point):
    letter.redacted_text = letter.text.replace("loud", "[redacted]")
    letter.save()
    letter.redactions.create(
        part="text", start=6, end=10, reason="phone", made_by=make.colleague("hana")
    )
    assert "loud" not in client.get(page(point)).text


def test_responses_are_shown_to_who_reads_comments_and_to_nobody_else(client, point):
    client.force_login(make.user("clara", "comments.view_comment"))
    text = client.get(page(point)).text
    assert "There is no response to this point yet." in text
    assert "respond" not in re.findall(r'name="action" value="([^":]*)', text)
    client.force_login(make.user("olaf"))
    assert client.get(page(point)).status_code == 302


def test_a_long_letter_asks_as_often_as_a_short_one(client, author, docket, letter):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    master = make.response(docket=docket)
    for _number in range(3):
        inner = make.point(letter, parent=letter.points.last(), masters=[master])
        made = make.response(inner)
    moving.move(response=made, to_status="drafted", actor=author, note="Again")
    address = page(letter.points.first())
    client.get(address)
    few = queries()
    for number in range(27):
        inner = make.point(letter, parent=letter.points.last(), masters=[master])
        if number % 2:
            make.response(inner)
    assert queries() == few
