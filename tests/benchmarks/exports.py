"""Exports and the records bundle: seconds, megabytes, and peak memory of each, by size.

Each is written in a process of its own, so that its peak is its own; what is written is thrown
away. EXPORT_COMMENTS are the sizes: 10000,100000 unless told.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

SIZES = [int(size) for size in os.environ.get("EXPORT_COMMENTS", "10000,100000").split(",")]
KINDS = ("csv", "jsonl", "xlsx", "bundle")


def main() -> None:
    """Fill, write each, print."""
    from django.utils import timezone

    from comments.models import Docket
    from plaza.generated.docket import generate

    print(f"\n{'comments':>9} {'kind':8}{'s':>8}{'MB':>9}{'peak MB':>9}")
    for place, size in enumerate(SIZES):
        number = f"PA-{timezone.localdate().year}-{80 + place}"
        if not Docket.objects.filter(number=number).exists():
            generate(comments=size, seed=7, number=number)
        for kind in ("nothing", *KINDS):
            command = [sys.executable, "-m", "tests.benchmarks.exports", number, kind]
            found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            print(f"{size:9,} {kind:8}{found.strip()}", flush=True)


def write(number: str, kind: str) -> None:
    """Write one export and print its seconds, megabytes and the process's peak."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plaza.settings")
    django.setup()
    from django.contrib.auth import get_user_model

    from comments.exports import bundle, exporting
    from comments.models import Comment, Docket

    docket = Docket.objects.select_related("initiative").get(number=number)
    began, size = time.monotonic(), 0
    if kind == "bundle":
        size = sum(map(len, bundle.for_server(docket=docket).body))
    elif kind != "nothing":
        manager = get_user_model().objects.get(username="manager")
        found = Comment.objects.filter(docket=docket).order_by("received_at", "pk")
        size = sum(map(len, exporting.export(found=found, user=manager, kind=kind).body))
    seconds = time.monotonic() - began
    print(f"{seconds:8.1f}{size / 1024**2:9.1f}{_peak():9.0f}")


def _peak() -> float:
    """Megabytes at most. Not ru_maxrss: it begins with what the parent had."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


if __name__ == "__main__":
    write(*sys.argv[1:])
