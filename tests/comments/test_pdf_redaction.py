"""What is blacked out in an attached file is gone from what the public gets, wherever one looks."""

import io

import pikepdf
import pypdf
from django.core.files.base import ContentFile
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from comments.redaction import pdf_pages, pdf_process
from tests.comments.pdf_letters import SECRET, everything_in, letter_of, redacted


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
@settings(max_examples=5, phases=[Phase.generate])
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

    file = ContentFile(saved.getvalue(), name="x")
    before = pdf_pages.page(file, pdf_process.PDF, number=1)

    made = redacted(saved.getvalue(), wanted, pages=[before])

    text = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert wanted not in everything_in(made)
    assert set(text.split()) == {word for word in words if wanted not in word}
    ink = Image.open(io.BytesIO(pdf_pages.picture(ContentFile(made), pdf_process.PDF, page=1)))
    scale = ink.width / before.width
    for word, (left, bottom, right, top) in before.words:
        if word == wanted:
            middle = (left + right) / 2 * scale, (before.height - (bottom + top) / 2) * scale
            assert ink.convert("L").getpixel(tuple(map(int, middle))) < 40


def test_what_stands_below_notes_fields_or_hidden_layers_is_not_brought_to_light():
    """A page with any of them becomes a picture of what a reader saw, also without boxes."""
    document = pikepdf.open(io.BytesIO(letter_of(f"Call {SECRET}.", "Seen.", "Third.")))
    document.pages[1].obj.Annots = document.make_indirect(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Text,
                Rect=[0, 0, 9, 9],
                Contents=f"Note {SECRET}",
            )
        ]
    )
    saved = io.BytesIO()
    # Opens without a password, and forbids to copy: so many offices send.
    document.save(saved, encryption=pikepdf.Encryption(owner="owner", user=""))
    made = redacted(saved.getvalue(), "call")
    assert SECRET in pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert "Note" not in everything_in(made)

    made = redacted(saved.getvalue(), SECRET)

    assert SECRET not in everything_in(made)
    with pikepdf.open(io.BytesIO(made)) as new:
        assert not new.is_encrypted
        pictures = ["/XObject" in page.obj.Resources for page in new.pages]
    assert pictures == [True, True, False]
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert [page.extract_text().strip() for page in reader.pages] == ["Call", "Seen.", "Third."]
