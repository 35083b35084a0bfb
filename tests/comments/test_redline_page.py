"""Residents see what changed between two versions, as soon as it is published and not before."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from wagtail.rich_text import RichText

from comments import redline_marks as marks
from comments.models import Draft, DraftSection, StoredComparison
from comments.paragraphs import TABLE, TEXT
from comments.redline import Piece
from comments.redline_page import changes_between
from comments.redline_words import compare_words
from tests.comments import factories as make
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db

KEY = uuid.uuid4()


@pytest.fixture
def docket():
    return make.docket()


def version(docket, number, *paragraphs, spanish=True, lineage=KEY, **fields):
    """A version with one section of these paragraphs, in Spanish too unless told otherwise."""
    body = [("text", RichText("".join(f"<p>{text}</p>" for text in paragraphs)))]
    made = Draft(
        docket=docket,
        initiative=docket.initiative,
        lineage=lineage,
        number=number,
        **{"headline_en": "Draft", "headline_es": "Borrador"} | fields,
    )
    section = DraftSection(key=KEY, heading_en="Purpose", body_en=body, sort_order=0)
    if spanish:
        section.heading_es, section.body_es = "Objetivo", body
    made.sections = [section]
    made.save()
    return made


def page(client, draft, query="", language="en"):
    with translation.override(language):
        return client.get(draft.changes_url + query)


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def test_the_page_counts_the_changes_and_leads_to_each(client, docket):
    version(docket, 1, "Ships plug in by 2027.", "Trucks too.", "All of it.")
    second = version(docket, 2, "Ships plug in by 2028.", "All of it.", "New <b>noise</b> rules.")
    shown = soup(page(client, second))
    counts = [item.get_text(strip=True) for item in shown.select(".redline-counts li")]
    assert counts == ["1 paragraph changed", "1 paragraph added", "1 paragraph removed"]
    links = [link["href"] for link in shown.select(".redline-list a")]
    assert links == ["#change-1", "#change-2", "#change-3"]
    for link in shown.select(".redline-list a, .redline-steps a"):
        assert shown.find(id=link["href"][1:]), link


def test_insertions_and_deletions_are_announced_in_words(client, docket):
    version(docket, 1, "Ships plug in by 2027.")
    shown = soup(page(client, version(docket, 2, "Ships plug in by 2028.")))
    new = shown.select_one(".redline-new")
    assert new.select_one("del").get_text() == "[Deleted: 2027 end of deletion]"
    assert new.select_one("ins").get_text() == "[Inserted: 2028 end of insertion]"
    spanish = soup(page(client, Draft.objects.get(number=2), language="es"))
    assert spanish.select_one("ins").get_text() == "[Añadido: 2028 fin de lo añadido]"


def test_both_columns_read_as_their_versions_do(client, docket):
    """Each has its links and bold type; what is gone is hidden in the new one by the style."""
    version(docket, 1, 'Ships <b>at berth</b> plug <a href="https://a.example">in</a> by 2027.')
    second = version(
        docket, 2, 'Ships <b>at the berth</b> plug <a href="https://a.example">in</a>.'
    )
    shown = soup(page(client, second))
    for hidden in shown.select(".redline-change .visually-hidden"):
        hidden.extract()
    assert (
        shown.select_one(".redline-old").get_text().strip() == "1.1 Ships at berth plug in by 2027."
    )
    for tag in ("b", 'a[href="https://a.example"]'):
        assert len(shown.select(f".redline-old {tag}, .redline-new {tag}")) == 2
    for gone in shown.select(".redline-new del"):
        gone.extract()
    assert shown.select_one(".redline-new").get_text().strip() == "1.1 Ships at the berth plug in."


def test_a_moved_paragraph_links_both_ways(client, docket):
    moved = "Each terminal names a person who answers the calls of residents."
    version(docket, 1, moved, "One.", "Two.", "Three.")
    shown = soup(page(client, version(docket, 2, "One.", "Two.", "Three.", moved)))
    here, there = shown.select_one("#change-1"), shown.select_one("#left-1")
    assert here.select_one('a[href="#left-1"]')
    assert there.select_one('a[href="#change-1"]').get_text(strip=True) == "Moved from here to 1.4"


def test_many_unchanged_paragraphs_are_folded_away(client, docket):
    same = [f"Paragraph {number} stays as it is." for number in range(12)]
    version(docket, 1, *same, "Old end.")
    shown = soup(page(client, version(docket, 2, *same, "New end.")))
    assert shown.select_one("details.redline-same summary").get_text() == "12 unchanged paragraphs"
    assert len(shown.select("details.redline-same .redline-piece")) == 12


def test_what_people_wrote_is_text_and_never_markup(client, docket):
    version(docket, 1, "Use &lt;script&gt; with care.")
    response = page(client, version(docket, 2, "Use &lt;script&gt;alert(1)&lt;/script&gt; never."))
    assert b"<script>alert" not in response.content
    assert "<script>alert(1)</script>" in soup(response).select_one(".redline-new").get_text()


def test_any_two_versions_can_be_compared_in_either_direction(client, docket):
    first, _second, third = (version(docket, n, f"It is version {n} now.") for n in (1, 2, 3))
    assert "from version 2 to version 3" in soup(page(client, third)).h1.get_text()
    assert "from version 1 to version 3" in soup(page(client, third, "?from=1")).h1.get_text()
    assert "from version 3 to version 1" in soup(page(client, first, "?from=3")).h1.get_text()
    answer = page(client, third, "?from=3&to=1")
    assert answer.url == f"{first.changes_url}?from=3"


@pytest.mark.parametrize("query", ["?from=7", "?from=2", "?from=x", "?from=", "?to=9", "?from=%00"])
def test_a_version_that_is_not_there_is_answered_with_the_choice(client, docket, query):
    version(docket, 1, "One.")
    response = page(client, version(docket, 2, "Two."), query)
    assert response.status_code == 404
    assert soup(response).select_one(".usa-error-message, .errorlist")
    assert len(soup(response).select("select option")) == 4


def test_a_version_that_is_not_published_is_nowhere_to_be_seen(client, docket):
    first = version(docket, 1, "One.")
    secret = version(docket, 2, "A secret.", live=False)
    changes_between(old=first, new=secret)  # as a preview would
    assert page(client, secret).status_code == 404
    assert page(client, first).status_code == 404
    third = version(docket, 3, "Three.")
    assert page(client, third, "?from=2").status_code == 404
    response = page(client, third)
    assert "from version 1 to version 3" in response.content.decode()
    assert b"secret" not in response.content


def test_a_draft_of_another_document_is_not_compared(client, docket):
    version(docket, 1, "One.")
    alone = version(docket, 2, "Two.", lineage=uuid.uuid4())
    assert page(client, alone).status_code == 404


def test_a_former_title_leads_to_the_present_address_with_its_question(client, docket):
    version(docket, 1, "One.")
    second = version(docket, 2, "Two.")
    path = reverse("comments:draft_changes", args=[second.pk, "former"])
    response = client.get(f"{path}?from=1")
    assert response.status_code == 301
    assert response.url == f"{second.changes_url}?from=1"


def test_without_spanish_in_both_versions_the_english_texts_are_compared(client, docket):
    version(docket, 1, "One old.")
    second = version(docket, 2, "One new.", spanish=False)
    shown = soup(page(client, second, language="es"))
    assert "inglés" in shown.select_one(".untranslated").get_text()
    assert shown.select_one('.redline-new[lang="en"] ins').get_text().startswith("[Inserted:")
    assert not soup(page(client, second)).select(".untranslated")


def test_the_second_reader_waits_for_nothing(client, docket, monkeypatch):
    version(docket, 1, "One.")
    second = version(docket, 2, "Two.")
    first_answer = changes_between(old=Draft.objects.get(number=1), new=second)

    def never(*_args):
        raise AssertionError("compared again")

    monkeypatch.setattr("comments.redline_page.compare", never)
    again = changes_between(old=Draft.objects.get(number=1), new=second)
    assert again.lines == first_answer.lines


@pytest.mark.django_db(transaction=True)
def test_two_first_readers_at_once_read_the_same_and_leave_one_comparison():
    docket = make.docket()
    first, second = version(docket, 1, "One."), version(docket, 2, "Two.")
    answers = in_parallel(lambda _reader: changes_between(old=first, new=second).lines, range(3))
    assert answers == [answers[0]] * 3
    assert StoredComparison.objects.count() == 1


def test_a_changed_section_is_compared_anew_and_the_old_comparison_goes(docket):
    first, second = version(docket, 1, "One."), version(docket, 2, "Two.")
    changes_between(old=first, new=second)
    section = DraftSection.objects.get(draft=second)
    section.body_en = [("text", RichText("<p>Three.</p>"))]
    section.save()
    second = Draft.objects.get(pk=second.pk)
    lines = changes_between(old=first, new=second).changes
    assert "Three" in lines[-1]["new"]["html"]
    assert StoredComparison.objects.count() == 1


def test_an_unpublished_version_is_gone_at_once_also_from_what_is_kept(client, docket):
    version(docket, 1, "One.")
    second = version(docket, 2, "Two.")
    assert page(client, second).status_code == 200
    second.unpublish()
    assert page(client, second).status_code == 404


def test_a_table_keeps_its_cells_and_has_its_changes_in_them():
    cells = "<table><caption>Fleet</caption><tr><th>Trucks</th><td>{}</td></tr></table>"
    old, new = (
        Piece(0, TABLE, "1.1", "p", f"Fleet Trucks {count}", cells.format(count))
        for count in (820, 815)
    )
    shown = BeautifulSoup(marks.both_sides(new, compare_words(old.text, new.text)), "html.parser")
    assert [tag.name for tag in shown.td.find_all(["del", "ins"])] == ["del", "ins"]
    assert shown.th.get_text() == "Trucks"


@given(st.text(alphabet="ab <&>é\n", max_size=30), st.text(alphabet="ab <&>é\n", max_size=30))
def test_the_marked_text_is_the_text(old, new):
    """Without the announcements, and without what is gone, each side reads as its version."""
    old, new = " ".join(old.split()), " ".join(new.split())
    half = len(new) // 2
    html = f"<b>{escape(new[:half])}</b>{escape(new[half:])}"
    words = compare_words(old, new)
    before = _read(marks.old_side(Piece(0, TEXT, "1.1", "p", old, escape(old)), words), "ins")
    after = _read(marks.both_sides(Piece(0, TEXT, "1.1", "p", new, html), words), "del")
    assert (before, after) == (old, new)


def _read(html, without):
    shown = BeautifulSoup(html, "html.parser")
    for hidden in shown.select(f".visually-hidden, {without}"):
        hidden.extract()
    return shown.get_text()


def test_the_number_of_queries_does_not_grow_with_the_text(
    client, docket, django_assert_num_queries
):
    version(docket, 1, "One.")
    second = version(docket, 2, *(f"Number {number}." for number in range(30)))
    page(client, second)
    with django_assert_num_queries(7):
        changes = client.get(second.changes_url + "?again")
    assert changes.status_code == 200
