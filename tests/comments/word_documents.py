"""Word documents for the tests of the import, written by python-docx.

python-docx writes no footnotes: their part is built by hand here (ECMA-376 Part 1, 17.11).
"""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NOTE = (
    '<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
    "<w:r><w:footnoteRef/></w:r><w:r><w:t xml:space='preserve'> {text}</w:t></w:r></w:p>"
    "</w:footnote>"
)


def new():
    """An empty document."""
    return Document()


def upload(document, name: str = "measures.docx", *, notes=()) -> SimpleUploadedFile:
    """The document as an editor chooses it, with the footnotes that `note_mark` names."""
    if notes:
        written = "".join(
            _NOTE.format(number=number, text=text) for number, text in enumerate(notes, start=1)
        )
        xml = f"<w:footnotes {nsdecls('w')}>{written}</w:footnotes>"
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, xml.encode())
        part._package = document.part.package
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    content = io.BytesIO()
    document.save(content)
    return SimpleUploadedFile(name, content.getvalue(), MIME)


def note_mark(paragraph, number: int) -> None:
    """Put the reference to a footnote at the end of a paragraph."""
    run = paragraph.add_run()._r
    run.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{number}"/>'))


def picture(document, content: bytes, alt: str = "") -> None:
    """A picture in a paragraph of its own."""
    document.add_picture(io.BytesIO(content))
    properties = document.inline_shapes[-1]._inline.docPr
    properties.set("descr", alt)


def link(paragraph, text: str, address: str) -> None:
    """A link to elsewhere at the end of a paragraph."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    paragraph._p.append(
        parse_xml(
            f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}"><w:r><w:t>{text}</w:t></w:r>'
            "</w:hyperlink>"
        )
    )


def header_row(row) -> None:
    """Mark a row to be repeated on each page."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def with_part(source: SimpleUploadedFile, name: str, content: bytes) -> SimpleUploadedFile:
    """The same file with one part added or replaced, which no word processor would write."""
    changed = io.BytesIO()
    source.seek(0)
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(changed, "w") as after:
        for part in before.infolist():
            if part.filename != name:
                after.writestr(part, before.read(part))
        after.writestr(name, content, zipfile.ZIP_DEFLATED)
    return SimpleUploadedFile(source.name, changed.getvalue(), MIME)
