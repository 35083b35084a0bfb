"""From a letter to the answers in its author's hands: everything by keyboard alone.

Each person opens the site once; whatever they reach after that they reach with their keys.
"""

import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pikepdf
import pytest
from playwright.sync_api import Locator, Page, expect

from deploy.places import PYTHON, ROOT

WAIT = 30_000  # milliseconds
WORDS = (
    "Los camiones pasan de noche frente a la escuela.",
    "Pedimos que los barcos apaguen sus motores en el muelle.",
    "¿Quién medirá el ruido? Muchas gracias.",
)
THANKS = " Muchas gracias."
ENGLISH, SPANISH = "Trucks use the west gate at night.", "De noche los camiones usan el oeste."
RULE = "Los barcos se conectan a la red eléctrica."
# A docket of its own: what is published stays, and other tests look at the demo's.
MADE = """
import uuid
from django.utils import timezone, translation
from comments import intake
from comments.models import Docket
from engagement.models import InitiativePage
from plaza.demo.making import both, publish
from django.contrib.auth import get_user_model
from datetime import timedelta
now = timezone.now()
docket = Docket(number={number!r}, initiative=InitiativePage.objects.live().first(),
    opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1),
    **both("headline", "Night traffic", "Tráfico nocturno"),
    **both("summary", "What should change?", "¿Qué debe cambiar?"))
docket.full_clean()
publish(docket, by=get_user_model().objects.get(username="editor"))
with translation.override("es"):
    intake.submit(docket=docket, key=uuid.uuid4(), language="es", text={text!r},
        name="Marisol Duarte", email={address!r}, received_at=now - timedelta(days=2))
"""


@pytest.fixture
def letter(demo_site):
    """The docket's number and the address of who wrote its only letter, which nobody has read."""
    number = f"PA-{int(time.time()) % 8000 + 1900}-77"
    address = f"marisol-{uuid.uuid4().hex[:8]}@example.com"
    script = MADE.format(number=number, address=address, text="\n\n".join(WORDS))
    subprocess.run(
        [PYTHON, "site/manage.py", "shell", "--no-imports", "-c", script],
        env=demo_site.environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return number, address


@pytest.fixture(autouse=True)
def _patience():
    """Making the document keeps a small machine busy."""
    expect.set_options(timeout=WAIT)
    yield
    expect.set_options(timeout=5_000)


class Keys:
    """A person at a keyboard without a mouse."""

    def __init__(self, page: Page):
        self.page = page

    def to(self, target: Locator, backwards: bool = False) -> None:
        """Tab until the target has the focus, and see that the focus shows."""
        expect(target).to_have_count(1)
        for _press in range(150):
            if target.evaluate("it => it === document.activeElement"):
                return
            self.page.keyboard.press("Shift+Tab" if backwards else "Tab")
        pytest.fail(f"The keyboard never reaches {target}")

    def press(self, target: Locator, key: str = "Enter") -> None:
        """Press a link or button that leads to another page."""
        self.to(target)
        self.leads_on(key)

    def leads_on(self, key: str) -> None:
        """A key that leads to another page, pressed once the page listens to it."""
        self.page.wait_for_load_state("networkidle")
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def type_in(self, target: Locator, words: str) -> None:
        self.to(target)
        self.page.keyboard.type(words)

    def menu(self, words: str, within: str = "") -> None:
        """Follow an entry of the admin's menu, or one below another."""
        bar = self.page.locator(".sidebar")
        if within:
            self.to(bar.get_by_role("button", name=within, exact=True))
            self.page.keyboard.press("Enter")
        self.press(bar.get_by_role("link", name=words, exact=True))


@contextmanager
def signed_in(browser, base_url: str, name: str, path: str = "/admin/") -> Iterator[Keys]:
    """The first page that a person opens is what they were asked to sign in for."""
    with browser.new_context(locale="en-US") as context:
        page = context.new_page()
        page.goto(f"{base_url}/admin/login/?next={path}")
        keys = Keys(page)
        keys.type_in(page.locator("[name=username]"), name)
        keys.type_in(page.locator("[name=password]"), f"demo-{name}-2304")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        yield keys


def button(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=words, exact=True)


def found_by(keys: Keys, words: str) -> None:
    """Search a list, and open the only thing that is found."""
    page = keys.page
    keys.type_in(page.get_by_role("textbox", name="Search"), words)
    # What is found for the first letters gives way to what is found for all of them.
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("q") == [words])
    rows = page.locator("table.listing tbody tr")
    expect(rows).to_have_count(1)
    keys.press(rows.locator("a").first)


def bracket(keys: Keys, words: str, fewer: int = 0) -> None:
    """Select the next words that no point has, `fewer` at the end, and make them a point."""
    page = keys.page
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Alt+Shift+U")
    for _word in range(fewer):
        page.keyboard.press("Control+Shift+ArrowLeft")
    bar = button(page, "Bracket these words")
    expect(bar).to_be_visible()
    page.keyboard.press("Alt+Shift+B")
    expect(page.locator("#bracket-heading")).to_be_focused()
    assert page.locator("#id_bracket_words").input_value().strip() == words
    keys.press(page.locator("[data-bracket-form]").get_by_role("button", name="Bracket"))


def respond(keys: Keys, language: str, words: str) -> None:
    """Go to the next point and write the response to it in one of its editors."""
    keys.leads_on("Alt+Shift+J")
    keys.type_in(keys.page.get_by_role("textbox", name=f"Response ({language})"), words)
    keys.press(button(keys.page, "Save and send for approval"))
    expect(keys.page.locator(".messages")).to_contain_text("is sent for approval")


def approve(keys: Keys) -> None:
    keys.press(button(keys.page, "Approve"))
    expect(keys.page.locator(".messages")).to_contain_text("is now “Approved”")


def a_master_response(keys: Keys, docket: str) -> None:
    """The author writes it in both languages and sends it for approval."""
    page = keys.page
    keys.menu("Master responses", within="Responses")
    keys.press(page.get_by_role("link", name="Add a master response").first)
    keys.type_in(page.get_by_label("Docket"), docket)
    for field, words in (
        ("Title (English)", f"Ships of {docket}"),
        ("Title (Spanish)", f"Los barcos de {docket}"),
        ("Response (English)", "Ships plug in at berth."),
        ("Response (Spanish)", RULE),
    ):
        keys.type_in(page.get_by_role("textbox", name=field), words)
    keys.press(button(page, "Save"))
    keys.press(button(page, "Send for approval"))
    expect(page.locator(".messages")).to_contain_text("is now “Reviewed”")


def points_and_answers(keys: Keys, docket: str, address: str) -> None:
    """The reviewer claims the letter, brackets it, answers its points, and posts it."""
    page = keys.page
    keys.menu("Comments")
    found_by(keys, address)
    keys.leads_on("Alt+Shift+C")
    move_to(keys, "In review")
    bracket(keys, WORDS[0])
    bracket(keys, WORDS[1])
    bracket(keys, WORDS[2].removesuffix(THANKS), fewer=3)
    expect(page.locator(".bracketing__open")).to_contain_text("Not bracketed: 2 words")
    expect(page.locator(".bracketing__label")).to_have_text([f"Point 1-{n}" for n in (1, 2, 3)])
    respond(keys, "English", f"{ENGLISH} {docket}")
    respond(keys, "Spanish", SPANISH)
    keys.leads_on("Alt+Shift+J")
    keys.to(page.get_by_role("checkbox", name=f"Ships of {docket}"))
    page.keyboard.press("Space")
    keys.press(button(page, "Save"))
    expect(page.locator(".messages")).to_contain_text("is saved")
    move_to(keys, "Posted")


def move_to(keys: Keys, state: str) -> None:
    keys.page.wait_for_load_state("networkidle")
    keys.page.keyboard.press("Alt+Shift+M")
    keys.press(button(keys.page, state))
    expect(keys.page.locator("#letter-heading .w-status")).to_have_text(state)


def approvals(keys: Keys, docket: str) -> None:
    """The approver reads the master response and both others, and approves each."""
    page = keys.page
    keys.menu("Master responses", within="Responses")
    found_by(keys, docket)
    approve(keys)
    keys.menu("Points and responses", within="Responses")
    found_by(keys, f"{docket} trucks")
    approve(keys)
    keys.leads_on("Alt+Shift+J")
    expect(page.locator(".answers__said")).to_have_text(SPANISH)
    approve(keys)


def publication(keys: Keys, docket: str) -> None:
    """The docket manager has the document made, sees that it is, and publishes it."""
    page = keys.page
    keys.menu("Response documents", within="Responses")
    keys.press(page.get_by_role("link", name=docket))
    keys.press(button(page, "Make the final document"))
    expect(page.get_by_role("progressbar", name="Progress")).to_be_visible()
    # The page shows by itself that it is ready.
    publish = page.get_by_role("link", name="Publish…")
    expect(publish).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("link", name="PDF, Spanish")).to_be_visible()
    keys.press(publish)
    expect(page.locator("main")).to_contain_text("1 e-mail goes out")
    keys.press(button(page, "Publish now"))
    expect(page.locator(".messages")).to_contain_text("The response to comments is public.")


def reading(page: Page, base_url: str, docket: str, address: str) -> bytes:
    """Who wrote the letter follows the mail's link to the answers; returns the Spanish PDF."""
    keys = Keys(page)
    keys.press(mail_to(page, base_url, address))
    keys.press(page.locator(f"main a[href$='/es/dockets/{docket}/comments/1/']").first)
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator(".answered__responses")).to_contain_text(SPANISH)
    keys.press(page.get_by_role("link", name="Respuesta al punto 1-2"))
    expect(page).to_have_url(f"{base_url}/es/dockets/{docket}/1-2/")
    expect(page.locator("main")).to_contain_text(WORDS[1])
    expect(page.locator("main")).to_contain_text(SPANISH)
    keys.press(page.locator("main a[rel=next]"))
    expect(page).to_have_url(f"{base_url}/es/dockets/{docket}/1-3/")
    expect(page.locator("main")).to_contain_text(RULE)
    keys.press(page.locator(f"main a[href$='/{docket}/responses/']").first)
    keys.to(page.locator("main a[href$='/responses/es.pdf']"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    return download.value.path().read_bytes()


def mail_to(page: Page, base_url: str, address: str) -> Locator:
    """The mailbox with a link to the mail, once the worker has sent it."""
    deadline = time.monotonic() + WAIT / 1000
    while time.monotonic() < deadline:
        page.goto(f"{base_url}/demo/mail/")
        # The receipt came before.
        mails = page.locator("li", has_text=address).filter(has_text="respuestas")
        if mails.count():
            return mails.first.get_by_role("link")
    pytest.fail(f"No mail to {address}")


def test_a_letter_is_answered_and_its_author_reads_the_answers(browser, base_url, letter):
    docket, address = letter
    with signed_in(browser, base_url, "author") as keys:
        a_master_response(keys, docket)
    with signed_in(browser, base_url, "reviewer") as keys:
        points_and_answers(keys, docket, address)
    with signed_in(browser, base_url, "approver") as keys:
        approvals(keys, docket)
    with signed_in(browser, base_url, "manager") as keys:
        publication(keys, docket)
    # The public site promises to work without scripts.
    with browser.new_context(locale="es-MX", java_script_enabled=False) as context:
        document = reading(context.new_page(), base_url, docket, address)
    with pikepdf.open(BytesIO(document)) as opened:
        assert str(opened.Root.Lang) == "es"
