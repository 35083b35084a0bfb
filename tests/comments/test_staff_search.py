"""What staff find: by any word of a comment or its files, and by nothing they may not read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments import review
from comments.models import Addition, Attachment, Comment, Remark
from comments.redaction import texts
from comments.review import search
from engagement import search as public_search
from engagement.search_words import excluded_terms
from tests.comments import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def docket():
    return make.docket()


def found(words: str, user) -> list[int]:
    """The numbers within the docket of what the person finds."""
    queryset = search.matching(Comment.objects.order_by("sequence"), words, user=user)
    return [comment.sequence for comment in queryset]


def indexed(docket, **fields) -> Comment:
    comment = make.submit(docket, **fields)
    search.index(comment)
    return comment


def test_a_comment_is_found_as_soon_as_it_has_arrived(docket, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make.submit(docket, text="The tugboats whistle.", language="en")
    assert found("tugboat", make.reviewer()) == [1]


def test_a_comment_is_found_by_any_of_its_words_in_english_and_in_spanish(docket):
    rosa = make.reviewer()
    first = indexed(
        docket,
        text="The trucks idle beside our school.",
        name="Dorothea Plumfield",
        affiliation="Harbor Lane Neighbors",
    )
    Remark.objects.create(comment=first, section_heading="Trains", text="Locomotives are loud.")
    Addition.objects.create(
        comment=first, key=first.uid, text="One whistles at night.", received_at=first.received_at
    )
    Attachment.objects.create(
        comment=first, name="carta.pdf", size=1, mime="application/pdf", text="La niñez respira."
    )
    search.index(first)
    indexed(docket, language="es", text="Las reuniones deben ser más cortas.", name="Inés Núñez")

    for words in ("truck", "idling school", '"beside our school"', "plumfield", "neighbor"):
        assert found(words, rosa) == [1], words
    for words in ("locomotive", "whistled", "ninez", "niñez", "trucks -noise"):
        assert found(words, rosa) == [1], words
    for words in ("reunión", "reunion", "corta", "nunez", "INÉS"):
        assert found(words, rosa) == [2], words
    assert found("trucks or reuniones", rosa) == [1, 2]
    for words in (
        "trucks -schools",
        "reunion -cortas",
        "hydrogen",
        '"school trucks"',
        "-",
        "",
        "\0",
    ):
        assert found(words, rosa) == [], words


def test_a_number_names_its_comment_and_words_with_that_number_are_found_in_quotes(docket):
    rosa = make.reviewer()
    indexed(docket, text="We counted 3 trucks and then 47.")
    indexed(docket, text="Thank you.")
    indexed(docket, text="I am the third.")
    for words in ("PA-2026-01-0003", "pa-2026-01-3", "3", "#3", " 0003 "):
        assert found(words, rosa) == [3], words
    assert found('"3"', rosa) == [1]
    assert found("47", rosa) == [1]
    assert found("PA-2026-01-0099", rosa) == []
    assert found("PA-2026-01", rosa) == [1, 2, 3]
    assert found("99999999999999999999", rosa) == []


def test_an_address_finds_comments_for_those_alone_who_may_see_addresses(docket):
    rosa, outsider = make.reviewer(), make.user("ana", "comments.view_comment")
    indexed(docket, text="Plug in the ships.", email="Gus.Cole@Example.org")
    indexed(docket, text="Write to gus.cole@example.org, he knows.")
    assert found("gus.cole@example.org", rosa) == [1, 2]
    assert found("@example.org", rosa) == [1]
    assert found("gus.cole@example.org", outsider) == [2]
    assert found("@example.org", outsider) == []
    assert found("cole", outsider) == []


def test_nobody_finds_by_what_was_redacted_but_those_who_may_read_it(docket):
    rosa = make.reviewer()
    hana = make.user("hana", "comments.view_comment", "comments.view_original")
    comment = indexed(
        docket, text="Call 909-555-0142 about the crane.", name="Barnaby", affiliation="Tugs"
    )
    assert found("909-555-0142", rosa) == [1]
    comment.redacted_text = "Call [redacted] about the crane."
    comment.redacted_name = "[redacted]"
    comment.save()
    search.index(comment)
    for words in ("909-555-0142", "barnaby", "909 crane"):
        assert found(words, rosa) == [], words
        assert found(words, hana) == [1], words
    for user in (rosa, hana):
        assert found("crane", user) == [1]
        assert found("crane -hydrogen", user) == [1]
    assert found("crane -barnaby", hana) == []


def test_a_name_that_is_not_to_be_shown_and_a_file_that_is_withheld_are_found_by_nobody_else(
    docket,
):
    rosa = make.reviewer()
    hana = make.user("hana", "comments.view_comment", "comments.view_original")
    comment = indexed(docket, text="Ships.", name="Thea", is_anonymous=True)
    file = Attachment.objects.create(
        comment=comment, name="a.txt", size=1, mime="text/plain", text="Blueprint."
    )
    search.index(comment)
    assert (found("blueprint", rosa), found("thea", rosa), found("thea", hana)) == ([1], [], [1])
    file.withheld_reason = "A trade secret."
    file.save()
    search.index(comment)
    assert (found("blueprint", rosa), found("blueprint", hana)) == ([], [1])


def test_what_nobody_indexed_is_found_within_a_minute_and_what_is_newer_stays(docket):
    rosa = make.reviewer()
    comment = make.submit(docket, text="Cranes.")
    make.submit(docket, text="Tugboats.")
    assert found("cranes", rosa) == []
    assert search.index_missing() == 2
    assert found("cranes", rosa) == [1]
    Comment.objects.filter(pk=comment.pk).update(text="Ferries.")
    assert search.index_missing() == 0
    assert found("cranes", rosa) == [1]
    assert search.index_many(Comment.objects.all()) == 2
    assert (found("cranes", rosa), found("ferries", rosa)) == ([], [1])


def test_a_text_too_long_for_the_index_is_found_by_its_beginning(docket, monkeypatch):
    rosa = make.reviewer()
    comment = make.submit(docket, text="Ships.")
    unlike = " ".join(f"{number:x}zq{number * 7919:x}" for number in range(90_000))
    Attachment.objects.create(
        comment=comment, name="a.txt", size=1, mime="text/plain", text=f"Blueprint {unlike}"
    )
    make.submit(docket, text="Trucks.")
    assert search.index_missing() == 2
    assert found("blueprint", rosa) == [1]
    assert found("trucks", rosa) == [2]


def test_many_comments_are_indexed_and_found_with_a_constant_number_of_queries(
    docket, django_assert_num_queries
):
    section = make.draft(docket=docket).sections.all()[0]
    rosa = make.reviewer()
    for number in range(6):
        make.submit(docket, text=f"Number {number} of the trucks.", section=section)
    with django_assert_num_queries(9):  # keys, two of a savepoint, five of comments, one writes
        search.index_missing()
    permissions_are_known = rosa.get_all_permissions()
    with django_assert_num_queries(1):
        assert len(found("trucks", rosa)) == 6, permissions_are_known


@given(st.text(max_size=60) | st.text(alphabet="ab -\"'()&|!:*<>@#ñ", max_size=30))
def test_any_words_can_be_searched_for(words):
    assert public_search.wanted_in_any_language(words) is None or any(map(str.isalnum, words))
    for term in excluded_terms(words):
        assert f"-{term}" in words


def test_words_with_signs_of_the_query_language_are_only_words(docket):
    rosa = make.reviewer()
    indexed(docket, text="It's 5:00 <b>now</b> & the trucks | ships (all) wait!")
    for words in ("it's", "trucks & ships", "trucks | ships", "(all)", "wait!", "truck:*", "<b>"):
        found(words, rosa)
    assert found("trucks & ships", rosa) == [1]


def test_what_a_redactor_blacks_out_is_gone_from_the_search_at_once(docket):
    rosa = make.reviewer()
    hana = make.user("hana", "comments.redact_comment", "comments.view_original")
    comment = indexed(docket, text="My neighbor Barnaby idles his truck.")
    comment = review.claim(comment=comment, actor=hana)
    start = comment.text.index("Barnaby")
    passage = texts.Passage("text", start, start + 7, "Barnaby", "other_person")
    texts.redact(comment=comment, actor=hana, passages=[passage])
    assert (found("barnaby", rosa), found("truck", rosa)) == ([], [1])
