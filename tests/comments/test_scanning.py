"""What residents attach is scanned by a real ClamAV, and stays in quarantine until it is clean."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments import attachments, scanning
from comments.models import Attachment, Comment
from deploy import clamav
from tests import factories
from tests.clamd import EICAR, STREAM_LIMIT_MB, Clamd
from tests.comments import factories as make
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    program = clamav.find()
    if program is None:
        pytest.skip("clamd is not installed; on Debian `make test` installs it")
    daemon = Clamd(program, tmp_path_factory.mktemp("clamd"))
    daemon.start()
    yield daemon
    daemon.stop()


@pytest.fixture
def clamd(daemon, settings):
    settings.CLAMD_SOCKET = daemon.socket
    if daemon.process is None:
        daemon.start()
    return daemon


@pytest.fixture
def no_clamd(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody.ctl")


def harmful():
    return make.letter("letter.txt", b"Dear agency,\n" + EICAR)


def attached(*files, state="received") -> Attachment:
    comment = make.submit(make.docket(), attachments=list(files) or [make.letter()])
    posted_at = timezone.now() if state == "posted" else None
    Comment.objects.filter(pk=comment.pk).update(state=state, posted_at=posted_at)
    return comment.attachments.get()


def test_a_clean_letter_leaves_quarantine(clamd):
    attachment = attached()
    assert (attachment.scan, attachment.may_leave) == ("waiting", False)
    attachments.scan(attachment.pk)
    attachment.refresh_from_db()
    assert (attachment.scan, attachment.finding, attachment.may_leave) == ("clean", "", True)
    assert attachment.scanned_at


def test_a_harmful_file_stays_in_quarantine_and_its_comment_counts(clamd):
    attachment = attached(harmful())
    attachments.scan(attachment.pk)
    attachment.refresh_from_db()
    assert attachment.is_infected
    assert attachment.finding.startswith("Eicar-Test")
    assert attachment.file.storage.exists(attachment.file.name)
    assert Comment.objects.received().count() == 1


@pytest.mark.parametrize("scan", ["waiting", "infected"])
@pytest.mark.parametrize("state", ["received", "posted"])
def test_nobody_downloads_what_may_be_harmful(client, state, scan):
    attachment = attached(state=state)
    Attachment.objects.update(scan=scan)
    assert client.get(attachment.get_absolute_url()).status_code == 404
    client.force_login(make.reviewer())
    assert client.get(attachment.get_absolute_url()).status_code == 404
    client.force_login(factories.superuser())
    assert client.get(attachment.get_absolute_url()).status_code == 404


def test_readers_are_told_that_a_file_was_withheld_and_not_what_it_was_called(client):
    attachment = attached(make.letter("win-a-prize.pdf"), state="posted")
    Attachment.objects.update(scan="infected", finding="Eicar-Test")
    page = client.get(attachment.comment.get_absolute_url()).text
    assert "A file was withheld because it was found to be harmful." in page
    assert "win-a-prize" not in page
    assert attachment.get_absolute_url() not in page


def test_reviewers_see_what_was_found_and_no_link(client):
    attachment = attached()
    Attachment.objects.update(scan="infected", finding="Eicar-Test")
    client.force_login(make.reviewer())
    page = client.get(f"/admin/review/inspect/{attachment.comment_id}/").text
    assert "Eicar-Test" in page
    assert attachment.get_absolute_url() not in page


def test_reviewers_find_the_comments_whose_files_wait(client):
    waiting, clean = attached(), make.docket(number="PA-2026-02")
    Attachment.objects.update(scan="waiting")
    make.submit(clean, attachments=[make.letter()])
    client.force_login(make.reviewer())
    page = client.get("/admin/review/?awaits_scan=true").text
    assert waiting.comment.number in page
    assert "PA-2026-02-0001" not in page


def test_without_a_scanner_files_are_marked_as_not_scanned(settings):
    settings.CLAMD_SOCKET = ""
    attachment = attached()
    assert (attachment.scan, attachment.may_leave) == ("off", True)
    assert attachments.scan(attachment.pk) is False


def test_a_scanner_that_is_down_is_asked_again_and_nothing_leaves_meanwhile(no_clamd, caplog):
    attachment = attached()
    with caplog.at_level(logging.WARNING):
        assert attachments.scan(attachment.pk) is False
    attachment.refresh_from_db()
    assert attachment.scan == "waiting"
    assert str(attachment.token) in caplog.text
    assert attachments.examine_waiting() == 0
    with time_machine.travel(timezone.now() + attachments.RETRY + timedelta(seconds=1)):
        assert attachments.examine_waiting() == 1
        assert attachments.examine_waiting() == 0, "it is in the queue already"


def test_a_file_larger_than_the_scanner_takes_keeps_waiting_and_the_log_says_why(clamd, caplog):
    attachment = attached(make.letter(content=factories.pdf(STREAM_LIMIT_MB * 1024**2 + 5000)))
    with caplog.at_level(logging.WARNING):
        assert attachments.scan(attachment.pk) is False
    assert "size limit exceeded" in caplog.text
    attachment.refresh_from_db()
    assert attachment.scan == "waiting"


def test_the_scanner_is_reached_over_the_network_as_well(settings, clamd):
    settings.CLAMD_SOCKET = "127.0.0.1:1"
    with pytest.raises(scanning.ScanFailed):
        scanning.scan(ContentFile(b"a"))


def test_what_a_killed_worker_held_is_scanned_by_the_next(clamd):
    attachment = attached()
    Attachment.objects.update(scan_after=timezone.now() + attachments.CLAIM)
    assert attachments.scan(attachment.pk) is False
    with time_machine.travel(timezone.now() + attachments.CLAIM + timedelta(seconds=1)):
        assert attachments.scan(attachment.pk) is True


@pytest.mark.django_db(transaction=True)
def test_however_many_workers_there_are_a_file_is_scanned_once(clamd):
    attachment = attached()
    scanned = in_parallel(lambda worker: attachments.scan(attachment.pk), range(8))
    assert sorted(scanned) == [False] * 7 + [True]


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_told_when_the_comment_is_recorded():
    attachment = attached()
    queued = DBTaskResult.objects.filter(task_path=attachments.examine_file.module_path)
    assert [task.args_kwargs["args"] for task in queued] == [[attachment.pk]]
