"""The comment form on a bad day: no JavaScript, a crash, a cut connection, an impatient finger."""

import contextlib
import re
import socket
import threading
import uuid
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LANGUAGES
from tests.browser.test_journeys import address, mail_to, tab_to  # noqa: F401
from tests.factories import pdf

CONTINUE = "form.comment-form button.usa-button[value=continue]"
SUBMIT = "form.comment-form button.usa-button[type=submit]"


class CuttingProxy:
    """Hands everything on to the site, but of the first submissions only the request.

    Each request has a connection of its own: on one that was used before, a browser repeats a
    request by itself.

    The site receives it whole and answers; the browser's connection is closed instead.
    """

    CUTS = 2

    def __init__(self, to_port: int):
        self.to_port, self.cuts = to_port, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _peer = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        site = socket.create_connection(("127.0.0.1", self.to_port))
        cutting = threading.Event()

        def answer() -> None:
            while part := _received(site):
                if cutting.is_set():
                    break  # it is answered: so it is recorded
                client.sendall(part)
            _shut(client)

        threading.Thread(target=answer, daemon=True).start()
        while part := _received(client):
            if re.match(rb"POST \S*/review/ ", part) and self.cuts < self.CUTS:
                self.cuts += 1
                cutting.set()
            site.sendall(part.replace(b"Connection: keep-alive", b"Connection: close", 1))
        _shut(site)


def _received(end: socket.socket) -> bytes:
    try:
        return end.recv(65536)
    except OSError:
        return b""


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@pytest.fixture
def cutting(base_url):
    proxy = CuttingProxy(urlsplit(base_url).port)
    yield proxy
    proxy.close()


@pytest.fixture
def words():
    """A comment nobody else wrote."""
    return f"Plug in the ships, says {uuid.uuid4().hex[:8]}."


def form_path(page: Page, base_url: str, language: str = "en") -> str:
    page.goto(f"{base_url}/{language}/")
    return page.locator("main a[href$='/comment/']").first.get_attribute("href")


def to_review(page: Page, words: str) -> None:
    """From the first step to the last, with the buttons."""
    page.locator("[name=text]").fill(words)
    page.locator(CONTINUE).click()
    page.wait_for_url("**/about-you/")
    page.locator(CONTINUE).click()
    page.wait_for_url("**/review/")
    expect(page.locator("main")).to_contain_text(words)


def saved_here(page: Page, words: str) -> None:
    """Wait until the browser has kept it (the site's policy forbids wait_for_function)."""
    for _second in range(15):
        if words in page.evaluate("Object.values(localStorage).join()"):
            return
        page.wait_for_timeout(1000)
    raise AssertionError("The browser has not kept what was typed")


def received_count(page: Page, base_url: str) -> int:
    """How many comments the docket says it has received."""
    page.goto(base_url + form_path(page, base_url).removesuffix("comment/"))
    said = page.locator("main").inner_text()
    return int(re.search(r"(\d+) comments? received", said).group(1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_resident_comments_by_keyboard_alone_without_javascript(
    browser,
    base_url,
    address,  # noqa: F811
    language,
    words,
    tmp_path,
):
    letter = tmp_path / "Letter.pdf"
    letter.write_bytes(pdf(50_000))
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 700})
    page = context.new_page()
    page.goto(base_url + form_path(page, base_url, language))
    tab_to(page, page.locator("[name=text]"))
    page.keyboard.type(words)
    tab_to(page, page.locator("button[value=add_remark]"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("[name=remarks-0-section]"))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.locator("[name=remarks-0-text]"))
    page.keyboard.type("This part above all.")
    page.locator("[name=attachments]").set_input_files(letter)
    tab_to(page, page.locator(CONTINUE))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("[name=email]"))
    page.keyboard.type(address)
    page.keyboard.press("Enter")
    for kept in (words, "This part above all.", "Letter.pdf", address):
        expect(page.locator("main")).to_contain_text(kept)
    tab_to(page, page.locator(SUBMIT))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/{language}/receipts/"))
    mail_to(page, base_url, address)
    context.close()


def test_what_was_typed_comes_back_after_the_page_was_killed(browser, base_url, words):
    context = browser.new_context()
    page = context.new_page()
    form = base_url + form_path(page, base_url)
    page.goto(form)
    page.locator("[name=text]").fill(words)
    saved_here(page, words)
    page.close(run_before_unload=False)

    page = context.new_page()
    page.goto(form)
    notice = page.get_by_role("status").filter(has_text="you began and have not sent")
    notice.get_by_role("button", name="Continue with it").click()
    expect(page.locator("[name=text]")).to_have_value(words)
    context.close()


def test_what_was_typed_in_a_later_step_comes_back_and_can_be_discarded(browser, base_url, words):
    context = browser.new_context()
    page = context.new_page()
    page.goto(base_url + form_path(page, base_url))
    page.locator("[name=text]").fill(words)
    page.locator(CONTINUE).click()
    page.wait_for_url("**/about-you/")
    step = page.url
    context.set_offline(True)
    page.locator("[name=name]").fill("Ana Ruiz")
    saved_here(page, "Ana Ruiz")
    page.close(run_before_unload=False)

    context.set_offline(False)
    page = context.new_page()
    page.goto(step)
    expect(page.locator("[name=name]")).to_have_value("Ana Ruiz")
    page.get_by_role("button", name="Discard it").click()
    expect(page.locator("[name=name]")).to_have_value("")
    context.close()


def test_a_connection_that_is_cut_after_the_request_was_sent_leaves_one_comment(
    browser, base_url, cutting, words
):
    context = browser.new_context()
    page = context.new_page()
    before = received_count(page, base_url)
    page.goto(cutting.base_url + form_path(page, base_url))
    to_review(page, words)
    # Kept where the next page finds it: the words are gone as soon as a try succeeds.
    page.evaluate(
        """() => {
          const status = document.querySelector("[data-status]");
          const keep = () => {
            sessionStorage.said = (sessionStorage.said || "") + status.textContent;
          };
          new MutationObserver(keep).observe(status, { childList: true, subtree: true });
        }"""
    )
    page.locator(SUBMIT).click()
    page.wait_for_url("**/receipts/**")
    assert "We try again by ourselves" in page.evaluate("sessionStorage.said")
    expect(page.locator("main")).to_contain_text(words)
    assert cutting.cuts == cutting.CUTS
    assert received_count(page, base_url) == before + 1
    context.close()


def test_an_impatient_finger_sends_one_comment(browser, base_url, words):
    context = browser.new_context()
    page = context.new_page()
    before = received_count(page, base_url)
    page.goto(base_url + form_path(page, base_url))
    to_review(page, words)
    page.locator(SUBMIT).dblclick(no_wait_after=True)
    page.wait_for_url("**/receipts/**")
    expect(page.locator("main")).to_contain_text(words)
    assert (
        page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('comment:'))") == []
    )
    assert received_count(page, base_url) == before + 1
    context.close()


def test_a_passage_selected_in_the_draft_becomes_a_remark(browser, base_url):
    context = browser.new_context(viewport={"width": 375, "height": 700})
    page = context.new_page()
    page.goto(f"{base_url}/en/")
    page.goto(base_url + page.locator("main a[href*='/drafts/']").first.get_attribute("href"))
    quote = page.evaluate(
        """() => {
          const text = document.querySelector(".prose p[id^='s-']").lastChild;
          const range = document.createRange();
          range.setStart(text, 0);
          range.setEnd(text, Math.min(40, text.length));
          text.parentElement.scrollIntoView();
          getSelection().removeAllRanges();
          getSelection().addRange(range);
          return range.toString();
        }"""
    )
    offer = page.get_by_role("link", name="Comment on this passage")
    expect(offer).to_be_in_viewport()
    offer.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/comment/?**")
    expect(page.locator("[name=remarks-0-quote]")).to_have_value(" ".join(quote.split()))
    expect(page.locator("[name=remarks-0-paragraph]")).to_have_value(re.compile(r"^\d+\.\d+$"))
    expect(page.locator("[name=remarks-0-text]")).to_be_focused()
    context.close()
