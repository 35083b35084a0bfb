"""The review page shows the points of a letter in its words, and brackets more."""

import re
import time
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments.models import Comment, Point
from tests import factories
from tests.comments import factories as make
from tests.comments.test_bracketing import (
    NIGHT,
    SHIPS,
    TREES,
    bracket,
    bracketer,
    covered,
    letter_in_review,
    publish,
)
from tests.comments.test_point_words import attach, redact

pytestmark = pytest.mark.django_db
MARK = "[redacted: name of a minor]"


@pytest.fixture
def rosa():
    return bracketer()


@pytest.fixture
def comment():
    return letter_in_review()


def address(comment) -> str:
    return reverse("review:inspect", args=[comment.pk])


def page(client, comment, user, query="") -> BeautifulSoup:
    client.force_login(user)
    answer = client.get(address(comment) + query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def send(client, comment, user, action, **fields):
    client.force_login(user)
    comment.refresh_from_db()
    return client.post(address(comment), {"version": comment.version, "action": action, **fields})


def refusal(answer) -> str:
    assert answer.status_code == 422
    return unescape(re.sub(r"<[^>]+>|\s+", " ", answer.text))


def letter_words(soup) -> str:
    return soup.select_one("[data-part=text] .review__text").get_text()


def test_each_point_is_marked_in_the_letter_with_its_label_and_the_way_to_its_response(
    client, comment, rosa
):
    outer = bracket(comment, rosa, f"{NIGHT} {TREES}")
    bracket(comment, rosa, "Harbor Drive", inside=outer)
    soup = page(client, comment, rosa)
    label = soup.select_one("#passage-1-1")
    assert label["href"] == "?point=1#point-1-1"
    assert soup.select_one("#point-1-1")
    texts = [mark.get_text().strip("[]") for mark in soup.select(".bracketed")]
    assert texts == [f"{NIGHT} Plant trees on ", "Harbor Drive", "."]
    assert letter_words(soup).replace("Point 1-1", "").replace("Point 1-2", "") == (
        f"{SHIPS} [{NIGHT} Plant trees on [Harbor Drive].]"
    )
    inner = soup.select_one(".bracketed--2")
    assert inner["data-label"] == "1-2"


def test_what_no_point_has_is_marked_and_counted(client, comment, rosa):
    soup = page(client, comment, rosa)
    assert "Not bracketed: 15 words (1 passage)" in " ".join(soup.get_text().split())
    bracket(comment, rosa, NIGHT)
    soup = page(client, comment, rosa)
    assert "Not bracketed: 9 words (2 passages)" in " ".join(soup.get_text().split())
    assert [part.get_text().strip() for part in soup.select(".unbracketed")] == [SHIPS, TREES]
    assert soup.select_one("[data-bracket-next]")["href"] == "#open-1"
    for words in (SHIPS, TREES):
        bracket(comment, rosa, words)
    assert "Every word is bracketed." in page(client, comment, rosa).get_text()


def test_nobody_else_is_asked_to_bracket_and_nobody_a_letter_that_is_none(client, comment, rosa):
    auditor = make.user("auditor", "comments.view_comment")
    soup = page(client, comment, auditor)
    assert not soup.select("[data-bracket-form], .unbracketed, #part-points")
    bracket(comment, rosa, SHIPS)
    soup = page(client, comment, auditor)
    assert soup.select_one("#passage-1-1")
    assert not soup.select("[data-bracket-form], [data-bracket-part], [name=action]")
    Comment.objects.update(state="received")
    assert not page(client, comment, rosa).select("[data-bracket-form]")
    Comment.objects.update(state="in_review")
    publish(comment.docket)
    soup = page(client, comment, rosa)
    assert not soup.select("[data-bracket-form]")
    assert "points do not change any more" in soup.get_text()


def test_a_selection_is_bracketed_with_topics_and_owner(client, comment, rosa):
    air = comment.docket.topics.create(name_en="Air", name_es="Aire")
    answer = send(
        *(client, comment, rosa, "bracket"),
        **{"part": "text", "start": 0, "end": 18, "words": SHIPS},
        **{"topics": [air.pk], "owner": rosa.pk},
    )
    assert answer.status_code == 302
    (point,) = Point.objects.all()
    assert covered(point) == [SHIPS]
    assert (list(point.topics.all()), point.owner) == ([air], rosa)
    row = page(client, comment, rosa).select_one("#bracketed-1-1").get_text()
    assert all(words in row for words in (SHIPS, "rosa", "Air", "No response"))


def test_without_a_script_words_are_found_where_they_stand_once(client, rosa):
    comment = letter_in_review(text="Trees now. More trees. Ships.")
    sent = {"part": "text", "words": "trees"}
    answer = send(client, comment, rosa, "bracket", **sent)
    assert "has these words 2 times" in refusal(answer)
    assert ">trees</textarea>" in re.sub(r"\s+", "", answer.text)
    assert "has these words 2 times" in refusal(
        send(client, comment, rosa, "bracket", **sent, occurrence=3)
    )
    assert send(client, comment, rosa, "bracket", **sent, occurrence=2).status_code == 302
    assert covered(Point.objects.get()) == ["trees"]
    assert Point.objects.get().passages.get().start == 16
    answer = send(client, comment, rosa, "bracket", part="text", words="boats")
    assert "does not have these words" in refusal(answer)


def test_words_are_nested_by_choice_only(client, comment, rosa):
    bracket(comment, rosa, TREES)
    sent = {"part": "text", "words": "Harbor Drive"}
    assert "share some with 1-1" in refusal(send(client, comment, rosa, "bracket", **sent))
    assert send(client, comment, rosa, "bracket", **sent, nested="on").status_code == 302
    around = {"part": "text", "words": f"{NIGHT} {TREES}", "nested": "on"}
    assert send(client, comment, rosa, "bracket", **around).status_code == 302
    parents = [point.parent and point.parent.number for point in Point.objects.order_by("number")]
    assert parents == [3, 1, None]
    crossing = {"part": "text", "words": f"{SHIPS} My son", "nested": "on"}
    assert "within 1-3" in refusal(send(client, comment, rosa, "bracket", **crossing))


def test_one_point_is_open_at_a_time_and_is_described_split_merged_and_removed(
    client, comment, rosa
):
    point = bracket(comment, rosa, f"{NIGHT} {TREES}")
    bracket(comment, rosa, SHIPS)
    soup = page(client, comment, rosa, "?queue=state%3Dposted&point=1")
    assert len(soup.select(".bracketing__point")) == 1
    assert soup.select_one(f"[value='remove:{point.pk}']")
    assert soup.select_one("#bracketed-1-2 .bracketing__head a[href*=point\\=2]")["href"] == (
        "?queue=state%3Dposted&point=2#point-1-2"
    )
    send(client, comment, rosa, f"describe:{point.pk}", owner=rosa.pk)
    assert Point.objects.get(pk=point.pk).owner == rosa
    answer = send(client, comment, rosa, f"split:{point.pk}", words="Plug in")
    assert "1-1 does not have these words" in refusal(answer)
    assert send(client, comment, rosa, f"split:{point.pk}", words="Plant").status_code == 302
    half = Point.objects.get(number=3)
    assert (covered(point), covered(half)) == ([NIGHT], [TREES])
    start = comment.text.index("coughs")
    place = {"part": "text", "start": start, "end": start + 6, "words": "coughs"}
    assert send(client, comment, rosa, f"split:{point.pk}", **place).status_code == 302
    answer = send(client, comment, rosa, f"merge:{point.pk}", **{"with": "x"})
    assert "Choose another point" in refusal(answer)
    for other in (Point.objects.get(number=4), half):
        sent = {"with": other.pk}
        assert send(client, comment, rosa, f"merge:{point.pk}", **sent).status_code == 302
    assert covered(point) == [f"{NIGHT} {TREES}"]
    assert send(client, comment, rosa, "renumber").status_code == 302
    point.refresh_from_db()
    assert point.number == 2
    make.response(point)
    assert "1-2 has a response" in refusal(send(client, comment, rosa, f"remove:{point.pk}"))
    point.response.delete()
    assert send(client, comment, rosa, f"remove:{point.pk}").status_code == 302
    assert Point.objects.count() == 1
    assert "not there any more" in refusal(send(client, comment, rosa, f"remove:{point.pk}"))


def test_what_a_colleague_bracketed_is_read_first_and_what_was_typed_is_kept(client, comment, rosa):
    seen = comment.version
    bracket(comment, bracketer("luis"), SHIPS)
    client.force_login(rosa)
    sent = {"part": "text", "start": 0, "end": 18, "words": SHIPS, "version": seen}
    answer = client.post(address(comment), {**sent, "action": "bracket"})
    assert "1-1 is bracketed." in refusal(answer)
    soup = BeautifulSoup(answer.text, "html.parser")
    form = soup.select_one("[data-bracket-sent]")
    assert form.select_one("[name=words]").get_text().strip() == SHIPS
    assert form.select_one("[name=start]")["value"] == "0"


def test_whoever_sees_marks_chooses_them_whole_and_never_reads_what_is_under_them(
    client, comment, rosa
):
    bracket(comment, rosa, NIGHT)
    redact(comment, "Mateo")
    soup = page(client, comment, rosa)
    assert "Mateo" not in str(soup)
    mark = soup.select_one(".redacted__mark")
    start = comment.text.index("Mateo")
    assert (mark["data-start"], mark["data-end"]) == (str(start), str(start + 5))
    assert soup.select_one("#bracketed-1-1 .bracketing__words").get_text() == NIGHT.replace(
        "Mateo", MARK
    )
    sent = {"part": "text", "words": f"{MARK} coughs", "nested": "on"}
    assert send(client, comment, rosa, "bracket", **sent).status_code == 302
    assert covered(Point.objects.get(number=2)) == ["Mateo coughs"]


def test_the_words_of_a_pdf_are_bracketed_and_survive_its_redaction(client, comment, rosa):
    file = attach(comment, "Ships are loud. Mateo lives here. Trees are quiet.")
    key = f"attachment-{file.pk}"
    sent = {"part": key, "words": "Mateo lives here. Trees"}
    assert send(client, comment, rosa, "bracket", **sent).status_code == 302
    file.redacted_text = "Ships are loud.\nlives here.\nTrees are quiet."
    file.redaction = file.Redaction.DONE
    file.save()
    soup = page(client, comment, rosa)
    text = soup.select_one(f"[data-part={key}] .review__text")
    assert text.select_one(".bracketed").get_text() == "[lives here.\nTrees]"
    assert "Mateo" not in text.get_text()
    starts = [piece["data-start"] for piece in text.select(".bracketed [data-start]")]
    assert starts[0] == str(file.text.index("lives"))
    sent = {"part": key, "words": "are quiet."}
    assert send(client, comment, rosa, "bracket", **sent).status_code == 302
    assert covered(Point.objects.get(number=2)) == ["are quiet."]


def long_letter(points: int) -> Comment:
    sentences = [f"Sentence {number} says that ships must plug in." for number in range(2200)]
    comment = letter_in_review(
        make.docket(number=f"PA-2026-{points:03}", initiative=factories.initiative()),
        text="\n\n".join(sentences),
    )
    rosa = make.colleague("rosa")
    for number in range(points):
        made = make.point(comment, words=f"Sentence {number} says", made_by=rosa)
        made.topics.add(comment.docket.topics.create(name_en=f"T{number}", name_es=f"T{number}"))
    return comment


def test_a_letter_of_40_pages_and_150_points_takes_as_many_queries_as_a_short_one(client, rosa):
    counts = []
    for points in (3, 150):
        comment = long_letter(points)
        page(client, comment, rosa)
        with CaptureQueriesContext(connection) as queries:
            began = time.monotonic()
            answer = client.get(address(comment) + "?point=2")
            took = time.monotonic() - began
        assert answer.status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0]
    # Ten times what it takes here when nothing else runs.
    assert took < 10


def test_the_queue_finds_the_letters_that_nobody_bracketed(client, comment, rosa):
    bracket(comment, rosa, SHIPS)
    plain, posted, received = (make.submit(comment.docket) for _number in range(3))
    Comment.objects.filter(pk=plain.pk).update(state="in_review")
    Comment.objects.filter(pk=posted.pk).update(state="posted", posted_at=posted.received_at)
    client.force_login(rosa)
    for asked, expected in {"false": {plain, posted}, "true": {comment}}.items():
        listed = client.get(reverse("review:index"), {"is_bracketed": asked}).text
        found = {one for one in (comment, plain, posted, received) if one.number in listed}
        assert found == expected
