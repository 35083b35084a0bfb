"""A Word document becomes the sections of a draft, for an editor to check and publish."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry

from comments import word_files, word_import
from comments.models import Draft
from comments.word_findings import Kind
from comments.word_reading import read_word
from comments.word_tables import Table
from tests import factories
from tests.comments import factories as make
from tests.comments import word_documents as word

pytestmark = pytest.mark.django_db

NEW = "import_draft"
INTO = "import_into_draft"


def png(color="navy") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(content, "PNG")
    return content.getvalue()


def measures():
    """A document with one of everything that agencies write."""
    document = word.new()
    document.add_paragraph("Near-Term Measures", style="Title")
    document.add_heading("1. Purpose", 1)
    paragraph = document.add_paragraph("Cleaner air in ")
    paragraph.add_run("all").bold = True
    paragraph.add_run(" harbors")
    word.note_mark(paragraph, 1)
    document.add_heading("Who is meant", 2)
    document.add_paragraph("Ship owners", style="List Number")
    document.add_paragraph("Terminals", style="List Number")
    document.add_heading("Schedule", 1)
    document.add_paragraph("Table 1. Deadlines", style="Caption")
    table = document.add_table(rows=3, cols=2)
    for row, cells in zip(
        table.rows, [("Measure", "Year"), ("Shore power", "2027"), ("Trucks", "2030")], strict=True
    ):
        row.cells[0].text, row.cells[1].text = cells
    word.header_row(table.rows[0])
    last = document.add_paragraph("See the ")
    word.link(last, "plan", "https://agency.example/plan")
    word.note_mark(last, 2)
    word.picture(document, png(), "A map of the two harbors")
    document.add_paragraph("Figure 1. The harbors", style="Caption")
    return word.upload(document, notes=["Adopted in 2025.", "On our site."])


def kinds(document) -> list[Kind]:
    return [finding.kind for finding in document.findings]


def test_headings_become_sections_and_deeper_ones_subheadings():
    read = read_word(measures())
    assert read.title == "Near-Term Measures"
    assert [section.heading for section in read.sections] == ["Purpose", "Schedule"]
    assert read.sections[0].blocks == [
        "<p>Cleaner air in <b>all</b> harbors<sup>1</sup></p><h3>Who is meant</h3>"
        "<ol><li>Ship owners</li><li>Terminals</li></ol>"
    ]
    assert kinds(read) == [Kind.NUMBERED]


def test_footnotes_stand_below_the_section_that_names_them():
    first, second = read_word(measures()).sections
    assert [(note.mark, note.html) for note in first.notes] == [("1", "<p>Adopted in 2025.</p>")]
    assert [note.mark for note in second.notes] == ["2"]


def test_tables_and_pictures_take_their_captions_and_links_stay():
    table, text, picture = read_word(measures()).sections[1].blocks
    assert table == Table(
        ["Measure", "Year"],
        [["Shore power", "2027"], ["Trucks", "2030"]],
        [False, False],
        "Table 1. Deadlines",
    )
    assert text == '<p>See the <a href="https://agency.example/plan">plan</a><sup>2</sup></p>'
    assert (picture.alt, picture.caption) == ("A map of the two harbors", "Figure 1. The harbors")


def test_merged_cells_are_split_and_the_editor_is_told():
    document = word.new()
    document.add_heading("Costs", 1)
    table = document.add_table(rows=4, cols=3)
    for place, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"c{place}"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "tall"
    table.cell(3, 1).merge(table.cell(3, 2)).text = "wide"
    read = read_word(word.upload(document))
    assert read.sections[0].blocks[0].rows == [
        ["tall", "c4", "c5"],
        ["", "c7", "c8"],
        ["c9", "wide", ""],
    ]
    assert {Kind.MERGED, Kind.FIRST_ROW, Kind.CAPTION} <= set(kinds(read))


def test_a_table_for_layout_becomes_paragraphs():
    document = word.new()
    document.add_heading("Note", 1)
    document.add_table(rows=1, cols=1).cell(0, 0).text = "Read this first."
    read = read_word(word.upload(document))
    assert read.sections[0].blocks == ["<p>Read this first.</p>"]
    assert kinds(read) == [Kind.LAYOUT]


def test_a_sole_first_heading_is_the_title_and_the_next_level_makes_sections():
    document = word.new()
    for text, level in [("The Plan", 1), ("Aims", 2), ("Details", 3), ("Means", 2)]:
        document.add_heading(text, level)
        document.add_paragraph(f"About {text}.")
    document.element.body.remove(document.paragraphs[1]._p)
    read = read_word(word.upload(document))
    assert read.title == "The Plan"
    assert [section.heading for section in read.sections] == ["Aims", "Means"]
    assert "<h3>Details</h3>" in read.sections[0].blocks[0]


def test_text_without_headings_is_one_section():
    document = word.new()
    document.add_paragraph("Only words.")
    read = read_word(word.upload(document))
    assert [section.blocks for section in read.sections] == [["<p>Only words.</p>"]]
    assert {Kind.NO_HEADING, Kind.OPENING} == set(kinds(read))


def test_what_would_be_dangerous_on_a_page_does_not_arrive():
    document = word.new()
    document.add_heading("<script>alert(1)</script>", 1)
    word.link(document.add_paragraph("Go "), "here", "javascript:alert(1)")
    read = read_word(word.upload(document))
    assert read.sections[0].blocks == ["<p>Go here</p>"]
    draft = imported(word.upload(document))
    assert "<script>" not in str(draft.sections.all()[0].body_en)


# Each example writes and reads a whole file.
@hypothesis_settings(max_examples=12, deadline=None)
@given(texts=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1)))
def test_no_word_of_a_paragraph_is_lost(texts):
    document = word.new()
    document.add_heading("All", 1)
    for text in texts:
        document.add_paragraph(text)
    read = read_word(word.upload(document))
    html = "".join(read.sections[0].blocks)
    found = word_import.plain(html.replace("</p>", " </p>"))
    assert found.split() == " ".join(texts).split()


def imported(upload, **fields) -> Draft:
    """The latest revision of a draft that was imported."""
    entry = word_import.import_as_draft(
        document=read_word(upload),
        initiative=fields.get("initiative") or factories.initiative(),
        file_name=upload.name,
        by=fields.get("by"),
    )
    return Draft.objects.get(pk=entry.object_id).get_latest_revision_as_object()


def test_the_draft_has_all_blocks_and_is_not_published():
    draft = imported(measures())
    assert not Draft.objects.get().live
    assert not Draft.objects.published().exists()
    purpose, schedule = draft.sections.all()
    assert [block.block_type for block in purpose.body_en] == ["text", "footnotes"]
    assert [block.block_type for block in schedule.body_en] == [
        *("table", "text", "figure", "footnotes"),
    ]
    schedule.body_en.stream_block.clean(schedule.body_en)
    assert schedule.body_en[2].value["image"].width == 40


def test_a_picture_is_stored_once_however_often_it_is_imported():
    imported(measures())
    imported(measures())
    assert get_image_model().objects.count() == 1


def test_what_lacks_words_is_named_can_be_saved_and_cannot_be_published():
    document = word.new()
    document.add_heading("Map", 1)
    word.picture(document, png("red"))
    document.add_table(rows=2, cols=2).cell(0, 0).text = "Year"
    document.tables[0].cell(1, 1).text = "2027"
    upload = word.upload(document)
    assert kinds(read_word(upload)) == [Kind.FIRST_ROW, Kind.ALT, Kind.CAPTION, Kind.COLUMN]
    body = imported(upload).sections.all()[0].body_en
    body.stream_block.clean_deferred(body)  # an editor may save it as far as it has come
    with pytest.raises(ValidationError):
        body.stream_block.clean(body)


def test_the_second_language_fills_the_same_sections_in_their_order():
    draft = imported(measures())
    document = word.new()
    for heading in ("Objetivo", "Calendario", "Costos"):
        document.add_heading(heading, 1)
        document.add_paragraph("Texto.")
    entry = word_import.import_into_draft(
        document=read_word(word.upload(document)),
        draft=draft,
        language="es",
        file_name="medidas.docx",
        by=None,
    )
    found = Draft.objects.get().get_latest_revision_as_object().sections.all()
    assert [(one.heading_en, one.heading_es) for one in found] == [
        ("Purpose", "Objetivo"),
        ("Schedule", "Calendario"),
        (None, "Costos"),
    ]
    assert [one.anchor for one in found][:2] == [one.anchor for one in draft.sections.all()]
    assert [kept["kind"] for kept in entry.data["findings"]] == ["unpaired"]


def test_an_import_into_a_published_draft_changes_nothing_that_the_public_sees(client):
    draft = make.draft(docket=make.docket())
    word_import.import_into_draft(
        document=read_word(measures()), draft=draft, language="en", file_name="m.docx", by=None
    )
    assert "About purpose" in client.get(draft.get_absolute_url()).text
    assert "Cleaner air" not in client.get(draft.get_absolute_url()).text


def test_a_failed_import_leaves_nothing(monkeypatch):
    upload = measures()
    monkeypatch.setattr(word_import, "log", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        imported(upload)
    assert not Draft.objects.exists()
    assert not get_image_model().objects.exists()


def test_an_editor_imports_reads_the_report_and_finds_the_draft(client):
    initiative = factories.initiative()
    client.force_login(make.user("ana", "comments.add_draft", "comments.change_draft"))
    assert client.get(reverse(NEW)).status_code == 200
    response = client.post(
        reverse(NEW), {"initiative": initiative.pk, "file": measures()}, follow=True
    )
    assert "2 sections" in response.text
    assert "2 footnotes" in response.text
    assert "Nothing has been published" in response.text
    draft = Draft.objects.get()
    edit = reverse("wagtailsnippets_comments_draft:edit", args=[draft.pk])
    assert edit in response.text
    assert "Cleaner air" in client.get(edit).text
    assert ModelLogEntry.objects.get(action=word_import.LOG_ACTION).user.username == "ana"


def test_an_outsider_imports_nothing(client):
    draft = make.draft(docket=make.docket())
    data = {"initiative": draft.initiative_id, "file": measures(), "language": "en"}
    for permission in ("meetings.change_meeting", "comments.view_draft"):
        client.force_login(make.user(permission.split(".")[1], permission))
        for url in (reverse(NEW), reverse(INTO, args=[draft.pk])):
            assert client.post(url, data).status_code in {302, 403}
    assert Draft.objects.count() == 1
    assert not ModelLogEntry.objects.filter(action=word_import.LOG_ACTION).exists()


def test_a_bad_file_is_named_beside_the_field_and_the_rest_is_kept(client):
    initiative = factories.initiative()
    client.force_login(make.user("ana", "comments.add_draft", "comments.change_draft"))
    letter = SimpleUploadedFile("plan.docx", factories.pdf())
    response = client.post(reverse(NEW), {"initiative": initiative.pk, "file": letter})
    assert response.status_code == 422
    assert "is not what its name says it is" in response.text
    assert f'<option value="{initiative.pk}" selected>' in response.text
    assert not Draft.objects.exists()


def refused(upload) -> str:
    with pytest.raises(ValidationError) as error:
        word_files.check_word_file(upload)
    return error.value.messages[0]


def test_files_that_are_not_clean_word_documents_are_refused():
    good = measures()
    encrypted = SimpleUploadedFile("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "password" in refused(encrypted)
    assert "not what its name says" in refused(word.with_part(good, "word/vbaProject.bin", b"x"))
    assert "macros" in refused(SimpleUploadedFile("a.docm", b"PK\x03\x04"))
    assert "empty" in refused(SimpleUploadedFile("a.docx", b""))
    assert "not a Word document" in refused(SimpleUploadedFile("a.pdf", factories.pdf()))
    assert "damaged" in refused(word.with_part(good, "word/styles.xml", b"<w:styles"))
    word_files.check_word_file(good)


def test_a_part_that_declares_entities_is_refused():
    external = b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d>&e;</d>'
    laughs = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><d>&b;</d>'
    for part in (external, laughs, external.decode().encode("utf-16")):
        assert "damaged" in refused(word.with_part(measures(), "word/document.xml", part))


def test_a_document_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(word_files, "MAX_UNPACKED_BYTES", 200_000)
    bomb = word.with_part(measures(), "word/media/bomb.bin", bytes(200_000))
    assert "too large" in refused(bomb)


def test_a_document_with_a_part_of_xml_too_large_to_read_is_refused():
    part = b"<d>" + b" " * word_files.MAX_XML_BYTES + b"</d>"
    assert "too large" in refused(word.with_part(measures(), "word/more.xml", part))


def test_a_picture_that_is_only_a_link_is_never_fetched():
    upload = measures()
    with zipfile.ZipFile(upload) as archive:
        xml = archive.read("word/document.xml").replace(b"r:embed=", b"r:link=")
    read = read_word(word.with_part(upload, "word/document.xml", xml))
    assert Kind.LINKED in kinds(read)
