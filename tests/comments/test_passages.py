"""A remark points to the passage it is about, however people name or quote it."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.rich_text import RichText

from comments import passages
from comments.paragraphs import read_section
from tests.comments import factories as make

pytestmark = pytest.mark.django_db

TEXT = (
    "<h3>Ships</h3><p>Ships that lie at berth “plug in” by 2028.</p>"
    "<p>The port   reports each year.</p><ul><li>Trucks are electric.</li></ul>"
)


@pytest.fixture
def section():
    made = make.draft(docket=make.docket()).sections.first()
    made.body_en = [("text", RichText(TEXT))]
    made.save()
    made.refresh_from_db()
    return made


def test_a_paragraph_is_found_by_its_number_and_by_its_anchor(section):
    found = passages.by_number(section, number=1, paragraph=" 1.2. ")
    assert found.text == "The port reports each year."
    assert passages.by_number(section, number=1, paragraph=found.anchor) == found
    for unknown in ("", "1.9", "2.1", "Ships", "\0"):
        assert passages.by_number(section, number=1, paragraph=unknown) is None
    assert passages.numbers(section, number=1) == ["1.1", "1.2", "1.3"]


@pytest.mark.parametrize(
    ("quote", "number"),
    [
        ("The port reports", "1.2"),
        ('lie at berth "plug in"', "1.1"),
        ("THE PORT\nreports", "1.2"),
        ("by 2028. The port reports each year. Trucks", "1.1"),
        ("Sobre purpose", "1.1"),  # quoted from the Spanish, commented in English
    ],
)
def test_words_are_found_though_spaces_quotation_marks_and_case_differ(section, quote, number):
    found = passages.quoted(section, number=1, quote=quote)
    assert found.number == number
    assert found.anchor.startswith(section.anchor)
    assert found.quote == " ".join(quote.split())


def test_words_that_the_draft_does_not_have_are_kept_and_point_nowhere(section):
    found = passages.quoted(section, number=1, quote="Ships must be sunk")
    assert found == passages.Passage(quote="Ships must be sunk")
    assert passages.quoted(section, number=1, quote="   ").anchor == ""


def test_the_named_paragraph_goes_before_others_with_the_same_words(section):
    section.body_en = [("text", RichText("<p>The same words.</p><p>The same words.</p>"))]
    second = read_section(section, number=1).paragraphs[1]
    found = passages.quoted(section, number=1, quote="same words", paragraph=second.anchor)
    assert found.number == "1.2"


class AnyPart(TestCase):
    @hypothesis_settings(max_examples=20, deadline=None)
    @given(st.data())
    def test_any_words_selected_in_the_text_are_found_where_they_begin(self, data):
        section = make.draft(
            docket=make.docket(number=f"PA-{data.draw(st.integers(1000, 9999))}-01")
        ).sections.first()
        words = data.draw(
            st.lists(st.from_regex(r"[a-zA-Zñá]{1,8}", fullmatch=True), min_size=2, max_size=30)
        )
        paragraphs = [" ".join(words[at : at + 5]) for at in range(0, len(words), 5)]
        section.body_en = [("text", RichText("".join(f"<p>{text}</p>" for text in paragraphs)))]
        whole = " ".join(paragraphs)
        start = data.draw(st.integers(0, len(words) - 1))
        end = data.draw(st.integers(start + 1, len(words)))
        quote = " ".join(words[start:end])
        with translation.override("en"):
            found = passages.quoted(section, number=1, quote=quote)
        assert quote in whole
        assert found.anchor
        at = read_section(section, number=1).paragraphs
        named = next(p for p in at if p.anchor == found.anchor)
        assert quote.split()[0].casefold() in named.text.casefold()
