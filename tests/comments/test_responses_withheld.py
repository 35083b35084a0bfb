"""What the public may not read stays off the pages of responses, also once they are published."""

import pytest
from bs4 import BeautifulSoup

from comments import trail
from comments.models import (
    Comment,
    CommentEvent,
    Docket,
    Redaction,
)
from comments.redaction import texts as redaction
from tests.comments import factories as make
from tests.comments.public_responses import (
    SECRET,
    answered_letter,
    of,
    page,
    post,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def docket():
    return make.docket()


@pytest.fixture
def letter(docket):
    return answered_letter(docket)


def redact(comment: Comment) -> None:
    start, hana = comment.text.index(SECRET), make.redactor()
    Comment.objects.filter(pk=comment.pk).update(assigned_to=hana)
    redaction.redact(
        comment=comment,
        actor=hana,
        passages=[
            redaction.Passage("text", start, start + len(SECRET), SECRET, Redaction.Reason.PHONE)
        ],
    )


def everything(client, docket: Docket, *points: str) -> dict[str, str]:
    """All that anybody can read of the docket's responses, by address."""
    paths = [f"responses/{name}" for name in ("", "topics/", "commenters/", "master/1/")]
    addresses = [
        *(of(docket, path, language) for path in (*paths, *points) for language in ("en", "es")),
        docket.get_absolute_url(),
        *(of(docket, f"comments/{point.partition('-')[0]}/") for point in points),
    ]
    found = {address: client.get(address).text for address in addresses}
    record = b"".join(client.get(of(docket, "docket.json")))
    return found | {"docket.json": record.decode()}


def test_a_redaction_after_the_publication_is_obeyed_at_once(client, docket, letter):
    publish(docket)
    assert SECRET in client.get(of(docket, "1-1/")).text
    redact(letter)
    for address, text in everything(client, docket, "1-1/", "1-2/").items():
        assert SECRET not in text, address
        assert "ana@example.com" not in text, address
    assert "[redacted" in page(client, of(docket, "1-1/")).select_one(".point-words").text


@pytest.mark.parametrize("state", ["withheld", "withdrawn", "redaction", "spam"])
def test_the_words_of_a_letter_that_is_posted_no_more_are_on_no_page(client, docket, letter, state):
    publish(docket)
    Comment.objects.update(state=state, posted_at=None, legal_reason="Gov. Code §7927.705")
    if state == "withdrawn":
        letter.refresh_from_db()
        trail.record(letter, CommentEvent.Kind.WITHDRAWN)
    for address, text in everything(client, docket, "1-1/", "1-2/").items():
        for words in ("Plug in the ships", SECRET, "Close the gates", "Ana Ruiz"):
            assert words not in text, address
    found = page(client, of(docket, "1-1/"))
    assert "plug them in" in found.text
    assert "Its words are not public; the response stays." in found.text
    assert ("Gov. Code §7927.705" in found.text) == (state == "withheld")


def test_a_letter_that_was_never_posted_has_no_pages_of_points(client, docket, letter):
    unposted = make.submit(docket, text="Never posted words", name="Bo")
    make.response(make.point(unposted, words="Never posted words"))
    publish(docket)
    assert client.get(of(docket, "2-1/")).status_code == 404
    assert not page(client, of(docket, "1-2/")).select_one("a[rel=next]")
    assert "2-1" not in client.get(of(docket, "responses/topics/")).text


def test_a_response_that_is_not_approved_is_nowhere(client, docket, letter):
    draft = make.point(letter, words="My number", parent=letter.points.get(number=1))
    make.response(draft, status="drafted", text_en="<p>Half a thought</p>")
    publish(docket)
    for address, text in everything(client, docket, "1-1/", "1-3/").items():
        assert "Half a thought" not in text, address


def test_words_and_responses_are_text_and_never_markup(client, docket):
    hostile = "<script>alert(1)</script> & 'quotes'"
    comment = post(make.submit(docket, text=hostile))
    make.response(
        make.point(comment), text_en='<p onclick="x()"><script>alert(2)</script>Fine.</p>'
    )
    publish(docket)
    for address in (of(docket, "1-1/"), comment.get_absolute_url()):
        text = client.get(address).text
        assert "alert(1)</script>" not in text
        assert "alert(2)" not in text
        assert "onclick" not in text
        assert hostile in BeautifulSoup(text, "html.parser").text
