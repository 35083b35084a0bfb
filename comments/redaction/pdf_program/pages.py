"""Pages of a PDF as they are shown: their size, their picture, and where each word stands.

All boxes are [left, bottom, right, top] in points from the lower left corner of the page as it
is shown, cropped and turned (ISO 32000-2, 7.7.3.3), whatever its own coordinates are.
"""

import ctypes
import math
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from refusal import DAMAGED, LOCKED, NO_PAGE, Refusal

MAX_PIXELS = 16_000_000
"""Of one picture: a sheet of 36 by 48 inches is drawn at some 96 dpi."""
MAX_CHARACTERS = 100_000
"""Of one page. A page with more is no page that somebody reads."""
_HYPHEN = "\2"
"""PDFium's mark for one at the end of a line."""
_FINE = 64
"""Steps to a point: PDFium says where something is shown in whole numbers."""


def opened(file: Path) -> pypdfium2.PdfDocument:
    """The document, its forms filled in as they are shown. Raises Refusal."""
    try:
        document = pypdfium2.PdfDocument(file)
        document.init_forms()
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        raise Refusal(LOCKED if locked else DAMAGED) from error
    return document


def page_of(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """The page of that number, from 1. Raises Refusal."""
    if not 1 <= number <= len(document):
        raise Refusal(NO_PAGE)
    try:
        return document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise Refusal(DAMAGED) from error


def size_of(page: pypdfium2.PdfPage) -> tuple[float, float]:
    """Width and height as shown, in points. Raises Refusal for a page without any."""
    width, height = page.get_size()
    if not (width > 0 and height > 0 and math.isfinite(width * height)):
        raise Refusal(DAMAGED)
    return width, height


def drawn(page: pypdfium2.PdfPage, dpi: float):
    """The page as a Pillow image at that resolution, or at the finest that MAX_PIXELS lets."""
    width, height = size_of(page)
    scale = min(dpi / 72, math.sqrt(MAX_PIXELS / (width * height)))
    return page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")


def picture(file: Path, result: Path, task: dict) -> dict:
    """Draw `page` at `dpi` as a PNG."""
    document = opened(file)
    page = page_of(document, task["page"])
    drawn(page, task["dpi"]).save(result, "PNG")
    return {}


def words(file: Path, result: Path, task: dict) -> dict:
    """How many pages there are, and of those from `first` to `last` the size and the words."""
    document = opened(file)
    count = len(document)
    last = min(count, task["last"])
    found = {}
    for number in range(task["first"], last + 1):
        page = page_of(document, number)
        width, height = size_of(page)
        found[number] = {"width": width, "height": height, "words": words_of(page)}
    return {"count": count, "pages": found}


def words_of(page: pypdfium2.PdfPage) -> list[list]:
    """Each word of the page as [text, box], in the order in which they are read.

    A word is what stands between spaces: a telephone number without any is one.
    """
    text = page.get_textpage()
    to_shown = _to_shown(page)
    found, letters, box = [], "", None
    for index in range(min(text.count_chars(), MAX_CHARACTERS)):
        letter = _letter(text, index)
        if not letter.isspace():
            letters += "-" if letter == _HYPHEN else letter
            box = around(box, to_shown(_char_box(text, index)))
        # What goes on in the next line is another word: one box would cover both lines.
        if letter.isspace() or letter == _HYPHEN:
            if letters and box:
                found.append([letters, [round(edge, 2) for edge in box]])
            letters, box = "", None
    if letters and box:
        found.append([letters, [round(edge, 2) for edge in box]])
    text.close()
    return found


def around(first: list | None, second: list | None) -> list | None:
    """The smallest box that holds both."""
    if first is None or second is None:
        return first or second
    return [
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[2], second[2]),
        max(first[3], second[3]),
    ]


def touches(first: list, second: list) -> bool:
    """Whether two boxes have a point in common."""
    return (
        first[0] <= second[2]
        and second[0] <= first[2]
        and first[1] <= second[3]
        and second[1] <= first[3]
    )


def _letter(text: pypdfium2.PdfTextPage, index: int) -> str:
    code = pdfium.FPDFText_GetUnicode(text, index)
    if code == ord(_HYPHEN):
        return _HYPHEN
    if code in {0, 0xFFFE, 0xFFFF} or 0xD800 <= code < 0xE000 or code > 0x10FFFF or code < 0x20:
        return " "
    return chr(code)


def _char_box(text: pypdfium2.PdfTextPage, index: int) -> tuple | None:
    """Around the ink of a letter; where it leaves none, as in scans, around its place."""
    for loose in (False, True):
        try:
            left, bottom, right, top = text.get_charbox(index, loose=loose)
        except pypdfium2.PdfiumError:
            continue
        if right > left and top > bottom:
            return left, bottom, right, top
    return None


def _to_shown(page: pypdfium2.PdfPage):
    """A function from a box in the page's own coordinates to the same as shown."""
    width, height = page.get_size()
    across, down = int(width * _FINE), int(height * _FINE)
    x, y = ctypes.c_int(), ctypes.c_int()

    def point(of_page_x: float, of_page_y: float) -> tuple[float, float]:
        pdfium.FPDF_PageToDevice(page, 0, 0, across, down, 0, of_page_x, of_page_y, x, y)
        return x.value * width / across, height - y.value * height / down

    def box(own: tuple | None) -> list | None:
        if own is None:
            return None
        (left, bottom), (right, top) = point(own[0], own[1]), point(own[2], own[3])
        return [min(left, right), min(bottom, top), max(left, right), max(bottom, top)]

    return box
