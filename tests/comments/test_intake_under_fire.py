"""The site's processes are killed while people comment: nothing they were promised is lost.

Real processes, started as `make run` starts them, and SIGKILL, which no handler sees: as when
the machine runs out of memory or its power fails.
"""

import asyncio
import hashlib
import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db.models import F
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from comments import intake
from comments.models import Comment
from deploy.demo import OTHERS, WEB, free_port
from deploy.places import ROOT, make_private_folders
from deploy.processes import start, stop
from engagement import mail
from engagement.models import OutgoingMail
from tests import factories
from tests.comments import factories as make
from tests.mail_server import MailServer
from tests.parallel import database_url

PEOPLE = 8  # at the same moment, each with one comment after the other
BETWEEN_KILLS = 10  # receipts
KILLS = 2
PATIENCE = 60  # seconds, for a condition that takes a few on an idle machine


class HoldingMailServer(MailServer):
    """Can keep a message in its hands, neither taken nor refused, until its sender is gone."""

    def __init__(self):
        super().__init__()
        self.holds = False
        self.in_hand = 0

    async def handle_DATA(self, server, session, envelope):
        if self.holds:
            self.in_hand += 1
            while self.holds:
                await asyncio.sleep(0.01)
            return "451 Later"
        return await super().handle_DATA(server, session, envelope)


class Site:
    """The web server and the worker, on the test's database, with their files in `folder`."""

    def __init__(self, folder, mail_server):
        make_private_folders(folder)
        self.folder, self.port = folder, free_port()
        self.answers = threading.Event()
        self._processes: list[subprocess.Popen] = []
        self._environment = os.environ | {
            "DATABASE_URL": database_url(),
            "EMAIL_URL": f"smtp://{mail_server.hostname}:{mail_server.port}",
            "PLAZA_DATA": str(folder),
            "PLAZA_DEMO": "0",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        }

    def start(self) -> None:
        for command in ([*WEB, f"--bind=127.0.0.1:{self.port}"], OTHERS["worker"]):
            with (self.folder / "logs" / "processes.log").open("ab") as log:
                self._processes.append(
                    start(
                        [sys.executable, *command],
                        stdout=log,
                        stderr=subprocess.STDOUT,
                        env=self._environment,
                        cwd=ROOT,
                    )
                )
        wait_until(self._answers)
        self.answers.set()

    def kill(self) -> None:
        """End all of it at once: gunicorn's master, its workers, and the worker of the queue."""
        self.answers.clear()
        for process in self._processes:
            os.killpg(process.pid, signal.SIGKILL)
        for process in self._processes:
            process.wait()
        self._processes.clear()

    def stop(self) -> None:
        stop(*self._processes)

    def ask(self, method, path, body=None, kind="application/x-www-form-urlencoded"):
        """One request on a connection of its own; returns status, Location and text."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            asked.request(method, path, body, {"Host": "localhost", "Content-Type": kind})
            answer = asked.getresponse()
            return answer.status, answer.headers.get("Location"), answer.read().decode()
        finally:
            asked.close()

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "/robots.txt")[0] < 500
        except (OSError, http.client.HTTPException):
            return False


class Person:
    """Goes through the form with a letter; asks again, as people do, when no answer comes."""

    def __init__(self, site: Site, docket, name: str):
        self.site, self.docket, self.email = site, docket, f"{name}@example.com"
        self.text = f"{name} asks to plug in the ships."
        self.letter = factories.pdf() + os.urandom(100_000)
        self.cut_off = 0
        self.receipts: list[str] = []

    def comments(self) -> "Person":
        words = {"text": self.text, "attachments": make.letter(content=self.letter)}
        body = encode_multipart(BOUNDARY, words)
        about_you = self._goes_on("POST", self.docket.comment_url, body, MULTIPART_CONTENT)
        review = self._goes_on("POST", about_you, urlencode({"email": self.email}))
        page = self._asks("GET", review)[2]
        reviewed = re.search(r'name="reviewed" value="(\w+)"', page).group(1)
        # Pressed once more, as by those whom no answer reached.
        self.receipts = [
            self._goes_on("POST", review, urlencode({"reviewed": reviewed})) for _press in range(2)
        ]
        return self

    def _goes_on(self, *request) -> str:
        status, location, page = self._asks(*request)
        assert status == 302, page
        return location

    def _asks(self, *request):
        while True:
            try:
                return self.site.ask(*request)
            except (OSError, http.client.HTTPException):
                self.cut_off += 1
                assert self.site.answers.wait(PATIENCE)


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "It does not happen."
        time.sleep(0.02)


@pytest.fixture
def mail_server():
    server = HoldingMailServer()
    server.start()
    yield server
    server.holds = False
    server.stop()


@pytest.fixture
def site(mail_server, tmp_path):
    made = Site(tmp_path, mail_server)
    try:
        yield made
    finally:
        made.stop()


@pytest.mark.django_db(transaction=True)
def test_whoever_saw_a_receipt_has_a_comment_with_its_letter_though_all_processes_are_killed(
    site, mail_server
):
    docket = make.docket()
    done: list[Person] = []
    site.start()
    enough = threading.Event()

    def comment_on_and_on(seat: int) -> None:
        number = 0
        while not enough.is_set():
            number += 1
            done.append(Person(site, docket, f"person-{seat}-{number}").comments())

    with ThreadPoolExecutor(PEOPLE) as pool:
        seats = [pool.submit(comment_on_and_on, seat) for seat in range(PEOPLE)]
        try:
            for _kill in range(KILLS):
                _kill_in_the_middle(site, mail_server, done)
            before = len(done)
            wait_until(lambda: len(done) >= before + PEOPLE)
        finally:
            site.answers.set()  # nobody waits for a site that does not come back
            enough.set()
    for seat in seats:
        seat.result()

    assert sum(person.cut_off for person in done) >= KILLS
    numbers = {}
    for person in done:
        comment, again = [intake.from_token(url.split("/")[3]) for url in person.receipts]
        assert comment == again
        assert (comment.email, comment.text) == (person.email, person.text)
        attachment = comment.attachments.get()
        stored = (site.folder / "private" / attachment.file.name).read_bytes()
        assert stored == person.letter
        assert attachment.sha256 == hashlib.sha256(person.letter).hexdigest()
        numbers[person.email] = comment.number
    sequences = Comment.objects.order_by("sequence").values_list("sequence", flat=True)
    assert list(sequences) == list(range(1, len(done) + 1))

    _let_claims_lapse()
    wait_until(lambda: not OutgoingMail.objects.filter(sent_at=None).exists())
    assert Counter(message["To"] for message in mail_server.received) == Counter(list(numbers))
    for message in mail_server.received:
        assert numbers[message["To"]] in message.get_body(("plain",)).get_content()


def _kill_in_the_middle(site, mail_server, done) -> None:
    """Kill all when some have their receipts, others press buttons, and a mail is on its way."""
    already, in_hand = len(done), mail_server.in_hand
    wait_until(lambda: len(done) >= already + BETWEEN_KILLS // 2)
    mail_server.holds = True
    wait_until(lambda: len(done) >= already + BETWEEN_KILLS and mail_server.in_hand > in_hand)
    site.kill()
    mail_server.holds = False
    site.start()


def _let_claims_lapse() -> None:
    """What the job does every minute, ten minutes later."""
    lapsed = timedelta(minutes=mail.CLAIM_MINUTES)
    OutgoingMail.objects.filter(sent_at=None).update(claimed_at=F("claimed_at") - lapsed)
    mail.requeue_unsent()
