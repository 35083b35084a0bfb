"""A word redacted after the publication leaves all that the public can have, by itself."""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest

from comments.models import Comment, Redaction, ResponseDocument
from comments.redaction import texts as redacting
from comments.response_document import asking, building, publishing, tasks
from tests.comments import factories as make
from tests.comments.response_document import dockets

pytestmark = pytest.mark.django_db

WORD = "Quetzalcoatlin"
PASSAGE = f"My neighbor {WORD} cannot sleep"
FILES = [(language, suffix) for language in ("en", "es") for suffix in ("zip", "docx", "pdf")]


@pytest.fixture
def docket(db):
    docket = make.docket()
    letter = dockets.posted(docket, text=f"{PASSAGE}. Close the gates at night.", name="Ana Ruiz")
    make.response(make.point(letter, words=PASSAGE), text_en="<p>We hear you.</p>")
    make.response(make.point(letter, words="Close the gates at night."))
    return docket


def work() -> None:
    """As the schedule and the worker do, minute by minute."""
    for _minute in range(2):
        tasks.take_up()
        for key in building.waiting().values_list("pk", flat=True):
            while building.run(key):
                pass
    tasks.take_up()


def download(client, docket, language: str, suffix: str):
    return client.get(f"/{language}/dockets/{docket.number}/responses/{language}.{suffix}")


def public_pages(client, docket) -> Iterator[tuple[str, str]]:
    for language in ("en", "es"):
        root = f"/{language}/dockets/{docket.number}/"
        for path in (
            *("", "comments/1/", "1-1/", "1-2/", "docket.json", "comments.csv", "comments.atom"),
            *("responses/", "responses/topics/", "responses/commenters/"),
        ):
            response = client.get(root + path)
            assert response.status_code == 200, path
            yield root + path, b"".join(response).decode()


def readable(content: bytes, suffix: str) -> str:
    """All that a program finds in a file: words, names, properties, what lies beside the text."""
    if suffix != "pdf":
        with ZipFile(BytesIO(content)) as package:
            found = [*package.namelist(), package.comment.decode()]
            found += [package.read(name).decode() for name in package.namelist()]
            found += [str(entry.extra) for entry in package.infolist()]
        whole = "\n".join(found)
        # A word may stand in two runs.
        return whole + re.sub(r"<[^>]*>", "", whole)
    with pypdfium2.PdfDocument(content) as document:
        found = [page.get_textpage().get_text_bounded() for page in document]
    with pikepdf.open(BytesIO(content)) as pdf:
        # Metadata, outlines, alternative texts, streams.
        for thing in pdf.objects:
            found.append(repr(thing))
            if isinstance(thing, pikepdf.Stream):
                found.append(thing.read_bytes().decode("utf-8", "replace"))
    return "\n".join(found)


def downloads(client, docket) -> dict[tuple[str, str], str]:
    found = {}
    for language, suffix in FILES:
        response = download(client, docket, language, suffix)
        assert response.status_code == 200, (language, suffix)
        found[language, suffix] = readable(b"".join(response), suffix)
    return found


def test_it_is_gone_at_once_and_from_the_document_that_is_made_and_published_by_itself(
    client, docket
):
    pia, hana = dockets.publisher(), make.redactor()
    document = asking.ask(docket=docket, actor=pia, is_final=True)
    work()
    publishing.publish(document=ResponseDocument.objects.get(), actor=pia)
    # The word is found where it is.
    assert all(WORD in text for text in downloads(client, docket).values())
    assert any(WORD in text for _address, text in public_pages(client, docket))

    letter = Comment.objects.get()
    Comment.objects.update(assigned_to=hana)
    start = letter.text.index(WORD)
    passage = redacting.Passage(
        "text", start, start + len(WORD), WORD, Redaction.Reason.OTHER_PERSON
    )
    redacting.redact(comment=Comment.objects.get(), actor=hana, passages=[passage])
    for address, text in public_pages(client, docket):
        assert WORD not in text, address
    for language, suffix in FILES:
        assert download(client, docket, language, suffix).status_code == 404

    work()
    latest = publishing.current(docket)
    assert (latest.number, latest.publication.by) == (document.number + 1, None)
    for name, text in downloads(client, docket).items():
        assert WORD not in text, name
        assert "cannot sleep" in " ".join(text.split()), name
    for address, text in public_pages(client, docket):
        assert WORD not in text, address
