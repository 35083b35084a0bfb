"""Small PDFs as people attach them, and everything that can be read out of one."""

import contextlib
import io

import pikepdf
import pypdf
from django.core.files.base import ContentFile
from fpdf import FPDF

from comments.redaction import pdf_pages, pdf_process

SECRET = "562-555-0147"


def letter_of(*pages: str, **document) -> bytes:
    """A PDF with a page for each text."""
    made = FPDF(format=(300, 200), unit="pt", **document)
    made.set_font("Helvetica", size=12)
    for text in pages:
        made.add_page()
        made.multi_cell(0, 14, text)
    return bytes(made.output())


def everything_in(content: bytes) -> str:
    """Whatever a curious reader finds: text, strings and names of all objects, unpacked bytes."""
    found = [content.decode("latin-1")]
    with pikepdf.open(io.BytesIO(content)) as document:
        for item in [*document.objects, document.trailer]:
            found.append(repr(item))
            if isinstance(item, pikepdf.Stream):
                raw = item.read_raw_bytes()
                with contextlib.suppress(pikepdf.PdfError):
                    raw += item.read_bytes()
                found.append(raw.decode("latin-1"))
        found += [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    return "\n".join(found)


def redacted(content: bytes, phrase: str, *, language: str = "en", pages=None) -> bytes:
    """The file without a phrase, as the worker makes it."""
    file = ContentFile(content, name="x")
    places = pdf_pages.find(pages or pdf_pages.all_pages(file, pdf_process.PDF), phrase)
    boxes: dict[int, list] = {}
    for place in places:
        boxes.setdefault(place.page, []).extend(place.boxes)
    assert boxes, "the phrase is on no page"
    fields = {"boxes": boxes, "dpi": 50, "title": "Redacted", "language": language}
    return pdf_process.run(file, pdf_process.PDF, task="redact", seconds=60, **fields)[1]
