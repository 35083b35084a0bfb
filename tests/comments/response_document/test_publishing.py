"""Publishing is refused unless all is answered and nothing changed; what is hidden later leaves."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from comments import amending
from comments.models import (
    Comment,
    CommentEvent,
    ResponseDocument,
    ResponseEvent,
    ResponsePublication,
)
from comments.redaction import pdf_marks
from comments.response_document import (
    asking,
    building,
    changes,
    publishing,
    tasks,
)
from comments.review import moves
from comments.review.acts import ReviewError
from engagement.models import OutgoingMail
from tests.comments import factories as make
from tests.comments.response_document import dockets
from tests.comments.response_document.publications import (
    contents,
    made,
    published,
    redact,
    responses_mails,
    the_worker_works,
)
from tests.parallel import in_parallel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_format")]

State = ResponseDocument.State


def test_publishing_makes_the_document_the_current_one_and_the_responses_final(docket, pia):
    (comment,) = dockets.answered(docket)
    assert publishing.current(docket) is None
    document = published(docket, pia)
    assert publishing.current(docket) == document
    assert docket.responses_are_final
    assert ResponsePublication.objects.get().by == pia
    with pytest.raises(IntegrityError), transaction.atomic():
        make.point(comment, words="Please")


def test_a_draft_is_not_published(docket, pia):
    dockets.answered(docket)
    with pytest.raises(ReviewError, match="This is a draft"):
        publishing.publish(document=made(docket, pia, is_final=False), actor=pia)


def test_only_who_may_publishes(docket, pia):
    dockets.answered(docket)
    document = made(docket, pia)
    with pytest.raises(ReviewError, match="You may not"):
        publishing.publish(document=document, actor=dockets.builder())
    assert not docket.responses_are_final


def test_one_that_is_not_ready_or_was_published_is_refused(docket, pia):
    dockets.answered(docket)
    waiting = asking.ask(docket=docket, actor=pia, is_final=True)
    with pytest.raises(ReviewError, match="not ready"):
        publishing.publish(document=waiting, actor=pia)
    asking.cancel(document=waiting, actor=pia)
    document = published(docket, pia)
    with pytest.raises(ReviewError, match="published already"):
        publishing.publish(document=document, actor=pia)


def test_what_was_done_after_the_freezing_is_said(docket, pia):
    (comment,) = dockets.answered(docket)
    document = made(docket, pia)
    response = comment.points.get().response
    ResponseEvent.objects.create(response=response, actor=pia, kind="written", version=2)
    late = dockets.posted(docket, text="Posted afterwards")
    CommentEvent.objects.create(
        comment=comment, at=timezone.now(), kind=CommentEvent.Kind.BRACKETED
    )
    with pytest.raises(ReviewError) as refused:
        publishing.publish(document=document, actor=pia)
    said = str(refused.value)
    assert f"posted or taken off the docket: {late.sequence}." in said
    assert f"redacted, translated or bracketed: {comment.sequence}." in said
    assert "Responses were changed: Response to 1-1." in said
    assert not docket.responses_are_final


def test_an_act_that_was_begun_before_and_recorded_after_is_seen(docket, pia):
    """Its time is earlier than that of the document, which has not seen it."""
    (comment,) = dockets.answered(docket)
    document = made(docket, pia)
    CommentEvent.objects.create(
        comment=comment,
        at=document.snapshot_at - timedelta(minutes=1),
        kind=CommentEvent.Kind.BRACKETED,
    )
    assert changes.since(docket, document.as_of)


def test_notes_and_claims_and_what_is_done_with_comments_not_posted_keep_nobody_waiting(
    docket, pia
):
    (comment,) = dockets.answered(docket)
    waiting = make.submit(docket)
    document = made(docket, pia)
    for kind, of in (("noted", comment), ("claimed", comment), ("redacted", waiting)):
        CommentEvent.objects.create(comment=of, at=timezone.now(), kind=kind)
    CommentEvent.objects.create(
        comment=waiting,
        at=timezone.now(),
        kind="moved",
        from_state="received",
        to_state="in_review",
    )
    publishing.publish(document=document, actor=pia)


def test_a_point_that_lost_its_approval_is_a_reason_not_to_publish(docket, pia):
    (comment,) = dockets.answered(docket)
    document = made(docket, pia)
    comment.points.get().response.__class__.objects.update(status="drafted")
    with pytest.raises(ReviewError, match="no approved response"):
        publishing.publish(document=document, actor=pia)


def test_a_redaction_between_freezing_and_publishing_refuses_it(docket, pia):
    (comment,) = dockets.answered(docket)
    document = made(docket, pia)
    assert "Letter 0" in contents(document)
    redact(comment, "Letter 0", make.redactor())
    with pytest.raises(ReviewError, match="no longer public"):
        publishing.publish(document=document, actor=pia)
    again = published(docket, pia)
    assert "Letter 0" not in contents(again)


def moved_out(comment: Comment) -> None:
    actor = User.objects.get(username="rex")
    Comment.objects.filter(pk=comment.pk).update(assigned_to=actor)
    moves.move(comment=comment, actor=actor, to_state="in_review", note="Read again")


def withdrawn(comment: Comment) -> None:
    amending.withdraw(comment=comment)


def added_to(comment: Comment) -> None:
    amending.add(comment=comment, key=comment.uid, text="More")


def file_withheld(comment: Comment) -> None:
    actor = make.redactor()
    Comment.objects.filter(pk=comment.pk).update(assigned_to=actor)
    pdf_marks.withhold(attachment=comment.attachments.get(), actor=actor, reason="Minors")


@pytest.mark.parametrize("act", [moved_out, withdrawn, added_to, file_withheld])
def test_whatever_ceases_to_be_public_withdraws_the_documents(docket, pia, act):
    (comment,) = dockets.answered(docket, attachments=[make.letter()])
    draft, final = made(docket, pia, is_final=False), made(docket, pia)
    act(Comment.objects.get(pk=comment.pk))
    for document in (draft, final):
        document.refresh_from_db()
        assert not document.may_be_read


def test_what_is_done_with_a_comment_that_is_not_posted_withdraws_nothing(docket, pia):
    dockets.answered(docket)
    waiting = make.submit(docket, text="Not posted yet, by Ana.")
    document = made(docket, pia)
    redact(waiting, "Ana", make.redactor())
    document.refresh_from_db()
    assert document.may_be_read


def test_a_published_document_that_was_withdrawn_is_made_anew_and_published_by_itself(docket, pia):
    comments = dockets.answered(docket, letters=2, email="ana@example.com")
    former = published(docket, pia)
    the_worker_works()
    mails = OutgoingMail.objects.count()
    redact(comments[0], "Letter 0", make.redactor())
    assert publishing.current(docket) == former
    assert not publishing.current(docket).may_be_read
    the_worker_works()
    latest = publishing.current(docket)
    assert latest.number == former.number + 1
    assert latest.may_be_read
    assert latest.publication.by is None
    said = contents(latest)
    assert "Letter 0" not in said
    assert "Letter 1" in said
    assert '"standing": "Final, ' in said
    assert OutgoingMail.objects.count() == mails
    the_worker_works()
    assert publishing.current(docket) == latest


def test_a_second_redaction_while_it_is_made_anew_makes_it_once_more(docket, pia):
    comments = dockets.answered(docket, letters=2)
    published(docket, pia)
    actor = make.redactor()
    redact(comments[0], "Letter 0", actor)
    tasks.take_up()
    anew = building.waiting().get()
    building.run(anew.pk, seconds=0)
    redact(comments[1], "Letter 1", actor)
    the_worker_works()
    latest = publishing.current(docket)
    assert latest != anew
    assert latest.may_be_read
    assert "Letter 0" not in contents(latest)
    assert "Letter 1" not in contents(latest)


def test_nothing_is_made_anew_where_nothing_was_published(docket, pia):
    (comment,) = dockets.answered(docket)
    made(docket, pia)
    redact(comment, "Letter 0", make.redactor())
    the_worker_works()
    assert docket.response_documents.count() == 1


# Errata


def test_an_erratum_stands_in_front_of_the_next_document(docket, pia):
    (comment,) = dockets.answered(docket)
    published(docket, pia)
    publishing.add_erratum(
        docket=docket,
        actor=pia,
        texts={"en": "The figure is 4,200 acres.", "es": "La cifra es 4,200 acres."},
        point=comment.points.get(),
    )
    document = published(docket, pia)
    said = contents(document)
    assert "The figure is 4,200 acres." in said
    assert "La cifra es 4,200 acres." in said
    assert publishing.current(docket) == document


def test_an_erratum_needs_a_publication_english_words_and_a_right(docket, pia):
    dockets.answered(docket)
    with pytest.raises(ReviewError, match="Nothing is published yet"):
        publishing.add_erratum(docket=docket, actor=pia, texts={"en": "Wrong"})
    published(docket, pia)
    with pytest.raises(ReviewError, match="in English"):
        publishing.add_erratum(docket=docket, actor=pia, texts={"es": "Mal"})
    with pytest.raises(ReviewError, match="You may not"):
        publishing.add_erratum(docket=docket, actor=dockets.builder(), texts={"en": "Wrong"})
    other = make.docket(number="PA-2026-02")
    point = make.point(dockets.posted(other))
    with pytest.raises(ReviewError, match="no such point"):
        publishing.add_erratum(docket=docket, actor=pia, texts={"en": "Wrong"}, point=point)


def test_a_document_without_the_latest_errata_is_not_published(docket, pia):
    dockets.answered(docket)
    published(docket, pia)
    document = made(docket, pia)
    publishing.add_erratum(docket=docket, actor=pia, texts={"en": "4,200 acres"})
    with pytest.raises(ReviewError, match="Errata were added"):
        publishing.publish(document=document, actor=pia)


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_publish_once(docket, pia):
    dockets.answered(docket, email="ana@example.com")
    document = made(docket, pia)
    results = in_parallel(
        lambda _person: publishing.publish(document=document, actor=pia), range(2)
    )
    assert sorted(type(result).__name__ for result in results) == [
        "ResponsePublication",
        "ReviewError",
    ]
    assert len(responses_mails()) == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_redacted_while_it_is_published_is_never_to_be_had(docket, pia):
    (comment,) = dockets.answered(docket)
    document = made(docket, pia)
    actor = make.redactor()

    def act(name: str):
        if name == "publish":
            return publishing.publish(document=document, actor=pia)
        return redact(comment, "Letter 0", actor)

    in_parallel(act, ["publish", "redact"])
    document.refresh_from_db()
    assert not document.may_be_read
    the_worker_works()
    latest = publishing.current(docket)
    # Either it was refused, or it was published, withdrawn at once and made anew.
    assert latest is None or (latest.may_be_read and "Letter 0" not in contents(latest))
