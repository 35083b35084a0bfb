"""Commenting as a resident and as an advocate: in both languages, without JavaScript."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comments.forms import MAX_FILES, MAX_TEXT
from comments.models import Comment
from tests import factories
from tests.comments import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def docket():
    return make.docket()


@pytest.fixture
def form_url(docket):
    return docket.comment_url


def typed(**fields):
    return {"text": "Please plug in the ships.", "key": str(uuid.uuid4())} | fields


def test_a_resident_comments_and_holds_a_receipt(client, form_url):
    response = client.post(form_url, typed(name="Ana Ruiz", email="ana@example.com"), follow=True)
    assert response.status_code == 200
    assert "PA-2026-01-0001" in response.text
    comment = Comment.objects.get()
    assert (comment.name, comment.email, comment.language) == ("Ana Ruiz", "ana@example.com", "en")
    assert comment.state == "received"


def test_a_resident_who_reads_spanish_gets_every_step_in_spanish(client, form_url):
    url = form_url.replace("/en/", "/es/")
    assert '<html lang="es"' in client.get(url).text
    response = client.post(url, typed(), follow=True)
    assert response.redirect_chain[-1][0].startswith("/es/receipts/")
    assert '<html lang="es"' in response.text
    assert Comment.objects.get().language == "es"


def test_an_advocate_attaches_a_letter_without_typing_anything_else(client, form_url):
    letter = make.letter("Comment letter.pdf", factories.pdf(3 * factories.MB))
    client.post(form_url, typed(text="", attachments=[letter]))
    attachment = Comment.objects.get().attachments.get()
    assert (attachment.name, attachment.size) == ("Comment letter.pdf", 3 * factories.MB)


def test_no_cookie_and_no_account_are_needed(docket):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(docket.comment_url, typed())
    assert response.status_code == 302
    assert "Set-Cookie" not in response.headers


def test_pressing_submit_twice_gives_the_same_receipt(client, form_url):
    data = typed(email="ana@example.com")
    first, second = (
        client.post(form_url, data, follow=True),
        client.post(form_url, data, follow=True),
    )
    assert "PA-2026-01-0001" in first.text
    assert "PA-2026-01-0001" in second.text
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_empty_comment_is_refused_beside_the_field(client, form_url, language):
    response = client.post(
        form_url.replace("/en/", f"/{language}/"), typed(text=" \n", name="Ana Ruiz")
    )
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert "Ana Ruiz" in response.text
    assert not Comment.objects.exists()


def test_everything_typed_is_kept_when_something_is_wrong(client, form_url):
    data = typed(name="Ana <Ruiz>", email="not an address", affiliation="Harbor neighbors")
    response = client.post(form_url, data)
    assert response.status_code == 422
    for kept in ("Please plug in the ships.", "Ana &lt;Ruiz&gt;", "not an address"):
        assert kept in response.text
    assert "Harbor neighbors" in response.text
    assert data["key"] in response.text
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.pdf", b""),
        ("program.pdf", b"MZ\x90\x00 this is a Windows program"),
        ("page.html", b"<script>alert(1)</script>"),
        ("script.svg", b"<svg onload='alert(1)'/>"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_saved(
    client, form_url, name, content
):
    response = client.post(form_url, typed(attachments=[make.letter(name, content)]))
    assert response.status_code == 422
    assert name in response.text
    assert "Please plug in the ships." in response.text
    assert not Comment.objects.exists()


def test_a_file_over_the_limit_is_refused_with_the_limit(client, form_url, settings):
    settings.COMMENT_ATTACHMENT_MAX_BYTES = 1024
    response = client.post(
        form_url, typed(attachments=[make.letter("big.pdf", factories.pdf(1025))])
    )
    assert response.status_code == 422
    assert "1 KB" in response.text


def test_too_many_files_are_refused(client, form_url):
    files = [make.letter(f"{number}.pdf") for number in range(MAX_FILES + 1)]
    response = client.post(form_url, typed(attachments=files))
    assert response.status_code == 422
    assert not Comment.objects.exists()


def test_two_million_characters_are_refused_in_words_and_kept(client, form_url):
    response = client.post(form_url, typed(text="a" * 2_000_000))
    assert response.status_code == 422
    assert "a" * (MAX_TEXT + 1) in response.text
    assert not Comment.objects.exists()


def test_a_null_character_is_refused_and_nothing_breaks(client, form_url):
    assert client.post(form_url, typed(text="a\0b")).status_code == 422


def test_script_in_a_comment_is_shown_as_text(client, form_url):
    client.post(form_url, typed(text="<script>alert(1)</script>"))
    comment = Comment.objects.get()
    Comment.objects.update(state="posted", posted_at=timezone.now())
    page = client.get(comment.get_absolute_url()).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_someone_who_started_before_the_deadline_is_told_when_it_closed(client, docket):
    data = typed(text="Four hours of work", name="Ana")
    with time_machine.travel(docket.closes_at + timedelta(seconds=1)):
        response = client.post(docket.comment_url, data)
    assert response.status_code == 422
    assert "Four hours of work" in response.text
    assert not Comment.objects.exists()


def test_a_program_that_fills_the_hidden_field_is_shown_to_a_person_not_dropped(client, form_url):
    response = client.post(form_url, typed(website="https://spam.example"), follow=True)
    assert "PA-2026-01-0001" in response.text
    comment = Comment.objects.get()
    assert comment.is_suspicious
    assert comment.state == "received"


def test_a_period_that_asks_for_names_asks_for_them(client):
    docket = make.docket(accepts_anonymous=False)
    response = client.post(docket.comment_url, typed())
    assert response.status_code == 422
    assert not Comment.objects.exists()


def test_a_comment_is_about_the_section_the_resident_chose(client, docket):
    section = make.draft(docket=docket).sections.get(heading_en="Schedule")
    page = client.get(f"{docket.comment_url}?section={section.pk}").text
    assert f'<option value="{section.pk}" selected>' in page
    client.post(docket.comment_url, typed(section=section.pk))
    comment = Comment.objects.get()
    remark = comment.remarks.get()
    assert (remark.section, remark.section_heading) == (section, "Schedule")


def test_a_section_of_another_docket_is_refused(client, docket):
    other = make.draft(docket=make.docket(number="PA-2026-02"))
    response = client.post(docket.comment_url, typed(section=other.sections.first().pk))
    assert response.status_code == 422
