"""A new PDF in which what was blacked out is gone.

A page with boxes becomes its picture, painted black where they are, with the words that no box
touches as invisible text above it. The other pages are copied as they are drawn. The file is
written anew, so that nothing else comes along: no document information, XMP, embedded file,
script, form, note, structure, bookmark, layer or former revision.
"""

import io
import zlib
from pathlib import Path

import copying
import pages
import pikepdf
import pypdfium2
from pictures import painted
from pikepdf import Array, Dictionary, Name, Pdf
from refusal import DAMAGED, LOCKED, NO_PAGE, TOO_LARGE, Refusal
from text_layer import TextLayer

MAX_PAGES = 2000
_QUALITY = 85


def redact(file: Path, result: Path, task: dict) -> dict:
    """Write the redacted file: `boxes` by page, `dpi`, and the `title` and `language` it gets.

    Raises Refusal when it cannot be made, also when a word was found left below a box.
    """
    boxes = {int(number): found for number, found in task["boxes"].items()}
    shown = pages.opened(file)
    try:
        source = Pdf.open(file)
    except pikepdf.PasswordError as error:
        raise Refusal(LOCKED) from error
    except pikepdf.PdfError as error:
        raise Refusal(DAMAGED) from error
    if len(source.pages) != len(shown):
        raise Refusal(DAMAGED)
    if len(shown) > MAX_PAGES:
        raise Refusal(TOO_LARGE)
    if any(number > len(shown) for number in boxes):
        raise Refusal(NO_PAGE)
    made = Pdf.new()
    layer = TextLayer(made)
    for number in range(1, len(shown) + 1):
        of_page = boxes.get(number, [])
        copied = None if of_page else _copied(source, number, made)
        if copied is None:
            copied = _pictured(shown, number, of_page, task["dpi"], made, layer)
        if "/UserUnit" in source.pages[number - 1].obj:
            copied.UserUnit = float(source.pages[number - 1].obj.UserUnit)
        made.pages.append(pikepdf.Page(made.make_indirect(copied)))
    layer.finish()
    copying.strip(made)
    made.Root.Lang = pikepdf.String(task["language"])
    made.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    made.docinfo["/Title"] = task["title"]
    # Each object by its own, compressed, and those alone that something of the above names.
    made.save(
        result,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        recompress_flate=False,
        encryption=False,
        deterministic_id=True,
    )
    _check(result, boxes, len(shown))
    return {"pages": len(shown)}


def _copied(source: Pdf, number: int, made: Pdf) -> Dictionary | None:
    page = source.pages[number - 1]
    try:
        if copying.needs_picture(page, source):
            return None
        return copying.copy(page, source, made)
    except MemoryError:
        raise
    except Exception:
        # Whatever a page has that no rule foresees: its picture has none of it.
        return None


def _pictured(
    shown: pypdfium2.PdfDocument,
    number: int,
    boxes: list[list],
    dpi: int,
    made: Pdf,
    layer: TextLayer,
) -> Dictionary:
    page = pages.page_of(shown, number)
    width, height = pages.size_of(page)
    image = pages.drawn(page, dpi)
    painted(image, boxes, width, height)
    words = [
        [text, box]
        for text, box in pages.words_of(page)
        if not any(pages.touches(box, black) for black in boxes)
        and pages.touches(box, [0, 0, width, height])
    ]
    content = b"q %.2f 0 0 %.2f 0 0 cm /Page Do Q\n" % (width, height) + layer.content(words)
    page.close()
    return Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, width, height]),
        Resources=Dictionary(XObject=Dictionary(Page=_image(image, made)), Font=layer.fonts()),
        Contents=made.make_stream(content),
    )


def _image(image, made: Pdf) -> pikepdf.Stream:
    """A picture of a page: of grey letters without loss, of photographs as JPEG."""
    red, green, blue = image.split()
    if red.tobytes() == green.tobytes() == blue.tobytes():
        image = red
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=_QUALITY)
    flate = zlib.compress(image.tobytes())
    is_jpeg = len(jpeg.getvalue()) < len(flate)
    return pikepdf.Stream(
        made,
        jpeg.getvalue() if is_jpeg else flate,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=Name.DeviceGray if image.mode == "L" else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode if is_jpeg else Name.FlateDecode,
    )


def _check(result: Path, boxes: dict[int, list], count: int) -> None:
    """Read what was made as a stranger would. Raises Refusal when a word stands below a box."""
    document = pages.opened(result)
    if len(document) != count:
        raise Refusal(DAMAGED)
    for number, of_page in boxes.items():
        found = pages.words_of(pages.page_of(document, number))
        # A letter's place is rounded; what is left of a word would reach further in.
        inner = [[box[0] + 1, box[1] + 1, box[2] - 1, box[3] - 1] for box in of_page]
        if any(pages.touches(box, black) for _text, box in found for black in inner):
            raise Refusal(DAMAGED)
