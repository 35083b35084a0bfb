"""What a person may still do with a comment they sent, and for how long."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import amending, intake, review
from comments.models import Addition, Comment, CommentEvent
from comments.review import ReviewError
from tests.comments import factories as make
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return make.submit(make.docket(), email="ana@example.com")


@pytest.fixture
def own(comment):
    """The private pages of the comment's author."""

    def address(page="receipt", language="en"):
        path = reverse(f"comments:{page}", args=[intake.make_token(comment)])
        return path.replace("/en/", f"/{language}/")

    return address


def kinds(comment):
    return list(comment.events.values_list("kind", flat=True))


def post_it(comment, reviewer):
    review.claim(comment=comment, actor=reviewer)
    review.move(comment=comment, actor=reviewer, to_state="in_review")
    return review.move(comment=comment, actor=reviewer, to_state="posted")


# Adding


def test_a_person_adds_words_and_a_file_and_the_comment_itself_stays(client, comment, own):
    page = client.get(own("receipt_add"))
    form = re.search(r'name="form" value="([^"]+)"', page.text).group(1)
    data = {"form": form, "text": "And the trucks.", "attachments": [make.letter("More.pdf")]}
    answer = client.post(own("receipt_add"), data, follow=True)
    assert "Your addition has arrived" in answer.text
    assert "And the trucks." in answer.text
    assert "More.pdf" in answer.text
    comment.refresh_from_db()
    assert comment.text == "Please plug in the ships."
    addition = comment.additions.get()
    assert addition.attachments.get().comment == comment
    assert kinds(comment) == ["received", "added"]
    # Back, and the button again.
    client.post(own("receipt_add"), data)
    assert comment.additions.count() == 1


def test_reviewers_read_and_find_what_was_added(client, comment):
    for number in (1, 2):
        amending.add(comment=comment, key=uuid.uuid4(), text=f"Dredging too, {number}.")
    client.force_login(make.reviewer())
    page = client.get(reverse("review:inspect", args=[comment.pk])).text
    assert "Dredging too, 1." in page
    assert "Dredging too, 2." in page
    found = client.get(reverse("review:index"), {"q": "dredging"}).text
    assert found.count(f">{comment.number}<") + found.count(f"{comment.number}\n") == 1


@pytest.mark.django_db(transaction=True)
def test_an_addition_that_is_sent_many_times_at_once_is_one():
    comment, key = make.submit(make.docket()), uuid.uuid4()
    in_parallel(lambda press: amending.add(comment=comment, key=key, text="More"), range(8))
    assert comment.additions.count() == 1
    assert kinds(comment) == ["received", "added"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_empty_addition_is_refused_beside_the_field(client, comment, own, language):
    page = client.post(own("receipt_add", language), {"text": " "})
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert not Addition.objects.exists()


def test_a_refused_file_leaves_what_was_typed_and_adds_nothing(client, comment, own):
    bad = make.letter("page.html", b"<script>")
    page = client.post(own("receipt_add"), {"text": "More", "attachments": [bad]})
    assert page.status_code == 422
    assert "More" in page.text
    assert "page.html" in page.text
    assert not Addition.objects.exists()


def test_nobody_posts_an_addition_they_have_not_read(comment):
    rosa = make.reviewer()
    review.claim(comment=comment, actor=rosa)
    review.move(comment=comment, actor=rosa, to_state="in_review")
    amending.add(comment=comment, key=uuid.uuid4(), text="Unread")
    with pytest.raises(ReviewError):
        review.move(comment=comment, actor=rosa, to_state="posted")


def test_what_is_added_to_a_posted_comment_is_not_public_before_somebody_read_it(client, comment):
    rosa = make.reviewer()
    post_it(comment, rosa)
    amending.add(comment=comment, key=uuid.uuid4(), text="Unread words")
    assert client.get(comment.get_absolute_url()).status_code == 404
    post_it(comment, rosa)
    assert "Unread words" in client.get(comment.get_absolute_url()).text


# Withdrawing


def test_a_person_withdraws_after_being_asked_once_more(client, comment, own, deliver_mail):
    deliver_mail()
    assert client.get(own("receipt_withdraw")).status_code == 200
    comment.refresh_from_db()
    assert comment.state == "received"
    page = client.post(own("receipt_withdraw"), follow=True)
    assert "You withdrew this comment" in page.text
    comment.refresh_from_db()
    assert comment.state == "withdrawn"
    assert kinds(comment) == ["received", "withdrawn"]
    (mail,) = deliver_mail()
    assert comment.number in mail.subject
    assert make.submit(comment.docket).sequence == 2


@pytest.mark.django_db(transaction=True)
def test_withdrawing_at_the_same_moment_as_a_reviewer_posts_leaves_nothing_public():
    comment, rosa = make.submit(make.docket()), make.reviewer()
    review.claim(comment=comment, actor=rosa)
    review.move(comment=comment, actor=rosa, to_state="in_review")

    def act(who):
        if who == "author":
            return amending.withdraw(comment=comment)
        return review.move(comment=comment, actor=rosa, to_state="posted")

    in_parallel(act, ["author", "reviewer"])
    comment.refresh_from_db()
    assert (comment.state, comment.posted_at) == ("withdrawn", None)


def test_the_address_of_a_comment_that_was_posted_says_that_it_was_withdrawn(client, comment):
    never_posted = make.submit(comment.docket)
    post_it(comment, make.reviewer())
    for one in (comment, never_posted):
        amending.withdraw(comment=one)
    page = client.get(comment.get_absolute_url())
    assert page.status_code == 410
    assert "withdrawn by its author" in page.text
    assert comment.text not in page.text
    assert client.get(never_posted.get_absolute_url()).status_code == 404
    assert comment.text not in client.get(comment.docket.get_absolute_url()).text


def test_nothing_can_be_added_to_a_comment_that_was_withdrawn(client, comment, own):
    amending.withdraw(comment=comment)
    page = client.post(own("receipt_add"), {"text": "Too late"})
    assert page.status_code == 422
    assert "Too late" in page.text
    assert not Addition.objects.exists()


# Until when


@pytest.mark.parametrize(
    ("accepts_late", "after_close", "possible"),
    [
        (False, timedelta(minutes=-1), True),
        (False, timedelta(minutes=14), True),
        (False, timedelta(minutes=15), False),
        (True, timedelta(minutes=16), False),
    ],
)
def test_a_comment_can_be_amended_until_the_close_with_the_grace_time(
    client, accepts_late, after_close, possible
):
    comment = make.submit(make.docket(accepts_late=accepts_late))
    moment = comment.docket.closes_at + after_close
    assert amending.can_amend(comment, at=moment) is possible
    with time_machine.travel(moment, tick=False):
        receipt = client.get(reverse("comments:receipt", args=[intake.make_token(comment)]))
        assert ("/withdraw/" in receipt.text) is possible
        if not possible:
            with pytest.raises(amending.TooLate):
                amending.withdraw(comment=comment)
            with pytest.raises(amending.TooLate):
                amending.add(comment=comment, key=uuid.uuid4(), text="More")


def test_a_comment_that_came_late_is_not_open_after_the_close():
    docket = make.docket(accepts_late=True)
    late = make.submit(docket, received_at=docket.closes_at + timedelta(minutes=5))
    assert not amending.can_amend(late, at=docket.closes_at + timedelta(minutes=6))


# The address


def test_the_mail_alone_confirms_the_address_and_only_by_a_button(client, comment, deliver_mail):
    (mail,) = deliver_mail()
    link = re.search(r"https?://[^/]+(/en/receipts/\S+/confirm/)", mail.body).group(1)
    client.get(link)  # as the scanner of a mail server does
    comment.refresh_from_db()
    assert comment.email_confirmed_at is None
    page = client.post(link, follow=True)
    assert "is confirmed" in page.text
    comment.refresh_from_db()
    assert comment.email_confirmed_at <= timezone.now()
    client.post(link)
    assert kinds(comment) == ["received", "confirmed"]


def test_the_receipts_own_link_confirms_nothing(client, comment):
    token = intake.make_token(comment)
    link = reverse("comments:receipt_confirm_email", args=[token])
    assert Client().post(link).status_code == 404
    assert intake.from_token(amending.make_email_token(comment)) is None
    assert CommentEvent.objects.filter(kind="confirmed").count() == 0


@pytest.mark.parametrize("page", ["receipt", "receipt_add", "receipt_withdraw"])
def test_private_pages_are_kept_by_nobody_and_open_to_no_stranger(client, own, page):
    answer = client.get(own(page))
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert 'content="noindex' in answer.text
    assert client.get(reverse(f"comments:{page}", args=["forged"])).status_code == 404
    assert Comment.objects.get().state == "received"
