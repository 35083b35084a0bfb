"""Every kind of page, in both languages, on a phone and on a desk: whoever comes can use it.

Each page is opened once for all the checks; each test tells of one of them.
"""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import checks
from tests.browser.conftest import LANGUAGES

FORMS = ("register", "comment-form", "subscribe")
FAILURES = {"403": "refused", "500": "broken"}
CHECKS = (
    checks.shifts,
    checks.breaks_rules,
    checks.has_small_targets,
    checks.has_pictures_without_size,
    checks.moves,
    checks.scrolls_sideways,
    checks.loses_focus,
)


@pytest.fixture(scope="session", params=LANGUAGES)
def complaints(request, browser, paths, base_url):
    """What each check complains of in one language: {its name: [(page, complaint)]}."""
    found = defaultdict(list)
    with browser.new_context() as context:
        context.add_init_script(checks.WATCH_SHIFTS)
        page = context.new_page()
        page.on("console", lambda said: _serious(said) and found["trouble"].append(said.text))
        page.on("pageerror", lambda error: found["trouble"].append(str(error)))
        for name in _visits(page, paths, base_url, request.param):
            if page.locator("html").get_attribute("lang") != request.param:
                found["language"].append(name)
            for check in CHECKS:
                found[check.__name__] += [(name, complaint) for complaint in check(page)]
    return found


def _visits(page: Page, paths: dict, base_url: str, language: str) -> Iterator[str]:
    """Open one page after the other; forms also as they are when sent empty."""
    for name, path in paths.items():
        kind, _, of_language = name.rpartition("-")
        if of_language == language:
            _open(page, base_url + path)
            yield kind
            if kind in FORMS:
                page.goto(base_url + path)
                with page.expect_navigation():
                    page.locator("main form[method=post]").evaluate("form => form.submit()")
                yield f"{kind}, sent empty"
    for status, name in FAILURES.items():
        _open(page, f"{base_url}/{language}/{name}/")
        yield status


def _open(page: Page, url: str) -> None:
    checks.at_width(page, checks.PHONE)
    page.goto(url)


def _serious(message) -> bool:
    # Chromium reports the status of a page that is not 200 too.
    return message.type in {"error", "warning"} and "the server responded with" not in message.text


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_no_page(complaints, check):
    assert complaints[check.__name__] == []


def test_each_page_says_its_language(complaints):
    assert complaints["language"] == []


def test_the_browser_has_nothing_to_complain_of(complaints):
    """Such as a script that the security policy refused."""
    assert complaints["trouble"] == []


def test_each_page_offers_itself_in_the_other_language(page, paths, base_url):
    """The switch leads to the same page, query included, and back."""
    for name, path in paths.items():
        if name.startswith("404") or not name.endswith("-en"):
            continue
        page.goto(base_url + path)
        page.locator("nav a[hreflang=es]").click()
        assert page.locator("html").get_attribute("lang") == "es", name
        assert page.locator("h1").count() == 1, name
        if "?" in path:
            assert page.url.endswith("?" + path.partition("?")[2]), name
        page.locator("nav a[hreflang=en]").click()
        assert page.url == base_url + path, name
