"""What the law lets nobody see is blacked out by one person, and gone wherever it is shown."""

import re
import uuid

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from comments import letter, review
from comments.models import Addition, Comment, CommentEvent, Redaction, Translation
from comments.redaction import texts
from comments.redaction.texts import Passage
from comments.review import ReviewError, StaleError
from tests.comments import factories as make

pytestmark = pytest.mark.django_db
State, Reason = Comment.State, Redaction.Reason
TEXT = "Dear board, call me at 619 555 0123 or 619 555 0199. My son Mateo coughs at night."


@pytest.fixture
def hana():
    return make.redactor()


@pytest.fixture
def comment(hana):
    """A comment that the redactor holds."""
    made = make.submit(
        make.docket(), text=TEXT, name="Ana Ruiz", affiliation="PTA of Mateo's school"
    )
    return review.claim(comment=made, actor=hana)


def passage(comment, words, /, reason=Reason.PHONE, part="text", **fields) -> Passage:
    start = letter.part_of(comment, part).original.index(words)
    values = {"start": start, "end": start + len(words), "words": words} | fields
    return Passage(part=part, reason=reason, **values)


def redact(comment, actor, *passages, **fields):
    return texts.redact(comment=comment, actor=actor, passages=passages, **fields)


def shown(comment, part="text") -> str:
    return letter.part_of(Comment.objects.get(pk=comment.pk), part).public


def test_readers_find_a_mark_in_the_language_of_the_letter_and_nobody_guesses_its_length(
    comment, hana
):
    redact(comment, hana, passage(comment, "619 555 0123"))
    assert shown(comment) == TEXT.replace("619 555 0123", "[redacted: telephone number]")
    redact(comment, hana, passage(comment, "619 555 0199. My son Mateo"))
    assert shown(comment).count("[redacted: telephone number]") == 2
    assert Comment.objects.get().text == TEXT
    spanish = make.submit(comment.docket, language="es", text="Mi hijo Mateo tose.")
    review.claim(comment=spanish, actor=hana)
    redact(spanish, hana, passage(spanish, "Mateo", Reason.MINOR))
    assert shown(spanish) == "Mi hijo [tachado: nombre de una persona menor de edad] tose."


def test_each_part_of_a_comment_can_be_blacked_out(hana):
    docket = make.docket()
    section = make.draft(docket=docket).sections.first()
    comment = make.submit(docket, section=section, text="Remark Zorro.", name="Zorro Díaz")
    Comment.objects.update(text="Text Zorro.", affiliation="Club Zorro")
    comment.remarks.update(quote="Quoted Zorro.")
    Addition.objects.create(
        comment=comment, key=uuid.uuid4(), text="More Zorro.", received_at=comment.received_at
    )
    comment = review.claim(comment=comment, actor=hana)
    keys = [part.key for part in letter.parts_of(comment)]
    kinds = [re.sub(r"-\d+", "", key) for key in keys]
    assert kinds == ["name", "affiliation", "text", "quote", "remark", "addition"]
    redact(comment, hana, *(passage(comment, "Zorro", Reason.MINOR, key) for key in keys))
    for part in letter.parts_of(Comment.objects.get()):
        assert "Zorro" in part.original
        assert "Zorro" not in part.public
        assert "[redacted: name of a minor]" in part.public
    assert Comment.objects.get().public_name == "[redacted: name of a minor] Díaz"


def test_only_the_redactor_who_holds_the_comment_blacks_out(comment, hana):
    wanted = passage(comment, "619 555 0123")
    blind = make.user("blind", "comments.redact_comment")
    for actor, refusal in {
        make.reviewer(): "may not",
        blind: "may not",
        make.redactor("omar"): "Claim this comment",
    }.items():
        with pytest.raises(ReviewError, match=refusal):
            redact(comment, actor, wanted)
    assert not Redaction.objects.exists()
    assert shown(comment) == TEXT


def test_what_a_person_did_not_see_is_not_blacked_out(comment, hana):
    wanted = "619 555 0123"
    review.add_note(comment=comment, actor=hana, note="Careful.")
    with pytest.raises(StaleError):
        redact(comment, hana, passage(comment, wanted), version=comment.version)
    for wrong, refusal in [
        (passage(comment, wanted, words="619 555 0124"), "Other words"),
        (passage(comment, wanted, start=0), "Other words"),
        (passage(comment, wanted, start=500, end=512), "Choose the words"),
        (passage(comment, wanted, start=9, end=9), "Choose the words"),
        (passage(comment, wanted, start=11, end=12, words=" "), "Choose the words"),
        (passage(comment, wanted, reason="whim"), "Choose the reason"),
        (passage(comment, wanted, reason=Reason.OTHER), "Name the other"),
        (Passage("remark-99", 0, 3, "abc", Reason.PHONE), "no such part"),
    ]:
        with pytest.raises(ReviewError, match=refusal):
            redact(comment, hana, passage(comment, "Mateo", Reason.MINOR), wrong)
    assert shown(comment) == TEXT


def test_what_overlaps_or_touches_for_the_same_reason_is_one_redaction(comment, hana):
    redact(comment, hana, passage(comment, "619 555"), note="One.", version=None)
    redact(comment, hana, passage(comment, " 555 0123 "), note="Two.")
    (made,) = Redaction.objects.all()
    assert TEXT[made.start : made.end] == "619 555 0123"
    assert made.note == "Two.; One."
    redact(comment, hana, passage(comment, "0123 or 619 555 0199"))
    (made,) = Redaction.objects.all()
    assert TEXT[made.start : made.end] == "619 555 0123 or 619 555 0199"
    with pytest.raises(ReviewError, match="blacked out already"):
        redact(comment, hana, passage(comment, "555 0123", Reason.MINOR))
    with pytest.raises(ReviewError, match="Telephone number"):
        redact(comment, hana, passage(comment, "0199. My son Mateo", Reason.MINOR))
    assert Redaction.objects.get() == made


def test_words_are_shown_again_with_a_reason_and_never_on_the_docket(comment, hana):
    (made,) = redact(comment, hana, passage(comment, "Mateo", Reason.MINOR))
    for explanation, refusal in {"": "Say why", "MATEO is the board's member": "repeat"}.items():
        with pytest.raises(ReviewError, match=refusal):
            texts.lift(redaction=made, actor=hana, explanation=explanation)
    Comment.objects.update(state=State.POSTED, posted_at=comment.received_at)
    with pytest.raises(ReviewError, match="off the docket"):
        texts.lift(redaction=made, actor=hana, explanation="An adult.")
    Comment.objects.update(state=State.REDACTION, posted_at=None)
    texts.lift(redaction=made, actor=hana, explanation="An adult.")
    assert shown(comment) == TEXT
    assert Comment.objects.get().redacted_text is None
    with pytest.raises(ReviewError, match="not blacked out any more"):
        texts.lift(redaction=made, actor=hana, explanation="Again.")


def test_the_trail_says_where_and_why_and_never_what(comment, hana):
    (made,) = redact(comment, hana, passage(comment, "Mateo", Reason.MINOR), note="Mateo is eight")
    start = TEXT.index("Mateo")
    texts.dismiss(comment=comment, actor=hana, passages=[passage(comment, "619 555 0123")])
    texts.lift(redaction=made, actor=hana, explanation="An adult.")
    events = list(comment.events.filter(kind="redacted"))
    place = ["text", start, start + 5, "minor"]
    assert [event.detail for event in events] == [
        {"redactions": [[], [place]]},
        {"dismissed": [[], [["text", 23, 35, "phone"]]]},
        {"redactions": [[place], []]},
    ]
    assert [event.note for event in events] == [
        "Comment: Name of a minor",
        "Not blacked out: Comment: Telephone number",
        "Shown again: Comment: Name of a minor\nAn adult.",
    ]
    assert not any(
        "Mateo" in str(event.detail) + event.note for event in CommentEvent.objects.all()
    )
    assert Comment.objects.get().version == events[-1].version


def test_a_translation_is_verified_anew_after_what_it_translates_changed(comment, hana):
    def translate(**parts):
        Translation.objects.all().delete()
        return Translation.objects.create(
            comment=comment,
            language="es",
            parts=parts,
            written_by=hana,
            verified_by=hana,
            verified_at=comment.received_at,
        )

    translate(affiliation="Club")
    redact(comment, hana, passage(comment, "Mateo", Reason.MINOR))
    assert Translation.objects.get().is_verified
    translate(text="Llame al 619 555 0123.")
    redact(comment, hana, passage(comment, "619 555 0123"))
    assert not Translation.objects.get().is_verified


def test_a_redactor_hands_back_what_is_done(hana):
    rosa = make.reviewer()
    comment = review.claim(comment=make.submit(make.docket()), actor=rosa)
    comment = review.move(comment=comment, actor=rosa, to_state=State.REDACTION)
    review.claim(comment=comment, actor=hana)
    comment = review.move(comment=comment, actor=hana, to_state=State.IN_REVIEW)
    assert comment.assigned_to is None
    review.claim(comment=comment, actor=rosa)


class TestThePage:
    """The screen of a redactor, and what others see there."""

    @pytest.fixture
    def address(self, client, comment, hana):
        client.force_login(hana)
        return reverse("review:inspect", args=[comment.pk])

    def send(self, client, address, action, **data):
        version = Comment.objects.get().version
        response = client.post(address, {"action": action, "version": version, **data})
        said = [str(message) for message in get_messages(response.wsgi_request)]
        return response.status_code, " ".join(said)

    def test_words_are_blacked_out_without_a_script(self, client, comment, address):
        form = {"part": "text", "words": "619  555", "occurrence": "2", "reason": Reason.PHONE}
        assert self.send(client, address, "redact", **form) == (302, "1 passage is blacked out.")
        assert "619 555 0123" in shown(comment)
        assert "619 555 0199" not in shown(comment)
        both = {"part": "text", "words": "son mateo", "reason": Reason.MINOR}
        assert self.send(client, address, "redact", **both)[0] == 302
        assert "My [redacted: name of a minor] coughs" in shown(comment)

    def test_a_mistake_is_named_beside_its_field_and_nothing_typed_is_lost(self, client, address):
        typed = {"part": "name", "words": "619 555", "reason": "", "note": "See the memo"}
        version = Comment.objects.get().version
        response = client.post(address, {"action": "redact", "version": version, **typed})
        assert response.status_code == 422
        for said in ("This part does not have these words.", "Choose the reason", "See the memo"):
            assert said in response.text
        often = {"part": "text", "words": "619 555", "occurrence": "3", "reason": Reason.PHONE}
        response = client.post(address, {"action": "redact", "version": version, **often})
        assert "has these words 2 times" in response.text
        assert not Redaction.objects.exists()

    def test_selected_words_are_blacked_out_where_they_stand(self, client, comment, address):
        at = TEXT.index("619 555 0199")
        form = {"part": "text", "words": "619 555 0199", "start": at, "end": at + 12}
        assert self.send(client, address, "redact", reason=Reason.PHONE, **form)[0] == 302
        assert "619 555 0123" in shown(comment)
        assert "0199" not in shown(comment)

    def test_suggestions_are_proposed_and_a_person_decides(self, client, comment, address):
        html = client.get(address).text
        offered = re.findall(r'value="(accept:[\w:-]+)"', html)
        assert len(offered) == 5  # two numbers, a name; two kinds
        assert shown(comment) == TEXT
        first = next(name for name in offered if f":{TEXT.index('619 555 0123')}:" in name)
        assert self.send(client, address, first)[0] == 302
        assert self.send(client, address, first)[0] == 422
        assert self.send(client, address, "dismiss:minor")[1] == "1 suggestion is put aside."
        html = client.get(address).text
        assert "accept:minor" not in html
        assert self.send(client, address, "accept:phone")[0] == 302
        assert "Mateo" in shown(comment)
        assert shown(comment).count("[redacted: telephone number]") == 2

    def test_those_without_the_right_read_the_mark_and_nothing_else(
        self, client, comment, address, hana
    ):
        redact(comment, hana, passage(comment, "619 555 0123"), note="Number 619 555 0123")
        name = passage(comment, "Ruiz", Reason.OTHER_PERSON, "name")
        redact(comment, hana, name, passage(comment, "Mateo", Reason.MINOR, "affiliation"))
        html = client.get(address).text
        assert '<del class="redacted__words" data-start="23">619 555 0123</del>' in html
        client.force_login(make.reviewer())
        html = client.get(address).text
        for secret in ("619 555 0123", "Ruiz", "Mateo's school"):
            assert secret not in html
        assert "[redacted: telephone number]" in html
        assert "PTA of [redacted: name of a minor]" in html
        # They are told what may have to be blacked out, so that they ask a redactor.
        assert "619 555 0199</mark>" in html
        assert "accept:" not in html

    def test_a_long_letter_takes_no_more_queries_than_a_short_one(
        self, client, comment, address, hana, django_assert_max_num_queries
    ):
        phones = " ".join(f"619 555 0{number}" for number in range(100, 160))
        Comment.objects.update(text=phones)
        comment.refresh_from_db()
        redact(comment, hana, *(passage(comment, f"619 555 01{n}") for n in range(10, 60)))
        client.get(address)
        with django_assert_max_num_queries(60):
            assert client.get(address).text.count("redacted__words") == 50


def test_who_posts_is_told_before_the_press_which_suggestions_nobody_decided(client):
    rosa, docket = make.reviewer("rosa"), make.docket()
    told = "suggestions for redaction are open"
    pages = {}
    for text in (TEXT, "Please plug in the ships."):
        comment = make.submit(docket, text=text)
        review.claim(comment=comment, actor=rosa)
        review.move(comment=comment, actor=rosa, to_state="in_review")
        client.force_login(rosa)
        pages[text] = client.get(reverse("review:inspect", args=[comment.pk])).text
        assert 'value="move:posted"' in pages[text]
        # It is the reviewer's decision.
        review.move(comment=comment, actor=rosa, to_state="posted")
    assert f"3 {told}" in pages[TEXT]
    assert re.search(r'value="move:posted" aria-describedby="unhidden"', pages[TEXT])
    assert told not in pages["Please plug in the ships."]
