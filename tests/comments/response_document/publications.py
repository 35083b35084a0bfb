"""Making and publishing documents in tests, as the worker and staff do."""

from django.contrib.auth.models import User

from comments.models import (
    Comment,
    Docket,
    Redaction,
    ResponseDocument,
)
from comments.redaction import texts as redacting
from comments.response_document import (
    asking,
    building,
    publishing,
    tasks,
)
from engagement.models import OutgoingMail


def made(docket: Docket, actor: User, *, is_final: bool = True) -> ResponseDocument:
    document = asking.ask(docket=docket, actor=actor, is_final=is_final)
    while building.run(document.pk):
        pass
    return ResponseDocument.objects.get(pk=document.pk)


def published(docket: Docket, actor: User) -> ResponseDocument:
    document = made(docket, actor)
    publishing.publish(document=document, actor=actor)
    return document


def the_worker_works() -> None:
    """As the schedule and the worker do, minute by minute, until nothing is left to do."""
    for _minute in range(3):
        tasks.take_up()
        for key in building.waiting().values_list("pk", flat=True):
            while building.run(key):
                pass
        for key in publishing.untold().values_list("pk", flat=True):
            publishing.tell_all(key)
    tasks.take_up()


def redact(comment: Comment, words: str, actor: User) -> None:
    Comment.objects.filter(pk=comment.pk).update(assigned_to=actor)
    comment = Comment.objects.get(pk=comment.pk)
    start = comment.text.index(words)
    passage = redacting.Passage(
        "text", start, start + len(words), words, Redaction.Reason.OTHER_PERSON
    )
    redacting.redact(comment=comment, actor=actor, passages=[passage])


def contents(document: ResponseDocument) -> str:
    found = []
    for file in document.files.all():
        with file.file.open() as opened:
            found.append(opened.read().decode())
    return "".join(found)


def responses_mails() -> dict[str, OutgoingMail]:
    return {row.to: row for row in OutgoingMail.objects.filter(key__startswith="responses:")}
