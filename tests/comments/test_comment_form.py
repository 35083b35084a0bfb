"""Commenting as a resident and as an advocate: step by step, and without JavaScript."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comments import pending
from comments.models import Comment, PendingComment, PendingFile
from comments.step_forms import MAX_REMARKS
from tests.comments import factories as make
from tests.comments.resident import Resident, of_receipt, remark
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db


@pytest.fixture
def docket():
    return make.docket()


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
