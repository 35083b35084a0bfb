"""The public hears of a meeting in time; a clerk who is late is told so and says why."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.users.models import UserProfile

from meetings import notice
from meetings.material_forms import PREFIX
from meetings.models import Material, Meeting, NoticeRule, Posting
from plaza.roles import group_for, sync_roles
from tests import factories
from tests.factories import LOS_ANGELES, local

BOARD = Meeting.Kind.BOARD
SCHEDULED = Meeting.Status.SCHEDULED


def board(starts_at: datetime, **fields) -> Meeting:
    """A board meeting of two hours that is in no database."""
    values = {"kind": BOARD, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
    return Meeting(**values | fields)


REGULAR = NoticeRule(kind=BOARD, hours=72, source="Gov. Code §54954.2")


# The rule


@pytest.mark.parametrize(
    ("starts_at", "due"),
    [
        (local(2025, 12, 12, 12, 0), local(2025, 12, 9, 12, 0)),
        # The clock goes forward on March 8, and back on November 1, at two in the morning.
        (local(2026, 3, 9, 12, 0), local(2026, 3, 6, 11, 0)),
        (local(2026, 11, 2, 12, 0), local(2026, 10, 30, 13, 0)),
    ],
)
def test_72_hours_are_hours_that_pass_when_the_clock_changes_too(starts_at, due):
    assert notice.due_at(starts_at=starts_at, hours=72) == due


@given(st.integers(0, 10 * 365 * 24 * 4), st.integers(0, 400))
def test_as_many_hours_as_the_rule_says_lie_between_posting_and_start(quarters, hours):
    minutes = timedelta(minutes=15 * quarters)
    starts_at = (local(2025, 1, 1, 0, 0).astimezone(UTC) + minutes).astimezone(LOS_ANGELES)
    due = notice.due_at(starts_at=starts_at, hours=hours)
    assert starts_at.astimezone(UTC) - due == timedelta(hours=hours)
    meeting = board(starts_at)
    rule = NoticeRule(kind=BOARD, hours=hours)
    just_after = due + timedelta(seconds=1)
    assert not notice.is_late(meeting=meeting, rule=rule, at=due, public=None)
    assert notice.is_late(meeting=meeting, rule=rule, at=just_after, public=None)


AT = local(2025, 12, 10, 9, 0)
START = local(2025, 12, 12, 12, 0)


@pytest.mark.parametrize(
    ("public", "changes", "adds_agenda", "late"),
    [
        (None, {}, False, True),
        (board(START), {}, False, False),
        (board(START), {"venue": "Another room"}, False, False),
        (board(START), {}, True, True),
        (board(START - timedelta(days=2)), {}, False, True),
        (board(START, status="cancelled"), {}, False, True),
        (None, {"status": "cancelled"}, False, False),
        (None, {"starts_at": local(2025, 12, 1, 9, 0), "ends_at": AT}, False, False),
    ],
    ids=[
        "first publication",
        "nothing new",
        "another room",
        "an agenda",
        "another start",
        "on again",
        "called off",
        "over",
    ],
)
def test_what_tells_the_public_something_new_about_the_time_or_agenda_needs_notice(
    public, changes, adds_agenda, late
):
    found = notice.is_late(
        meeting=board(START, **changes) if "starts_at" not in changes else Meeting(**changes),
        rule=REGULAR,
        at=AT,
        public=public,
        adds_agenda=adds_agenda,
    )
    assert found is late


def test_without_a_rule_nothing_is_late():
    assert not notice.is_late(meeting=board(START), rule=None, at=AT, public=None)


# The editor


@pytest.fixture
def clerk(client, db):
    sync_roles()
    user = User.objects.create_user("clerk")
    user.groups.add(group_for("meetings_clerk"))
    client.force_login(user)
    return user


@pytest.fixture
def meeting(initiative):
    """A draft of a board meeting in 60 hours."""
    starts_at = (timezone.now() + timedelta(hours=60)).replace(second=0, microsecond=0)
    return factories.meeting(initiatives=[initiative], kind=BOARD, live=False, starts_at=starts_at)


def edit_url(meeting: Meeting) -> str:
    return reverse("wagtailsnippets_meetings_meeting:edit", args=[meeting.pk])


def typed(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def filled_in(meeting: Meeting, **changes) -> dict:
    """What the browser sends; with `publish=True`, by the button Publish."""
    publish = changes.pop("publish", True)
    data = {
        "initiatives": [initiative.pk for initiative in meeting.initiatives.all()],
        "kind": meeting.kind,
        "format": meeting.format,
        "status": meeting.status,
        "starts_at": typed(meeting.starts_at),
        "ends_at": typed(meeting.ends_at),
        "headline_en": meeting.headline_en,
        "headline_es": meeting.headline_es,
        "zoom_kind": meeting.zoom_kind,
        "zoom_id": meeting.zoom_id,
        "join_url": meeting.join_url,
        "takes_registration": "on",
        "request_working_days": "3",
        "late_notice_reason": "",
        **{
            f"{prefix}-{key}": "0"
            for prefix in ("materials", "dial_in_numbers", "slots")
            for key in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
        },
    }
    return data | ({"action-publish": "1"} if publish else {}) | changes


def test_publishing_late_is_refused_with_the_rule_the_deadline_and_all_that_was_typed(
    client, clerk, meeting
):
    due = notice.due_at(starts_at=meeting.starts_at, hours=72)
    data = filled_in(meeting, headline_en="Special budget")
    response = client.post(edit_url(meeting), data)
    assert response.status_code == 200
    assert "72 hours of notice (Gov. Code §54954.2)" in response.text
    assert notice.date_and_time(due) in response.text
    assert "59 hours are left." in response.text
    assert "Special budget" in response.text
    assert response.context["form"].errors.keys() == {"late_notice_reason"}
    meeting.refresh_from_db()
    assert not meeting.live
    assert not Posting.objects.exists()


def test_with_a_reason_it_is_published_and_the_reason_is_on_record(client, clerk, meeting):
    reason = "The chair fell ill."
    response = client.post(edit_url(meeting), filled_in(meeting, late_notice_reason=reason))
    assert response.status_code == 302
    posting = Posting.objects.get()
    assert (posting.reason, posting.by) == (reason, clerk)
    history = reverse("wagtailsnippets_meetings_meeting:history", args=[meeting.pk])
    assert f"Published with less than 72 hours of notice: {reason}" in client.get(history).text


def test_the_reason_is_for_staff_and_the_page_says_only_how_short_the_notice_was(
    client, clerk, meeting
):
    client.post(edit_url(meeting), filled_in(meeting, late_notice_reason="The chair fell ill."))
    client.logout()
    page = client.get(meeting.get_absolute_url()).text
    assert "fell ill" not in page
    assert "less than 72 hours before" in page


def test_blanks_are_no_reason(client, clerk, meeting):
    response = client.post(edit_url(meeting), filled_in(meeting, late_notice_reason="  \n "))
    assert "late_notice_reason" in response.context["form"].errors


def test_a_draft_is_saved_without_a_reason(client, clerk, meeting):
    response = client.post(edit_url(meeting), filled_in(meeting, publish=False))
    assert response.status_code == 302


def test_a_publication_scheduled_for_too_late_is_refused_now(client, clerk, meeting):
    start = meeting.starts_at + timedelta(days=20)
    times = {"starts_at": typed(start), "ends_at": typed(start + timedelta(hours=1))}
    late = {"go_live_at": typed(start - timedelta(hours=70))}
    response = client.post(edit_url(meeting), filled_in(meeting, **times, **late))
    assert "late_notice_reason" in response.context["form"].errors
    in_time = {"go_live_at": typed(start - timedelta(hours=74))}
    assert client.post(edit_url(meeting), filled_in(meeting, **times, **in_time)).status_code == 302


def test_an_agenda_added_late_to_a_meeting_that_is_public_needs_a_reason(client, clerk, meeting):
    meeting.live = True
    meeting.save()
    assert client.post(edit_url(meeting), filled_in(meeting)).status_code == 302
    with_agenda = filled_in(
        meeting,
        **{
            "materials-TOTAL_FORMS": "1",
            "materials-0-kind": "agenda",
            "materials-0-file": factories.library_file("agenda.pdf").pk,
            "materials-0-language": "en",
            "materials-0-released_on": "2025-08-25",
            "materials-0-ORDER": "1",
        },
    )
    response = client.post(edit_url(meeting), with_agenda)
    assert "late_notice_reason" in response.context["form"].errors
    response = client.post(edit_url(meeting), with_agenda | {"late_notice_reason": "A mistake"})
    assert response.status_code == 302
    agenda = Posting.objects.get(subject="agenda")
    assert (agenda.is_late, agenda.reason) == (True, "A mistake")


def test_a_presentation_added_late_needs_none(client, clerk, meeting):
    meeting.live = True
    meeting.materials = [factories.material()]
    meeting.save()
    file = meeting.materials.get()
    data = filled_in(
        meeting,
        **{
            "materials-TOTAL_FORMS": "1",
            "materials-INITIAL_FORMS": "1",
            "materials-0-id": file.pk,
            "materials-0-kind": "presentation",
            "materials-0-file": file.file_id,
            "materials-0-language": "en",
            "materials-0-released_on": "2025-08-25",
            "materials-0-ORDER": "1",
        },
    )
    assert client.post(edit_url(meeting), data).status_code == 302


def test_the_screen_that_adds_materials_asks_for_the_reason_too(client, clerk, meeting):
    meeting.live = True
    meeting.save()
    data = {
        "material-TOTAL_FORMS": "1",
        "material-INITIAL_FORMS": "0",
        "material-0-kind": "agenda",
        "material-0-language": "en",
        "material-0-file": factories.library_file("agenda.pdf").pk,
        "material-0-released_on": "2025-08-25",
        "action": "publish",
    }
    data = {name.replace("material-", f"{PREFIX}-"): value for name, value in data.items()}
    url = reverse("add_materials", args=[meeting.pk])
    refused = client.post(url, data)
    assert refused.status_code == 422
    assert "An agenda that is published now comes late" in refused.text
    assert not meeting.materials.exists()
    Meeting.objects.filter(pk=meeting.pk).update(late_notice_reason="A mistake of ours")
    assert client.post(url, data).status_code == 302
    assert Posting.objects.get(subject="agenda").reason == "A mistake of ours"


def test_the_message_is_in_the_clerks_language(client, clerk, meeting):
    UserProfile.objects.create(user=clerk, preferred_language="es")
    response = client.post(edit_url(meeting), filled_in(meeting))
    assert "Debió publicarse a más tardar el" in response.text
    assert "72 horas de anticipación (Gov. Code §54954.2)" in response.text


# The warning that comes first


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (24 * 30, "Post the agenda by"),
        (80, "help-warning"),
        (60, "The last moment for posting in time was"),
    ],
)
def test_the_editor_says_by_when_the_agenda_must_be_posted(client, clerk, meeting, hours, said):
    start = timezone.now() + timedelta(hours=hours)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=start, ends_at=start + timedelta(hours=1)
    )
    page = client.get(edit_url(meeting)).text
    assert said in page
    assert notice.date_and_time(notice.due_at(starts_at=start, hours=72)) in page


def test_the_editor_says_that_the_agenda_is_posted(client, clerk, initiative):
    made = factories.meeting(
        initiatives=[initiative],
        kind=BOARD,
        starts_at=timezone.now() + timedelta(days=4),
        materials=[factories.material(kind=Material.Kind.AGENDA)],
    )
    made.save_revision().publish()
    page = client.get(edit_url(made)).text
    assert "The agenda was posted on" in page
    assert "help-warning" not in page


def test_a_new_meeting_starts_with_all_rules_in_view(client, clerk):
    page = client.get(reverse("wagtailsnippets_meetings_meeting:add")).text
    assert "72 hours of notice (Gov. Code §54954.2)" in page
    assert "24 hours of notice (Gov. Code §54956)" in page


# Dates


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"starts_at": "2020-01-01 12:00"}, "starts_at", "This is in the past."),
        (
            {"registration_closes_at": "2999-01-01 12:00"},
            "registration_closes_at",
            "Registration must close before the meeting starts",
        ),
        (
            {"registration_opens_at": "2998-01-01 12:00"},
            "registration_opens_at",
            "Registration must open before it closes.",
        ),
        ({"latitude": "33.8"}, "longitude", "Enter both latitude and longitude, or neither."),
        ({"longitude": "-118.1"}, "latitude", "Enter both latitude and longitude, or neither."),
    ],
)
def test_dates_that_cannot_be_are_named_beside_the_field_and_all_typed_is_kept(
    client, clerk, meeting, changes, field, message
):
    response = client.post(edit_url(meeting), filled_in(meeting, publish=False, **changes))
    assert response.status_code == 200
    assert message in response.context["form"].errors[field][0]
    assert next(iter(changes.values())) in response.text


def test_a_meeting_that_was_can_still_get_its_minutes(client, clerk, initiative):
    past = timezone.now().replace(second=0, microsecond=0) - timedelta(days=9)
    made = factories.meeting(initiatives=[initiative], kind=BOARD, starts_at=past)
    assert client.post(edit_url(made), filled_in(made)).status_code == 302


def test_the_reason_for_one_change_is_no_reason_for_the_next(client, clerk, meeting):
    reason = {"late_notice_reason": "The chair fell ill."}
    client.post(edit_url(meeting), filled_in(meeting, **reason))
    meeting.refresh_from_db()
    moved = {"starts_at": meeting.starts_at + timedelta(hours=1)}
    meeting.ends_at += timedelta(hours=1)
    response = client.post(edit_url(meeting), filled_in(meeting, **reason, **moved))
    assert "late_notice_reason" in response.context["form"].errors
    again = {"late_notice_reason": "The room is taken until six."}
    client.post(edit_url(meeting), filled_in(meeting, **again, **moved))
    assert list(meeting.postings.values_list("reason", flat=True)) == [
        *reason.values(),
        *again.values(),
    ]
