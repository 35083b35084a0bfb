"""The docket for programs and spreadsheets: complete, public things only, known again by ETag."""

import csv
import io
import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import record, review
from comments.models import Attachment, Comment, Topic
from comments.periods import change_dates
from tests.comments import factories as make

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def docket():
    docket = make.docket()
    make.draft(docket=docket)
    return docket


def post(comment: Comment) -> Comment:
    actor = make.user(f"reviewer-{comment.pk}", "comments.review_comment")
    review.claim(comment=comment, actor=actor)
    for state in (Comment.State.IN_REVIEW, Comment.State.POSTED):
        comment = review.move(comment=comment, actor=actor, to_state=state)
    return comment


def address(docket, name: str, language: str = "en") -> str:
    return f"/{language}/dockets/{docket.number}/{name}"


def read(response) -> str:
    return b"".join(response.streaming_content).decode()


def as_json(client, docket) -> dict:
    return json.loads(read(client.get(address(docket, "docket.json"))))


def rows(client, docket, language="en") -> list[list[str]]:
    text = read(client.get(address(docket, "comments.csv", language)))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_the_json_holds_the_whole_public_record(client, docket):
    section = docket.drafts.get().sections.get(heading_en="Schedule")
    comment = post(
        make.submit(
            docket,
            section=section,
            text="Sooner, please.",
            name="Ana Ruiz",
            affiliation="Harbor neighbors",
            attachments=[make.letter("plan.pdf")],
        )
    )
    topic = Topic.objects.create(docket=docket, name_en="Noise", name_es="Ruido")
    comment.topics.add(topic)
    change_dates(
        docket=docket,
        opens_at=docket.opens_at,
        closes_at=docket.closes_at + timedelta(days=3),
        reason_en="A study",
        reason_es="Un estudio",
        by=None,
    )
    found = as_json(client, docket)
    assert found["schema"] == record.SCHEMA
    assert found["number"] == docket.number
    assert found["counts"] == {"received": 1, "posted": 1}
    assert found["topics"] == [{"id": topic.pk, "name": {"en": "Noise", "es": "Ruido"}}]
    assert found["changes"][0]["reason"] == {"en": "A study", "es": "Un estudio"}
    (posted,) = found["comments"]
    assert posted["number"] == comment.number
    assert (posted["name"], posted["affiliation"]) == ("Ana Ruiz", "Harbor neighbors")
    assert posted["topics"] == [topic.pk]
    assert posted["remarks"][0]["section"] == {"en": "Schedule", "es": "Schedule (es)"}
    assert posted["remarks"][0]["text"] == "Sooner, please."
    assert posted["attachments"][0]["name"] == "plan.pdf"


@pytest.mark.parametrize("name", ["docket.json", "comments.csv", "comments.atom"])
def test_nothing_private_and_nothing_unposted_leaves(client, docket, name):
    make.submit(docket, text="Unposted words")
    post(
        make.submit(
            docket,
            text="Posted words",
            name="Ana Ruiz",
            affiliation="Harbor neighbors",
            email="ana@example.com",
            is_anonymous=True,
        )
    )
    response = client.get(address(docket, name))
    text = read(response) if response.streaming else response.text
    assert "Posted words" in text
    for secret in ("Unposted words", "Ana Ruiz", "Harbor neighbors", "ana@example.com"):
        assert secret not in text


def test_a_file_that_waits_for_its_scan_has_no_address_yet(client, docket):
    comment = post(make.submit(docket, attachments=[make.letter()]))
    attachment = comment.attachments.get()
    Attachment.objects.update(scan=Attachment.Scan.WAITING)
    assert as_json(client, docket)["comments"][0]["attachments"][0]["url"] is None
    assert attachment.get_absolute_url() not in str(rows(client, docket))
    Attachment.objects.update(scan=Attachment.Scan.CLEAN)
    assert attachment.get_absolute_url() in str(rows(client, docket))


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_spreadsheet_program_takes_a_comment_for_a_formula(client, docket, formula):
    comment = post(make.submit(docket, text="text", name="Ana"))
    Comment.objects.filter(pk=comment.pk).update(text=formula, name=formula, affiliation=formula)
    row = rows(client, docket)[1]
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert f"'{formula}" in row


def test_the_table_has_headings_in_the_readers_language(client, docket):
    post(make.submit(docket, text="Más árboles"))
    (english, _), (spanish, row) = rows(client, docket), rows(client, docket, "es")
    assert len(english) == len(spanish) == len(row)
    assert english != spanish
    assert "Más árboles" in row


def test_a_comment_that_came_late_says_so_everywhere(client, docket, time_machine):
    docket.accepts_late = True
    docket.save()
    time_machine.move_to(docket.closes_at + timedelta(hours=1), tick=False)
    comment = post(make.submit(docket))
    words = "Received after the period closed"
    for url in (docket.get_absolute_url(), comment.get_absolute_url()):
        assert words in client.get(url).text
    assert words in client.get(address(docket, "comments.atom")).text
    assert as_json(client, docket)["comments"][0]["late"] is True


@pytest.mark.parametrize("name", ["docket.json", "comments.csv", "comments.atom"])
def test_who_has_it_already_is_sent_nothing_again_until_it_changes(client, docket, name):
    post(make.submit(docket))
    url = address(docket, name)
    etag = client.get(url)["ETag"]
    again = client.get(url, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again["ETag"] == etag
    head = client.head(url)
    assert (head.status_code, head["ETag"]) == (200, etag)
    post(make.submit(docket))
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_the_record_is_written_in_batches_however_many_comments_there_are(
    client, docket, monkeypatch
):
    monkeypatch.setattr(record, "_BATCH", 2)
    for _number in range(5):
        post(make.submit(docket))
    parts = list(record.as_json(docket))
    assert len(parts) == 1 + 3 + 1
    assert len(json.loads("".join(parts))["comments"]) == 5


def test_the_record_takes_the_same_queries_however_many_comments_are_posted(
    client, docket, django_assert_max_num_queries
):
    section = docket.drafts.get().sections.first()
    post(make.submit(docket, section=section, attachments=[make.letter()]))
    as_json(client, docket)
    with CaptureQueriesContext(connection) as few:
        as_json(client, docket)
    for _number in range(4):
        post(make.submit(docket, section=section, attachments=[make.letter()]))
    with django_assert_max_num_queries(len(few)):
        as_json(client, docket)


def entries(client, docket) -> list:
    response = client.get(address(docket, "comments.atom"))
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


def test_the_feed_has_the_latest_first_under_names_that_stay(client, docket, time_machine):
    older = post(make.submit(docket, text="Ruido", language="es"))
    time_machine.move_to(timezone.now() + timedelta(hours=1), tick=False)
    newer = post(make.submit(docket, text="Trains & <ships>"))
    found = entries(client, docket)
    assert [entry.find(f"{ATOM}title").text.split(":")[0] for entry in found] == [
        newer.number,
        older.number,
    ]
    ids = [entry.find(f"{ATOM}id").text for entry in found]
    assert ids == [newer.uid.urn, older.uid.urn]
    assert "&amp; &lt;ships&gt;" in found[0].find(f"{ATOM}summary").text
    assert found[1].get("{http://www.w3.org/XML/1998/namespace}lang") == "es"


def test_the_feed_of_an_empty_docket_is_the_same_tomorrow(client, docket, time_machine):
    first = client.get(address(docket, "comments.atom")).content
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert client.get(address(docket, "comments.atom")).content == first


def test_a_character_that_xml_cannot_write_does_not_stop_the_feed(client, docket):
    comment = post(make.submit(docket))
    Comment.objects.filter(pk=comment.pk).update(text="A\x0bB\ufffeC", name="\x01Ana")
    (entry,) = entries(client, docket)
    assert "ABC" in entry.find(f"{ATOM}summary").text


def test_a_docket_that_is_not_public_has_no_record(client, docket):
    docket.unpublish()
    for name in ("docket.json", "comments.csv", "comments.atom"):
        assert client.get(address(docket, name)).status_code == 404
