"""The review queue among QUEUE_COMMENTS generated comments (100,000 unless told).

Each page of the admin is asked for in this process, as the demo's reviewer, with everything that
stands on it. Runs in the throwaway database of `make bench`; where PA-<year>-91 is there already,
that docket is measured.
"""

import os
import statistics
import time
from urllib.parse import urlencode, urlsplit

COMMENTS = int(os.environ.get("QUEUE_COMMENTS", "100000"))
ROUNDS = int(os.environ.get("QUEUE_ROUNDS", "15"))
SEED = 7
VIEWS = ("all", "open", "unassigned", "mine", "team", "overdue", "redaction", "scan", "done")
SEARCHES = {
    "common word": "trucks",
    "rare words": "herons mudflats hospital",
    "phrase": '"the air beside the ports"',
    "Spanish, no accents": "camiones reunion",
    "without": "asthma -inhaler",
    "no such word": "hydrogen",
    "a name": "Plumfield",
    "an address": "dorothea.plumfield1@example.org",
    "a number": "54321",
}


def main() -> None:
    """Fill, ask, print."""
    docket = _docket()
    client = _client()
    print(f"\n{'':34}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}")
    for name, path in _pages(docket).items():
        _report(name, client, path)


def _docket():
    """The generated docket, its comments indexed."""
    from django.db import connection
    from django.utils import timezone

    from comments.models import Comment, Docket
    from comments.review import search
    from plaza.generated.docket import generate

    number = f"PA-{timezone.localdate().year}-91"
    if not Docket.objects.filter(number=number).exists():
        report = generate(comments=COMMENTS, seed=SEED, number=number)
        print(f"\n{COMMENTS:,} comments generated in {report.seconds:.0f} s")
    began = time.monotonic()
    count = search.index_many(Comment.objects.filter(words=None))
    if count:
        print(f"{count:,} comments indexed for search in {time.monotonic() - began:.0f} s")
    with connection.cursor() as cursor:
        for table in ("comment", "commentwords", "commentevent", "remark", "attachment"):
            cursor.execute(f"VACUUM ANALYZE comments_{table}")
    return Docket.objects.get(number=number)


def _client():
    from django.contrib.auth import get_user_model
    from django.test import Client

    host = urlsplit(os.environ.get("BASE_URL", "")).netloc or "localhost"
    client = Client(headers={"host": host})
    client.force_login(get_user_model().objects.get(username="reviewer"))
    return client


def _pages(docket) -> dict[str, str]:
    from django.urls import reverse

    queue = reverse("review:index")
    last = -(-docket.comments.count() // 50)
    topic, section = docket.topics.first(), docket.drafts.get().sections.all()[1]
    pages = {f"view: {view}": {"view": view} for view in VIEWS}
    pages |= {
        "page in the middle": {"p": last // 2},
        "last page": {"p": last},
        "filter: Spanish, by letter": {"language": "es", "channel": "paper"},
        "filter: topic": {"topic": topic.pk},
        "filter: section": {"section": section.pk},
        "filter: person": {"person": "plumfield"},
        "filter: docket and state": {"docket": docket.pk, "state": "in_review"},
    }
    pages |= {f"search: {name}": {"q": words} for name, words in SEARCHES.items()}
    found = {name: f"{queue}?{urlencode(query)}" for name, query in pages.items()}
    comment = docket.comments.filter(state="in_review").order_by("sequence").first()
    page = reverse("review:inspect", args=[comment.pk])
    for name, query in {
        "review page, next of all": {"view": "all"},
        "review page, next of overdue": {"view": "overdue"},
        "review page, next of a search": {"q": "trucks"},
    }.items():
        found[name] = f"{page}?{urlencode({'queue': urlencode(query)})}"
    found["dashboard"] = reverse("docket_dashboard", args=[docket.pk])
    return found


def _report(name: str, client, path: str) -> None:
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    reset_queries()  # the log has room for no more than 9,000
    with CaptureQueriesContext(connection) as captured:  # the first also fills caches
        answer = client.get(path)
    queries = len(captured)  # now: the next request empties the log
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")
    times = []
    for _round in range(ROUNDS):
        began = time.monotonic()
        client.get(path)
        times.append(1000 * (time.monotonic() - began))
    times.sort()
    p95 = times[int(len(times) * 0.95)]
    print(f"{name:34}{statistics.median(times):9.0f}{p95:9.0f}{queries:9}", flush=True)
