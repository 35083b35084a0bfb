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
    wanted = sys.argv[1:] or ["rates", "search"]
    if "rates" in wanted:
        rates()
    if "search" in wanted:
        from tests.benchmarks import search

        search.main()


def rates() -> None:
    """Print a table of the main pages."""
    print(f"{'':28}{'req/s':>9}{'of bare':>9}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'KB':>8}")
    bare = 0.0
    for name, path in pages().items():
        found = measure(path)
        bare = bare or found.rate
        print(
            f"{name:28}{found.rate:9.0f}{found.rate / bare:9.3f}{found.median:9.1f}"
            f"{found.slow:9.1f}{found.queries:9}{found.size / 1024:8.1f}"
        )
        sys.stdout.flush()


def pages() -> dict[str, str]:
    """Name and path of what is measured; the bare view first."""
    from comments.models import Docket
    from engagement.models import InitiativePage

    docket = Docket.objects.open().first()
    return {
        "bare Django view": "/bare/",
        "initiative page": InitiativePage.objects.live().first().get_url(),
        "calendar feed": "/en/meetings/feed.ics",
        "comment form": docket.comment_url,
    }


def measure(path: str) -> Measurement:
    """Ask for a page over CONNECTIONS kept connections for SECONDS."""
    with ThreadPoolExecutor(CONNECTIONS) as clients:
        list(clients.map(lambda client: ask(path, count=WARM_UP), range(CONNECTIONS)))
        began = time.monotonic()
        answers = list(clients.map(lambda client: ask(path), range(CONNECTIONS)))
        took = time.monotonic() - began
    times = sorted(1000 * seconds for times, _size in answers for seconds in times)
    return Measurement(
        rate=len(times) / took,
        median=statistics.median(times),
        slow=times[int(len(times) * 0.95)],
        queries=count_queries(path),
        size=answers[0][1],
    )


def ask(path: str, count: int | None = None) -> tuple[list[float], int]:
    """Ask `count` times, or until SECONDS are over; how long each took, and the answer's size."""
    server = urlsplit(os.environ["BASE_URL"])
    connection = http.client.HTTPConnection(server.hostname, server.port, timeout=60)
    times: list[float] = []
    end = time.monotonic() + SECONDS
    while len(times) < count if count else time.monotonic() < end:
        began = time.monotonic()
        connection.request("GET", path, headers={"Host": server.netloc})
        response = connection.getresponse()
        body = response.read()
        times.append(time.monotonic() - began)
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
    connection.close()
    return times, len(body)


def count_queries(path: str) -> int:
    """The queries of a request once caches that live with the process are filled."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": urlsplit(os.environ["BASE_URL"]).netloc})
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


if __name__ == "__main__":
    main()
