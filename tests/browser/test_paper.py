"""Pages on paper: what can be read is there, what can only be clicked is not."""

import pytest
from playwright.sync_api import expect

PAGES = ("home", "initiative", "meetings", "meeting", "draft", "docket", "comment", "receipt")
# What is left of a sheet of US letter between margins of 2 cm, in CSS pixels.
SHEET = {"width": 665, "height": 900}


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_printed_page_has_no_navigation_and_nothing_is_cut(page, paths, base_url, language):
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    wide = []
    for name in PAGES:
        page.goto(base_url + paths[f"{name}-{language}"])
        expect(page.locator("h1")).to_be_visible()
        for part in ("header nav", "form", ".share", ".usa-skipnav", "footer nav"):
            for hidden in page.locator(part).all():
                expect(hidden).to_be_hidden()
        address = page.locator("main .print-only", has_text=page.url.partition("?")[0])
        expect(address).to_be_visible()
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(name)
    assert wide == []


def test_a_link_on_paper_says_where_it_leads(page, paths, base_url):
    page.emulate_media(media="print")
    page.goto(base_url + paths["docket-en"])
    link = page.locator("main h3 a").first
    said = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert "attr(href)" in said or link.get_attribute("href") in said
    assert "http" in said


def test_the_qr_code_is_on_paper_and_folded_away_on_the_screen(page, paths, base_url):
    page.goto(base_url + paths["meeting-en"])
    code = page.locator(".print-code img")
    expect(code).to_be_hidden()
    page.emulate_media(media="print")
    expect(code).to_be_visible()
    page.emulate_media(media="screen")
    page.locator("summary", has_text="QR code").click()
    drawing = page.locator(".share__qr")
    expect(drawing).to_be_visible()
    drawing.evaluate("drawing => drawing.decode()")


def test_a_language_that_was_chosen_is_remembered(page, base_url):
    page.goto(f"{base_url}/en/meetings/")
    page.locator("nav a[hreflang=es]").click()
    assert page.url == f"{base_url}/es/meetings/"
    page.goto(base_url)
    assert page.url == f"{base_url}/es/"


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_dashboard_goes_to_the_board_whole_and_without_the_menu(browser, base_url, language):
    context = browser.new_context(locale=language, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{base_url}/admin/login/")
    page.locator("[name=username]").fill("manager")
    page.locator("[name=password]").fill("demo-manager-2304")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base_url}/admin/")
    page.goto(f"{base_url}/admin/dashboards/")
    page.locator("td.title a").first.click()
    expect(page.locator(".sidebar")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".sidebar")).to_be_hidden()
    # As long as its charts, not cut off where the window ends.
    length = page.locator("body").evaluate("body => body.getBoundingClientRect().height")
    charts = page.locator(".dashboard").evaluate("part => part.getBoundingClientRect().bottom")
    assert length + 1 >= charts
    assert charts > SHEET["height"]
    context.close()
