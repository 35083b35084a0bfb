"""Subscribing to a calendar: by keyboard, without JavaScript, and with the Copy button."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LANGUAGES
from tests.browser.test_journeys import tab_to

FIELD = "#feed-address"
COPIED = {"en": "Address copied.", "es": "Se copió la dirección."}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_resident_narrows_a_calendar_and_takes_it_by_keyboard_without_javascript(
    browser, base_url, language
):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{base_url}/{language}/meetings/")
        tab_to(page, page.locator("a[href$='/meetings/subscribe/']"))
        with page.expect_navigation():
            page.keyboard.press("Enter")
        tab_to(page, page.locator("main summary").first)
        page.keyboard.press("Enter")
        tab_to(page, page.locator("[name=kind]"))
        page.locator("[name=kind]").select_option("workshop")
        tab_to(page, page.locator("[name=cancelled]"))
        page.keyboard.press("Space")
        tab_to(page, page.locator(".choose-feed button"))
        with page.expect_navigation():
            page.keyboard.press("Enter")
        asked = parse_qs(urlsplit(page.url).query)
        assert asked == {"kind": ["workshop"], "cancelled": ["omit"]}
        feed = page.locator(FIELD).input_value()
        assert feed.endswith(f"/{language}/meetings/feed.ics?kind=workshop&cancelled=omit")
        assert page.request.get(feed).ok
        for program in page.locator(".programs a.usa-button").all():
            tab_to(page, program)
        expect(page.locator("[data-copy]")).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_copy_button_copies_the_address_and_says_so(browser, base_url, language):
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(f"{base_url}/{language}/meetings/subscribe/?kind=workshop")
        said = page.get_by_role("status")
        expect(said).to_be_empty()
        tab_to(page, page.locator("[data-copy]"))
        page.keyboard.press("Enter")
        expect(said).to_have_text(
            {"en": "Address copied.", "es": "Se copió la dirección."}[language]
        )
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator(FIELD).input_value()
        expect(page.locator("[data-copy]")).to_be_focused()


def test_the_copy_button_works_where_a_browser_has_no_clipboard(browser, base_url):
    """As on pages served over http, and on old telephones."""
    with browser.new_context() as context:
        context.add_init_script(
            "Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })"
        )
        page = context.new_page()
        page.goto(f"{base_url}/en/meetings/subscribe/")
        page.locator("[data-copy]").click()
        expect(page.get_by_role("status")).to_have_text(COPIED["en"])
