"""The response to comments as pages: whoever opens the zip file, offline, can read all of it."""

import hashlib
import re
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from comments.response_document.html import HtmlRenderer
from deploy import browser
from tests.browser import checks
from tests.comments.response_document import pieces as sample

LETTERS = 8


def make(folder: Path, *, language="en", made=None, size=3, letters=LETTERS) -> Path:
    """The finished file, made as a worker makes it."""
    renderer, frame = HtmlRenderer(), sample.frame(language, letters=letters)
    made = list(sample.pieces(language, letters=letters)) if made is None else made
    folders = []
    for piece in sample.slices(made, size=size):
        folders.append(folder / f"slice-{piece.index}")
        folders[-1].mkdir(parents=True)
        renderer.render(frame, piece, folders[-1])
    target = folder / "document.zip"
    renderer.join(frame, folders, target)
    return target


def unpacked(target: Path) -> dict[str, BeautifulSoup]:
    with ZipFile(target) as found:
        return {
            name: BeautifulSoup(found.read(name), "html.parser")
            for name in found.namelist()
            if name.endswith(".html")
        }


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return browser.launch_options()


@pytest.fixture(scope="session")
def base_url():
    """None: the pages are opened from a disk."""


@pytest.fixture
def pages(tmp_path):
    return unpacked(make(tmp_path))


def test_the_document_has_its_parts_in_the_order_of_reading(pages):
    assert list(pages) == [
        "index.html",
        *(f"commenters-{number}.html" for number in (1, 2, 3)),
        "master-responses.html",
        *("letters-1-3.html", "letters-4-6.html", "letters-7-8.html"),
        "index-by-topic.html",
    ]
    on_the_way, name = [], "index.html"
    while name:
        on_the_way.append(name)
        following = pages[name].select_one("a[rel=next]")
        name = following["href"] if following else None
    assert on_the_way == list(pages)


def test_errata_come_before_everything_else(pages):
    headings = [heading.text for heading in pages["index.html"].select("h2")]
    assert headings == ["Errata", "Introduction", "Contents"]
    assert "4,200 acres" in pages["index.html"].select_one(".errata").text


def test_every_link_within_the_document_leads_somewhere(pages):
    ids = {name: {tag["id"] for tag in page.select("[id]")} for name, page in pages.items()}
    followed = 0
    for name, page in pages.items():
        for link in page.select("a[href]"):
            href = link["href"]
            if href.startswith("https:"):
                continue
            file, _, anchor = href.partition("#")
            target = file or name
            assert target in pages, (name, href)
            assert not anchor or anchor in ids[target], (name, href)
            followed += 1
    assert followed > 100


def test_each_place_has_its_name_once(pages):
    for name, page in pages.items():
        ids = [tag["id"] for tag in page.select("[id]")]
        assert len(ids) == len(set(ids)), name


def test_a_label_stands_at_its_words_and_leads_to_its_response_and_back(pages):
    page = pages["letters-1-3.html"]
    label = page.find(id="1-2")
    assert label.text == "1-2"
    assert label["aria-label"] == "Point 1-2"
    assert label.find_next_sibling(class_="point").text == "is unclear @home \\ #here"
    response = page.find(id=label["href"].removeprefix("#")).find_parent(class_="response")
    assert "section 4" in response.text
    assert response.find("a", href="#1-2")
    assert response.find("a", href="https://plaza.example/en/dockets/PA-2026-01/1-2/")


def test_a_point_inside_another_looks_different(pages):
    words = pages["letters-1-3.html"].select(".point")[:3]
    depths = [[name for name in word["class"] if name[-1].isdigit()] for word in words]
    assert depths == [["point--1"], ["point--2"], ["point--1"]]


def test_a_point_of_a_withheld_file_can_be_gone_to_all_the_same(tmp_path):
    made = list(sample.pieces(letters=1))
    for piece in made:
        if piece["piece"] == "letter":
            piece["passages"] = []
    page = unpacked(make(tmp_path, made=made))["letters-1-1.html"]
    assert "Response to 1-1" in page.find(id="1-1").text


def test_a_point_refers_to_its_master_response(pages):
    link = pages["letters-1-3.html"].find("a", string=None, href="master-responses.html#master-1")
    assert link.text == "See Master Response 1, Water supply."
    section = pages["master-responses.html"].find(id="master-1").parent
    assert section.find("a", href="letters-7-8.html#8-1")


def test_words_in_another_language_say_so(tmp_path):
    pages = unpacked(make(tmp_path, language="es"))
    assert all(page.html["lang"] == "es" for page in pages.values())
    assert pages["index.html"].select_one(".lead")["lang"] == "en"
    assert pages["index.html"].select_one(".errata dd")["lang"] == "en"
    masters = pages["master-responses.html"]
    assert masters.find(string="Water supply").parent["lang"] == "en"
    letters = pages["letters-4-6.html"]
    assert [text["lang"] for text in letters.select(".bracketed")] == ["en", "es", "en"]


def test_headings_do_not_skip_a_level_and_tables_say_what_heads_what(pages):
    for name, page in pages.items():
        levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(after - before <= 1 for before, after in pairwise(levels))
        for table in page.select("table"):
            assert table.caption.text
            assert all(cell.get("scope") in {"col", "row"} for cell in table.select("th"))


def test_nothing_is_fetched_and_nothing_runs(pages):
    for page in pages.values():
        assert not page.select("script, img, iframe, style, [style], [onclick]")
        assert [link["href"] for link in page.select("link")] == ["style.css"]


def test_a_link_in_a_response_runs_no_script(tmp_path):
    made = list(sample.pieces(letters=2))
    blocks = [sample.paragraph(sample.run("here", href="javascript:alert(1)"))]
    made[3]["words"] = {"language": "en", "blocks": blocks}
    page = unpacked(make(tmp_path, made=made, letters=2))["master-responses.html"]
    assert "here" in page.text
    assert "javascript" not in str(page)


def test_a_document_without_letters_says_so(tmp_path):
    pages = unpacked(make(tmp_path, made=[sample.front("en", letters=0)]))
    assert "None." in pages["letters.html"].text
    assert "None." in pages["master-responses.html"].text


def test_the_same_pieces_make_the_same_bytes(tmp_path):
    digests = {
        hashlib.sha256(make(tmp_path / name).read_bytes()).hexdigest() for name in ("one", "two")
    }
    assert len(digests) == 1


def test_what_is_redacted_is_in_no_file_nor_name(tmp_path):
    with ZipFile(make(tmp_path)) as found:
        assert not found.comment
        for name in found.namelist():
            assert sample.SECRET not in name
            assert sample.SECRET.encode() not in found.read(name)


@given(words=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_whatever_a_writer_writes_is_read_as_written(tmp_path_factory, words):
    made = list(sample.pieces(letters=1))
    letter = next(piece for piece in made if piece["piece"] == "letter")
    letter["passages"][0]["segments"] = [
        {"text": words + "<!--body-->", "points": ["1-1"], "starts": ["1-1"]}
    ]
    target = make(tmp_path_factory.mktemp("words"), made=made)
    page = unpacked(target)["letters-1-1.html"]
    assert page.select_one(".point").text == words + "<!--body-->"


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_kind_of_page_is_accessible(page, tmp_path, language):
    target = make(tmp_path, language=language)
    with ZipFile(target) as found:
        found.extractall(tmp_path / "open")
    names = ("index", "commenters-1", "master-responses", "letters-1-3", "index-by-topic")
    asked = (
        checks.breaks_rules,
        checks.scrolls_sideways,
        checks.has_small_targets,
        checks.loses_focus,
    )
    for name in names:
        page.goto((tmp_path / "open" / f"{name}.html").as_uri())
        for check in asked:
            assert check(page) == [], (name, check.__name__)
