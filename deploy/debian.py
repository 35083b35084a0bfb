"""Programs of the operating system that Python's packages cannot bring."""

import os
import shutil
from pathlib import Path

from deploy.progress import Failure, run, step


def can_install(release: Path = Path("/etc/os-release")) -> bool:
    """May we install Debian packages: root, on Debian, with apt?

    Not on its descendants: Ubuntu's chromium package is an empty one that asks for snap.
    """
    return (
        os.geteuid() == 0
        and shutil.which("apt-get") is not None
        and release.exists()
        and "ID=debian" in release.read_text().splitlines()
    )


def install(*packages: str, what: str) -> None:
    """Install Debian packages, when we may; otherwise a Failure that names them."""
    names = " ".join(packages)
    if not can_install():
        raise Failure(
            f"{what} is missing, and installing it needs root on Debian.",
            f"On Debian: sudo apt install {names}\nElsewhere: install the same, then try again.",
        )
    options = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
    advice = f"Is there a network? Install it by hand, then try again: apt install {names}"
    with step(f"Installing {what} (apt install {names})"):
        run(
            ["apt-get", "update", "-qq"], "Debian's package lists cannot be had.", advice, **options
        )
        run(
            ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *packages],
            f"{what} could not be installed.",
            advice,
            **options,
        )
