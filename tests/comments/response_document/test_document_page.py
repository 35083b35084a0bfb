"""Staff have the document made, see how far it is, read it, and publish it knowing what happens."""

import pytest
from django.urls import reverse

from comments.models import ResponseDocument
from comments.response_document import asking, building, outdating, publishing
from tests.comments import factories as make
from tests.comments.response_document import dockets
from tests.comments.response_document.publications import made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_format")]

State = ResponseDocument.State


@pytest.fixture
def docket(db):
    made = make.docket()
    dockets.answered(made, email="ana@example.com")
    return made


@pytest.fixture
def pia(client):
    user = dockets.publisher()
    client.force_login(user)
    return user


def page(docket) -> str:
    return reverse("response_document", args=[docket.pk])


def do(client, docket, act: str, **data):
    return client.post(page(docket), {"act": act, **data}, follow=True)


def test_a_docket_is_chosen_from_the_list(client, docket, pia):
    response = client.get(reverse("response_documents"))
    assert page(docket) in response.text


def test_a_draft_is_asked_for_cancelled_and_goes_on(client, docket, pia):
    assert "The document is being made." in do(client, docket, "draft").text
    document = docket.response_documents.get()
    assert not document.is_final
    building.run(document.pk, seconds=0)
    text = client.get(page(docket)).text
    assert "<progress" in text
    assert "1 of " in text
    assert 'value="draft"' not in text, "One is made at a time."
    assert "is cancelled" in do(client, docket, "cancel", document=document.pk).text
    assert "goes on where it was" in do(client, docket, "resume", document=document.pk).text
    while building.run(document.pk):
        pass
    assert "Ready" in client.get(page(docket)).text


def test_how_far_it_is_is_told_to_the_page(client, docket, pia):
    document = asking.ask(docket=docket, actor=pia)
    url = reverse("response_document_progress", args=[document.pk])
    assert client.get(url).json()["words"] == (
        "It waits for the worker, which begins within a minute."
    )
    building.run(document.pk, seconds=0)
    told = client.get(url).json()
    assert (told["done"], told["is_being_made"]) == (1, True)
    assert told["words"] == f"1 of {told['total']} parts are made."


def test_the_final_document_is_offered_once_all_is_answered(client, docket, pia):
    point = make.point(dockets.posted(docket))
    text = client.get(page(docket)).text
    assert 'value="final"' not in text
    assert "<strong>1 of 2 points</strong> have an approved response." in text
    make.response(point)
    assert 'value="final"' in client.get(page(docket)).text


def test_what_failed_is_said_with_what_to_do(client, docket, pia):
    dockets.document(docket, state=State.FAILED, failure="es/pdf")
    text = client.get(page(docket)).text
    assert "The file could not be made: PDF, Spanish." in text
    assert "tell those who run the site" in text
    assert 'value="resume"' in text


def test_a_file_is_a_download_under_a_name_that_says_what_it_is(client, docket, pia):
    file = made(docket, pia, is_final=False).files.get(language="en")
    url = reverse("response_document_file", args=[file.pk])
    assert url in client.get(page(docket)).text
    response = client.get(url)
    assert response["Content-Disposition"] == (
        'attachment; filename="PA-2026-01-response-to-comments-draft-1-en.txt"'
    )
    assert b"plug in the ships" in b"".join(response.streaming_content)


def test_a_withdrawn_document_goes_to_nobody(client, docket, pia):
    document = made(docket, pia)
    file = document.files.get(language="en")
    outdating.set_outdated(docket)
    url = reverse("response_document_file", args=[file.pk])
    assert client.get(url, follow=True).status_code == 404
    text = client.get(page(docket)).text
    assert "is no longer public, so it goes to nobody" in text
    assert "response-documents/files" not in text


def test_who_publishes_is_told_what_will_happen_and_then_it_happens(client, docket, pia):
    document = made(docket, pia)
    url = reverse("response_document_publish", args=[document.pk])
    assert url in client.get(page(docket)).text
    text = client.get(url).text
    assert "<strong>1 point</strong>" in text
    assert "<strong>1 e-mail</strong> goes out" in text
    assert not docket.responses_are_final, "Reading the page publishes nothing."
    response = client.post(url, follow=True)
    assert "The response to comments is public." in response.text
    assert publishing.current(docket) == document


def test_what_speaks_against_publishing_is_said_and_nothing_is_published(client, docket, pia):
    document = made(docket, pia)
    late = dockets.posted(docket)
    url = reverse("response_document_publish", args=[document.pk])
    response = client.post(url)
    assert response.status_code == 422
    assert f"posted or taken off the docket: {late.sequence}." in response.text
    assert not docket.responses_are_final


def test_an_erratum_is_added_after_publication(client, docket, pia):
    assert "Add an erratum" not in client.get(page(docket)).text
    publishing.publish(document=made(docket, pia), actor=pia)
    do(client, docket, "erratum", text_en="The figure is 4,200.", text_es="", point="1-1")
    erratum = docket.errata.get()
    assert (erratum.text_en, erratum.point.label) == ("The figure is 4,200.", "1-1")
    assert "point 1-1" in client.get(page(docket)).text


def test_what_was_typed_is_kept_where_an_erratum_is_refused(client, docket, pia):
    publishing.publish(document=made(docket, pia), actor=pia)
    data = {"act": "erratum", "text_en": "", "text_es": "La cifra es 4200.", "point": "9-9"}
    response = client.post(page(docket), data)
    assert response.status_code == 422
    assert "La cifra es 4200." in response.text
    assert "This docket has no such point." in response.text
    assert "Write the correction in English." in response.text
    assert not docket.errata.exists()


def test_who_may_only_build_neither_publishes_nor_adds_errata(client, docket):
    actor = dockets.builder()
    client.force_login(actor)
    document = made(docket, actor)
    url = reverse("response_document_publish", args=[document.pk])
    assert url not in client.get(page(docket)).text
    assert client.get(url).status_code == 302
    assert client.post(url).status_code == 302
    do(client, docket, "erratum", text_en="x")
    assert not docket.errata.exists()
    assert not docket.responses_are_final


def test_an_outsider_sees_nothing_of_it(client, docket):
    document = made(docket, dockets.builder())
    client.force_login(make.user("outsider"))
    urls = [
        reverse("response_documents"),
        page(docket),
        reverse("response_document_publish", args=[document.pk]),
        reverse("response_document_progress", args=[document.pk]),
        *(reverse("response_document_file", args=[file.pk]) for file in document.files.all()),
    ]
    for url in urls:
        assert client.get(url).status_code == 302, url


def test_an_act_that_does_not_exist_is_refused(client, docket, pia):
    assert do(client, docket, "explode").status_code == 404
    assert do(client, docket, "cancel", document="x").status_code == 404
