"""How long a calendar feed takes: made, beside the bare library; known already; and as it grows.

Runs in the throwaway database of `make bench`, with meetings added to the demo's. Everything is
asked for in this process, so that no network and no second process is measured.
"""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta

ROUNDS = {1_000: 5, 10_000: 1}
"""How often each is measured, for so many meetings."""

PATH = "/en/meetings/feed.ics"


def main() -> None:
    """Fill, write, print, with 1,000 meetings and with 10,000."""
    print(f"\n{'Calendar feed':28}{'p50 ms':>9}{'goal':>22}{'queries':>9}{'KB':>8}")
    for size in ROUNDS:
        _fill(size)
        _measure(size)


def _fill(size: int) -> None:
    """As many meetings as are missing, in the year to come, each with a dial-in number."""
    from django.utils import timezone

    from engagement.models import InitiativePage
    from meetings.models import DialInNumber, Meeting

    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    missing = size - Meeting.objects.count()
    made = Meeting.objects.bulk_create(
        [
            Meeting(
                headline_en=f"Office hours about trucks, tugboats and permits {number}",
                headline_es=f"Horas de consulta sobre camiones y permisos {number}",
                summary_en="Ask the staff about the rules, the prices; bring questions. " * 6,
                kind=Meeting.Kind.OFFICE_HOURS,
                format=Meeting.Format.REMOTE,
                zoom_id="1615740201",
                join_url="https://agency.zoomgov.com/j/1615740201",
                starts_at=now + timedelta(hours=number % 8000),
                ends_at=now + timedelta(hours=number % 8000 + 1),
                last_published_at=now,
            )
            for number in range(missing)
        ],
        batch_size=1000,
    )
    DialInNumber.objects.bulk_create(
        [DialInNumber(meeting=meeting, number="+1 (669) 900-6833") for meeting in made],
        batch_size=1000,
    )
    initiative = InitiativePage.objects.live().first()
    links = Meeting.initiatives.through
    links.objects.bulk_create(
        [links(meeting=meeting, initiativepage=initiative) for meeting in made], batch_size=1000
    )


def _measure(size: int) -> None:
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import translation
    from icalendar import Calendar

    from meetings import feeds

    client = Client(headers={"host": "localhost"})

    def ask(**headers) -> int:
        return client.get(PATH, headers=headers).status_code

    with translation.override("en"):
        written = feeds.write(feeds.FeedQuery())
        with CaptureQueriesContext(connection) as captured:
            feeds.write(feeds.FeedQuery())
        queries = len(captured)
        same = Calendar.from_ical(written)
        bare = _median(same.to_ical, size)
        made = _median(lambda: feeds.write(feeds.FeedQuery()), size)
    cold = _median(ask, size, before=caches["pages"].clear)
    hit = _median(ask, size)
    etag = client.get(PATH).headers["ETag"]
    if ask(**{"if-none-match": etag}) != 304:
        raise RuntimeError("The feed is sent again to those who have it.")
    # Not with CaptureQueriesContext: the beginning of a request empties its list.
    asked = []
    with connection.execute_wrapper(lambda run, *rest: (asked.append(1), run(*rest))[1]):
        ask(**{"if-none-match": etag})
    known = _median(lambda: ask(**{"if-none-match": etag}), size)

    kilobytes = f"{len(written) / 1024:8.0f}"
    _row(f"{size:,}: bare library", bare, "", "", kilobytes)
    goal = f"{made / bare:.2f} x (at most 1.3)"
    _row(f"{size:,}: made, with queries", made, goal, str(queries), kilobytes)
    _row(f"{size:,}: over HTTP, cold", cold, "", "", "")
    _row(f"{size:,}: over HTTP, kept", hit, f"1/{cold / hit:.0f} (at most 1/50)", "", "")
    goal = f"1/{cold / known:.0f} (at most 1/50)"
    _row(f"{size:,}: over HTTP, 304", known, goal, str(len(asked)), "")


def _median(what: Callable, size: int, before: Callable = lambda: None) -> float:
    """Milliseconds, once warm (ten times the meetings: as it comes, the code is warm)."""
    if size == min(ROUNDS):
        what()
    times = []
    for _round in range(ROUNDS[size]):
        before()
        began = time.perf_counter()
        what()
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def _row(name: str, took: float, goal: str, queries: str, kilobytes: str) -> None:
    print(f"{name:28}{took:9.1f}{goal:>22}{queries:>9}{kilobytes:>8}")
