"""The demo: the reference page's content, and always something about to happen."""

import io
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from comments.models import Comment, CommentEvent, Docket, Draft, Mention, Team, Translation
from engagement.files import identify
from engagement.formatting import file_facts
from engagement.models import Document, InitiativePage, LibraryFile, OutgoingMail
from meetings import registration
from meetings.models import Meeting, Registration
from plaza.demo import draft_text
from plaza.demo.accounts import ACCOUNTS
from plaza.demo.making import next_weekday
from plaza.public_pages import public_pages
from tests import factories

pytestmark = pytest.mark.django_db


def load_demo() -> str:
    output = io.StringIO()
    call_command("load_demo", stdout=output)
    return output.getvalue()


def test_the_demo_is_not_loaded_where_its_passwords_would_be_a_risk(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="PLAZA_DEMO"):
        load_demo()
    assert not InitiativePage.objects.exists()


def test_on_december_1_2025_the_loaded_demo_shows_the_reference_page(demo_site, client):
    with time_machine.travel(factories.local(2025, 12, 1, 9, 0), tick=False):
        with translation.override("es"):
            load_demo()
            assert InitiativePage.objects.get().headline.startswith("Acuerdo")
        page = InitiativePage.objects.get(slug="cooperative-agreement")
        context = client.get(page.get_url()).context
        upcoming, past = context["upcoming_meetings"], context["past_meetings"]
        noon = factories.local(2025, 12, 12, 12, 0)
        # One: the office hours of the coming Fridays leave that day to the reference's own.
        (office_hours,) = (meeting for meeting in upcoming if meeting.starts_at == noon)
        assert office_hours.ends_at == factories.local(2025, 12, 12, 13, 0)
        assert office_hours.grouped_zoom_id == "161 574 0201"
        assert office_hours.join_url == "https://aqmd.zoomgov.com/j/1615740201"
        assert [dial_in.number for dial_in in office_hours.dial_in_numbers.all()] == [
            "+1 (669) 900-6833"
        ]
        hybrid, remote = past
        assert hybrid.starts_at == factories.local(2025, 10, 15, 18, 0)
        assert "Room T1200" in hybrid.place
        assert remote.starts_at == factories.local(2025, 8, 28, 17, 0)
        assert [file_facts(material) for material in hybrid.materials.all()] == [
            "PDF, 1.96 MB, October 10, 2025",
            "PDF, 2.07 MB, October 10, 2025",
        ]
        assert [file_facts(material) for material in remote.materials.all()] == [
            "PDF, 992 KB, August 25, 2025",
            "PDF, 1.01 MB, August 25, 2025",
        ]
        assert [milestone.due_on for milestone in context["milestones"]] == [
            date(2027, 12, 31),
            date(2028, 12, 31),
            date(2029, 12, 31),
        ]
        assert Document.objects.published().first().headline_en.startswith("Cooperative Agreement")


def test_the_demo_is_alive_whenever_it_is_loaded(demo_site, client):
    output = load_demo()
    for account in ACCOUNTS:
        assert account.username in output
        assert account.password in output
        assert len(account.password) >= 12
        assert client.login(username=account.username, password=account.password)
        assert client.get("/admin/").status_code == 200
        client.logout()

    # Office hours on Fridays at noon, one of them with two places, both taken.
    now = timezone.now()
    fridays = Meeting.objects.filter(kind=Meeting.Kind.OFFICE_HOURS, starts_at__gt=now)
    assert fridays.count() >= 4
    for meeting in fridays:
        local = timezone.localtime(meeting.starts_at)
        assert (local.weekday(), local.hour) == (4, 12)
        assert meeting.open_for_registration
    small = fridays.get(capacity=2)
    waiting = registration.register(
        meeting=small, name="Ana", email="ana@example.com", language="es"
    )
    assert waiting.is_waitlisted

    # A draft that was released a week ago; its docket takes comments for 30 more days.
    docket = Docket.objects.open().get()
    assert docket.number == f"PA-{timezone.localdate().year}-01"
    assert timezone.localtime(docket.closes_at).hour == 17
    assert (timezone.localdate(docket.closes_at) - timezone.localdate()).days == 30
    draft = Draft.objects.latest_versions().get()
    assert draft.released_on == timezone.localdate() - timedelta(days=7)
    assert draft.sections.count() == len(draft_text.SECTIONS)
    assert set(docket.comments.values_list("state", flat=True)) == set(Comment.State.values)
    assert set(docket.comments.values_list("language", flat=True)) == {"en", "es"}
    assert docket.comments.filter(attachments__isnull=False).exists()
    undecided = [Comment.State.RECEIVED, Comment.State.WITHDRAWN]
    for comment in Comment.objects.exclude(state__in=undecided):
        assert comment.events.filter(kind=CommentEvent.Kind.MOVED).exists()

    # What reviewers try: a redacted comment, a verified translation, a form letter, a note.
    redacted = docket.comments.get(redactions__isnull=False)
    assert redacted.is_posted
    assert "555-0142" not in redacted.public_text
    assert Translation.objects.get().is_verified
    campaign = docket.campaigns.get()
    assert campaign.comments.count() == 4
    assert campaign.comments.filter(own_words__gt=0).count() == 1
    assert Team.objects.get().members.count() == 2
    assert Mention.objects.get().user.username == "manager"

    # A second call changes nothing.
    models = (Meeting, Comment, LibraryFile, OutgoingMail, Registration, CommentEvent)
    before = [model.objects.count() for model in models]
    assert "Loaded" not in load_demo()
    assert [model.objects.count() for model in models] == before

    # Everything that was published can be edited on from a revision.
    for thing in (*Meeting.objects.all(), *Docket.objects.all(), draft, *Document.objects.all()):
        assert thing.live
        assert thing.latest_revision == thing.live_revision

    # Each file is what its name says.
    for file in LibraryFile.objects.all():
        with file.file.open() as content:
            assert identify(content).mime == "application/pdf"
            assert content.size == file.file_size

    _every_public_page_answers(client)


def _every_public_page_answers(client) -> None:
    pages = public_pages()
    names = {page.name.rsplit("-", 1)[0] for page in pages}
    assert names >= {
        *("home", "initiatives", "initiative", "meetings", "meeting", "register", "document"),
        *("subscribe", "draft", "docket", "comment-form", "comment", "search", "404", "receipt"),
        "registration",
    }
    for page in pages:
        response = client.get(page.path)
        assert response.status_code == page.status, page
        assert f'<html lang="{page.language}"' in response.content.decode(), page
    output = io.StringIO()
    call_command("public_pages", stdout=output)
    assert output.getvalue().count("\t") == len(pages)


def test_what_the_demo_says_fits_its_fields_and_is_there_in_both_languages():
    for section in draft_text.SECTIONS:
        assert set(section) == {"heading_en", "heading_es", "text_en", "text_es"}
        assert all(text.strip() for text in section.values())


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)])
def test_the_next_friday_is_always_after_today(day):
    friday = next_weekday(day, 4)
    assert friday.weekday() == 4
    assert 1 <= (friday - day).days <= 7
