"""Triage by keyboard alone: claim, move, next, without a mouse and without looking for links."""

import pytest
from playwright.sync_api import Page, expect

STATE = "#letter-heading .w-status"


def sign_in(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/admin/login/")
    page.locator("[name=username]").fill("reviewer")
    page.locator("[name=password]").fill("demo-reviewer-2304")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base_url}/admin/")


def press(page: Page, keys: str) -> None:
    """A shortcut that leads to another page, pressed once the page listens to it."""
    page.wait_for_load_state("networkidle")
    with page.expect_navigation():
        page.keyboard.press(keys)


def tab_to(page: Page, text: str) -> None:
    """Press Tab until the control with these words has the focus."""
    for _step in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == text:
            return
    pytest.fail(f"Nobody reaches “{text}” with the Tab key.")


def test_a_reviewer_triages_three_comments_by_keyboard_alone(page: Page, base_url):
    sign_in(page, base_url)
    page.goto(f"{base_url}/admin/review/?view=unassigned&state=received")
    page.locator("table.listing td.title a").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    numbers = []
    for step in range(3):
        numbers.append(page.locator("#letter-heading").inner_text().split()[0])
        press(page, "Alt+Shift+C")
        expect(page.locator(STATE)).to_have_text("Received")
        page.wait_for_load_state("networkidle")
        page.keyboard.press("Alt+Shift+M")
        tab_to(page, "In triage")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator(STATE)).to_have_text("In triage")
        if step < 2:
            press(page, "Alt+Shift+N")
            expect(page.locator(STATE)).to_have_text("Received")
    assert len(set(numbers)) == 3
