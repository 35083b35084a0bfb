"""What people come to do, with the keyboard alone and without JavaScript, to the last mail."""

import re
import time
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.factories import pdf


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """The public site promises to work without JavaScript."""
    return browser_context_args | {"java_script_enabled": False}


@pytest.fixture
def address():
    """An address that nobody used before."""
    return f"ana-{uuid.uuid4().hex[:8]}@example.com"


def tab_to(page: Page, target) -> None:
    """Press Tab until the target has the focus, which must be visible on the way."""
    for _press in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            style = target.evaluate("element => getComputedStyle(element).outlineStyle")
            assert style != "none"
            return
    raise AssertionError(f"The keyboard never reaches {target}")


def mail_to(page: Page, base_url: str, address: str, subject: str = "") -> None:
    """Wait until the worker has sent a mail, and open the latest in the demo's mailbox."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        page.goto(f"{base_url}/demo/mail/")
        found = page.locator("li", has_text=address).filter(has_text=subject)
        if found.count():
            found.first.get_by_role("link").click()
            return
    raise AssertionError(f"No mail to {address} with “{subject}”")


def link_in_mail(page: Page, part: str) -> str:
    return page.locator(f"main a[href*='{part}']").first.get_attribute("href")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_resident_registers_by_keyboard_gets_the_calendar_file_and_cancels(
    page, base_url, address, language
):
    page.goto(f"{base_url}/{language}/")
    register = page.locator("main a[href$='/register/']").first
    tab_to(page, register)
    page.keyboard.press("Enter")
    for field, value in (("name", "Ana Ruiz"), ("email", address)):
        tab_to(page, page.locator(f"[name={field}]"))
        page.keyboard.type(value)
    tab_to(page, page.locator("main form button[type=submit]"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/{language}/meetings/\d+/registered/"))

    mail_to(page, base_url, address)
    manage = link_in_mail(page, f"/{language}/meetings/registration/")
    calendar = page.locator("a[href$='.ics'], a[href*='calendar']").last.get_attribute("href")
    answer = page.request.get(base_url + calendar if calendar.startswith("/") else calendar)
    assert answer.body().startswith(b"BEGIN:VCALENDAR\r\n")

    page.goto(manage)
    expect(page.locator("html")).to_have_attribute("lang", language)
    button = page.locator("main form button[type=submit]")
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(page.locator("main form button[type=submit]")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_advocate_reads_the_draft_and_files_a_letter_by_keyboard(
    page, base_url, address, language, tmp_path
):
    letter = tmp_path / "Letter.pdf"
    letter.write_bytes(pdf(50_000))
    page.goto(f"{base_url}/{language}/")
    draft = page.locator("main a[href*='/drafts/']").first
    tab_to(page, draft)
    page.keyboard.press("Enter")
    comment = page.locator("main a[href$='/comment/']").first
    tab_to(page, comment)
    page.keyboard.press("Enter")
    tab_to(page, page.locator("[name=text]"))
    page.keyboard.type("Enchufen los barcos. Plug in the ships.")
    page.locator("[name=attachments]").set_input_files(letter)
    tab_to(page, page.locator("main button.usa-button[value=continue]"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("[name=email]"))
    page.keyboard.type(address)
    page.keyboard.press("Enter")
    tab_to(page, page.locator("main form button[type=submit]"))
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(rf"/{language}/receipts/"))
    number = re.search(r"PA-\d{4}-01-\d{4}", page.locator("main").inner_text()).group()
    expect(page.locator("main")).to_contain_text("Letter.pdf")
    mail_to(page, base_url, address)
    expect(page.locator("main")).to_contain_text(number)
    page.goto(link_in_mail(page, f"/{language}/receipts/"))
    expect(page.locator("main")).to_contain_text(number)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_mistake_is_named_at_the_field_and_nothing_typed_is_lost(page, base_url, language):
    page.goto(f"{base_url}/{language}/")
    page.locator("main a[href$='/register/']").first.click()
    page.locator("[name=email]").fill("ana at example")
    page.locator("[name=questions]").fill("¿Cuándo empieza?")
    page.locator("main form button[type=submit]").click()
    email = page.locator("[name=email]")
    expect(email).to_have_value("ana at example")
    expect(page.locator("[name=questions]")).to_have_value("¿Cuándo empieza?")
    expect(email).to_have_attribute("aria-invalid", "true")
    described = email.get_attribute("aria-describedby").split()
    errors = [page.locator(f"#{name}").inner_text() for name in described]
    assert any("name@example.com" in error or "nombre@" in error for error in errors)
    summary = page.get_by_role("alert")
    expect(summary.locator("a[href='#id_email']")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_a_resident_signs_up_for_news_and_nothing_comes_before_they_confirm(
    page, base_url, address
):
    page.goto(f"{base_url}/es/initiatives/")
    page.locator("main a[href*='/initiatives/cooperative-agreement']").first.click()
    page.locator("form [name=email]").fill(address)
    page.locator("form [name=email]").press("Enter")
    mail_to(page, base_url, address)
    page.goto(link_in_mail(page, "/confirm/"))
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("main h1")).to_contain_text("suscri")


def test_a_resident_changes_the_language_by_keyboard_and_the_site_remembers(page, base_url):
    page.goto(f"{base_url}/en/meetings/?kind=office_hours")
    tab_to(page, page.locator("header a[hreflang=es]"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{base_url}/es/meetings/?kind=office_hours")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("header a[hreflang=es]")).to_have_attribute("aria-current", "true")
    page.goto(f"{base_url}/")
    expect(page).to_have_url(f"{base_url}/es/")
    tab_to(page, page.locator("header a[hreflang=en]"))
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_resident_without_accents_on_the_keyboard_finds_the_meeting(page, base_url):
    page.goto(f"{base_url}/es/search/?q=informacion")
    expect(page.locator("main mark").first).to_be_visible()


def test_the_first_tab_leads_past_the_navigation(page, base_url):
    page.goto(f"{base_url}/en/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", re.compile("#main"))


def test_a_reviewer_takes_a_comment_to_the_public_docket(browser, base_url, address):
    context = browser.new_context(java_script_enabled=True)
    page = context.new_page()
    page.goto(f"{base_url}/en/")
    page.locator("main a[href$='/comment/']").first.click()
    words = f"A comment of {address}"
    page.locator("[name=text]").fill(words)
    for step in ("about-you", "review"):
        page.locator("main button.usa-button[value=continue]").click()
        page.wait_for_url(f"**/{step}/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/receipts/**")
    page.goto(f"{base_url}/admin/review/")
    page.locator("[name=username]").fill("reviewer")
    page.locator("[name=password]").fill("demo-reviewer-2304")
    page.locator("[name=password]").press("Enter")
    page.goto(f"{base_url}/admin/review/?state=received&q={address}")
    page.locator("main table.listing td.title a").first.click()
    page.get_by_role("button", name="Claim", exact=True).click()
    page.get_by_role("button", name="In review", exact=True).click()
    page.get_by_label("Reason", exact=True).first.fill("Clear and on topic")
    page.get_by_role("button", name="Posted", exact=True).click()
    page.get_by_role("link", name="See it on the public docket").click()
    expect(page.locator("main")).to_contain_text(words)
    expect(page.locator("main")).not_to_contain_text("Clear and on topic")
    context.close()


def test_a_clerk_pastes_an_invitation_and_sees_what_was_understood(browser, base_url):
    context = browser.new_context(java_script_enabled=True)
    page = context.new_page()
    page.goto(f"{base_url}/admin/login/")
    page.locator("[name=username]").fill("clerk")
    page.locator("[name=password]").fill("demo-clerk-2304")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/admin/")
    page.goto(f"{base_url}/admin/snippets/meetings/meeting/add/")
    page.get_by_role("tab", name="Join details").click()
    page.get_by_label("Paste an invitation").fill(
        "ID del seminario web: 161 574 0201\nhttps://aqmd.zoomgov.com/j/1615740201\n"
        "• +1 669 900 6833 US (San Jose)\n• +1 669 254 5252 US\n"
    )
    page.get_by_role("button", name="Read the invitation").click()
    expect(page.get_by_role("status").filter(has_text="161 574 0201")).to_be_visible()
    expect(page.locator("[name=zoom_id]")).to_have_value("161 574 0201")
    expect(page.locator("[name=join_url]")).to_have_value("https://aqmd.zoomgov.com/j/1615740201")
    expect(page.locator("[name=dial_in_numbers-1-number]")).to_have_value("+1 (669) 254-5252")
    context.close()
