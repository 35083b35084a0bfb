"""A letter as a scanner gives it: a grey picture, a little askew, in a PDF."""

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO

from django.utils import timezone
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

_PAPER = (850, 1100)  # pixels: US letter at 100 to the inch, as office scanners do for mail
_MARGIN, _LINE = 110, 34
_ASKEW = 0.7  # degrees


def letter(lines: Sequence[str], *, language: str, title: str, received_on: date) -> bytes:
    """One page with these lines, in the language of the letter; readers hear them as well."""
    pdf = FPDF(format="letter", unit="in")
    pdf.set_lang(language)
    pdf.set_title(title)
    pdf.set_creation_date(timezone.make_aware(datetime.combine(received_on, time(9))))
    pdf.set_margin(0)
    pdf.set_auto_page_break(False)
    pdf.add_page()
    pdf.image(_page(lines), x=0, y=0, w=8.5, h=11, alt_text=" ".join(lines))
    return bytes(pdf.output())


def _page(lines: Sequence[str]) -> BytesIO:
    page = Image.new("L", _PAPER, 243)
    draw = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=22)
    for place, line in enumerate(lines):
        draw.text((_MARGIN, _MARGIN + place * _LINE), line, fill=58, font=font)
    page = page.rotate(_ASKEW, resample=Image.Resampling.BICUBIC, fillcolor=228)
    scanned = BytesIO()
    page.save(scanned, "JPEG", quality=45)
    scanned.seek(0)
    return scanned
