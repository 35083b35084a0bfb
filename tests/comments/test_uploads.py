"""Files for a comment on its way: what is taken, what is refused and in which words."""

import io
import os
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from comments import attachments, intake, orphans, pending, uploads
from comments.models import Attachment, PendingComment, PendingFile
from comments.models.attachments import private_storage
from engagement import search
from tests import factories
from tests.comments import factories as make
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun():
    return pending.begin(make.docket())


@pytest.fixture
def kept(begun):
    return pending.keep(begun=begun, language="en", values={"text": "See the letter."})


@pytest.fixture
def files_url(begun):
    return f"/en/dockets/PA-2026-01/comment/{begun.token}/files/"


def stored_names() -> set[str]:
    storage = private_storage()
    try:
        folders, _files = storage.listdir("attachments")
    except FileNotFoundError:
        return set()
    listed = ((folder, storage.listdir(f"attachments/{folder}")[1]) for folder in folders)
    return {f"attachments/{folder}/{name}" for folder, names in listed for name in names}


def locked_pdf(*, user_password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(sheet())))
    writer.encrypt(user_password=user_password, owner_password="owner", algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def sheet(words: str = "") -> bytes:
    from fpdf import FPDF

    made = FPDF()
    made.add_page()
    made.set_font("helvetica", size=12)
    made.cell(text=words or "Plug in the ships.")
    return bytes(made.output())


def word(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", "<x/>")
        for name, content in parts.items():
            archive.writestr(f"word/{name.replace('_', '.')}", content)
    return buffer.getvalue()


def bomb() -> bytes:
    """A Word file whose list says that a part of some bytes unpacks to two gigabytes."""
    content = bytearray(word(media_bin=b"x"))
    listed = content.rindex(b"PK\1\2")  # APPNOTE.TXT 4.3.12
    content[listed + 24 : listed + 28] = (2**31).to_bytes(4, "little")
    return bytes(content)


def refusal(kept, name, content) -> ValidationError:
    before = stored_names()
    with pytest.raises(ValidationError) as caught:
        uploads.add_file(pending=kept, upload=make.letter(name, content))
    assert stored_names() == before
    assert not kept.files.exists()
    return caught.value


def test_a_file_chosen_once_is_kept_until_the_comment_is_sent(kept):
    file = uploads.add_file(pending=kept, upload=make.letter("Letter.pdf"))
    comment = make.submit(kept.docket, pending=kept)
    attachment = comment.attachments.get()
    assert (attachment.name, attachment.sha256) == ("Letter.pdf", file.sha256)
    assert attachment.file.name == file.file.name
    with attachment.file.open() as stored:
        assert stored.read() == factories.pdf()


def test_a_file_sent_again_after_the_connection_broke_is_kept_once(kept):
    before = stored_names()
    first = uploads.add_file(pending=kept, upload=make.letter())
    assert uploads.add_file(pending=kept, upload=make.letter()) == first
    assert kept.files.count() == 1
    assert len(stored_names() - before) == 1


def test_a_file_that_is_taken_back_is_deleted(kept, django_capture_on_commit_callbacks):
    file = uploads.add_file(pending=kept, upload=make.letter())
    with django_capture_on_commit_callbacks(execute=True):
        uploads.remove_file(pending_file=file)
    assert not kept.files.exists()
    assert file.file.name not in stored_names()


def test_a_file_that_became_an_attachment_is_not_taken_back(
    kept, django_capture_on_commit_callbacks
):
    file = uploads.add_file(pending=kept, upload=make.letter())
    make.submit(kept.docket, pending=kept)
    with django_capture_on_commit_callbacks(execute=True):
        uploads.remove_file(pending_file=file)
        uploads.discard(kept)
    assert file.file.name in stored_names()


def test_a_form_that_is_given_up_leaves_no_file(kept, django_capture_on_commit_callbacks):
    file = uploads.add_file(pending=kept, upload=make.letter())
    with django_capture_on_commit_callbacks(execute=True):
        uploads.discard(kept)
    assert not PendingComment.objects.exists()
    assert file.file.name not in stored_names()


def test_a_file_that_arrives_after_the_comment_was_sent_says_so(kept):
    make.submit(kept.docket, pending=kept)
    assert refusal(kept, "late.pdf", factories.pdf()).code == "submitted"


@pytest.mark.django_db(transaction=True)
def test_there_is_room_for_ten_files_however_fast_they_are_sent():
    kept = pending.keep(begun=pending.begin(make.docket()), language="en")
    before = stored_names()

    def add(number):
        try:
            uploads.add_file(pending=kept, upload=make.letter(f"{number}.pdf"))
        except ValidationError as error:
            return error.code
        return "kept"

    answers = in_parallel(add, range(uploads.MAX_FILES + 4))
    assert answers.count("kept") == kept.files.count() == uploads.MAX_FILES
    assert answers.count("too_many") == 4
    assert len(stored_names() - before) == uploads.MAX_FILES


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.pdf", b"", "empty_file"),
        ("letter.pdf", b"MZ\x90\x00" + b"\0" * 300, "file_mismatch"),
        ("page.html", b"<script>alert(1)</script>", "file_kind"),
        ("map.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_kind"),
        ("macros.docm", word(), "file_kind"),
        ("macros.docx", word(vbaProject_bin=b"x"), "file_mismatch"),
        ("bomb.docx", bomb(), "file_bomb"),
    ],
)
def test_what_is_not_acceptable_is_refused_by_name_and_nothing_is_stored(kept, name, content, code):
    error = refusal(kept, name, content)
    assert error.code == code
    assert name in error.messages[0]


def test_an_archive_with_a_million_parts_is_refused_before_its_list_is_read(kept):
    # The end of an archive that says how long its list is (APPNOTE.TXT 4.3.16).
    end = b"PK\5\6" + b"\0" * 6 + (60_000).to_bytes(2, "little") + b"\0" * 10
    assert refusal(kept, "list.docx", b"PK\3\4" + b"\0" * 100 + end).code == "file_bomb"


def test_a_pdf_with_a_password_is_refused_for_nobody_could_read_it(kept):
    error = refusal(kept, "secret.pdf", locked_pdf(user_password="sesame"))
    assert error.code == "locked"
    assert "password" in error.messages[0]


def test_a_pdf_that_only_forbids_printing_is_taken(kept):
    content = locked_pdf(user_password="")
    assert uploads.add_file(pending=kept, upload=make.letter("report.pdf", content))


def test_a_file_over_the_limit_is_refused_with_name_and_limit(kept, settings):
    settings.COMMENT_ATTACHMENT_MAX_BYTES = 1024
    error = refusal(kept, "big.pdf", factories.pdf(1025))
    assert "big.pdf" in error.messages[0]
    assert "1 KB" in error.messages[0].replace("\xa0", " ")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\letters\\mine.pdf", "mine.pdf"),
        ("letter\u202efdp.exe.pdf", "letterfdp.exe.pdf"),
        ("let\0ter.pdf", "letter.pdf"),
        ("Carta  de\nAnA\u0303.pdf", "Carta deAnÃ.pdf"),
        ("a" * 400 + ".docx", "a" * 250 + ".docx"),
        ("scans/.", "file"),
        ("\u202e..", "file"),
    ],
)
def test_a_name_is_shown_without_tricks(sent, shown):
    assert uploads.clean_name(sent) == shown


@given(st.text(max_size=600))
def test_every_name_can_be_shown_and_stored(name):
    clean = uploads.clean_name(name)
    assert 0 < len(clean) <= 255
    assert clean.isprintable()
    assert not set("/\\\0") & set(clean)


def test_the_form_sends_each_file_by_itself_and_gets_the_list(client, kept, files_url):
    answer = client.post(files_url, {"attachments": make.letter("Letter.pdf")})
    assert answer.status_code == 200
    assert "Letter.pdf" in answer.json()["list"]
    token = kept.files.get().token
    answer = client.post(files_url, {"remove_file": str(token)})
    assert "Letter.pdf" not in answer.json()["list"]
    assert not kept.files.exists()


def test_a_refused_file_leaves_the_others_and_says_why_in_the_persons_language(
    client, kept, files_url
):
    client.post(files_url, {"attachments": make.letter("Letter.pdf")})
    empty = {"attachments": make.letter("vacía.pdf", b"\n<html>")}
    answer = client.post(files_url.replace("/en/", "/es/"), empty)
    assert answer.status_code == 422
    assert "vacía.pdf" in answer.json()["error"]
    assert "Vuelva a guardarlo" in answer.json()["error"]
    assert "Letter.pdf" in answer.json()["list"]


def test_nobody_adds_files_to_a_form_that_is_not_theirs(client, kept, files_url):
    answer = client.post(files_url.replace(":", "x"), {"attachments": make.letter()})
    assert answer.status_code == 404
    assert not PendingFile.objects.exists()


def test_a_request_beyond_every_limit_is_answered_without_being_read(client, files_url):
    answer = client.post(files_url, {}, headers={"content-length": str(10**9)})
    assert answer.status_code == 413


def test_a_large_file_is_never_held_in_memory(client, kept, files_url, tmp_path):
    """50 MB arrive, are checked, and are stored; the process grows by a few of them at most."""
    path = tmp_path / "hearing.mp3"
    with path.open("wb") as made:
        made.write(b"ID3\4\0\0\0\0\0\0")
        made.truncate(50 * 1024**2)
    boundary = b"--b0undary"
    head = boundary + (
        b'\r\nContent-Disposition: form-data; name="attachments"; filename="hearing.mp3"'
        b"\r\nContent-Type: audio/mpeg\r\n\r\n"
    )
    body = _Body(head, path, b"\r\n" + boundary + b"--\r\n")
    client.post(files_url, {"attachments": make.letter("first.pdf")})  # what is loaded once
    before = _peak_kilobytes(anew=True)
    answer = client.generic(
        "POST",
        files_url,
        **{
            "CONTENT_TYPE": "multipart/form-data; boundary=b0undary",
            "wsgi.input": io.BufferedReader(body),
            "CONTENT_LENGTH": str(body.size),
        },
    )
    grown = _peak_kilobytes() - before
    assert answer.status_code == 200, answer.text
    assert kept.files.get(name="hearing.mp3").size == 50 * 1024**2
    assert grown < 10 * 1024, f"{grown} KB"


class _Body(io.RawIOBase):
    """The body of a request, read in pieces as a web server does."""

    def __init__(self, head, path, tail):
        self.size = len(head) + path.stat().st_size + len(tail)
        self.parts = [io.BytesIO(head), path.open("rb"), io.BytesIO(tail)]

    def readable(self):
        return True

    def readinto(self, buffer):
        while self.parts:
            if count := self.parts[0].readinto(buffer):
                return count
            self.parts.pop(0).close()
        return 0


def _peak_kilobytes(*, anew: bool = False) -> int:
    """The most memory this process has held since it was last asked `anew` (proc(5))."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])


def test_a_receipt_never_outlives_its_file(kept, monkeypatch):
    """The file and its folders are flushed to the disk before the row that names it is written."""
    flushed = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: flushed.append(os.fstat(descriptor)))
    file = uploads.add_file(pending=kept, upload=make.letter())
    path = private_storage().path(file.file.name)
    inodes = {found.st_ino for found in flushed}
    assert {os.stat(path).st_ino, os.stat(os.path.dirname(path)).st_ino} <= inodes


def test_what_a_killed_process_left_behind_is_deleted_after_a_day(kept):
    storage = private_storage()
    kept_file = uploads.add_file(pending=kept, upload=make.letter()).file.name
    comment = make.submit(kept.docket, attachments=[make.letter("b.pdf", factories.pdf(900))])
    attached = comment.attachments.get().file.name
    orphan = storage.save(f"attachments/ab/{'ab' * 16}", ContentFile(b"x"))
    young = storage.save(f"attachments/ab/{'ac' * 16}", ContentFile(b"x"))
    foreign = storage.save("attachments/ab/notes.txt", ContentFile(b"x"))
    old = (timezone.now() - orphans.MIN_AGE - timedelta(minutes=1)).timestamp()
    for name in (kept_file, attached, orphan, foreign):
        os.utime(storage.path(name), (old, old))
    assert orphans.delete_orphans() >= 1
    assert orphan not in stored_names()
    assert {kept_file, attached, young, foreign} <= stored_names()


def test_the_words_of_a_letter_are_found_once_it_is_posted_and_not_before():
    content = sheet("Electrify the rubber tyred gantry cranes")
    comment = make.submit(make.docket(), attachments=[make.letter("letter.pdf", content)])
    attachment = comment.attachments.get()
    assert attachments.read(attachment.pk)
    attachment.refresh_from_db()
    assert "gantry cranes" in attachment.text
    assert not search.find("gantry", language="en").exists()
    comment.state, comment.posted_at = "posted", timezone.now()
    comment.save()
    search.index(comment)
    assert search.find("gantry", language="en").exists()


def test_words_that_were_read_after_the_posting_are_found_as_well():
    comment = make.submit(make.docket(), attachments=[make.letter("a.pdf", sheet("gantry"))])
    comment.state, comment.posted_at = "posted", timezone.now()
    comment.save()
    search.index(comment)
    attachments.read(comment.attachments.get().pk)
    assert search.find("gantry", language="en").exists()


def test_a_file_nobody_can_read_is_tried_three_times_and_no_more():
    make.submit(make.docket(), attachments=[make.letter("a.pdf", b"%PDF-1.7\nbroken")])
    pk = Attachment.objects.get().pk
    assert [attachments.read(pk) for _time in range(5)] == [False] * 5
    assert Attachment.objects.get().text_attempts == attachments.MAX_READINGS
    assert attachments.examine_waiting() == 0


def test_a_refused_file_keeps_the_comment_and_the_other_files_out():
    before = stored_names()
    files = [make.letter(), make.letter("empty.pdf", b"")]
    with pytest.raises(ValidationError):
        make.submit(make.docket(), attachments=files)
    assert stored_names() == before


def test_files_stay_with_the_form_when_the_period_has_closed(kept):
    file = uploads.add_file(pending=kept, upload=make.letter())
    with (
        time_machine.travel(kept.docket.closes_at + timedelta(seconds=1)),
        pytest.raises(intake.PeriodNotOpen),
    ):
        make.submit(kept.docket, pending=kept)
    assert kept.files.get() == file
    assert file.file.name in stored_names()
