"""The responses of a docket in public: nothing before publication, everything after it."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from comments import intake, search_texts
from comments.models import (
    Comment,
    Docket,
    Erratum,
    Response,
    Topic,
)
from engagement import search
from plaza.caching import PUBLIC_VIEWS
from tests.comments import factories as make
from tests.comments.public_responses import (
    LETTER,
    PAGES,
    answered_letter,
    of,
    page,
    post,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def docket():
    return make.docket()


@pytest.fixture
def letter(docket):
    return answered_letter(docket)


# Before publication


def test_nobody_finds_responses_before_they_are_published(client, docket, letter):
    paths = [f"responses/{name}" for name in PAGES] + ["1-1/", "1-2/"]
    for signed_in in (False, True):
        if signed_in:
            client.force_login(make.reviewer("rita"))
        for path in paths:
            assert client.get(of(docket, path)).status_code == 404, path


def test_other_pages_say_nothing_of_responses_before_they_are_published(client, docket, letter):
    receipt = reverse("comments:receipt", args=[intake.make_token(letter)])
    record = of(docket, "docket.json")
    for address in (docket.get_absolute_url(), letter.get_absolute_url(), receipt, record):
        response = client.get(address)
        text = "".join(map(bytes.decode, response)) if response.streaming else response.text
        for word in ("responses/", "plug them in", "Gates close", "1-1"):
            assert word not in text.replace("docket.json", ""), (address, word)
    assert "responses/" not in client.get("/sitemap-responses.xml").text
    search_texts.index_master_responses()
    assert not search.find("gates close", language="en").exists()


# After publication


def test_the_page_of_responses_leads_to_all_of_them(client, docket, letter):
    publish(docket)
    found = page(client, docket.responses_url)
    links = {link["href"] for link in found.select("main a[href]")}
    assert {of(docket, f"responses/{name}") for name in PAGES[1:]} <= links
    assert of(docket, "1-1/") in links
    headings = [heading.text for heading in found.select("h2")]
    assert headings[0] == "The document"
    assert docket.responses_url in client.get(docket.get_absolute_url()).text


def test_errata_stand_before_everything_else_and_at_their_point(client, docket, letter):
    publish(docket)
    point = letter.points.get(number=1)
    Erratum.objects.create(
        docket=docket, point=point, text_en="4,200 acres, not 4,000.", by=make.colleague("rosa")
    )
    found = page(client, docket.responses_url)
    assert found.select("h2")[0].text == "Errata"
    assert found.find("a", href=of(docket, "1-1/"))
    assert "4,200 acres" in page(client, of(docket, "1-1/")).text
    assert "4,200 acres" not in page(client, of(docket, "1-2/")).text


def test_files_are_downloads_and_nothing_keeps_a_copy(client, docket, letter):
    publish(docket)
    response = client.get(of(docket, "responses/es.docx"))
    assert b"".join(response) == b"es docx"
    named = f'attachment; filename="{docket.number}-responses-es.docx"'
    assert response["Content-Disposition"] == named
    assert "no-store" in response["Cache-Control"]
    assert client.get(of(docket, "responses/fr.pdf")).status_code == 404
    assert client.get(of(docket, "responses/en.txt")).status_code == 404


def test_a_document_that_is_made_again_goes_to_nobody_meanwhile(client, docket, letter):
    publish(docket, outdated_at=timezone.now())
    assert client.get(of(docket, "responses/en.pdf")).status_code == 404
    found = page(client, docket.responses_url)
    assert "being made again" in found.text
    assert not found.find("a", href=of(docket, "responses/en.pdf"))
    publish(docket)
    assert b"".join(client.get(of(docket, "responses/en.pdf"))) == b"en pdf"
    assert "last renewed" in page(client, docket.responses_url).text


def test_a_point_has_a_page_with_its_words_and_its_response(client, docket, letter):
    publish(docket)
    found = page(client, of(docket, "1-1/"))
    assert found.h1.text == "Point 1-1"
    assert found.select_one(".point-words").text.startswith("Plug in the ships at berth.")
    assert found.find("strong", string="will")
    assert "Ships" in found.text
    assert found.find("a", href=f"{letter.get_absolute_url()}#1-1")
    assert found.select_one("a[rel=next]")["href"] == of(docket, "1-2/")
    assert not found.select_one("a[rel=prev]")
    canonical = found.select_one("link[rel=canonical]")["href"]
    assert canonical.endswith(of(docket, "1-1/"))
    assert len(found.select("link[hreflang]")) == 3


def test_a_point_has_the_whole_text_of_its_master_response(client, docket, letter):
    publish(docket)
    found = page(client, of(docket, "1-2/"))
    assert "At ten" in [item.text.strip() for item in found.select("main li")]
    assert found.find("a", href=of(docket, "responses/master/1/"))
    master = page(client, of(docket, "responses/master/1/"))
    assert "Gates close." in master.text
    assert master.find("a", href=of(docket, "1-2/"))
    assert not master.find("a", href=of(docket, "1-1/"))


def test_an_address_of_a_point_without_a_language_leads_on(client, docket, letter):
    publish(docket)
    response = client.get(f"/dockets/{docket.number}/1-1/", follow=True)
    assert response.redirect_chain[-1][0] == of(docket, "1-1/")
    for wrong in ("1-9/", "9-1/", "0-1/", "1-999999999/"):
        assert client.get(of(docket, wrong)).status_code == 404


def test_a_letter_stands_beside_its_responses(client, docket, letter):
    publish(docket)
    found = page(client, letter.get_absolute_url())
    label = found.find(id="1-2")
    assert label.text == "1-2"
    response = found.find(id=label["href"].removeprefix("#"))
    assert "See Master Response 1" in response.text
    marked = label.find_next_sibling(class_="point")
    assert marked.text == "Close the gates at night."
    visible = found.select_one(".bracketed")
    for extra in visible.select(".point-label, .visually-hidden"):
        extra.decompose()
    assert visible.text == LETTER


def test_points_stand_in_remarks_additions_and_files(client, docket):
    section = make.draft(docket=docket).sections.first()
    file = make.letter("words.txt", b"Words of the file.")
    about = [intake.About(section, "A remark.")]
    comment = post(make.submit(docket, text="All", remarks=about, attachments=[file]))
    addition = comment.additions.create(
        key=comment.uid, text="An addition.", received_at=timezone.now()
    )
    attachment = comment.attachments.get()
    attachment.text = "Words of the file."
    attachment.save()
    remark = comment.remarks.get()
    for row in (remark, addition, attachment):
        point = make.point(comment, words="All")
        key = f"{row._meta.model_name}-{row.pk}"
        point.passages.update(part=key, start=0, end=len(row.text))
        make.response(point)
    publish(docket)
    found = page(client, comment.get_absolute_url())
    said = [found.find(id=f"1-{n}").find_next_sibling(class_="point").text for n in (1, 2, 3)]
    assert said == ["A remark.", "An addition.", "Words of the file."]


# Languages


def test_a_response_without_spanish_is_shown_in_english_and_says_so(client, docket, letter):
    publish(docket)
    for path in ("1-1/", "1-2/", "responses/master/1/", "comments/1/"):
        found = page(client, of(docket, path, "es"))
        assert found.select('.prose[lang="en"]'), path
    found = page(client, of(docket, "1-1/", "es"))
    assert found.select_one(".untranslated")
    assert not page(client, of(docket, "1-1/")).select_one(".untranslated")


def test_a_reader_of_spanish_reads_spanish(client, docket, letter):
    Response.objects.individual().update(text_es="<p>Los <b>conectaremos</b>.</p>")
    publish(docket)
    found = page(client, of(docket, "1-1/", "es"))
    assert found.find("strong", string="conectaremos")
    assert "Barcos" in found.text
    assert not found.select_one(".untranslated")


# Elsewhere


def test_a_commenter_finds_the_responses_to_their_letter_on_their_receipt(client, docket, letter):
    publish(docket)
    receipt = reverse("comments:receipt", args=[intake.make_token(letter)])
    link = page(client, receipt).find("a", href=f"{letter.get_absolute_url()}#responses")
    assert link.text == "Read the responses to your letter"


def test_a_member_of_a_campaign_is_led_to_the_letter_that_was_posted(client, docket, letter):
    member = make.submit(docket, text=LETTER)
    make.campaign(letter, member)
    Comment.objects.filter(pk=member.pk).update(state="campaign")
    other = post(make.submit(docket, text="No point in here."))
    publish(docket)
    receipt = reverse("comments:receipt", args=[intake.make_token(member)])
    assert page(client, receipt).find("a", href=f"{letter.get_absolute_url()}#responses")
    receipt = reverse("comments:receipt", args=[intake.make_token(other)])
    assert page(client, receipt).find("main").find("a", href=docket.responses_url)


def test_the_record_has_points_and_responses(client, docket, letter):
    before = client.get(of(docket, "docket.json"))
    record = json.loads(b"".join(before))
    assert record["responses"] is None
    assert record["comments"][0]["points"] == []
    publish(docket)
    after = client.get(of(docket, "docket.json"))
    assert after["ETag"] != before["ETag"]
    record = json.loads(b"".join(after))
    assert record["responses"]["master_responses"][0]["title"] == {"en": "Gates"}
    first, second = record["comments"][0]["points"]
    assert first["label"] == "1-1"
    assert first["url"].endswith(of(docket, "1-1/"))
    assert first["text"].startswith("Plug in the ships")
    assert first["response"] == {"en": "<p>We <b>will</b> plug them in.</p>"}
    assert second["master_responses"] == [1]
    assert second["response"] is None


def test_a_master_response_is_found_by_its_words_once_published(client, docket, letter):
    publish(docket)
    assert search_texts.index_master_responses() == 1
    found = client.get(reverse("search"), {"q": "gates close"}).text
    assert of(docket, "responses/master/1/") in found
    Docket.objects.update(live=False)
    assert not search.find("gates close", language="en").exists()


def test_the_sitemap_has_the_responses_and_no_point(client, docket, letter):
    publish(docket)
    assert f"{of(docket)}responses/<" in client.get("/sitemap-responses.xml").text
    assert "responses/master/1/" in client.get("/sitemap-master-responses.xml").text
    with translation.override("en"):
        point = letter.points.first().get_absolute_url()
    for name in ("responses", "dockets", "master-responses"):
        assert point not in client.get(f"/sitemap-{name}.xml").text


def test_pages_are_kept_but_files_are_not():
    names = ("responses", "response_topics", "response_commenters", "master_response", "point")
    assert {f"comments:{name}" for name in names} <= PUBLIC_VIEWS
    assert "comments:response_document" not in PUBLIC_VIEWS


@pytest.mark.parametrize("path", ["responses/", "responses/topics/", "responses/commenters/"])
def test_lists_take_as_many_queries_for_many_points_as_for_few(client, path):
    assert _queries(client, path, points=3) == _queries(client, path, points=30)


@pytest.mark.parametrize("path", ["comments/1/", "1-2/", "docket.json", "responses/master/1/"])
def test_a_letter_takes_as_many_queries_for_many_points_as_for_few(client, path):
    assert _queries(client, path, points=3) == _queries(client, path, points=30)


def _queries(client, path: str, *, points: int) -> int:
    docket = make.docket(number=f"PA-2026-{points:02d}")
    topic = Topic.objects.create(docket=docket, name_en="Ships")
    words = [f"Word{number}." for number in range(points)]
    comment = post(make.submit(docket, text=" ".join(words)))
    master = make.response(docket=docket)
    for word in words:
        point = make.point(comment, words=word, topics=[topic], masters=[master])
        make.response(point)
    for _number in range(points):
        make.response(make.point(post(make.submit(docket, text="Short.")), topics=[topic]))
    publish(docket)
    address = of(docket, path)
    client.get(address)  # whatever is read once for each process
    with CaptureQueriesContext(
        connection,
    ) as made:
        response = client.get(address)
        if response.streaming:
            b"".join(response)
    assert response.status_code == 200
    return len(made)
