"""Staff see what was posted when, take it along as a spreadsheet, and set the agency's rules."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting, NoticeRule, Posting
from plaza.roles import group_for, sync_roles
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    def as_role(role):
        sync_roles()
        user = User.objects.create_user(role)
        user.groups.add(group_for(role))
        client.force_login(user)

    return as_role


@pytest.fixture
def clerk(sign_in):
    sign_in("meetings_clerk")


def posted(**fields) -> Meeting:
    """A board meeting that was published just now."""
    values = {"kind": Meeting.Kind.BOARD, "live": False}
    meeting = factories.meeting(**values | fields)
    meeting.save_revision().publish()
    return Meeting.objects.get(pk=meeting.pk)


def late(**fields) -> Meeting:
    tomorrow = timezone.now() + timedelta(days=1)
    return posted(starts_at=tomorrow, late_notice_reason="=A flood", **fields)


def in_time(**fields) -> Meeting:
    return posted(starts_at=timezone.now() + timedelta(days=9), **fields)


def rows(client, **query) -> list[dict]:
    """The export of what the filters choose."""
    response = client.get(reverse("postings:index"), {"export": "csv"} | query)
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_the_report_names_each_posting_and_what_came_late(client, clerk):
    late(headline_en="Flood")
    in_time(headline_en="Budget")
    page = client.get(reverse("postings:index")).text
    assert "Flood" in page
    assert "Budget" in page
    assert page.count("Yes, less than 72 hours") == 1


def test_the_report_is_narrowed_by_lateness_meeting_and_days(client, clerk):
    flood, budget = late(headline_en="Flood"), in_time(headline_en="Budget")

    def found(**query):
        return {row["Meeting"] for row in rows(client, **query)}

    today = timezone.localdate().isoformat()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert found() == {"Flood", "Budget"}
    assert found(late="yes") == {"Flood"}
    assert found(late="no") == {"Budget"}
    assert found(meeting=budget.pk) == {"Budget"}
    assert found(posted_at_from=today, posted_at_to=today) == {"Flood", "Budget"}
    assert found(posted_at_from=tomorrow) == set()
    assert found(starts_at_to=timezone.localdate(flood.starts_at).isoformat()) == {"Flood"}


def test_the_spreadsheet_has_the_reason_as_text_that_no_program_takes_for_a_formula(client, clerk):
    late(headline_en="Flood")
    (row,) = rows(client)
    assert row["Reason"] == "'=A flood"
    assert row["Hours of notice by the rule"] == "72"
    assert row["Hours of notice given"] == "23"
    assert row["Short notice"] == "True"


def test_a_deleted_meeting_keeps_its_name_and_its_row(client, clerk):
    late(headline_en="Flood").delete()
    assert [row["Meeting"] for row in rows(client)] == ["Flood"]
    assert "Flood" in client.get(reverse("postings:index")).text


def test_an_account_that_was_deleted_breaks_nothing(client, clerk):
    meeting = in_time()
    gone = User.objects.create_user("gone")
    Posting.objects.create(meeting=meeting, subject="agenda", starts_at=meeting.starts_at, by=gone)
    gone.delete()
    assert client.get(reverse("postings:index")).status_code == 200
    assert len(rows(client)) == 2


def test_the_report_takes_the_same_queries_however_long_it_is(
    client, clerk, django_assert_max_num_queries
):
    in_time()
    client.get(reverse("postings:index"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("postings:index"))
    for _number in range(10):
        in_time()
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("postings:index"))


def test_nobody_has_a_form_that_changes_the_record(client, sign_in):
    sign_in("administrator")
    in_time()
    posting = Posting.objects.get()
    base = reverse("postings:index")
    for verb in ("edit", "delete", "inspect", "copy"):
        assert client.get(f"{base}{verb}/{posting.pk}/", follow=True).status_code == 404


def test_an_administrator_sets_a_rule_and_a_clerk_sees_it(client, sign_in):
    sign_in("administrator")
    data = {"kind": "hearing", "hours": "240", "source": "Gov. Code §65091"}
    assert client.post(reverse("notice_rules:add"), data).status_code == 302
    rule = NoticeRule.objects.get(kind="hearing")
    assert (rule.hours, rule.special) == (240, False)
    again = client.post(reverse("notice_rules:add"), data)
    assert "There is a rule for this kind of meeting already." in again.text
    sign_in("meetings_clerk")
    assert "Gov. Code §65091" in client.get(reverse("notice_rules:index")).text
    edit = reverse("notice_rules:edit", args=[rule.pk])
    assert client.get(edit).status_code in {302, 403}
    assert client.post(edit, data | {"hours": "1"}).status_code in {302, 403}
    rule.refresh_from_db()
    assert rule.hours == 240


@pytest.mark.parametrize(
    ("stage", "titles"),
    [
        ("", {"Draft one", "Coming one", "Held one"}),
        ("draft", {"Draft one"}),
        ("scheduled", {"Coming one"}),
        ("held", {"Held one"}),
    ],
)
def test_the_list_of_meetings_shows_and_is_narrowed_by_stage(client, clerk, stage, titles):
    factories.meeting(headline_en="Draft one", live=False)
    factories.meeting(headline_en="Coming one")
    past = timezone.now() - timedelta(days=3)
    factories.meeting(headline_en="Held one", starts_at=past)
    page = client.get(reverse("wagtailsnippets_meetings_meeting:list"), {"stage": stage}).text
    assert {title for title in ("Draft one", "Coming one", "Held one") if title in page} == titles
