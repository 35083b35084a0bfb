"""The words of responses: what an editor sends is read into plain data, and kept as that alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.responses import texts


def said(html: str) -> list[tuple[str, str]]:
    return [
        (block["kind"], "".join(run["text"] for run in block["runs"]))
        for block in texts.blocks(html)
    ]


def test_paragraphs_lists_emphasis_and_links_become_plain_data():
    html = (
        "<p>See <b>section <i>4</i></b> and <a href='https://example.org/a?b=1&amp;c=2'>this</a>."
        "</p><ul><li>One</li><li>Two</li></ul><ol><li>First</li></ol>"
    )
    paragraph, one, two, first = texts.blocks(html)
    assert [run["text"] for run in paragraph["runs"]] == [
        "See ",
        "section ",
        "4",
        " and ",
        "this",
        ".",
    ]
    assert [(run["bold"], run["italic"]) for run in paragraph["runs"][1:3]] == [
        (True, False),
        (True, True),
    ]
    assert paragraph["runs"][4]["href"] == "https://example.org/a?b=1&c=2"
    assert [block["kind"] for block in (one, two, first)] == ["bullet", "bullet", "number"]


def test_what_the_editor_does_not_allow_is_left_out_and_its_words_stay():
    html = "<h2>Noise</h2><div>It <script>alert(1)</script>is <u>loud</u>.</div>"
    assert said(html) == [("paragraph", "Noise"), ("paragraph", "It is loud.")]
    assert "alert" not in texts.clean(html)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "#top", ""])
def test_a_link_that_leads_nowhere_good_is_words_alone(address):
    assert texts.clean(f'<p><a href="{address}">here</a></p>') == "<p>here</p>"


def test_links_within_the_site_are_absolute_for_readers_of_a_file(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://plaza.example"
    html = texts.clean('<p><a href="/en/dockets/PA-2026-01/">docket</a></p>')
    assert 'href="https://plaza.example/en/dockets/PA-2026-01/"' in html


@pytest.mark.parametrize(
    "html", ["", "<p></p>", "<p> &nbsp; </p>", "<ul><li></li></ul>", "<p><br></p>"]
)
def test_an_empty_response_is_no_response(html):
    assert texts.clean(html) == ""
    assert not texts.has_words(html)


def test_a_new_line_begins_a_paragraph_and_stays_within_its_item():
    assert said("<p>One<br/>Two</p>") == [("paragraph", "One"), ("paragraph", "Two")]
    assert said("<ul><li>One<br>Two</li></ul>") == [("bullet", "One Two")]
    assert said("<ul><li><p>One</p><p>Two</p></li></ul>") == [("bullet", "One Two")]


def test_a_list_within_a_list_is_read_in_order():
    html = "<ul><li>One<ol><li>Inner</li></ol></li><li>Two</li></ul>"
    assert said(html) == [("bullet", "One"), ("number", "Inner"), ("bullet", "Two")]


def test_without_a_script_the_words_are_typed_as_text():
    html = (
        '<p>Why:</p><ul><li>Noise</li><li>Dust</li></ul><p><a href="https://a.example/">Map</a></p>'
    )
    text = texts.plain(html)
    assert text == "Why:\n\n- Noise\n- Dust\n\nMap (https://a.example/)"
    assert said(texts.from_plain(text))[:3] == said(html)[:3]
    assert texts.from_plain("1. One\n2) Two\n\n<b> & c") == (
        "<ol><li>One</li><li>Two</li></ol><p>&lt;b&gt; &amp; c</p>"
    )


@given(st.text(alphabet="<>/abipulo &;\"'=\n\xa0", max_size=60))
def test_what_is_kept_is_kept_again_as_it_is(html):
    kept = texts.clean(html)
    assert texts.clean(kept) == kept
    assert texts.blocks(kept) == texts.blocks(html)


@given(st.text(max_size=60))
def test_no_words_of_a_text_are_lost(text):
    words = " ".join(text.split())
    kept = " ".join(words for _kind, words in said(texts.from_plain(words)))
    assert kept.split() == words.split() or texts._ITEM.match(words) or "\x00" in words
