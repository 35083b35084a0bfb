"""Published responses, and how tests read them as anybody does."""

from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.utils import timezone

from comments import trail
from comments.models import (
    Comment,
    CommentEvent,
    Docket,
    DocumentFile,
    ResponseDocument,
    ResponsePublication,
    Topic,
)
from tests.comments import factories as make

LETTER = "Plug in the ships at berth. My number is 415-555-0134. Close the gates at night."
SECRET = "415-555-0134"
PAGES = ("", "topics/", "commenters/", "master/1/", "en.pdf", "en.zip")


def post(comment: Comment) -> Comment:
    Comment.objects.filter(pk=comment.pk).update(state="posted", posted_at=timezone.now())
    comment.refresh_from_db()
    trail.record(comment, CommentEvent.Kind.MOVED, to_state="posted")
    return Comment.objects.select_related("docket__initiative").get(pk=comment.pk)


def publish(docket: Docket, **fields) -> ResponsePublication:
    """A document with its files, published without the rules."""
    document = ResponseDocument.objects.create(
        docket=docket,
        number=docket.response_documents.count() + 1,
        state="ready",
        is_final=True,
        **fields,
    )
    for language in ("en", "es"):
        for name in ("html", "docx", "pdf"):
            content = f"{language} {name}".encode()
            DocumentFile.objects.create(
                document=document,
                language=language,
                format=name,
                file=ContentFile(content, name="made"),
                size=len(content),
                sha256="0" * 64,
            )
    return ResponsePublication.objects.create(docket=docket, document=document, by=None)


def answered_letter(docket: Docket) -> Comment:
    """A posted letter with two points: one answered by itself, one by a master response."""
    topic = Topic.objects.create(docket=docket, name_en="Ships", name_es="Barcos")
    comment = post(make.submit(docket, text=LETTER, name="Ana Ruiz", email="ana@example.com"))
    first = make.point(comment, words="Plug in the ships at berth. My number is 415-555-0134.")
    first.topics.add(topic)
    make.response(first, text_en="<p>We <b>will</b> plug them in.</p>")
    master = make.response(
        docket=docket, title_en="Gates", text_en="<p>Gates close.</p><ul><li>At ten</li></ul>"
    )
    make.point(comment, words="Close the gates at night.", masters=[master])
    return comment


def of(docket: Docket, path: str = "", language: str = "en") -> str:
    return f"/{language}/dockets/{docket.number}/{path}"


def page(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.text, "html.parser")
