"""Staff roles: what each may do, and no more. `manage.py sync_roles` writes them as groups.

A role is a row of this table. An agency adds people to groups under Settings, Users; the
groups' permissions are kept in step with the table at each deploy.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

ADMIN = ("wagtailadmin.access_admin",)
# Wagtail asks for its own Document's permissions, whatever model holds the files.
FILES = (
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
    "wagtaildocs.choose_document",
)
# The agency's rules of public notice, and the record of what was posted when.
NOTICE = ("meetings.view_noticerule", "meetings.view_posting")
REGISTRANTS = ("meetings.view_registration", "meetings.run_registration")
IMAGES = ("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image")


def _crud(app: str, *models: str, verbs=("add", "change", "view", "publish")) -> tuple[str, ...]:
    return tuple(f"{app}.{verb}_{model}" for model in models for verb in verbs)


# What comments are about, in words that those who review them find.
TOPICS = _crud("comments", "topic", verbs=("add", "change", "view"))


def _comments(*verbs: str) -> tuple[str, ...]:
    return tuple(f"comments.{verb}_comment" for verb in verbs)


# Of comments: to read them as the public may, to see who wrote and what was redacted.
READS = _comments("view", "export")
# Of the response to comments: to bracket and answer, to have its document made.
ANSWERS = ("comments.bracket_comment", "comments.write_response")
BUILDS = ("comments.build_document",)
ORIGINALS = ("comments.view_address", "comments.view_original")
MANAGES = (
    *READS,
    *ORIGINALS,
    *_comments("review", "redact", "note", "translate", "assign", "release", "enter"),
    *ANSWERS,
    *BUILDS,
    "comments.approve_response",
    "comments.publish_document",
    "comments.export_record",
    "comments.view_exportrecord",
    "comments.view_bulkaction",
    *_crud("comments", "team", verbs=("add", "change", "delete", "view")),
)


@dataclass(frozen=True)
class Role:
    """One role: its group's name, its permissions, and what it may do with pages and files."""

    group: str
    permissions: tuple[str, ...]
    pages: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()


ROLES = {
    # Says what the agency says: pages, documents, drafts, dockets.
    "editor": Role(
        "Editors",
        (
            *ADMIN,
            *_crud("engagement", "document"),
            *_crud("comments", "draft", "docket"),
            *TOPICS,
        ),
        pages=("add_page", "change_page", "publish_page"),
        collections=(*FILES, *IMAGES),
    ),
    # Runs meetings and knows who comes; never sees comments.
    "meetings_clerk": Role(
        "Meetings clerks",
        (*ADMIN, *_crud("meetings", "meeting"), *REGISTRANTS, *NOTICE),
        collections=FILES,
    ),
    # Enters letters, e-mails and what was said at a meeting; reads nobody else's.
    "intake_clerk": Role("Intake clerks", (*ADMIN, "comments.enter_comment")),
    # Works the review queue; publishes nothing else.
    "reviewer": Role(
        "Reviewers",
        (
            *ADMIN,
            *READS,
            *_comments("review", "note", "translate"),
            *ANSWERS,
            "comments.view_address",
            *TOPICS,
        ),
    ),
    # Blacks out what the law lets nobody see, and decides nothing else.
    "redactor": Role("Redactors", (*ADMIN, *READS, *ORIGINALS, *_comments("redact", "note"))),
    # Writes what the agency answers; reads comments as the public may.
    "response_author": Role(
        "Response authors", (*ADMIN, *READS, *_comments("note"), *ANSWERS, *BUILDS)
    ),
    # Approves what the agency answers.
    "approver": Role(
        "Approvers",
        (*ADMIN, *READS, *_comments("note"), *BUILDS, "comments.approve_response"),
    ),
    # Runs comment periods: their dockets, teams, who does what, and what is taken out.
    "docket_manager": Role(
        "Docket managers",
        (*ADMIN, *_crud("comments", "docket"), *MANAGES, *TOPICS),
    ),
    # Reads all of it and changes nothing.
    "auditor": Role(
        "Auditors",
        (
            *ADMIN,
            *READS,
            *ORIGINALS,
            "comments.export_record",
            "comments.view_exportrecord",
            "comments.view_bulkaction",
            "comments.view_team",
            "comments.view_topic",
            "comments.view_docket",
        ),
    ),
    # Everything, and the people: accounts, the agency's identity, claims of absent colleagues.
    "administrator": Role(
        "Administrators",
        (
            *ADMIN,
            *_crud("engagement", "document"),
            "engagement.delete_document",
            "engagement.change_agencysettings",
            *_crud("meetings", "meeting"),
            "meetings.delete_meeting",
            *REGISTRANTS,
            *NOTICE,
            *_crud("meetings", "noticerule", verbs=("add", "change", "delete")),
            *_crud("comments", "draft", "docket"),
            *TOPICS,
            "comments.delete_topic",
            "comments.delete_draft",
            "comments.delete_docket",
            *MANAGES,
            *_crud("auth", "user", verbs=("add", "change", "view")),
            *_crud("wagtailredirects", "redirect", verbs=("add", "change", "delete", "view")),
        ),
        pages=("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
        collections=(
            *FILES,
            "wagtaildocs.delete_document",
            *IMAGES,
            "wagtailimages.delete_image",
        ),
    ),
}


def group_for(role: str) -> Group:
    """The group that holds the people of a role. Raises KeyError for an unknown role."""
    return Group.objects.get(name=ROLES[role].group)


@transaction.atomic
def sync_roles() -> None:
    """Bring the groups' permissions in step with ROLES: what is missing comes, the rest goes.

    Wagtail's own "Moderators" stands in no row of the table; it goes unless people are in it.
    """
    Group.objects.filter(name="Moderators", user__isnull=True).delete()
    for role in ROLES.values():
        group, _created = Group.objects.get_or_create(name=role.group)
        group.permissions.set([_permission(name) for name in role.permissions])
        GroupPagePermission.objects.filter(group=group).delete()
        GroupPagePermission.objects.bulk_create(
            GroupPagePermission(
                group=group,
                page=Page.get_first_root_node(),
                permission=_permission(f"wagtailcore.{codename}"),
            )
            for codename in role.pages
        )
        GroupCollectionPermission.objects.filter(group=group).delete()
        GroupCollectionPermission.objects.bulk_create(
            GroupCollectionPermission(
                group=group,
                collection=Collection.get_first_root_node(),
                permission=_permission(name),
            )
            for name in role.collections
        )


def _permission(name: str) -> Permission:
    app, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)
