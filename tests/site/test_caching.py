"""The page cache: fresh at the next request after any change, the same for all, nobody's own."""

import gzip

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments import review
from comments.models import Comment
from engagement.models import AgencySettings, Document
from meetings.models import Meeting
from plaza import content_version
from plaza.public_pages import public_pages
from tests import factories
from tests.comments import factories as commenting
from tests.factories import local
from tests.site.kept_pages import both, is_kept, text

# Real transactions: each change is a transaction of its own, as it is for people.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("pages")]


def _post(comment: Comment) -> None:
    reviewer = commenting.reviewer()
    review.claim(comment=comment, actor=reviewer)
    for state in ("in_review", "posted"):
        review.move(comment=comment, actor=reviewer, to_state=state)


# What is kept


@pytest.mark.parametrize("path", ["/en/", "/en/meetings/", "/en/meetings/feed.ics"])
def test_a_page_that_was_made_is_sent_again_for_one_question(client, site, path):
    for address in (*both(path), *both(site.url)):
        assert is_kept(client, address), address
        assert client.get(address).content == client.get(address).content


def test_each_language_host_and_query_is_a_page_of_its_own(client, site, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    english, spanish = (text(client, address) for address in both("/en/"))
    assert ('lang="en"' in english, 'lang="es"' in spanish) == (True, True)
    docket = reverse("comments:docket", args=["PA-2026-01"])
    assert "page=2" not in text(client, docket)
    assert "page=2" in text(client, f"{docket}?page=2")


def test_only_pages_that_are_the_same_for_everyone_are_ever_kept(client, site, pages):
    docket = site.dockets.get()
    comment = commenting.submit(docket)
    _post(comment)
    factories.subscription(initiative=site)
    factories.registration(meeting=Meeting.objects.get())
    kept, others = set(), set()
    for page in public_pages():
        before = len(pages._cache)
        client.get(page.path)
        (kept if len(pages._cache) > before else others).add(page.name.rpartition("-")[0])
    assert {"home", "initiatives", "initiative", "meetings", "meeting"} <= kept
    assert {"document", "draft", "docket"} <= kept
    personal = {"register", "registered", "registration", "receipt", "subscribe", "search", "404"}
    personal |= {"subscription-confirm", "subscription-end", "comment-form"}
    assert personal <= others


def test_no_page_that_is_kept_sets_or_looks_at_a_cookie(client, site, pages):
    for page in public_pages():
        before = len(pages._cache)
        response = client.get(page.path)
        if len(pages._cache) > before:
            assert not response.cookies, page.name
            assert response["Vary"] == "Accept-Encoding", page.name
            assert (
                b"csrfmiddlewaretoken" not in gzip.decompress(response.content)
                if (response.has_header("Content-Encoding"))
                else True
            )


@pytest.mark.parametrize("path", ["/en/meetings/{meeting}/register/", "/en/subscribe/{page}/"])
def test_an_answer_to_a_form_is_not_kept(client, site, pages, path):
    address = path.format(meeting=Meeting.objects.get().pk, page=site.pk)
    response = client.post(address, {"email": "not an address"})
    assert response.status_code == 422
    assert not pages._cache
    assert "not an address" not in text(client, address)


def test_staff_who_are_signed_in_neither_get_nor_fill_what_is_kept(client, site, pages):
    staff = Client()
    staff.force_login(factories.superuser())
    staff.get(site.url)
    assert not pages._cache
    client.get(site.url)
    (key,) = pages._cache
    pages.set(key, None)
    with CaptureQueriesContext(connection) as asked:
        response = staff.get(site.url)
    assert len(asked) > 1
    assert not response.has_header("ETag")


def test_a_preview_is_neither_kept_nor_taken_from_what_is_kept(client, site, pages):
    client.get(site.url)
    site.headline_en = "Not published yet"
    response = site.make_preview_request(preview_mode="en")
    assert "Not published yet" in response.content.decode()
    assert "Not published yet" not in text(client, site.url)


# Fresh at the next request


def _rename_document():
    document = Document.objects.get()
    document.headline_en, document.headline_es = "Renamed plan", "Plan con otro nombre"
    document.save_revision().publish()
    return {"en": "Renamed plan", "es": "Plan con otro nombre"}


def _rename_in_bulk():
    Document.objects.update(headline_en="Renamed in bulk", headline_es="Con otro nombre")
    return {"en": "Renamed in bulk", "es": "Con otro nombre"}


def _publish_meeting():
    initiative = Document.objects.get().initiative
    meeting = factories.meeting(
        initiatives=[initiative], headline_en="Workshop", headline_es="Taller", live=False
    )
    meeting.save_revision().publish()
    return {"en": "Workshop", "es": "Taller"}


def _rename_agency():
    agency = AgencySettings.load()
    agency.name_en, agency.name_es = "Bureau of Air", "Oficina del Aire"
    agency.save()
    return {"en": "Bureau of Air", "es": "Oficina del Aire"}


def _rename_initiative():
    page = Document.objects.get().initiative
    page.headline_en, page.headline_es = "Cleaner harbors", "Bahías más limpias"
    page.save_revision().publish()
    return {"en": "Cleaner harbors", "es": "Bahías más limpias"}


LISTS = {
    _rename_document: ["/en/", "{initiative}", "{document}"],
    _rename_in_bulk: ["/en/", "{initiative}", "{document}"],
    _publish_meeting: ["/en/", "/en/meetings/", "{initiative}", "/en/meetings/feed.ics"],
    _rename_agency: ["/en/", "/en/meetings/", "{initiative}", "{document}"],
    _rename_initiative: ["/en/initiatives/", "{initiative}", "{document}"],
}


@pytest.mark.parametrize("change", LISTS, ids=lambda change: change.__name__.strip("_"))
def test_every_page_that_shows_a_change_shows_it_at_the_next_request(client, site, change):
    document = Document.objects.get()
    stable = {"initiative": site.url, "document": document.get_absolute_url()}
    addresses = {
        address: language
        for path in LISTS[change]
        for address, language in zip(both(path.format(**stable)), ("en", "es"), strict=True)
    }
    for address in addresses:
        text(client, address)
    words = change()
    for address, language in addresses.items():
        response = client.get(address, follow=True)  # a renamed document's address has its name
        assert words[language] in response.content.decode().replace("\r\n ", ""), address


def test_a_comment_that_is_posted_is_on_the_docket_at_once_and_gone_when_withdrawn(client, site):
    docket = site.dockets.get()
    addresses = both(docket.get_absolute_url())
    comment = commenting.submit(docket, text="Plug in the ships at berth nine.")
    for address in addresses:
        assert "berth nine" not in text(client, address)
    _post(comment)
    own = both(comment.get_absolute_url())
    for address in (*addresses, *own):
        assert "berth nine" in text(client, address)
    Comment.objects.filter(pk=comment.pk).update(state="withheld", legal_reason="–", posted_at=None)
    for address in addresses:
        assert "berth nine" not in text(client, address)
    for address in own:
        assert client.get(address).status_code == 404


def test_what_is_taken_down_is_gone_at_once(client, site):
    meeting = Meeting.objects.get()
    address = meeting.get_absolute_url()
    assert is_kept(client, address)
    meeting.unpublish()
    assert client.get(address).status_code == 404
    assert is_kept(client, site.url)
    site.unpublish()
    assert client.get(site.url).status_code == 404


def test_a_page_that_becomes_private_is_kept_no_longer(client, site, pages):
    assert is_kept(client, site.url)
    site.get_parent().view_restrictions.create(restriction_type="login")
    response = client.get(site.url)
    assert response.status_code == 302
    assert "no-store" in response["Cache-Control"]


def test_another_process_with_a_cache_of_its_own_is_as_fresh(client, site, pages, settings):
    here = text(client, site.url)
    mine, other = pages, LocMemCache("another process", {})
    caches["pages"] = other
    assert text(client, site.url) == here
    _rename_document()
    for cache in (mine, other):
        caches["pages"] = cache
        assert "Renamed plan" in text(client, site.url)


def test_what_nobody_sees_leaves_the_cache_alone(client, site):
    assert is_kept(client, site.url)
    before = content_version.current()
    factories.registration(meeting=Meeting.objects.get())
    factories.subscription(initiative=site)
    Document.objects.update(live=True)  # as it was
    Document.objects.filter(pk=0).update(headline_en="None")
    Client().force_login(factories.superuser())
    assert content_version.current() == before


# ETag, Cache-Control, Vary, HEAD, gzip


def test_whoever_has_the_page_is_told_so_and_not_sent_it(client, site):
    first = client.get(site.url)
    assert first["ETag"].startswith('W/"')
    for client_now in (client, Client()):
        again = client_now.get(site.url, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        for name in ("ETag", "Cache-Control", "Vary"):
            assert again[name] == first[name]
    strong = client.get(site.url, headers={"If-None-Match": first["ETag"].removeprefix("W/")})
    assert strong.status_code == 304  # RFC 9110 §13.1.2: the weak comparison
    _rename_document()
    after = client.get(site.url, headers={"If-None-Match": first["ETag"]})
    assert (after.status_code, after["ETag"] == first["ETag"]) == (200, False)


def test_a_change_elsewhere_gives_a_page_no_new_name(client, site):
    first = client.get("/en/initiatives/")
    _rename_document()
    again = client.get("/en/initiatives/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_browsers_ask_each_time_and_a_cdn_as_often_as_it_is_told(client, settings, time_machine):
    time_machine.move_to(local(2026, 3, 2, 12, 0), tick=False)
    factories.home_page()
    assert client.get("/en/")["Cache-Control"] == "public, max-age=0, s-maxage=0, must-revalidate"
    settings.CDN_SECONDS = 60
    assert "s-maxage=60," in client.get("/en/")["Cache-Control"]
    time_machine.move_to(local(2026, 3, 2, 23, 59, 30), tick=False)
    assert "s-maxage=30," in client.get("/en/")["Cache-Control"]


def test_vary_names_the_coding_alone(client, site):
    for address in (*both("/en/"), *both(site.url)):
        for _time in range(2):
            assert client.get(address)["Vary"] == "Accept-Encoding"


def test_the_compressed_page_is_the_same_page(client, site):
    plain = client.get(site.url)
    for accepted in ("gzip", "br, gzip;q=0.8", "gzip, deflate, br"):
        zipped = client.get(site.url, headers={"Accept-Encoding": accepted})
        assert zipped["Content-Encoding"] == "gzip"
        assert gzip.decompress(zipped.content) == plain.content
        assert int(zipped["Content-Length"]) == len(zipped.content) < len(plain.content)
        assert zipped["ETag"] == plain["ETag"]
    for refused in ("", "br", "gzip;q=0", "gzip; q=0.0, br"):
        response = client.get(site.url, headers={"Accept-Encoding": refused})
        assert not response.has_header("Content-Encoding")


@pytest.mark.parametrize("is_warm", [False, True])
def test_head_has_the_headers_of_the_page_and_no_body(client, site, is_warm):
    if is_warm:
        client.get(site.url)
    head = client.head(site.url)
    page = client.get(site.url)
    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.items()) == dict(page.items())
    assert int(head["Content-Length"]) == len(page.content)


def test_what_is_kept_carries_the_headers_that_protect_it(client, site):
    made = client.get(site.url)
    kept = client.get(site.url)
    assert dict(kept.items()) == dict(made.items())
    for name in ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options"):
        assert kept.has_header(name), name
