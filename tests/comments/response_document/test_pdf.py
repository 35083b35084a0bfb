"""The response to comments as a tagged PDF: readable by machines and people, always the same.

veraPDF cannot be had from PyPI or Debian: pdf_ua.py writes out what PDF/UA-1 asks. Pages are read
with PDFium (pypdfium2), which shares no code with what makes them.
"""

import random
import re
import shutil
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from comments.response_document.content import SECTIONS
from comments.response_document.pdf import PdfRenderer
from comments.response_document.renderer import Slice
from tests.comments.response_document import pdf_ua
from tests.comments.response_document import pieces as sample

LETTERS = 8
LONG = "https://example.org/" + "x" * 300
CHINESE = "这个计划应该说得更多。"


def cut(language: str, *, size: int) -> list[Slice]:
    return sample.slices(changed(language), size=size)


def changed(language: str) -> list[dict]:
    """The sample, with what only people write: scripts, signs that no font has, a long point."""
    made = list(sample.pieces(language, letters=LETTERS))
    made[5]["affiliation"] = "Waterkeepers" * 8
    letters = [piece for piece in made if piece["piece"] == "letter"]
    letters[3]["name"] = "Nguyễn Thị Minh"
    segment = letters[3]["passages"][0]["segments"][-1]
    segment["text"] += f"\n\n{CHINESE} 👍🏽 \ufeff\u0007 नमस्ते שלום مرحبا \U000e0041 D\u20e3\ue123"
    letters[4]["affiliation"] = "Waterkeepers" * 8
    letters[4]["passages"][0]["segments"][0]["text"] = f"Dear agency, see {LONG}\n\n"
    letters[5]["passages"][0]["segments"][2]["text"] += "\n\nMore of the same point." * 60
    letters[7]["points"][1]["response"]["blocks"][2]["runs"][0]["href"] = LONG
    made[-1]["name"] = "Traffic, parking, and the trucks that pass the school"
    letters[6]["points"] = [
        {
            "label": "7-1",
            "topics": [],
            "masters": [{"number": 99, "title": "Gone", "language": "en"}],
            "response": None,
        },
        {"label": "7-2", "topics": [], "masters": [], "response": None},
    ]
    return made


def build(language: str, folder: Path, *, size: int = 4, again: int | None = None) -> Path:
    """The document, built as a worker does; `again` renders that slice twice."""
    frame = sample.frame(language, letters=LETTERS)
    folders = []
    for piece in cut(language, size=size):
        folders.append(folder / f"{piece.index:04}")
        for _ in range(2 if piece.index == again else 1):
            shutil.rmtree(folders[-1], ignore_errors=True)
            folders[-1].mkdir()
            PdfRenderer().render(frame, piece, folders[-1])
    target = folder / "document.pdf"
    PdfRenderer().join(frame, folders, target)
    return target


@pytest.fixture(scope="module")
def english(tmp_path_factory) -> Path:
    return build("en", tmp_path_factory.mktemp("en"))


@pytest.fixture(scope="module")
def spanish(tmp_path_factory) -> Path:
    return build("es", tmp_path_factory.mktemp("es"))


@pytest.fixture(scope="module")
def pages(english) -> list[str]:
    """The text of each page, in the order in which it is drawn."""
    with pypdfium2.PdfDocument(english) as document:
        return [
            page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\ufffe", "-")
            for page in document
        ]


def page_of(pages: list[str], words: str) -> int:
    (found,) = [number for number, text in enumerate(pages) if words in text]
    return found


def links(path: Path) -> list[tuple[int, str, str]]:
    """(page, where it leads, what is said of it) of each link, in order."""
    found = []
    with pikepdf.open(path) as pdf:
        for number, page in enumerate(pdf.pages):
            for one in page.obj.get("/Annots", ()):
                target = one.A.D if one.A.S == "/GoTo" else one.A.URI
                found.append((number, str(target), str(one.Contents)))
    return found


@pytest.mark.parametrize("language", ["en", "es"])
def test_keeps_every_rule_of_pdf_ua_that_a_program_can_judge(language, english, spanish):
    assert pdf_ua.problems(spanish if language == "es" else english) == []


def _untagged_page(pdf):
    pdf.pages[5].obj.Contents = pdf.make_stream(b"0 0 9 9 re f")


def _no_language(pdf):
    del pdf.Root.Lang


def _no_claim(pdf):
    metadata = pdf.Root.Metadata.read_bytes().replace(b"<pdfuaid:part>1", b"<pdfuaid:part>2")
    pdf.Root.Metadata = pdf.make_stream(metadata)
    pdf.Root.Metadata.update({"/Type": pikepdf.Name.Metadata, "/Subtype": pikepdf.Name.XML})


def _no_parent_tree_of_a_slice(pdf):
    del pdf.Root.StructTreeRoot.ParentTree.Kids[2]


def _no_scope(pdf):
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == pikepdf.Name.TH:
            del thing.A
            return


def _heading_too_deep(pdf):
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == pikepdf.Name.H2:
            thing.S = pikepdf.Name.H4
            return


def _link_without_words(pdf):
    del pdf.pages[2].obj.Annots[0].Contents


def _link_to_nowhere(pdf):
    pdf.pages[2].obj.Annots[0].A.D = pikepdf.String("12345-1")


def _no_font(pdf):
    for font in pdf.pages[5].Resources.Font.values():
        del font.DescendantFonts[0].FontDescriptor.FontFile2


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        (_untagged_page, "f is in no tag"),
        (_no_language, "no language"),
        (_no_claim, "does not claim PDF/UA-1"),
        (_no_parent_tree_of_a_slice, "no parents"),
        (_no_scope, "TH without scope"),
        (_heading_too_deep, "a heading skips a level"),
        (_link_without_words, "no words"),
        (_link_to_nowhere, "leads nowhere"),
        (_no_font, "not embedded"),
    ],
)
def test_the_checks_see_what_is_broken(harm, problem, english, tmp_path):
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(english) as pdf:
        harm(pdf)
        pdf.save(broken)
    assert any(problem in one for one in pdf_ua.problems(broken))


def test_is_read_from_title_to_index_with_errata_in_front(pages):
    whole = "\n".join(pages)
    order = [
        "Response to Comments",
        "Plaza Agency & Partners",
        "Final, March 2, 2026",
        "The response said 4,000 acres; the figure is 4,200 acres.",
        "Contents",
        "Each point is answered below.",
        "List of commenters",
        "On Water supply: we agree.",
        "Letter 1: Ana Muñoz",
        "[1-1] The water rule [1-2] is unclear @home \\ #here.",
        "Call me at [telephone number redacted].",
        "letter_$1 *final*.pdf · PDF",
        "Responses to letter 1",
        "See Master Response 1, Water supply.",
        "The rule is in section 4.",
        "Letter 2: Ana Muñoz",
        "Translation by the agency",
        "Traducción de la carta.",
        "Letter 8: Ana Muñoz",
        "Index by topic",
    ]
    at = 0
    for words in order:
        assert words in whole[at:], words
        at = whole.index(words, at)


def test_every_page_names_the_docket_and_its_number(pages):
    front = [number for number, text in enumerate(pages) if "List of commenters" in text][1]
    assert all("Docket PA-2026-01" in text for text in pages)
    named = [re.search(r"Page (\w+)", text)[1] for text in pages]
    assert named[:front] == ["i", "ii", "iii", "iv"]
    assert named[front:] == [str(number + 1) for number in range(len(pages) - front)]


def test_contents_name_the_page_on_which_each_thing_is(pages):
    contents = pages[page_of(pages, "Contents\n")]
    for title in ("Letter 5: Ana Muñoz", "Master Response 2: Trucks & [noise]", "Index by topic"):
        told = re.search(rf"{re.escape(title)} [. ]+(\d+)", contents)[1]
        (there,) = [text for text in pages if f"\n{title}" in text and "Contents\n" not in text]
        assert f"Page {told}\n" in there + "\n"


def test_links_lead_to_the_right_page_also_in_another_slice(english, pages):
    with pikepdf.open(english) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        places = pikepdf.NameTree(pdf.Root.Names.Dests)
        found = {str(name): numbers[place[0].objgen] for name, place in places.items()}
    inside = [one for one in links(english) if "://" not in one[1]]
    for _, place, said in inside:
        there = pages[found[place]]
        kind, _, number = place.partition("-")
        if kind == "letter":
            assert f"Letter {number}: " in there
        elif kind == "master":
            assert f"Master Response {number}: " in there
        elif kind.isdigit():
            assert f"Response to {place}" in there
            assert said == f"Response to {place}"
    index = [place for page, place, _ in inside if page == len(pages) - 1]
    assert index == [f"{n}-2" for n in range(1, 9) if n % 7] * 2
    errata = [place for page, place, _ in inside if page == 1]
    assert errata == ["1-2"]
    masters = [one for one in inside if one[1] == "master-1" and one[0] >= found["letter-1"]]
    assert len(masters) == 7


def test_a_master_response_that_is_not_there_leads_to_the_page_on_the_web(english):
    web = [place for _, place, _ in links(english) if "master-99" in place]
    assert web == ["https://plaza.example/en/dockets/PA-2026-01/master-99"]


def test_a_link_in_a_response_leads_to_its_address(english):
    web = [place for _, place, _ in links(english) if place.startswith("https://")]
    assert "https://plaza.example/en/" in web
    assert LONG in web


def test_bookmarks_follow_the_document(english):
    with pikepdf.open(english) as pdf:
        marks = [(depth, title) for depth, title, _ in pdf_ua.outline_of(pdf.Root.Outlines)]
        opened = pdf.Root.PageMode
    assert opened == "/UseOutlines"
    assert marks[:5] == [
        (0, "Errata"),
        (0, "Contents"),
        (0, "Introduction"),
        (0, "List of commenters"),
        (0, "Master responses"),
    ]
    assert (1, "Master Response 2: Trucks & [noise]") in marks
    assert (1, "Letter 4: Nguyễn Thị Minh") in marks
    assert marks[-2:] == [
        (1, "Water"),
        (1, "Traffic, parking, and the trucks that pass the school"),
    ]


def spoken(path: Path) -> tuple[str, list[str]]:
    """The language of the document, and those of its paragraphs that have one of their own."""
    checker = pdf_ua.Checker(path)
    checker.run()
    own = [str(tag.Lang) for tag, role, _ in checker.tags if role == "P" and "/Lang" in tag]
    return str(checker.root.Lang), own


def test_a_screen_reader_hears_each_passage_in_its_language(english, spanish):
    document, paragraphs = spoken(english)
    assert document == "en"
    # Letter 5 is in Spanish: four paragraphs.
    assert paragraphs == ["es"] * 4
    document, paragraphs = spoken(spanish)
    assert document == "es"
    # The other seven letters are in English, and so are all responses.
    assert set(paragraphs) == {"en"}
    assert len(paragraphs) > 28


def test_headings_are_as_deep_in_every_slice(english):
    checker = pdf_ua.Checker(english)
    checker.run()
    roles = {str(tag.T): role for tag, role, _ in checker.tags if "/T" in tag}
    letters = {roles[title] for title in roles if title.startswith("Letter ")}
    points = {roles[title] for title in roles if title.startswith("Response to ")}
    assert letters == {"H2"}
    # The title of the document is none of them.
    assert points - {roles.get("Response to Comments")} == {"H4"}
    assert roles["Comments and responses"] == "H1"


def test_points_have_a_rule_beside_their_words_and_a_label_in_the_margin(english, pages):
    with pikepdf.open(english) as pdf:
        first = page_of(pages, "Letter 1: Ana Muñoz\nFriends")
        content = pdf.pages[first].Contents[2].read_bytes()
        long = page_of(pages, "Letter 6: Anonymous\nPA")
        going_on = pdf.pages[long + 1].Contents[2].read_bytes()
    # Point 1-1 and, within it, 1-2: two rules of one line, side by side.
    rules = re.findall(rb"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l", content)
    (outer, inner) = sorted(rules[:2])
    assert float(outer[0]) < float(inner[0])
    assert outer[1] == inner[1]
    # Margin labels are for the eye; the text has its own.
    assert b"/Artifact <</Type /Layout>> BDC" in content
    assert re.search(rb" 722\.00 m [\d.]+ [\d.]+ l", going_on), "the rule goes on at the head"


def test_the_same_pieces_make_the_same_bytes_also_when_a_slice_is_made_again(english, tmp_path):
    assert build("en", tmp_path, again=5).read_bytes() == english.read_bytes()


def test_what_was_redacted_is_nowhere_in_the_file(english, pages):
    assert sample.SECRET not in "".join(pages)
    with pikepdf.open(english) as pdf:
        for thing in pdf.objects:
            assert sample.SECRET not in repr(thing)
            if isinstance(thing, pikepdf.Stream):
                assert sample.SECRET.encode() not in thing.read_bytes()


def test_no_word_of_a_letter_is_taken_for_markup(pages):
    whole = "".join(pages)
    assert "is unclear @home \\ #here" in whole
    assert "Friends of the <River>" in whole


def test_letters_in_other_scripts_are_there_and_unknown_signs_are_seen_as_such(pages):
    whole = "".join(pages)
    for words in ("Nguyễn Thị Minh", CHINESE, "שלום", "👍"):
        assert words in whole
    assert "\ufffd" in whole


def test_no_word_runs_over_the_edge_of_the_page(english):
    with pypdfium2.PdfDocument(english) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_charbox(at) for at in range(text.count_chars())]
            assert all(right <= 542 for _, _, right, _ in boxes)


def test_any_text_can_be_set(tmp_path):
    """PDF/UA forbids signs without a picture: whatever somebody types must not stop a document."""
    chance = random.Random(20260302)
    ranges = [(0, 0x250), (0x300, 0xD800), (0xE000, 0x10000), (0x1F000, 0x1FB00), (0x600, 0x1200)]
    joining = "\u200d\ufe0f\u0301\u093f\u0e31\u05b0\u064b\u20e3\U0001f3fb\u200b\u202e\xad\ufeff"
    texts = []
    for _ in range(400):
        signs = [chr(chance.randrange(*chance.choice(ranges))) for _ in range(12)]
        signs[chance.randrange(12)] = chance.choice(joining)
        texts.append("".join(signs))
    letter = sample.letter(1)
    letter["name"] = texts.pop()
    letter["passages"][0]["segments"] = [
        {"text": "\n\n".join(texts), "points": ["1-1"], "starts": ["1-1"]}
    ]
    frame = sample.frame(letters=1)
    PdfRenderer().render(frame, Slice(3, "letter", [letter], True, True), tmp_path)
    assert pikepdf.open(tmp_path / "0000" / "set.pdf").pages


def test_a_docket_without_anything_is_a_whole_document_that_says_so(tmp_path):
    frame = sample.frame(letters=0)
    folders = []
    for index, section in enumerate(SECTIONS):
        folders.append(tmp_path / section)
        folders[-1].mkdir()
        pieces = [frame.front] if section == "front" else []
        PdfRenderer().render(frame, Slice(index, section, pieces, True, True), folders[-1])
    target = tmp_path / "document.pdf"
    PdfRenderer().join(frame, folders, target)
    with pypdfium2.PdfDocument(target) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    assert [text for text in texts if "Index by topic" in text and "None." in text]
