"""A document is made whole and once, whatever becomes of those who make it."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments.models import Comment, DocumentFile, ResponseDocument
from comments.models.attachments import private_storage
from comments.response_document import (
    asking,
    building,
    formats,
    outdating,
    stored_pieces,
    tasks,
    workspace,
)
from comments.response_document.stored_pieces import folder_of
from comments.review.acts import ReviewError
from deploy.places import ROOT
from tests.comments import factories as make
from tests.comments.response_document import dockets, text_renderer
from tests.comments.response_document.text_renderer import TextRenderer
from tests.parallel import database_url, in_parallel

pytestmark = pytest.mark.django_db

State = ResponseDocument.State
PATIENCE = 60  # seconds, for a child process on a busy machine
LETTERS = 3


@pytest.fixture(autouse=True)
def _one_small_format(monkeypatch):
    monkeypatch.setattr(formats, "RENDERERS", {"html": text_renderer.NAME})
    monkeypatch.setattr(stored_pieces, "MOST_PIECES", {"letter": 1})


@pytest.fixture
def docket(db):
    made = make.docket()
    dockets.answered(made, letters=LETTERS)
    return made


@pytest.fixture
def document(docket) -> ResponseDocument:
    return asking.ask(docket=docket, actor=dockets.builder())


def finish(document: ResponseDocument) -> ResponseDocument:
    while building.run(document.pk):
        pass
    return fresh(document)


def fresh(document: ResponseDocument) -> ResponseDocument:
    return ResponseDocument.objects.get(pk=document.pk)


def checksums(document: ResponseDocument) -> dict[str, str]:
    return dict(document.files.values_list("language", "sha256"))


def the_lease_lapses(document: ResponseDocument) -> None:
    ResponseDocument.objects.filter(pk=document.pk).update(
        leased_until=timezone.now() - timedelta(seconds=1)
    )


def made_once_more(document: ResponseDocument) -> ResponseDocument:
    """The same document, from the beginning and in one go."""
    document.files.all().delete()
    ResponseDocument.objects.filter(pk=document.pk).update(state="waiting", snapshot_at=None)
    return finish(document)


def test_it_ends_with_a_file_in_each_language_that_is_what_its_row_says(document):
    made = finish(document)
    assert made.state == State.READY
    assert made.done == made.total
    assert made.leased_until is None
    for file in made.files.all():
        content = file.file.read()
        file.file.close()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.size, file.sha256)
    assert {file.language for file in made.files.all()} == {"en", "es"}


def test_nothing_is_left_of_the_making(document):
    made = finish(document)
    assert made.uid.hex not in workspace.left_behind()
    names = private_storage().listdir(folder_of(made))[1]
    assert {f"{folder_of(made)}/{name}" for name in names} == set(
        made.files.values_list("file", flat=True)
    )


def test_one_turn_is_short_and_progress_is_written(document):
    assert building.run(document.pk, seconds=0)
    found = fresh(document)
    # Front, commenters, no master response, each letter, no topic, and the file: twice.
    assert (found.done, found.total) == (1, 2 * (1 + 1 + 1 + LETTERS + 1 + 1))
    assert (found.state, found.leased_until) == (State.BUILDING, None)
    assert building.run(document.pk, seconds=0)
    assert fresh(document).done == 2


def test_what_is_public_later_is_not_in_it(docket, document):
    building.run(document.pk, seconds=0)
    dockets.posted(docket, text="Too late for this one")
    made = finish(document)
    with made.files.get(language="en").file.open() as file:
        assert b"Too late" not in file.read()


def test_a_finished_slice_is_never_made_again(document, monkeypatch):
    rendered = []
    render = TextRenderer.render

    def counted(self, frame, piece, folder):
        rendered.append((frame.language, piece.index))
        render(self, frame, piece, folder)

    monkeypatch.setattr(TextRenderer, "render", counted)
    while building.run(document.pk, seconds=0):
        pass
    assert fresh(document).state == State.READY
    assert len(rendered) == len(set(rendered))


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_is_followed_by_one_that_goes_on_and_the_bytes_are_the_same(document):
    building.run(document.pk, seconds=0)
    killed_after(document, done=4)
    left = fresh(document)
    assert left.state == State.BUILDING
    assert left.leased_until > timezone.now()
    assert not building.run(document.pk), "It was taken from a worker that may be alive."
    the_lease_lapses(document)
    made = finish(document)
    assert made.state == State.READY
    first = checksums(made)
    assert len(first) == 2
    assert checksums(made_once_more(made)) == first


def killed_after(document: ResponseDocument, *, done: int) -> None:
    """A worker in a process of its own goes on with the document, and is killed in a slice."""
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "plaza.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        text_renderer.SLOW: "0.4",
    }
    module = "tests.comments.response_document.worker"
    places = [storages["private"].location, str(settings.RESPONSE_WORKSPACE)]
    worker = subprocess.Popen(
        [sys.executable, "-m", module, str(document.pk), *places], cwd=ROOT, env=environment
    )
    try:
        until = time.monotonic() + PATIENCE
        while fresh(document).done < done:
            assert worker.poll() is None, "The worker ended by itself."
            assert time.monotonic() < until, "The worker did not come so far."
            time.sleep(0.05)
        worker.send_signal(signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()


def test_a_cancelled_document_stops_before_its_next_slice_and_goes_on_from_there(
    document, monkeypatch
):
    actor = document.asked_by
    render = TextRenderer.render
    rendered = []

    def cancelled_meanwhile(self, frame, piece, folder):
        rendered.append((frame.language, piece.index))
        if len(rendered) == 3:
            asking.cancel(document=document, actor=actor)
        render(self, frame, piece, folder)

    monkeypatch.setattr(TextRenderer, "render", cancelled_meanwhile)
    assert not building.run(document.pk)
    assert len(rendered) == 3
    assert fresh(document).state == State.CANCELLED
    assert not building.run(document.pk), "A cancelled document is left alone."
    asking.resume(document=document, actor=actor)
    made = finish(document)
    assert made.state == State.READY
    assert len(rendered) == len(set(rendered)), "What was finished was made again."


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_it_once(document, monkeypatch):
    render = TextRenderer.render
    rendered = []

    def counted(self, frame, piece, folder):
        rendered.append((frame.language, piece.index))
        render(self, frame, piece, folder)

    monkeypatch.setattr(TextRenderer, "render", counted)
    results = in_parallel(lambda _worker: building.run(document.pk), range(2))
    assert results == [False, False]
    assert fresh(document).state == State.READY
    assert len(rendered) == len(set(rendered))
    assert DocumentFile.objects.count() == 2


def test_what_fails_is_tried_three_times_and_then_given_up_until_somebody_says_go_on(
    document, monkeypatch, caplog
):
    render = TextRenderer.render

    def full_disk(self, frame, piece, folder):
        if piece.section == "letter":
            raise OSError("No space left on device")
        render(self, frame, piece, folder)

    monkeypatch.setattr(TextRenderer, "render", full_disk)
    # The first turn made some slices before it failed.
    turns = 0
    while fresh(document).is_being_made:
        assert not building.run(document.pk)
        turns += 1
    assert turns == 1 + building.MAX_ATTEMPTS
    found = fresh(document)
    assert (found.state, found.failure) == (State.FAILED, "en/html")
    assert "No space left on device" in caplog.text
    monkeypatch.setattr(TextRenderer, "render", render)
    asking.resume(document=document, actor=document.asked_by)
    assert finish(document).state == State.READY


def test_what_kills_its_worker_each_time_is_given_up(document):
    for _death in range(building.MAX_ATTEMPTS):
        ResponseDocument.objects.filter(pk=document.pk).update(
            state=State.BUILDING, attempts=F("attempts") + 1
        )
        the_lease_lapses(document)
    assert not building.run(document.pk)
    assert (fresh(document).state, fresh(document).failure) == (State.FAILED, building.STOPPED)


def test_one_that_is_no_longer_public_is_stopped_and_does_not_go_on(document, monkeypatch):
    render = TextRenderer.render

    def redacted_meanwhile(self, frame, piece, folder):
        outdating.set_outdated(document.docket)
        render(self, frame, piece, folder)

    monkeypatch.setattr(TextRenderer, "render", redacted_meanwhile)
    assert not building.run(document.pk)
    found = fresh(document)
    assert (found.state, found.files.count()) == (State.CANCELLED, 0)
    assert not found.may_be_read
    with pytest.raises(ReviewError, match="no longer public"):
        asking.resume(document=document, actor=document.asked_by)
    building.remove_left_behind()
    assert document.uid.hex not in workspace.left_behind()
    assert private_storage().listdir(folder_of(document))[1] == []


def test_one_that_waits_is_made_of_what_is_public_then(document):
    outdating.set_outdated(document.docket)
    assert finish(document).may_be_read


def test_it_waits_for_a_redacted_file_of_a_posted_letter(docket, document):
    comment = dockets.posted(docket, attachments=[make.letter()])
    comment.attachments.update(redaction="waiting")
    assert not building.run(document.pk)
    assert fresh(document).state == State.WAITING
    comment.attachments.update(redaction="done")
    assert finish(document).state == State.READY


def test_one_is_made_at_a_time(docket, document):
    with pytest.raises(ReviewError, match="is being made"):
        asking.ask(docket=docket, actor=document.asked_by)
    asking.cancel(document=document, actor=document.asked_by)
    second = asking.ask(docket=docket, actor=document.asked_by)
    assert second.number == 2
    with pytest.raises(ReviewError, match="is being made"):
        asking.resume(document=document, actor=document.asked_by)


def test_the_final_document_needs_an_approved_response_to_each_point(docket):
    actor = dockets.builder()
    open_point = make.point(dockets.posted(docket))
    with pytest.raises(ReviewError, match="approved response to each point"):
        asking.ask(docket=docket, actor=actor, is_final=True)
    make.response(open_point)
    assert asking.ask(docket=docket, actor=actor, is_final=True).is_final


def test_only_who_may_has_it_made_stops_it_and_lets_it_go_on(docket, document):
    nobody = make.user("nobody", "comments.view_comment")
    for act in (
        lambda: asking.ask(docket=docket, actor=nobody),
        lambda: asking.cancel(document=document, actor=nobody),
        lambda: asking.resume(document=document, actor=nobody),
    ):
        with pytest.raises(ReviewError, match="You may not"):
            act()


def queued(task) -> list[int]:
    entries = DBTaskResult.objects.filter(task_path=task.module_path)
    return [entry.args_kwargs["args"][0] for entry in entries]


def test_the_job_takes_up_what_a_dead_worker_left_and_nothing_twice(document):
    building.run(document.pk, seconds=0)
    ResponseDocument.objects.filter(pk=document.pk).update(
        leased_until=timezone.now() + timedelta(minutes=5)
    )
    assert tasks.take_up() == 0, "Its worker may be alive."
    the_lease_lapses(document)
    assert tasks.take_up() == 1
    assert tasks.take_up() == 0
    assert queued(tasks.build_document) == [document.pk]


def test_a_killed_workers_task_keeps_nobody_from_going_on(document):
    build = tasks.build_document
    build.enqueue(document.pk)
    building.run(document.pk, seconds=0)
    # What SIGKILL leaves in the queue.
    DBTaskResult.objects.filter(task_path=build.module_path).update(status="RUNNING")
    the_lease_lapses(document)
    assert tasks.take_up() == 1
    assert tasks.take_up() == 0


def test_a_turn_queues_the_next_one(document, monkeypatch):
    monkeypatch.setattr(building, "run", lambda key: True)
    tasks.build_document.call(document.pk)
    assert queued(tasks.build_document) == [document.pk]


def test_what_a_worker_left_of_a_finished_document_is_removed(document):
    made = finish(document)
    left = Path(settings.RESPONSE_WORKSPACE) / made.uid.hex
    left.mkdir(parents=True)
    building.remove_left_behind()
    assert not left.exists()


def test_words_redacted_after_the_freezing_are_in_no_file(docket, document):
    """The act withdraws the document; the next one is without the words."""
    comment = Comment.objects.filter(docket=docket).first()
    building.run(document.pk, seconds=0)
    Comment.objects.filter(pk=comment.pk).update(redacted_text="[redacted]")
    outdating.set_outdated(docket)
    assert not building.run(document.pk)
    made = finish(asking.ask(docket=docket, actor=document.asked_by))
    for file in made.files.all():
        with file.file.open() as opened:
            assert b"Letter 0" not in opened.read()
