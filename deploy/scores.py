"""Lighthouse's scores of every kind of page, for `make bench`.

Lighthouse and what it needs (180 MB) is installed into .build only here: no other command
waits for it. It plays a slow phone on a slow line, by calculation, so the scores of a busy machine
are lower than those of an idle one.
"""

import contextlib
import json
import os
import shutil
from pathlib import Path

from deploy import browser
from deploy.demo import Demo
from deploy.node import Node
from deploy.places import BUILD, PYTHON, ROOT
from deploy.progress import Failure, run, step
from deploy.stamps import fingerprint, fresh

GOAL = 98
CATEGORIES = {
    "performance": "perf.",
    "accessibility": "access.",
    "best-practices": "practice",
    "seo": "SEO",
}
_LOCK = ROOT / "deploy" / "lighthouse"
_HOME = BUILD / "lighthouse"
_FAILING = 0.9  # an audit below is named


def report(demo: Demo, node: Node, only: str = "") -> None:
    """Score each kind of page that can be found, those whose name has `only` in it; print a table.

    A page that asks not to be indexed has no score for search engines.
    """
    program = _installed(node)
    print(f"\n{'Lighthouse':28}" + "".join(f"{name:>9}" for name in CATEGORIES.values()))
    for name, path in _pages(demo).items():
        if only in name:
            _print(name, _scored(node, program, demo.base_url + path))


def _installed(node: Node) -> Path:
    stamp = _HOME / ".installed"
    mark = fingerprint(_LOCK)
    if not fresh(stamp, mark):
        with step("Installing Lighthouse"):
            _HOME.mkdir(parents=True, exist_ok=True)
            for name in ("package.json", "package-lock.json"):
                shutil.copyfile(_LOCK / name, _HOME / name)
            node.npm(
                *("ci", "--prefix", str(_HOME), "--ignore-scripts", "--omit=optional"),
                failed="Lighthouse could not be installed.",
                to_do="Is there a network? Check npm's configuration (npm config list).",
            )
        stamp.write_text(mark)
    return _HOME / "node_modules" / "lighthouse" / "cli" / "index.js"


def _pages(demo: Demo) -> dict[str, str]:
    """Path by name; without those that answer with an error on purpose: Lighthouse refuses them."""
    listing = run(
        [PYTHON, "site/manage.py", "public_pages"],
        "The list of pages could not be made.",
        env=demo.environment,
        cwd=ROOT,
    )
    rows = [line.split("\t") for line in listing.splitlines() if line]
    return {row[0]: row[1] for row in rows if not row[0].startswith("404")}


def _scored(node: Node, program: Path, url: str) -> dict:
    """Tried three times: on a busy machine Chromium loses the trace of a page now and then."""
    for _attempt in range(2):
        with contextlib.suppress(Failure):
            return _scored_once(node, program, url)
    return _scored_once(node, program, url)


def _scored_once(node: Node, program: Path, url: str) -> dict:
    flags = browser.launch_options()["args"]
    os.environ["CHROME_PATH"] = browser.executable()
    answer = node.run(
        program,
        *(url, "--quiet", "--output=json", "--max-wait-for-load=20000"),
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags=--headless=new {' '.join(flags)}",
        failed=f"Lighthouse could not score {url}",
    )
    found = json.loads(answer)
    if found.get("runtimeError"):
        raise Failure(f"Lighthouse could not open {url}", found["runtimeError"]["message"])
    return found


def _print(name: str, found: dict) -> None:
    waived = {"seo"} if found["audits"]["is-crawlable"]["score"] == 0 else set()
    line, low = f"{name:28}", []
    for category in CATEGORIES:
        score = round(100 * (found["categories"][category]["score"] or 0))
        shown = "-" if category in waived else f"{score}{' ' if score >= GOAL else '!'}"
        line += f"{shown:>9}"
        if score < GOAL and category not in waived:
            low += _failing(found, category)
    print(line + ("  " + ", ".join(low) if low else ""), flush=True)


def _failing(found: dict, category: str) -> list[str]:
    audits = found["audits"]
    weighed = [ref["id"] for ref in found["categories"][category]["auditRefs"] if ref["weight"]]
    return [name for name in weighed if (audits[name]["score"] or 0) < _FAILING]
