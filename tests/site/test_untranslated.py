"""What has no Spanish yet is shown in English, says so, and is never a silent mixture."""

import json
import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from comments import intake
from comments.models import Comment, DraftSection
from engagement import search
from engagement.models import AgencySettings, InitiativeIndexPage, Milestone
from engagement.subscriptions import make_token
from meetings import registration
from plaza.models import HomePage
from tests import factories
from tests.comments import factories as comment_factories

pytestmark = pytest.mark.django_db
WORD = "Untranslatedword"
ONLY_ENGLISH = {"headline_en": WORD, "headline_es": "", "summary_en": WORD, "summary_es": ""}
NOTE = "Esta parte aún no está traducida"
VOID = {"meta", "link", "input", "img", "br", "use"}


class Passages(HTMLParser):
    """The texts in a page's body with the language that holds for each."""

    def __init__(self, html: str):
        super().__init__()
        self.languages, self.found = [], []
        self.feed(html.partition("</head>")[2])

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            inherited = self.languages[-1] if self.languages else "es"
            self.languages.append(dict(attrs).get("lang", inherited))

    def handle_endtag(self, tag):
        if tag not in VOID and self.languages:
            self.languages.pop()

    def handle_data(self, data):
        if data.strip():
            self.found.append((" ".join(data.split()), self.languages[-1]))


@pytest.fixture
def agency(db):
    factories.home_page()
    agency = AgencySettings.load()
    agency.email = "ayuda@agency.example"
    agency.save()
    return agency


@pytest.fixture
def pages(agency) -> dict[str, str]:
    """Each kind of page in Spanish, of things that exist in English alone."""
    now = timezone.now()
    for page in (HomePage.objects.get(), InitiativeIndexPage.objects.get()):
        for name, value in ONLY_ENGLISH.items():
            setattr(page, name, value)
        page.save()
    stream = [("text", f"<p>{WORD}</p>")]
    initiative = factories.initiative(**ONLY_ENGLISH, about_en=stream, next_steps_en=stream)
    initiative.milestones = [
        Milestone(
            headline_en=WORD,
            headline_es="",
            description_en=WORD,
            description_es="",
            due_on=now.date() + timedelta(days=9),
        )
    ]
    initiative.save()
    fields = {"initiatives": [initiative], **ONLY_ENGLISH}
    meeting = factories.meeting(**fields)
    past = factories.meeting(
        **fields, starts_at=now - timedelta(days=3), materials=[factories.material()]
    )
    docket = comment_factories.docket(initiative=initiative, **ONLY_ENGLISH)
    comment_factories.docket(
        initiative=initiative,
        number="PA-2020-01",
        opens_at=now - timedelta(days=9),
        closes_at=now - timedelta(days=8),
        **ONLY_ENGLISH,
    )
    draft = comment_factories.draft(docket=docket, **ONLY_ENGLISH)
    DraftSection.objects.update(
        heading_en=WORD,
        heading_es="",
        body_en=json.dumps([{"type": "text", "value": f"<p>{WORD}</p>"}]),
        body_es=None,
    )
    document = factories.document(initiative=initiative, **ONLY_ENGLISH)
    comment = comment_factories.submit(docket, section=draft.sections.first(), language="en")
    Comment.objects.filter(pk=comment.pk).update(
        state=Comment.State.POSTED, posted_at=now, text=WORD
    )
    search.rebuild()
    subscription = factories.subscription(initiative=initiative)
    token = registration.make_token(factories.registration(meeting=meeting))
    with translation.override("es"):
        return {
            "home": HomePage.objects.get().get_url(),
            "initiatives": InitiativeIndexPage.objects.get().get_url(),
            "initiative": initiative.get_url(),
            "meetings": reverse("meetings:meetings"),
            "meeting": meeting.get_absolute_url(),
            "past": past.get_absolute_url(),
            "register": reverse("meetings:register", args=[meeting.pk]),
            "registered": reverse("meetings:registered", args=[meeting.pk]),
            "registration": reverse("meetings:registration", args=[token]),
            "document": document.get_absolute_url(),
            "subscribe": reverse("engagement:subscribe", args=[initiative.pk]),
            "requested": reverse("engagement:subscription_requested", args=[initiative.pk]),
            "end": reverse("engagement:end_subscription", args=[make_token(subscription)]),
            "confirm": reverse("engagement:confirm_subscription", args=[make_token(subscription)]),
            "draft": draft.get_absolute_url(),
            "docket": docket.get_absolute_url(),
            "form": docket.comment_url,
            "comment": comment.get_absolute_url(),
            "receipt": reverse("comments:receipt", args=[intake.make_token(comment)]),
            "search": reverse("search") + f"?q={WORD}",
        }


def test_every_english_passage_on_a_spanish_page_says_that_it_is_english(client, pages):
    silent = []
    for name, address in pages.items():
        html = client.get(address).content.decode()
        passages = Passages(html).found
        # A search repeats the reader's own words, in quotes.
        silent += [
            (name, text)
            for text, code in passages
            if WORD in text.replace(f"“{WORD}”", "") and code != "en"
        ]
        assert [text for text, _code in passages if WORD in text], name
    assert silent == []


@pytest.mark.parametrize("name", ["initiative", "meeting", "document", "draft", "docket"])
def test_a_page_without_spanish_says_so_and_how_to_get_help(client, pages, name):
    html = client.get(pages[name]).content.decode()
    note = re.search(rf'<p class="untranslated">\s*{NOTE}.*?</p>', html, flags=re.DOTALL).group()
    assert "inglés" in note
    assert 'href="mailto:ayuda@agency.example"' in note


def test_a_page_in_spanish_says_nothing_of_it(client, agency):
    with translation.override("es"):
        html = client.get(factories.initiative().get_url()).content.decode()
    assert NOTE not in html
    assert 'class="untranslated"' not in html


@pytest.mark.parametrize("missing", ["summary", "about", "next_steps"])
def test_a_part_that_alone_has_no_spanish_is_marked_alone(client, agency, missing):
    values = {
        "summary": ("Plugs", "Enchufes"),
        "about": ([("text", "<p>Ships</p>")], [("text", "<p>Barcos</p>")]),
        "next_steps": ([("text", "<p>Trucks</p>")], [("text", "<p>Camiones</p>")]),
    }
    fields = {}
    for name, (english, spanish) in values.items():
        fields[f"{name}_en"] = english
        fields[f"{name}_es"] = spanish if name != missing else type(spanish)()
    initiative = factories.initiative(**fields)
    with translation.override("es"):
        html = client.get(initiative.get_url()).content.decode()
    english = {"summary": "Plugs", "about": "Ships", "next_steps": "Trucks"}
    passages = dict(Passages(html).found)
    assert passages[english[missing]] == "en"
    assert not [word for name, word in english.items() if name != missing and word in passages]
    assert '<span class="usa-tag">Inglés</span>' in html or NOTE in html


def test_a_section_whose_heading_alone_has_no_spanish_is_marked(client, agency):
    draft = comment_factories.draft(docket=comment_factories.docket())
    section = draft.sections.first()
    DraftSection.objects.filter(pk=section.pk).update(heading_en="Plugs", heading_es="")
    with translation.override("es"):
        html = client.get(draft.get_absolute_url()).content.decode()
    heading = re.search(
        rf'<h2 id="{section.anchor}" lang="en">1\. Plugs</h2>\s*<span class="usa-tag">', html
    )
    assert heading


def test_files_that_are_in_english_alone_say_so_with_how_to_get_help(client, agency):
    document = factories.document(initiative=factories.initiative())
    note = "Todavía no hay ningún archivo en este idioma: español."
    with translation.override("es"):
        html = client.get(document.get_absolute_url()).content.decode()
    assert note in html
    assert "ayuda@agency.example" in html.partition(note)[2].partition("</p>")[0]
    assert (
        "no file in this language" not in client.get(document.get_absolute_url()).content.decode()
    )


def test_materials_that_are_in_english_alone_offer_the_spanish_version(client, agency):
    """See tests/meetings/test_materials.py for the day by which it comes."""
    past = timezone.now() - timedelta(days=3)
    meeting = factories.meeting(starts_at=past, materials=[factories.material()])
    both = factories.meeting(
        starts_at=past, materials=[factories.material(), factories.material(language="es")]
    )
    offer = "Presentación: versión en español disponible a solicitud."
    with translation.override("es"):
        html = client.get(meeting.get_absolute_url()).content.decode()
        assert offer in html
        assert "ayuda@agency.example" in html.partition(offer)[2].partition("</section>")[0]
        assert offer not in client.get(both.get_absolute_url()).content.decode()


def test_help_is_offered_by_what_the_agency_has(client, agency):
    meeting = factories.meeting(**ONLY_ENGLISH)
    agency.email = ""
    agency.save()
    with translation.override("es"):
        html = client.get(meeting.get_absolute_url()).content.decode()
    assert NOTE in html
    assert "Si necesita ayuda" not in html


def test_a_calendar_says_the_language_of_a_title_that_has_no_spanish(client):
    meeting = factories.meeting(**ONLY_ENGLISH)
    with translation.override("es"):
        response = client.get(reverse("meetings:meeting_ics", args=[meeting.pk]))
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["SUMMARY"].params["LANGUAGE"] == "en"
