"""What was blacked out is on no public page, in no file and in no header; its author still has it.

The walk goes through every kind of public page (plaza.public_pages) and every way out of a docket.
"""

import uuid
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from comments import intake, letter, review
from comments.models import Addition, Attachment, Comment, Redaction, Translation
from comments.redaction import texts
from engagement import search
from plaza.public_pages import public_pages
from tests.comments import factories as make

pytestmark = pytest.mark.django_db
SECRET = "Zorzal"
State = Comment.State


@pytest.fixture
def comment():
    """A posted comment with the secret in every part of it, translated and with a file."""
    docket = make.docket()
    section = make.draft(docket=docket).sections.first()
    made = make.submit(
        docket,
        section=section,
        text=f"Remark of {SECRET}.",
        name=f"Ana {SECRET}",
        affiliation=f"Friends of {SECRET}",
        attachments=[make.letter("letter.txt", f"The harbor and {SECRET}.".encode())],
    )
    Comment.objects.update(text=f"The harbor is loud, says {SECRET}.")
    made.remarks.update(quote=f"Quoted from {SECRET}.")
    Attachment.objects.update(text=f"The harbor and {SECRET}.")
    Addition.objects.create(
        comment=made, key=uuid.uuid4(), text=f"Added by {SECRET}.", received_at=made.received_at
    )
    Translation.objects.create(
        comment=made,
        language="es",
        parts={part.key: f"Traducido: {SECRET}" for part in letter.parts_of(made)},
        written_by=make.reviewer("rosa"),
        verified_by=make.reviewer("luis"),
        verified_at=made.received_at,
    )
    made.refresh_from_db()
    Comment.objects.update(state=State.POSTED, posted_at=made.received_at)
    search.index(Comment.objects.get())
    return Comment.objects.get()


def black_out(comment) -> None:
    """The secret in every part, while the comment is on the docket; the redactor then lets go."""
    hana = make.redactor()
    review.claim(comment=comment, actor=hana)
    passages = []
    for part in letter.parts_of(comment):
        start = part.original.index(SECRET)
        end = start + len(SECRET)
        passages.append(texts.Passage(part.key, start, end, SECRET, Redaction.Reason.OTHER_PERSON))
    texts.redact(comment=comment, actor=hana, passages=passages)
    review.release(comment=comment, actor=hana)


def ways_out(comment) -> list[str]:
    """The addresses from which the public takes something, but for its author's own receipt."""
    found = [page.path for page in public_pages() if not page.name.startswith("receipt")]
    docket, file = comment.docket, comment.attachments.get()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for name in ("docket_json", "docket_csv", "docket_feed"):
                found.append(reverse(f"comments:{name}", args=[docket.number]))
            found += [
                f"{docket.get_absolute_url()}?words=harbor&order=newest",
                f"{reverse('search')}?q=harbor",
                comment.get_absolute_url(),
                file.get_absolute_url(),
            ]
    return [*found, "/sitemap.xml", "/robots.txt"]


def received(client, address: str) -> str:
    """All that a browser receives: the headers and the body."""
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers}\n{body.decode()}"


def holding(client, comment) -> set[str]:
    return {
        address
        for address in ways_out(comment)
        if SECRET.lower() in received(client, address).lower()
    }


def test_the_secret_leaves_on_no_way_once_it_is_blacked_out(client, comment):
    before = holding(client, comment)
    named = {"docket.json", "comments.csv", "comments.atom", "?q=harbor", "attachments/", "/1/"}
    # The walk sees it where it stands, so that it would see it later.
    assert all(any(name in address for address in before) for name in named)
    black_out(comment)
    assert holding(client, comment) == set()
    page = received(client, comment.get_absolute_url())
    assert page.count("[redacted: private matter of another person]") >= 6
    data = received(client, reverse("comments:docket_json", args=[comment.docket.number]))
    assert '"redacted": true' in data


def test_nobody_finds_a_comment_by_what_was_blacked_out(client, comment):
    address = comment.docket.get_absolute_url()
    asked = [
        f"{address}?{urlencode({'words': SECRET})}",
        f"{address}?{urlencode({'affiliation': SECRET})}",
        f"{reverse('search')}?{urlencode({'q': SECRET})}",
    ]
    assert all(comment.get_absolute_url() in received(client, query) for query in asked)
    black_out(comment)
    for query in asked:
        assert comment.get_absolute_url() not in received(client, query)
    assert comment.get_absolute_url() in received(client, f"{address}?affiliation=friends")


def test_a_colleague_without_the_right_receives_no_more_than_the_public(client, comment):
    black_out(comment)
    client.force_login(make.reviewer("omar"))
    page = received(client, reverse("review:inspect", args=[comment.pk]))
    assert "[redacted: private matter of another person]" in page
    assert SECRET not in page
    assert SECRET not in received(client, comment.attachments.get().get_absolute_url())


def test_its_author_reads_the_whole_of_it_and_what_was_blacked_out_and_why(client, comment):
    receipt = reverse("comments:receipt", args=[intake.make_token(comment)])
    assert "What we blacked out" not in received(client, receipt)
    black_out(comment)
    page = received(client, receipt)
    assert f"The harbor is loud, says {SECRET}." in page
    assert f"Remark of {SECRET}." in page
    assert f"Added by {SECRET}." in page
    assert "What we blacked out" in page
    assert f"“{SECRET}”" in page
    assert "Private matter of another person" in page
