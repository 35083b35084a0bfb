"""What a member of a campaign says of its own is seen, to the last word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.campaigns.own_words import Letter, Passage, Whose
from comments.campaigns.similarity import Texts, words

LETTER = (
    "Dear Board,\n\n"
    "I live near the harbor and I breathe its air. We do not want more trucks on our streets. "
    "Please plug in every ship at berth by 2030. Our children deserve clean air.\n\n"
    "Sincerely,\nAnn Lee"
)
LEAD = Letter(Texts("Ann Lee", [LETTER]))
BODY = (
    "I live near the harbor and I breathe its air. We do not want more trucks on our streets. "
    "Please plug in every ship at berth by 2030. Our children deserve clean air."
)
LAST = "Our children deserve clean air."


def own(text, name=""):
    pieces = LEAD.compare(text, words(name))
    return [piece.text.strip() for piece in pieces if piece.whose is Whose.OWN]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (LETTER, "Ann Lee"),
        (LETTER.upper().replace("SINCERELY,\nANN LEE", "Sincerely,\nJosé Díaz"), "José Díaz"),
        (f"Estimada Junta:\n\n{BODY}\n\nAtentamente,\nMaría de la Cruz\n12 Oak Street", ""),
        (f"{LAST} {BODY.removesuffix(LAST)}", ""),
    ],
)
def test_names_greetings_signatures_and_another_order_are_no_words_of_their_own(text, name):
    assert own(text, name) == []
    assert LEAD.count(Texts(name, [text])) == (0, 0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{BODY}\n\nMy son Leo has asthma since 2019.", ["My son Leo has asthma since 2019."]),
        (BODY.replace("by 2030", "by 2027"), ["2027."]),
        (
            f"{BODY}\n\nThank you,\nStop the whole project now",
            ["Thank you,\nStop the whole project now"],
        ),
        (f"{BODY} 👎", ["👎"]),
        (BODY.replace("We do not want", "We do want"), ["do want"]),
    ],
)
def test_whatever_else_is_said_is_shown(text, said):
    assert own(text) == said
    assert LEAD.count(Texts("", [text]))[0] > 0


def test_what_is_left_out_is_counted_though_nothing_is_added():
    shorter = BODY.replace(" Our children deserve clean air.", "")
    assert LEAD.count(Texts("", [shorter])) == (0, 5)
    assert LEAD.count(Texts("", [BODY.replace("do not want", "do want")]))[1] > 0


def test_words_in_files_and_additions_are_words_too():
    both = Texts("", [BODY, "I add this."], ["A letter of my doctor."])
    assert LEAD.count(both) == (8, 0)


def test_what_people_write_is_text_and_never_markup():
    text = f"{BODY} <script>alert(1)</script>"
    passage = Passage("text", "Comment", LEAD.compare(text))
    assert "<script>" not in passage.marked()
    assert '<mark class="own-words own-words--own">script&gt;alert' in passage.marked()
    assert "breathe" in passage.marked()
    assert passage.excerpt().startswith(" … ")


FRAGMENTS = st.sampled_from(
    [*BODY.split(), "no", "not", "never", "Stop", "é", "Dear", "Sincerely,", "\n", ". ", "👎"]
)


@given(st.lists(FRAGMENTS, max_size=60).map(" ".join) | st.text(max_size=200), st.text(max_size=9))
def test_no_word_is_in_neither_the_letter_nor_what_is_shown(text, name):
    pieces = LEAD.compare(text, words(name))
    assert words("".join(piece.text for piece in pieces)) == words(text)
    for piece in pieces:
        if piece.whose is Whose.LETTER:
            assert set(words(piece.text)) <= set(words(LETTER))
