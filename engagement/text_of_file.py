"""The words of one file, read in a process of its own: `python text_of_file.py MIME < file`.

`python text_of_file.py --locked < file` ends with LOCKED for a PDF that asks for a password.

A file may be made to be slow or to be large when unpacked. This process has limits on time and
memory, no settings, no database and no network name; what it cannot read within them it leaves.
It imports nothing of Plaza. engagement.text_extraction starts it.
"""

import io
import itertools
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

MAX_CHARACTERS = 200_000
MAX_PAGES = 500
MAX_CPU_SECONDS = 60
MAX_MEMORY_BYTES = 1024**3
MAX_PART_BYTES = 50 * 1024**2
LOCKED = 3

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
# Where an office file, a ZIP archive, keeps its words (ECMA-376 Part 1, ODF 1.3 Part 2).
_PARTS = {
    f"{_OFFICE}.wordprocessingml.document": r"word/document\.xml",
    f"{_OFFICE}.presentationml.presentation": r"ppt/slides/slide\d+\.xml",
    f"{_OFFICE}.spreadsheetml.sheet": r"xl/sharedStrings\.xml",
    f"{_OPEN}.text": r"content\.xml",
    f"{_OPEN}.presentation": r"content\.xml",
    f"{_OPEN}.spreadsheet": r"content\.xml",
}
_TEXT = {"text/plain", "text/csv", "text/vtt"}
READABLE = frozenset({"application/pdf", *_PARTS, *_TEXT})


def words(content: bytes, mime: str) -> Iterator[str]:
    """The text piece by piece. Raises whatever a damaged file provokes."""
    if mime == "application/pdf":
        yield from _pdf(content)
    elif mime in _PARTS:
        yield from _office(content, _PARTS[mime])
    else:
        yield decoded(content)


def _pdf(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    for page in itertools.islice(PdfReader(io.BytesIO(content)).pages, MAX_PAGES):
        try:
            yield f"{page.extract_text()}\n"
        except MemoryError:
            raise
        except Exception:  # noqa: S112 - one page nobody can read; the others may be fine
            continue


def _office(content: bytes, pattern: str) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [part for part in archive.infolist() if re.fullmatch(pattern, part.filename)]
        for part in sorted(parts, key=lambda part: (len(part.filename), part.filename)):
            if part.file_size > MAX_PART_BYTES:
                continue
            root = ElementTree.fromstring(archive.read(part))  # noqa: S314 - limits see above
            for element in root.iter():
                # Paragraphs end a word; runs within one do not.
                if element.tag.endswith(("}p", "}h", "}si")):
                    yield " "
                yield from filter(None, (element.text, element.tail))


def decoded(content: bytes) -> str:
    """A text file, as UTF-8 or else as Windows writes it; no more than can be read."""
    try:
        return content[: 4 * MAX_CHARACTERS].decode("utf-8-sig")
    except UnicodeDecodeError:
        return content[: 4 * MAX_CHARACTERS].decode("cp1252", "replace")


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))


def is_locked(content: bytes) -> bool:
    """Whether a PDF cannot be opened without a password (many forbid only to print or copy)."""
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(io.BytesIO(content))
    return reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED


def main() -> None:
    """Write what could be read of standard input to standard output, as UTF-8."""
    _limit()
    if sys.argv[1] == "--locked":
        sys.exit(LOCKED if is_locked(sys.stdin.buffer.read()) else 0)
    size = 0
    # ".buffer": a machine's locale may be ASCII.
    for piece in words(sys.stdin.buffer.read(), sys.argv[1]):
        piece = piece[: MAX_CHARACTERS - size]
        sys.stdout.buffer.write(piece.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
        size += len(piece)
        if size >= MAX_CHARACTERS:
            break


if __name__ == "__main__":
    main()
