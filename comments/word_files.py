"""Whether an uploaded file is a Word document that can be read without harm.

A .docx file is a ZIP archive of XML parts (ECMA-376 Part 2, Open Packaging Conventions). It may
be made to fill the memory, to run macros or to fetch other files: all that is found out before
anything is converted.
"""

import zipfile
from pathlib import PurePath
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import defusedxml.sax
from defusedxml import DefusedXmlException
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from engagement.files import DAMAGED_ARCHIVE, identify

MAX_FILE_BYTES = 50 * 1024**2
MAX_PARTS = 3000
MAX_UNPACKED_BYTES = 300 * 1024**2
# The text of 1,000 pages; the converter needs about thirty times as much memory.
MAX_XML_BYTES = 20 * 1024**2
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check_word_file(upload: File) -> None:
    """Leave the file at its start. Raises ValidationError, worded for the person who chose it."""
    name = PurePath(upload.name or "").name
    if upload.size > MAX_FILE_BYTES:
        raise _refused(_("“%(name)s” is larger than 50 MB."), name)
    upload.seek(0)
    start = upload.read(len(_COMPOUND_FILE))
    upload.seek(0)
    if start == _COMPOUND_FILE:
        # Word keeps both its old format and encrypted documents in this container.
        raise _refused(
            _(
                "“%(name)s” is protected by a password or in Word's old format. Save it as a "
                "Word document (.docx) without a password."
            ),
            name,
        )
    if name.lower().endswith((".docm", ".dotm")):
        raise _refused(_MACROS, name)
    if identify(upload).extensions != ("docx",):
        raise _refused(_("“%(name)s” is not a Word document (.docx)."), name)
    try:
        with zipfile.ZipFile(upload) as archive:
            _check_parts(archive, name)
    except (*DAMAGED_ARCHIVE, SAXException, DefusedXmlException) as error:
        # Also a document type declaration, which no part may have (Part 2, section 9.1.1).
        raise _refused(_DAMAGED, name) from error
    finally:
        upload.seek(0)


def damaged(name: str) -> ValidationError:
    """What is said of a file that passed all checks and yet cannot be converted."""
    return _refused(_DAMAGED, name)


_DAMAGED = _(
    "“%(name)s” is damaged or not made by a word processor. Open it in Word, save it again, and "
    "try once more."
)
_MACROS = _("“%(name)s” contains macros. Save it as a Word document (.docx) without macros.")


def _refused(message, name: str) -> ValidationError:
    return ValidationError(message, params={"name": name}, code="word_file")


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    xml = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
    # A part is never read beyond the size that it declares.
    if (
        len(parts) > MAX_PARTS
        or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES
        or any(part.file_size > MAX_XML_BYTES for part in xml)
    ):
        raise _refused(_("“%(name)s” is too large when unpacked. Make two documents of it."), name)
    for part in xml:
        with archive.open(part) as content:
            defusedxml.sax.parse(content, ContentHandler(), forbid_dtd=True)
