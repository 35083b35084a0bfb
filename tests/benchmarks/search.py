"""How long a search takes among 10,000 things, and whether it goes by the index.

Runs in the throwaway database of `make bench`, on the demo content with meetings added to it.
"""

import statistics
import time
from datetime import timedelta
from itertools import product
from random import Random

ITEMS = 10_000
ROUNDS = 20
SOME = ("truck", "tugboat", "permit", "hydrogen", "berth", "crane", "rail", "noise", "asthma")
QUERIES = {
    "en": ["trucks", "hydrogen permits", '"noise rail"', "meeting -crane", "berths or cranes"],
    "es": ["camiones", "reunion", "hidrogeno", "reuniones año", "informacion"],
}
_SPANISH = ("camiones", "reunión", "hidrógeno", "año", "información", "grúa", "niños", "ruido")


def main() -> None:
    """Fill, search, print."""
    began = time.monotonic()
    _fill()
    took = time.monotonic() - began
    print(f"\nSearch among {ITEMS:,} meetings, made and indexed in {took:.0f} s")
    print(f"{'':28}{'p50 ms':>9}{'p95 ms':>9}{'found':>9}  index")
    for language, queries in QUERIES.items():
        for query in queries:
            times, count = _times(query, language)
            # A word that stands in most texts is rightly looked for in all of them.
            used = "used" if uses_index(query, language) else "all read"
            p95 = times[int(len(times) * 0.95)]
            name = f"{language} {query}"
            print(f"{name:28}{statistics.median(times):9.1f}{p95:9.1f}{count:9}  {used}")


def _fill() -> None:
    """Meetings of made-up words: the same ones at each run."""
    from django.db import connection
    from django.utils import timezone

    from engagement import search
    from meetings.models import Meeting

    random, now = Random(1), timezone.now()
    words = ["".join(parts) for parts in product("bdfgklmnprst", "aeiou", "bdlmnrst", "aeio")]

    def text(common: tuple[str, ...]) -> str:
        return " ".join([*random.choices(words, k=60), *random.sample(common, 2)])

    Meeting.objects.bulk_create(
        [
            Meeting(
                headline_en=f"Meeting about {text(SOME)[:60]}",
                headline_es=f"Reunión sobre {text(_SPANISH)[:60]}",
                summary_en=text(SOME),
                summary_es=text(_SPANISH),
                kind=Meeting.Kind.WORKSHOP,
                format=Meeting.Format.REMOTE,
                starts_at=now - timedelta(hours=number),
                ends_at=now - timedelta(hours=number - 1),
            )
            for number in range(ITEMS)
        ],
        batch_size=1000,
    )
    search.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE engagement_searchentry")
        cursor.execute("ANALYZE meetings_meeting")


def _times(query: str, language: str) -> tuple[list[float], int]:
    """Milliseconds of one page of results with counts and passages, as the view asks for it."""
    from django.utils import translation

    from plaza.search import Search, answer

    times = []
    with translation.override(language):
        for _round in range(ROUNDS):
            began = time.monotonic()
            found = answer(Search(query), language=language, page=None)
            times.append(1000 * (time.monotonic() - began))
    return sorted(times), found.results.paginator.count


def uses_index(query: str, language: str) -> bool:
    """Whether PostgreSQL's plan goes by the GIN index."""
    from engagement import search

    return "search_entry_vector" in search.find(query, language=language)[:10].explain()
