"""The response to comments: seconds and peak memory of each format, and how both grow.

For each size a docket is generated with its share of forty-page letters, points and master
responses (12,000 comments: 40, 3,000, 120), and its document is made in a process of its own, in
both languages. Peaks are of that process, and of the greatest of the processes it started.
RESPONSE_COMMENTS are the sizes: 1000,3000,12000 unless told.
"""

import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

SIZES = [int(size) for size in os.environ.get("RESPONSE_COMMENTS", "1000,3000,12000").split(",")]
WHOLE, LETTERS, POINTS, MASTERS = 12_000, 40, 3_000, 120
COLUMNS = ("content", "html", "docx", "pdf")


def main() -> None:
    """Fill, make each, print."""
    head = "".join(f"{name + ' s':>11}" for name in COLUMNS)
    print(
        f"\n{'comments':>9}{'points':>8}{head}{'all s':>9}{'MB':>7}{'peak MB':>9}{'child MB':>10}"
    )
    for place, size in enumerate(SIZES):
        number = _filled(size, place)
        command = [sys.executable, "-m", "tests.benchmarks.responses", number]
        found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        print(f"{size:9,}{POINTS * size // WHOLE:8,}{found.rstrip()}", flush=True)


def _filled(size: int, place: int) -> str:
    from django.utils import timezone

    from comments.models import Docket
    from plaza.generated.answers import answer
    from plaza.generated.docket import generate

    number = f"PA-{timezone.localdate().year}-{60 + place}"
    if Docket.objects.filter(number=number).exists():
        return number
    share = size / WHOLE
    letters = round(LETTERS * share)
    docket = generate(comments=size - letters, seed=7, number=number).docket
    answer(
        docket=docket,
        seed=7,
        long_letters=letters,
        points=round(POINTS * share),
        masters=round(MASTERS * share),
    )
    return number


def make(number: str) -> None:
    """Make one document and print the rest of its line."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plaza.settings")
    django.setup()
    from django.conf import settings
    from django.db import transaction

    from comments.models import Docket, ResponseDocument
    from comments.response_document import building

    with transaction.atomic():
        docket = Docket.objects.select_for_update().get(number=number)
        document = building.begin(docket=docket, asked_by=None, is_final=False)
    children = _Children()
    children.start()
    seconds, step, began = Counter(), "content", time.monotonic()
    more = True
    while more:
        at = time.monotonic()
        more = building.run(document.pk, seconds=0)  # one step
        seconds[step] += time.monotonic() - at
        document = ResponseDocument.objects.get(pk=document.pk)
        if more:
            step = _next_format(document, settings.LANGUAGES, building)
    whole = time.monotonic() - began
    if document.state != ResponseDocument.State.READY:
        raise SystemExit(f"{document} is {document.state}: {document.failure}")
    megabytes = sum(file.size for file in document.files.all()) / 1024**2
    line = "".join(f"{seconds[name]:11.1f}" for name in COLUMNS)
    print(f"{line}{whole:9.1f}{megabytes:7.1f}{_peak('self'):9.0f}{children.peak:10.0f}")


def _next_format(document, languages, building) -> str:
    from comments.response_document.stored_pieces import Stored

    counts = {}
    for code, _name in languages:
        with Stored(document, code) as stored:
            counts[code] = len(stored.places)
    return list(building.steps_of(counts))[document.done].format


class _Children(threading.Thread):
    """Looks at the processes that this one starts, twenty times a second."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak = 0.0

    def run(self):
        while True:
            for listed in Path("/proc/self/task").glob("*/children"):
                for child in _read(listed).split():
                    self.peak = max(self.peak, _peak(child))
            time.sleep(0.05)


def _peak(process: str) -> float:
    """Megabytes at most. Not ru_maxrss: it begins with what the parent had."""
    found = re.search(r"VmHWM:\s+(\d+)", _read(Path(f"/proc/{process}/status")))
    return int(found[1]) / 1024 if found else 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""  # it has ended


if __name__ == "__main__":
    make(*sys.argv[1:])
