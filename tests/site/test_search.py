"""Search: what a reader finds, and what nobody may find."""

import json
import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from comments import review
from comments.models import Comment, Docket, Draft
from engagement import search
from engagement.models import InitiativePage, SearchEntry, StandardPage
from engagement.search_words import fold, snippet
from meetings.models import Meeting
from tests import factories
from tests.comments import factories as make

pytestmark = pytest.mark.django_db


def publish(thing):
    thing.save_revision().publish()
    return thing


def titles(query: str, language: str = "en") -> list[str]:
    return [entry.title for entry in search.find(query, language=language)]


def marked(query: str, language: str = "en") -> str:
    """The passages of the best match."""
    entry = search.with_excerpts(search.find(query, language=language), query)[0]
    return snippet(entry.excerpt, folded=entry.folded_body, text=entry.body)


def results(client, query: str, language: str = "en", **more) -> list[dict]:
    with translation.override(language):
        response = client.get(reverse("search"), {"q": query, **more})
    assert response.status_code == 200
    return list(response.context["results"])


@pytest.fixture
def meeting():
    return publish(
        factories.meeting(
            headline_en="Meeting about cleaner ships",
            headline_es="Reunión sobre comunicación y energía",
            summary_en="Bring your questions.",
            summary_es="Traiga sus preguntas: el próximo año habrá más camiones.",
        )
    )


# Words


@pytest.mark.parametrize(
    "query",
    [
        *("reunion", "reunión", "REUNIONES", "comunicacion", "comunicación", "comunicaciones"),
        *("energia", "energía", "ano", "año", "años", "camion", "camión", "proximo ano"),
    ],
)
def test_spanish_is_found_in_every_number_and_with_or_without_accents(meeting, query):
    assert titles(query, "es") == ["Reunión sobre comunicación y energía"]


PAIRS = [
    *("reunion reunión reuniones", "informacion información informaciones", "ano año años"),
    *("camion camión camiones", "nino niño niños", "emision emisión emisiones"),
    *("publico público publica públicas", "contribucion contribución contribuciones"),
    *("obra obras", "isla islas", "area área áreas", "dia día días", "opinion opiniones"),
    *("solucion solución soluciones", "autobus autobús autobuses", "accion acción acciones"),
    *("taller talleres", "ciudad ciudades", "interes interés intereses", "material materiales"),
    *("entidad entidades", "mes meses", "pais país países", "padre padres", "verde verdes"),
    *("tecnologia tecnología tecnologías", "vehiculo vehículos", "pagina página páginas"),
]


@pytest.mark.parametrize("words", PAIRS)
def test_each_form_of_a_spanish_word_finds_every_other(words):
    for word in words.split():
        publish(factories.meeting(headline_en=word, headline_es=f"La {word}", summary_es="Hoy."))
    for word in words.split():
        assert len(titles(word, "es")) == len(words.split()), word
        (entry, *_) = search.with_excerpts(search.find(word, language="es"), word)
        assert entry.title.startswith("La ")


@pytest.mark.parametrize("query", ["antes", "eres", "otros", "esas"])
def test_spanish_words_that_say_nothing_stay_unsaid(meeting, query):
    assert titles(query, "es") == []


def test_a_plural_in_es_is_marked_whole():
    publish(factories.meeting(headline_es="Plan", summary_es="Tres ciudades y sus talleres."))
    assert "<mark>ciudades</mark> y sus talleres." in marked("ciudad", "es")
    assert "<mark>talleres</mark>." in marked("taller", "es")


def test_a_short_plural_is_marked_whole():
    publish(factories.meeting(headline_es="Plan", summary_es="Entre dos años y tres: los años."))
    shown = marked("ano", "es")
    assert shown.count("<mark>años</mark>") == 2
    assert "Entre dos años y tres: los años." in re.sub("</?mark>", "", shown)


@pytest.mark.parametrize("query", ["meetings", "ship", "question", '"cleaner ships"', "ships -bus"])
def test_english_is_found_by_the_stems_of_its_words(meeting, query):
    assert titles(query) == ["Meeting about cleaner ships"]


@pytest.mark.parametrize("query", ["", "   ", "the", "!!! & | (:*", "\0", "ships -cleaner", "'"])
def test_what_asks_for_nothing_finds_nothing(meeting, query):
    assert titles(query) == []


def test_a_match_in_the_title_comes_first():
    publish(factories.meeting(headline_en="Office hours", summary_en="We talk about tugboats."))
    publish(factories.meeting(headline_en="Tugboats", summary_en="We talk."))
    assert titles("tugboat") == ["Tugboats", "Office hours"]


def test_each_language_has_its_own_results(meeting):
    assert titles("reunión", "en") == []
    assert titles("meeting", "es") == []


def test_a_text_that_is_not_translated_is_found_in_its_own_language():
    publish(factories.meeting(headline_en="Listening sessions", headline_es=""))
    (entry,) = search.find("session", language="es")
    assert (entry.title, entry.text_language) == ("Listening sessions", "en")


@given(text=st.text(max_size=200))
@example("reunión ½ ﬁ ñ 漢字 𝄞 İ ß")
def test_folding_keeps_every_letter_in_its_place(text):
    for language in search.CONFIGS:
        assert len(fold(text, language)) == len(text)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(query=st.text(max_size=60))
@example(query="a\0b")
@example(query='"unfinished')
@example(query="<script>alert(1)</script>")
@example(query="ships -- ; drop table")
def test_no_query_is_an_error(query, meeting):
    for language in search.CONFIGS:
        list(search.with_excerpts(search.find(query, language=language), query))


# What may be found


def test_what_is_not_published_is_found_by_nobody(initiative):
    draft = Draft(
        initiative=initiative, headline_en="Secret measures", headline_es="Secretas", live=False
    )
    draft.save()
    draft.save_revision()
    assert titles("secret") == []
    publish(draft)
    assert titles("secret") == ["Secret measures"]
    draft.headline_en = "Unfinished thoughts"
    draft.save_revision()
    assert titles("unfinished") == []
    Draft.objects.get().unpublish()
    assert titles("secret") == []


def test_what_belongs_to_an_initiative_that_is_taken_down_is_not_found(initiative):
    docket = publish(make.docket(initiative=initiative, headline_en="Tugboats"))
    publish(initiative)
    assert titles("tugboats") == ["Tugboats"]
    InitiativePage.objects.get(pk=initiative.pk).unpublish()
    assert titles("tugboats") == titles("ports") == []
    publish(InitiativePage.objects.get(pk=initiative.pk))
    assert titles("tugboats") == [Docket.objects.get(pk=docket.pk).headline_en]


def test_a_comment_is_found_exactly_while_it_is_posted():
    comment = make.submit(make.docket(), text="Plug in the tugboats.", name="Ana Ruiz")
    reviewer = make.user("rita", "comments.review_comment")

    def move(state, note=""):
        review.claim(comment=comment, actor=reviewer)
        review.move(comment=comment, actor=reviewer, to_state=state, note=note, legal_reason=note)

    assert titles("tugboats") == []
    move(Comment.State.IN_REVIEW)
    assert titles("tugboats") == []
    move(Comment.State.POSTED)
    assert titles("tugboats") == titles("tugboats", "es") == ["Ana Ruiz, PA-2026-01-0001"]
    move(Comment.State.IN_REVIEW, "Again.")
    assert titles("tugboats") == []
    move(Comment.State.WITHHELD, "An address.")
    assert titles("tugboats") == []
    assert not SearchEntry.objects.filter(title__contains="Ana Ruiz").exists()


def test_what_an_information_page_says_is_found_in_each_language():
    section = {"type": "section", "value": {"heading": "", "content": []}}
    page = StandardPage(headline_en="Privacy", headline_es="Privacidad", slug="privacy")
    page.body_en = json.dumps([section | {"value": section["value"] | {"heading": "Cookies"}}])
    page.body_es = json.dumps([section | {"value": section["value"] | {"heading": "Galletas"}}])
    publish(factories.home_page().add_child(instance=page))
    assert titles("cookies") == ["Privacy"]
    assert titles("galleta", "es") == ["Privacidad"]
    page.unpublish()
    assert titles("cookies") == []


def test_an_anonymous_comment_is_not_found_by_its_writers_name():
    comment = make.submit(
        make.docket(), text="Tugboats!", name="Ana Ruiz", affiliation="Dockers", is_anonymous=True
    )
    reviewer = make.user("rita", "comments.review_comment")
    review.claim(comment=comment, actor=reviewer)
    review.move(comment=comment, actor=reviewer, to_state=Comment.State.IN_REVIEW)
    review.move(comment=comment, actor=reviewer, to_state=Comment.State.POSTED)
    assert titles("tugboats") == ["Anonymous, PA-2026-01-0001"]
    assert titles("Ruiz") == titles("dockers") == []


def test_a_comment_is_not_found_when_only_the_index_says_so():
    """Were an entry left behind, the table of comments would still decide."""
    docket = make.docket()
    comment = make.submit(docket, text="Tugboats!")
    Comment.objects.filter(pk=comment.pk).update(state="posted", posted_at=comment.received_at)
    search.index(comment)
    assert len(titles("tugboats")) == 1
    Comment.objects.filter(pk=comment.pk).update(state="withheld", legal_reason="–", posted_at=None)
    assert titles("tugboats") == []


def test_what_is_deleted_is_found_no_more(meeting):
    meeting.delete()
    assert not SearchEntry.objects.exists()


def test_the_index_can_be_written_anew(meeting, initiative):
    before = titles("cleaner")
    SearchEntry.objects.all().delete()
    factories.meeting(headline_en="Cleaner secrets", live=False)
    assert search.rebuild() == 2 * (1 + InitiativePage.objects.count())
    assert titles("cleaner") == before


# The page


def test_the_page_shows_each_result_with_its_address_and_kind(client, meeting):
    (result,) = results(client, "energia", "es")
    assert result["kind_label"]
    assert result["title"] == "Reunión sobre comunicación y energía"
    assert result["url"] == f"/es/meetings/{meeting.pk}/meeting-about-cleaner-ships/"
    assert result["language"] == "es"
    assert client.get(result["url"]).status_code == 200


class Marks(HTMLParser):
    """The tags of a snippet, and the words that are marked."""

    def __init__(self, html: str):
        super().__init__()
        self.tags, self.marked = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        if len(self.tags) > len(self.marked):
            self.marked.append(data)


def test_a_snippet_marks_the_words_as_they_are_written(client, meeting):
    (result,) = results(client, "camion proximo", "es")
    assert "<mark>próximo</mark>" in result["snippet"]
    assert "<mark>camiones</mark>" in result["snippet"]
    assert "año" in result["snippet"]


def test_a_snippet_shows_each_passage_with_the_words_around_it():
    filler = " ".join(f"lorem{number}" for number in range(80))
    publish(
        factories.meeting(
            headline_en="Long", summary_en=f"{filler[:200]} tugs here {filler[:200]} more tugs end."
        )
    )
    shown = marked("tugs")
    assert shown.count("<mark>tugs</mark>") == 2
    assert re.search(r"lorem\d+ lo <mark>tugs</mark> here lorem0", shown)


@pytest.mark.parametrize(
    "text",
    [
        "tugboats <script>alert(1)</script> <b>bold</b> & more",
        "tugboats \x02 control \x03 characters <i>",
        '<a href="javascript:alert(1)">tugboats</a>',
        "x" * 3000 + " <img src=x onerror=alert(1)> tugboats " + "y " * 3000,
    ],
)
def test_a_snippet_holds_no_tag_but_mark(text):
    publish(factories.meeting(headline_en="Plain", summary_en=text[:600]))
    Meeting.objects.update(summary_en=text)
    search.rebuild()
    shown = marked("tugboats")
    assert set(Marks(str(shown)).tags) <= {"mark"}
    assert "<script" not in shown


def test_many_results_come_ten_to_a_page(client):
    for number in range(12):
        publish(factories.meeting(headline_en=f"Tugboats {number}"))
    response = client.get("/en/search/", {"q": "tugboats"})
    assert response.context["count"] == 12
    assert len(list(response.context["results"])) == 10
    assert "?q=tugboats&amp;page=2" in response.content.decode()
    assert len(results(client, "tugboats", page="2")) == 2
    assert len(results(client, "tugboats", page="nonsense")) == 10
    assert len(results(client, "tugboats", page="999")) == 2


def test_as_many_queries_for_many_results_as_for_few(client, django_assert_max_num_queries):
    for number in range(8):
        publish(factories.meeting(headline_en=f"Tugboats {number}"))
    docket = publish(make.docket(headline_en="Tugboats"))
    for number in range(2):
        comment = make.submit(docket, text=f"Tugboats {number}")
        Comment.objects.filter(pk=comment.pk).update(state="posted", posted_at=comment.received_at)
    search.rebuild()
    with django_assert_max_num_queries(18):
        assert len(results(client, "tugboats")) == 10


@pytest.mark.parametrize("query", ["", "the", "no-such-word-anywhere", "<b>", "a" * 5000])
def test_a_search_that_finds_nothing_is_an_ordinary_page(client, query):
    assert results(client, query) == []
