"""docs/roles.md says what each role may do with comments. It is walked here, row by row.

Each address of the admin that is about comments, each act on one comment and each act on many has
a row; each row is tried as each role, and as somebody without one.
"""

import re
import uuid
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import get_resolver, resolve, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from comments import translating, word_import
from comments.models import (
    BulkAction,
    Campaign,
    Comment,
    Docket,
    DocumentFile,
    Redaction,
    ResponseDocument,
    SavedFilter,
    Team,
)
from comments.review_page.page import ACTS
from plaza.roles import ROLES, group_for, sync_roles
from tests.comments import factories as make

DOCUMENT = Path(__file__).parents[2] / "docs" / "roles.md"
OUTSIDER = "outsider"
YES = "yes"
HOW = "Add its row to the second table of docs/roles.md: "


def table() -> dict[str, set[str]]:
    """Each row of the second table, and the roles that may."""
    found, columns = {}, []
    for line in DOCUMENT.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0] == "address or act":
            columns = [name.replace(" ", "_") for name in cells[2:]]
        elif columns and cells[0].startswith("`"):
            may = {role for role, cell in zip(columns, cells[2:], strict=True) if cell == YES}
            found[cells[0].strip("`")] = may
    return found


def addresses() -> dict[str, tuple]:
    """The admin's addresses that are about comments, by name: (pattern's groups, its view)."""
    return dict(_walk(get_resolver(), (), False))


def _walk(resolver, namespaces, is_admin):
    for entry in resolver.url_patterns:
        inside = is_admin or str(entry.pattern).startswith("admin/")
        if hasattr(entry, "url_patterns"):
            names = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, names, inside)
        # The results of a list are its own view again.
        elif inside and _is_of_comments(entry.callback) and not entry.name.endswith("_results"):
            yield ":".join((*namespaces, entry.name)), entry.callback


def _is_of_comments(view) -> bool:
    model = getattr(view, "view_initkwargs", {}).get("model")
    if hasattr(model, "_meta"):
        return model._meta.app_label == "comments"
    module = getattr(view, "view_class", view).__module__
    return module.startswith("comments.")


def acts() -> set[str]:
    """The acts on one comment and on many, as rows name them."""
    many = bulk_action_registry.get_bulk_actions_for_model("comments", "comment")
    points = bulk_action_registry.get_bulk_actions_for_model("comments", "point")
    return {
        *(f"bulk points {action.action_type}" for action in points),
        *(f"act {name}" for name in ACTS),
        "act move (out of redaction)",
        *(f"bulk {action.action_type}" for action in many),
    }


def test_each_address_and_each_act_has_a_row_and_no_row_is_of_nothing():
    rows, known = set(table()), {*addresses(), *acts()}
    assert not known - rows, HOW + ", ".join(sorted(known - rows))
    assert not rows - known, "Of nothing in docs/roles.md: " + ", ".join(sorted(rows - known))


def test_the_first_table_has_a_row_for_each_role():
    rows = re.findall(r"^\| \*\*(.+?)\*\* \|", DOCUMENT.read_text(), re.MULTILINE)
    assert rows == [role.group for role in ROLES.values()]


@pytest.fixture
def people(db) -> dict[str, User]:
    """Somebody of each role, who is signed in, and a member of staff without one."""
    sync_roles()
    found = {}
    for role in (*ROLES, OUTSIDER):
        user = User.objects.create_user(role)
        if role in ROLES:
            user.groups.add(group_for(role))
        found[role] = user
    return found


class World:
    """One of everything that is about comments, in a docket of its own."""

    def __init__(self):
        self.other = make.reviewer("other")
        self.docket = make.docket()
        self.draft = make.draft(docket=self.docket)
        self.topic = self.docket.topics.create(name_en="Air", name_es="Aire")
        self.comment = make.submit(
            self.docket,
            text="Call (909) 555-0142 or (909) 555-0143.",
            attachments=[make.letter()],
            suspicions=["trap"],
        )
        self.second = make.submit(self.docket, text="Another")
        self.member = make.submit(self.docket, text="Another too")
        self.campaign: Campaign = make.campaign(self.second, self.member)
        for thing in (self.draft, self.docket):
            thing.save_revision(user=self.other).publish()
        Docket.objects.filter(pk=self.docket.pk).update(live=True)
        self.bulk = BulkAction.objects.create(actor=self.other, kind="move", key=uuid.uuid4())
        self.team = Team.objects.create(name="Engineers")
        self.translation = translating.write(
            comment=self.comment, actor=self.other, parts={"text": "Llame."}
        )
        self.document_file = self.finished_document()
        self.redaction = Redaction.objects.create(
            comment=self.comment, part="text", start=24, end=38, reason="phone", made_by=self.other
        )

        self.point = make.point(self.comment, words="Call")
        self.answer = make.response(self.point, status="reviewed")
        self.master = make.response(docket=self.docket)
        self.apart = make.point(self.comment, words="(909) 555-0142", number=3)

    def finished_document(self) -> DocumentFile:
        made = ResponseDocument.objects.create(docket=self.docket, number=1, state="ready")
        file = ContentFile(b"Responses", name="made")
        return DocumentFile.objects.create(
            document=made, language="en", format="html", file=file, size=9, sha256="0"
        )

    def args(self, name: str, user: User) -> list:
        """What an address needs; of what is somebody's own, that person's."""
        spaces, _colon, view = name.rpartition(":")
        of = {
            "wagtailsnippets_comments_draft": self.draft,
            "wagtailsnippets_comments_docket": self.docket,
            "wagtailsnippetchoosers_comments_draft": self.draft,
            "wagtailsnippetchoosers_comments_docket": self.docket,
            "review": self.comment,
            "topics": self.topic,
            "teams": self.team,
            "campaigns": self.campaign,
            "bulk_actions": self.bulk,
            "master_responses": self.master,
        }
        file = self.comment.attachments.get()
        special = {
            "comment_file": [file.token],
            "comment_file_page": [file.token, 1],
            "comment_news": [self.comment.pk, 1],
            "comment_entered": [self.comment.pk],
            "change_period": [self.docket.pk],
            "records_bundle": [self.docket.pk],
            "new_draft_version": [self.draft.pk],
            "import_into_draft": [self.draft.pk],
            "draft_import_report": [self.report(user)],
            "enter_comment_form": [self.docket.pk, "paper"],
            "docket_dashboard": [self.docket.pk],
            "response_document": [self.docket.pk],
            "response_document_file": [self.document_file.pk],
            "response_document_progress": [self.document_file.document_id],
            "response_document_publish": [self.document_file.document_id],
            "docket_coverage": [self.docket.pk],
        }
        if name in special:
            return special[name]
        if view in {"index", "list", "add", "choose", "create", "chosen_multiple"}:
            return []
        if view == "preview_on_add" or not spaces:
            return []
        thing = self.own_filter(user) if spaces == "saved_filters" else of[spaces]
        if view.startswith("revisions_"):
            revision = thing.latest_revision.pk
            return [thing.pk, "earliest", "latest"] if "compare" in view else [thing.pk, revision]
        return [thing.pk]

    def own_filter(self, user: User) -> SavedFilter:
        return SavedFilter.objects.get_or_create(owner=user, name="Mine", query="state=spam")[0]

    def report(self, user: User) -> int:
        entry = ModelLogEntry.objects.filter(action=word_import.LOG_ACTION).first()
        if entry is None:
            entry = ModelLogEntry.objects.log_action(
                self.draft,
                word_import.LOG_ACTION,
                user=self.other,
                data={
                    "file": "draft.docx",
                    "language": "en",
                    "counts": {"sections": 0},
                    "findings": [],
                },
            )
        return entry.pk

    def act(self, name: str, user: User) -> dict:
        """What the form of an act sends; whatever is only for the holder, the person holds."""
        holder = None if name in {"claim", "clear_suspicion", "note"} else user
        state = "redaction" if name in {"redact", "accept", "dismiss", "lift"} else "in_triage"
        if name == "move (out of redaction)":
            state = "redaction"
        if name in {"bracket", "describe", "split", "merge", "remove", "renumber"}:
            state = "in_review"
        rows = Comment.objects.filter(pk__in=[self.comment.pk, self.member.pk])
        rows.update(assigned_to=holder, state=state)
        action, _space, _rest = name.partition(" ")
        given = {
            "assign": {"person": self.other.pk},
            "move": {"action": "move:in_review"},
            "note": {"note": "Read"},
            "topics": {"topics": [self.topic.pk]},
            "redact": {"part": "text", "words": "Call", "reason": "other", "note": "By law"},
            "accept": {"action": "accept:phone"},
            "dismiss": {"action": "dismiss:phone"},
            "lift": {"action": f"lift:{self.redaction.pk}", "explanation": "Public anyway"},
            "translate": {"text": "Llame usted."},
            "bracket": {"part": "text", "words": "or"},
            "describe": {"action": f"describe:{self.apart.pk}"},
            "split": {"action": f"split:{self.apart.pk}", "words": "555-0142"},
            "merge": {"action": f"merge:{self.apart.pk}", "with": self.point.pk},
            "remove": {"action": f"remove:{self.apart.pk}"},
            "respond": {"point": 1, "response-text_en-plain": "Answered"},
            "approve_response": {"point": 1},
            "send_back_response": {"point": 1, "note": "Cite the plan"},
        }
        return {"action": action, **given.get(action, {})}


def ask(user, url: str, data: dict | None = None) -> int:
    """The status of the answer, which is not rendered; 403 for every way of saying no."""
    request = RequestFactory().get(url) if data is None else RequestFactory().post(url, data)
    request.user, request.session = user, {}
    request._messages = CookieStorage(request)
    found = resolve(request.path_info)
    request.resolver_match = found
    try:
        response = found.func(request, *found.args, **found.kwargs)
    except (PermissionDenied, Http404):
        return 403
    if getattr(response, "file_to_stream", None):
        response.file_to_stream.close()
    if response.status_code == 405 and data is None:
        # An address that is only posted to.
        return ask(user, url, {})
    refused = (reverse("wagtailadmin_home"), reverse("wagtailadmin_login"))
    if response.status_code == 302 and response.url.partition("?")[0] in refused:
        return 403
    return response.status_code


def tried(url: str, user: User, data: dict | None = None) -> int:
    """As `ask`; nothing of it stays."""
    with transaction.atomic():
        status = ask(user, url, data)
        transaction.set_rollback(True)
    return status


def difference(name: str, may: set[str], expected: set[str]) -> list[str]:
    """What the table says otherwise, in words."""
    return [
        *(f"{name}: {role} may, and the table says no" for role in sorted(may - expected)),
        *(f"{name}: {role} may not, and the table says yes" for role in sorted(expected - may)),
    ]


def opened(world: World, name: str, people: dict[str, User]) -> set[str]:
    may = set()
    for role, user in people.items():
        if name == "comment_entered":
            Comment.objects.filter(pk=world.comment.pk).update(entered_by=user)
        if tried(reverse(name, args=world.args(name, user)), user) != 403:
            may.add(role)
    return may


def done(world: World, row: str, people: dict[str, User]) -> set[str]:
    """Who can do an act: not only who is let in, but for whom it has its effect."""
    may = set()
    kind, _space, name = row.partition(" ")
    for role, user in people.items():
        with transaction.atomic():
            if kind == "bulk":
                model, _space, action = name.rpartition(" ")
                key = world.point.pk if model else world.comment.pk
                model = "point" if model else "comment"
                url = reverse("wagtail_bulk_action", args=["comments", model, action])
                status = ask(user, f"{url}?id={key}")
                if status == 200:
                    may.add(role)
            else:
                data = world.act(name, user)
                comment = world.member if name == "take_out" else world.comment
                if ask(user, reverse("review:inspect", args=[comment.pk]), data) == 302:
                    may.add(role)
            transaction.set_rollback(True)
    return may


def test_each_role_opens_what_its_row_says_and_does_what_its_row_says(people):
    world, wrong = World(), []
    for name, expected in table().items():
        if " " in name:
            wrong += difference(name, done(world, name, people), expected)
        else:
            wrong += difference(name, opened(world, name, people), expected)
    assert not wrong, "\n" + "\n".join(wrong)


def test_an_auditor_reads_all_and_changes_nothing(people):
    world = World()
    auditor = people["auditor"]
    world.own_filter(auditor)

    def everything():
        return {
            model: list(model.objects.order_by("pk").values())
            for model in apps.get_app_config("comments").get_models()
            # What they took out is recorded; what they named for themselves is nobody's record.
            if model.__name__ not in {"ExportRecord", "SavedFilter"}
        }

    urls = [reverse(name, args=world.args(name, auditor)) for name in addresses()]
    before = everything()
    data = {"name": "x", "name_en": "x", "chosen": str(world.comment.pk), "key": uuid.uuid4()}
    for url in urls:
        ask(auditor, url, data)
    for name in ACTS:
        sent = {"note": "x", "person": auditor.pk, "topics": [world.topic.pk], "text": "x"}
        for action in (name, f"{name}:in_review", f"{name}:phone"):
            ask(
                auditor,
                reverse("review:inspect", args=[world.comment.pk]),
                {"action": action, **sent},
            )
    for name in ("assign", "topics", "move", "campaign"):
        url = reverse("wagtail_bulk_action", args=["comments", "comment", name])
        ask(auditor, url, {**data, "to_state": "in_review", "topics": [world.topic.pk]})
    assert everything() == before


def test_the_site_history_tells_each_only_of_what_they_have_a_right_to(client, people):
    world = World()
    log(world.docket, "wagtail.publish", user=world.other)
    address = reverse("wagtailadmin_reports:site_history")
    told = set()
    for role, user in people.items():
        client.force_login(user)
        if world.docket.headline in client.get(address, follow=True).text:
            told.add(role)
    assert told == {"editor", "docket_manager", "auditor", "administrator"}
