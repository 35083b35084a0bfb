"""What the editor of a meeting refuses about registration and slots, beside the field."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from meetings.models import Meeting, Registration, Slot
from meetings.slots import make_slots
from tests import factories
from tests.factories import local

pytestmark = pytest.mark.django_db
EDIT = "wagtailsnippets_meetings_meeting:edit"
NOON, ONE = local(2026, 1, 9, 12, 0), local(2026, 1, 9, 13, 0)


@pytest.fixture(autouse=True)
def _january(time_machine):
    time_machine.move_to(local(2026, 1, 5, 9, 0), tick=False)


@pytest.fixture
def edit(client, initiative):
    """A function that changes fields of the edit page and sends it, as a clerk's browser does."""
    client.force_login(factories.superuser())

    def send(meeting, **changed):
        address = reverse(EDIT, args=[meeting.pk])
        sent = querydict_from_html(client.get(address).text, form_id="w-editor-form")
        data = {name: values if len(values) > 1 else values[0] for name, values in sent.lists()}
        # A browser sends "on" for the ticked box, which names no value of its own.
        for name, value in ({"takes_registration": "on"} | changed).items():
            data[name.replace("__", "-")] = value
        data = {name: value for name, value in data.items() if value is not None}
        return client.post(address, data | {"action-publish": "action-publish"})

    return send


def meeting(initiative, minutes=None, **fields) -> Meeting:
    made = factories.meeting(starts_at=NOON, ends_at=ONE, initiatives=[initiative], **fields)
    if minutes:
        made.slots = make_slots(starts_at=NOON, ends_at=ONE, minutes=minutes)
        made.save()
    made.save_revision().publish()
    return made


def errors(response) -> dict:
    return dict(response.context["form"].errors)


def test_a_number_of_minutes_fills_the_meeting_with_slots(edit, initiative):
    office_hours = meeting(initiative)
    assert edit(office_hours, slot_minutes="25").status_code == 302
    found = office_hours.slots.all()
    assert [slot.starts_at for slot in found] == [NOON, local(2026, 1, 9, 12, 25)]
    assert "slot_minutes" in errors(edit(office_hours, slot_minutes="10"))
    assert office_hours.slots.count() == 2


@pytest.mark.parametrize("minutes", ["4", "90", "241", "x", "-10"])
def test_minutes_that_make_no_slots_are_refused_and_kept(edit, initiative, minutes):
    response = edit(meeting(initiative), slot_minutes=minutes)
    assert "slot_minutes" in errors(response)
    assert f'value="{minutes}"' in response.text
    assert not Slot.objects.exists()


def test_capacity_below_those_confirmed_is_refused_with_their_number(edit, initiative):
    small = meeting(initiative, capacity=3)
    for _person in range(2):
        factories.registration(meeting=small)
    response = edit(small, capacity="1")
    assert errors(response)["capacity"] == [
        "2 people have a place already. The capacity cannot be lower."
    ]
    small.refresh_from_db()
    assert small.capacity == 3
    assert edit(small, capacity="2").status_code == 302


def test_a_capacity_beside_slots_is_refused(edit, initiative):
    assert "capacity" in errors(edit(meeting(initiative, minutes=30), capacity="5"))
    assert "capacity" in errors(edit(meeting(initiative), capacity="5", slot_minutes="10"))


def test_registration_is_not_switched_off_under_those_who_registered(edit, initiative):
    popular = meeting(initiative)
    factories.registration(meeting=popular)
    factories.registration(meeting=popular, state=Registration.State.CANCELLED)
    (message,) = errors(edit(popular, takes_registration=None))["takes_registration"]
    assert message.startswith("1 person is registered or waiting.")
    popular.refresh_from_db()
    assert popular.takes_registration


def test_slots_lie_within_the_meeting_and_do_not_overlap(edit, initiative):
    office_hours = meeting(initiative, minutes=30)
    late = edit(office_hours, slots__1__ends_at="2026-01-09 13:10")
    overlapping = edit(office_hours, slots__1__starts_at="2026-01-09 12:20")
    backwards = edit(office_hours, slots__1__ends_at="2026-01-09 12:30")
    for response, field in ((late, "starts_at"), (overlapping, "starts_at")):
        first, second, *_rest = response.context["form"].formsets["slots"].forms
        assert not first.errors
        assert field in second.errors
    assert "ends_at" in backwards.context["form"].formsets["slots"].forms[1].errors
    assert office_hours.slots.last().ends_at == ONE


def test_a_slot_that_somebody_has_is_not_removed_and_comes_back_with_the_reason(edit, initiative):
    office_hours = meeting(initiative, minutes=30)
    first, second = office_hours.slots.all()
    factories.registration(meeting=office_hours, slot=first)
    response = edit(office_hours, slots__0__DELETE="1")
    row = response.context["form"].formsets["slots"].forms[0]
    assert "Somebody has this slot." in str(row.errors["starts_at"])
    assert not row["DELETE"].value()
    assert edit(office_hours, slots__1__DELETE="1").status_code == 302
    assert list(office_hours.slots.all()) == [first]
    assert second not in Slot.objects.all()


def test_slots_are_not_made_under_those_who_registered_for_the_whole_meeting(edit, initiative):
    popular = meeting(initiative)
    factories.registration(meeting=popular)
    (message,) = errors(edit(popular, slot_minutes="10"))["slot_minutes"]
    assert message.startswith("1 person has registered without a slot.")
