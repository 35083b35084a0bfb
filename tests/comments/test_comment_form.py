"""Commenting as a resident and as an advocate: step by step, and without JavaScript."""

import re
import uuid
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comments import intake, pending
from comments.forms import MAX_TEXT
from comments.models import Comment, PendingComment, PendingFile
from comments.step_forms import MAX_REMARKS
from tests import factories
from tests.comments import factories as make
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db


@pytest.fixture
def docket():
    return make.docket()


class Resident:
    """Somebody who goes through the form, one page after the other."""

    def __init__(self, docket, language="en", client=None):
        self.client = client or Client(enforce_csrf_checks=True)
        self.start = docket.comment_url.replace("/en/", f"/{language}/")
        self.page = self.client.get(self.start)
        self.url = self._form_url()

    def _form_url(self) -> str:
        found = re.search(r'<form class="comment-form"[^>]* action="([^"]+)"', self.page.text)
        return found.group(1) if found else ""

    def press(self, action="continue", url=None, **fields):
        """Send the form of the page, and follow to the next page."""
        fields.setdefault("action", action)
        self.page = self.client.post(url or self.url, fields, follow=True)
        self.url = self._form_url()
        return self.page

    def writes(self, text="Please plug in the ships.", **fields):
        return self.press(text=text, **fields)

    def says_who(self, **fields):
        return self.press(**fields)

    def submits(self):
        reviewed = re.search(r'name="reviewed" value="(\w+)"', self.page.text)
        return self.press(reviewed=reviewed.group(1) if reviewed else "")

    def goes_through(self, text="Please plug in the ships.", **person):
        self.writes(text)
        self.says_who(**person)
        return self.submits()

    @property
    def token(self) -> str:
        return self.url.split("/comment/")[1].split("/")[0]


def of_receipt(address) -> Comment:
    return intake.from_token(urlsplit(address).path.split("/")[3])


def remark(number=0, **fields):
    named = {f"remarks-{number}-{name}": value for name, value in fields.items()}
    return named | {"remarks-TOTAL_FORMS": number + 1}


# The way through


def test_a_resident_comments_and_holds_a_receipt(docket):
    page = Resident(docket).goes_through(name="Ana Ruiz", email="ana@example.com")
    assert page.status_code == 200
    assert "PA-2026-01-0001" in page.text
    comment = Comment.objects.get()
    assert (comment.name, comment.email, comment.language) == ("Ana Ruiz", "ana@example.com", "en")
    assert comment.state == "received"
    assert not PendingComment.objects.exists()


def test_a_resident_who_reads_spanish_gets_every_step_in_spanish(docket):
    ana = Resident(docket, "es")
    for press in (ana.writes, ana.says_who, ana.submits):
        assert '<html lang="es"' in ana.page.text
        press()
    assert ana.page.redirect_chain[-1][0].startswith("/es/receipts/")
    assert Comment.objects.get().language == "es"


def test_neither_a_cookie_nor_an_account_is_needed(docket):
    ana = Resident(docket)
    ana.goes_through()
    assert Comment.objects.exists()
    assert not ana.client.cookies


def test_opening_the_form_keeps_nothing(docket):
    Resident(docket)
    assert not PendingComment.objects.exists()


def test_going_back_and_forth_keeps_everything_and_asks_nothing_twice(docket):
    section = make.draft(docket=docket).sections.get(heading_en="Schedule")
    ana = Resident(docket)
    ana.writes("Mine", **remark(section=section.pk, text="Too late"), attachments=[make.letter()])
    ana.says_who(name="Ana Ruiz", affiliation="Harbor neighbors", action="back")
    for kept in ("Mine", "Too late", "letter.pdf", f'value="{section.pk}" selected'):
        assert kept in ana.page.text
    ana.writes("Mine", **remark(section=section.pk, text="Too late"))
    assert 'value="Ana Ruiz"' in ana.page.text
    ana.says_who(name="Ana Ruiz", affiliation="Harbor neighbors")
    for kept in ("Mine", "Too late", "letter.pdf", "Ana Ruiz", "Harbor neighbors"):
        assert kept in ana.page.text
    ana.submits()
    comment = Comment.objects.get()
    assert comment.remarks.get().text == "Too late"
    assert comment.attachments.get().name == "letter.pdf"


def test_the_review_says_what_is_public_and_what_is_not(docket):
    ana = Resident(docket)
    ana.writes()
    ana.says_who(name="Ana Ruiz", email="ana@example.com", is_anonymous="on")
    public, private = ana.page.text.split('id="private"')
    assert "Ana Ruiz" not in public
    assert "Anonymous" in public
    assert "ana@example.com" not in public
    assert "Ana Ruiz" in private
    assert "ana@example.com" in private


def test_what_was_reviewed_is_what_is_sent(docket):
    """Another window changed the text meanwhile: the person sees it before anything is sent."""
    ana = Resident(docket)
    ana.writes()
    ana.says_who()
    review, seen = ana.url, ana.page
    ana.client.post(review.replace("review/", "save/"), {"text": "Other words"})
    ana.page = seen
    page = ana.submits()
    assert page.status_code == 409
    assert "Other words" in page.text
    assert not Comment.objects.exists()
    ana.submits()
    assert Comment.objects.get().text == "Other words"


# One form, one comment


def test_pressing_submit_twice_gives_the_same_receipt(docket):
    ana = Resident(docket)
    ana.writes()
    ana.says_who(email="ana@example.com")
    review, page = ana.url, ana.page
    first = ana.submits()
    ana.url, ana.page = review, page
    second = ana.submits()
    assert of_receipt(first.redirect_chain[-1][0]) == Comment.objects.get()
    assert of_receipt(second.redirect_chain[-1][0]) == Comment.objects.get()


@pytest.mark.django_db(transaction=True)
def test_twenty_presses_at_the_same_moment_are_one_comment_with_one_receipt(docket):
    ana = Resident(docket)
    ana.writes(attachments=[make.letter()])
    ana.says_who()
    reviewed = re.search(r'name="reviewed" value="(\w+)"', ana.page.text).group(1)
    answers = in_parallel(lambda press: Client().post(ana.url, {"reviewed": reviewed}), range(20))
    assert [answer.status_code for answer in answers] == [302] * 20
    assert {of_receipt(answer["Location"]) for answer in answers} == {Comment.objects.get()}
    assert Comment.objects.get().attachments.count() == 1


@pytest.mark.parametrize("step", ["", "about-you/", "review/"])
def test_a_form_that_was_sent_leads_to_its_receipt(docket, step):
    ana = Resident(docket)
    ana.writes()
    first = ana.url.replace("about-you/", "")
    ana.says_who()
    ana.submits()
    page = ana.client.get(first + step, follow=True)
    assert "PA-2026-01-0001" in page.text


def test_words_changed_in_a_page_left_open_after_sending_begin_another_comment(docket):
    ana = Resident(docket)
    ana.writes("First thoughts")
    first = ana.url.replace("about-you/", "")
    ana.says_who()
    ana.submits()
    page = ana.press(text="Second thoughts", url=first)
    assert "Second thoughts" in page.text
    assert "PA-2026-01-0001" in page.text
    ana.writes("Second thoughts")
    ana.says_who()
    ana.submits()
    assert [comment.text for comment in Comment.objects.order_by("sequence")] == [
        "First thoughts",
        "Second thoughts",
    ]


def test_saving_after_sending_brings_nothing_back(docket):
    ana = Resident(docket)
    ana.writes()
    save = ana.url.replace("about-you/", "save/")
    ana.says_who()
    ana.submits()
    assert ana.client.post(save, {"text": "late autosave"}).status_code == 410
    assert not PendingComment.objects.exists()


# Remarks


def test_a_remark_is_about_the_section_the_resident_came_from(docket):
    section = make.draft(docket=docket).sections.get(heading_en="Schedule")
    ana = Resident(docket)
    ana.page = ana.client.get(f"{docket.comment_url}?section={section.pk}")
    assert f'<option value="{section.pk}" selected>' in ana.page.text
    ana.url = ana._form_url()
    ana.writes("", **remark(section=section.pk, text="Too late"))
    ana.says_who()
    ana.submits()
    made = Comment.objects.get().remarks.get()
    assert (made.section, made.section_heading, made.text) == (section, "Schedule", "Too late")


def test_a_paragraph_is_named_by_its_number_and_quoted(docket):
    section = make.draft(docket=docket).sections.get(heading_en="Schedule")
    ana = Resident(docket)
    ana.writes("", **remark(section=section.pk, paragraph="2.1", text="When?"))
    ana.says_who()
    assert "Paragraph 2.1" in ana.page.text
    ana.submits()
    made = Comment.objects.get().remarks.get()
    assert (made.paragraph, made.quote) == (f"{section.anchor}-p1", "About schedule.")


def test_a_paragraph_that_does_not_exist_is_named_beside_the_field(docket):
    section = make.draft(docket=docket).sections.first()
    page = Resident(docket).writes("", **remark(section=section.pk, paragraph="9.9", text="When?"))
    assert page.status_code == 422
    assert "no paragraph 9.9" in page.text
    assert "When?" in page.text


def test_a_remark_can_be_added_and_removed_and_the_others_stay(docket):
    section = make.draft(docket=docket).sections.first()
    ana = Resident(docket)
    ana.press("add_remark", text="Whole")
    ana.press("add_remark", text="Whole", **remark(section=section.pk, text="One"))
    two = remark(0, section=section.pk, text="One") | remark(1, section=section.pk, text="Two")
    ana.press("remove_remark-0", text="Whole", **two)
    assert "Two" in ana.page.text
    assert "One" not in ana.page.text.split("</head>")[1].split("Remark 2")[0].split("Two")[0]
    assert PendingComment.objects.get().data["remarks"] == [
        {"section": str(section.pk), "paragraph": "", "quote": "", "text": "Two"}
    ]


def test_a_section_of_another_docket_is_refused(docket):
    make.draft(docket=docket)
    other = make.draft(docket=make.docket(number="PA-2026-02"))
    page = Resident(docket).writes("", **remark(section=other.sections.first().pk, text="Hm"))
    assert page.status_code == 422
    assert not Comment.objects.exists()


def test_many_remarks_need_no_more_queries_than_one(docket, django_assert_max_num_queries):
    section = make.draft(docket=docket).sections.first()
    ana = Resident(docket)
    many = {}
    for number in range(MAX_REMARKS):
        many |= remark(number, section=section.pk, text="Hm")
    ana.press("add_remark", text="", **many)
    with django_assert_max_num_queries(10):
        page = ana.client.get(ana.url)
    assert page.text.count("Remove remark") == MAX_REMARKS


# Bad input


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


# The deadline


def test_someone_who_began_before_the_deadline_has_the_grace_time(docket):
    ana = Resident(docket)
    ana.writes()
    with time_machine.travel(docket.closes_at + timedelta(minutes=10)):
        ana.says_who()
        assert "You began before" in ana.page.text
        assert "PA-2026-01-0001" in ana.submits().text


def test_after_the_grace_time_the_words_stay_and_the_person_is_told(docket):
    ana = Resident(docket)
    ana.writes("Four hours of work")
    ana.says_who(name="Ana")
    url, reviewed = ana.url, re.search(r'name="reviewed" value="(\w+)"', ana.page.text).group(1)
    with time_machine.travel(docket.closes_at + timedelta(minutes=16)):
        page = ana.client.post(url, {"reviewed": reviewed})
        assert page.status_code == 422
        again = ana.client.get(url)
        first = ana.client.get(url.replace("review/", ""))
    for shown in (page, again, first):
        assert "Four hours of work" in shown.text
        assert "has closed" in shown.text
    assert not Comment.objects.exists()
    assert PendingComment.objects.exists()


def test_a_form_opened_after_the_deadline_has_no_grace(docket):
    begun = pending.begin(docket)
    with time_machine.travel(docket.closes_at + timedelta(minutes=1)):
        late = pending.begin(docket)
        assert b"comment-form" not in Client().get(docket.comment_url).content
    assert begun.started_at < docket.closes_at < late.started_at


# What is forgotten


def test_a_form_nobody_touched_for_a_week_is_deleted_with_its_files(
    docket, django_capture_on_commit_callbacks
):
    ana = Resident(docket)
    ana.writes(attachments=[make.letter()])
    file = PendingFile.objects.get().file
    assert pending.forget(now=timezone.now() + timedelta(days=6)) == 0
    assert file.storage.exists(file.name)
    with django_capture_on_commit_callbacks(execute=True):
        assert pending.forget(now=timezone.now() + timedelta(days=8)) == 1
    assert not PendingComment.objects.exists()
    assert not file.storage.exists(file.name)


def test_the_files_of_a_comment_that_was_sent_are_never_forgotten(docket):
    ana = Resident(docket)
    ana.writes(attachments=[make.letter()])
    ana.says_who()
    ana.submits()
    pending.forget(now=timezone.now() + timedelta(days=8))
    file = Comment.objects.get().attachments.get().file
    assert file.storage.exists(file.name)


def test_a_form_that_was_forgotten_says_so(docket):
    ana = Resident(docket)
    ana.writes()
    first = ana.url.replace("about-you/", "")
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        pending.forget()
        assert "more than seven days" in ana.client.get(first).text
