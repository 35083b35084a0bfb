"""The words in files: read by the worker, within limits, and found by search."""

import io
import subprocess
import zipfile
from datetime import date

import pytest
from django_tasks_db.models import DBTaskResult
from fpdf import FPDF

from engagement import search, text_extraction, text_of_file
from engagement.models import Document, DocumentFile, FileText, LibraryFile
from tests import factories

pytestmark = pytest.mark.django_db


def readable_pdf(*pages: str) -> bytes:
    made = FPDF()
    made.set_font("helvetica")
    for text in pages:
        made.add_page()
        made.multi_cell(0, text=text)
    return bytes(made.output())


def word_file(text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", f"<w:d xmlns:w='w'>{text}</w:d>")
    return buffer.getvalue()


def read_all() -> None:
    """What the job enqueues, the worker does."""
    text_extraction.read_new_files()
    for file in text_extraction.unread():
        text_extraction.read(file.pk)


def published(content: bytes, *, name="plan.pdf", language="en", **fields) -> Document:
    titles = {"headline_en": "Draft plan", "headline_es": "Borrador del plan"}
    document = Document(initiative=factories.initiative(), **titles | fields)
    document.files = [
        DocumentFile(
            file=factories.library_file(name, content),
            language=language,
            released_on=date(2025, 11, 7),
        )
    ]
    document.save()
    document.save_revision().publish()
    return document


def titles(query: str, language: str = "en") -> list[str]:
    return [entry.title for entry in search.find(query, language=language)]


def test_the_words_of_a_pdf_find_its_document_in_their_own_language():
    published(readable_pdf("Sobre los remolcadores eléctricos", "y más"), language="es")
    assert titles("remolcador", "es") == []
    read_all()
    assert titles("remolcador electrico", "es") == ["Borrador del plan"]
    # No English file is there: who reads English finds it too, by words of the file.
    assert titles("remolcadores") == ["Draft plan"]


def test_the_words_of_a_presentation_find_its_meeting(client):
    meeting = factories.meeting(
        headline_en="Update", initiatives=[factories.initiative()], materials=[]
    )
    deck = factories.material(name="deck.pdf")
    deck.file = factories.library_file("deck.pdf", readable_pdf("Shore power for tugboats"))
    meeting.materials = [deck]
    meeting.save_revision().publish()
    read_all()
    (result,) = client.get("/en/search/", {"q": "tugboat"}).context["results"]
    assert (result["title"], result["in_file"]) == ("Update", True)
    assert "<mark>tugboats</mark>" in result["snippet"]


def test_an_earlier_version_is_not_found_by_its_words():
    document = factories.document(
        initiative=factories.initiative(),
        files=[(1, "en", date(2025, 1, 1)), (2, "en", date(2025, 2, 1))],
    )
    for file, text in zip(document.files.order_by("version"), ("tugs", "barges"), strict=True):
        FileText.objects.create(file=file.file, text=text)
    search.index(document)
    assert (titles("tugs"), titles("barges")) == ([], ["Draft plan"])


def test_a_replaced_file_is_read_anew():
    document = published(readable_pdf("About tugboats"))
    read_all()
    file = LibraryFile.objects.get(pk=document.files.get().file_id)
    file.file.save("new.pdf", factories.ContentFile(readable_pdf("About barges")))
    read_all()
    assert (titles("tugboats"), titles("barges")) == ([], ["Draft plan"])
    assert not text_extraction.unread().exists()


def test_a_file_is_queued_once_and_read_once():
    factories.library_file("a.pdf", readable_pdf("Tugs"))
    assert text_extraction.read_new_files() == 1
    assert text_extraction.read_new_files() == 0
    (task,) = DBTaskResult.objects.filter(task_path=text_extraction.read_file.module_path)
    assert task.priority < 0  # mail goes first
    file = text_extraction.unread().get()
    assert text_extraction.read(file.pk)
    assert not text_extraction.read(file.pk)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", "Año nuevo".encode(), "Año nuevo"),
        ("a.txt", "Año nuevo".encode("cp1252"), "Año nuevo"),
        ("a.csv", "\ufeffport,año\nLong Beach,2025\n".encode(), "port,año Long Beach,2025"),
        (
            "a.docx",
            word_file("<w:p><w:t>One</w:t><w:t>ness</w:t></w:p><w:p>two</w:p>"),
            "Oneness two",
        ),
    ],
)
def test_text_and_office_files_are_read_too(name, content, expected):
    file = factories.library_file(name, content)
    assert text_extraction.read(file.pk)
    assert FileText.objects.get().text == expected


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7\nnot really"),
        ("a.pdf", readable_pdf("Tugs")[:700]),
        ("a.docx", word_file("<w:p>never closed")),
        ("a.txt", b"\xff\xfe\x80"),
    ],
)
def test_what_cannot_be_read_leaves_the_rest_to_be_found(name, content):
    document = published(content, name=name, headline_en="Tugboat plan")
    for _minute in range(text_extraction.MAX_ATTEMPTS + 1):
        read_all()
    assert titles("tugboat") == [document.headline_en]
    assert FileText.objects.get().attempts <= text_extraction.MAX_ATTEMPTS
    assert not text_extraction.unread().exists()


def test_a_file_that_takes_too_long_gives_what_was_read_of_it(monkeypatch):
    def slow(*args, **options):
        raise subprocess.TimeoutExpired(
            args, options["timeout"], output="Half a tugboat, café".encode()[:-1]
        )

    file = factories.library_file("a.pdf", readable_pdf("Tugs"))
    monkeypatch.setattr(text_extraction.subprocess, "run", slow)
    text_extraction.read(file.pk)
    kept = FileText.objects.get()
    assert kept.text == "Half a tugboat, caf"
    assert kept.last_error
    assert not text_extraction.unread().exists()


def test_a_text_bomb_is_cut_at_the_limit():
    bomb = word_file("<w:p>" + "tugs " * 2_000_000 + "</w:p>")
    file = factories.library_file("bomb.docx", bomb)
    text_extraction.read(file.pk)
    assert len(FileText.objects.get().text) <= text_of_file.MAX_CHARACTERS


def test_entities_that_multiply_are_refused():
    levels = "".join(f"<!ENTITY e{n + 1} '{f'&e{n};' * 10}'>" for n in range(9))
    xml = f"<!DOCTYPE d [<!ENTITY e0 'tugs'>{levels}]><d>&e9;</d>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", xml)
    file = factories.library_file("laughs.docx", buffer.getvalue())
    assert not text_extraction.read(file.pk)
    assert FileText.objects.get().last_error


def test_as_many_different_words_as_fit_can_be_indexed():
    """PostgreSQL's limit for one entry is not reached, whatever the file holds."""
    many = " ".join(f"w{number:x}-x{number:x}" for number in range(40_000))
    document = published(many.encode(), name="words.txt", summary_en=many[: search.MAX_BODY])
    read_all()
    assert titles("w1f") == [document.headline_en]


def test_the_reader_has_no_secret_in_its_environment(monkeypatch):
    given = {}

    def look(command, **options):
        given.update(options)
        return subprocess.CompletedProcess(command, 0, b"words", b"")

    file = factories.library_file("a.pdf", readable_pdf("Tugs"))
    monkeypatch.setattr(text_extraction.subprocess, "run", look)
    text_extraction.read(file.pk)
    assert given["env"] == {}
    assert given["timeout"] == text_extraction.MAX_SECONDS


def test_kinds_without_words_are_not_opened():
    factories.library_file("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 30)
    assert not text_extraction.unread().exists()
