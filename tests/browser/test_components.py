"""Every component in every state: as it looked when somebody last approved it, and accessible."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageDraw

from tests.browser import pictures

BASELINE = Path(__file__).parent / "baseline"
RENEW = "RENEW_BASELINE"
TO_RENEW = (
    f"If this is meant, look at the page /en/components/, then renew the pictures with "
    f'{RENEW}=1 make test ARGS="-k test_components" and commit tests/browser/baseline.'
)
PHONE, DESK = 375, 1280


@pytest.fixture
def components(page, base_url):
    """A function that opens the page of components with all its pictures loaded."""

    def at(language, width):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{base_url}/{language}/components/")
        # A slow machine shows the fallback font at first (font-display: optional), then keeps it.
        page.evaluate("Promise.all([...document.fonts].map((font) => font.load()))")
        page.reload()
        for picture in page.locator("main img").all():
            picture.scroll_into_view_if_needed()
            picture.evaluate("element => element.decode()")
        page.evaluate("document.fonts.ready")
        return page

    return at


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_component_looks_as_it_did_when_it_was_approved(components, language, width):
    changed = []
    for sample in components(language, width).locator("[data-sample]").all():
        name = sample.get_attribute("data-sample")
        picture = pictures.shrunken(sample.screenshot(animations="disabled"))
        path = BASELINE / f"{name}-{language}-{width}.png"
        if os.environ.get(RENEW):
            pictures.keep(picture, path)
        elif not path.exists():
            changed.append(f"{name}: no picture of it is kept")
        elif difference := pictures.difference(picture, path):
            changed.append(f"{name}: {difference}")
    assert not changed, "\n".join([*changed, TO_RENEW])


def test_no_picture_is_kept_of_what_is_gone(components):
    samples = components("en", DESK).locator("[data-sample]").all()
    names = {sample.get_attribute("data-sample") for sample in samples}
    kept = {path.stem.rsplit("-", 2)[0] for path in BASELINE.glob("*.png")}
    assert kept - names == set()


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_component_breaks_a_rule_of_accessibility(components, language, width):
    page = components(language, width)
    page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(found["id"], [n["html"][:200] for n in found["nodes"]]) for found in violations] == []


def test_a_wide_table_is_scrolled_with_the_keyboard_and_the_page_is_not(components):
    page = components("en", PHONE)
    region = page.get_by_role("region", name="Chargers planned at the two ports")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.table-scroll').scrollLeft > 0")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


# The comparison itself


@pytest.fixture
def card():
    """A picture of something with an edge, a heading and a button."""
    picture = Image.new("RGB", (94, 60), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle([2, 2, 91, 57], outline="#a9aeb1")
    draw.rectangle([2, 2, 91, 4], fill="#1a4480")
    draw.rectangle([8, 40, 60, 52], fill="#005ea2")
    draw.text((8, 12), "Office hours", fill="#162e51")
    return picture


@pytest.mark.parametrize("offset", [0, 1])
def test_text_that_is_drawn_a_little_elsewhere_is_no_difference(card, tmp_path, offset):
    pictures.keep(card, tmp_path / "card.png")
    ImageDraw.Draw(card).rectangle([8, 12, 80, 24], fill="white")
    ImageDraw.Draw(card).text((8 + offset, 12), "Office hours", fill="#303030")
    assert pictures.difference(card, tmp_path / "card.png") == ""


@pytest.mark.parametrize(
    ("box", "color"), [([8, 40, 60, 52], "#008817"), ([8, 40, 60, 52], "white")]
)
def test_another_color_or_a_missing_button_is_a_difference(card, tmp_path, box, color):
    pictures.keep(card, tmp_path / "card.png")
    ImageDraw.Draw(card).rectangle(box, fill=color)
    assert "differs" in pictures.difference(card, tmp_path / "card.png")


def test_another_size_is_a_difference(card, tmp_path):
    pictures.keep(card, tmp_path / "card.png")
    assert "size" in pictures.difference(card.resize((94, 80)), tmp_path / "card.png")
