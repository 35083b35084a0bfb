"""The set-up that `make run` and `make test` share. Each step is skipped when nothing changed."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy import node, theme
from deploy.places import BUILD, PYTHON, ROOT, THEME, VENV
from deploy.progress import Failure, run, step
from deploy.stamps import fingerprint, fresh

LOCK = ROOT / "requirements.txt"
DEV_LOCK = ROOT / "requirements-dev.txt"
APPS = [ROOT / "engagement", ROOT / "meetings", ROOT / "comments", ROOT / "site"]


def set_up(*, dev: bool = False) -> None:
    """Make the clone ready to run (or, with dev, to be tested)."""
    with _alone():
        make_virtual_environment()
        install(DEV_LOCK if dev else LOCK)
        theme.build(node.find())
        compile_messages()
        collect_static()


@contextmanager
def _alone() -> Iterator[None]:
    """Let one set-up at a time work in this clone; a second one waits."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "set-up.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with step("Another make is setting up this clone: waiting for it"):
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def in_virtual_environment(module: str) -> None:
    """Set up for development and carry on in the virtual environment's Python, if not there yet.

    For commands that use its packages; the process stays the same one.
    """
    if Path(sys.prefix).resolve() != VENV.resolve():
        set_up(dev=True)
        os.chdir(ROOT)
        os.execv(PYTHON, [PYTHON, "-m", module, *sys.argv[1:]])


def make_virtual_environment() -> None:
    """Make .venv, once."""
    if PYTHON.exists() and list(VENV.glob("lib/python3*/site-packages/pip/__main__.py")):
        return
    with step("Making a virtual environment in .venv"):
        try:
            # --clear: a former Python's remains, or an interrupted attempt's.
            run(
                [sys.executable, "-m", "venv", "--clear", VENV],
                "The virtual environment could not be made.",
                "On Debian or Ubuntu: apt install python3-venv. Then try again.",
            )
        except Failure:
            shutil.rmtree(VENV, ignore_errors=True)
            raise


def install(lock: Path) -> None:
    """Install what a lock file names, with pip.

    pip and not uv: it comes with the virtual environment and follows the machine's own
    configuration (mirrors, proxies, certificates). The lock is complete and hashed, so
    pip has nothing to resolve and takes about twenty seconds, once.
    """
    stamp = VENV / f".installed-{lock.name}"
    mark = fingerprint(lock, sys.version)
    if fresh(stamp, mark):
        return
    with step(f"Installing the Python packages of {lock.name} (about half a minute)"):
        run(
            [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-input"]
            + ["--quiet", "--disable-pip-version-check", "-r", lock],
            f"The Python packages of {lock.name} could not be installed.",
            _advice_for_pip,
        )
    stamp.write_text(mark)
    if lock == DEV_LOCK:  # it contains all of the other lock
        (VENV / f".installed-{LOCK.name}").write_text(fingerprint(LOCK, sys.version))


def _advice_for_pip(output: str) -> str:
    if "No space left" in output:
        return "The disk is full: free about 1 GB and try again."
    if "DO NOT MATCH THE HASHES" in output:
        return (
            "A package differs from the lock file. Do not install it; see where pip gets it from."
        )
    return (
        "Is there a network? pip needs a package index: check the connection and pip's\n"
        "configuration (pip config list), then try again. What is done is kept."
    )


def compile_messages() -> None:
    """Compile locale/*/LC_MESSAGES/*.po with Babel, so that nobody needs gettext to run Plaza."""
    catalogues = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
    stamp = BUILD / "messages.stamp"
    mark = fingerprint(*catalogues)
    if all(po.with_suffix(".mo").exists() for po in catalogues) and fresh(stamp, mark):
        return
    for po in catalogues:
        run(
            [PYTHON, "-m", "babel.messages.frontend", "compile"]
            + ["-i", po, "-o", po.with_suffix(".mo"), "-l", po.parent.parent.name],
            f"{po.relative_to(ROOT)} could not be compiled.",
            "Correct the line that is named above.",
        )
    stamp.write_text(mark)


def collect_static() -> None:
    """Gather all static files in .build/static: fingerprinted, compressed."""
    ours = [path for app in APPS for path in sorted(app.rglob("static")) if path.is_dir()]
    stamp = BUILD / "static.stamp"
    settings = ROOT / "site" / "plaza" / "settings.py"
    mark = fingerprint(THEME, LOCK, settings, *ours)
    if (BUILD / "static" / "staticfiles.json").exists() and fresh(stamp, mark):
        return
    with step("Collecting the static files"):
        manage("collectstatic", "--noinput", "--verbosity=0", failed="Static files failed.")
    stamp.write_text(mark)


def manage(*arguments: str, failed: str, **environment: str) -> str:
    """Run one of Django's commands to its end."""
    # For commands that need no secret; a real key in the environment wins.
    settings = {"SECRET_KEY": "set-up only"} | os.environ | environment
    return run([PYTHON, "site/manage.py", *arguments], failed, env=settings, cwd=ROOT)


def have_module(name: str) -> bool:
    """Is a module installed in the virtual environment?"""
    code = f"import importlib.util, sys; sys.exit(not importlib.util.find_spec({name!r}))"
    return subprocess.run([PYTHON, "-c", code], check=False).returncode == 0
