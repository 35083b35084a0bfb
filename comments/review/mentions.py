"""Mentions: a note that names a colleague as @username waits in that colleague's queue.

Who may see comments can be mentioned, and nobody else: a mention tells of a comment, and gives
nobody a right. Any other name after an @ stays what it is, words of the note.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone

from comments import emails
from comments.models import Comment, CommentEvent, Mention

# The characters of Django's usernames. No letter before the @, so that an e-mail address is none.
_NAME = re.compile(r"(?<![\w.@+-])@([\w.@+-]+)")
_AT_THE_END = ".+-@"
_MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Named:
    """Whom a note names: `colleagues` can be told, the `others` are only words."""

    colleagues: tuple
    others: tuple[str, ...]


def names_in(note: str) -> list[str]:
    """What stands after an @ in a note, each once, in order; a name may end a sentence."""
    return list(dict.fromkeys(_NAME.findall(note)))


def colleagues() -> QuerySet:
    """Everybody who can be mentioned, by username."""
    users = get_user_model().objects.with_perm("comments.view_comment", backend=_MODEL_BACKEND)
    return users.order_by("username")


def named_in(note: str) -> Named:
    """The colleagues that a note names, whatever the case; one query, none without an @."""
    names = names_in(note)
    if not names:
        return Named((), ())
    known = {user.username.casefold(): user for user in colleagues()}
    found, others = {}, []
    for name in names:
        # A username may end with a full stop; most full stops end a sentence.
        user = known.get(name.casefold()) or known.get(name.rstrip(_AT_THE_END).casefold())
        if user:
            found[user.pk] = user
        elif bare := name.rstrip(_AT_THE_END):
            others.append(bare)
    return Named(tuple(found.values()), tuple(dict.fromkeys(others)))


def tell(*, event: CommentEvent, named: Named) -> list[Mention]:
    """Leave a mention for each colleague a note names, and mail them. One's own name tells nobody.

    Call in the transaction that writes the note.
    """
    told = [
        Mention(event=event, user=user) for user in named.colleagues if user.pk != event.actor_id
    ]
    Mention.objects.bulk_create(told)
    for mention in told:
        emails.mentioned(mention)
    return told


def mark_read(*, comment: Comment, reader) -> set[int]:
    """Somebody has opened the comment: its mentions of them are read. Returns the notes' keys."""
    unread = Mention.objects.filter(event__comment=comment, user=reader, read_at=None)
    keys = dict(unread.values_list("pk", "event_id"))
    if keys:
        Mention.objects.filter(pk__in=keys).update(read_at=timezone.now())
    return set(keys.values())


def in_pieces(note: str, mentioned: Iterable) -> list[tuple[str, object]]:
    """A note as (words, colleague or None), so that a page can mark whom it names."""
    known = {user.username.casefold(): user for user in mentioned}
    pieces, end = [], 0
    for match in _NAME.finditer(note):
        name = match[1]
        if name.casefold() not in known:
            name = name.rstrip(_AT_THE_END)
        if user := known.get(name.casefold()):
            pieces += [(note[end : match.start()], None), (f"@{name}", user)]
            end = match.start() + 1 + len(name)
    return [piece for piece in [*pieces, (note[end:], None)] if piece[0]]
