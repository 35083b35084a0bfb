"""What the public reads of the points of a letter, whatever is redacted in it."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments import bracketing, letter
from comments.bracketing import reading
from comments.models import Addition, Attachment, Comment, Point, PointPassage, Redaction
from comments.redaction.marks import mark, without
from tests.comments import factories as make

TEXT = "Plug in the ships. My son Mateo coughs at night. Plant trees on Harbor Drive."
MARK = "[redacted: name of a minor]"


def point_of(comment, *places, number=None, parent=None, part="text") -> Point:
    """A point with passages, which are words of the part or places (start, end) in it."""
    made = Point.objects.create(
        comment=comment,
        number=number or comment.points.count() + 1,
        parent=parent,
        made_by=make.User.objects.get_or_create(username="maker")[0],
    )
    for place in places:
        key = part
        if isinstance(place, str):
            start = letter.part_of(comment, key).original.index(place)
            place = start, start + len(place)
        PointPassage.objects.create(
            point=made, comment=comment, part=key, start=place[0], end=place[1]
        )
    return made


def redact(comment, *words, part="text", reason=Redaction.Reason.MINOR):
    """Black out without the rules: they are tested elsewhere."""
    found = letter.part_of(comment, part)
    user = make.User.objects.get_or_create(username="maker")[0]
    for each in words:
        start = found.original.index(each)
        Redaction.objects.create(
            comment=comment,
            part=part,
            start=start,
            end=start + len(each),
            reason=reason,
            made_by=user,
        )
    setattr(
        found.row,
        found.redacted_field,
        without(found.original, comment.redactions.filter(part=part), comment.language),
    )
    found.row.save()


def read(comment, part="text"):
    fresh = Comment.objects.prefetch_related("redactions", "points__passages").get(pk=comment.pk)
    return bracketing.segments(letter.part_of(fresh, part), list(fresh.points.all()))


def words(point) -> str:
    return bracketing.public_words(Point.objects.get(pk=point.pk))


@pytest.fixture
def comment(db):
    return make.submit(make.docket(), text=TEXT)


def attach(comment, text, **fields) -> Attachment:
    return Attachment.objects.create(
        comment=comment,
        file="attachments/x",
        name="letter.pdf",
        size=10,
        mime="application/pdf",
        sha256="0" * 64,
        text=text,
        **fields,
    )


def test_a_letter_is_cut_where_its_points_begin_and_end(comment):
    point_of(comment, "Plug in the ships.")
    trees = point_of(comment, "Plant trees on Harbor Drive.")
    point_of(comment, "Harbor Drive", parent=trees)
    assert [(s["text"], s["points"], s["starts"]) for s in read(comment)] == [
        ("Plug in the ships.", ["1-1"], ["1-1"]),
        (" My son Mateo coughs at night. ", [], []),
        ("Plant trees on ", ["1-2"], ["1-2"]),
        ("Harbor Drive", ["1-2", "1-3"], ["1-3"]),
        (".", ["1-2"], []),
    ]
    assert words(trees) == "Plant trees on Harbor Drive."


def test_a_mark_is_of_each_point_that_has_words_under_it(comment):
    first = point_of(comment, "Plug in the ships. My son Mateo")
    second = point_of(comment, "coughs at night.")
    redact(comment, "son Mateo coughs")
    assert words(first) == f"Plug in the ships. My {MARK}"
    assert words(second) == f"{MARK} at night."
    both = [segment for segment in read(comment) if segment["text"] == MARK]
    assert both == [{"text": MARK, "points": ["1-1", "1-2"], "starts": ["1-2"]}]


def test_a_point_of_several_passages_begins_once_and_says_what_is_left_out(comment):
    later = Addition.objects.create(
        comment=comment, key=uuid.uuid4(), text="And benches.", received_at=comment.received_at
    )
    made = point_of(comment, "Plug in", "Plant trees")
    key = f"addition-{later.pk}"
    PointPassage.objects.create(point=made, comment=comment, part=key, start=4, end=12)
    assert words(made) == "Plug in … Plant trees … benches."
    assert [s["starts"] for s in read(comment) if s["points"]] == [["1-1"], []]
    assert [s["starts"] for s in read(comment, key) if s["points"]] == [[]]


def test_a_point_in_a_pdf_survives_its_redaction(comment):
    file = attach(comment, "Ships are loud.\n\nMateo lives at Harbor Drive.\nTrees are quiet.")
    key = f"attachment-{file.pk}"
    ships = point_of(comment, "Ships are loud.", part=key)
    lives = point_of(comment, "Mateo lives at Harbor Drive.", part=key)
    trees = point_of(comment, "Trees are quiet.", part=key)
    file.redacted_text = "Ships  are loud.\n\nlives at\nTrees are  quiet. "
    file.redaction = Attachment.Redaction.DONE
    file.save()
    assert words(ships) == "Ships  are loud."
    assert words(lives) == "lives at"
    assert words(trees) == "Trees are  quiet."
    assert "".join(s["text"] for s in read(comment, key)) == file.redacted_text
    file.redacted_text = "Trees"
    file.save()
    assert [words(point) for point in (ships, lives, trees)] == [
        "[redacted]",
        "[redacted]",
        "Trees",
    ]
    file.withheld_reason = "Trade secret"
    file.save()
    assert words(trees) == "[withheld]"
    Comment.objects.update(language="es")
    assert words(trees) != "[withheld]"


def test_no_queries_for_what_was_read_before(comment, django_assert_num_queries):
    for sentence in TEXT.split(". "):
        point_of(comment, sentence)
    redact(comment, "Mateo")
    (fresh,) = Comment.objects.prefetch_related(
        *("remarks__section", "additions", "attachments", "redactions", "points__passages")
    )
    with django_assert_num_queries(0):
        points = list(fresh.points.all())
        parts = list(letter.parts_of(fresh))
        for part in parts:
            bracketing.segments(part, points)
        assert [bracketing.public_words(point) for point in points]
        assert [bracketing.public_words(point, parts) for point in points]


# Any text, any points, anything redacted.


class Row:
    """A letter as segments reads it, without a database."""

    def __init__(self, text, redactions, points):
        self.comment = Comment(pk=1, sequence=12, language="en", text=text)
        self.comment._prefetched_objects_cache = {"redactions": redactions}
        if redactions:
            self.comment.redacted_text = without(text, redactions, "en")
        self.part = letter.Part("text", "Comment", self.comment, "text")
        self.points = []
        for number, (start, end, parent) in enumerate(points, 1):
            made = Point(pk=number, comment=self.comment, number=number, parent_id=parent)
            passage = PointPassage(part="text", start=start, end=end)
            made._prefetched_objects_cache = {"passages": [passage]}
            self.points.append(made)


@st.composite
def letters(draw):
    """Words that are all different, redactions, and points side by side or inside others."""
    count = draw(st.integers(3, 25))
    gaps = draw(
        st.lists(st.sampled_from([" ", "\n", "  ", "\n\n"]), min_size=count, max_size=count)
    )
    said = [f"w{number}é" for number in range(count)]
    text = "".join(word + gap for word, gap in zip(said, gaps, strict=True)).strip()
    spans, at = [], 0
    for word in said:
        start = text.index(word, at)
        at = start + len(word)
        spans.append((start, at))
    edges = sorted(draw(st.sets(st.integers(0, count), min_size=2, max_size=8)))
    points = []
    for first, last in zip(edges[::2], edges[1::2], strict=False):
        points.append((spans[first][0], spans[last - 1][1], None))
        if last - first > 2 and draw(st.booleans()):
            points.append((spans[first + 1][0], spans[last - 2][1], len(points)))
    hidden = sorted(draw(st.sets(st.integers(0, count - 1), max_size=6)))
    return text, said, spans, points, hidden


@given(letters())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_whatever_is_blacked_out_points_keep_all_other_words_and_nothing_else(made):
    text, said, spans, points, hidden = made
    redactions = [
        Redaction(part="text", start=spans[word][0], end=spans[word][1], reason="minor")
        for word in hidden
    ]
    row = Row(text, redactions, points)
    found = bracketing.segments(row.part, row.points)
    assert "".join(segment["text"] for segment in found) == row.part.public
    assert not {said[word] for word in hidden} & set(row.part.public.split())
    for point, (start, end, parent) in zip(row.points, points, strict=True):
        expected = text[start:end]
        for word in hidden:
            expected = expected.replace(said[word], mark("minor", "en"))
        assert bracketing.public_words(point, [row.part]) == expected
        of_point = [segment for segment in found if point.label in segment["points"]]
        assert "".join(segment["text"] for segment in of_point) == expected
        assert [point.label in segment["starts"] for segment in of_point] == [
            True,
            *[False] * (len(of_point) - 1),
        ]
        if parent:
            outer = f"12-{parent}"
            assert all(
                segment["points"].index(outer) < segment["points"].index(point.label)
                for segment in of_point
            )


@given(letters())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_words_that_were_read_anew_are_found_at_their_places(made):
    text, said, _spans, points, hidden = made
    left = [word for number, word in enumerate(said) if number not in hidden]
    row = Row(text, [], points)
    row.comment.redacted_text = shown = "\n".join(left)
    found = bracketing.segments(row.part, row.points)
    assert "".join(segment["text"] for segment in found) == shown
    for point, (start, end, _parent) in zip(row.points, points, strict=True):
        inside = [word for word in text[start:end].split() if word in left]
        assert bracketing.public_words(point, [row.part]).split() == inside or not inside
        of_point = [segment["text"] for segment in found if point.label in segment["points"]]
        assert " ".join(of_point).split() == inside


@given(
    st.text(st.sampled_from("ab \nñ"), max_size=40), st.text(st.sampled_from("abc \n"), max_size=40)
)
def test_any_two_texts_side_by_side_are_the_one_that_is_shown(original, shown):
    row = Row(original, [], [])
    row.comment.redacted_text = shown
    stretches = reading.public(row.part)
    assert "".join(stretch.text for stretch in stretches) == shown
    for stretch in stretches:
        assert 0 <= stretch.start <= stretch.end <= len(original)
        if stretch.kind is reading.Kind.SAME:
            assert original[stretch.start : stretch.end] == stretch.text
