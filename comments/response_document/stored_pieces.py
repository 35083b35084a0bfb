"""The frozen content of a document, as it lies in private storage until the files are made.

For each language a file of JSON lines, one for each piece in the order of the document, and
beside it the list of its slices. A slice is what a renderer gets at once.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict, dataclass
from typing import BinaryIO

from django.core.files.base import ContentFile, File

from comments.models import ResponseDocument
from comments.models.attachments import private_storage
from comments.response_document.content import SECTIONS, Front, Piece
from comments.response_document.renderer import Slice

MOST_PIECES = {"letter": 250}
"""In one slice: a renderer's memory grows with it."""
_MOST_OTHERS = 1000
MOST_CHARACTERS = 400_000
"""In one slice, as JSON: a letter of forty pages counts for as many short ones."""
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Place:
    """Where a slice stands in the file: its section, its first byte, how many pieces it has."""

    section: str
    offset: int
    count: int


def folder_of(document: ResponseDocument) -> str:
    """The folder of a document in private storage: its pieces, then its files."""
    return f"response-documents/{document.uid.hex}"


class Writing(AbstractContextManager):
    """The pieces of one language while they are written, each section into a file of its own.

    Nothing is stored before `store`; memory holds the length of each piece and no more.
    """

    def __init__(self, document: ResponseDocument, language: str):
        self.document, self.language = document, language
        self._files: dict[str, BinaryIO] = {}
        self._lengths: dict[str, list[tuple[int, int]]] = {section: [] for section in SECTIONS}
        self._open = ExitStack()

    def __enter__(self):
        for section in SECTIONS:
            self._files[section] = self._open.enter_context(tempfile.TemporaryFile())
        return self

    def __exit__(self, *failure):
        self._open.close()

    def add(self, piece: Piece) -> None:
        """Write a piece down; those of a section come in their order, sections in any."""
        line = json.dumps(piece, ensure_ascii=False, sort_keys=True) + "\n"
        written = line.encode()
        self._files[piece["piece"]].write(written)
        self._lengths[piece["piece"]].append((len(written), len(line)))

    def count(self, section: str) -> int:
        return len(self._lengths[section])

    def store(self) -> None:
        """Put the pieces into private storage, on the disk when this returns."""
        storage = private_storage()
        with tempfile.TemporaryFile() as whole:
            for section in SECTIONS:
                file = self._files[section]
                file.seek(0)
                while chunk := file.read(_CHUNK):
                    whole.write(chunk)
            whole.seek(0)
            storage.save(_pieces_name(self.document, self.language), File(whole))
        places = json.dumps([asdict(place) for place in self._places()])
        storage.save(_places_name(self.document, self.language), ContentFile(places.encode()))

    def _places(self) -> Iterator[Place]:
        offset = 0
        for section in SECTIONS:
            start, count, characters = offset, 0, 0
            most = MOST_PIECES.get(section, _MOST_OTHERS)
            for size, length in self._lengths[section]:
                if count and (count == most or characters + length > MOST_CHARACTERS):
                    yield Place(section, start, count)
                    start, count, characters = offset, 0, 0
                offset, count, characters = offset + size, count + 1, characters + length
            # A section without pieces has one slice that is empty.
            yield Place(section, start, count)


class Stored(AbstractContextManager):
    """The stored pieces of one language, read slice by slice."""

    def __init__(self, document: ResponseDocument, language: str):
        storage = private_storage()
        with storage.open(_places_name(document, language)) as file:
            self.places = [Place(**place) for place in json.load(file)]
        self._file = storage.open(_pieces_name(document, language))

    def __exit__(self, *failure):
        self._file.close()

    def front(self) -> Front:
        return next(self._read(self.places[0]))

    def slice(self, index: int) -> Slice:
        """The slice of that number, with its pieces in memory."""
        place = self.places[index]
        before = index == 0 or self.places[index - 1].section != place.section
        after = index + 1 == len(self.places) or self.places[index + 1].section != place.section
        return Slice(index, place.section, list(self._read(place)), before, after)

    def _read(self, place: Place) -> Iterator[Piece]:
        self._file.seek(place.offset)
        for _number in range(place.count):
            yield json.loads(self._file.readline())


def remove_unnamed(document: ResponseDocument) -> None:
    """Delete what is stored of a document but for its finished files: nothing else needs it."""
    storage, folder = private_storage(), folder_of(document)
    try:
        _folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    named = set(document.files.values_list("file", flat=True))
    for name in names:
        if f"{folder}/{name}" not in named:
            storage.delete(f"{folder}/{name}")


def _pieces_name(document: ResponseDocument, language: str) -> str:
    """With the name of this freezing in it: a worker that lost its document overwrites nothing."""
    freezing = document.as_of["pieces"]
    return f"{folder_of(document)}/{freezing}-{language}.jsonl"


def _places_name(document: ResponseDocument, language: str) -> str:
    return f"{_pieces_name(document, language)}.slices"
