"""Whatever is typed or chosen: a clear message, everything kept, nothing half-saved."""

import uuid

import pytest
from django.utils import timezone

from comments import pending
from comments.forms import MAX_TEXT
from comments.models import Comment, PendingComment, PendingFile
from tests import factories
from tests.comments import factories as make
from tests.comments.resident import Resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def docket():
    return make.docket()


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_empty_comment_is_refused_beside_the_field(docket, language):
    page = Resident(docket, language).writes(" \n")
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert 'href="#id_text"' in page.text
    assert not Comment.objects.exists()


def test_everything_typed_is_kept_when_something_is_wrong(docket):
    ana = Resident(docket)
    ana.writes()
    page = ana.says_who(name="Ana <Ruiz>", email="not an address", affiliation="Harbor neighbors")
    assert page.status_code == 422
    for kept in ("Ana &lt;Ruiz&gt;", "not an address", "Harbor neighbors"):
        assert kept in page.text
    assert PendingComment.objects.get().data["email"] == "not an address"


def test_a_file_that_is_refused_leaves_the_words_and_the_other_files(docket):
    good, bad = make.letter("good.pdf"), make.letter("page.html", b"<script>alert(1)</script>")
    page = Resident(docket).writes("Kept words", attachments=[good, bad])
    assert page.status_code == 422
    for kept in ("Kept words", "good.pdf", "page.html"):
        assert kept in page.text
    assert [file.name for file in PendingFile.objects.all()] == ["good.pdf"]


def test_an_advocate_attaches_a_letter_without_typing_anything_else(docket):
    letter = make.letter("Comment letter.pdf", factories.pdf(3 * factories.MB))
    ana = Resident(docket)
    ana.writes("", attachments=[letter])
    ana.says_who()
    ana.submits()
    attachment = Comment.objects.get().attachments.get()
    assert (attachment.name, attachment.size) == ("Comment letter.pdf", 3 * factories.MB)


def test_a_chosen_file_is_taken_away_again(docket):
    ana = Resident(docket)
    ana.press("save", text="Words", attachments=[make.letter()])
    ana.press("save", text="Words", remove_file=PendingFile.objects.get().token)
    assert not PendingFile.objects.exists()
    assert "Words" in ana.page.text


@pytest.mark.parametrize("action", ["continue", "add_remark"])
def test_two_million_characters_are_answered_in_words_and_kept_on_the_page(docket, action):
    make.draft(docket=docket)
    page = Resident(docket).press(action, text="a" * 2_000_000)
    assert page.status_code == 422
    assert "a" * (MAX_TEXT + 1) in page.text
    assert "200,000" in page.text or "200000" in page.text


@pytest.mark.parametrize("field", ["text", "remarks-0-text", "remarks-0-quote"])
def test_a_null_character_is_refused_and_nothing_breaks(docket, field):
    make.draft(docket=docket)
    typed = {"text": "fine", "remarks-TOTAL_FORMS": 1} | {field: "a\0b"}
    page = Resident(docket).press(**typed)
    assert page.status_code == 422
    assert not Comment.objects.exists()


def test_characters_that_turn_the_writing_round_are_refused_in_a_name(docket):
    ana = Resident(docket)
    ana.writes("Words \u202e are kept")
    page = ana.says_who(name="Ana \u202eziuR")
    assert page.status_code == 422
    ana.says_who(name="Ana Ruiz")
    ana.submits()
    assert Comment.objects.get().text == "Words \u202e are kept"


def test_script_in_a_comment_is_shown_as_text(docket):
    ana = Resident(docket)
    ana.writes("<script>alert(1)</script>")
    ana.says_who(name="<script>alert(2)</script>")
    assert "<script>alert" not in ana.page.text
    assert "<script>alert" not in ana.submits().text
    Comment.objects.update(state="posted", posted_at=timezone.now())
    page = ana.client.get(Comment.objects.get().get_absolute_url()).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("total", ["-1", "x", "1000000", ""])
def test_a_form_that_was_tampered_with_breaks_nothing(docket, total):
    page = Resident(docket).press(text="Words", **{"remarks-TOTAL_FORMS": total})
    assert page.status_code in {200, 422}


def test_an_address_that_was_cut_off_loses_no_words(docket):
    ana = Resident(docket)
    ana.press(text="My words", url=f"{docket.comment_url}cut-off-token/")
    assert PendingComment.objects.get().data["text"] == "My words"
    page = ana.client.get(f"{docket.comment_url}cut-off-token/review/", follow=True)
    assert page.redirect_chain[-1][0] == docket.comment_url


def test_the_form_of_one_docket_cannot_be_sent_to_another(docket):
    other = make.docket(number="PA-2026-02")
    begun = pending.begin(docket)
    assert pending.from_token(begun.token, docket=docket).token == begun.token
    assert pending.from_token(begun.token, docket=other) is None
    assert pending.from_token(str(uuid.uuid4()), docket=docket) is None


def test_a_program_that_fills_the_hidden_field_is_shown_to_a_person_not_dropped(docket):
    ana = Resident(docket)
    ana.writes(website="https://spam.example")
    ana.says_who()
    assert "PA-2026-01-0001" in ana.submits().text
    comment = Comment.objects.get()
    assert comment.is_suspicious
    assert comment.state == "received"


@pytest.mark.parametrize(
    ("asks", "field"),
    [
        ({"accepts_anonymous": False}, "name"),
        ({"accepts_anonymous": False, "requires_name": True}, "name"),
        ({"requires_email": True}, "email"),
    ],
)
def test_a_period_that_asks_for_a_name_or_an_address_asks_for_it(asks, field):
    ana = Resident(make.docket(**asks))
    ana.writes()
    page = ana.says_who()
    assert page.status_code == 422
    assert f'href="#id_{field}"' in page.text
