"""Staff read attached files page by page, and find on them what must be blacked out."""

import json
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from comments import review
from comments.attachments import read
from comments.models import Attachment
from comments.redaction import pdf_making, pdf_marks, pdf_pages, pdf_process
from comments.redaction.pdf_marks import Area
from comments.redaction.pdf_pages import Page
from tests.comments import factories as make
from tests.comments.pdf_letters import SECRET, letter_of

PDF = pdf_process.PDF


def page_of(*words: str) -> Page:
    """Words beside one another, each ten points wide."""
    placed = [[word, [index * 12, 10, index * 12 + 10, 20]] for index, word in enumerate(words)]
    return Page(1, 1, 1000, 100, placed)


@given(
    before=st.lists(st.sampled_from(["call", "me", "at", "(310)", "90810."]), max_size=5),
    after=st.lists(st.sampled_from(["or", "write,", "12"]), max_size=5),
    written=st.sampled_from(
        [("562-555-0147",), ("(562)", "555-0147."), ("562", "555", "0147"), ("5625550147",)]
    ),
    asked=st.sampled_from(["562-555-0147", "(562) 555 0147", "5625550147"]),
)
def test_a_number_is_found_however_it_is_written(before, after, written, asked):
    places = list(pdf_pages.find([page_of(*before, *written, *after)], asked))
    start, end = len(before) * 12, (len(before) + len(written)) * 12 - 2
    assert any(place.boxes[0][0] <= start and place.boxes[-1][2] >= end for place in places)


def test_words_are_found_whole_over_the_end_of_a_line_and_in_any_case():
    lines = Page(
        3,
        4,
        100,
        100,
        [
            ["My", [0, 50, 9, 60]],
            ["SON", [10, 50, 20, 60]],
            ["Mateo,", [0, 30, 20, 40]],
            ["8", [22, 30, 25, 40]],
        ],
    )
    (place,) = pdf_pages.find([lines], "son  mateo")
    assert (place.page, place.before, place.words, place.after) == (3, "My", "SON Mateo,", "8")
    assert len(place.boxes) == 2
    assert not list(pdf_pages.find([lines], "daughter"))
    assert not list(pdf_pages.find([lines], " "))


def test_a_file_made_to_do_harm_is_refused_with_a_reason_and_never_read_here():
    for content in (b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\0\xff" * 99):
        with pytest.raises(pdf_process.PageError) as refused:
            pdf_pages.page(ContentFile(content, name="x"), PDF, number=1)
        assert str(pdf_pages.refusal(refused.value))
    endless = ContentFile(letter_of("One."), name="y")
    with pytest.raises(pdf_process.PageError, match="slow"):
        pdf_process.run(endless, PDF, task="words", seconds=0.0001, first=1, last=1)


@pytest.mark.django_db
def test_a_redactor_reads_a_page_finds_a_number_and_blacks_it_out_without_scripts(client, settings):
    settings.REDACTED_PAGES_DPI = 40
    redactor = make.user(
        "rosa",
        *(f"comments.{verb}_comment" for verb in ("view", "redact", "note")),
        "comments.view_original",
    )
    comment = make.submit(
        make.docket(),
        attachments=[make.letter("letter.pdf", letter_of("One.", f"Call {SECRET}, Mateo."))],
    )
    file = comment.attachments.get()
    read(file.pk)
    url = reverse("comment_file", args=[file.token])
    picture = reverse("comment_file_page", args=[file.token, 2])
    assert client.get(url).status_code == 302
    client.force_login(make.user("clerk", "comments.enter_comment"))
    assert {client.get(url).status_code, client.get(picture).status_code} <= {302, 403}

    client.force_login(redactor)
    response = client.get(picture, {"zoom": "3"})
    assert response.content.startswith(b"\x89PNG")
    assert response["Content-Type"] == "image/png"
    assert "no-store" in response["Cache-Control"]
    assert client.get(picture.replace("2.png", "9.png")).status_code == 404
    assert "Claim this comment" in client.get(url).text
    typed = {"action": "withhold", "withheld_reason": "Typed reason"}
    refused = client.post(f"{url}?page=2", typed)
    assert refused.status_code == 422
    review.claim(comment=comment, actor=redactor)
    comment.refresh_from_db()

    page = client.get(f"{url}?page=2").text
    assert f"Call {SECRET}, Mateo." in page
    assert "Telephone number:" in page
    found = client.post(url, {"action": "find", "words": "(562) 555-0147", "everywhere": "on"})
    (item,) = found.context["places"]
    assert item["place"].page == 2
    sent = {"action": "black_out", "place": [item["value"]], "note": "My note"}
    sent |= {"words": SECRET, "everywhere": "on"}
    for wrong in ({"place": ["[2,{}]"]}, {"place": [json.dumps([2, [[1, 2, 3, 4]], ""])]}):
        refused = client.post(url, {**sent, **wrong, "version": comment.version})
        assert refused.status_code == 422
        assert "My note" in refused.text
    stale = client.post(url, {**sent, "reason": "phone", "version": comment.version - 1})
    assert stale.status_code == 422
    assert "A colleague has changed this comment" in stale.text
    assert item["value"] in [value["value"] for value in stale.context["places"]]
    client.post(url, {**sent, "reason": "phone", "version": comment.version})
    file.refresh_from_db()
    assert file.redaction == Attachment.Redaction.WAITING
    lifting = {"action": f"lift:{file.redactions.get().pk}", "explanation": "It is published"}
    refused = client.post(url, {**lifting, "version": comment.version})
    assert refused.status_code == 422
    assert refused.text.count("It is published</textarea>") == 1
    assert "<details open>" in refused.text

    colleague = make.reviewer("rita")
    client.force_login(colleague)
    assert client.get(picture).status_code == 404
    assert "the redacted file is not ready" in client.get(url).text
    pdf_making.make(file.pk)
    assert client.get(picture).status_code == 200
    page = client.get(f"{url}?page=2").text
    assert SECRET not in page
    assert "letter-redacted.pdf" in page
    whole = client.get(reverse("review:inspect", args=[comment.pk])).text
    assert SECRET not in whole
    assert url in whole


@pytest.fixture
def claimed(client):
    """A letter of two pages that its redactor has claimed and looks at."""
    rights = [f"comments.{verb}_comment" for verb in ("view", "redact", "note")]
    rosa = make.user("rosa", *rights, "comments.view_original")
    words = f"Call {SECRET}, or (310) 555-0199."
    comment = make.submit(
        make.docket(), attachments=[make.letter("letter.pdf", letter_of(words, words))]
    )
    review.claim(comment=comment, actor=rosa)
    client.force_login(rosa)
    return comment.attachments.get()


def looked_at(client, file, page=1):
    """The address of a page, what is proposed on it, and the version that was seen."""
    url = f"{reverse('comment_file', args=[file.token])}?page={page}"
    context = client.get(url).context
    return url, context["proposed"], context["comment"].version


@pytest.mark.django_db
def test_what_is_left_as_it_is_on_a_page_is_not_proposed_again_and_kept_without_its_words(
    client, claimed
):
    url, (first, second), version = looked_at(client, claimed)
    assert [item["label"] for item in (first, second)] == ["Telephone number"] * 2
    drawn = "[[1.0,2.0,30.0,40.0]]"
    typed = {"drawn": drawn, "note": "My note", "reason": "health", "place": [first["value"]]}

    done = client.post(url, {"action": "dismiss", "version": version, **typed})

    assert done.status_code == 200
    assert "1 suggestion is put aside." in done.text
    assert [item["value"] for item in done.context["proposed"]] == [second["value"]]
    # What was to be blacked out beside it is still there to be.
    form = done.context["areas_form"]
    assert [form[name].value() for name in ("drawn", "note", "reason")] == [
        *(drawn, "My note", "health")
    ]
    assert not form.errors
    _url, proposed, now = looked_at(client, claimed)
    assert [item["value"] for item in proposed] == [second["value"]]
    assert len(looked_at(client, claimed, page=2)[1]) == 2, "the same words elsewhere are others"
    assert now == done.context["comment"].version == version + 1

    entry = claimed.comment.events.order_by("pk").last()
    place = [f"attachment-{claimed.pk}", 1, first["place"].boxes, "phone"]
    assert entry.detail == {"dismissed_areas": [[], [place]]}
    assert entry.note == "Not blacked out: A file, page 1: Telephone number"
    claimed.refresh_from_db()
    assert claimed.redaction == Attachment.Redaction.NONE
    assert not claimed.redactions.exists()
    # On the page of the comment its texts are still looked through.
    whole = reverse("review:inspect", args=[claimed.comment_id])
    assert client.get(whole).status_code == 200


@pytest.mark.django_db
def test_only_suggestions_are_left_as_they_are_and_a_second_click_says_so(client, claimed):
    url, (first, _second), version = looked_at(client, claimed)
    found = json.dumps([1, [[1, 2, 30, 40]], "phone"])
    for place in ([], [found], ["nonsense"]):
        sent = {"action": "dismiss", "version": version, "place": place, "drawn": "[[1,2,9,9]]"}
        refused = client.post(url, sent)
        assert refused.status_code == 422
        assert "Choose a suggestion that is to be left as it is." in refused.text
        assert refused.context["areas_form"]["drawn"].value() == "[[1,2,9,9]]"
    sent = {"action": "dismiss", "version": version, "place": [first["value"]]}
    assert client.post(url, sent).status_code == 200
    again = client.post(url, sent)
    assert again.status_code == 422
    assert "A colleague has changed this comment" in again.text
    assert claimed.comment.events.filter(detail__has_key="dismissed_areas").count() == 1


@pytest.mark.django_db
def test_who_may_not_redact_or_has_not_claimed_leaves_nothing_as_it_is(client, claimed):
    url, (first, _second), version = looked_at(client, claimed)
    sent = {"action": "dismiss", "version": version, "place": [first["value"]]}
    others = (
        make.reviewer("rita"),
        make.user("omar", "comments.view_comment", "comments.redact_comment"),
        make.user(
            "hana",
            *("comments.view_comment", "comments.redact_comment", "comments.view_original"),
        ),
    )
    for actor in others:
        client.force_login(actor)
        assert client.post(url, sent).status_code == 422
        assert "Leave chosen suggestions as they are" not in client.get(url).text
        with pytest.raises(review.ReviewError):
            pdf_marks.dismiss(attachment=claimed, actor=actor, areas=[first["area"]])
    assert not claimed.comment.events.filter(detail__has_key="dismissed_areas").exists()


def test_a_place_is_the_same_where_another_program_measures_a_little_otherwise():
    place = Area(1, [[10, 10, 50, 20], [10, 30, 20, 40]], "phone")
    beside = Area(1, [[10.4, 10, 50, 19.7], [10, 30, 20, 40]], "phone")
    assert pdf_marks.is_among(beside, [place])
    for other in (
        replace(place, page=2),
        replace(place, reason="account"),  # in one word there may be two
        replace(place, boxes=place.boxes[:1]),
        replace(place, boxes=[[10, 10, 52, 20], [10, 30, 20, 40]]),
    ):
        assert not pdf_marks.is_among(other, [place])
