"""From a box on a page to what the public downloads: who gets which file, and when."""

import hashlib
import io
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from comments import orphans, record, review
from comments.attachments import read
from comments.models import Attachment, CommentEvent, Redaction
from comments.models.attachments import private_storage
from comments.redaction import pdf_making, pdf_marks, texts
from comments.redaction.pdf_marks import Area
from comments.review.moves import State, move
from engagement.models import SearchEntry
from tests.comments import factories as make
from tests.comments.pdf_letters import SECRET, everything_in, letter_of

pytestmark = pytest.mark.django_db

PHONE = Redaction.Reason.PHONE
WORDS = [[20, 150, 290, 180]]
"""The first lines of a letter."""


@pytest.fixture(autouse=True)
def _coarse_pages(settings):
    settings.REDACTED_PAGES_DPI = 40


@pytest.fixture
def rosa():
    """Reviews and redacts, as a docket manager does."""
    rights = [f"comments.{verb}_comment" for verb in ("view", "review", "redact", "note")]
    return make.user("rosa", *rights, "comments.view_original")


def received(rosa, *files) -> list[Attachment]:
    """The files of a comment that Rosa has claimed."""
    comment = make.submit(make.docket(), text="See my letter.", attachments=files)
    review.claim(comment=comment, actor=rosa)
    move(comment=comment, actor=rosa, to_state=State.IN_REVIEW)
    return list(comment.attachments.select_related("comment"))


def public_bytes(client, attachment, query="") -> bytes | None:
    response = client.get(attachment.get_absolute_url() + query)
    if response.status_code == 404:
        return None
    assert response["Cache-Control"] == "private, no-store"
    return b"".join(response.streaming_content)


def test_from_the_moment_something_is_blacked_out_nobody_gets_the_original_again(client, rosa):
    (file,) = received(rosa, make.letter("letter.pdf", letter_of(f"Call {SECRET}.", "Page two.")))
    comment = file.comment
    read(file.pk)
    move(comment=comment, actor=rosa, to_state=State.POSTED)
    assert SECRET in everything_in(public_bytes(client, file))
    assert "0147" in str(SearchEntry.objects.values())
    before = record.version(comment.docket)

    comment.refresh_from_db()
    review.claim(comment=comment, actor=rosa)
    comment.refresh_from_db()
    seen = comment.version
    pdf_marks.black_out(attachment=file, actor=rosa, areas=[Area(1, WORDS, PHONE)], version=seen)

    file.refresh_from_db()
    assert (file.redaction, file.public_text, file.pages) == ("waiting", "", 2)
    assert public_bytes(client, file) is public_bytes(client, file, "?original") is None
    assert "0147" not in str(SearchEntry.objects.values())
    page = client.get(comment.get_absolute_url()).text
    assert "are being blacked out" in page
    assert file.get_absolute_url() not in page
    waiting = record.version(comment.docket)
    with pytest.raises(review.StaleError):
        pdf_marks.withhold(attachment=file, actor=rosa, reason="Privacy", version=seen)

    assert pdf_making.make(file.pk)

    file.refresh_from_db()
    content = public_bytes(client, file)
    assert SECRET not in everything_in(content)
    assert file.public_sha256 == hashlib.sha256(content).hexdigest() != file.sha256
    assert (file.public_size, file.public_name) == (len(content), "letter-redacted.pdf")
    assert (file.public_text, file.text) == ("Page two.", f"Call {SECRET}. Page two.")
    assert len({before, waiting, record.version(comment.docket)}) == 3
    written = "".join(record.as_json(comment.docket)) + "".join(record.as_csv(comment.docket))
    assert SECRET not in written
    assert file.sha256 not in written
    assert '"redacted": true' in written
    assert "Parts of this file are blacked out." in client.get(comment.get_absolute_url()).text
    entry = comment.events.filter(kind=CommentEvent.Kind.REDACTED).get()
    assert entry.detail == {"redactions": [[], [[f"attachment-{file.pk}", 1, 1, "phone"]]]}
    assert SECRET not in entry.note

    client.force_login(make.user("reader", "comments.view_comment"))
    assert public_bytes(client, file, "?original") is None
    assert public_bytes(client, file) == content
    client.force_login(rosa)
    assert SECRET in everything_in(public_bytes(client, file, "?original"))


def test_more_that_is_blacked_out_meanwhile_is_in_the_file_that_counts(rosa, monkeypatch):
    (file,) = received(rosa, make.letter("letter.pdf", letter_of("One.", "Two.")))
    pdf_marks.black_out(attachment=file, actor=rosa, areas=[Area(1, WORDS, PHONE)])
    begun = pdf_making._made

    def slowly(attachment, redactions):
        made = begun(attachment, redactions)
        pdf_marks.black_out(attachment=file, actor=rosa, areas=[Area(2, WORDS, PHONE)])
        return made

    with monkeypatch.context() as patched:
        patched.setattr(pdf_making, "_made", slowly)
        assert not pdf_making.make(file.pk)
    file.refresh_from_db()
    assert (file.redaction, file.redacted_file.name) == ("waiting", "")
    assert pdf_making.make(file.pk)
    file.refresh_from_db()
    former = file.redacted_file.name
    assert file.public_text == ""

    second = file.redactions.get(page=2)
    with pytest.raises(review.ReviewError, match="Say why"):
        pdf_marks.lift(redaction=second, actor=rosa, explanation=" ")
    pdf_marks.lift(redaction=second, actor=rosa, explanation="A public number.")
    assert pdf_making.make(file.pk)
    file.refresh_from_db()
    assert (file.public_text, file.redacted_file.name != former) == ("Two.", True)


def test_a_file_that_cannot_be_redacted_is_never_shown_and_can_be_withheld(client, rosa):
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(letter_of("Hidden."))) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    file, lost = received(rosa, make.letter("of John Doe.pdf"), make.letter("x.pdf"))
    private_storage().delete(file.file.name)
    private_storage().save(file.file.name, ContentFile(locked.getvalue()))
    comment = file.comment
    pdf_marks.black_out(attachment=file, actor=rosa, areas=[Area(1, WORDS, PHONE)])
    Attachment.objects.filter(pk=lost.pk).update(redaction="waiting", redaction_attempts=3)
    assert pdf_making.make_waiting() == 1
    assert not pdf_making.make(file.pk)
    assert {*Attachment.objects.values_list("redaction", flat=True)} == {"failed"}
    with pytest.raises(review.ReviewError, match="not ready"):
        move(comment=comment, actor=rosa, to_state=State.POSTED)
    for each in (file, lost):
        pdf_marks.withhold(attachment=each, actor=rosa, reason="Names a minor.")
    move(comment=comment, actor=rosa, to_state=State.POSTED)
    page = client.get(comment.get_absolute_url()).text
    assert "Names a minor." in page
    assert "John Doe" not in page + "".join(record.as_json(comment.docket))
    assert public_bytes(client, file) is None


def test_only_the_redactor_who_claimed_the_comment_hides_anything_and_only_real_areas(rosa):
    (file,) = received(rosa, make.letter("letter.pdf", letter_of("One.")))
    area = Area(1, WORDS, PHONE)
    other = make.user("omar", "comments.redact_comment", "comments.view_original")
    blind = make.user("ben", "comments.redact_comment")
    for actor in (other, blind, make.reviewer("rita")):
        with pytest.raises(review.ReviewError):
            pdf_marks.black_out(attachment=file, actor=actor, areas=[area])
        with pytest.raises(review.ReviewError):
            pdf_marks.withhold(attachment=file, actor=actor, reason="Because")
    nonsense = ([], [[1, 2, 3]], [[0, 0, float("nan"), 9]], [["a", 0, 1, 1]], [[5, 5, 5, 5]], ["x"])
    for boxes in nonsense:
        with pytest.raises(review.ReviewError):
            pdf_marks.black_out(attachment=file, actor=rosa, areas=[Area(1, boxes, PHONE)])
    with pytest.raises(review.ReviewError, match="other legal reason"):
        pdf_marks.black_out(attachment=file, actor=rosa, areas=[Area(1, WORDS, "other")])
    assert not Redaction.objects.exists()
    pdf_marks.rename(attachment=file, actor=rosa, name="../Letter of a neighbor")
    file.refresh_from_db()
    assert file.public_name == "Letter of a neighbor.pdf"


def test_pictures_lose_their_pixels_and_their_data_and_texts_keep_their_lines(client, rosa):
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = SECRET  # what the camera's owner wrote
    exif[0x0112] = 6  # turned by a quarter
    Image.new("RGB", (40, 20), "white").save(picture, "JPEG", exif=exif)
    note = f"Dear all,\r\n\r\ncall  {SECRET}\r\nor write.\r\n".encode()
    photo, text = received(
        rosa, make.letter("street.jpg", picture.getvalue()), make.letter("note.txt", note)
    )
    pdf_marks.black_out(attachment=photo, actor=rosa, areas=[Area(1, [[0, 30, 10, 40]], PHONE)])
    read(text.pk)
    text.refresh_from_db()
    at = text.text.index(SECRET)
    part = f"attachment-{text.pk}"
    passage = texts.Passage(part, at, at + len(SECRET), SECRET, PHONE)
    texts.redact(comment=text.comment, actor=rosa, passages=[passage])
    assert pdf_making.make(photo.pk)
    assert pdf_making.make(text.pk)
    move(comment=text.comment, actor=rosa, to_state=State.POSTED)
    shown = public_bytes(client, photo)
    assert SECRET.encode() not in shown
    made = Image.open(io.BytesIO(shown)).convert("L")
    assert made.size == (20, 40)
    assert made.getpixel((3, 3)) < 40
    assert made.getpixel((16, 36)) > 220
    assert public_bytes(client, text).decode() == (
        "Dear all,\r\n\r\ncall  [redacted: telephone number]\r\nor write."
    )


def test_a_redacted_file_that_nothing_names_is_deleted_after_a_day(rosa, monkeypatch):
    (file,) = received(rosa, make.letter("letter.pdf", letter_of("One.")))
    pdf_marks.black_out(attachment=file, actor=rosa, areas=[Area(1, WORDS, PHONE)])
    pdf_making.make(file.pk)
    file.refresh_from_db()
    left = private_storage().save("redacted/ab/" + "c" * 32, ContentFile(b"of a killed worker"))
    long_ago = timezone.now() - timedelta(days=2)
    monkeypatch.setattr(type(private_storage()), "get_modified_time", lambda *_args: long_ago)
    orphans.delete_orphans()
    assert not private_storage().exists(left)
    assert private_storage().exists(file.redacted_file.name)
    assert reverse("comments:attachment", args=[file.token]) == file.get_absolute_url()
