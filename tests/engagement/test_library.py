"""The document library: what is published can be read, what is not stays out of reach."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection

from engagement.forms import LibraryFileForm
from engagement.models import Document, DocumentFile, LibraryFile
from tests import factories

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])
VERSIONS = [
    (1, "en", date(2025, 9, 1)),
    (1, "es", date(2025, 9, 1)),
    (2, "en", date(2025, 11, 7)),
    (2, "es", date(2025, 11, 14)),
]


def page_of(document, language="en"):
    with translation.override(language):
        return document.get_absolute_url()


def download(client, address):
    """The response and its bytes; read to the end, for only then is the file closed."""
    response = client.get(address)
    return response, b"".join(response.streaming_content)


# Versions


def test_the_latest_version_is_current_and_the_others_stay_reachable(initiative):
    document = factories.document(initiative=initiative, files=VERSIONS)
    assert [(f.version, f.language) for f in document.current_files] == [(2, "en"), (2, "es")]
    assert [(f.version, f.language) for f in document.earlier_files] == [(1, "en"), (1, "es")]


def test_a_new_version_in_one_language_alone_supersedes_both(initiative):
    document = factories.document(initiative=initiative, files=VERSIONS[:3])
    assert [(f.version, f.language) for f in document.current_files] == [(2, "en")]
    assert [(f.version, f.language) for f in document.earlier_files] == [(1, "en"), (1, "es")]


@LANGUAGES
def test_the_page_offers_every_file_and_says_what_each_is(client, initiative, language):
    document = factories.document(initiative=initiative, files=VERSIONS)
    html = client.get(page_of(document, language)).content.decode()
    assert getattr(document, f"headline_{language}") in html
    for file in document.files.all():
        assert f'href="{file.file.url}"' in html
    released = "November 7, 2025" if language == "en" else "7 de noviembre de 2025"
    assert f", {released})" in html


@LANGUAGES
def test_staff_preview_a_document_in_each_language_before_it_is_saved(initiative, language):
    document = Document(initiative=initiative, headline_en="New plan", headline_es="Nuevo plan")
    document.files = [DocumentFile(file=factories.library_file(), language="en")]
    response = document.make_preview_request(preview_mode=language)
    html = response.content.decode()
    assert f'<html lang="{language}">' in html
    assert getattr(document, f"headline_{language}") in html
    assert document.current_files[0].file.url in html


# What is public


def test_only_published_documents_with_a_file_are_public(initiative):
    shown = factories.document(initiative=initiative)
    factories.document(initiative=initiative, live=False)
    factories.document(initiative=factories.initiative(live=False))
    Document.objects.create(initiative=initiative, headline_en="No file yet")
    assert list(Document.objects.published()) == [shown]


@pytest.mark.parametrize("unpublished", ["document", "initiative"])
def test_what_is_not_published_has_no_page(client, unpublished):
    initiative = factories.initiative(live=unpublished != "initiative")
    document = factories.document(initiative=initiative, live=unpublished != "document")
    assert client.get(page_of(document)).status_code == 404


def test_unpublishing_the_initiative_hides_a_document_at_once(client, initiative):
    document = factories.document(initiative=initiative)
    assert client.get(page_of(document)).status_code == 200
    initiative.unpublish()
    assert client.get(page_of(document)).status_code == 404


def test_an_old_address_leads_to_the_present_one(client, initiative):
    document = factories.document(initiative=initiative)
    response = client.get(page_of(document).replace("draft-plan", "former-name"))
    assert (response.status_code, response["Location"]) == (301, page_of(document))


def test_the_list_is_newest_first(initiative):
    old = factories.document(initiative=initiative, files=[(1, "en", date(2025, 1, 1))])
    new = factories.document(initiative=initiative, files=VERSIONS)
    assert list(Document.objects.published()) == [new, old]


# Files


def test_whoever_has_the_address_of_a_file_reads_it(client):
    file = factories.library_file("plan.pdf")
    response, content = download(client, file.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert content == factories.pdf()


def test_the_address_of_a_file_cannot_be_guessed_or_counted(client):
    """A presentation waits in the library for days before its meeting is published."""
    file = factories.library_file("plan.pdf")
    assert file.token.version == 4
    assert str(file.token) in file.url
    for guess in (
        f"/files/{uuid.uuid4()}/{file.filename}",
        f"/files/{file.token}/other.pdf",
        f"/files/{file.pk}/{file.filename}",
        f"/files/{file.token}/",
        f"/documents/{file.pk}/{file.filename}",
        f"/en/documents/{file.pk}/{file.filename}/",
        f"/media/{file.file.name}",
        f"/media/images/../{file.file.name}",
        f"/media/images/%2e%2e/{file.file.name}",
    ):
        assert client.get(guess, follow=True).status_code == 404, guess
    with pytest.raises(NoReverseMatch):
        reverse("wagtaildocs_serve", args=[file.pk, file.filename])


def test_no_public_page_names_the_file_of_a_draft(client, initiative):
    document = factories.document(initiative=initiative, live=False)
    meeting = factories.meeting(
        initiatives=[initiative], live=False, materials=[factories.material()]
    )
    tokens = [str(f.file.token) for f in (document.files.get(), meeting.materials.get())]
    for address in ("/en/", initiative.url, "/en/meetings/", "/en/meetings/feed.ics"):
        html = client.get(address).content.decode()
        assert not [token for token in tokens if token in html], address


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("plan.pdf", None, "inline"),
        ("list.csv", b"a,b\n", "attachment"),
        ("note.txt", b"<script>alert(1)</script>", "attachment"),
    ],
)
def test_a_browser_opens_only_what_cannot_run(client, name, content, shown):
    response, _content = download(client, factories.library_file(name, content).url)
    disposition = response.headers.get("Content-Disposition", "inline")
    assert disposition.startswith(shown)
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert "html" not in response["Content-Type"]


@pytest.mark.parametrize("name", ["Presentación “final”.csv", "発表 2025.csv", "a;b=c.csv"])
def test_a_file_keeps_a_name_that_the_header_can_carry(client, name):
    response, _content = download(client, factories.library_file(name, b"a,b\n").url)
    assert response["Content-Disposition"].isascii()
    assert "csv" in response["Content-Disposition"]
    # What a storage on another machine would be asked to send.
    assert LibraryFile(file=f"documents/{name}", mime="text/csv").content_disposition.isascii()


def test_the_library_takes_no_file_that_is_not_what_its_name_says(initiative):
    form_class = get_document_form(LibraryFile)
    assert issubclass(form_class, LibraryFileForm)
    for content, accepted in ((b"<html>", False), (b"", False), (factories.pdf(), True)):
        form = form_class(
            {"title": "Plan", "collection": Collection.objects.first().pk, "tags": ""},
            {"file": SimpleUploadedFile("plan.pdf", content)},
            user=factories.superuser(),
        )
        assert form.is_valid() is accepted, (content[:10], form.errors)
        if accepted:
            assert form.save().mime == "application/pdf"
