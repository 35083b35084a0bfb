"""Eight minutes before the deadline: SUBMISSIONS comments by CLIENTS people at once.

Each client presses Submit on the last step of the web form (POST …/review/, answered by the
receipt's address) for one prepared form after the other. What was typed before is prepared: at
the deadline it has been on the server for a while. No attachments; a receipt by mail for each,
queued. All come from one network, the costliest case for comments.suspicion.

Beside it the same clients with a bare view that inserts one row, and the database's own pace:
psycopg, one INSERT and one commit at a time, as many connections as the server has threads.
The client shares the machine's cores with the server. Exits with an error when a comment is lost,
doubled or numbered with a gap.
"""

import http.client
import os
import re
import statistics
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

SUBMISSIONS, CLIENTS = 2000, 100
THREADS = 16  # of the web server, as deploy.demo starts it
INSERTS = 2000  # on each connection
TABLE = "benchmark_row"


@dataclass
class Form:
    """A form that waits for its last button."""

    email: str
    text: str
    path: str
    body: bytes
    receipt: str = ""


def main() -> None:
    """Prepare, submit, print, and check what the database holds."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (id bigserial PRIMARY KEY, text text NOT NULL)")
    docket, forms = _prepared()
    last = docket.comments.order_by("-sequence").values_list("sequence", flat=True).first() or 0

    print(f"\nIntake: {SUBMISSIONS:,} submissions by {CLIENTS} clients, the form's last step")
    print(f"{'':28}{'per s':>9}{'of bare':>9}{'p50 ms':>9}{'p95 ms':>9}{'of bare':>9}")
    print(f"{'INSERT, 1 connection':28}{_inserts(1):9.0f}")
    print(f"{f'INSERT, {THREADS} connections':28}{_inserts(THREADS):9.0f}", flush=True)
    clients = [_Client() for _client in range(CLIENTS)]
    shares = [forms[number::CLIENTS] for number in range(CLIENTS)]
    bare = _measure(lambda client, _form: client.insert(), clients, shares)
    print(f"{'bare view that inserts':28}{_row(bare, bare)}", flush=True)
    submitted = _measure(lambda client, form: client.submit(form), clients, shares)
    print(f"{'submission':28}{_row(submitted, bare)}", flush=True)
    _check(docket, forms, last)


def _prepared():
    """An open docket and the forms, typed and reviewed but not sent."""
    from django.urls import reverse

    from comments import pending
    from comments.models import Docket

    docket = Docket.objects.open().first()
    forms = []
    for number in range(SUBMISSIONS):
        begun = pending.begin(docket)
        typed = {
            "text": f"Comment {number}: please plug in the ships before the trucks.",
            "remarks": [],
            "name": f"Resident {number}",
            "email": f"resident-{number}@example.com",
            "affiliation": "",
        }
        kept = pending.keep(begun=begun, language="en", values=typed)
        path = reverse("comments:comment_review", args=[docket.number, begun.token])
        body = urlencode({"reviewed": pending.fingerprint(kept)}).encode()
        forms.append(Form(typed["email"], typed["text"], path, body))
    return docket, forms


class _Client:
    """One person's browser, which keeps its connection."""

    def __init__(self):
        self._server = urlsplit(os.environ["BASE_URL"])
        self._connection = http.client.HTTPConnection(
            self._server.hostname, self._server.port, timeout=120
        )

    def insert(self) -> None:
        self._post("/bare/insert/", b"", expected=204)

    def submit(self, form: Form) -> None:
        form.receipt = self._post(form.path, form.body, expected=302)

    def _post(self, path: str, body: bytes, *, expected: int) -> str:
        headers = {
            "Host": self._server.netloc,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._connection.request("POST", path, body, headers)
        response = self._connection.getresponse()
        page = response.read().decode()
        if response.status != expected:
            raise RuntimeError(f"{path} answered {response.status}: {page[:500]}")
        return response.headers.get("Location", "")


@dataclass
class _Times:
    rate: float
    median: float
    slow: float


def _measure(act: Callable, clients: list[_Client], shares: list[list[Form]]) -> _Times:
    """All clients at once, each with its share of the forms."""

    def work(client: _Client, share: Iterable[Form]) -> list[float]:
        times = []
        for form in share:
            began = time.monotonic()
            act(client, form)
            times.append(1000 * (time.monotonic() - began))
        return times

    with ThreadPoolExecutor(len(clients)) as pool:
        began = time.monotonic()
        found = list(pool.map(work, clients, shares))
        took = time.monotonic() - began
    times = sorted(one for several in found for one in several)
    return _Times(len(times) / took, statistics.median(times), times[int(len(times) * 0.95)])


def _row(found: _Times, bare: _Times) -> str:
    return (
        f"{found.rate:9.0f}{found.rate / bare.rate:9.3f}{found.median:9.0f}{found.slow:9.0f}"
        f"{found.slow / bare.slow:9.2f}"
    )


def _inserts(connections: int) -> float:
    """Rows a second, each in a transaction of its own."""
    import psycopg
    from django.db import connection

    parameters = connection.get_connection_params()
    options = {
        name: parameters[name]
        for name in ("dbname", "user", "host", "port", "password")
        if parameters.get(name)
    }

    def work(_number: int) -> None:
        with psycopg.connect(**options, autocommit=True) as own:
            for _row_number in range(INSERTS):
                own.execute(f"INSERT INTO {TABLE} (text) VALUES (%s)", ["bare"])

    with ThreadPoolExecutor(connections) as pool:
        began = time.monotonic()
        list(pool.map(work, range(connections)))
        return connections * INSERTS / (time.monotonic() - began)


def _check(docket, forms: list[Form], last: int) -> None:
    """None lost, none doubled, no gap: by the receipts that the clients were shown."""
    from comments import intake
    from comments.models import PendingComment
    from engagement.models import OutgoingMail

    numbers = []
    for form in forms:
        comment = intake.from_token(re.search(r"/receipts/([^/]+)/", form.receipt).group(1))
        if (comment.email, comment.text) != (form.email, form.text):
            raise SystemExit(f"{form.email} was shown the receipt of another comment.")
        numbers.append(comment.sequence)
    held = list(docket.comments.order_by("sequence").values_list("sequence", flat=True))
    if sorted(numbers) != list(range(last + 1, last + SUBMISSIONS + 1)):
        raise SystemExit("The receipts' numbers have a gap or a double.")
    if held != list(range(1, last + SUBMISSIONS + 1)):
        raise SystemExit("The docket's numbers have a gap or a double, or a comment is lost.")
    emails = {form.email for form in forms}
    if OutgoingMail.objects.filter(to__in=emails).count() != SUBMISSIONS:
        raise SystemExit("A receipt by mail is missing, or one is too many.")
    if PendingComment.objects.filter(docket=docket, data__email__in=emails).exists():
        raise SystemExit("A form that was sent is still kept as if it were not.")
    print(
        f"{SUBMISSIONS:,} receipts, as many comments and mails: none lost, none doubled, "
        f"numbers {last + 1} to {last + SUBMISSIONS} without a gap"
    )
