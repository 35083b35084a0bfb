"""What tests of comments need, published and valid unless told otherwise."""

import uuid
from datetime import timedelta

from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.rich_text import RichText

from comments import intake
from comments.models import (
    Campaign,
    Comment,
    Docket,
    Draft,
    DraftSection,
    Point,
    PointPassage,
    Response,
)
from tests import factories


def docket(**fields) -> Docket:
    """A docket whose comment period is open."""
    values = {
        "number": "PA-2026-01",
        "headline_en": "Near-term measures",
        "headline_es": "Medidas a corto plazo",
        "opens_at": timezone.now() - timedelta(days=7),
        "closes_at": timezone.now() + timedelta(days=30),
    }
    given = values | fields
    if "initiative" not in given:
        given["initiative"] = factories.initiative()
    return Docket.objects.create(**given)


def draft(*, docket: Docket, sections=("Purpose", "Schedule"), **fields) -> Draft:
    """A published draft with sections."""
    values = {"headline_en": "Draft measures", "headline_es": "Borrador de medidas"}
    made = Draft(docket=docket, initiative=docket.initiative, **values | fields)
    made.sections = [
        DraftSection(
            heading_en=heading,
            heading_es=f"{heading} (es)",
            body_en=[("text", RichText(f"<p>About {heading.lower()}.</p>"))],
            body_es=[("text", RichText(f"<p>Sobre {heading.lower()}.</p>"))],
            sort_order=number,
        )
        for number, heading in enumerate(sections)
    ]
    made.save()
    return made


def submit(docket: Docket, *, section: DraftSection | None = None, **fields) -> Comment:
    """A comment taken in as the web form does; with `section`, its text is about that one."""
    values = {"key": uuid.uuid4(), "language": "en", "text": "Please plug in the ships."}
    if section:
        text = fields.pop("text", values.pop("text"))
        fields["remarks"] = [intake.About(section, text)]
    return intake.submit(docket=docket, **values | fields)


def letter(name: str = "letter.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    """A file as a person attaches it."""
    return SimpleUploadedFile(name, factories.pdf() if content is None else content)


def user(name: str, *permissions: str) -> User:
    """A member of staff with these permissions and no others; tests sign in without a password."""
    made = User.objects.create_user(name, f"{name}@agency.example")
    for permission in ("wagtailadmin.access_admin", *permissions):
        app, codename = permission.split(".")
        made.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    return made


def reviewer(name: str = "rosa") -> User:
    """Somebody who triages and decides, with what plaza.roles gives reviewers for comments."""
    return user(name, *(f"comments.{verb}_comment" for verb in _REVIEWS), "comments.view_address")


def redactor(name: str = "hana") -> User:
    """Somebody who blacks out what nobody may see, with what plaza.roles gives redactors."""
    verbs = ("view", "redact", "note", "export")
    codes = (*(f"{verb}_comment" for verb in verbs), "view_address", "view_original")
    return user(name, *(f"comments.{code}" for code in codes))


def author(name: str = "wanda") -> User:
    """Somebody who brackets and writes responses, with what plaza.roles gives response authors."""
    verbs = ("view", "note", "export", "bracket")
    codes = (*(f"{verb}_comment" for verb in verbs), "write_response", "build_document")
    return user(name, *(f"comments.{code}" for code in codes))


def approver(name: str = "ann") -> User:
    """Somebody who approves responses, with what plaza.roles gives approvers."""
    codes = ("view_comment", "note_comment", "export_comment", "build_document")
    return user(name, *(f"comments.{code}" for code in (*codes, "approve_response")))


_REVIEWS = ("view", "review", "note", "translate", "export")


def campaign(lead: Comment, *members: Comment) -> Campaign:
    """A campaign with its letter, put together without the rules."""
    made = Campaign.objects.create(
        docket=lead.docket, lead=lead, number=lead.docket.campaigns.count() + 1
    )
    Comment.objects.filter(pk__in=[comment.pk for comment in (lead, *members)]).update(
        campaign=made, own_words=0
    )
    return made


def point(comment: Comment, *, words: str = "", made_by: User | None = None, **fields) -> Point:
    """A point of a letter, put there without the rules.

    Its passage is where `words` stand in the comment's text, without them the whole text.
    """
    topics, masters = fields.pop("topics", ()), fields.pop("masters", ())
    number = fields.pop("number", comment.points.count() + 1)
    made = Point.objects.create(
        comment=comment, number=number, made_by=made_by or colleague("rosa"), **fields
    )
    start = comment.text.index(words)
    PointPassage.objects.create(
        point=made,
        comment=comment,
        part="text",
        start=start,
        end=start + len(words or comment.text),
    )
    made.topics.set(topics)
    made.masters.set(masters)
    return made


def response(point: Point | None = None, *, status: str = "approved", **fields) -> Response:
    """An answer to a point, or with `docket` a master response; approved unless told otherwise.

    Written by one colleague and approved by another, without the rules.
    """
    values = {"text_en": "<p>The ships are plugged in.</p>", "written_by": colleague("wanda")}
    if point is None:
        values |= {
            "kind": Response.Kind.MASTER,
            "number": fields["docket"].responses.masters().count() + 1,
            "title_en": "Ships at berth",
        }
    else:
        values |= {"point": point, "docket": point.comment.docket}
    if status != Response.Status.DRAFTED:
        values |= {"reviewed_by": values["written_by"], "reviewed_at": timezone.now()}
    if status == Response.Status.APPROVED:
        values |= {"approved_by": colleague("ann"), "approved_at": timezone.now()}
    return Response.objects.create(status=status, **values | fields)


def colleague(name: str) -> User:
    """The member of staff of that name, who has no rights beyond being there."""
    return User.objects.filter(username=name).first() or user(name)
