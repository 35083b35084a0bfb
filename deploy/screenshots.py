"""`make screenshots`: each public page, both languages, two widths, into screenshots/.

They are of a demo site of their own, with fresh content: what the clone's own site holds,
and whether it runs, makes no difference.
"""

import re
import shutil

from deploy import browser
from deploy.demo import Demo, free_port
from deploy.environment import in_virtual_environment, manage
from deploy.places import ROOT, throwaway
from deploy.progress import Failure, main, step

FOLDER = ROOT / "screenshots"
WIDTHS = (375, 1280)


def screenshots() -> None:
    """Start a demo site and photograph it."""
    in_virtual_environment("deploy.screenshots")
    browser.ensure()
    with throwaway("screenshots") as folder:
        demo = Demo(folder, free_port())
        with demo.running(background=False):
            pages = _pages(demo)
            with step(f"Taking {len(pages) * len(WIDTHS)} screenshots"):
                _photograph(demo, pages)
    print(f"They are in {FOLDER}")


def _pages(demo: Demo) -> dict[str, str]:
    """Name and path of each public page in each language, as the site itself lists them."""
    listing = manage("public_pages", failed="The pages cannot be listed.", **demo.environment)
    lines = [line.split("\t") for line in listing.splitlines() if "\t" in line]
    pages = {re.sub(r"[^\w-]+", "-", name): path for name, path in lines}
    if not pages:
        raise Failure("There is no public page.", "See manage.py public_pages.", detail=listing)
    return pages


def _photograph(demo: Demo, pages: dict[str, str]) -> None:
    from playwright.sync_api import sync_playwright

    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    missing = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**browser.launch_options())
        for width in WIDTHS:
            page = chromium.new_page(viewport={"width": width, "height": 800})
            for name, path in pages.items():
                answer = page.goto(f"http://127.0.0.1:{demo.port}{path}")
                page.wait_for_load_state("networkidle")
                page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)
                if answer.status >= 400 and not name.startswith("404-"):
                    missing.append(f"{path}: {answer.status}")
            page.close()
        chromium.close()
    if missing:
        raise Failure("These pages answer with an error.", detail="\n".join(missing))


if __name__ == "__main__":
    main(screenshots)
