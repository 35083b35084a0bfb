"""Everybody who left an address hears of the publication: once, and in their language."""

import pytest

from comments.models import (
    Comment,
    ResponseDocument,
)
from comments.response_document import (
    publishing,
    telling,
)
from engagement.models import OutgoingMail
from tests.comments import factories as make
from tests.comments.response_document import dockets
from tests.comments.response_document.publications import (
    published,
    responses_mails,
    the_worker_works,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_format")]

State = ResponseDocument.State


def test_each_address_gets_one_mail_in_its_language_with_links_to_its_letters(docket, pia):
    first = dockets.answered(docket, email="ana@example.com")[0]
    second = dockets.answered(docket, email="Ana@example.com", language="es")[0]
    dockets.answered(docket)
    published(docket, pia)
    (mail,) = responses_mails().values()
    assert mail.to == "ana@example.com"
    assert mail.language == "es"
    for comment in (first, second):
        assert f"/es/dockets/PA-2026-01/comments/{comment.sequence}/" in mail.text
    assert "/es/dockets/PA-2026-01/responses/" in mail.text
    assert "Medidas a corto plazo" in mail.text


def test_everybody_hears_of_it_but_spam_and_who_took_their_comment_back(docket, pia):
    dockets.answered(docket, email="posted@example.com")
    letter = dockets.answered(docket, email="lead@example.com")[0]
    member = make.submit(docket, email="member@example.com")
    same = make.submit(docket, email="same@example.com")
    make.campaign(letter, member)
    Comment.objects.filter(pk=member.pk).update(state="campaign")
    Comment.objects.filter(pk=same.pk).update(state="duplicate", duplicate_of=letter)
    states = {
        "withheld@example.com": {"state": "withheld", "legal_reason": "Privacy"},
        "waiting@example.com": {"state": "received"},
        "spam@example.com": {"state": "spam"},
        "withdrawn@example.com": {"state": "withdrawn"},
    }
    for address, fields in states.items():
        comment = make.submit(docket, email=address)
        Comment.objects.filter(pk=comment.pk).update(**fields)
    make.submit(docket)
    assert telling.count(docket) == 6
    published(docket, pia)
    mails = responses_mails()
    assert set(mails) == {
        *("posted@example.com", "lead@example.com", "member@example.com"),
        *("same@example.com", "withheld@example.com", "waiting@example.com"),
    }
    link = f"/en/dockets/PA-2026-01/comments/{letter.sequence}/"
    for address in ("lead@example.com", "member@example.com", "same@example.com"):
        assert link in mails[address].text
    for address in ("withheld@example.com", "waiting@example.com"):
        assert "/comments/" not in mails[address].text
        assert "/en/dockets/PA-2026-01/responses/" in mails[address].text


def test_many_mails_are_written_by_the_worker_and_none_twice(docket, pia, monkeypatch):
    monkeypatch.setattr(publishing, "_AT_ONCE", 2)
    for number in range(5):
        dockets.answered(docket, email=f"person{number}@example.com")
    document = published(docket, pia)
    assert len(responses_mails()) == 2
    assert document in publishing.untold()
    the_worker_works()
    assert len(responses_mails()) == 5
    assert not publishing.untold().exists()
    publishing.tell_all(document.pk)
    assert len(responses_mails()) == 5


def test_nobody_is_mailed_when_it_is_published_again(docket, pia):
    dockets.answered(docket, email="ana@example.com")
    published(docket, pia)
    # The record of a sent mail is deleted after some time.
    OutgoingMail.objects.all().delete()
    publishing.add_erratum(docket=docket, actor=pia, texts={"en": "4,200 acres"})
    published(docket, pia)
    the_worker_works()
    assert not responses_mails()
