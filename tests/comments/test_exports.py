"""What staff take out of the queue: what they may see, safe to open, and remembered."""

import csv
import io
import json

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from comments import review
from comments.exports import exporting, formats
from comments.exports.columns import COLUMNS, Column, columns_for
from comments.exports.facts import Reader, facts_of, rows
from comments.exports.filter_words import words_of
from comments.models import Comment, ExportRecord, Redaction, Team, Translation
from plaza.roles import group_for, sync_roles
from tests import factories
from tests.comments import factories as make

pytestmark = pytest.mark.django_db

PUBLIC = Reader(sees_original=False, sees_address=False)
KINDS = ("csv", "xlsx", "jsonl")
SECRET = "555-0142-secret"


@pytest.fixture
def redacted():
    """A comment with everything that a file can say of one; SECRET is blacked out everywhere."""
    docket = make.docket(opens_at=factories.local(2026, 1, 1, 9, 0))
    draft = make.draft(docket=docket)
    comment = make.submit(
        docket,
        section=draft.sections.first(),
        text=f"Remark {SECRET}",
        name="Rosa Vega",
        email="rosa@example.com",
        affiliation=f"Club {SECRET}",
        attachments=[make.letter()],
        received_at=factories.local(2026, 1, 5, 9, 30),
    )
    rosa = make.reviewer()
    team = Team.objects.create(name="Engineers")
    review.claim(comment=comment, actor=rosa)
    review.move(comment=comment, actor=rosa, to_state="in_triage", note="For the engineers")
    review.move(comment=comment, actor=rosa, to_state="in_review", note="Read twice")
    campaign = make.campaign(comment)
    Comment.objects.filter(pk=comment.pk).update(
        text=f"Words {SECRET}",
        redacted_text="Words ███",
        redacted_affiliation="Club ███",
        own_words=3,
        team=team,
        campaign=campaign,
    )
    comment.remarks.update(redacted_text="Remark ███")
    Redaction.objects.create(
        comment=comment, part="text", start=6, end=21, reason="phone", made_by=rosa
    )
    Translation.objects.create(comment=comment, language="es", parts={}, written_by=rosa)
    return comment


def body(made: exporting.Export) -> bytes:
    return b"".join(made.body)


def taken_out(kind, user, found=None) -> bytes:
    found = Comment.objects.all() if found is None else found
    return body(exporting.export(found=found, user=user, kind=kind))


def table(kind: str, content: bytes) -> list[list]:
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.values]


def as_words(kind: str, content: bytes) -> str:
    return content.decode() if kind == "jsonl" else repr(table(kind, content))


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_takes_out_what_they_may_not_see(redacted, kind):
    author = make.user("author", "comments.view_comment", "comments.export_comment")
    words = as_words(kind, taken_out(kind, author))
    assert "Words ███" in words
    assert "Remark ███" in words
    assert "Rosa Vega" in words
    assert SECRET not in words
    assert "rosa@example.com" not in words
    author.user_permissions.add(*make.user("all", *SEES).user_permissions.all())
    auditor = User.objects.get(pk=author.pk)
    words = as_words(kind, taken_out(kind, auditor))
    assert words.count(SECRET) == 3
    assert "rosa@example.com" in words


SEES = ("comments.view_original", "comments.view_address")


def test_who_asks_to_stay_anonymous_has_no_name_without_the_right_to_originals():
    comment = make.submit(make.docket(), name="Ana Luz", affiliation="Club", is_anonymous=True)
    (row,) = rows(Comment.objects.all())
    facts = facts_of(row, PUBLIC)
    assert (facts["name"], facts["affiliation"], facts["anonymous"]) == ("", "", True)
    assert facts["number"] == comment.number
    assert facts_of(row, Reader(sees_original=True, sees_address=False))["name"] == "Ana Luz"


def test_a_spreadsheet_has_a_column_for_each_fact_on_the_agencys_clock(redacted):
    rosa = User.objects.get(username="rosa")
    heading, row = table("csv", taken_out("csv", rosa))
    cells = dict(zip(heading, row, strict=True))
    assert cells["Number"] == redacted.number
    assert cells["State"] == "In review"
    assert cells["Received (America/Los_Angeles)"] == "2026-01-05 09:30"
    assert cells["E-mail (never published)"] == "rosa@example.com"
    assert cells["Remarks"] == "Purpose\nRemark ███"
    assert cells["Files"] == "letter.pdf"
    assert (cells["Team"], cells["Campaign"]) == ("Engineers", "PA-2026-01 C1")
    assert (cells["Words of its own"], cells["Redactions"]) == ("3", "1")
    assert cells["Translations"] == "Spanish, not verified"
    assert cells["Assigned to"] == cells["Moved by"] == "rosa"
    assert (cells["Moved from"], cells["Reason of the move"]) == ("In triage", "Read twice")
    (line,) = taken_out("jsonl", rosa).splitlines()
    facts = json.loads(line)
    assert facts["received_at"].startswith("2026-01-05T")
    assert facts["translations"] == [{"language": "es", "verified": False}]
    heading, row = table("xlsx", taken_out("xlsx", rosa))
    received_at = row[heading.index("Received (America/Los_Angeles)")]
    assert f"{received_at:%Y-%m-%d %H:%M}" == "2026-01-05 09:30"
    assert row[heading.index("Redactions")] == 1


def test_a_file_is_in_the_language_of_whoever_asked_though_it_is_written_later(redacted):
    rosa = User.objects.get(username="rosa")
    with translation.override("es"):
        made = exporting.export(found=Comment.objects.all(), user=rosa, kind="csv")
    heading, row = table("csv", body(made))
    assert heading[2] == "Estado"
    assert row[2] == "En revisión"


@settings(max_examples=25)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=4))
def test_no_cell_of_any_spreadsheet_is_a_formula(words):
    words = [f"{start}{word}" for word in words for start in ("", "=", "+", "-", "@", "\t", "\r")]
    columns = [
        Column(str(number), lambda facts, at=number: facts[at]) for number in range(len(words))
    ]
    made = b"".join(formats.as_csv([words], columns)).decode("utf-8-sig")
    _heading, row = csv.reader(io.StringIO(made, newline=""))
    assert not [cell for cell in row if cell.startswith(tuple("=+-@\t\r\n"))]
    assert [cell.removeprefix("'") for cell in row] == [word.removeprefix("'") for word in words]
    book = load_workbook(io.BytesIO(b"".join(formats.as_xlsx([words], columns))))
    assert not [cell for line in book.active.iter_rows() for cell in line if cell.data_type == "f"]


def test_what_is_too_long_for_a_cell_says_so():
    column = Column("Comment", lambda facts: facts)
    made = b"".join(formats.as_xlsx(["é" * 40_000, "\x0bwords"], [column]))
    values = [cell.value for (cell,) in load_workbook(io.BytesIO(made)).active.iter_rows()]
    assert len(values[1]) == formats.CELL_LIMIT
    assert values[1].endswith("[cut: whole in CSV and JSON Lines]")
    assert values[2] == "words"


def test_the_same_queries_however_many_comments(redacted):
    def queries():
        with CaptureQueriesContext(connection) as made:
            for row in rows(Comment.objects.all()):
                facts_of(row, PUBLIC)
        return len(made)

    few = queries()
    for _number in range(4):
        make.submit(redacted.docket, attachments=[make.letter()])
    assert queries() <= few


def test_each_role_takes_home_the_queue_as_filtered_and_is_remembered(client, redacted):
    make.submit(redacted.docket, text="Another one", channel="paper")
    sync_roles()
    url = f"{reverse('export_comments')}?channel=paper&p=3"
    for role in ("intake_clerk", "editor", "meetings_clerk"):
        user = User.objects.create_user(role)
        user.groups.add(group_for(role))
        client.force_login(user)
        assert client.get(url).status_code in {302, 403}
        assert client.post(url, {"kind": "csv"}).status_code in {302, 403}
    assert not ExportRecord.objects.exists()
    author = User.objects.create_user("author")
    author.groups.add(group_for("response_author"))
    client.force_login(author)
    assert url.replace("&p=3", "") in client.get(f"{reverse('review:index')}?channel=paper").text
    page = client.get(url).text
    assert "<strong>1 comment</strong>" in page
    assert "It has no e-mail addresses." in page
    assert client.post(url, {"kind": "exe"}).status_code == 422
    response = client.post(url, {"kind": "csv"})
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    (_heading, row) = table("csv", b"".join(response.streaming_content))
    assert "Another one" in row
    record = ExportRecord.objects.get()
    assert (record.by, record.kind, record.comments) == (author, "csv", 1)
    assert record.query == "channel=paper"
    assert client.get(reverse("exports:index")).status_code in {302, 403}
    auditor = User.objects.create_user("auditor")
    auditor.groups.add(group_for("auditor"))
    client.force_login(auditor)
    assert "Channel: Letter" in client.get(reverse("exports:index")).text
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportRecord.objects.update(comments=0)


def test_who_exports_a_view_reads_which_one_and_not_that_it_is_everything(client):
    make.submit(make.docket())
    client.force_login(make.reviewer())
    url = reverse("export_comments")
    everything = "These are all comments: no filter is set."
    assert everything in client.get(f"{url}?view=all").text
    page = client.get(f"{url}?view=mine").text
    assert everything not in page
    assert "<strong>0 comments</strong>" in page
    assert "<dd>Mine</dd>" in page


def test_the_record_says_filters_in_words():
    query = (
        "view=open&q=night+noise&state=received&state=posted&docket=7&is_late=true"
        "&received_from=2026-01-05&received_to="
    )
    assert words_of(query) == (
        "View: Open; Search: night noise; State: Received, Posted; Docket; "
        "Received: 2026-01-05; Late: Yes"
    )
    with translation.override("es"):
        assert words_of("view=open&state=received") == "Vista: Pendientes; Estado: Recibido"
    assert words_of("") == words_of("docket=") == ""
    assert words_of("is_late=maybe&view=none") == "View: All; Late: maybe"


def test_without_the_right_to_addresses_there_is_no_column_for_them():
    assert len(columns_for(PUBLIC)) == len(COLUMNS) - 1
