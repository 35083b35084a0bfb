"""Who is told that the responses are published, and where each finds the answer to theirs."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.db.models.functions import Lower

from comments.models import Comment, Docket

State = Comment.State

_NEVER = (State.SPAM, State.WITHDRAWN)


@dataclass
class Recipient:
    """One address, with the comments that came from it.

    `letters` are the posted letters, of which the person finds the responses: their own, the
    letter of their campaign, or the one that theirs repeats. `language` is that of the latest.
    """

    address: str
    language: str = ""
    comments: list[Comment] = field(default_factory=list)
    letters: dict[int, Comment] = field(default_factory=dict)

    def key(self, docket: Docket) -> str:
        """Names the message: the same for each publication, and saying nothing of the address."""
        digest = hashlib.sha256(self.address.lower().encode()).hexdigest()
        return f"responses:{docket.pk}:{digest}"


def count(docket: Docket) -> int:
    """How many addresses there are."""
    rows = _commenters(docket).order_by()
    return rows.values("lowered").distinct().count()


def recipients(docket: Docket) -> Iterator[Recipient]:
    """Everybody who left an address: one for each address, in the order of the addresses.

    Members of campaigns, authors of duplicates and of late comments are among them, and those
    whose comment is withheld or undecided; not spam, nor who took their comment back.
    """
    rows = (
        _commenters(docket)
        .select_related("campaign__lead", "duplicate_of")
        .defer("text", "redacted_text", "campaign__lead__text", "duplicate_of__text")
        .order_by("lowered", "sequence")
    )
    found = None
    for comment in rows.iterator(chunk_size=1000):
        comment.docket = docket
        if found is None or found.address.lower() != comment.email.lower():
            if found is not None:
                yield found
            found = Recipient(comment.email)
        found.language = comment.language
        found.comments.append(comment)
        letter = _letter_of(comment)
        if letter is not None:
            letter.docket = docket
            found.letters[letter.sequence] = letter
    if found is not None:
        yield found


def _commenters(docket: Docket) -> QuerySet[Comment]:
    rows = Comment.objects.filter(docket=docket).exclude(email="").exclude(state__in=_NEVER)
    return rows.annotate(lowered=Lower("email"))


def _letter_of(comment: Comment) -> Comment | None:
    """The posted letter with the answers to this comment; None while there is none."""
    if comment.state == State.CAMPAIGN and comment.campaign:
        comment = comment.campaign.lead
    elif comment.state == State.DUPLICATE and comment.duplicate_of:
        comment = comment.duplicate_of
    return comment if comment.is_posted else None
