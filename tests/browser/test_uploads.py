"""Attaching files to a comment in a browser: progress, a dropped connection, and no script."""

import pytest

from tests import factories


@pytest.fixture
def form(page, base_url):
    page.goto(f"{base_url}/en/dockets/PA-2026-01/comment/")
    page.locator("textarea").first.fill("Please plug in the ships.")
    return page


def chosen(*names, content=None):
    return [
        {"name": name, "mimeType": "application/pdf", "buffer": content or factories.pdf(900)}
        for name in names
    ]


def choose(page, *names, **options):
    page.locator("input[type=file]").set_input_files(chosen(*names, **options))


def uploaded(page):
    return page.locator("[data-uploads-list] li")


def test_files_are_sent_when_they_are_chosen_and_come_with_the_comment(form):
    choose(form, "one.pdf", "two.pdf")
    uploaded(form).nth(1).wait_for()
    form.get_by_role("button", name="Continue").last.click()
    form.wait_for_url("**/about-you/")
    form.get_by_role("button", name="Back", exact=True).click()
    uploaded(form).nth(1).wait_for()


def test_going_on_waits_until_the_files_have_arrived(form):
    form.route("**/files/", lambda route: (form.wait_for_timeout(500), route.continue_()))
    choose(form, "slow.pdf")
    form.get_by_role("button", name="Continue").last.click()
    form.wait_for_url("**/about-you/")
    form.get_by_role("button", name="Back", exact=True).click()
    assert "slow.pdf" in uploaded(form).first.inner_text()


def test_a_dropped_connection_is_tried_again_and_the_file_is_kept_once(form):
    drops = []

    def drop_the_answer_once(route):
        if drops:
            route.continue_()
            return
        drops.append(route.fetch())  # it has arrived; its answer never comes back
        route.abort("connectionreset")

    form.route("**/files/", drop_the_answer_once)
    choose(form, "once.pdf")
    uploaded(form).first.wait_for()
    form.wait_for_function("!document.querySelector('[data-uploads-underway] li')")
    assert drops
    assert uploaded(form).count() == 1


def test_a_refused_file_says_why_beside_its_name_and_the_person_goes_on(form):
    choose(form, "broken.pdf", content=b"MZ" + b"\0" * 300)
    item = form.locator("[data-uploads-underway] li")
    item.get_by_text("is not what its name says").wait_for()
    assert "is not what its name says" in form.locator("[data-uploads-status]").text_content()
    item.get_by_role("button").press("Enter")
    assert item.count() == 0
    form.get_by_role("button", name="Continue").last.click()
    form.wait_for_url("**/about-you/")


def test_a_file_is_taken_back_by_keyboard(form):
    choose(form, "one.pdf")
    form.get_by_role("button", name="Remove one.pdf").press("Enter")
    uploaded(form).first.wait_for(state="detached")
    focused = form.evaluate("document.activeElement.type")
    assert focused == "file"


def test_without_script_the_form_brings_the_files(browser, base_url):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{base_url}/en/dockets/PA-2026-01/comment/")
    page.locator("textarea").first.fill("See the letter.")
    choose(page, "letter.pdf")
    page.get_by_role("button", name="Continue").last.click()
    page.wait_for_url("**/about-you/")
    page.get_by_role("button", name="Back", exact=True).click()
    page.get_by_role("button", name="Remove letter.pdf").click()
    assert "letter.pdf" not in page.locator(".uploads").inner_text()
    assert page.locator("textarea").first.input_value() == "See the letter."
    page.context.close()
