"""Staff repeat and copy meetings in the admin; residents see the dates of a series."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings import series
from meetings.models import Meeting, MeetingSeries, NoticeRule, Slot
from tests import factories
from tests.factories import local
from tests.meetings.test_this_and_later import typed_in

pytestmark = pytest.mark.django_db

Frequency = MeetingSeries.Frequency
LIST = "wagtailsnippets_meetings_meeting:list"


@pytest.fixture(autouse=True)
def _january(time_machine):
    time_machine.move_to(local(2026, 1, 5, 9, 0), tick=False)


@pytest.fixture
def clerk(client):
    user = factories.superuser()
    client.force_login(user)
    return user


@pytest.fixture
def friday(initiative):
    """Office hours on Friday, January 9, 2026, at noon."""
    return factories.meeting(
        starts_at=local(2026, 1, 9, 12, 0),
        ends_at=local(2026, 1, 9, 13, 0),
        initiatives=[initiative],
    )


def page_of(meeting) -> str:
    return reverse("repeat_meeting", args=[meeting.pk])


def answers(frequency="every_second_week", until="2026-06-26") -> dict:
    return {"frequency": frequency, "until": until}


# Repeating


def test_the_days_are_shown_before_anything_is_made(client, clerk, friday):
    page = client.get(page_of(friday), answers())
    assert "12 more meetings" in page.text
    assert "Friday, March 6, 2026 at 12:00 p.m. PST" in page.text
    assert "Friday, March 20, 2026 at 12:00 p.m. PDT" in page.text
    assert "Make 12 meetings" in page.text
    assert Meeting.objects.count() == 1


def test_pressing_twice_makes_them_once_and_leads_to_their_list(client, clerk, friday):
    for _press in range(2):
        answer = client.post(page_of(friday), answers(), follow=True)
        assert answer.status_code == 200
        assert answer.redirect_chain[0][0].startswith(reverse(LIST))
    assert Meeting.objects.filter(series=MeetingSeries.objects.get()).count() == 13


@pytest.mark.parametrize(
    ("entered", "field", "message"),
    [
        ({"until": "2025-12-31"}, "until", "This day has passed. Enter a day to come."),
        ({"until": "2026-01-09"}, "until", "Enter a day after the meeting itself."),
        ({"until": "2026-01-10"}, "until", "The meeting does not come again by this day."),
        ({"until": "2029-01-01"}, "until", "The last day can be April 14, 2028."),
        ({"until": "next June"}, "until", "Enter a day in the form 2026-06-26."),
        ({"until": ""}, "until", "Enter the last possible day."),
        ({"frequency": ""}, "frequency", "Choose how often the meeting comes again."),
        ({"frequency": "daily"}, "frequency", "Select a valid choice."),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_mistake_is_named_beside_its_field_and_makes_nothing(
    client, clerk, friday, entered, field, message, method
):
    page = getattr(client, method)(page_of(friday), answers() | entered)
    assert message in page.context["form"].errors[field][0]
    assert message in page.text
    assert "Make " not in page.text
    assert Meeting.objects.count() == 1


def test_months_without_the_day_are_explained(client, clerk):
    meeting = factories.meeting(starts_at=local(2026, 1, 30, 12, 0))
    page = client.get(page_of(meeting), answers("monthly_on_date"))
    assert "the meeting is on their last day" in page.text
    page = client.get(page_of(meeting), answers("monthly_on_weekday"))
    assert "On the last Friday of each month: few have a fifth." in page.text


def test_a_series_is_extended_from_the_same_page(client, clerk, friday):
    client.post(page_of(friday), answers(until="2026-02-06"))
    page = client.get(page_of(friday))
    assert "every second week until February 6, 2026" in page.text
    page = client.get(page_of(friday), {"until": "2026-02-05"})
    assert "Enter a later day." in page.text
    client.post(page_of(friday), {"until": "2026-03-06"})
    assert Meeting.objects.count() == 5


def test_one_that_begins_sooner_than_the_notice_rule_asks_stays_a_draft(client, clerk):
    NoticeRule.objects.update_or_create(
        kind=Meeting.Kind.BOARD, special=False, defaults={"hours": 72}
    )
    begun = factories.meeting(kind=Meeting.Kind.BOARD, starts_at=local(2026, 1, 1, 12, 0))
    page = client.post(page_of(begun), answers("weekly", "2026-01-22"), follow=True)
    assert "1 of them begins sooner than the notice rule asks." not in page.text
    assert set(Meeting.objects.exclude(pk=begun.pk).values_list("live", flat=True)) == {True}
    later = factories.meeting(kind=Meeting.Kind.BOARD, starts_at=local(2025, 12, 31, 12, 0))
    page = client.post(page_of(later), answers("weekly", "2026-01-14"), follow=True)
    assert "1 of them begins sooner than the notice rule asks." in page.text
    assert not Meeting.objects.get(starts_at=local(2026, 1, 7, 12, 0)).live


def with_permissions(*names) -> User:
    user = User.objects.create_user("colleague")
    access = Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    user.user_permissions.set([access, *Permission.objects.filter(codename__in=names)])
    return user


@pytest.mark.parametrize(
    ("permissions", "may"),
    [
        (None, False),
        ((), False),
        (("change_meeting",), False),
        (("change_meeting", "add_meeting"), False),
        (("change_meeting", "add_meeting", "publish_meeting"), True),
    ],
)
def test_only_who_may_make_and_publish_meetings_repeats_one(client, friday, permissions, may):
    if permissions is not None:
        client.force_login(with_permissions(*permissions))
    client.post(page_of(friday), answers())
    assert MeetingSeries.objects.exists() == may
    assert (client.get(page_of(friday)).status_code == 200) == may


def test_a_draft_is_repeated_by_whoever_may_write_drafts(client, friday):
    friday.unpublish()
    client.force_login(with_permissions("change_meeting", "add_meeting"))
    client.post(page_of(friday), answers())
    assert not Meeting.objects.filter(live=True).exists()
    assert Meeting.objects.count() == 13


def test_the_list_shows_one_series_when_asked(client, clerk, friday):
    factories.meeting(headline_en="Somewhere else")
    client.post(page_of(friday), answers())
    found = MeetingSeries.objects.get()
    page = client.get(reverse(LIST), {"series": found.pk})
    assert "Office hours" in page.text
    assert "Somewhere else" not in page.text


# Copying


def test_a_copy_is_a_new_draft_in_a_week_to_come_without_materials_or_series(
    client, clerk, initiative
):
    meeting = factories.meeting(
        starts_at=local(2025, 12, 12, 12, 0),
        ends_at=local(2025, 12, 12, 13, 0),
        initiatives=[initiative],
        numbers=["+1 (669) 900-6833"],
        materials=[factories.material()],
        late_notice_reason="The room was flooded",
    )
    meeting.slots = [
        Slot(starts_at=local(2025, 12, 12, 12, 0), ends_at=local(2025, 12, 12, 12, 10))
    ]
    meeting.save()
    series.make_series(meeting=meeting, frequency=Frequency.WEEKLY, until=date(2026, 1, 9), by=None)
    before = set(Meeting.objects.values_list("pk", flat=True))
    url = reverse("wagtailsnippets_meetings_meeting:copy", args=[meeting.pk])
    page = client.get(url)
    data = typed_in(page)
    assert data["starts_at"] == "2026-01-09 12:00"
    client.post(reverse("wagtailsnippets_meetings_meeting:add"), data)
    copy = Meeting.objects.exclude(pk__in=before).get()
    assert copy.uid != meeting.uid
    assert (copy.series, copy.live, copy.late_notice_reason) == (None, False, "")
    assert list(copy.initiatives.all()) == [initiative]
    assert [number.number for number in copy.dial_in_numbers.all()] == ["+1 (669) 900-6833"]
    assert copy.slots.get().starts_at == local(2026, 1, 9, 12, 0)
    assert not copy.materials.exists()
    original = Meeting.objects.get(pk=meeting.pk)
    assert original.materials.count() == original.slots.count() == 1
    assert original.dial_in_numbers.count() == 1


# What residents see


def test_the_page_says_the_rhythm_and_links_the_next_dates(client, friday):
    made = series.make_series(
        meeting=friday, frequency=Frequency.WEEKLY, until=date(2026, 6, 26), by=None
    )
    Meeting.objects.filter(pk=made[0].pk).update(status=Meeting.Status.CANCELLED)
    made[1].unpublish()
    page = client.get(friday.get_absolute_url())
    assert "Part of a series: every week until June 26, 2026." in page.text
    linked = [meeting for meeting in made if f'href="{meeting.get_absolute_url()}"' in page.text]
    assert linked == made[2:6]
    spanish = client.get(friday.get_absolute_url().replace("/en/", "/es/"))
    assert "Forma parte de una serie: cada semana hasta el 26 de junio de 2026." in spanish.text


def test_a_meeting_outside_a_series_says_nothing_of_one(client, friday):
    assert "series" not in client.get(friday.get_absolute_url()).text.lower()


def test_a_page_takes_the_same_queries_however_long_its_series_is(
    client, friday, django_assert_max_num_queries
):
    def queries(until) -> int:
        series.make_series(meeting=friday, frequency=Frequency.WEEKLY, until=until, by=None)
        cache.clear()
        with CaptureQueriesContext(connection) as taken:
            client.get(friday.get_absolute_url())
        return len(taken)

    client.get(friday.get_absolute_url())
    few = queries(date(2026, 1, 16))
    assert queries(date(2026, 1, 9) + timedelta(weeks=20)) <= few
