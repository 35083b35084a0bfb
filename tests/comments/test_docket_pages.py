"""What the public sees of a docket, and what it never sees."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import intake
from comments.models import Comment
from tests import factories
from tests.comments import factories as make

pytestmark = pytest.mark.django_db

SECRETS = ("ana@example.com", "Ana Ruiz", "Harbor neighbors")


@pytest.fixture
def docket():
    docket = make.docket()
    make.draft(docket=docket)
    return docket


def post(comment: Comment) -> Comment:
    Comment.objects.filter(pk=comment.pk).update(state="posted", posted_at=timezone.now())
    comment.refresh_from_db()
    return comment


def test_a_resident_reads_the_draft_section_by_section(client, docket):
    draft = docket.drafts.get()
    page = client.get(draft.get_absolute_url()).text
    for section in draft.sections.all():
        assert f'id="{section.anchor}"' in page
        assert section.heading in page
    assert docket.comment_url in page


def test_a_section_keeps_its_anchor_when_it_is_renamed_and_moved(docket):
    draft = docket.drafts.get()
    before = {section.heading_en: section.anchor for section in draft.sections.all()}
    first, second = draft.sections.all()
    first.heading_en, first.sort_order, second.sort_order = "Why", 5, 1
    draft.sections = [second, first]
    draft.save_revision().publish()
    draft.refresh_from_db()
    after = {section.heading_en: section.anchor for section in draft.sections.all()}
    assert after == {"Why": before["Purpose"], "Schedule": before["Schedule"]}


@pytest.mark.parametrize("state", [state for state in Comment.State if state != "posted"])
def test_a_comment_that_is_not_posted_is_nowhere_in_public(client, docket, state):
    comment = make.submit(
        docket, text="Unposted words", name="Ana Ruiz", attachments=[make.letter("a.pdf")]
    )
    Comment.objects.update(
        state=state,
        legal_reason="Gov. Code §7927.705",
        duplicate_of=make.submit(docket, text="Other words"),
        campaign=make.campaign(make.submit(docket, text="A letter")),
    )
    assert client.get(comment.get_absolute_url()).status_code == 404
    assert client.get(comment.attachments.get().get_absolute_url()).status_code == 404
    assert "Unposted words" not in client.get(docket.get_absolute_url()).text


def test_a_posted_comment_is_on_the_docket_and_at_its_own_address(client, docket):
    comment = post(make.submit(docket, text="Posted words", name="Ana Ruiz"))
    assert "Posted words" in client.get(docket.get_absolute_url()).text
    page = client.get(comment.get_absolute_url()).text
    assert "Posted words" in page
    assert "Ana Ruiz" in page
    assert comment.number in page


def test_the_email_address_of_a_commenter_is_never_public(client, docket):
    comment = post(make.submit(docket, email="ana@example.com", name="Ana Ruiz"))
    for url in (docket.get_absolute_url(), comment.get_absolute_url()):
        assert "ana@example.com" not in client.get(url).text


def test_someone_who_asks_to_stay_anonymous_does(client, docket):
    comment = post(
        make.submit(
            docket,
            name="Ana Ruiz",
            affiliation="Harbor neighbors",
            email="ana@example.com",
            is_anonymous=True,
        )
    )
    for url in (docket.get_absolute_url(), comment.get_absolute_url()):
        page = client.get(url).text
        assert not [secret for secret in SECRETS if secret in page]
        assert "Anonymous" in page


def test_an_attachment_is_only_ever_downloaded(client, docket):
    comment = post(make.submit(docket, attachments=[make.letter("Ánimo.pdf")]))
    response = client.get(comment.attachments.get().get_absolute_url())
    assert response.getvalue() == factories.pdf()
    response.close()
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_receipt_shows_the_number_to_its_holder_and_to_no_search_engine(client, docket):
    comment = make.submit(docket, text="My words", email="ana@example.com")
    url = f"/en/receipts/{intake.make_token(comment)}/"
    response = client.get(url)
    assert comment.number in response.text
    assert "noindex" in response.text
    assert "no-store" in response["Cache-Control"]
    assert client.get("/en/receipts/forged/").status_code == 404


def test_an_unpublished_docket_and_its_draft_are_not_found(client, docket):
    comment = post(make.submit(docket))
    draft = docket.drafts.get()
    draft.unpublish()
    docket.unpublish()
    for url in (docket.get_absolute_url(), docket.comment_url, comment.get_absolute_url()):
        assert client.get(url).status_code == 404
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_the_docket_takes_the_same_queries_however_many_comments_are_posted(
    client, docket, django_assert_max_num_queries
):
    for _number in range(2):
        post(make.submit(docket, attachments=[make.letter()]))
    client.get(docket.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        client.get(docket.get_absolute_url())
    for _number in range(8):
        post(make.submit(docket, attachments=[make.letter()]))
    with django_assert_max_num_queries(len(few)):
        client.get(docket.get_absolute_url())


def test_the_number_of_a_docket_cannot_change_once_a_comment_has_arrived(docket):
    docket.number = "PA-2026-09"
    docket.full_clean()
    docket.number = "PA-2026-01"
    make.submit(docket)
    docket.number = "PA-2026-09"
    with pytest.raises(ValidationError, match="PA-2026-01"):
        docket.full_clean()


def test_a_period_that_closes_before_it_opens_is_refused(docket):
    docket.closes_at = docket.opens_at
    with pytest.raises(ValidationError) as refused:
        docket.full_clean()
    assert "closes_at" in refused.value.message_dict


def test_readers_of_each_language_read_in_theirs_which_section_a_comment_is_about(client, docket):
    section = docket.drafts.get().sections.get(heading_en="Schedule")
    comment = post(make.submit(docket, section=section, language="es"))
    english, spanish = docket.get_absolute_url(), f"/es/dockets/{docket.number}/"
    assert "Schedule (es)" not in client.get(english).text
    assert "Schedule (es)" in client.get(spanish).text
    section.delete()
    assert comment.remarks.get().about == "Schedule"
