"""Chromium, for the browser tests and the screenshots."""

import os
import shutil

from deploy import debian
from deploy.progress import Failure

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str | None:
    """The machine's Chromium; CHROMIUM names another one."""
    chosen = os.environ.get("CHROMIUM")
    for name in [chosen] if chosen else NAMES:
        if path := shutil.which(name):
            return path
    return None


def executable() -> str:
    """Chromium's path; a Failure when there is none."""
    if path := find():
        return path
    if chosen := os.environ.get("CHROMIUM"):
        raise Failure(f"CHROMIUM={chosen} is no program.", "Name Chromium's path, or unset it.")
    raise Failure("Chromium is missing.", "On Debian: apt install chromium")


def ensure() -> str:
    """Chromium's path, installed from Debian if need be and if we may."""
    if not find() and not os.environ.get("CHROMIUM"):
        debian.install("chromium", what="Chromium")
    return executable()


def launch_options() -> dict:
    """What Playwright is to start it with: headless, and silent towards the network."""
    arguments = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # which Chromium refuses to set up for root
    return {"executable_path": executable(), "headless": True, "args": arguments}
