"""How many requests a second the main pages answer, beside a bare Django view.

`make bench` starts the server that BASE_URL names, with the demo content, and runs this. The
client shares the machine's cores with the server; compare rows, not machines.

SECONDS      how long each page is asked for (5)
CONNECTIONS  how many clients ask at once (4)
"""

import http.client
import os
import statistics
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

import django

SECONDS = float(os.environ.get("SECONDS", "5"))
CONNECTIONS = int(os.environ.get("CONNECTIONS", "4"))
WARM_UP = 20  # requests that are not counted


@dataclass
class Measurement:
    """What one page did: requests a second, milliseconds, queries, bytes of its answer."""

    rate: float
    median: float
    slow: float
    queries: int
    size: int


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plaza.settings")
    django.setup()
    wanted = sys.argv[1:] or [
        *("rates", "feeds", "redline", "intake", "search"),
        *("campaigns", "queue", "exports", "responses"),
    ]
    if "rates" in wanted:
        rates()
    if "feeds" in wanted:
        from tests.benchmarks import feeds

        feeds.main()
    if "redline" in wanted:
        from tests.benchmarks import redline

        redline.main()
    if "intake" in wanted:
        from tests.benchmarks import intake

        intake.main()
    if "search" in wanted:
        from tests.benchmarks import search

        search.main()
    if "campaigns" in wanted:
        from tests.benchmarks import campaigns

        campaigns.main()
    if "queue" in wanted:
        from tests.benchmarks import queue

        queue.main()
    if "exports" in wanted:
        from tests.benchmarks import exports

        exports.main()
    if "responses" in wanted:
        from tests.benchmarks import responses

        responses.main()


def rates() -> None:
    """Print a table of the main pages."""
    print(f"{'':28}{'req/s':>9}{'of bare':>9}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'KB':>8}")
    bare = 0.0
    for name, page in pages().items():
        found = measure(page)
        bare = bare or found.rate
        print(
            f"{name:28}{found.rate:9.0f}{found.rate / bare:9.3f}{found.median:9.1f}"
            f"{found.slow:9.1f}{found.queries:9}{found.size / 1024:8.1f}"
        )
        sys.stdout.flush()


@dataclass
class Asked:
    """What is asked for. With `cold` each request has an address of its own: none is cached."""

    path: str
    cold: bool = False
    known: bool = False
    """Whether the client has the page and is only told that it is the newest (304)."""


def pages() -> dict[str, Asked]:
    """Name and address of what is measured; the bare view first."""
    from comments.models import Docket
    from engagement.models import InitiativePage

    docket = Docket.objects.open().first()
    initiative = InitiativePage.objects.live().first().get_url()
    return {
        "bare Django view": Asked("/bare/"),
        "initiative page, cold": Asked(initiative, cold=True),
        "initiative page, warm": Asked(initiative),
        "initiative page, 304": Asked(initiative, known=True),
        "home page, warm": Asked("/en/"),
        "calendar feed, warm": Asked("/en/meetings/feed.ics"),
        "comment form": Asked(docket.comment_url),
    }


def measure(page: Asked) -> Measurement:
    """Ask for a page over CONNECTIONS kept connections for SECONDS."""
    with ThreadPoolExecutor(CONNECTIONS) as clients:
        list(clients.map(lambda client: ask(page, count=WARM_UP), range(CONNECTIONS)))
        began = time.monotonic()
        answers = list(clients.map(lambda client: ask(page), range(CONNECTIONS)))
        took = time.monotonic() - began
    times = sorted(1000 * seconds for times, _size in answers for seconds in times)
    return Measurement(
        rate=len(times) / took,
        median=statistics.median(times),
        slow=times[int(len(times) * 0.95)],
        queries=count_queries(page),
        size=answers[0][1],
    )


def ask(page: Asked, count: int | None = None) -> tuple[list[float], int]:
    """Ask `count` times, or until SECONDS are over; how long each took, and the answer's size."""
    server = urlsplit(os.environ["BASE_URL"])
    connection = http.client.HTTPConnection(server.hostname, server.port, timeout=60)
    headers = {"Host": server.netloc, "Accept-Encoding": "gzip"}
    times: list[float] = []
    end = time.monotonic() + SECONDS
    while len(times) < count if count else time.monotonic() < end:
        began = time.monotonic()
        path = f"{page.path}?{uuid.uuid4()}" if page.cold else page.path
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        times.append(time.monotonic() - began)
        if response.status != (304 if "If-None-Match" in headers else 200):
            raise RuntimeError(f"{path} answered {response.status}")
        if page.known:
            headers["If-None-Match"] = response.headers["ETag"]
    connection.close()
    return times, len(body)


def count_queries(page: Asked) -> int:
    """The queries of a request once caches that live with the process are filled."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": urlsplit(os.environ["BASE_URL"]).netloc})
    client.get(page.path)
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{page.path}?cold" if page.cold else page.path)
    return len(captured)


if __name__ == "__main__":
    main()
