"""Editing one meeting of a series and the later ones in one go, as calendars do."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.forms import BooleanField
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from engagement.models import OutgoingMail
from meetings import changes, series
from meetings.models import Meeting, MeetingSeries, NoticeRule, Slot
from tests import factories
from tests.factories import local
from tests.meetings.test_registration import register

pytestmark = pytest.mark.django_db

JANUARY = local(2026, 1, 5, 9, 0)
EDIT = "wagtailsnippets_meetings_meeting:edit"


@pytest.fixture(autouse=True)
def _january(time_machine):
    time_machine.move_to(JANUARY, tick=False)


@pytest.fixture
def clerk(client):
    user = factories.superuser()
    client.force_login(user)
    return user


@pytest.fixture
def fridays(initiative):
    """Published office hours at noon on four Fridays from January 9, each with a slot."""
    first = factories.meeting(
        starts_at=local(2026, 1, 9, 12, 0),
        ends_at=local(2026, 1, 9, 13, 0),
        initiatives=[initiative],
        numbers=["+1 (669) 900-6833"],
    )
    first.slots = [Slot(starts_at=local(2026, 1, 9, 12, 0), ends_at=local(2026, 1, 9, 12, 10))]
    first.save()
    series.make_series(
        meeting=first,
        frequency=MeetingSeries.Frequency.WEEKLY,
        until=date(2026, 1, 30),
        by=None,
    )
    return list(Meeting.objects.order_by("starts_at"))


def form_of(client, meeting) -> dict:
    """What a browser would send of the edit page."""
    page = client.get(reverse(EDIT, args=[meeting.pk]))
    assert page.status_code == 200
    return typed_in(page)


def typed_in(page) -> dict:
    """What the form holds; Wagtail's reader has no value for boxes that are ticked."""
    sent = querydict_from_html(page.text, form_id="w-editor-form")
    typed = {name: values if len(values) > 1 else values[0] for name, values in sent.lists()}
    boxes = page.context["form"].fields.items()
    ticked = [name for name, field in boxes if isinstance(field, BooleanField) and name in typed]
    return typed | dict.fromkeys(ticked, "on")


def edit(client, meeting, *, publish=True, apply_to="later", data=None, **changed):
    data = data or form_of(client, meeting)
    for name, value in {**changed, "apply_to": apply_to}.items():
        data[name] = value
    if publish:
        data["action-publish"] = "action-publish"
    return client.post(reverse(EDIT, args=[meeting.pk]), data)


def rooms() -> list[str]:
    return list(Meeting.objects.order_by("starts_at").values_list("room", flat=True))


def starts() -> list:
    return list(Meeting.objects.order_by("pk").values_list("starts_at", flat=True))


# What is changed, and where


def test_a_change_of_this_one_alone_is_the_default(client, clerk, fridays):
    assert form_of(client, fridays[1])["apply_to"] == "this"
    edit(client, fridays[1], apply_to="this", room="12")
    assert rooms() == ["", "12", "", ""]


def test_this_and_later_leaves_the_earlier_ones_alone(client, clerk, fridays):
    edit(client, fridays[1], room="12")
    assert rooms() == ["", "12", "12", "12"]


def test_only_what_was_changed_is_changed_and_what_one_has_of_its_own_stays(client, clerk, fridays):
    Meeting.objects.filter(pk=fridays[3].pk).update(headline_en="The last one", passcode="own")
    edit(client, fridays[1], room="12", headline_es="Consultas")
    last = Meeting.objects.get(pk=fridays[3].pk)
    assert (last.room, last.headline_es) == ("12", "Consultas")
    assert (last.headline_en, last.passcode) == ("The last one", "own")


def test_a_new_time_moves_each_of_them_as_far_by_the_clock_on_the_wall(client, clerk, fridays):
    march = Meeting.objects.get(pk=fridays[3].pk)
    march.starts_at, march.ends_at = local(2026, 3, 13, 14, 0), local(2026, 3, 13, 15, 0)
    march.slots = []
    march.save()
    edit(
        client,
        fridays[1],
        starts_at="2026-01-15 11:30",
        ends_at="2026-01-15 12:30",
        **{"slots-0-starts_at": "2026-01-15 11:30", "slots-0-ends_at": "2026-01-15 11:40"},
    )
    assert starts() == [
        local(2026, 1, 9, 12, 0),
        local(2026, 1, 15, 11, 30),
        local(2026, 1, 22, 11, 30),
        local(2026, 3, 12, 13, 30),
    ]
    assert fridays[2].slots.get().starts_at == local(2026, 1, 22, 11, 30)
    assert not fridays[3].slots.exists()


def test_slots_and_numbers_follow(client, clerk, fridays):
    data = form_of(client, fridays[0])
    data |= {
        "slots-TOTAL_FORMS": "2",
        "slots-1-starts_at": "2026-01-09 12:10",
        "slots-1-ends_at": "2026-01-09 12:20",
        "slots-1-id": "",
        "dial_in_numbers-0-number": "+1 (213) 338-8477",
    }
    edit(client, fridays[0], data=data)
    last = fridays[3]
    assert [slot.starts_at for slot in last.slots.all()] == [
        local(2026, 1, 30, 12, 0),
        local(2026, 1, 30, 12, 10),
    ]
    assert [number.number for number in last.dial_in_numbers.all()] == ["+1 (213) 338-8477"]


def test_materials_stay_with_their_meeting(client, clerk, fridays):
    file = factories.library_file()
    data = form_of(client, fridays[0])
    data |= {
        "materials-TOTAL_FORMS": "1",
        "materials-0-kind": "presentation",
        "materials-0-file": str(file.pk),
        "materials-0-language": "en",
        "materials-0-released_on": "2026-01-05",
        "materials-0-link": "",
        "materials-0-other_language_on": "",
        "materials-0-id": "",
    }
    edit(client, fridays[0], data=data, room="12")
    assert rooms() == ["12"] * 4
    assert [meeting.materials.count() for meeting in fridays] == [1, 0, 0, 0]


def test_a_meeting_that_has_begun_stays_as_it_was(client, clerk, fridays, time_machine):
    time_machine.move_to(local(2026, 1, 23, 12, 30), tick=False)
    client.force_login(clerk)
    edit(client, fridays[0], room="12")
    assert rooms() == ["12", "", "", "12"]


def test_cancelling_this_and_later_tells_everyone_who_registered(client, clerk, fridays):
    register(fridays[0], "ana@example.com")
    register(fridays[2], "ben@example.com")
    register(fridays[3], "eva@example.com", language="es")
    OutgoingMail.objects.all().delete()
    edit(client, fridays[2], status="cancelled")
    assert list(Meeting.objects.order_by("pk").values_list("status", flat=True)) == [
        "scheduled",
        "scheduled",
        "cancelled",
        "cancelled",
    ]
    assert changes.tell_registrants() == 2
    told = dict(OutgoingMail.objects.values_list("to", "subject"))
    assert told["ben@example.com"].startswith("Cancelled:")
    assert told["eva@example.com"].startswith("Cancelad")


def test_whoever_is_registered_for_a_moved_later_meeting_is_told_of_it(client, clerk, fridays):
    register(fridays[3], "eva@example.com")
    OutgoingMail.objects.all().delete()
    edit(client, fridays[0], ends_at="2026-01-09 13:30")
    assert changes.tell_registrants() == 1
    assert Meeting.objects.get(pk=fridays[3].pk).sequence == 1


# Drafts


def test_a_draft_of_this_makes_drafts_of_the_later_ones_and_publishing_them_comes_after(
    client, clerk, fridays
):
    edit(client, fridays[2], publish=False, room="12")
    assert rooms() == [""] * 4
    last = Meeting.objects.get(pk=fridays[3].pk)
    assert last.has_unpublished_changes
    assert last.get_latest_revision_as_object().room == "12"
    edit(client, fridays[2])
    assert rooms() == ["", "", "12", "12"]
    assert not Meeting.objects.get(pk=fridays[3].pk).has_unpublished_changes


def test_a_time_that_was_moved_in_drafts_is_not_moved_twice_by_publishing(client, clerk, fridays):
    edit(client, fridays[2], publish=False, ends_at="2026-01-23 13:30")
    edit(client, fridays[2])
    last = Meeting.objects.get(pk=fridays[3].pk)
    assert last.ends_at == local(2026, 1, 30, 13, 30)
    assert not last.has_unpublished_changes


def test_somebodys_unfinished_draft_of_a_later_one_is_not_published_with_it(client, clerk, fridays):
    draft = Meeting.objects.get(pk=fridays[3].pk)
    draft.headline_en = "Not yet decided"
    draft.save_revision()
    edit(client, fridays[0], room="12")
    last = Meeting.objects.get(pk=fridays[3].pk)
    assert (last.room, last.headline_en) == ("12", "Office hours")
    kept = last.get_latest_revision_as_object()
    assert (kept.room, kept.headline_en) == ("12", "Not yet decided")


def test_later_ones_that_are_drafts_stay_drafts(client, clerk, fridays):
    Meeting.objects.get(pk=fridays[3].pk).unpublish()
    edit(client, fridays[0], room="12")
    last = Meeting.objects.get(pk=fridays[3].pk)
    assert not last.live
    assert last.get_latest_revision_as_object().room == "12"


def test_the_editors_own_saving_changes_this_one_alone_until_somebody_presses(
    client, clerk, fridays
):
    data = form_of(client, fridays[0])
    data |= {"room": "12", "apply_to": "later"}
    url = reverse(EDIT, args=[fridays[0].pk])
    saved = client.post(url, data, headers={"accept": "application/json"}).json()
    assert saved["success"]
    assert not Meeting.objects.get(pk=fridays[3].pk).has_unpublished_changes
    edit(client, fridays[0], data=data, publish=False)
    last = Meeting.objects.get(pk=fridays[3].pk)
    assert last.get_latest_revision_as_object().room == "12"


# Twice, refused, permitted


@pytest.mark.parametrize("publish", [True, False])
def test_pressing_twice_moves_once(client, clerk, fridays, publish):
    data = form_of(client, fridays[0])
    for _press in range(2):
        edit(client, fridays[0], data=data, publish=publish, ends_at="2026-01-09 13:30")
    last = Meeting.objects.get(pk=fridays[3].pk).get_latest_revision_as_object()
    assert last.ends_at == local(2026, 1, 30, 13, 30)


def test_what_one_of_them_cannot_be_is_refused_beside_the_choice_and_changes_nothing(
    client, clerk, fridays
):
    Slot.objects.all().delete()
    register(fridays[3], "ana@example.com")
    factories.registration(meeting=fridays[3])
    page = edit(client, fridays[0], capacity="1", room="12")
    assert page.status_code == 200
    assert "2 people are confirmed already." in page.context["form"].errors["apply_to"][0]
    assert "January 30" in page.text
    assert rooms() == [""] * 4
    assert not Meeting.objects.filter(capacity=1).exists()
    # What was typed is still there, and goes through for this one alone.
    data = typed_in(page)
    assert (data["capacity"], data["room"]) == ("1", "12")
    edit(client, fridays[0], data=data, apply_to="this")
    assert rooms() == ["12", "", "", ""]


def test_a_later_one_is_not_moved_into_the_time_of_notice_without_a_reason(
    client, clerk, fridays, time_machine
):
    NoticeRule.objects.update_or_create(
        kind=Meeting.Kind.OFFICE_HOURS, special=False, defaults={"hours": 72}
    )
    time_machine.move_to(local(2026, 1, 13, 14, 0), tick=False)
    client.force_login(clerk)
    page = edit(
        client, fridays[0], apply_to="later", ends_at="2026-01-09 12:45", status="scheduled"
    )
    assert page.status_code == 302, "an end is no news"
    first = Meeting.objects.get(pk=fridays[1].pk)
    assert first.ends_at == local(2026, 1, 16, 12, 45)


def test_the_message_counts_and_links_those_that_were_changed(client, clerk, fridays):
    page = client.get(edit(client, fridays[0], room="12").url)
    assert "3 later meetings of the series were changed as well." in page.text
    assert reverse(EDIT, args=[fridays[3].pk]) in page.text
    history = client.get(
        reverse("wagtailsnippets_meetings_meeting:history", args=[fridays[0].pk])
    ).text
    assert "Changed 3 later meetings of the series as well" in history


def with_permissions(*names) -> User:
    user = User.objects.create_user("colleague")
    user.user_permissions.set(
        Permission.objects.filter(codename__in=[*names, "access_admin"]).exclude(
            codename="access_admin", content_type__app_label="auth"
        )
    )
    return user


def test_whoever_may_not_publish_makes_drafts_of_the_later_ones(client, fridays):
    client.force_login(with_permissions("change_meeting", "view_meeting"))
    edit(client, fridays[0], room="12", publish=True)
    assert rooms() == [""] * 4
    assert Meeting.objects.filter(has_unpublished_changes=True).count() == 4


@pytest.mark.parametrize("permissions", [None, (), ("view_registration",)])
def test_nobody_else_changes_any_of_them(client, clerk, fridays, permissions):
    data = form_of(client, fridays[0])
    client.logout()
    if permissions is not None:
        client.force_login(with_permissions(*permissions))
    response = edit(client, fridays[0], data=data, room="12")
    assert response.status_code in {302, 403}
    assert rooms() == [""] * 4
    assert not Meeting.objects.filter(has_unpublished_changes=True).exists()


def test_a_meeting_outside_a_series_is_not_asked_about(client, clerk):
    meeting = factories.meeting(starts_at=JANUARY + timedelta(days=1))
    page = client.get(reverse(EDIT, args=[meeting.pk]))
    assert "apply_to" not in page.text
    assert "Repeat this meeting…" in page.text
