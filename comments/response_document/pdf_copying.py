"""Renumbers what is copied from one PDF to another, in PDF's own notation."""

import re
from collections.abc import Iterator

import pikepdf

from comments.response_document.pdf_objects import Writer

_OURS = "/PlazaObject"

# Strings are matched first and stay as they are: people's words look like anything.
TOKEN = re.compile(
    rb"/(?P<key>StructParents?) (?P<parent>\d+)"
    rb"|/S /H(?P<level>[1-6])(?= )"
    rb"|/ID \((?P<id>\w+)\)"
    rb"|/Headers \[(?P<headers>[^\]]*)\]"
    rb"|\((?:[^\\()]|\\.)*\)"
    rb"|<[0-9a-fA-F]*>"
    rb"|/PlazaObject(?P<ours>\d+)"
    rb"|(?P<reference>\d+) 0 R",
    re.DOTALL,
)


def ours(number: int) -> pikepdf.Object:
    """In an object that still has the numbers of its slice: an object of the new file."""
    return pikepdf.Name(f"{_OURS}{number}")


def written(writer: Writer, thing: pikepdf.Object) -> int:
    """Write an object of another file with all that it refers to: its new number."""
    numbers: dict[int, int] = {}

    def put(one: pikepdf.Object) -> int:
        number = numbers[one.objgen[0]] = writer.new()
        is_stream = isinstance(one, pikepdf.Stream)
        dictionary = pikepdf.Dictionary(one.stream_dict) if is_stream else one
        for inner in _referred(dictionary):
            if inner.objgen[0] not in numbers:
                put(inner)
        body = TOKEN.sub(
            lambda found: (
                b"%d 0 R" % numbers[int(found["reference"])] if found["reference"] else found[0]
            ),
            dictionary.unparse(resolved=True),
        )
        if is_stream:
            return writer.put_stream(number, body, one.read_raw_bytes())
        return writer.put(number, body)

    return put(thing)


def _referred(thing: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """What a dictionary or an array refers to, at any depth of its own."""
    if isinstance(thing, pikepdf.Dictionary):
        inner = thing.values()
    elif isinstance(thing, pikepdf.Array):
        inner = list(thing)
    else:
        return
    for one in inner:
        if isinstance(one, pikepdf.Object) and one.is_indirect:
            yield one
        else:
            yield from _referred(one)
