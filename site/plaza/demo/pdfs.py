"""Readable PDFs, made while the demo loads: slides, and documents of running text.

Their language and title are set and their parts are bookmarked. The slides carry a table of
readings as an attached file, which gives each presentation the size it has on the reference page.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from fpdf import FPDF, TextStyle, XPos, YPos

_BLUE = (0, 76, 117)
_INK = (27, 27, 27)
_LANGUAGES = {"en": "en-US", "es": "es-US"}
_SLIDE = (190.5, 338.7)  # millimetres, 16:9
_TAG_STYLES = {"h3": TextStyle(font_style="B", font_size_pt=12, color=_INK, t_margin=2)}
_BLOCK = re.compile("<(p|ul)>")
_ROOM_FOR_A_PART = 60  # millimetres
_HEADER = "minute,place,reading\r\n"
_ATTACHMENT_OVERHEAD = 600


@dataclass(frozen=True)
class Deck:
    """A presentation in one language: its title, a line below it, and its slides."""

    language: str
    title: str
    subtitle: str
    slides: tuple[tuple[str, tuple[str, ...]], ...]
    data_note: str
    """What the attached readings are."""


def presentation(deck: Deck, *, made_on: date, size: int) -> bytes:
    """The deck as a PDF of `size` bytes, to within one row of the attached readings."""
    bare = bytes(_slides(deck, made_on).output())
    pdf = _slides(deck, made_on)
    pdf.embed_file(
        bytes=_readings(size - len(bare) - _ATTACHMENT_OVERHEAD),
        basename="readings.csv",
        desc=deck.data_note,
        modification_date=_moment(made_on),
    )
    return bytes(pdf.output())


def document(
    *, language: str, title: str, note: str, parts: Iterable[tuple[str, str]], made_on: date
) -> bytes:
    """Running text: `parts` are pairs of a heading and its HTML."""
    pdf = _pdf("portrait", "letter", language, title, made_on)
    pdf.set_margin(22)
    pdf.set_auto_page_break(True, margin=22)
    pdf.add_page()
    _line(pdf, title, size=22, style="B", color=_BLUE)
    _line(pdf, note, size=10)
    for heading, html in parts:
        pdf.ln(4)
        if pdf.will_page_break(_ROOM_FOR_A_PART):
            pdf.add_page()
        pdf.start_section(heading)
        _line(pdf, heading, size=15, style="B", color=_BLUE)
        pdf.set_font("Helvetica", size=12)
        pdf.set_text_color(*_INK)
        html = _BLOCK.sub(r'<\1 line-height="1.3">', " ".join(html.split()))
        pdf.write_html(html, tag_styles=_TAG_STYLES, li_prefix_color=_INK)
    return bytes(pdf.output())


def _slides(deck: Deck, made_on: date) -> FPDF:
    pdf = _pdf("landscape", _SLIDE, deck.language, deck.title, made_on)
    pdf.set_margin(28)
    pdf.set_auto_page_break(False)
    pdf.add_page()
    pdf.set_fill_color(*_BLUE)
    pdf.rect(0, 0, pdf.w, 12, style="F")
    pdf.set_y(60)
    _line(pdf, deck.title, size=40, style="B", color=_BLUE)
    pdf.ln(6)
    _line(pdf, deck.subtitle, size=22)
    for number, (heading, points) in enumerate(deck.slides, start=2):
        pdf.add_page()
        pdf.rect(0, 0, pdf.w, 6, style="F")
        pdf.set_y(24)
        pdf.start_section(heading)
        _line(pdf, heading, size=32, style="B", color=_BLUE)
        for point in points:
            pdf.ln(5)
            _line(pdf, f"·  {point}", size=22)
        pdf.set_y(-30)
        _line(pdf, str(number), size=14)
    return pdf


def _pdf(orientation: str, page_format, language: str, title: str, made_on: date) -> FPDF:
    pdf = FPDF(orientation=orientation, format=page_format)
    pdf.set_lang(_LANGUAGES[language])
    pdf.set_title(title)
    pdf.set_creation_date(_moment(made_on))
    return pdf


def _line(pdf: FPDF, text: str, *, size: int, style: str = "", color=_INK) -> None:
    pdf.set_font("Helvetica", style=style, size=size)
    pdf.set_text_color(*color)
    pdf.multi_cell(0, size * 0.48, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _readings(size: int) -> bytes:
    """About `size` bytes of a table of made-up readings, the same ones at every load."""
    row = "{:06d},{},{:05.1f}\r\n"
    count = (size - len(_HEADER)) // len(row.format(0, "A", 0.0))
    rows = (row.format(n, "ABCD"[n % 4], 20 + n * 7919 % 1000 / 10) for n in range(count))
    return (_HEADER + "".join(rows)).encode()


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))
