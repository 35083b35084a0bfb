"""A docket with letters, points and answers, to make documents of; and who may have them made."""

import json

from django.conf import settings
from django.contrib.auth.models import Permission, User

from comments.models import Comment, Docket, ResponseDocument
from comments.models.attachments import private_storage
from comments.response_document import snapshot
from comments.response_document.stored_pieces import folder_of
from comments.review import moves
from tests.comments import factories as make

SECRET = "909-555-0142"


def builder(name: str = "bea"):
    return make.user(name, "comments.view_comment", "comments.build_document")


def publisher(name: str = "pia"):
    codes = ("view_comment", "build_document", "publish_document")
    return make.user(name, *(f"comments.{code}" for code in codes))


def post(comment: Comment) -> Comment:
    """Post it, with its entry in the trail, as a reviewer does."""
    actor = make.colleague("rex")
    if not actor.has_perm("comments.review_comment"):
        actor = reviewer("rex")
    Comment.objects.filter(pk=comment.pk).update(state="in_review", assigned_to=actor)
    return moves.move(comment=Comment.objects.get(pk=comment.pk), actor=actor, to_state="posted")


def reviewer(name: str):
    user = User.objects.get(username=name)
    for code in ("view_comment", "review_comment"):
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label="comments", codename=code)
        )
    return User.objects.get(pk=user.pk)


def posted(docket: Docket, **fields) -> Comment:
    """A posted letter."""
    return post(make.submit(docket, **fields))


def answered(docket: Docket, *, letters: int = 1, **fields) -> list[Comment]:
    """Posted letters, each with one point that has an approved response of its own."""
    made = []
    for number in range(letters):
        comment = posted(docket, text=f"Letter {number}. Please plug in the ships.", **fields)
        make.response(make.point(comment, words="plug in the ships"))
        made.append(comment)
    return made


def document(docket: Docket, **fields) -> ResponseDocument:
    # Ready, so that a test can have several: one is made at a time.
    values = {"number": docket.response_documents.count() + 1, "state": "ready"}
    return ResponseDocument.objects.create(docket=docket, **values | fields)


def frozen(docket: Docket, **fields) -> dict[str, list[dict]]:
    """The pieces of each language, frozen now."""
    made = document(docket, **fields)
    snapshot.take(made)
    return {code: pieces(made, code) for code, _name in settings.LANGUAGES}


def pieces(made: ResponseDocument, language: str) -> list[dict]:
    return [json.loads(line) for line in stored(made, f"{language}.jsonl").splitlines()]


def stored(made: ResponseDocument, ending: str) -> str:
    """The content of the one stored file of a document whose name ends so."""
    storage, folder = private_storage(), folder_of(made)
    (name,) = [name for name in storage.listdir(folder)[1] if name.endswith(ending)]
    with storage.open(f"{folder}/{name}") as file:
        return file.read().decode()


def all_stored(made: ResponseDocument) -> str:
    storage, folder = private_storage(), folder_of(made)
    found = []
    for name in storage.listdir(folder)[1]:
        with storage.open(f"{folder}/{name}") as file:
            found.append(file.read().decode("utf-8", "replace"))
    return "\n".join(found)


def of_kind(found: list[dict], kind: str) -> list[dict]:
    return [piece for piece in found if piece["piece"] == kind]
