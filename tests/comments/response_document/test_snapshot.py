"""What a document says is the public record of one moment, in each language, and nothing else."""

import json
import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from comments import translating
from comments.models import Comment, Redaction, Translation
from comments.redaction import texts as redacting
from comments.redaction.texts import Passage
from comments.response_document import snapshot, stored_pieces
from comments.response_document.stored_pieces import Stored
from tests.comments import factories as make
from tests.comments.response_document import dockets
from tests.comments.response_document.dockets import SECRET, frozen, of_kind, posted
from tests.factories import local

pytestmark = pytest.mark.django_db


@pytest.fixture
def docket(db):
    return make.docket(accepts_anonymous=True)


def redact(comment: Comment, words: str, actor: User) -> None:
    comment = Comment.objects.get(pk=comment.pk)
    Comment.objects.filter(pk=comment.pk).update(assigned_to=actor)
    start = comment.text.index(words)
    redacting.redact(
        comment=comment,
        actor=actor,
        passages=[Passage("text", start, start + len(words), words, Redaction.Reason.PHONE)],
    )


def test_only_posted_letters_are_in_it_in_the_order_of_their_numbers(docket):
    first, waiting, last = (make.submit(docket, text=f"Words {n}") for n in range(3))
    dockets.post(last)
    dockets.post(first)
    found = frozen(docket)["en"]
    assert [row["number"] for row in of_kind(found, "letter")] == [first.sequence, last.sequence]
    assert [row["number"] for row in of_kind(found, "commenter")] == [first.sequence, last.sequence]
    assert waiting.text not in json.dumps(found)


def test_pieces_are_in_the_order_of_the_document_and_counted_in_its_front(docket):
    dockets.answered(docket, letters=2)
    topic = docket.topics.create(name_en="Ships", name_es="Barcos")
    master = make.response(docket=docket)
    make.point(posted(docket), topics=[topic], masters=[master])
    found = frozen(docket)["en"]
    kinds = [piece["piece"] for piece in found]
    assert kinds == ["front", *["commenter"] * 3, "master", *["letter"] * 3, "topic"]
    assert found[0]["counts"] == {"commenter": 3, "master": 1, "letter": 3, "topic": 1}
    facts = dict(found[0]["facts"])
    assert facts["Comments received"] == "3"
    assert (facts["Points"], facts["Responses"], facts["Master responses"]) == ("3", "2", "1")


def test_points_stand_in_the_letter_and_refer_to_their_answers(docket):
    topic = docket.topics.create(name_en="Ships", name_es="Barcos")
    master = make.response(docket=docket, title_en="Power", title_es="Energía")
    comment = posted(docket, text="We ask you: plug in the ships. Thank you.")
    point = make.point(comment, words="plug in the ships", topics=[topic], masters=[master])
    make.response(point, text_en="<p>We <b>will</b>.</p>")
    found = frozen(docket)["en"]
    (letter,) = of_kind(found, "letter")
    assert [s["text"] for s in letter["passages"][0]["segments"] if s["points"] == ["1-1"]] == [
        "plug in the ships"
    ]
    (answered,) = letter["points"]
    assert answered["topics"] == ["Ships"]
    assert answered["masters"] == [{"number": 1, "title": "Power", "language": "en"}]
    runs = answered["response"]["blocks"][0]["runs"]
    assert [(run["text"], run["bold"]) for run in runs] == [
        ("We ", False),
        ("will", True),
        (".", False),
    ]
    (index,) = of_kind(found, "topic")
    assert (index["name"], index["points"]) == ("Ships", ["1-1"])
    assert of_kind(found, "master")[0]["points"] == ["1-1"]
    assert of_kind(found, "commenter")[0]["points"] == "1-1"


def test_no_answer_is_in_it_that_is_not_approved(docket):
    comment = posted(docket)
    drafted = make.response(docket=docket, status="drafted", text_en="<p>Secret plan</p>")
    point = make.point(comment, masters=[drafted])
    make.response(point, status="reviewed", text_en="<p>Secret plan</p>")
    for found in frozen(docket).values():
        assert "Secret plan" not in json.dumps(found)
        (answered,) = of_kind(found, "letter")[0]["points"]
        assert answered["response"] is None
        assert answered["masters"] == []
        assert of_kind(found, "master") == []


def test_words_of_the_other_language_say_which_it_is(docket):
    docket.topics.create(name_en="Ships", name_es="Barcos")
    comment = posted(docket)
    make.response(make.point(comment), text_en="<p>Yes.</p>", text_es="<p>Sí.</p>")
    make.response(make.point(posted(docket)), text_en="<p>Only English.</p>")
    found = frozen(docket)["es"]
    first, second = (letter["points"][0]["response"] for letter in of_kind(found, "letter"))
    assert first["language"] == "es"
    assert first["blocks"][0]["runs"][0]["text"] == "Sí."
    assert second["language"] == "en"
    assert found[0]["headline"] == "Medidas a corto plazo"
    assert found[0]["agency"] == "Agencia del Aire Limpio"


def test_what_is_redacted_is_a_mark_everywhere(docket):
    comment = posted(docket, text=f"Call {SECRET} today, and plug in the ships.", name="Ana")
    make.response(make.point(comment, words="plug in the ships"))
    redact(comment, SECRET, make.redactor())
    made = dockets.document(docket)
    snapshot.take(made)
    everything = dockets.all_stored(made)
    assert SECRET not in everything
    assert "[redacted: telephone number]" in everything


def test_of_a_file_that_is_withheld_there_is_the_reason_alone(docket):
    comment = posted(docket, attachments=[make.letter("minor-ana.pdf")])
    comment.attachments.update(withheld_reason="Names of minors", text=f"Ana, {SECRET}")
    made = dockets.document(docket)
    snapshot.take(made)
    (file,) = of_kind(dockets.pieces(made, "en"), "letter")[0]["files"]
    assert file == {"name": "", "kind": "PDF", "note": "Withheld: Names of minors"}
    everything = dockets.all_stored(made)
    assert "minor-ana" not in everything
    assert SECRET not in everything


def test_the_name_of_a_file_that_is_being_redacted_is_not_told(docket):
    comment = posted(docket, attachments=[make.letter("ana-909-555-0142.pdf")])
    comment.attachments.update(redaction="waiting", text=f"Ana, {SECRET}")
    made = dockets.document(docket)
    snapshot.take(made)
    assert SECRET not in dockets.all_stored(made)


def test_the_words_of_a_public_file_are_a_passage_under_its_public_name(docket):
    comment = posted(docket, attachments=[make.letter("letter.pdf")])
    comment.attachments.update(text="The words of the file.")
    letter = of_kind(frozen(docket)["en"], "letter")[0]
    assert [passage["label"] for passage in letter["passages"]] == ["Comment", "letter.pdf"]
    assert letter["passages"][1]["segments"][0]["text"] == "The words of the file."


def test_whoever_is_anonymous_has_no_name_in_any_language(docket):
    posted(docket, name="Ana Secret", affiliation="Secret Group", is_anonymous=True)
    found = frozen(docket)
    assert "Secret" not in json.dumps(found)
    assert of_kind(found["en"], "commenter")[0]["name"] == "Anonymous"
    assert of_kind(found["es"], "commenter")[0]["name"] == "Anónimo"


def test_no_address_of_anybody_is_in_it(docket):
    posted(docket, email="ana@example.com")
    assert "ana@example.com" not in json.dumps(frozen(docket))


def test_a_translation_is_in_the_other_document_once_it_is_verified(docket):
    comment = posted(docket, text="Plug in the ships.")
    writer, verifier = make.reviewer("wim"), make.reviewer("vera")
    written = translating.write(
        comment=comment, actor=writer, parts={"text": "Enchufen los barcos."}
    )
    assert "Enchufen" not in json.dumps(frozen(docket))
    translating.verify(translation=written, actor=verifier)
    assert Translation.objects.get().is_verified
    found = frozen(docket)
    passage = of_kind(found["es"], "letter")[0]["passages"][0]
    assert (passage["language"], passage["translation"]) == ("en", "Enchufen los barcos.")
    assert of_kind(found["en"], "letter")[0]["passages"][0]["translation"] == ""


def test_a_campaign_is_one_letter_with_how_many_sent_it(docket):
    lead = posted(docket, text="Stop the trucks")
    members = [make.submit(docket, text="Stop the trucks", name="Member") for _ in range(3)]
    make.campaign(lead, *members)
    Comment.objects.filter(pk__in=[member.pk for member in members]).update(state="campaign")
    found = frozen(docket)["en"]
    (letter,) = of_kind(found, "letter")
    assert letter["senders"] == 4
    assert "Member" not in json.dumps(found)


def test_dates_are_of_the_agencys_zone_and_in_the_documents_language(docket):
    comment = posted(docket)
    Comment.objects.filter(pk=comment.pk).update(received_at=local(2026, 2, 3, 16, 52))
    found = frozen(docket, asked_at=local(2026, 3, 2, 23, 30), number=3)
    assert of_kind(found["en"], "letter")[0]["received"] == "February 3, 2026, 4:52 p.m. PST"
    assert of_kind(found["es"], "letter")[0]["received"].startswith("3 de febrero de 2026, 4:52")
    assert found["en"][0]["standing"] == "Draft 3, March 2, 2026"
    assert found["es"][0]["standing"] == "Borrador 3, 2 de marzo de 2026"


def test_a_document_for_publication_says_that_it_is_final(docket):
    found = frozen(docket, is_final=True, asked_at=local(2026, 3, 2, 9, 0))
    assert found["en"][0]["standing"] == "Final, March 2, 2026"


def test_queries_do_not_grow_with_the_letters(docket):
    def queries() -> int:
        made = dockets.document(docket)
        with CaptureQueriesContext(connection) as captured:
            snapshot.take(made)
        return len(captured)

    topic = docket.topics.create(name_en="Ships", name_es="Barcos")
    master = make.response(docket=docket)

    def add(count: int) -> None:
        for _number in range(count):
            comment = posted(docket, attachments=[make.letter()])
            make.response(make.point(comment, topics=[topic], masters=[master]))

    add(3)
    few = queries()
    add(27)
    assert queries() == few


def test_slices_hold_so_many_letters_and_long_ones_count_for_more(docket, monkeypatch):
    for number in range(7):
        posted(docket, text=f"Short {number}" if number else "Long. " * 500)
    monkeypatch.setattr(stored_pieces, "MOST_PIECES", {"letter": 3})
    monkeypatch.setattr(stored_pieces, "MOST_CHARACTERS", 3000)
    made = dockets.document(docket)
    snapshot.take(made)
    with Stored(made, "en") as stored:
        letters = [
            stored.slice(index)
            for index, place in enumerate(stored.places)
            if place.section == "letter"
        ]
        assert [[row["number"] for row in cut.pieces] for cut in letters] == [
            [1],
            [2, 3, 4],
            [5, 6, 7],
        ]
        assert [(cut.is_first, cut.is_last) for cut in letters] == [
            (True, False),
            (False, False),
            (False, True),
        ]
        empty = stored.slice(len(stored.places) - 1)
        assert (empty.section, empty.pieces, empty.is_first) == ("topic", [], True)


@pytest.mark.django_db(transaction=True)
def test_all_of_it_is_of_one_moment(docket, monkeypatch):
    """A letter is taken off the docket while the document is being read."""
    comment = posted(docket, text="Here and gone")
    made = dockets.document(docket)
    counted = snapshot.changes.so_far

    def and_then_taken_off(of):
        found = counted(of)

        def take_off():
            Comment.objects.filter(pk=comment.pk).update(state="in_review", posted_at=None)
            connections.close_all()

        thread = threading.Thread(target=take_off)
        thread.start()
        thread.join()
        return found

    monkeypatch.setattr(snapshot.changes, "so_far", and_then_taken_off)
    snapshot.take(made)
    found = dockets.pieces(made, "en")
    assert len(of_kind(found, "letter")) == len(of_kind(found, "commenter")) == 1
