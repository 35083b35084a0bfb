"""Notes keep what colleagues tell each other; whoever is named hears of it."""

import uuid

import pytest
from django.urls import reverse
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from wagtail.users.models import UserProfile

from comments import review
from comments.models import Comment, CommentEvent, Mention
from comments.review import mentions
from engagement.models import OutgoingMail
from tests.comments import factories as make
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return make.submit(make.docket(), text="Secret words of a resident", name="Ana Paz")


def note(comment, actor, text, key=None) -> CommentEvent:
    return review.add_note(comment=comment, actor=actor, note=text, key=key)


def test_a_colleague_who_is_named_is_told_once_in_their_language_and_of_nothing_private(comment):
    rosa, luis = make.reviewer("rosa"), make.reviewer("luis")
    UserProfile.objects.create(user=luis, preferred_language="es")
    make.user("clerk")
    event = note(comment, rosa, "@Luis, see page 3. @luis. @rosa @clerk @nobody luis@luis.example")
    assert [(mention.user, mention.event) for mention in Mention.objects.all()] == [(luis, event)]
    mail = OutgoingMail.objects.get(key__startswith="mention:")
    assert (mail.to, mail.language) == (luis.email, "es")
    assert comment.number in mail.subject
    assert "rosa" in mail.text
    assert reverse("review:inspect", args=[comment.pk]) in mail.text
    for private in ("page 3", "Secret words", "Ana Paz"):
        assert private not in f"{mail.subject}{mail.text}{mail.html}"
    assert mentions.named_in(event.note).others == ("clerk", "nobody")


def test_a_note_is_never_lost_for_a_name_that_nobody_has(client, comment):
    client.force_login(make.reviewer("rosa"))
    address = reverse("review:inspect", args=[comment.pk])
    sent = {"action": "note", "note": "Ask @lius", "key": str(uuid.uuid4())}
    page = client.post(address, sent, follow=True).content.decode()
    # The form leads back to the notes: they say it too, for the top of the page is out of sight.
    assert 'action="#part-notes"' in page
    assert "Nobody who sees comments is called @lius" in page.partition('id="part-notes"')[2]
    assert (
        "Nobody who sees comments is called @lius"
        in page.partition('id="main"')[2].partition('id="part-letter"')[0]
    )
    # Pressed twice it is one note; corrected, it is another.
    client.post(address, sent)
    client.post(address, sent | {"note": "Ask @luis"})
    notes = comment.events.filter(kind="noted")
    assert [event.note for event in notes] == ["Ask @lius", "Ask @luis"]
    refused = client.post(address, {"action": "note", "note": " ", "key": sent["key"]})
    assert (refused.status_code, notes.count()) == (422, 2)
    assert "Write the note first." in refused.text.partition('id="part-notes"')[2]
    assert sent["key"] in refused.content.decode()


def test_opening_the_comment_reads_ones_own_mentions_and_nobody_elses(client, comment):
    rosa, luis, eva = (make.reviewer(name) for name in ("rosa", "luis", "eva"))
    note(comment, rosa, "@luis @eva what do you think?")
    client.force_login(rosa)
    client.get(reverse("review:inspect", args=[comment.pk]))
    assert Mention.objects.filter(read_at=None).count() == 2
    client.force_login(luis)
    address = reverse("review:inspect", args=[comment.pk])
    assert "You are mentioned in 1 note" in client.get(address).content.decode()
    assert [mention.user for mention in Mention.objects.filter(read_at=None)] == [eva]
    again = client.get(address).content.decode()
    assert "You are mentioned" not in again
    assert "<strong>@luis</strong>" in again


def test_an_auditor_reads_notes_and_writes_none(client, comment):
    note(comment, make.reviewer("rosa"), "<b>Ask</b> the lawyer")
    auditor = make.user("auditor", "comments.view_comment")
    client.force_login(auditor)
    address = reverse("review:inspect", args=[comment.pk])
    page = client.get(address).content.decode()
    assert escape("<b>Ask</b> the lawyer") in page
    assert "Leave a note" not in page
    assert client.post(address, {"action": "note", "note": "x"}).status_code == 422
    assert comment.events.filter(kind="noted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_all_who_type_at_once_keep_their_notes_and_one_pressed_twice_is_one():
    comment = make.submit(make.docket())
    people = [make.reviewer(f"person{number}") for number in range(4)]
    keys = {person.pk: uuid.uuid4() for person in people}
    results = in_parallel(
        lambda actor: note(comment, actor, f"@person0 from {actor}", keys[actor.pk]), people * 2
    )
    assert not [result for result in results if isinstance(result, Exception)]
    notes = comment.events.filter(kind="noted")
    assert {event.actor for event in notes} == set(people)
    assert notes.count() == 4
    assert Mention.objects.count() == 3
    assert Comment.objects.get().version == 5


_NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="@\0\r"), max_size=20)


@given(names=st.lists(st.tuples(_WORDS, _NAMES), max_size=5), end=_WORDS)
def test_a_name_is_found_in_any_sentence_and_the_note_keeps_every_character(names, end):
    text = "".join(f"{words} @{name}, " for words, name in names) + end
    found = mentions.names_in(text)
    assert [name for _words, name in names if name not in {f.rstrip(".+-") for f in found}] == []
    users = [make.User(username=name) for _words, name in names]
    pieces = mentions.in_pieces(text, users)
    assert "".join(words for words, _user in pieces) == text
    assert [words[1:] for words, user in pieces if user] == [user.username for user in users]


@pytest.mark.parametrize("text", ["luis@agency.example", "a@luis", "@", "@ luis", "50 @ $3"])
def test_an_address_is_no_mention(text):
    assert "luis" not in mentions.names_in(text)


def test_an_open_page_is_told_how_much_colleagues_did_meanwhile(client):
    comment = make.submit(make.docket())
    rosa, luis = make.reviewer("rosa"), make.reviewer("luis")
    address = reverse("comment_news", args=[comment.pk, comment.version])
    assert client.get(address).status_code == 302
    client.force_login(make.user("editor"))
    assert client.get(address).status_code in {302, 403}
    client.force_login(rosa)
    assert client.get(address).json() == {"count": 0, "words": ""}
    review.claim(comment=comment, actor=luis)
    review.add_note(comment=comment, actor=luis, note="Ask the engineer")
    told = client.get(address)
    assert told.json()["count"] == 2
    assert "2 new acts" in told.json()["words"]
    assert "engineer" not in told.text
