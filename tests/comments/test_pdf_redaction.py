"""What is blacked out in an attached file is gone from what the public gets, wherever one looks."""

import contextlib
import io

import pikepdf
import pypdf
import pytest
from django.core.files.base import ContentFile
from fpdf import FPDF
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from comments.redaction import pdf_pages, pdf_process

SECRET = "562-555-0147"


@pytest.fixture(autouse=True)
def _coarse_pages(settings):
    settings.REDACTED_PAGES_DPI = 50


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


def redacted(content: bytes, phrase: str, *, language: str = "en") -> bytes:
    """The file without a phrase, as the worker makes it."""
    file = ContentFile(content, name="x")
    places = pdf_pages.find(pdf_pages.all_pages(file, pdf_process.PDF), phrase)
    boxes: dict[int, list] = {}
    for place in places:
        boxes.setdefault(place.page, []).extend(place.boxes)
    assert boxes, "the phrase is on no page"
    fields = {"boxes": boxes, "dpi": 50, "title": "Redacted", "language": language}
    return pdf_process.run(file, pdf_process.PDF, task="redact", seconds=60, **fields)[1]


def test_what_is_blacked_out_is_nowhere_in_the_new_file_and_the_rest_is_still_read():
    original = pikepdf.open(
        io.BytesIO(letter_of(f"Call me at {SECRET}, señora Núñez.", "The second page."))
    )
    with original.open_metadata() as metadata:
        metadata["dc:title"] = f"Letter of {SECRET}"
    original.docinfo["/Author"] = SECRET
    original.attachments["note.txt"] = SECRET.encode()
    original.Root.OpenAction = original.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{SECRET}')")
    )
    original.Root.Names.Dests = pikepdf.Dictionary(Names=[SECRET, [original.pages[0].obj]])
    with original.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))
    # As in files that share everything between their pages, and with replacement texts.
    second = original.pages[1]
    second.obj.Resources.XObject = pikepdf.Dictionary(
        Own=_form(original, "q Q"), Other=_form(original, f"BT ({SECRET}) Tj ET")
    )
    marked = f"/Span <</ActualText ({SECRET})>> BDC /Own Do EMC".encode()
    second.contents_add(original.make_stream(marked))
    second.obj.PieceInfo = pikepdf.Dictionary(Kept=SECRET)
    second.obj.Annots = original.make_indirect(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=[0, 0, 9, 9],
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"tel:{SECRET}"),
            )
        ]
    )
    saved = io.BytesIO()
    original.save(saved)
    assert everything_in(saved.getvalue()).count(SECRET) > 8

    made = redacted(saved.getvalue(), SECRET, language="es")

    found = everything_in(made)
    for piece in (SECRET, SECRET.encode("utf-16-be").decode("latin-1"), SECRET.encode().hex()):
        assert piece.lower() not in found.lower()
    first, second = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    assert first.split() == ["Call", "me", "at", "señora", "Núñez."]
    assert second.split() == ["The", "second", "page."]
    new = pikepdf.open(io.BytesIO(made))
    assert (str(new.Root.Lang), dict(new.docinfo)) == ("es", {"/Title": "Redacted"})
    assert made.count(b"%%EOF") == 1


def _form(document, content: str):
    form = document.make_stream(content.encode())
    form.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form})
    form.BBox = [0, 0, 9, 9]
    return form


WORDS = st.text(alphabet="abcdefghij0123456789-@.áñ", min_size=4, max_size=9)


# To shrink an example would take minutes: each is three processes.
@settings(max_examples=10, phases=[Phase.generate])
@given(
    words=st.lists(WORDS, min_size=3, max_size=20, unique=True),
    which=st.integers(0, 100),
    turn=st.sampled_from([0, 90, 180, 270]),
    corner=st.sampled_from([(0, 0), (30, -20)]),
)
def test_any_word_of_any_page_is_removed_however_the_page_is_turned_and_cropped(
    words, which, turn, corner
):
    wanted = words[which % len(words)]
    document = pikepdf.open(io.BytesIO(letter_of(" ".join(words))))
    page = document.pages[0]
    x, y = corner
    page.obj.MediaBox = [-40, -30, 340, 230]
    page.obj.CropBox = [x - 30, y + 10, 330 + x, 215 + y]
    page.obj.Rotate = turn
    saved = io.BytesIO()
    document.save(saved)

    made = redacted(saved.getvalue(), wanted)

    text = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    left = {word for word in words if wanted not in word}
    assert wanted not in everything_in(made)
    assert set(text.split()) == left
    file = ContentFile(made)
    ink = Image.open(io.BytesIO(pdf_pages.picture(file, pdf_process.PDF, page=1)))
    before = pdf_pages.page(ContentFile(saved.getvalue(), name="y"), pdf_process.PDF, number=1)
    for word, (left_edge, bottom, right, top) in before.words:
        if word == wanted:
            scale = ink.width / before.width
            middle = ((left_edge + right) / 2 * scale, (before.height - (bottom + top) / 2) * scale)
            assert ink.convert("L").getpixel(tuple(map(int, middle))) < 40
