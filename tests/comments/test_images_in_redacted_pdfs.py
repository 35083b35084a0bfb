"""What a camera wrote into a photograph is not in the redacted file whose pages show it."""

import io
import struct

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import ExifTags, Image, ImageCms

from tests.comments.pdf_letters import SECRET, everything_in, letter_of, redacted

PLACE = {1: "N", 2: (33.0, 45.0, 11.5), 3: "W", 4: (118.0, 11.0, 22.0)}
OWNER = "Consuelo's telephone"


def photograph(*, gray=False, **options) -> bytes:
    """A JPEG with all that cameras and programs write beside the picture."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = OWNER
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(PLACE)
    picture = Image.effect_mandelbrot((60, 40), (-2, -1, 1, 1), 50)
    picture = picture.convert("L" if gray else "RGB")
    made = io.BytesIO()
    options = {"exif": exif.tobytes(), "xmp": f"<x:xmpmeta>{OWNER}".encode()} | options
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture.save(made, "JPEG", comment=OWNER, icc_profile=profile, **options)
    captions = b"Photoshop 3.0\x008BIM\x04\x04" + OWNER.encode()
    segment = b"\xff\xed" + struct.pack(">H", len(captions) + 2) + captions
    content = made.getvalue()
    # Behind its end telephones keep a film of the seconds before.
    return content[:2] + segment + content[2:] + b"ftypmp42" + OWNER.encode()


def image(content: bytes, *, onto: str = "page", **fields) -> tuple:
    """An image as it is drawn: by the page itself, by a form, or as the mask of another."""
    described = {"Filter": Name.DCTDecode, "ColorSpace": Name.DeviceRGB} | fields
    return content, onto, described


def letter_with(*images: tuple) -> bytes:
    """A letter with a word to black out on the first page; each further page draws an image."""
    texts = [f"Page {number}." for number, _image in enumerate(images, 2)]
    document = pikepdf.open(io.BytesIO(letter_of(f"Call {SECRET}.", *texts)))
    for page, (content, onto, described) in zip(document.pages[1:], images, strict=True):
        found = _image(
            document, content, Metadata=document.make_stream(OWNER.encode()), **described
        )
        if onto == "form":
            form = document.make_stream(b"/Photo Do")
            form.stream_dict = Dictionary(
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=[0, 0, 1, 1],
                Resources=Dictionary(XObject=Dictionary(Photo=found)),
            )
            found = form
        elif onto == "mask":
            found = _image(document, b"\x80" * 2400, ColorSpace=Name.DeviceGray, SMask=found)
        # A page of the library that makes these shares its resources with all others.
        page.obj.Resources = Dictionary(
            Font=page.obj.Resources.Font, XObject=Dictionary(Drawn=found)
        )
        page.contents_add(document.make_stream(b"q 180 0 0 120 60 30 cm /Drawn Do Q"))
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _image(document, content: bytes, **fields) -> pikepdf.Stream:
    made = document.make_stream(content)
    made.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=60, Height=40, BitsPerComponent=8, **fields
    )
    return made


def drawn_on(content: bytes, number: int) -> bytes | None:
    """The image of a page as somebody takes it out; None when the page became a picture."""
    with pikepdf.open(io.BytesIO(content)) as document:
        found = document.pages[number - 1].obj.Resources.XObject
        if "/Page" in found:
            return None
        found = found.Drawn
        if "/Resources" in found:
            found = found.Resources.XObject.Photo
        return found.get("/SMask", found).read_raw_bytes()


def test_a_photograph_on_a_copied_page_says_no_more_than_it_shows():
    kinds = [photograph(), photograph(progressive=True), photograph(restart_marker_blocks=2)]
    for before in kinds:
        for written in (OWNER, "Exif", "xmpmeta", "Photoshop", "ICC_PROFILE"):
            assert written.encode() in before, "the test has something to remove"
    images = [
        *(image(before) for before in kinds),
        image(photograph(), onto="form"),
        image(photograph(gray=True), onto="mask", ColorSpace=Name.DeviceGray),
    ]

    made = redacted(letter_with(*images), SECRET)

    for number, (before, _onto, _fields) in enumerate(images, 2):
        now = drawn_on(made, number)
        assert now.endswith(b"\xff\xd9")
        shown = Image.open(io.BytesIO(now))
        assert shown.tobytes() == Image.open(io.BytesIO(before)).tobytes()
        assert not shown.getexif()
        assert not {"exif", "xmp", "comment", "photoshop", "icc_profile"} & set(shown.info)
    everything = everything_in(made)
    for written in (OWNER, "Exif", "xmpmeta", "Photoshop", "ICC_PROFILE", "ftypmp42", "/Metadata"):
        assert written not in everything


def test_the_colors_of_a_photograph_stay_as_its_program_says():
    """Without Adobe's segment CMYK would be read as other colors."""
    saved = io.BytesIO()
    Image.new("CMYK", (60, 40), (10, 200, 30, 40)).save(saved, "JPEG", comment=OWNER)
    before = saved.getvalue()
    assert b"Adobe" in before
    made = redacted(letter_with(image(before, ColorSpace=Name.DeviceCMYK)), SECRET)
    now = drawn_on(made, 2)
    assert Image.open(io.BytesIO(now)).tobytes() == Image.open(io.BytesIO(before)).tobytes()
    assert OWNER.encode() not in now


def test_what_is_packed_once_more_or_ends_too_early_is_cleaned_as_well():
    whole = photograph()
    short = whole[: whole.index(b"\xff\xda") + 200]
    packed = image(
        whole.hex().encode() + b">",
        Filter=Array([Name.ASCIIHexDecode, Name.DCTDecode]),
        DecodeParms=Array([None, Dictionary(ColorTransform=1)]),
    )
    made = redacted(letter_with(packed, image(short)), SECRET)
    assert OWNER not in everything_in(made)
    shown = Image.open(io.BytesIO(drawn_on(made, 2)))
    assert shown.tobytes() == Image.open(io.BytesIO(whole)).tobytes()
    assert drawn_on(made, 3).endswith(short[-150:])


def test_a_damaged_photograph_keeps_nobody_from_the_file_and_takes_nothing_along():
    whole, owner = photograph(), OWNER.encode()
    damaged = [
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff",
        b"no picture " + owner,
        whole[:40],
        whole.replace(b"\xff\xed", b"\xff\xed\xff\xff", 1)[:400],
        b"\xff\xd8\xff\xe1\x00\x00" + owner,
        b"\xff\xd8" + owner + whole[2:],
    ]
    made = redacted(letter_with(*map(image, damaged)), SECRET)
    everything = everything_in(made)
    assert OWNER not in everything
    assert SECRET not in everything
    for number in range(2, len(damaged) + 2):
        assert f"Page {number}." in everything
    assert drawn_on(made, 5) is None


def test_a_photograph_in_the_midst_of_a_page_makes_a_picture_of_the_page():
    document = pikepdf.open(io.BytesIO(letter_of(f"Call {SECRET}.", "Second.")))
    inline = b"q 180 0 0 120 60 30 cm BI /W 60 /H 40 /BPC 8 /CS /RGB /F /DCT ID "
    document.pages[1].contents_add(document.make_stream(inline + photograph() + b"\nEI Q"))
    saved = io.BytesIO()
    document.save(saved)
    made = redacted(saved.getvalue(), SECRET)
    assert drawn_on(made, 2) is None
    assert OWNER not in everything_in(made)


def test_jpeg_2000_says_no_more_than_it_shows():
    saved = io.BytesIO()
    Image.effect_mandelbrot((60, 40), (-2, -1, 1, 1), 50).convert("RGB").save(saved, "JPEG2000")
    before = saved.getvalue()
    at = before.index(b"jp2c") - 4
    said = struct.pack(">I4s", 8 + 16 + len(OWNER), b"uuid") + b"\1" * 16 + OWNER.encode()
    images = (before[:at] + said + before[at:] + said, said)
    made = redacted(letter_with(*(image(each, Filter=Name.JPXDecode) for each in images)), SECRET)
    assert OWNER not in everything_in(made)
    assert drawn_on(made, 2) == before
    assert drawn_on(made, 3) is None
