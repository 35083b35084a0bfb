"""A page that was kept before something was blacked out is never sent again."""

import pytest

from comments import review
from comments.models import Comment, Redaction
from comments.redaction import texts
from tests.comments import factories as make
from tests.site.kept_pages import both, is_kept, text

# Real transactions: each change is a transaction of its own, as it is for people.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("pages")]


def test_what_is_blacked_out_is_gone_from_pages_that_were_kept(client):
    comment = make.submit(make.docket(), text="Call 619 555 0123 about the trucks.")
    Comment.objects.update(state="posted", posted_at=comment.received_at)
    docket, own = comment.docket.get_absolute_url(), comment.get_absolute_url()
    pages = [*both(docket), *both(own), f"{docket}comments.atom"]
    for address in pages:
        assert is_kept(client, address)
        assert "0123" in text(client, address)
    hana = make.redactor()
    review.claim(comment=comment, actor=hana)
    number = texts.Passage("text", 5, 17, "619 555 0123", Redaction.Reason.PHONE)
    texts.redact(comment=comment, actor=hana, passages=[number])
    for address in pages:
        assert "0123" not in text(client, address), address
        assert "[redacted: telephone number]" in text(client, address)
