"""Freezing what a document says: the public record of one moment, as plain data in each language.

Everything is read in one transaction that sees one moment, a hundred letters at a time, and in
its public form only: posted comments, what is not redacted, verified translations, approved
answers. What is done afterwards is in the next document.
"""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation

from comments.models import Docket, ResponseDocument
from comments.response_document import changes
from comments.response_document.snapshot_letters import commenter, letter, letters_of
from comments.response_document.snapshot_sections import front, masters, topics
from comments.response_document.stored_pieces import Writing
from engagement.models import AgencySettings


def take(document: ResponseDocument) -> None:
    """Write the pieces of each language into private storage, and note of which moment they are.

    Sets `snapshot_at` and `as_of` of the document and saves neither: whoever called says whether
    the document is still theirs. Outside of any transaction, so that it can have its own.
    """
    agency = AgencySettings.load()
    at = timezone.now()
    with ExitStack() as opened, timezone.override(timezone.get_default_timezone()):
        writings = []
        with _one_moment():
            docket = Docket.objects.get(pk=document.docket_id)
            counts = changes.so_far(docket)
            document.as_of = {**counts, "pieces": uuid.uuid4().hex[:12]}
            writings = [
                opened.enter_context(Writing(document, code)) for code, _name in settings.LANGUAGES
            ]
            for writing in writings:
                with translation.override(writing.language):
                    for piece in (*masters(docket), *topics(docket)):
                        writing.add(piece)
            _write_letters(docket, writings)
            for writing in writings:
                with translation.override(writing.language):
                    writing.add(front(document, docket, agency, writing))
        for writing in writings:
            writing.store()
    document.snapshot_at = at


def _write_letters(docket: Docket, writings: list[Writing]) -> None:
    """Each letter once from the database, in all languages."""
    for comment in letters_of(docket):
        for writing in writings:
            with translation.override(writing.language):
                writing.add(commenter(comment))
                writing.add(letter(comment))


@contextmanager
def _one_moment() -> Iterator[None]:
    """All that is read sees the database as it is when the first of it is read."""
    is_first = not connection.in_atomic_block
    with transaction.atomic():
        if is_first:
            # Of a transaction that somebody else began, the level cannot be changed any more.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
