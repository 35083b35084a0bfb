"""Each role does its own work in the admin and nothing else. Tested as each, and as an outsider."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment
from engagement.models import AgencySettings, Document, OutgoingMail
from meetings.models import NoticeRule, Registration
from plaza.roles import ROLES, group_for, sync_roles
from tests import factories
from tests.comments import factories as make

pytestmark = pytest.mark.django_db

STAFF = tuple(ROLES)
DESK = ("registrants of a meeting", "message to registrants", "sign-in sheet")
MAY_OPEN = {
    "editor": {
        *("home", "initiative", "document", "draft", "docket", "files"),
        *("next version", "word", "word into", "dates", "topics"),
    },
    "meetings_clerk": {
        *("home", "meeting", "materials", "registrants", "registrant", "files"),
        *("notice rules", "postings", *DESK),
    },
    "intake_clerk": {"home", "enter", "letter"},
    "reviewer": {"home", "queue", "comment", "topics"},
    "redactor": {"home", "queue", "comment"},
    "response_author": {"home", "queue", "comment"},
    "approver": {"home", "queue", "comment"},
    "docket_manager": {"home", "queue", "comment", "topics", "docket", "dates", "enter", "letter"},
    "auditor": {"home", "queue", "comment", "topics"},
    "administrator": {
        *("home", "initiative", "document", "draft", "docket", "meeting", "registrants"),
        *("registrant", "queue", "comment", "files", "users", "agency", "materials"),
        *("notice rules", "notice rule", "postings", *DESK),
        *("enter", "letter", "next version", "word", "word into", "dates", "topics"),
    },
    "visitor": set(),
    "account without a role": set(),
}


@pytest.fixture
def content():
    """One of everything that staff work on; the addresses of its admin pages by name."""
    docket = make.docket()
    draft = make.draft(docket=docket)
    meeting = factories.meeting(initiatives=[docket.initiative])
    registration = factories.registration(meeting=meeting)
    document = factories.document(initiative=docket.initiative)
    comment = make.submit(docket)
    agency = AgencySettings.load()
    sync_roles()

    def snippet(instance):
        model = f"{instance._meta.app_label}_{instance._meta.model_name}"
        return reverse(f"wagtailsnippets_{model}:edit", args=[instance.pk])

    return {
        "home": reverse("wagtailadmin_home"),
        "initiative": reverse("wagtailadmin_pages:edit", args=[docket.initiative.pk]),
        "document": snippet(document),
        "draft": snippet(draft),
        "next version": reverse("new_draft_version", args=[draft.pk]),
        "word": reverse("import_draft"),
        "word into": reverse("import_into_draft", args=[draft.pk]),
        "docket": snippet(docket),
        "dates": reverse("change_period", args=[docket.pk]),
        "topics": reverse("topics:index"),
        "meeting": snippet(meeting),
        "materials": reverse("add_materials", args=[meeting.pk]),
        "registrants": reverse("registrations:index"),
        "registrant": reverse("registrations:inspect", args=[registration.pk]),
        "registrants of a meeting": reverse("registrants:index", args=[meeting.pk]),
        "message to registrants": reverse("registrants:message", args=[meeting.pk]),
        "sign-in sheet": reverse("registrants:sign_in_sheet", args=[meeting.pk]),
        "notice rules": reverse("notice_rules:index"),
        "notice rule": reverse("notice_rules:edit", args=[NoticeRule.objects.first().pk]),
        "postings": reverse("postings:index"),
        "queue": reverse("review:index"),
        "comment": reverse("review:inspect", args=[comment.pk]),
        "enter": reverse("enter_comment"),
        "letter": reverse("enter_comment_form", args=[docket.pk, "paper"]),
        "files": reverse("wagtaildocs:index"),
        "users": reverse("wagtailusers_users:index"),
        "agency": reverse("wagtailsettings:edit", args=["engagement", "agencysettings", agency.pk]),
    }


def sign_in(client, role: str) -> User | None:
    if role == "visitor":
        return None
    user = User.objects.create_user(role.replace(" ", "_"))
    if role in ROLES:
        user.groups.add(group_for(role))
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", MAY_OPEN)
def test_each_role_opens_its_own_pages_of_the_admin_and_no_others(client, content, role):
    sign_in(client, role)
    opened = {name for name, url in content.items() if client.get(url).status_code == 200}
    assert opened == MAY_OPEN[role]


@pytest.mark.parametrize("role", [role for role in MAY_OPEN if "comment" not in MAY_OPEN[role]])
def test_nobody_else_can_work_on_a_comment(client, content, role):
    sign_in(client, role)
    response = client.post(content["comment"], {"action": "claim"})
    assert response.status_code in {302, 403}
    assert Comment.objects.get().assigned_to is None
    assert Comment.objects.get().events.count() == 1


@pytest.mark.parametrize("role", MAY_OPEN)
def test_a_letter_is_entered_by_intake_clerks_and_administrators_only(client, content, role):
    sign_in(client, role)
    day = timezone.localdate() - timedelta(days=1)
    client.post(content["letter"], {"day": day, "language": "en", "text": "Dear board,"})
    may = "letter" in MAY_OPEN[role]
    assert Comment.objects.filter(channel="paper").exists() == may
    menu = client.get(content["home"], follow=True).text
    assert (content["enter"] in menu) == may


@pytest.mark.parametrize("role", MAY_OPEN)
def test_only_those_who_run_a_meeting_check_in_undo_and_write(client, content, role):
    allowed = "registrants of a meeting" in MAY_OPEN[role]
    registration = Registration.objects.get()
    meeting = registration.meeting
    sign_in(client, role)
    client.post(reverse("registrants:check_in", args=[meeting.pk, registration.pk]))
    registration.refresh_from_db()
    assert (registration.checked_in_at is not None) == allowed
    Registration.objects.update(checked_in_at=timezone.now())
    client.post(reverse("registrants:undo_check_in", args=[meeting.pk, registration.pk]))
    registration.refresh_from_db()
    assert (registration.checked_in_at is None) == allowed
    data = {"form_key": uuid4(), "audience": "confirmed", "action": "send"}
    texts = {"subject_en": "New room", "text_en": "Room 5", "subject_es": "", "text_es": ""}
    client.post(content["message to registrants"], data | texts)
    assert OutgoingMail.objects.filter(key__startswith="message:").exists() == allowed


def test_who_may_only_see_registrants_finds_no_button_to_check_them_in(client, content):
    user = sign_in(client, "account without a role")
    for codename in ("access_admin", "view_registration"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    page = client.get(content["registrants of a meeting"])
    assert page.status_code == 200
    assert "/check-in/" not in page.text
    assert content["message to registrants"] not in page.text
    assert client.get(content["message to registrants"]).status_code in {302, 403}


@pytest.mark.parametrize("role", MAY_OPEN)
def test_an_attachment_that_waits_for_review_opens_for_those_who_read_the_queue(
    client, content, role
):
    comment = make.submit(Comment.objects.get().docket, attachments=[make.letter()])
    sign_in(client, role)
    response = client.get(comment.attachments.get().get_absolute_url())
    response.close()
    assert response.status_code == (200 if "queue" in MAY_OPEN[role] else 404)


def test_no_form_in_the_admin_edits_or_deletes_what_residents_sent(client, content):
    sign_in(client, "administrator")
    for name in ("registrant", "comment"):
        for verb in ("edit", "delete", "copy"):
            assert (
                client.get(content[name].replace("inspect", verb), follow=True).status_code == 404
            )


def test_a_reviewer_works_a_comment_from_the_queue_to_the_public_docket(client, content):
    reviewer = sign_in(client, "reviewer")
    comment = Comment.objects.get()
    assert comment.number in client.get(content["queue"]).text
    url = content["comment"]
    client.post(url, {"action": "claim"})
    client.post(url, {"action": "move:in_review"})
    client.post(url, {"action": "note", "note": "Ask the engineer"})
    assert "Ask the engineer" in client.get(url).text
    client.post(url, {"action": "move:posted"})
    comment.refresh_from_db()
    assert comment.is_posted
    assert [event.actor for event in comment.events.all()[1:]] == [reviewer] * 4
    client.logout()
    public = client.get(comment.docket.get_absolute_url()).text
    assert comment.text in public
    assert "Ask the engineer" not in public


def test_a_refused_move_says_why_and_keeps_what_was_typed(client, content):
    sign_in(client, "reviewer")
    client.post(content["comment"], {"action": "claim"})
    client.post(content["comment"], {"action": "move:in_triage"})
    refused = {"action": "move:withheld", "note": "Typed words"}
    response = client.post(content["comment"], refused)
    assert response.status_code == 422
    assert "Give the legal reason: it is public in the record." in response.text
    assert "Typed words" in response.text
    client.post(content["comment"], {"action": "release"})
    response = client.post(content["comment"], {"action": "move:in_review"})
    assert response.status_code == 422
    assert "Claim this comment before you move it." in response.text
    assert Comment.objects.get().state == "in_triage"


def test_the_queue_is_filtered_by_state_docket_and_claim(client, content):
    reviewer = sign_in(client, "reviewer")
    mine = Comment.objects.get()
    other = make.submit(make.docket(number="PA-2026-02"))
    Comment.objects.filter(pk=mine.pk).update(assigned_to=reviewer, assigned_at=timezone.now())
    Comment.objects.filter(pk=other.pk).update(state="in_review")

    def numbers(query):
        page = client.get(f"{content['queue']}?{query}").text
        return {comment.number for comment in (mine, other) if comment.number in page}

    assert numbers("") == {mine.number, other.number}
    assert numbers("state=in_review") == {other.number}
    assert numbers(f"docket={mine.docket_id}") == {mine.number}
    assert numbers("holder=mine") == {mine.number}
    assert numbers("holder=nobody") == {other.number}


def test_the_queue_is_filtered_by_channel_and_by_why_a_comment_looks_automated(client, content):
    sign_in(client, "reviewer")
    docket = Comment.objects.get().docket
    web = Comment.objects.get()
    paper = make.submit(docket, channel="paper")
    trapped = make.submit(docket, suspicions=["trap", "no_proof"])
    crowded = make.submit(docket, suspicions=["network"])
    everything = (web, paper, trapped, crowded)

    def numbers(query):
        page = client.get(f"{content['queue']}?{query}").text
        return {comment.number for comment in everything if comment.number in page}

    assert numbers("channel=paper") == {paper.number}
    assert numbers("suspicion=trap") == {trapped.number}
    assert numbers("is_suspicious=true") == {trapped.number, crowded.number}
    assert numbers("is_suspicious=false") == {web.number, paper.number}


def test_the_queue_takes_the_same_queries_however_long_it_is(
    client, content, django_assert_max_num_queries
):
    sign_in(client, "reviewer")
    docket = Comment.objects.get().docket
    client.get(content["queue"])
    with CaptureQueriesContext(connection) as few:
        client.get(content["queue"])
    for _number in range(20):
        make.submit(docket, attachments=[make.letter()])
    with django_assert_max_num_queries(len(few)):
        client.get(content["queue"])


def test_an_administrator_changes_the_agencys_name_in_both_languages(client, content):
    sign_in(client, "administrator")
    data = {
        "name_en": "Harbor Agency",
        "name_es": "Agencia del Puerto",
        "alert_level": "info",
        "phones-count": "0",
        "social_links-count": "0",
    }
    assert client.post(content["agency"], data).status_code == 302
    assert AgencySettings.load().name_es == "Agencia del Puerto"
    assert "Agencia del Puerto" in client.get("/es/").text


def test_roles_are_in_step_with_the_table_after_each_sync(content):
    group = group_for("reviewer")
    group.permissions.set(group_for("editor").permissions.all())
    sync_roles()
    assert {permission.codename for permission in group.permissions.all()} == {
        "access_admin",
        *(f"{verb}_comment" for verb in ("export", "note", "review", "translate", "view")),
        *("view_address", "bracket_comment", "write_response"),
        *("add_topic", "change_topic", "view_topic"),
    }
    assert not Group.objects.filter(name="Moderators").exists()


def test_editors_cannot_delete_documents_that_residents_link_to(client, content):
    sign_in(client, "editor")
    url = reverse("wagtailsnippets_engagement_document:delete", args=[Document.objects.get().pk])
    assert client.get(url).status_code in {302, 403}
