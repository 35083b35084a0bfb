"""What comes over the wire to a poor phone: bytes as they were sent, never seconds."""

from collections import defaultdict

import pytest

from tests.browser import checks

KB = 1024
CODE = {"Stylesheet", "Script"}
MOST_CODE, MOST = 60 * KB, 150 * KB
# Different enough in how they are laid out.
LETTERS = ("home-es", "initiative-es", "meetings-en", "comment-form-es", "docket-en")


@pytest.fixture(scope="module")
def traffic(browser, paths, base_url):
    """For each page, opened with an empty cache: bytes by kind of resource; and what was asked."""
    sent, kinds, asked = {}, {}, set()
    with browser.new_context(base_url=base_url) as context:
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        devtools.on(
            "Network.responseReceived", lambda seen: kinds.update({seen["requestId"]: seen["type"]})
        )
        devtools.on("Network.loadingFinished", lambda end: _add(sizes, kinds, end))
        page.on("request", lambda request: asked.add(request.url))
        # The Spanish pages: the same code, and more words.
        for name, path in paths.items():
            if not name.endswith("-es"):
                continue
            sent[name] = sizes = defaultdict(int)
            page.goto(path)
            page.evaluate("document.fonts.ready.then(() => null)")
    return sent, asked


def _add(sizes, kinds, end) -> None:
    sizes[kinds.get(end["requestId"], "Other")] += end["encodedDataLength"]


def test_no_page_asks_another_host_for_anything(traffic, base_url):
    assert [url for url in traffic[1] if not url.startswith((base_url + "/", "data:"))] == []


def test_no_page_sends_more_code_than_a_poor_phone_takes(traffic):
    code = {name: sum(sizes[kind] for kind in CODE) for name, sizes in traffic[0].items()}
    assert {name: size for name, size in code.items() if not 0 < size <= MOST_CODE} == {}


def test_no_page_weighs_too_much_without_its_pictures(traffic):
    totals = {
        name: sum(size for kind, size in sizes.items() if kind != "Image")
        for name, sizes in traffic[0].items()
    }
    assert {name: size for name, size in totals.items() if not 0 < size <= MOST} == {}


def test_the_letters_come_late_and_nothing_moves(browser, paths, base_url):
    """On a slow line a page is read before its font is there; then it stays as it is."""
    moved = {}
    with browser.new_context(viewport={"width": checks.PHONE, "height": 800}) as context:
        context.add_init_script(checks.WATCH_SHIFTS)
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        page.route("**/*.woff2", lambda route: (page.wait_for_timeout(300), route.continue_()))
        for name in LETTERS:
            page.goto(base_url + paths[name])
            if shifts := checks.shifts(page):
                moved[name] = shifts
    assert moved == {}
