"""`make test`: lint, checks, and all tests, the browser ones included.

ARGS      for pytest: make test ARGS="-k zoom"
WORKERS   how many tests run at once
"""

import os
import shlex
import signal
import subprocess
import time
from pathlib import Path

from deploy import browser, clamav, database
from deploy.environment import set_up
from deploy.places import PYTHON, ROOT, VENV, secret_key, throwaway
from deploy.processes import start, stop
from deploy.progress import Failure, main

BIN = VENV / "bin"
MANAGE = [PYTHON, "site/manage.py"]
TEMPLATES = ["engagement", "meetings", "comments", "site"]
# (title, command, what to do when it fails)
CHECKS = [
    ("Python format", [BIN / "ruff", "format", "--check", "."], "make fmt"),
    ("Python lint", [BIN / "ruff", "check", "."], "make fmt mends some of it"),
    ("Template lint", [BIN / "djlint", "--lint", "--quiet", *TEMPLATES], ""),
    (
        "Import rules",
        [BIN / "lint-imports", "--no-logo"],
        "docs/architecture.md says who may import whom",
    ),
    ("Django's checks", [*MANAGE, "check"], ""),
    (
        "Migrations",
        [*MANAGE, "makemigrations", "--check", "--dry-run"],
        ".venv/bin/python site/manage.py makemigrations",
    ),
    ("Messages", [PYTHON, "-m", "deploy.messages", "--check"], "make messages, then translate"),
]
# Also on two cores: tests wait for the database, the browser and each other.
LEAST_WORKERS = 3
NO_TESTS_COLLECTED = 5
# Migrated once, beside the checks; each worker's database and the demo's is a copy of it.
TEMPLATE = "test_plaza_template"


def test() -> None:
    """Run everything, also after something failed; then say what did."""
    set_up(dev=True)
    browser.ensure()
    clamav.ensure()
    failed = []
    with (
        throwaway("test") as folder,
        database.serve(folder, throwaway=True) as server,
    ):
        environment = _environment(folder, server.url)
        template = _make_template(environment)
        for title, command, to_do in CHECKS:
            if _run(title, command, environment):
                failed.append(f"{title}: {to_do}" if to_do else title)
        if template.wait():
            failed.append("Migrations of an empty database")
        workers = os.environ.get("WORKERS") or max(LEAST_WORKERS, os.cpu_count() or 1)
        more = shlex.split(os.environ.get("ARGS", ""))
        command = [PYTHON, "-m", "pytest", f"--numprocesses={workers}", *more]
        if status := _run("Tests", command, environment):
            failed.append("No test was run" if status == NO_TESTS_COLLECTED else "Tests")
    if failed:
        raise Failure("Failed:\n" + "\n".join(f"  {line}" for line in failed))


def _environment(folder: Path, database_url: str) -> dict[str, str]:
    """The same for everybody: what a developer has set for the site is no part of a test."""
    ours = ("PLAZA_", "EMAIL_", "DEBUG", "ALLOWED_HOSTS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        "DATABASE_URL": database_url,
        "PLAZA_DATA": str(folder),
        "SECRET_KEY": secret_key(folder),
    }


def _make_template(environment: dict[str, str]) -> subprocess.Popen:
    """Begin to migrate an empty database, which tests then copy."""
    environment["TEST_TEMPLATE"] = TEMPLATE
    return start([PYTHON, "-m", "deploy.template", TEMPLATE], env=environment, cwd=ROOT)


def _run(title: str, command: list, environment: dict[str, str]) -> int:
    """Run a program with its output shown; the value is its exit status."""
    print(f"\n── {title}")
    began = time.monotonic()
    process = start(command, on_our_death=signal.SIGINT, env=environment, cwd=ROOT)
    try:
        status = process.wait()
    except BaseException:
        stop(process, sig=signal.SIGINT, grace=5)
        raise
    # What a killed test runner leaves behind.
    stop(process)
    print(f"   {'failed' if status else 'ok'}, {time.monotonic() - began:.1f} s")
    return status


if __name__ == "__main__":
    main(test)
