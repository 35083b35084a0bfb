"""What may be uploaded, told from its content."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from engagement.files import EXTENSIONS, KINDS, identify
from tests.factories import pdf

TEXT = {"txt", "csv", "vtt"}
SIGNED = sorted(set(EXTENSIONS) - TEXT)
PROGRAMS = {
    "Windows": b"MZ\x90\x00" + b"\0" * 300,
    "Linux": b"\x7fELF\x02\x01\x01" + b"\0" * 300,
    "macOS": b"\xcf\xfa\xed\xfe" + b"\0" * 300,
}


def upload(name, content):
    return ContentFile(content, name=name)


def office(*parts: str, mimetype: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for part in parts:
            archive.writestr(part, "<x/>")
    return buffer.getvalue()


def refusal(name, content) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        identify(upload(name, content))
    return caught.value


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_an_empty_file_is_refused_with_its_name(extension):
    error = refusal(f"letter.{extension}", b"")
    assert error.code == "empty_file"
    assert "letter." in error.messages[0]


@pytest.mark.parametrize("system", PROGRAMS)
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_program_renamed_is_refused_whatever_its_name(extension, system):
    assert refusal(f"letter.{extension}", PROGRAMS[system]).code == "file_mismatch"


@pytest.mark.parametrize("extension", SIGNED)
@pytest.mark.parametrize(
    "content",
    [b"<!doctype html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
)
def test_html_and_svg_never_pass_under_another_name(extension, content):
    assert refusal(f"letter.{extension}", content).code == "file_mismatch"


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.exe", "a.pdf.exe", "a.js", "a", ".pdf", ""])
def test_kinds_that_are_not_accepted_are_refused_and_the_accepted_ones_named(name):
    error = refusal(name, pdf())
    assert error.code == "file_kind"
    assert "pdf, docx" in error.messages[0]


def test_the_message_to_a_spanish_speaker_keeps_the_name_of_the_file():
    error = refusal("carta.pdf", b"hola")
    assert "carta.pdf" in error.messages[0]


def test_what_is_what_it_says_passes_and_is_left_at_its_start():
    letter = upload("Letter.PDF", pdf())
    assert identify(letter).label == "PDF"
    assert letter.read(4) == b"%PDF"


def test_a_folder_in_the_name_is_never_shown_or_used():
    assert "etc" not in refusal("../../etc/letter.pdf", b"x").messages[0]


@pytest.mark.parametrize(
    ("name", "content", "mime"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 30, "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 30, "image/jpeg"),
        ("a.rtf", b"{\\rtf1 hi}", "application/rtf"),
        ("a.mp3", b"ID3\x04" + b"\0" * 30, "audio/mpeg"),
        ("a.csv", "nombre,año\n".encode(), "text/csv"),
        ("a.vtt", b"WEBVTT\n\n", "text/vtt"),
    ],
)
def test_each_kind_is_known_by_its_content(name, content, mime):
    assert identify(upload(name, content)).mime == mime


OFFICE_PARTS = {
    "docx": ["[Content_Types].xml", "_rels/.rels", "word/document.xml"],
    "xlsx": ["_rels/.rels", "docProps/app.xml", "xl/workbook.xml", "[Content_Types].xml"],
    "pptx": ["ppt/presentation.xml", "docProps/app.xml", "[Content_Types].xml"],
}


@pytest.mark.parametrize("extension", OFFICE_PARTS)
def test_office_files_pass_in_whatever_order_their_program_wrote_them(extension):
    kind = identify(upload(f"a.{extension}", office(*OFFICE_PARTS[extension])))
    assert kind.extensions == (extension,)


@pytest.mark.parametrize("extension", ["odt", "ods", "odp"])
def test_open_document_files_say_themselves_what_they_are(extension):
    mime = next(kind.mime for kind in KINDS if extension in kind.extensions)
    content = office("content.xml", mimetype=mime)
    assert identify(upload(f"a.{extension}", content)).mime == mime
    assert refusal("a.docx", content).code == "file_mismatch"


def test_a_word_file_is_not_accepted_as_a_presentation():
    assert refusal("a.pptx", office(*OFFICE_PARTS["docx"])).code == "file_mismatch"


def test_any_other_archive_is_refused_as_an_office_file():
    assert refusal("a.docx", office("word/document.xml")).code == "file_mismatch"
    assert refusal("a.docx", office("[Content_Types].xml", "a.txt")).code == "file_mismatch"
    both = office(*OFFICE_PARTS["docx"], "ppt/presentation.xml")
    assert refusal("a.docx", both).code == refusal("a.pptx", both).code == "file_mismatch"


@given(cut=st.integers(min_value=4, max_value=300), junk=st.binary(max_size=50))
def test_a_damaged_archive_is_refused_in_words(cut, junk):
    content = office(*OFFICE_PARTS["docx"])[:cut] + junk
    assert refusal("a.docx", content).code == "file_mismatch"


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_an_archive_whose_packing_is_damaged_is_refused_in_words(packed):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packed) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        start = buffer.tell()
    content = buffer.getvalue()
    damaged = content[: start - 30] + b"\xff" * 30 + content[start:]
    assert refusal("a.odt", damaged).code == "file_mismatch"


@given(name=st.text(max_size=40), content=st.binary(max_size=200))
def test_whatever_arrives_is_identified_or_refused_in_words(name, content):
    try:
        kind = identify(upload(name, content))
    except ValidationError as error:
        assert error.messages[0]  # noqa: PT017 - both ends are right
    else:
        assert kind in KINDS
        assert name.lower().endswith(kind.extensions)


@given(content=st.binary(min_size=1, max_size=300), extension=st.sampled_from(SIGNED))
def test_bytes_without_the_signature_never_pass_as_a_signed_kind(content, extension):
    try:
        kind = identify(upload(f"a.{extension}", content))
    except ValidationError:
        return
    assert not content.startswith((b"MZ", b"\x7fELF", b"<"))
    assert extension in kind.extensions


@given(content=st.binary(min_size=1, max_size=300))
def test_text_with_binary_in_it_is_not_text(content):
    assert refusal("a.txt", content + b"\0").code == "file_mismatch"
