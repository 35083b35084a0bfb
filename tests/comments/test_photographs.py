"""The place where a picture was taken is removed, and nothing else of the picture changes."""

import io
import zlib

import pillow_heif
import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, PngImagePlugin

from comments import photographs, uploads
from comments.models.attachments import private_storage
from tests.comments import factories as make

pillow_heif.register_heif_opener()

ORIENTATION = 6
PLACE = {1: "N", 2: (33.0, 45.0, 14.25), 3: "W", 4: (118.0, 13.0, 7.5), 29: "2026:07:04"}
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description dc:title="Truck" '
    b'exif:GPSLatitude="33,45.2N" drone-dji:GpsLongitude = "-118.2"><exif:GPSAltitude>12/1'
    b"</exif:GPSAltitude></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def picture() -> Image.Image:
    return Image.linear_gradient("L").convert("RGB").resize((64, 48))


def exif(*, place=PLACE) -> Image.Exif:
    made = Image.Exif()
    made[ExifTags.Base.Orientation] = ORIENTATION
    made[ExifTags.Base.Make] = "A camera with a long name"
    made.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:07:04 10:00:00"
    if place:
        made.get_ifd(ExifTags.IFD.GPSInfo).update(place)
    return made


def saved(kind: str, **options) -> bytes:
    buffer = io.BytesIO()
    picture().save(buffer, kind, **options)
    return buffer.getvalue()


def cleaned(content: bytes) -> tuple[bytes, bool]:
    file = io.BytesIO(content)
    removed = photographs.remove_location(file)
    assert file.tell() == 0
    return file.getvalue(), removed


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF", "WEBP"])
def test_the_place_goes_and_the_picture_stays_as_it_was(kind):
    options = {"exif": exif().tobytes()}
    content, removed = cleaned(before := saved(kind, **options))
    assert removed
    assert len(content) == len(before)
    was, now = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(content))
    assert was.getexif().get_ifd(ExifTags.IFD.GPSInfo), "the test has a place to remove"
    assert not now.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert ExifTags.IFD.GPSInfo not in now.getexif()
    assert now.tobytes() == was.tobytes()
    assert now.getexif().get(ExifTags.Base.Orientation) == was.getexif().get(
        ExifTags.Base.Orientation
    )
    assert now.getexif()[ExifTags.Base.Make] == "A camera with a long name"
    taken = now.getexif().get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal]
    assert taken == "2026:07:04 10:00:00"
    # The very numbers are gone, not only the way to them.
    assert b"2026:07:04\0" not in content


@pytest.mark.parametrize("order", ["<", ">"])
def test_both_orders_of_bytes_are_read(order):
    made = exif()
    made.endian = order
    content, removed = cleaned(saved("JPEG", exif=made))
    assert removed
    assert not Image.open(io.BytesIO(content)).getexif().get_ifd(ExifTags.IFD.GPSInfo)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF", "WEBP"])
def test_a_picture_without_a_place_is_not_touched(kind):
    before = saved(kind, exif=exif(place=None).tobytes())
    assert cleaned(before) == (before, False)


def test_a_place_in_xmp_goes_as_well_and_the_title_stays():
    before = saved("JPEG", xmp=XMP)
    content, removed = cleaned(before)
    assert removed
    assert len(content) == len(before)
    assert b"GPS" not in content.upper()
    assert b'dc:title="Truck"' in content
    assert Image.open(io.BytesIO(content)).tobytes() == Image.open(io.BytesIO(before)).tobytes()


@pytest.mark.parametrize("packed", [False, True])
def test_a_place_in_the_texts_of_a_png_goes_and_its_checksums_hold(packed):
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=packed)
    info.add_text("Title", "Truck")
    content, removed = cleaned(saved("PNG", pnginfo=info))
    assert removed
    now = Image.open(io.BytesIO(content))
    now.load()  # checks every checksum
    assert "GPS" not in now.text["XML:com.adobe.xmp"].upper()
    assert now.text["Title"] == "Truck"


def test_a_profile_of_an_older_program_is_emptied():
    info = PngImagePlugin.PngInfo()
    info.add_text("Raw profile type exif", "\nexif\n 8\n" + "4d4d002a" * 20, zip=True)
    content, removed = cleaned(saved("PNG", pnginfo=info))
    assert removed
    assert Image.open(io.BytesIO(content)).text["Raw profile type exif"] == ""


def test_a_preview_inside_the_picture_loses_its_place_too():
    inside = saved("JPEG", exif=exif().tobytes())
    content, _removed = cleaned(saved("JPEG", exif=exif().tobytes()) + b"\0" * 1_048_000 + inside)
    preview = Image.open(io.BytesIO(content[-len(inside) :]))
    assert not preview.getexif().get_ifd(ExifTags.IFD.GPSInfo)


@given(st.binary(max_size=400), st.integers(0, 200), st.integers(0, 300))
def test_a_damaged_picture_breaks_nothing(noise, at, cut):
    whole = bytearray(saved("JPEG", exif=exif().tobytes(), xmp=XMP))
    whole[at : at + len(noise)] = noise
    content, _removed = cleaned(bytes(whole[: len(whole) - cut]))
    assert len(content) == len(whole) - cut


def test_a_file_made_to_be_slow_is_read_quickly():
    for hostile in (b"a-" * 500_000, b":GPSa" * 200_000, b"<a:GPSa>" * 100_000):
        assert cleaned(hostile)[1] is False


@pytest.mark.django_db
def test_what_is_stored_has_no_place_and_its_own_checksum():
    before = saved("JPEG", exif=exif().tobytes())
    upload = ContentFile(before, name="street.jpg")
    comment = make.submit(make.docket(), attachments=[upload])
    attachment = comment.attachments.get()
    assert attachment.location_removed
    with private_storage().open(attachment.file.name) as file:
        stored = file.read()
    assert not Image.open(io.BytesIO(stored)).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert uploads.digest(ContentFile(stored)) == (attachment.sha256, attachment.size)
    # What we were given, perhaps a file of somebody's own, is as it was.
    upload.seek(0)
    assert zlib.crc32(upload.read()) == zlib.crc32(before)
