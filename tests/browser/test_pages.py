"""Every kind of page, in both languages, on a phone and on a desk: whoever comes can use it."""

import subprocess

import pytest
from axe_playwright_python.sync_playwright import Axe

from deploy.places import PYTHON, ROOT

PHONE, DESK, SMALLEST = 375, 1280, 320
# WCAG 2.2 AA and the rules axe holds to be good practice.
AXE = {"resultTypes": ["violations"]}


@pytest.fixture(scope="module")
def paths(demo_site):
    """Path of each kind of public page in each language, by name."""
    listing = subprocess.run(
        [PYTHON, "site/manage.py", "public_pages"],
        env=demo_site.environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return dict(line.split("\t")[:2] for line in listing.splitlines())


@pytest.fixture
def trouble(page):
    """What the browser complains of, such as a script that the security policy refused."""
    found = []
    page.on("console", lambda message: found.append(message.text) if _serious(message) else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def _serious(message) -> bool:
    # Chromium reports the status of the page for a missing page too.
    return message.type in {"error", "warning"} and "status of 404" not in message.text


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_page_breaks_a_rule_of_accessibility(page, paths, trouble, base_url, language, width):
    page.set_viewport_size({"width": width, "height": 800})
    axe, problems = Axe(), []
    for name, path in paths.items():
        if not name.endswith(f"-{language}"):
            continue
        page.goto(base_url + path)
        assert page.locator("html").get_attribute("lang") == language, name
        for violation in axe.run(page, options=AXE).response["violations"]:
            nodes = [node["html"][:200] for node in violation["nodes"][:3]]
            problems.append((name, violation["id"], violation["help"], nodes))
    assert problems == []
    assert trouble == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_page_scrolls_sideways_on_the_smallest_phone(page, paths, base_url, language):
    """320 CSS pixels, which is also 400 % zoom on a desk (WCAG 2.2 SC 1.4.10)."""
    page.set_viewport_size({"width": SMALLEST, "height": 600})
    wide = []
    for name, path in paths.items():
        if name.endswith(f"-{language}"):
            page.goto(base_url + path)
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wide.append(name)
    assert wide == []


def test_no_page_asks_another_host_for_anything(page, paths, base_url):
    asked = set()
    page.on("request", lambda request: asked.add(request.url))
    for path in paths.values():
        page.goto(base_url + path)
    assert [url for url in asked if not url.startswith((base_url, "data:"))] == []


def test_each_page_offers_itself_in_the_other_language(page, paths, base_url):
    """The switch leads to the same page, query included, and back."""
    for name, path in paths.items():
        if name.startswith("404"):
            continue
        page.goto(base_url + path)
        other = "es" if name.endswith("-en") else "en"
        page.locator(f"nav a[hreflang={other}]").click()
        assert page.locator("html").get_attribute("lang") == other, name
        assert page.locator("h1").count() == 1, name
        if "?" in path:
            assert page.url.endswith("?" + path.partition("?")[2]), name
        page.locator(f"nav a[hreflang={name[-2:]}]").click()
        assert page.url == base_url + path, name
