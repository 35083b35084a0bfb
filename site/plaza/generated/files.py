"""Files that come with generated letters: real PDFs and text files, stored as uploads are."""

import hashlib
import uuid
from datetime import datetime
from random import Random

from django.core.files.base import ContentFile
from fpdf import FPDF

from comments.models import Attachment, Comment

_NAMES = {"en": ("letter", "our-letter", "comment", "notes"), "es": ("carta", "comentario")}
_TITLES = {"en": "Letter to the board", "es": "Carta a la junta"}
_WAITING = 0.05


def attachment(random: Random, comment: Comment, words: str, *, now: datetime) -> Attachment:
    """A file with these words, stored but its row not saved: one in four is plain text.

    Of twenty, one still waits for its scan and has not been read.
    """
    is_pdf = random.random() < 0.75
    content = _pdf(words, comment) if is_pdf else words.encode()
    made = Attachment(
        comment=comment,
        token=uuid.uuid5(comment.uid, "attachment"),
        name=f"{random.choice(_NAMES[comment.language])}.{'pdf' if is_pdf else 'txt'}",
        size=len(content),
        mime="application/pdf" if is_pdf else "text/plain",
        sha256=hashlib.sha256(content).hexdigest(),
        pages=1 if is_pdf else None,
    )
    if random.random() < _WAITING:
        made.scan = Attachment.Scan.WAITING
    else:
        made.scan, made.scanned_at = Attachment.Scan.CLEAN, min(comment.received_at, now)
        made.text, made.text_read_at = words, min(comment.received_at, now)
    made.file.save(made.name, ContentFile(content), save=False)
    return made


def _pdf(words: str, comment: Comment) -> bytes:
    pdf = FPDF(format="letter")
    pdf.set_lang(comment.language)
    pdf.set_title(_TITLES[comment.language])
    pdf.set_creation_date(comment.received_at)
    pdf.set_margin(22)
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    # The built-in fonts know the letters of Latin-1.
    pdf.multi_cell(0, 6, words.replace("’", "'").encode("latin-1", "replace").decode("latin-1"))
    return bytes(pdf.output())
