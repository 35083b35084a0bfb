"""What was posted to a meeting is named by itself, and what is missing is offered."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from engagement import search
from engagement.models import AgencySettings
from meetings.materials import add_materials, expect_versions, missing_versions
from meetings.models import Material, Meeting, Posting
from tests import factories
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db
Kind = Material.Kind
LINK = "https://www.example.com/watch/october"


def recording(**fields) -> Material:
    values = {"kind": Kind.RECORDING, "link": LINK, "language": "en"}
    return Material(**values | fields)


@pytest.fixture
def past(initiative):
    """A meeting of last week, published."""
    starts_at = timezone.now() - timedelta(days=7)
    meeting = factories.meeting(initiatives=[initiative], starts_at=starts_at)
    meeting.save_revision().publish()
    return Meeting.objects.get(pk=meeting.pk)


def page(client, meeting, language="en") -> str:
    with translation.override(language):
        return " ".join(client.get(meeting.get_absolute_url()).content.decode().split())


def labels(materials) -> list[str]:
    return [material.file_label for material in materials]


# What readers see


def test_each_material_is_named_by_its_kind_and_language_in_the_readers_words():
    spoken = {
        "en": "Presentation Agenda Minutes Summary Recording",
        "es": "Presentación Orden~del~día Acta Resumen Grabación",
    }
    for language, words in spoken.items():
        with translation.override(language):
            english = "English" if language == "en" else "inglés"
            assert [Material(kind=kind, language="en").label for kind in Kind] == [
                f"{word.replace('~', ' ')} ({english})" for word in words.split()
            ]


@pytest.mark.parametrize(
    ("language", "recording_label", "elsewhere", "transcript"),
    [
        ("en", "Recording (English)", "example.com, opens another site", "Transcript of the"),
        ("es", "Grabación (inglés)", "example.com, abre otro sitio", "Transcripción de la"),
    ],
)
def test_a_recording_is_a_link_that_names_its_host_with_its_transcript_beneath(
    client, past, language, recording_label, elsewhere, transcript
):
    file = factories.library_file("words.pdf", factories.pdf(120 * 1024))
    past.materials = [recording(file=file, released_on=date(2025, 10, 20))]
    past.save()
    html = page(client, past, language)
    assert f'href="{LINK}"' in html
    assert recording_label in html
    assert elsewhere in html
    assert html.index(elsewhere) < html.index(transcript) < html.index("PDF, 120 KB")
    assert file.url in html


def test_a_recording_without_transcript_says_whom_to_ask_for_one(client, past):
    past.contact_name, past.contact_email = "Rosa Vega", "rosa@agency.example"
    past.contact_phone = "909-555-0123"
    past.materials = [recording()]
    past.save()
    html = page(client, past)
    asked = html.partition("A transcript of the recording is available on request.")[2]
    for contact in ("Rosa Vega", "mailto:rosa@agency.example", "tel:9095550123"):
        assert contact in asked.partition("</section>")[0]


def test_a_recording_without_a_file_breaks_nothing_that_shows_meetings(client, past, initiative):
    spoken = factories.library_file("words.txt", b"Electric yard tractors")
    past.materials = [recording(language="es"), recording(file=spoken, link=LINK + "2")]
    past.save()
    for address in (
        past.get_absolute_url(),
        "/es" + past.get_absolute_url()[3:],
        "/en/meetings/",
        "/en/meetings/feed.ics",
        f"/en/meetings/{past.pk}/calendar.ics",
        initiative.get_url(),
        "/sitemap.xml",
    ):
        assert client.get(address).status_code == 200, address
    assert search.rebuild() > 0


# Missing languages


def test_a_meeting_with_both_languages_misses_nothing():
    materials = [Material(kind=Kind.AGENDA, language=code) for code in ("en", "es")]
    assert missing_versions(materials) == []
    assert missing_versions([]) == []


@pytest.mark.parametrize(("there", "missing"), [("en", "es"), ("es", "en")])
def test_each_kind_that_is_in_one_language_alone_misses_the_other(there, missing):
    materials = [Material(kind=kind, language=there) for kind in (Kind.MINUTES, Kind.AGENDA)]
    materials.append(Material(kind=Kind.AGENDA, language=missing))
    assert [(one.kind, one.language) for one in missing_versions(materials)] == [
        (Kind.MINUTES, missing)
    ]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2025-12-20T23:59:00-08:00", date(2025, 12, 20)),
        ("2025-12-21T00:01:00-08:00", None),
        # The day after the clocks went forward, when midnight is 7:00 UTC.
        ("2026-03-08T23:59:00-07:00", None),
    ],
)
def test_a_promised_day_holds_until_midnight_where_the_agency_is(now, expected):
    material = Material(kind=Kind.MINUTES, language="en", other_language_on=date(2025, 12, 20))
    with time_machine.travel(now):
        assert missing_versions([material])[0].expected_on == expected


def test_of_several_days_the_last_counts():
    today = timezone.localdate()
    days = [today + timedelta(days=3), None, today + timedelta(days=9), today - timedelta(days=1)]
    materials = [Material(kind=Kind.MINUTES, language="en", other_language_on=on) for on in days]
    assert missing_versions(materials)[0].expected_on == days[2]


@pytest.mark.parametrize(
    ("there", "language", "coming", "on_request"),
    [
        (
            "en",
            "en",
            "Minutes: Spanish version coming by December 20, 2025.",
            "Minutes: Spanish version on request.",
        ),
        (
            "en",
            "es",
            "Acta: versión en español disponible a más tardar el 20 de diciembre de 2025.",
            "Acta: versión en español disponible a solicitud.",
        ),
        (
            "es",
            "es",
            "Acta: versión en inglés disponible a más tardar el 20 de diciembre de 2025.",
            "Acta: versión en inglés disponible a solicitud.",
        ),
    ],
)
def test_the_page_offers_the_missing_version_until_the_day_and_on_request_afterwards(
    client, initiative, there, language, coming, on_request
):
    minutes = factories.material(
        kind=Kind.MINUTES, language=there, other_language_on=date(2025, 12, 20)
    )
    meeting = factories.meeting(
        initiatives=[initiative], starts_at=factories.local(2025, 12, 1, 18), materials=[minutes]
    )
    agency = AgencySettings.load()
    agency.email = "ayuda@agency.example"
    agency.save()
    with time_machine.travel("2025-12-20T12:00:00-08:00"):
        html = page(client, meeting, language)
        assert coming in html
        assert on_request not in html
        assert "ayuda@agency.example" not in html.partition(coming)[2].partition("</section>")[0]
    with time_machine.travel("2025-12-21T12:00:00-08:00"):
        html = page(client, meeting, language)
        assert coming not in html
        assert "ayuda@agency.example" in html.partition(on_request)[2].partition("</section>")[0]


# Adding


def test_what_is_added_is_public_at_once_and_recorded(client, past):
    admin = factories.superuser()
    added = add_materials(
        meeting=past, materials=[factories.material(), recording()], by=admin, publish=True
    )
    assert (len(added.new), added.known) == (2, [])
    html = page(client, past)
    assert added.new[0].file.url in html
    assert LINK in html
    posted = Posting.objects.filter(meeting=past, subject=Posting.Subject.MATERIAL)
    assert {posting.by for posting in posted} == {admin}
    assert posted.count() == 2
    assert past.revisions.latest("created_at").user == admin


def test_as_a_draft_nothing_is_public_until_somebody_publishes(client, past):
    file = factories.material()
    add_materials(meeting=past, materials=[file], by=None, publish=False)
    assert file.file.url not in page(client, past)
    past.refresh_from_db()
    assert past.has_unpublished_changes
    past.latest_revision.publish()
    assert file.file.url in page(client, past)


def test_a_meeting_that_is_not_public_does_not_become_so_by_a_material(past):
    past.unpublish()
    add_materials(meeting=past, materials=[factories.material()], by=None, publish=True)
    past.refresh_from_db()
    assert not past.live
    assert not Posting.objects.filter(subject=Posting.Subject.MATERIAL).exists()
    assert past.get_latest_revision_as_object().materials.count() == 1


def test_other_changes_that_wait_in_a_draft_go_on_waiting(client, past):
    draft = Meeting.objects.get(pk=past.pk)
    draft.headline_en = "Not yet decided"
    draft.save_revision()
    material = factories.material()
    add_materials(meeting=past, materials=[material], by=None, publish=True)
    html = page(client, past)
    assert material.file.url in html
    assert "Not yet decided" not in html

    past.refresh_from_db()
    assert past.has_unpublished_changes
    latest = past.get_latest_revision_as_object()
    assert latest.headline_en == "Not yet decided"
    assert [found.file for found in latest.materials.all()] == [material.file]
    (on_the_page,) = Material.objects.filter(meeting=past)
    past.latest_revision.publish()
    assert Material.objects.get(meeting=past) == on_the_page
    assert Posting.objects.filter(subject=Posting.Subject.MATERIAL).count() == 1


@pytest.mark.parametrize("edited_after", [False, True])
def test_what_was_to_be_published_later_still_is_and_keeps_the_new_material(past, edited_after):
    later = timezone.now() + timedelta(days=1)
    draft = Meeting.objects.get(pk=past.pk)
    draft.headline_en, draft.go_live_at = "Next week's title", later
    draft.save_revision().publish()
    if edited_after:
        draft.headline_en, draft.go_live_at = "A later thought", None
        draft.save_revision()
    add_materials(meeting=past, materials=[factories.material()], by=None, publish=True)
    past = Meeting.objects.get(pk=past.pk)
    assert past.headline_en == "Office hours"
    assert past.scheduled_revision.approved_go_live_at == later
    with time_machine.travel(later + timedelta(minutes=1)):
        past.scheduled_revision.publish()
    past = Meeting.objects.get(pk=past.pk)
    assert past.headline_en == "Next week's title"
    assert past.materials.count() == 1


def test_the_same_file_or_recording_is_added_once_however_often_it_comes(past):
    first = factories.material(name="update.pdf", size=500)
    again = factories.material(name="update-copy.pdf", size=500)
    other = factories.material(name="other.pdf", size=501)
    add_materials(meeting=past, materials=[first, recording()], by=None, publish=True)
    added = add_materials(
        meeting=past, materials=[again, recording(), other, other], by=None, publish=True
    )
    assert [material.file.title for material in added.new] == ["other.pdf"]
    assert len(added.known) == 3
    assert Material.objects.filter(meeting=past).count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_add_at_the_same_moment_both_find_theirs():
    starts_at = timezone.now() - timedelta(days=7)
    meeting = factories.meeting(initiatives=[factories.initiative()], starts_at=starts_at)
    sets = [[factories.material(name=f"{n}.pdf", size=400 + n)] for n in range(4)]
    results = in_parallel(
        lambda mine: add_materials(meeting=meeting, materials=mine, by=None, publish=True), sets
    )
    assert not [result for result in results if isinstance(result, Exception)]
    assert Material.objects.filter(meeting=meeting).count() == 4
    assert Posting.objects.filter(subject=Posting.Subject.MATERIAL).count() == 4
    latest = Meeting.objects.get(pk=meeting.pk).get_latest_revision_as_object()
    assert latest.materials.count() == 4


def test_the_day_of_the_other_language_is_said_on_the_page_and_in_the_draft(past):
    draft = Meeting.objects.get(pk=past.pk)
    draft.materials = [
        factories.material(size=401, kind=Kind.MINUTES),
        factories.material(size=402, kind=Kind.AGENDA),
    ]
    draft.save_revision().publish()
    draft.headline_en = "Not yet decided"
    draft.save_revision()
    day = timezone.localdate() + timedelta(days=5)
    expect_versions(meeting=past, days={Kind.MINUTES: day}, by=None)
    past = Meeting.objects.get(pk=past.pk)
    for row in (past, past.get_latest_revision_as_object()):
        assert {one.kind: one.expected_on for one in missing_versions(row.materials.all())} == {
            Kind.MINUTES: day,
            Kind.AGENDA: None,
        }
    assert past.headline_en == "Office hours"
