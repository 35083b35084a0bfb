"""A clerk knows who comes, what to prepare, and has the list at the door and on paper."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from meetings.models import RegistrantMessage, Registration, Slot
from plaza.roles import group_for, sync_roles
from tests import factories
from tests.factories import local

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture
def meeting(initiative):
    return factories.meeting(
        initiatives=[initiative],
        starts_at=timezone.now() + timedelta(hours=1),
        headline_en="Evening workshop",
        headline_es="Taller de la tarde",
        capacity=30,
    )


@pytest.fixture
def clerk(client):
    sync_roles()
    user = User.objects.create_user("clerk")
    user.groups.add(group_for("meetings_clerk"))
    client.force_login(user)
    return user


def page(client, meeting, query=""):
    return client.get(reverse("registrants:index", args=[meeting.pk]) + query)


def names(client, meeting, query):
    return {row.name for row in page(client, meeting, query).context["object_list"]}


def csv_rows(client, meeting, query=""):
    response = page(client, meeting, f"?export=csv{query}")
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return response, list(csv.reader(io.StringIO(content, newline="")))


# Above the list


def test_the_screen_counts_states_places_and_who_is_here(client, clerk, meeting):
    for state, count in [(State.CONFIRMED, 4), (State.WAITLISTED, 3), (State.CANCELLED, 2)]:
        for _person in range(count):
            factories.registration(meeting=meeting, state=state)
    Registration.objects.filter(state=State.CANCELLED).update(checked_in_at=timezone.now())
    Registration.objects.filter(pk=meeting.registrations.first().pk).update(
        checked_in_at=timezone.now()
    )
    counts = page(client, meeting).context["counts"]
    assert (counts.confirmed, counts.waitlisted, counts.cancelled) == (4, 3, 2)
    assert (counts.checked_in, counts.places_left) == (1, 26)


def test_interpreters_can_be_ordered_from_the_top_of_the_screen(client, clerk, meeting):
    for name, language, state in [
        ("Ana", "es", State.CONFIRMED),
        ("Vu", "vi", State.CONFIRMED),
        ("Eva", "es", State.WAITLISTED),
        ("Leo", "es", State.CANCELLED),
    ]:
        factories.registration(meeting=meeting, name=name, interpretation=language, state=state)
    factories.registration(meeting=meeting, name="Ada", accommodation="A ramp, please")
    requests = page(client, meeting).context["requests"]
    orders = [(o.language, [r.name for r in o.registrants]) for o in requests.interpretation]
    assert orders == [("Spanish", ["Ana", "Eva"]), ("Vietnamese", ["Vu"])]
    assert [registrant.name for registrant in requests.accommodation] == ["Ada"]


# The list


def test_each_word_is_found_in_name_address_or_affiliation_without_its_accents(
    client, clerk, meeting
):
    factories.registration(
        meeting=meeting, name="José Núñez", email="jn@example.com", affiliation="Unión del Puerto"
    )
    factories.registration(meeting=meeting, name="Josefa Mora", email="mora@example.com")
    for query in ["nunez jose", "NÚÑEZ", "union nunez", "jn@exam"]:
        assert names(client, meeting, f"?q={query}") == {"José Núñez"}, query
    assert names(client, meeting, "?q=jose") == {"José Núñez", "Josefa Mora"}
    assert names(client, meeting, "?q=100%25") == set()


def test_the_list_is_filtered_by_state_language_requests_and_presence(client, clerk, meeting):
    factories.registration(meeting=meeting, name="Ana", language="es", interpretation="es")
    factories.registration(meeting=meeting, name="Ben", checked_in_at=timezone.now())
    factories.registration(meeting=meeting, name="Eva", state=State.WAITLISTED)
    factories.registration(meeting=factories.meeting(), name="Elsewhere")
    for query, found in {
        "": {"Ana", "Ben", "Eva"},
        "?state=waitlisted": {"Eva"},
        "?language=es": {"Ana"},
        "?needs=true": {"Ana"},
        "?needs=false": {"Ben", "Eva"},
        "?here=true": {"Ben"},
        "?here=false&state=confirmed": {"Ana"},
    }.items():
        assert names(client, meeting, query) == found, query


def test_the_list_is_by_name_and_an_accent_does_not_send_anybody_to_its_end(client, clerk, meeting):
    for name in ("Zoe", "Óscar", "ana"):
        factories.registration(meeting=meeting, name=name)
    shown = [row.name for row in page(client, meeting).context["object_list"]]
    assert shown == ["ana", "Óscar", "Zoe"]


def test_the_list_takes_the_same_queries_however_long_it_is(
    client, clerk, meeting, django_assert_max_num_queries
):
    slot = Slot.objects.create(
        meeting=meeting, starts_at=meeting.starts_at, ends_at=meeting.ends_at
    )
    factories.registration(
        meeting=meeting, slot=slot, interpretation="es", checked_in_at=timezone.now()
    )
    page(client, meeting)
    with CaptureQueriesContext(connection) as few:
        page(client, meeting)
    for number in range(30):
        factories.registration(
            meeting=meeting,
            interpretation="es",
            accommodation="A ramp",
            state=State.WAITLISTED if number % 2 else State.CONFIRMED,
            checked_in_at=timezone.now(),
            checked_in_by=clerk,
        )
    with django_assert_max_num_queries(len(few)):
        page(client, meeting)


def test_the_list_of_all_meetings_takes_the_same_queries_too(
    client, clerk, meeting, django_assert_max_num_queries
):
    factories.registration(meeting=meeting)
    url = reverse("registrations:index")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        response = client.get(url)
    assert reverse("registrants:index", args=[meeting.pk]) in response.text
    for _number in range(10):
        factories.registration(meeting=factories.meeting())
    # Its filter has the name of each meeting, in one query.
    with django_assert_max_num_queries(len(few)):
        client.get(url)


def test_two_thousand_registrants_are_a_screen_and_a_file_like_any_other(client, clerk, meeting):
    Registration.objects.bulk_create(
        Registration(
            meeting=meeting,
            name=f"Person {number}",
            email=f"person{number}@example.com",
            language="en",
            state=State.CONFIRMED,
            queued_at=timezone.now(),
        )
        for number in range(2000)
    )
    assert len(page(client, meeting).context["object_list"]) == 50
    assert len(csv_rows(client, meeting)[1]) == 2001


def test_what_residents_wrote_is_no_markup_and_no_cache_keeps_it(client, clerk, meeting):
    factories.registration(meeting=meeting, name="<b>Ana</b>", accommodation="<i>ramp</i>")
    response = page(client, meeting)
    assert "<b>Ana</b>" not in response.text
    assert "<i>ramp</i>" not in response.text
    assert "private" in response["Cache-Control"]


# The file


def test_the_file_has_what_the_list_shows_and_times_in_the_agencys_zone(client, clerk, meeting):
    queued_at = local(2026, 1, 5, 9, 30)
    factories.registration(meeting=meeting, name="José", language="es", queued_at=queued_at)
    factories.registration(meeting=meeting, name="Ben", state=State.CANCELLED)
    response, (heading, *rows) = csv_rows(client, meeting, "&state=confirmed")
    day = timezone.localdate(meeting.starts_at)
    assert f'filename="registrants-evening-workshop-{day}.csv"' in response["Content-Disposition"]
    row = dict(zip(heading, rows[0], strict=True))
    assert len(rows) == 1
    assert (row["Name"], row["Language"]) == ("José", "Spanish")
    assert row["Registered at (America/Los_Angeles)"] == "2026-01-05 09:30"


def test_the_workbook_has_times_that_a_spreadsheet_program_reads_as_times(client, clerk, meeting):
    queued_at = local(2026, 7, 5, 9, 30)
    factories.registration(meeting=meeting, queued_at=queued_at)
    response = page(client, meeting, "?export=xlsx")
    content = b"".join(response.streaming_content)
    heading, row = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    found = dict(zip(heading, row, strict=True))["Registered at (America/Los_Angeles)"]
    assert found == queued_at.replace(tzinfo=None)


def test_the_file_is_in_the_clerks_language_to_its_last_row(client, clerk, meeting):
    profile = UserProfile.get_for_user(clerk)
    profile.preferred_language = "es"
    profile.save()
    factories.registration(meeting=meeting, language="es")
    _response, (heading, row) = csv_rows(client, meeting)
    assert {"Nombre", "Idioma", "Estado"} <= set(heading)
    assert {"español", "Confirmada"} <= set(row)


def test_no_cell_of_the_file_is_a_formula(client, clerk, meeting):
    factories.registration(meeting=meeting, name="=1+1", affiliation="@SUM(A1)")
    _response, rows = csv_rows(client, meeting)
    assert {"'=1+1", "'@SUM(A1)"} <= set(rows[1])


# The door


def press(client, meeting, registration, name="check_in", **data):
    return client.post(reverse(f"registrants:{name}", args=[meeting.pk, registration.pk]), data)


def test_one_press_checks_in_another_undoes_it_and_the_list_stays_where_it_was(
    client, clerk, meeting
):
    found = factories.registration(meeting=meeting, name="Ana")
    here = f"{reverse('registrants:index', args=[meeting.pk])}?q=ana#registrant-{found.pk}"
    response = press(client, meeting, found, next=here)
    assert response["Location"] == here
    found.refresh_from_db()
    assert found.checked_in_by == clerk
    assert "Undo check-in" in page(client, meeting).text
    press(client, meeting, found, "undo_check_in")
    found.refresh_from_db()
    assert found.checked_in_at is None


def test_nobody_is_sent_to_another_site_by_the_button(client, clerk, meeting):
    found = factories.registration(meeting=meeting)
    response = press(client, meeting, found, next="https://evil.example/")
    assert response["Location"] == reverse("registrants:index", args=[meeting.pk])


def test_a_link_does_not_check_anybody_in(client, clerk, meeting):
    found = factories.registration(meeting=meeting)
    url = reverse("registrants:check_in", args=[meeting.pk, found.pk])
    assert client.get(url).status_code == 405


def test_a_refusal_says_why(client, clerk, meeting):
    found = factories.registration(meeting=meeting, name="Eva", state=State.WAITLISTED)
    response = client.post(
        reverse("registrants:check_in", args=[meeting.pk, found.pk]), follow=True
    )
    assert "Eva is on the waitlist. You can check them in once" in response.text


def test_the_registrant_of_another_meeting_is_not_checked_in_here(client, clerk, meeting):
    found = factories.registration(meeting=factories.meeting())
    press(client, meeting, found)
    found.refresh_from_db()
    assert found.checked_in_at is None


def test_weeks_before_the_meeting_there_is_no_button(client, clerk, meeting):
    factories.registration(meeting=meeting)
    with time_machine.travel(meeting.starts_at - timedelta(days=14)):
        client.force_login(clerk)
        text = page(client, meeting).text
    assert "Check-in opens on" in text
    assert "/check-in/" not in text


# Messages

TEXTS = {"subject_en": "New room", "text_en": "Room 5", "subject_es": "", "text_es": ""}
KEY = "6b1bdb7d-4ab0-4d0f-8f3e-2b1a5f0c9a11"


def write(client, meeting, action, **data):
    values = {"form_key": KEY, "audience": "confirmed", "action": action}
    url = reverse("registrants:message", args=[meeting.pk])
    return client.post(url, values | TEXTS | data)


def test_the_form_says_how_many_read_which_language(client, clerk, meeting):
    for language in ("en", "en", "es"):
        factories.registration(meeting=meeting, language=language)
    text = client.get(reverse("registrants:message", args=[meeting.pk])).text
    assert "Everyone who has a place: 2 read English, 1 reads Spanish" in text
    assert "Everyone on the waitlist: nobody" in text


def test_a_message_is_seen_before_it_is_sent_and_listed_afterwards(client, clerk, meeting):
    factories.registration(meeting=meeting)
    preview = write(client, meeting, "preview")
    assert "Send to 1 person" in preview.text
    assert "Room 5" in preview.text
    assert not RegistrantMessage.objects.exists()
    assert "Room 5" in write(client, meeting, "change").text
    for _press in range(2):
        assert write(client, meeting, "send").status_code == 302
    assert RegistrantMessage.objects.get().by == clerk
    assert "New room" in page(client, meeting).text


def test_a_missing_language_is_asked_for_beside_its_field_and_all_typed_is_kept(
    client, clerk, meeting
):
    factories.registration(meeting=meeting, language="es")
    response = write(client, meeting, "send")
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"subject_es", "text_es"}
    assert "Room 5" in response.text
    assert not RegistrantMessage.objects.exists()


def test_a_message_to_nobody_is_refused_beside_the_audience(client, clerk, meeting):
    response = write(client, meeting, "send", audience="waitlisted")
    assert set(response.context["form"].errors) == {"audience"}


# Paper


def sheet(client, meeting) -> str:
    return client.get(reverse("registrants:sign_in_sheet", args=[meeting.pk])).text


def test_the_sheet_says_in_both_languages_that_signing_is_voluntary(client, clerk, meeting):
    text = sheet(client, meeting)
    assert "Signing, registering or completing this sheet is voluntary." in text
    assert "Firmar esta hoja, inscribirse en ella o llenarla es voluntario." in text
    assert "Evening workshop" in text
    assert "Taller de la tarde" in text


def test_on_the_sheet_are_those_who_have_a_place_and_nothing_private(client, clerk, meeting):
    factories.registration(
        meeting=meeting,
        name="Ana Ruiz",
        email="secret@example.com",
        accommodation="A ramp",
        interpretation="vi",
        affiliation="Harbor Circle",
        questions="When?",
    )
    factories.registration(meeting=meeting, name="Waiting Wanda", state=State.WAITLISTED)
    text = sheet(client, meeting)
    assert "Ana Ruiz" in text
    assert "Harbor Circle" in text
    for private in ("secret@", "A ramp", "Vietnamese", "When?", "Waiting Wanda"):
        assert private not in text


def test_of_a_meeting_with_slots_the_sheet_is_in_their_order(client, clerk, meeting):
    later, sooner = (
        Slot.objects.create(meeting=meeting, starts_at=start, ends_at=start + timedelta(minutes=10))
        for start in (meeting.starts_at + timedelta(minutes=10), meeting.starts_at)
    )
    factories.registration(meeting=meeting, name="Abel", slot=later)
    factories.registration(meeting=meeting, name="Zoe", slot=sooner)
    text = sheet(client, meeting)
    assert text.index("Zoe") < text.index("Abel")
