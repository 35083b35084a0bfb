"""Staff change the dates of a period in one place, with a reason; the docket's form says where."""

from datetime import UTC, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.models import PeriodChange, Topic
from comments.period_forms import ChangeDatesForm, ClockTimeField
from tests.comments import factories as make
from tests.factories import local

pytestmark = pytest.mark.django_db

FORM = "%Y-%m-%d %H:%M"
MAY = ("comments.change_docket", "comments.publish_docket", "comments.view_docket")


@pytest.fixture
def docket():
    return make.docket(opens_at=local(2026, 1, 5, 9, 0), closes_at=local(2099, 1, 5, 23, 59, 59))


@pytest.fixture
def editor(client):
    user = make.user("eva", *MAY)
    client.force_login(user)
    return user


def change_url(docket) -> str:
    return reverse("change_period", args=[docket.pk])


def edit_url(docket) -> str:
    return reverse("wagtailsnippets_comments_docket:edit", args=[docket.pk])


def given(**fields) -> dict:
    values = {
        "closes_at": "2099-01-15 17:00",
        "reason_en": "The study came late.",
        "reason_es": "El estudio llegó tarde.",
    }
    return values | fields


def test_an_editor_extends_a_period_and_the_public_reads_why(client, docket, editor):
    assert client.get(change_url(docket)).status_code == 200
    response = client.post(change_url(docket), given())
    assert response.status_code == 302
    docket.refresh_from_db()
    assert docket.closes_at == local(2099, 1, 15, 17, 0)
    assert PeriodChange.objects.get().by == editor
    assert "The study came late." in client.get(docket.get_absolute_url()).text
    history = client.get(reverse("wagtailsnippets_comments_docket:history", args=[docket.pk]))
    assert "Change the dates of a comment period" in history.text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"reason_es": " "}, "This field is required."),
        ({"closes_at": "2026-01-06 17:00"}, "nobody can keep a deadline that has passed"),
        ({"closes_at": "2099-01-05 23:59"}, "These are the present dates."),
        ({"closes_at": "soon"}, "Enter a valid date/time."),
        ({"closes_at": "2027-03-14 02:30"}, "2:30 a.m. does not exist"),
        ({"closes_at": "2027-11-07 01:30"}, "1:30 a.m. comes twice"),
    ],
)
def test_a_mistake_is_named_and_what_was_typed_is_kept(client, docket, editor, fields, message):
    response = client.post(change_url(docket), given(**fields))
    assert response.status_code == 422
    assert message in response.text
    assert "The study came late." in response.text
    assert not PeriodChange.objects.exists()


def test_the_reasons_are_required_in_words_residents_have(client, docket):
    form = ChangeDatesForm({"closes_at": "2099-01-15 17:00"}, docket=docket)
    assert set(form.errors) == {"reason_en", "reason_es"}


@pytest.mark.parametrize("permissions", [(), ("comments.change_docket", "comments.view_docket")])
def test_others_cannot_change_dates(client, docket, permissions):
    client.force_login(make.user("olga", *permissions))
    for response in (client.get(change_url(docket)), client.post(change_url(docket), given())):
        assert response.status_code in {302, 403}
    assert not PeriodChange.objects.exists()


def test_the_list_and_the_form_lead_to_the_change(client, docket, editor):
    for url in (edit_url(docket), reverse("wagtailsnippets_comments_docket:list")):
        assert change_url(docket) in client.get(url).text


def test_dates_that_are_not_public_are_changed_in_the_form(client, editor):
    docket = make.docket(live=False)
    assert change_url(docket) not in client.get(edit_url(docket)).text
    assert client.get(change_url(docket))["Location"] == edit_url(docket)


def form_of(docket, **fields) -> dict:
    values = {
        "number": docket.number,
        "initiative": docket.initiative_id,
        "opens_at": timezone.localtime(docket.opens_at).strftime(FORM),
        "closes_at": timezone.localtime(docket.closes_at).strftime(FORM),
        "grace_minutes": docket.grace_minutes,
        "headline_en": docket.headline_en,
        "action-publish": "1",
    }
    return values | fields


def test_the_form_of_a_public_docket_refuses_other_dates_and_says_where(client, docket, editor):
    response = client.post(edit_url(docket), form_of(docket, closes_at="2099-02-01 17:00"))
    assert response.status_code == 200
    assert f'<a href="{change_url(docket)}">' in response.text
    docket.refresh_from_db()
    assert docket.closes_at == local(2099, 1, 5, 23, 59, 59)


def test_the_form_keeps_the_seconds_it_does_not_show(client, docket, editor):
    response = client.post(edit_url(docket), form_of(docket, headline_en="Another title"))
    assert response.status_code == 302
    docket.refresh_from_db()
    assert docket.headline_en == "Another title"
    assert docket.closes_at == local(2099, 1, 5, 23, 59, 59)


def test_a_clock_time_is_read_on_the_agencys_clock():
    field = ClockTimeField()
    assert field.clean("2026-11-01 00:59") == local(2026, 11, 1, 0, 59)
    assert field.clean("2026-11-01 02:00") == local(2026, 11, 1, 2, 0)
    times = ("2026-03-08 01:59", "2026-03-08 03:00")
    before, after = (field.clean(time).astimezone(UTC) for time in times)
    assert after - before == timedelta(minutes=1)


def test_topics_are_kept_one_of_a_name_for_each_docket(client, docket):
    may = [f"comments.{verb}_topic" for verb in ("add", "change", "view")]
    client.force_login(make.user("tess", *may))
    url = reverse("topics:add")
    noise = {"docket": docket.pk, "name_en": "Noise", "name_es": "Ruido"}
    assert client.post(url, noise).status_code == 302
    again = client.post(url, noise)
    assert "This docket has a topic of this name already." in again.text
    topic = Topic.objects.get()
    topic.comments.add(make.submit(docket))
    other = make.docket(number="PA-2026-02")
    moved = client.post(reverse("topics:edit", args=[topic.pk]), noise | {"docket": other.pk})
    assert "Comments of the other docket have this topic." in moved.text
