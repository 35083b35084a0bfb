"""Small plain functions that make what a test needs, published and valid unless told otherwise."""

import itertools
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection, Locale, Page, Site

from engagement.files import identify
from engagement.models import (
    AgencySettings,
    Document,
    DocumentFile,
    InitiativeIndexPage,
    InitiativePage,
    LibraryFile,
    Subscription,
)
from meetings.models import DialInNumber, Material, Meeting, Registration
from plaza.models import HomePage

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
MB = 1024 * 1024
_numbers = itertools.count(1)


def pdf(size: int = 400) -> bytes:
    """The content of a PDF of exactly `size` bytes, as far as its signature tells."""
    return b"%PDF-1.7\n".ljust(size, b"\n")


def local(*moment: int) -> datetime:
    """A moment in the agency's zone: local(2025, 12, 12, 12, 0)."""
    return datetime(*moment, tzinfo=LOS_ANGELES)


# The shell


def home_page() -> HomePage:
    """The home page of the one site, made with its list of initiatives when it is missing."""
    found = HomePage.objects.first()
    if found is not None:
        return found
    root = _wagtails_roots()
    root.get_children().filter(slug="home").delete()
    root.refresh_from_db()
    home = root.add_child(
        instance=HomePage(headline_en="Welcome", headline_es="Bienvenidos", slug="home")
    )
    home.add_child(
        instance=InitiativeIndexPage(
            headline_en="Initiatives", headline_es="Iniciativas", slug="initiatives"
        )
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    agency = AgencySettings.load()
    agency.name_en, agency.name_es = "Clean Air Agency", "Agencia del Aire Limpio"
    agency.save()
    return home


def _wagtails_roots() -> Page:
    """What Wagtail's migrations make; a test with real transactions empties their tables."""
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    return Page.get_first_root_node() or Page.add_root(title="Root", slug="root")


# Engagement


def initiative(**fields) -> InitiativePage:
    """A published initiative; `live=False` for one that is not."""
    home_page()
    number = next(_numbers)
    values = {
        "headline_en": f"Clean ports {number}",
        "headline_es": f"Puertos limpios {number}",
        "slug": f"clean-ports-{number}",
    }
    page = InitiativePage(**values | fields)
    return InitiativeIndexPage.objects.get().add_child(instance=page)


def library_file(name: str = "presentation.pdf", content: bytes | None = None) -> LibraryFile:
    """A file in the library, its kind found as at an upload."""
    upload = ContentFile(pdf() if content is None else content, name=name)
    kind = identify(upload)
    _wagtails_roots()
    found = LibraryFile(title=name, file=upload, mime=kind.mime)
    found.file_size = upload.size
    found.save()
    return found


def document(*, initiative: InitiativePage, files=None, **fields) -> Document:
    """A published document; `files` is a list of (version, language, release date)."""
    values = {"headline_en": "Draft plan", "headline_es": "Borrador del plan"}
    made = Document(initiative=initiative, **values | fields)
    made.files = [
        DocumentFile(
            file=library_file(f"plan-v{version}-{language}.pdf"),
            version=version,
            language=language,
            released_on=released_on,
        )
        for version, language, released_on in files or [(1, "en", date(2025, 11, 7))]
    ]
    made.save()
    return made


def subscription(*, initiative: InitiativePage, **fields) -> Subscription:
    """A subscription that was asked for an hour ago and is confirmed."""
    now = timezone.now()
    asked = now - timedelta(hours=1)
    values = {"email": "ana@example.com", "language": "en", "requested_at": asked}
    return Subscription.objects.create(
        initiative=initiative, **values | {"confirmed_at": now} | fields
    )


# Meetings


def meeting(*, initiatives=(), numbers=(), materials=(), **fields) -> Meeting:
    """A published remote meeting tomorrow that takes registration.

    `numbers` are dial-in numbers, `materials` are Material instances not yet saved.
    """
    starts_at = fields.get("starts_at") or timezone.now() + timedelta(days=1)
    values = {
        "headline_en": "Office hours",
        "headline_es": "Horas de consulta",
        "kind": Meeting.Kind.OFFICE_HOURS,
        "format": Meeting.Format.REMOTE,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "zoom_id": "1615740201",
        "join_url": "https://agency.zoomgov.com/j/1615740201",
        "takes_registration": True,
        "last_published_at": timezone.now(),
    }
    made = Meeting(**values | fields)
    made.initiatives = initiatives
    made.dial_in_numbers = [DialInNumber(number=number) for number in numbers]
    made.materials = materials
    made.full_clean()
    made.save()
    return made


def material(*, language="en", name="presentation.pdf", size=400, **fields) -> Material:
    """A presentation, not yet saved: give it to `meeting`."""
    return Material(language=language, file=library_file(name, pdf(size)), **fields)


def registration(*, meeting: Meeting, **fields) -> Registration:
    """A confirmed registration, written without the rules."""
    values = {
        "name": "Ana Ruiz",
        "email": f"ana{next(_numbers)}@example.com",
        "language": "en",
        "state": Registration.State.CONFIRMED,
        "queued_at": timezone.now(),
    }
    return Registration.objects.create(meeting=meeting, **values | fields)


def reference_initiative() -> InitiativePage:
    """The three meetings of ../shared/reference/cooperative-agreement-page.txt."""
    page = initiative(
        headline_en="Cooperative Agreement with the Ports of Long Beach and Los Angeles",
        headline_es="Acuerdo de cooperación con los puertos de Long Beach y Los Ángeles",
        slug="cooperative-agreement",
    )
    shared = {
        "initiatives": [page],
        "takes_registration": False,
        "zoom_id": "1615740201",
        "join_url": "https://aqmd.zoomgov.com/j/1615740201",
    }
    update = {
        "headline_en": "Public Update for Ports Potential Cooperative Agreement",
        "headline_es": "Información pública sobre el posible acuerdo con los puertos",
        "kind": Meeting.Kind.COMMUNITY_MEETING,
    }
    meeting(
        **shared,
        headline_en="Virtual Office Hours",
        headline_es="Horas de consulta en línea",
        starts_at=local(2025, 12, 12, 12, 0),
        ends_at=local(2025, 12, 12, 13, 0),
        numbers=["+1 (669) 900-6833"],
    )
    meeting(
        **shared | update,
        format=Meeting.Format.HYBRID,
        starts_at=local(2025, 10, 15, 18, 0),
        ends_at=local(2025, 10, 15, 20, 0),
        venue="Long Beach City College Liberal Arts Campus",
        room="T1200",
        address="4901 East Carson Street, Long Beach, CA 90808",
        materials=_presentations(date(2025, 10, 10), int(1.96 * MB), int(2.07 * MB)),
    )
    meeting(
        **shared | update,
        starts_at=local(2025, 8, 28, 17, 0),
        ends_at=local(2025, 8, 28, 18, 30),
        materials=_presentations(date(2025, 8, 25), 992 * 1024, int(1.01 * MB)),
    )
    return page


def _presentations(released_on: date, english: int, spanish: int) -> list[Material]:
    return [
        material(language="en", name="update-en.pdf", size=english, released_on=released_on),
        material(language="es", name="update-es.pdf", size=spanish, released_on=released_on),
    ]


def superuser(**fields):
    """An administrator who may do everything."""
    number = next(_numbers)
    values = {"username": f"admin{number}", "email": f"admin{number}@example.com"}
    return get_user_model().objects.create_superuser(password="not-secret-here", **values | fields)
