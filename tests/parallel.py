"""Many people at the same moment: real threads, each with its own database connection."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections


def in_parallel(act: Callable, people: Iterable) -> list:
    """Call `act(person)` for all at once; returns the results, or the exceptions, in order.

    Needs a test with real transactions, else the threads do not see what the test made.
    """
    people = list(people)
    start = Barrier(len(people), timeout=30)

    def one(person):
        try:
            connections["default"].ensure_connection()
            start.wait()
            return act(person)
        except Exception as error:  # handed to the test, which says what it expected
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(people)) as pool:
        return list(pool.map(one, people))
