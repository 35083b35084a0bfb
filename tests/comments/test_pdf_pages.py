"""Staff read attached files page by page, and find on them what must be blacked out."""

import json

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from comments import review
from comments.attachments import read
from comments.models import Attachment
from comments.redaction import pdf_making, pdf_pages, pdf_process
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
