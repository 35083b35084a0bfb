"""From a comparison both versions can be read; what moved is moved, and nothing is invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.paragraphs import FIGURE, TEXT
from comments.redline import SECTION, Change, Piece, as_data, compare, count
from comments.redline_words import compare_words

WORDS = ["ships", "plug", "in", "at", "the", "berth", "by", "2027", "trucks", "air", "port"]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
TEXTS = st.text(max_size=200).map(lambda text: " ".join(text.split()))
KINDS = st.sampled_from([SECTION, TEXT, TEXT, TEXT, "item", "heading", "table"])


def draft(*texts):
    return [
        Piece(index, *((TEXT, f"1.{index}", f"p{index}", text) if isinstance(text, str) else text))
        for index, text in enumerate(texts)
    ]


DRAFTS = st.lists(
    st.tuples(KINDS, st.just("1.1"), st.just("a"), SENTENCES | TEXTS), max_size=14
).map(lambda parts: draft(*parts))


def changes(rows):
    return [row.change for row in rows if row.change != Change.SAME]


LONG = (
    "Ships at berth plug in to the power of the shore from the year 2027 on.",
    "Trucks that enter the port have no emissions from the year 2035 on.",
    "The port reports the noise of its cranes to its neighbours each month.",
    "Each terminal names a person who answers the calls of residents by day and by night.",
)


@given(TEXTS | SENTENCES, TEXTS | SENTENCES)
def test_no_letter_of_a_paragraph_is_lost_or_invented(old, new):
    stretches = compare_words(old, new)
    assert "".join(part.old for part in stretches) == old
    assert "".join(part.new for part in stretches) == new
    assert old != new or all(part.is_kept for part in stretches)


@settings(max_examples=200)
@given(DRAFTS, DRAFTS)
def test_both_versions_can_be_read_back_from_the_comparison(old, new):
    rows = compare(old, new)
    here = (Change.SAME, Change.CHANGED)
    assert [row.old for row in rows if row.change in (*here, Change.REMOVED, Change.LEFT)] == old
    assert [row.new for row in rows if row.change in (*here, Change.ADDED, Change.MOVED)] == new
    for row in rows:
        if row.words:
            assert "".join(part.old for part in row.words) == row.old.text
            assert "".join(part.new for part in row.words) == row.new.text


@given(DRAFTS)
def test_a_version_compared_with_itself_has_no_change(version):
    assert changes(compare(version, version)) == []


@settings(max_examples=200)
@given(DRAFTS, DRAFTS)
def test_the_way_back_has_the_same_moves_and_the_opposite_changes(old, new):
    def pairs(rows, change, back=False):
        found = [(row.old, row.new) for row in rows if row.change == change]
        return {(second, first) for first, second in found} if back else set(found)

    there, back = compare(old, new), compare(new, old)
    for change, opposite in (
        (Change.MOVED, Change.MOVED),
        (Change.LEFT, Change.LEFT),
        (Change.CHANGED, Change.CHANGED),
        (Change.ADDED, Change.REMOVED),
    ):
        assert pairs(there, change) == pairs(back, opposite, back=True)


@given(DRAFTS, DRAFTS)
def test_each_move_has_its_two_ends(old, new):
    rows = compare(old, new)
    ends = [
        {(row.old, row.new) for row in rows if row.change == change}
        for change in (Change.MOVED, Change.LEFT)
    ]
    assert ends[0] == ends[1]


def test_a_changed_word_is_found_and_the_rest_is_kept():
    [row] = compare(draft(LONG[0]), draft(LONG[0].replace("2027", "2028")))
    assert row.change == Change.CHANGED
    assert [(part.old, part.new) for part in row.words if not part.is_kept] == [("2027", "2028")]


def test_a_comma_added_behind_a_word_does_not_change_the_word():
    words = compare_words("ships at berth", "ships, at berth")
    assert [(part.old, part.new) for part in words if not part.is_kept] == [("", ",")]


def test_a_sentence_written_anew_is_replaced_as_one():
    words = compare_words(
        "Operators inform residents of the schedule.",
        "Everyone nearby hears of the works beforehand.",
    )
    assert len(words) <= 3


@pytest.mark.parametrize("edit", [lambda text: text, lambda text: text.replace("year", "month")])
def test_a_paragraph_that_stands_elsewhere_is_moved_also_when_edited(edit):
    rows = compare(draft(*LONG), draft(*LONG[1:], edit(LONG[0])))
    assert changes(rows) == [Change.LEFT, Change.MOVED]
    assert rows[0].old is rows[-1].old
    assert bool(rows[-1].words) == (edit(LONG[0]) != LONG[0])


def test_of_two_that_change_places_one_is_moved():
    rows = compare(draft(LONG[0], LONG[1]), draft(LONG[1], LONG[0]))
    assert count(rows)[Change.MOVED] == 1


def test_a_short_paragraph_that_stands_elsewhere_is_no_move():
    rows = compare(draft("Reserved.", *LONG), draft(*LONG, "Reserved."))
    assert changes(rows) == [Change.REMOVED, Change.ADDED]


def test_a_short_heading_goes_along_with_the_section_that_moved():
    staying = [*LONG[:3], "Residents hear of the works a month before these begin.", "Reserved."]
    section = [(SECTION, "2", "s-2", "Trucks"), ("heading", "", "h", "Questions"), LONG[3]]
    rows = compare(draft(*staying, *section), draft(*section, *staying))
    assert count(rows) | {Change.MOVED: 3} == count(rows)
    assert len(changes(rows)) == 6


def test_a_section_is_the_same_when_it_is_renamed():
    old = draft((SECTION, "1", "s-1", "Purpose"), LONG[0])
    new = draft((SECTION, "1", "s-1", "Why we do this"), LONG[0])
    assert changes(compare(old, new)) == [Change.CHANGED]


def test_another_picture_below_the_same_words_is_a_change():
    old, new = (
        draft((FIGURE, "1.1", "p1", "The berths", f"<img src={name}>")) for name in ("a", "b")
    )
    assert changes(compare(old, new)) == [Change.CHANGED]


def test_a_paragraph_added_in_the_middle_leaves_those_around_it_alone():
    rows = compare(draft(*LONG), draft(*LONG[:2], "All of this is new.", *LONG[2:]))
    assert changes(rows) == [Change.ADDED]
    assert rows[2].new.text == "All of this is new."


def test_the_comparison_is_had_as_plain_data():
    [row] = as_data(compare(draft("Old air."), draft("New air.")))
    assert row["change"] == "changed"
    assert row["old"]["text"] == "Old air."
    assert row["words"][0] == {"old": "Old", "new": "New"}
