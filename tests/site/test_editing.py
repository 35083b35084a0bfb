"""A staffer's five o'clock: publish a meeting, upload presentations, preview both languages."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from engagement.models import LibraryFile
from meetings.models import Meeting
from plaza.roles import group_for, sync_roles
from tests import factories
from tests.comments import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, db):
    """A function that signs a person with a role in."""
    factories.home_page()

    def sign_in(role):
        sync_roles()
        user = User.objects.create_user(role)
        user.groups.add(group_for(role))
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def meeting(initiative):
    return factories.meeting(initiatives=[initiative])


def edit_url(instance) -> str:
    model = f"{instance._meta.app_label}_{instance._meta.model_name}"
    return reverse(f"wagtailsnippets_{model}:edit", args=[instance.pk])


def preview_url(instance) -> str:
    model = f"{instance._meta.app_label}_{instance._meta.model_name}"
    return reverse(f"wagtailsnippets_{model}:preview_on_edit", args=[instance.pk])


def meeting_form(meeting: Meeting) -> dict:
    """What the browser sends when a clerk opens the meeting and presses Publish."""
    starts_at, ends_at = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return {
        "initiatives": [initiative.pk for initiative in meeting.initiatives.all()],
        "kind": meeting.kind,
        "format": meeting.format,
        "status": meeting.status,
        "starts_at": starts_at.strftime("%Y-%m-%d %H:%M"),
        "ends_at": ends_at.strftime("%Y-%m-%d %H:%M"),
        "headline_en": meeting.headline_en,
        "headline_es": meeting.headline_es,
        "zoom_kind": meeting.zoom_kind,
        "zoom_id": meeting.zoom_id,
        "join_url": meeting.join_url,
        "takes_registration": "on",
        "request_working_days": "3",
        "action-publish": "1",
        **{
            f"{prefix}-{key}": "0"
            for prefix in ("materials", "dial_in_numbers", "slots")
            for key in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
        },
    }


def test_a_clerk_uploads_a_presentation_and_it_is_on_the_meetings_page(client, staff, meeting):
    staff("meetings_clerk")
    upload = make.letter("slides.pdf", factories.pdf(992 * 1024))
    client.post(reverse("wagtaildocs:add"), {"title": "Slides", "file": upload})
    file = LibraryFile.objects.get(title="Slides")
    data = meeting_form(meeting) | {
        "materials-TOTAL_FORMS": "1",
        "materials-0-kind": "presentation",
        "materials-0-file": file.pk,
        "materials-0-language": "es",
        "materials-0-released_on": "2025-08-25",
        "materials-0-ORDER": "1",
    }
    assert client.post(edit_url(meeting), data).status_code == 302
    client.logout()
    page = client.get(meeting.get_absolute_url()).text
    assert "992 KB" in page
    assert file.url in page


def test_a_program_named_pdf_never_gets_into_the_library(client, staff, db):
    staff("meetings_clerk")
    upload = make.letter("slides.pdf", b"MZ\x90\x00 a Windows program")
    response = client.post(reverse("wagtaildocs:add"), {"title": "Slides", "file": upload})
    assert not LibraryFile.objects.exists()
    assert "slides.pdf" in response.text


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("join_url", "https://zoom.example.com/j/1615740201", "zoom.us or zoomgov.com"),
        ("zoom_id", "12", "9 to 11 digits"),
        ("ends_at", None, "The end must be after the start."),
        ("capacity", "0", "greater than or equal to 1"),
    ],
)
def test_a_mistake_in_a_meeting_is_named_and_all_that_was_typed_is_kept(
    client, staff, meeting, field, value, message
):
    staff("meetings_clerk")
    if value is None:
        early = timezone.localtime(meeting.starts_at) - timedelta(hours=1)
        value = early.strftime("%Y-%m-%d %H:%M")
    data = meeting_form(meeting) | {"headline_es": "Título nuevo", field: value}
    response = client.post(edit_url(meeting), data)
    assert response.status_code == 200
    assert message in response.text
    assert "Título nuevo" in response.text
    assert value in response.text
    meeting.refresh_from_db()
    assert meeting.headline_es != "Título nuevo"


@pytest.mark.parametrize(("language", "shown"), [("en", "Office hours"), ("es", "Título nuevo")])
def test_a_clerk_previews_unsaved_words_in_each_language(client, staff, meeting, language, shown):
    staff("meetings_clerk")
    data = meeting_form(meeting) | {"headline_es": "Título nuevo"}
    url = preview_url(meeting) + f"?mode={language}"
    assert client.post(url, data).json()["is_valid"]
    page = client.get(url).text
    assert f'<html lang="{language}"' in page
    assert shown in page


@pytest.mark.parametrize(("language", "shown"), [("en", "Purpose"), ("es", "Purpose (es)")])
def test_an_editor_previews_a_draft_in_each_language(client, staff, language, shown):
    staff("editor")
    draft = make.draft(docket=make.docket())
    draft.save_revision()
    revision = draft.latest_revision
    url = reverse("wagtailsnippets_comments_draft:revisions_view", args=[draft.pk, revision.pk])
    page = client.get(f"{url}?mode={language}").text
    assert f'<html lang="{language}"' in page
    assert shown in page


def test_a_published_meeting_raises_its_sequence_once_for_the_calendars(client, staff, meeting):
    staff("meetings_clerk")
    moved = meeting_form(meeting)
    later = timezone.localtime(meeting.ends_at) + timedelta(hours=1)
    moved["ends_at"] = later.strftime("%Y-%m-%d %H:%M")
    client.post(edit_url(meeting), moved)
    client.post(edit_url(meeting), moved)
    before, meeting_now = meeting.sequence, Meeting.objects.get(pk=meeting.pk)
    assert meeting_now.sequence == before + 1


def test_a_clerk_pastes_an_invitation_and_types_no_number(client, staff):
    staff("meetings_clerk")
    text = "Meeting ID: 823 4567 8901\nPasscode: 4021\n+1 669 444 9171 US (San Jose)"
    answer = client.post(reverse("read_invitation"), {"text": text}).json()
    assert answer["fields"] == {
        "zoom_kind": "meeting",
        "zoom_id": "823 4567 8901",
        "passcode": "4021",
    }
    assert answer["dial_in_numbers"] == [{"number": "+1 (669) 444-9171", "region": "US (San Jose)"}]
    assert len(answer["missing"]) == 1


@pytest.mark.parametrize("role", ["reviewer", "editor"])
def test_others_cannot_use_the_clerks_box(client, staff, role):
    staff(role)
    assert client.post(reverse("read_invitation"), {"text": "x"}).status_code in {302, 403}
