"""Parts of the PDF that no page needs to be set for."""

from comments.response_document import pdf
from comments.response_document.pdf_nodes import bracketed, linked_labels
from comments.response_document.pdf_stamps import letters_on
from comments.response_document.renderer import Slice
from tests.comments.response_document import pieces as sample


def test_rules_end_with_the_words_and_not_with_the_space_behind_them():
    passage = {
        "segments": [
            {"text": "Before. ", "points": [], "starts": []},
            {"text": "One.\n\nTwo.\n \n", "points": ["3-1"], "starts": ["3-1"]},
            {"text": "After.", "points": [], "starts": []},
        ]
    }
    assert bracketed(passage, "p") == [
        [
            "Before. ",
            {"label": "3-1"},
            {"mark": ["p", "3-1", 0, "start"]},
            "One.",
        ],
        ["Two.", {"mark": ["p", "3-1", 0, "end"]}],
        ["After."],
    ]


def test_a_range_of_points_has_a_link_at_each_end():
    parts = linked_labels("12-1 – 12-4")
    assert [part if isinstance(part, str) else part["to"] for part in parts] == [
        "12-1",
        " – ",
        "12-4",
    ]


def test_the_head_of_a_page_says_which_letters_it_has():
    begin = [("12", 0, 700.0), ("13", 2, 300.0), ("14", 2, 200.0), ("15", 3, 715.0)]
    assert letters_on(4, begin, "Letter") == {
        0: "Letter 12",
        1: "Letter 12",
        2: "Letter 12 – 14",
        3: "Letter 15",
    }


def test_long_letters_are_set_in_portions_so_that_they_fit_in_memory(monkeypatch):
    monkeypatch.setattr(pdf, "AT_ONCE", 10_000)
    letters = [sample.letter(n, paragraphs=80 if n == 3 else 1) for n in range(1, 6)]
    parts = list(pdf.portions(Slice(3, "letter", letters, True, True)))
    numbers = [[letter["number"] for letter in part.pieces] for part in parts]
    assert numbers == [[1, 2], [3], [4, 5]]
    assert [part.is_first for part in parts] == [True, False, False]
    assert [letter for part in parts for letter in part.pieces] == letters


def test_a_slice_without_pieces_is_one_portion():
    assert len(list(pdf.portions(Slice(3, "letter", [], True, True)))) == 1
