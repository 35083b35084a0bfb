"""Bracketing by keyboard alone: open a letter, bracket what is not bracketed yet, split, count."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_review import sign_in


def open_letter(page: Page, base_url: str) -> None:
    """A posted letter that nobody bracketed, found and opened from the list."""
    page.goto(f"{base_url}/admin/review/?view=all&state=posted&is_bracketed=false")
    page.locator("table.listing td.title a", has_text="PA-2026-01").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def submit_with_enter(page: Page, text: str) -> None:
    """Tab to a button of the open form and press it."""
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == text:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"Nobody reaches “{text}” with the Tab key.")


def test_a_reviewer_brackets_a_letter_by_keyboard_alone(page: Page, base_url):
    sign_in(page, base_url)
    open_letter(page, base_url)
    expect(page.locator(".bracketed")).to_have_count(0)
    page.wait_for_load_state("networkidle")

    page.keyboard.press("Alt+Shift+U")
    for _step in range(3):
        page.keyboard.press("Control+Shift+ArrowLeft")
    words = page.evaluate("document.getSelection().toString()").strip()
    assert len(words.split()) > 3
    page.keyboard.press("Alt+Shift+B")
    expect(page.locator("[data-bracket-heading]")).to_be_focused()
    submit_with_enter(page, "Bracket")
    first = page.locator(".bracketed").first
    label = first.get_attribute("data-label")
    assert re.fullmatch(r"\d+-1", label)
    shown = page.locator(".bracketed").all_inner_texts()
    assert " ".join("".join(shown).strip("[]").split()) == " ".join(words.split())

    # What is left of the paragraph is the next that nobody bracketed.
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Alt+Shift+U")
    rest = page.evaluate("document.getSelection().toString()").strip()
    assert rest
    assert rest not in words
    page.keyboard.press("Alt+Shift+B")
    submit_with_enter(page, "Bracket")
    assert page.locator(".bracketing__list > li").count() == 2
    page.wait_for_load_state("networkidle")

    # Escape closes the form and forgets the words.
    if page.locator("[data-open]").count():
        page.keyboard.press("Alt+Shift+U")
        page.keyboard.press("Alt+Shift+B")
        expect(page.locator(".bracketing__form--selected")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".bracketing__form--selected")).to_have_count(0)
