"""Each paragraph of a draft can be named and quoted."""

import pytest
from wagtail.rich_text import RichText

from comments.paragraphs import HEADING, ITEM, QUOTE, TEXT, read_section
from tests.comments import factories as make

pytestmark = pytest.mark.django_db


def section(*blocks):
    draft = make.draft(docket=make.docket(), sections=("Purpose",))
    found = draft.sections.get()
    found.body_es = None
    found.body_en = [("text", RichText(html)) if isinstance(html, str) else html for html in blocks]
    return found


def test_paragraphs_items_and_quotes_are_numbered_in_their_order_and_headings_are_not():
    reading = read_section(
        section(
            "<p>One <b>bold</b>\n word.</p><h3>Why</h3><ul><li>first</li><li>second</li></ul>",
            "<blockquote>Quoted.</blockquote><p></p><p>Last.</p>",
        ),
        number=2,
    )
    assert [(found.number, found.kind, found.text) for found in reading.paragraphs] == [
        ("2.1", TEXT, "One bold word."),
        ("", HEADING, "Why"),
        ("2.2", ITEM, "first"),
        ("2.3", ITEM, "second"),
        ("2.4", QUOTE, "Quoted."),
        ("2.5", TEXT, "Last."),
    ]
    for found in reading.paragraphs:
        assert reading.html.count(f'id="{found.anchor}"') == 1


def test_what_a_list_item_says_does_not_hold_the_words_of_the_list_inside_it():
    reading = read_section(section("<ul><li>outer<ul><li>inner</li></ul></li></ul>"), number=1)
    assert [found.text for found in reading.paragraphs] == ["outer", "inner"]


def test_footnotes_and_tables_can_be_named_too():
    notes = ("footnotes", [{"mark": "1", "text": RichText("<p>See the plan.</p>")}])
    reading = read_section(section("<p>Text.<sup>1</sup></p>", notes), number=3)
    assert [found.number for found in reading.paragraphs] == ["3.1", "3.2"]
    assert "See the plan." in reading.html


def test_a_mark_in_the_text_leads_to_its_footnote_and_the_footnote_back():
    notes = ("footnotes", [{"mark": "1", "text": RichText("<p>See the plan.</p>")}])
    reading = read_section(
        section("<p>Text.<sup>1</sup> More.<sup>1</sup> m<sup>2</sup></p>", notes), number=3
    )
    note = reading.paragraphs[-1]
    assert reading.html.count(f'href="#{note.anchor}"') == 2
    assert reading.html.count(f'id="{note.anchor}-ref"') == 1
    assert f'href="#{note.anchor}-ref"' in reading.html
    assert "<sup>2</sup>" in reading.html
    assert "href" not in reading.paragraphs[0].html


def test_a_footnote_that_no_text_names_leads_nowhere():
    notes = ("footnotes", [{"mark": "7", "text": RichText("<p>Alone.</p>")}])
    assert "doc-backlink" not in read_section(section("<p>Text.</p>", notes), number=1).html


def test_a_section_without_a_text_has_no_paragraphs():
    assert read_section(section(), number=1).paragraphs == ()
