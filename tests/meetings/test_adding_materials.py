"""A staffer drags the slides onto a meeting, says what is what on one screen, and publishes."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from engagement.models import LibraryFile
from meetings.material_names import Guess, guess
from meetings.models import Material, Meeting
from plaza.roles import group_for, sync_roles
from tests import factories

Kind = Material.Kind
TODAY = "released_on"


# What a name says


@pytest.mark.parametrize(
    ("name", "kind", "language"),
    [
        ("presentation.pdf", Kind.PRESENTATION, "en"),
        ("Ports-Update-Slides-EN.pdf", Kind.PRESENTATION, "en"),
        ("ports_update_es.pptx", Kind.PRESENTATION, "es"),
        ("Presentación en español.pdf", Kind.PRESENTATION, "es"),
        ("2025-10-15 Agenda.pdf", Kind.AGENDA, "en"),
        ("agenda_es_v2.pdf", Kind.AGENDA, "es"),
        ("AgendaES.pdf", Kind.AGENDA, "es"),
        ("agenda-spanish (1).docx", Kind.AGENDA, "es"),
        ("Orden del día.pdf", Kind.AGENDA, "es"),
        ("Orden del día (inglés).pdf", Kind.AGENDA, "en"),
        ("Item 3 of the agenda - presentation.pdf", Kind.PRESENTATION, "en"),
        ("Minutes 2025-08-28 final.pdf", Kind.MINUTES, "en"),
        ("acta-28-agosto.pdf", Kind.MINUTES, "es"),
        ("ACTA_FINAL.PDF", Kind.MINUTES, "es"),
        ("es-minutes.pdf", Kind.MINUTES, "es"),
        ("Meeting Summary.docx", Kind.SUMMARY, "en"),
        ("resumen.pdf", Kind.SUMMARY, "es"),
        ("transcript of the presentation.txt", Kind.RECORDING, "en"),
        ("transcripción.pdf", Kind.RECORDING, "es"),
        ("GMT20251015_Recording.vtt", Kind.RECORDING, "en"),
        ("Lo que es nuevo.pdf", Kind.PRESENTATION, "en"),
        ("es.pdf", Kind.PRESENTATION, "es"),
        ("IMG_2041.jpg", Kind.PRESENTATION, "en"),
    ],
)
def test_kind_and_language_are_guessed_from_the_names_that_people_give(name, kind, language):
    assert guess(name) == Guess(kind, language)


@given(name=st.text(max_size=60))
def test_any_name_at_all_gives_a_guess(name):
    found = guess(name)
    assert found.kind in Kind
    assert found.language in {"en", "es"}


# The screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(initiative):
    starts_at = timezone.now() - timedelta(days=2)
    made = factories.meeting(initiatives=[initiative], starts_at=starts_at)
    made.save_revision().publish()
    return Meeting.objects.get(pk=made.pk)


@pytest.fixture
def clerk(client, initiative):
    sync_roles()
    user = User.objects.create_user("clerk")
    user.groups.add(group_for("meetings_clerk"))
    client.force_login(user)
    return client


def address(meeting) -> str:
    return reverse("add_materials", args=[meeting.pk])


def slides(name="slides_en.pdf", size=500) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, factories.pdf(size))


def rows(*values: dict, **fields) -> dict:
    """What the browser sends for the rows of the form."""
    defaults = {"kind": "presentation", "language": "en", TODAY: "2025-10-10"}
    data = {"materials-TOTAL_FORMS": len(values), "materials-INITIAL_FORMS": 0}
    for index, row in enumerate(values):
        data |= {f"materials-{index}-{name}": value for name, value in (defaults | row).items()}
    return data | fields


def upload(client, meeting, *files, **data):
    sent = rows() | data | {"files": list(files), "action": "upload"}
    return client.post(address(meeting), sent)


def test_several_files_at_once_become_rows_that_say_what_each_is(clerk, meeting):
    response = upload(clerk, meeting, slides("slides_en.pdf"), slides("acta.pdf", 600))
    assert response.status_code == 200
    forms = response.context["formset"].forms
    assert [(form["kind"].value(), form["language"].value()) for form in forms] == [
        ("presentation", "en"),
        ("minutes", "es"),
    ]
    assert {str(form["released_on"].value()) for form in forms} == {str(timezone.localdate())}
    assert not Material.objects.exists(), "nothing is on the meeting yet"
    assert LibraryFile.objects.count() == 2
    for file in LibraryFile.objects.all():
        assert file.mime == "application/pdf"
        assert file.uploaded_by_user.username == "clerk"


def test_a_bad_file_is_named_with_its_reason_and_the_good_ones_go_on(clerk, meeting):
    response = upload(
        clerk,
        meeting,
        slides(),
        SimpleUploadedFile("setup.pdf", b"MZ\x90\x00 a program"),
        SimpleUploadedFile("empty.pdf", b""),
        SimpleUploadedFile("page.html", b"<html>"),
    )
    assert response.status_code == 422
    text = response.text
    assert "“setup.pdf” is not what its name says it is." in text
    assert "empty.pdf" in text
    assert "“page.html” is not a kind of file we can accept." in text
    assert [form.library_file.title for form in response.context["formset"].forms] == ["slides_en"]
    assert LibraryFile.objects.count() == 1


def test_published_it_is_on_the_page_and_the_screen_asks_for_the_other_language(clerk, meeting):
    upload(clerk, meeting, slides())
    file = LibraryFile.objects.get()
    day = timezone.localdate() + timedelta(days=9)
    response = clerk.post(address(meeting), rows({"file": file.pk}, action="publish"), follow=True)
    assert "1 material is now on the meeting’s page." in response.text
    assert "Presentation: Spanish version comes by" in response.text
    assert file.url in clerk.get(meeting.get_absolute_url()).text
    clerk.post(address(meeting), {"presentation": day.isoformat(), "action": "expect"})
    assert Material.objects.get().other_language_on == day
    assert "Spanish version coming by" in clerk.get(meeting.get_absolute_url()).text


def test_saved_as_a_draft_the_public_sees_nothing(clerk, meeting):
    upload(clerk, meeting, slides())
    file = LibraryFile.objects.get()
    response = clerk.post(address(meeting), rows({"file": file.pk}, action="draft"), follow=True)
    assert "1 material is in the meeting’s draft." in response.text
    assert file.url not in clerk.get(meeting.get_absolute_url()).text


def test_pressing_twice_adds_once(clerk, meeting):
    upload(clerk, meeting, slides())
    data = rows({"file": LibraryFile.objects.get().pk}, action="publish")
    clerk.post(address(meeting), data)
    response = clerk.post(address(meeting), data, follow=True)
    assert "is on this meeting already; it is not added again." in response.text
    assert Material.objects.count() == 1


def test_the_same_content_is_not_uploaded_twice(clerk, meeting):
    upload(clerk, meeting, slides())
    response = upload(clerk, meeting, slides("again.pdf"))
    assert LibraryFile.objects.count() == 1, "an upload that was left alone is taken up again"
    file = LibraryFile.objects.get()
    response = upload(clerk, meeting, slides(), **rows({"file": file.pk}))
    assert "“slides_en.pdf” is in the list below already." in response.text
    clerk.post(address(meeting), rows({"file": file.pk}, action="publish"))
    response = upload(clerk, meeting, slides("third.pdf"))
    assert "“third.pdf” is on this meeting already; it is not added again." in response.text
    assert not response.context["formset"].forms


def test_a_recording_is_added_by_its_link_with_a_transcript_or_without(clerk, meeting):
    response = clerk.post(address(meeting), rows(action="recording"))
    (form,) = response.context["formset"].forms
    assert form["kind"].value() == "recording"
    upload(clerk, meeting, SimpleUploadedFile("transcript.txt", b"Good evening."))
    transcript = LibraryFile.objects.get()
    link = "https://example.com/watch/"
    data = rows(
        {"kind": "recording", "link": link + "1"},
        {"kind": "recording", "link": link + "2", "language": "es", "file": transcript.pk},
        action="publish",
    )
    assert clerk.post(address(meeting), data).status_code == 302
    found = Material.objects.order_by("link").values_list("kind", "link", "file", "language")
    assert list(found) == [
        ("recording", link + "1", None, "en"),
        ("recording", link + "2", transcript.pk, "es"),
    ]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"kind": "recording"}, "Enter the address at which people can watch or listen."),
        ({"kind": "recording", "link": "http://x.example.com"}, "must begin with https://"),
        ({"link": "https://example.com/w"}, "Only a recording has a link."),
        ({"released_on": "yesterday"}, "Enter a valid date."),
        ({"released_on": ""}, "This field is required."),
        ({"other_language_on": "2020-01-01"}, "Choose today or a later day."),
        ({"language": "fr"}, "Select a valid choice."),
    ],
)
def test_a_mistake_is_named_beside_its_field_and_all_that_was_typed_is_kept(
    clerk, meeting, typed, message
):
    upload(clerk, meeting, slides(), slides("acta.pdf", 600))
    first, second = LibraryFile.objects.order_by("pk")
    data = rows(
        {"file": first.pk} | typed,
        {"file": second.pk, "kind": "minutes", TODAY: "2024-02-29"},
        action="publish",
    )
    response = clerk.post(address(meeting), data)
    assert response.status_code == 422
    assert message in response.text
    assert "2024-02-29" in response.text
    assert not [value for value in typed.values() if value and value not in response.text] or (
        typed.get("language") == "fr"
    )
    assert not Material.objects.exists()


def test_what_is_left_out_is_not_added(clerk, meeting):
    upload(clerk, meeting, slides(), slides("acta.pdf", 600))
    first, second = LibraryFile.objects.order_by("pk")
    data = rows({"file": first.pk, "DELETE": "on"}, {"file": second.pk}, action="publish")
    clerk.post(address(meeting), data)
    assert Material.objects.get().file == second


@pytest.mark.parametrize("action", ["publish", "draft", "upload", "", "nonsense"])
def test_nothing_chosen_is_said_and_changes_nothing(clerk, meeting, action):
    before = meeting.revisions.count()
    response = clerk.post(address(meeting), rows(action=action))
    assert response.status_code == 422
    assert "Choose one or more files" in response.text
    assert meeting.revisions.count() == before


@pytest.mark.parametrize("total", ["", "x", "-1", "99999999", "1\0"])
def test_a_form_that_was_tampered_with_adds_nothing_and_breaks_nothing(clerk, meeting, total):
    for action in ("publish", "upload", "recording"):
        data = {"materials-TOTAL_FORMS": total, "materials-INITIAL_FORMS": "0", "action": action}
        assert clerk.post(address(meeting), data).status_code in {200, 422}
    assert not Material.objects.exists()


def test_files_chosen_but_not_yet_uploaded_are_not_lost_when_publish_is_pressed(clerk, meeting):
    response = clerk.post(address(meeting), rows(action="publish") | {"files": [slides()]})
    assert len(response.context["formset"].forms) == 1
    assert not Material.objects.exists(), "nobody has seen yet what was guessed"


def test_the_script_gets_one_row_for_each_file_it_sends(clerk, meeting):
    headers = {"accept": "application/json"}
    data = rows({"file": ""}) | {"files": slides()}
    answer = clerk.post(address(meeting), data, headers=headers)
    assert answer.json()["total"] == 2
    assert 'name="materials-1-kind"' in answer.json()["row"]
    refused = clerk.post(address(meeting), rows() | {"files": slides("a.exe")}, headers=headers)
    assert refused.status_code == 422
    assert "a.exe" in refused.json()["problem"]


def test_what_waits_in_a_draft_is_not_published_by_the_way(clerk, meeting):
    draft = Meeting.objects.get(pk=meeting.pk)
    draft.headline_en = "Not yet decided"
    draft.save_revision()
    upload(clerk, meeting, slides())
    clerk.post(address(meeting), rows({"file": LibraryFile.objects.get().pk}, action="publish"))
    page = clerk.get(meeting.get_absolute_url()).text
    assert LibraryFile.objects.get().url in page
    assert "Not yet decided" not in page


def test_a_meeting_that_is_not_public_offers_a_draft_only(clerk, meeting):
    meeting.unpublish()
    assert 'value="publish"' not in clerk.get(address(meeting)).text
    assert "This meeting is not public." in clerk.get(address(meeting)).text


def test_the_editor_and_the_list_lead_there(clerk, meeting):
    edit = reverse("wagtailsnippets_meetings_meeting:edit", args=[meeting.pk])
    for page in (edit, reverse("wagtailsnippets_meetings_meeting:list")):
        assert f'href="{address(meeting)}"' in clerk.get(page).text, page


def test_an_editor_open_since_before_does_not_take_them_off_again(clerk, meeting):
    """The form of the editor holds the materials of the moment when it was opened."""
    from tests.site.test_editing import edit_url, meeting_form

    tomorrow = timezone.now().replace(second=0, microsecond=0) + timedelta(days=1)
    Meeting.objects.update(starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=1))
    meeting.refresh_from_db()
    opened = meeting_form(meeting) | {"request_working_days": "3"}
    opened |= {f"slots-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
    upload(clerk, meeting, slides())
    clerk.post(address(meeting), rows({"file": LibraryFile.objects.get().pk}, action="publish"))
    response = clerk.post(edit_url(meeting), opened)
    assert response.status_code == 302, response.context["form"].errors
    assert Material.objects.filter(meeting=meeting).count() == 1


# Who may


@pytest.mark.parametrize("missing", ["meetings.change_meeting", "wagtaildocs.add_document"])
def test_whoever_may_not_change_meetings_or_upload_files_has_no_such_page(client, meeting, missing):
    sync_roles()
    group = group_for("meetings_clerk")
    codename = missing.split(".")[1]
    group.permissions.remove(*group.permissions.filter(codename=codename))
    group.collection_permissions.filter(permission__codename=codename).delete()
    user = User.objects.create_user("almost")
    user.groups.add(group)
    client.force_login(user)
    assert client.get(address(meeting)).status_code in {302, 403}
    upload(client, meeting, slides())
    assert not LibraryFile.objects.exists()


def test_who_may_not_publish_may_prepare_a_draft(client, meeting):
    sync_roles()
    group = group_for("meetings_clerk")
    group.permissions.remove(*group.permissions.filter(codename="publish_meeting"))
    user = User.objects.create_user("assistant")
    user.groups.add(group)
    client.force_login(user)
    upload(client, meeting, slides())
    assert 'value="publish"' not in client.get(address(meeting)).text
    file = LibraryFile.objects.get()
    refused = client.post(address(meeting), rows({"file": file.pk}, action="publish"))
    assert refused.status_code in {302, 403}
    assert not meeting.get_latest_revision_as_object().materials.exists()
    client.post(address(meeting), rows({"file": file.pk}, action="draft"))
    meeting.refresh_from_db()
    assert meeting.get_latest_revision_as_object().materials.count() == 1


def test_a_visitor_and_other_roles_reach_nothing(client, meeting):
    sync_roles()
    assert client.get(address(meeting)).status_code == 302
    for role in ("editor", "reviewer"):
        user = User.objects.create_user(role)
        user.groups.add(group_for(role))
        client.force_login(user)
        assert client.get(address(meeting)).status_code in {302, 403}
        upload(client, meeting, slides())
    assert not LibraryFile.objects.exists()
