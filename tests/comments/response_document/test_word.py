"""The Response to Comments as a Word document: what staff, boards and screen readers get."""

import itertools
import re
import tempfile
from datetime import UTC
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from comments.response_document.renderer import Frame
from comments.response_document.word import WordRenderer
from comments.response_document.word_sections import LETTERS_IN_CONTENTS
from tests.comments.response_document import pieces as sample

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_HOSTILE = "a < b & c > d \"quoted\" 'single' ]]> <w:p/> &amp; \\ { } 漢字 ñ 🌊 e\u0301"


def build(target: Path, made, frame: Frame, *, size: int = 3) -> Path:
    renderer = WordRenderer()
    folders = []
    with tempfile.TemporaryDirectory() as place:
        for piece in sample.slices(made, size=size):
            folder = Path(place, str(piece.index))
            folder.mkdir()
            renderer.render(frame, piece, folder)
            folders.append(folder)
        renderer.join(frame, folders, target)
    return target


@pytest.fixture(scope="module")
def english(tmp_path_factory) -> Path:
    return build(tmp_path_factory.mktemp("word") / "en.docx", sample.pieces(), sample.frame())


@pytest.fixture(scope="module")
def spanish(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("word") / "es.docx"
    return build(target, sample.pieces("es"), sample.frame("es"))


def part(path: Path, name: str = "word/document.xml"):
    with ZipFile(path) as package:
        return etree.fromstring(package.read(name))


def text_of(element) -> str:
    signs = {f"{W}t": lambda node: node.text or "", f"{W}tab": lambda _: "\t"}
    signs[f"{W}br"] = lambda _: "\n"
    # A stop of a style's ruler is called a tab as well.
    inside = (node for run in element.iter(f"{W}r") for node in run)
    return "".join(signs[node.tag](node) for node in inside if node.tag in signs)


def paragraphs(path: Path, *styles: str) -> list:
    """Those of the whole document, tables too, with one of the styles."""
    return [one for one in part(path).iter(f"{W}p") if not styles or style_of(one) in styles]


def style_of(paragraph) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val")


def instructions(tree) -> list[str]:
    return [node.text.strip() for node in tree.iter(f"{W}instrText")]


def bookmarks(tree) -> dict[str, str]:
    return {node.get(f"{W}name"): node.get(f"{W}id") for node in tree.iter(f"{W}bookmarkStart")}


def with_comment(text: str, **changes):
    """A document of one letter that says this, all of it one point's words."""
    letter = sample.letter(1)
    segment = {"text": text, "points": ["1-1"], "starts": ["1-1"]}
    letter["passages"] = [{**letter["passages"][0], "segments": [segment], **changes}]
    return [sample.front("en", letters=1), letter]


# Reading


def test_it_is_a_word_document_with_the_sections_in_order(english):
    document = docx.Document(english)
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    words = sample.frame().words
    keys = ("errata", "introduction", "commenters", "master_responses", "letters", "index")
    assert headings == [words[key] for key in keys]
    assert [p.text for p in document.paragraphs if p.style.name == "Title"] == [
        "Response to Comments"
    ]


def test_no_heading_skips_a_level(english):
    levels = [int(style_of(p)[-1]) for p in paragraphs(english) if style_of(p)[:-1] == "Heading"]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert max(levels) == 4


def test_errata_stand_in_front_of_the_contents_with_their_date(english):
    texts = [text_of(p) for p in paragraphs(english)]
    assert texts.index("March 9, 2026") < texts.index("Contents") < texts.index("Introduction")


def test_a_document_without_errata_has_no_such_heading(tmp_path):
    front = sample.front("en", letters=8, errata=False)
    frame = Frame(front, sample.MADE_AT, sample.frame().words, sample.frame().public_url)
    path = build(tmp_path / "word.docx", sample.pieces(), frame)
    assert "Errata" not in [text_of(p) for p in paragraphs(path)]


def test_a_section_without_pieces_says_so(tmp_path):
    path = build(tmp_path / "word.docx", [sample.front("en", letters=0)], sample.frame(letters=0))
    # Commenters, master responses, letters, index.
    assert [text_of(p) for p in paragraphs(path)].count("None.") == 4


# Contents and cross-references


def test_the_contents_are_live_and_not_empty_before_they_are_brought_up_to_date(english):
    assert instructions(part(english))[1] == 'TOC \\o "1-2" \\h'
    update = part(english, "word/settings.xml").find(f"{W}updateFields")
    assert update.get(f"{W}val") == "true"
    entries = [text_of(p) for p in paragraphs(english, "TOC1", "TOC2")]
    headings = [text_of(p) for p in paragraphs(english, "Heading1", "Heading2")]
    assert entries == headings
    assert "Master Response 2: Trucks & [noise]" in entries


def test_contents_of_many_letters_list_ranges_of_them(tmp_path):
    letters = LETTERS_IN_CONTENTS + 1
    path = build(
        tmp_path / "word.docx",
        sample.pieces(letters=letters, paragraphs=1),
        sample.frame(letters=letters),
        size=100,
    )
    entries = [text_of(p) for p in paragraphs(path, "TOC2")]
    assert entries[2:5] == ["Letter 1 – 100", "Letter 101 – 200", "Letter 201"]
    assert not any(entry.startswith("Letter 1:") for entry in entries)
    assert next(text_of(p) for p in paragraphs(path, "Heading3")) == "Letter 1: Ana Muñoz"


def test_every_link_and_reference_leads_to_a_place_that_exists_once(english):
    tree = part(english)
    names = [node.get(f"{W}name") for node in tree.iter(f"{W}bookmarkStart")]
    ids = [node.get(f"{W}id") for node in tree.iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names))
    assert len(ids) == len(set(ids))
    assert sorted(ids) == sorted(node.get(f"{W}id") for node in tree.iter(f"{W}bookmarkEnd"))
    assert all(re.fullmatch(r"[A-Za-z_]\w{,39}", name) for name in names)
    anchors = {node.get(f"{W}anchor") for node in tree.iter(f"{W}hyperlink")}
    references = {one.split()[1] for one in instructions(tree) if one.startswith("REF ")}
    assert references == {"master_number_1", "master_title_1"}
    assert anchors | references <= set(names)


def test_fields_begin_and_end_in_turn(english):
    open_fields = 0
    for node in part(english).iter(f"{W}fldChar"):
        kind = node.get(f"{W}fldCharType")
        open_fields += {"begin": 1, "separate": 0, "end": -1}[kind]
        assert open_fields >= 0
    assert open_fields == 0


def test_a_point_refers_to_its_master_response_by_live_fields(english):
    (see, *_) = (p for p in paragraphs(english, "BodyText") if text_of(p).startswith("See "))
    assert text_of(see) == "See Master Response 1, Water supply."
    assert see.find(f"{W}hyperlink").get(f"{W}anchor") == "master_1"


def test_the_index_commenters_errata_and_masters_lead_to_points(english):
    for links in (
        paragraphs(english, "BodyText")[-1],
        next(p for p in paragraphs(english) if text_of(p).startswith("Points that refer")),
    ):
        anchors = [node.get(f"{W}anchor") for node in links.iter(f"{W}hyperlink")]
        assert anchors[0].startswith("point_1_")
        assert len(anchors) == 7
    anchors = [
        node.get(f"{W}anchor")
        for table in part(english).iter(f"{W}tbl")
        for node in table.iter(f"{W}hyperlink")
    ]
    assert anchors[:4] == ["point_1_2", "letter_1", "point_1_1", "point_1_2"]


def test_a_link_to_the_web_stays_one_whatever_signs_it_has(tmp_path):
    letter = sample.letter(1)
    href = 'https://plaza.example/?a=1&b="x" \\o'
    letter["points"][1]["response"]["blocks"] = [sample.paragraph(sample.run("it", href=href))]
    made = [sample.front("en", letters=1), letter]
    path = build(tmp_path / "word.docx", made, sample.frame())
    assert 'HYPERLINK "https://plaza.example/?a=1&b=%22x%22%20%5Co"' in instructions(part(path))


# Points in the margin


def test_a_label_stands_in_the_margin_before_the_words_of_its_point(english):
    outer, nested = paragraphs(english, "PointWords", "PointWordsNested")[:2]
    assert text_of(outer) == "1-1\tThe water rule"
    assert text_of(nested) == "1-2\tis unclear @home \\ #here."
    assert [style_of(outer), style_of(nested)] == ["PointWords", "PointWordsNested"]
    label = outer.find(f"{W}hyperlink")
    assert label.getparent() is outer
    assert text_of(label) == "1-1"
    assert label.get(f"{W}anchor") == "point_1_1"


def test_words_of_no_point_are_plain(english):
    plain = [text_of(p) for p in paragraphs(english, "LetterText")]
    assert plain[:2] == ["Dear agency,", "Call me at [telephone number redacted]."]


def test_points_and_nested_points_have_rules_that_differ(english):
    borders = {}
    for style in part(english, "word/styles.xml").iter(f"{W}style"):
        if (left := style.find(f"{W}pPr/{W}pBdr/{W}left")) is not None:
            borders[style.get(f"{W}styleId")] = left.get(f"{W}val")
    assert borders == {
        "PointWords": "single",
        "PointWordsNested": "double",
        "PointWordsDeep": "triple",
    }


def test_paragraphs_of_a_writer_and_those_that_a_point_divides_are_told_apart(tmp_path):
    segments = [
        {"text": "One, ", "points": [], "starts": []},
        {"text": "two.\n\nThree.", "points": ["1-1"], "starts": ["1-1"]},
        {"text": "\n \nFour.", "points": [], "starts": []},
    ]
    made = with_comment("", segments=segments)
    path = build(tmp_path / "word.docx", made, sample.frame())
    ends = [
        (text_of(p).split("\t")[-1], p.find(f"{W}pPr/{W}spacing") is None)
        for p in paragraphs(path, "LetterText", "PointWords")
    ]
    assert ends == [("One,", False), ("two.", True), ("Three.", True), ("Four.", True)]


# Accessibility


def test_each_table_repeats_a_row_that_heads_it(english):
    tables = list(part(english).iter(f"{W}tbl"))
    # Errata, and commenters as one table over all its slices.
    assert [len(table.findall(f"{W}tr")) for table in tables] == [2, 9]
    for table in tables:
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr")]
        assert heads == [True] + [False] * (len(heads) - 1)
        assert table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == "TableGrid"
        assert table.find(f"{W}tblPr/{W}tblCaption") is not None


@pytest.mark.parametrize(("language", "locale"), [("en", "en-US"), ("es", "es-US")])
def test_the_document_says_its_language(language, locale, english, spanish):
    path = {"en": english, "es": spanish}[language]
    default = part(path, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert default.get(f"{W}val") == locale
    assert docx.Document(path).core_properties.language == locale


def test_each_passage_says_its_language(english, spanish):
    def languages(path, text):
        return [
            [node.get(f"{W}val") for node in p.iter(f"{W}lang")]
            for p in paragraphs(path)
            if text in text_of(p)
        ]

    assert languages(english, "5-1\tThe water rule") == [["es-US"]]
    assert languages(english, "4-1\tThe water rule") == [["en-US"]]
    assert languages(spanish, "The rule is in section 4.")[0] == ["en-US"] * 3
    assert languages(spanish, "Traducción de la carta.") == [["es-US"]]
    assert languages(spanish, "Cooperative Agreement") == [["en-US"]]


def test_lists_are_lists_and_each_numbered_one_begins_at_one(english):
    assert len(paragraphs(english, "ListBullet")) == 2 + 2 * 7
    levels = [p.find(f"{W}pPr/{W}numPr/{W}ilvl") for p in paragraphs(english, "ListNumber")]
    # The first item takes the style's level, after which the second level starts again.
    assert [None if level is None else level.get(f"{W}val") for level in levels] == [None, "1"] * 7


def test_pages_have_their_number_below_and_the_docket_above(english):
    assert instructions(part(english, "word/footer1.xml")) == ["PAGE"]
    assert text_of(part(english, "word/header1.xml")) == "Docket PA-2026-01\tResponse to Comments"


def test_the_file_says_what_it_is(english):
    facts = docx.Document(english).core_properties
    assert facts.title == "Response to Comments, PA-2026-01"
    assert facts.author == "Plaza Agency & Partners"
    assert facts.created.replace(tzinfo=UTC) == sample.MADE_AT
    assert facts.last_modified_by == ""


# What must not be lost, what must not leak


def test_signs_that_markup_takes_for_its_own_survive(tmp_path):
    path = build(tmp_path / "word.docx", with_comment(XML_HOSTILE), sample.frame())
    (said,) = paragraphs(path, "PointWords")
    assert text_of(said) == f"1-1\t{XML_HOSTILE}"


def test_control_characters_that_xml_forbids_are_left_out(tmp_path):
    text = "be\x00fore\x0bnext\x0cpage\ud800\uffff\x1b end"
    path = build(tmp_path / "word.docx", with_comment(text), sample.frame())
    (said,) = paragraphs(path, "PointWords")
    assert text_of(said) == "1-1\tbefore\nnext\npage end"


@settings(deadline=None, max_examples=60)
@given(text=st.text(st.characters(), max_size=80))
def test_whatever_people_write_is_read_again(text):
    made = with_comment(text, about=text, translation=text)
    made[1]["name"] = made[1]["points"][1]["topics"][0] = text
    with tempfile.TemporaryDirectory() as folder:
        path = build(Path(folder, "word.docx"), made, sample.frame())
        docx.Document(path)
        said = "".join(text_of(p) for p in paragraphs(path, "PointWords"))
    kept = [sign for sign in text if sign >= " " and not "\x7f" <= sign <= "\x9f"]
    kept = "".join(kept).encode("utf-8", "ignore").decode().replace("\ufffe", "")
    kept = kept.replace("\uffff", "")
    assert "".join(said.removeprefix("1-1").split()) == "".join(kept.split())


@pytest.mark.parametrize("language", ["en", "es"])
def test_redacted_words_are_in_no_part(language, english, spanish):
    path = {"en": english, "es": spanish}[language]
    with ZipFile(path) as package:
        everything = "".join(package.read(name).decode() for name in package.namelist())
    plain = re.sub(r"<[^>]*>", "", everything)
    assert "[telephone number redacted]" in plain
    for words in (sample.SECRET, sample.SECRET.replace("-", "")):
        assert words not in everything
        assert words not in plain


def test_the_same_pieces_are_the_same_bytes(english, tmp_path):
    again = build(tmp_path / "again.docx", sample.pieces(), sample.frame())
    assert again.read_bytes() == english.read_bytes()


def test_a_slice_that_is_made_again_is_the_same(tmp_path):
    piece = sample.slices(sample.pieces())[-3]
    made = []
    for name in ("first", "again"):
        folder = tmp_path / name
        folder.mkdir()
        WordRenderer().render(sample.frame(), piece, folder)
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1]


def test_the_package_has_no_time_of_its_own_and_needs_no_zip64(english):
    with ZipFile(english) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.extra for info in package.infolist()} == {b""}
        for name in package.namelist():
            etree.fromstring(package.read(name))
