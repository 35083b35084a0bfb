"""A records request is answered with a bundle: what is public, whole, and shown to be unchanged."""

import csv
import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from comments import amending, review, translating
from comments.exports import archive, bundle, manifest, verifying
from comments.models import Attachment, Comment, ExportRecord, Redaction
from plaza.roles import group_for, sync_roles
from tests import factories
from tests.comments import factories as make

SECRET = "555-0142-secret"


def docket_with_everything():
    """One comment of each fate; SECRET is in all that the public must not have."""
    docket = make.docket()
    rosa = make.reviewer()
    posted = make.submit(
        docket,
        text=f"Call me at {SECRET}",
        name="Rosa Vega",
        email=f"{SECRET}@example.com",
        language="es",
        attachments=[make.letter("Carta ñ/..\\x.pdf"), make.letter("plan.pdf")],
    )
    for number, state in enumerate(("posted", "withheld", "spam", "campaign", "received")):
        comment = posted if state == "posted" else make.submit(docket, text=f"{SECRET} {number}")
        if state == "received":
            continue
        review.claim(comment=comment, actor=rosa)
        review.add_note(comment=comment, actor=rosa, note=f"Internal {SECRET}")
        if state == "campaign":
            make.campaign(posted, comment)
            Comment.objects.filter(pk=comment.pk).update(
                text="Please plug in the ships.", own_words=5
            )
            comment.refresh_from_db()
        review.move(comment=comment, actor=rosa, to_state="in_review")
        review.move(
            comment=comment,
            actor=rosa,
            to_state=state,
            note=f"Reason {SECRET}",
            legal_reason="Gov. Code § 7927.700" if state == "withheld" else "",
        )
    Comment.objects.filter(pk=posted.pk).update(redacted_text="Call me at ███")
    Redaction.objects.create(
        comment=posted, part="text", start=11, end=26, reason="phone", made_by=rosa
    )
    _kept, second = posted.attachments.all()
    Attachment.objects.filter(pk=second.pk).update(withheld_reason="Trade secret")
    gone = make.submit(docket, text=SECRET, name="Gone", attachments=[make.letter()])
    amending.withdraw(comment=gone)
    posted.refresh_from_db()
    written = translating.write(comment=posted, actor=rosa, parts={"text": "Llámeme al ███"})
    translating.verify(translation=written, actor=make.reviewer("ana"))
    return docket


def packed(docket) -> bytes:
    return b"".join(bundle.for_server(docket=docket).body)


def lines(zipped: zipfile.ZipFile, name: str) -> list[dict]:
    return [json.loads(line) for line in zipped.read(name).splitlines()]


@pytest.mark.django_db
def test_a_form_letter_that_nobody_read_by_itself_is_listed_without_its_signature():
    docket = make.docket()
    letter = make.submit(docket, text="Please plug in the ships.")
    signed = f"Please plug in the ships.\n\nAna, {SECRET}"
    member = make.submit(docket, text=signed, attachments=[make.letter()])
    campaign = make.campaign(letter, member)
    Comment.objects.filter(pk=member.pk).update(state="campaign")
    zipped = zipfile.ZipFile(io.BytesIO(packed(docket)))
    everything = b"".join(zipped.read(name) for name in zipped.namelist()).decode(errors="replace")
    assert SECRET not in everything
    assert not any(name.startswith("attachments/") for name in zipped.namelist())
    _letter, listed = lines(zipped, "comments.jsonl")
    assert (listed["why_not"], listed["campaign"]) == ("same_as_letter", campaign.number)
    assert bundle.counts(docket)["same"] == 1


@pytest.mark.django_db
def test_the_bundle_has_all_that_is_public_and_nothing_else(tmp_path, client):
    docket = docket_with_everything()
    content = packed(docket)
    path = tmp_path / "record.zip"
    path.write_bytes(content)
    with translation.override("es"):
        assert packed(docket) == content, "unchanged, it is the same bytes in any language"
    zipped = zipfile.ZipFile(io.BytesIO(content))
    everything = b"".join(zipped.read(name) for name in zipped.namelist()).decode(errors="replace")
    assert SECRET not in everything
    assert "Internal" not in everything

    posted, withheld, spam, member, received, gone = lines(zipped, "comments.jsonl")
    assert posted["text"] == "Call me at ███"
    assert posted["redactions"] == [{"part": "text", "reason": "phone"}]
    kept, secret = posted["attachments"]
    assert kept["path"] == "attachments/PA-2026-01-0001/1-x.pdf"
    assert zipped.read(kept["path"]) == factories.pdf()
    assert (secret["path"], secret["name"]) == (None, None)
    assert (secret["why_not"], secret["legal_reason"]) == ("withheld", "Trade secret")
    assert (withheld["why_not"], withheld["legal_reason"]) == ("withheld", "Gov. Code § 7927.700")
    assert set(spam) == set(gone) == {"number", "state", "received_at", "included", "why_not"}
    assert member["text"] == "Please plug in the ships."
    assert member["campaign"] == 1
    assert received["why_not"] == "undecided"
    assert [row["comments"] for row in lines(zipped, "campaigns.jsonl")] == [2]
    (translated,) = lines(zipped, "translations.jsonl")
    assert translated["parts"] == {"text": "Llámeme al ███"}

    trail = list(csv.DictReader(io.StringIO(zipped.read("trail.csv").decode())))
    moves = [row for row in trail if row["number"] == withheld["number"] and row["act"] == "moved"]
    assert [row["to"] for row in moves] == ["in_review", "withheld"]
    assert {row["by"] for row in moves} == {"rosa"}
    assert moves[-1]["legal_reason"] == "Gov. Code § 7927.700"
    readme = zipped.read("README.txt").decode()
    assert "6 comments were received." in readme
    assert "Comentarios recibidos: 6." in readme
    assert json.loads(zipped.read("docket.json"))["number"] == docket.number

    report = verifying.verify(path)
    assert report.is_sound, report.problems
    assert report.files == len(zipped.namelist()) - 1
    zipped.extractall(tmp_path / "unpacked")
    if shutil.which("sha256sum"):
        subprocess.run(
            ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "unpacked", check=True
        )

    sync_roles()
    url = reverse("records_bundle", args=[docket.pk])
    for role, may in {"reviewer": False, "redactor": False, "auditor": True}.items():
        user = User.objects.create_user(role)
        user.groups.add(group_for(role))
        client.force_login(user)
        assert (client.get(url).status_code == 200) == may
        response = client.post(url)
        if may:
            assert b"".join(response.streaming_content) == content
            assert "<strong>1</strong>" in client.get(url).text, "one comment is undecided"
            assert ExportRecord.objects.filter(by=user, docket=docket, comments=6).exists()
        else:
            assert response.status_code in {302, 403}


@pytest.mark.django_db
def test_files_that_must_not_leave_are_listed_and_not_contained():
    docket = make.docket()
    comment = make.submit(docket, attachments=[make.letter(f"{n}.pdf") for n in range(3)])
    rosa = make.reviewer()
    review.claim(comment=comment, actor=rosa)
    review.move(comment=comment, actor=rosa, to_state="in_review")
    review.move(comment=comment, actor=rosa, to_state="posted")
    infected, waiting, lost = comment.attachments.all()
    Attachment.objects.filter(pk=infected.pk).update(scan="infected")
    Attachment.objects.filter(pk=waiting.pk).update(scan="waiting")
    lost.file.storage.delete(lost.file.name)
    zipped = zipfile.ZipFile(io.BytesIO(packed(docket)))
    (row,) = lines(zipped, "comments.jsonl")
    assert [file["why_not"] for file in row["attachments"]] == [
        *("infected", "waiting_for_scan", "missing")
    ]
    assert not [name for name in zipped.namelist() if name.startswith("attachments/")]


@pytest.mark.django_db
def test_the_commands_write_a_bundle_and_find_it_whole(tmp_path, capsys):
    make.submit(make.docket())
    path = tmp_path / "record.zip"
    call_command("records_bundle", "PA-2026-01", str(path))
    call_command("verify_bundle", str(path))
    assert "is whole and unchanged" in capsys.readouterr().out
    assert ExportRecord.objects.get().by is None
    with pytest.raises(CommandError, match="exists"):
        call_command("records_bundle", "PA-2026-01", str(path))
    with pytest.raises(CommandError, match="no docket"):
        call_command("records_bundle", "PA-2026-99", str(tmp_path / "other.zip"))
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(CommandError):
        call_command("verify_bundle", str(path))
    assert "no whole zip archive" in capsys.readouterr().out
    with pytest.raises(CommandError) as refused:
        call_command("verify_bundle", str(tmp_path / "absent.zip"))
    assert refused.value.returncode == 2


# What follows needs no database: neither does whoever receives a bundle.

COMMENT = {
    "number": "PA-2026-01-0001",
    "attachments": [{"path": "attachments/1-a.pdf", "sha256": hashlib.sha256(b"%PDF").hexdigest()}],
}
FILES = {
    "README.txt": b"Public record",
    "comments.jsonl": json.dumps(COMMENT).encode() + b"\n",
    "attachments/1-a.pdf": b"%PDF",
}


def made(files=None) -> dict[str, bytes]:
    """The files of a small sound bundle, by their paths."""
    packing = archive.Archive()
    out = []
    for path, content in (FILES if files is None else files).items():
        out += packing.add(path, [content])
    out += packing.add(manifest.CHECKSUMS, [manifest.checksums(packing.packed)])
    out += packing.add(manifest.MANIFEST, [manifest.written(packing.packed)])
    out += packing.close()
    zipped = zipfile.ZipFile(io.BytesIO(b"".join(out)))
    return {name: zipped.read(name) for name in zipped.namelist()}


def problems(path: Path, files) -> list[str]:
    with zipfile.ZipFile(path, "w") as zipped:
        for name, content in files.items() if isinstance(files, dict) else files:
            zipped.writestr(name, content)
    return verifying.verify(path).problems


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("bundles") / "record.zip"


SOUND = made()


@settings(max_examples=60)
@given(st.data())
def test_any_byte_that_differs_in_any_file_is_noticed(place, data):
    name = data.draw(st.sampled_from(sorted(SOUND)))
    at = data.draw(st.integers(0, len(SOUND[name]) - 1))
    flip = data.draw(st.integers(1, 255))
    content = bytearray(SOUND[name])
    content[at] ^= flip
    assert problems(place, {**SOUND, name: bytes(content)})


def test_a_sound_bundle_has_no_problems(place):
    assert problems(place, SOUND) == []


@pytest.mark.parametrize("name", sorted(SOUND))
def test_a_file_that_is_missing_is_noticed(place, name):
    assert problems(place, {path: SOUND[path] for path in SOUND if path != name})


@pytest.mark.parametrize(
    "name",
    [
        *("extra.txt", "../../etc/passwd", "/etc/passwd", "C:\\x", "a\\..\\b", "readme.TXT"),
        *("attachments//x", "attachments/\u202ex", "attachments/./../../x"),
    ],
)
def test_what_was_slipped_in_is_noticed(place, name):
    assert problems(place, {name: b"x", **SOUND})


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_noticed(place):
    assert "there 2 times" in problems(place, [("README.txt", b"other"), *SOUND.items()])[0]


def test_a_manifest_made_anew_does_not_hide_a_file_of_no_comment_or_another_than_arrived(place):
    assert problems(place, made({**FILES, "attachments/2-b.pdf": b"%PDF"})) == [
        "attachments/2-b.pdf: of no comment."
    ]
    (problem,) = problems(place, made({**FILES, "attachments/1-a.pdf": b"%PDF other"}))
    assert "not the file that the agency received" in problem


def test_a_damaged_archive_is_noticed_wherever_it_is_cut(place):
    problems(place, SOUND)
    whole = place.read_bytes()
    for size in (0, 10, len(whole) // 2, len(whole) - 1):
        place.write_bytes(whole[:size])
        assert verifying.verify(place).problems
