"""How comments reach the docket besides the form's ordinary way: quickly, by hand, on paper."""

import subprocess

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.places import PYTHON, ROOT
from tests.browser import checks
from tests.factories import pdf

PROOF = "input[data-proof-of-work]"


def signs_of(demo_site, words: str) -> str:
    """Why the comment with these words looks automated, read where reviewers' lists read it."""
    question = (
        "from comments.models import Comment\n"
        f"print('signs:', Comment.objects.get(text={words!r}).suspicions)"
    )
    answer = subprocess.run(
        [PYTHON, "site/manage.py", "shell", "-c", question],
        env=demo_site.environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return answer.partition("signs: ")[2].strip()


def send(page: Page, base_url: str, words: str, *, works: bool) -> None:
    """The whole form in a moment, as no person is able to."""
    page.goto(f"{base_url}/en/")
    page.locator("main a[href$='/comment/']").first.click()
    page.locator("[name=text]").fill(words)
    page.locator("button.usa-button[value=continue]").click()
    expect(page.locator("[name=email]")).to_be_visible()
    page.locator("button.usa-button[value=continue]").click()
    expect(page.locator("[name=reviewed]")).to_be_attached()
    if works:
        expect(page.locator(PROOF)).not_to_have_value("")
    page.locator("form.comment-form button[type=submit]").click()
    expect(page.locator(".docket-number")).to_be_visible()


def test_the_browser_works_unseen_and_nothing_looks_automated(browser, base_url, demo_site):
    context = browser.new_context(java_script_enabled=True)
    page = context.new_page()
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    words = "Sent quickly by somebody who had it ready."
    send(page, base_url, words, works=True)
    assert refused == []
    assert signs_of(demo_site, words) == "[]"
    context.close()


def test_without_javascript_and_quicker_than_anybody_it_is_received_all_the_same(
    browser, base_url, demo_site
):
    context = browser.new_context(java_script_enabled=False)
    words = "Sent by something quick."
    send(context.new_page(), base_url, words, works=False)
    assert signs_of(demo_site, words) == "['no_proof']"
    context.close()


@pytest.fixture
def clerk(browser: Browser, base_url) -> Page:
    context = browser.new_context(java_script_enabled=True)
    page = context.new_page()
    page.goto(f"{base_url}/admin/login/")
    page.locator("[name=username]").fill("intake")
    page.locator("[name=password]").fill("demo-intake-2304")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/admin/")
    yield page
    context.close()


def test_a_clerk_enters_a_letter_and_writes_its_number_on_it(clerk, base_url, tmp_path):
    scan = tmp_path / "letter.pdf"
    scan.write_bytes(pdf())
    clerk.get_by_role("link", name="Enter a comment").first.click()
    clerk.get_by_role("link", name="Enter a letter: CA-2025-01").click()
    clerk.get_by_label("Received on").fill("2025-10-24")
    clerk.get_by_label("Name", exact=True).fill("Ignatius Farrow")
    clerk.get_by_label("Scan").set_input_files(scan)
    clerk.get_by_role("button", name="Save and give it a number").click()
    expect(clerk.locator("main")).to_contain_text("enter the time at which it arrived")
    expect(clerk.get_by_label("Name", exact=True)).to_have_value("Ignatius Farrow")
    clerk.get_by_label("Received at").fill("16:30")
    clerk.get_by_label("Scan").set_input_files(scan)
    clerk.get_by_role("button", name="Save and give it a number").click()
    number = clerk.locator(".entered__number").inner_text()
    assert number.startswith("CA-2025-01-")
    with clerk.context.expect_page() as opened:
        clerk.get_by_role("link", name="Receipt to print").click()
    expect(opened.value.locator(".docket-number")).to_have_text(number)
    clerk.get_by_role("link", name="Enter another").click()
    expect(clerk.get_by_label("Name", exact=True)).to_have_value("")


def test_the_clerks_pages_keep_the_rules_of_accessibility(clerk, base_url):
    clerk.goto(f"{base_url}/admin/enter-comment/")
    assert wrong_with(clerk) == []
    for name in ("Enter a letter", "Enter an e-mail", "Enter a spoken comment"):
        clerk.goto(f"{base_url}/admin/enter-comment/")
        clerk.get_by_role("link", name=name).last.click()
        assert wrong_with(clerk) == []
        clerk.get_by_role("button", name="Save and give it a number").click()
        expect(clerk.get_by_role("alert").first).to_be_visible()
        assert wrong_with(clerk) == []


def wrong_with(page: Page) -> list:
    """Axe on our part of the page: the furniture around it is Wagtail's."""
    page.wait_for_load_state("networkidle")
    return [
        complaint
        for complaint in checks.breaks_rules(page)
        if any("w-" not in html.split(">")[0] for html in complaint[3])
    ]
