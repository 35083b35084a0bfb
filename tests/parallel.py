"""Many people at the same moment: real threads, each with its own database connection."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlsplit

from django.db import connection, connections


def database_url() -> str:
    """The address of the test's own database, for a process that works on it beside the test."""
    server = urlsplit(os.environ["DATABASE_URL"])
    return server._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def in_parallel(act: Callable, people: Iterable, *, threads: int | None = None) -> list:
    """Call `act(person)` for all at once; returns the results, or the exceptions, in order.

    Each person has a thread, or, with `threads`, the people queue for so many: a server that
    several test runs share has no connection for each of hundreds. Needs a test with real
    transactions, else the threads do not see what the test made.
    """
    people = list(people)
    threads = threads or len(people)
    start = Barrier(threads, timeout=30)
    results = [None] * len(people)

    def work(thread: int) -> None:
        try:
            connections["default"].ensure_connection()
            start.wait()
            for number in range(thread, len(people), threads):
                results[number] = _attempt(act, people[number])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=threads) as pool:
        for done in [pool.submit(work, thread) for thread in range(threads)]:
            done.result()
    return results


def _attempt(act: Callable, person) -> object:
    """An exception is handed to the test, which says what it expected."""
    try:
        return act(person)
    except Exception as error:
        return error
