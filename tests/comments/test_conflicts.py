"""Two people at one comment: the second is shown what the first did, and loses nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from comments import review
from comments.models import Comment
from tests.comments import factories as make
from tests.parallel import in_parallel


def opened(comment: Comment) -> str:
    return reverse("review:inspect", args=[comment.pk])


@pytest.mark.django_db
def test_a_decision_on_what_changed_is_refused_and_shows_who_did_what(client):
    comment = make.submit(make.docket())
    rosa, luis = make.reviewer("rosa"), make.reviewer("luis")
    review.claim(comment=comment, actor=rosa)
    comment.refresh_from_db()
    seen = comment.version
    review.add_note(comment=comment, actor=luis, note="The writer called: a second page is coming")

    client.force_login(rosa)
    typed = {"version": seen, "note": "Ready for the team", "action": "move:in_triage"}
    refused = client.post(opened(comment), typed)
    assert refused.status_code == 422
    alert = refused.text.partition('role="alert"')[2].partition('<div class="review">')[0]
    assert "autofocus" in alert[:60]
    assert "A colleague has changed this comment in the meantime." in alert
    assert "luis" in alert
    assert "a second page is coming" in alert
    assert "Ready for the team" in refused.text
    comment.refresh_from_db()
    assert comment.state == "received"

    again = client.post(opened(comment), {**typed, "version": comment.version})
    assert again.status_code == 302
    comment.refresh_from_db()
    assert comment.state == "in_triage"


@pytest.mark.django_db
def test_words_typed_for_a_comment_that_somebody_else_has_now_are_not_lost(client):
    comment = make.submit(make.docket())
    rosa, boss = make.reviewer("rosa"), make.user("boss", "comments.review_comment")
    review.claim(comment=comment, actor=rosa)
    comment.refresh_from_db()
    seen = comment.version
    review.assign(comment=comment, actor=rosa, to=boss)
    client.force_login(rosa)
    typed = {"version": seen, "note": "Ready for the team", "action": "move:in_triage"}
    refused = client.post(opened(comment), typed)
    assert refused.status_code == 422
    assert "To boss" in refused.text
    assert "Ready for the team" in refused.text


@pytest.mark.django_db
def test_topics_that_were_ticked_stay_ticked_when_a_colleague_was_quicker(client):
    docket = make.docket()
    comment = make.submit(docket)
    air, noise = (docket.topics.create(name_en=name, name_es=name) for name in ("Air", "Noise"))
    rosa, luis = make.reviewer("rosa"), make.reviewer("luis")
    seen = comment.version
    review.set_topics(comment=comment, actor=luis, topics=[air])
    client.force_login(rosa)
    sent = {"version": seen, "topics": [noise.pk], "action": "topics"}
    refused = client.post(opened(comment), sent)
    assert refused.status_code == 422
    ticked = [line for line in refused.text.split("<input") if "checked" in line]
    assert [f'value="{noise.pk}"' in line for line in ticked] == [True]
    assert list(comment.topics.all()) == [air]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_the_same_moment_one_decides_and_the_other_sees_it():
    comment = make.submit(make.docket())
    rosa = make.reviewer("rosa")
    review.claim(comment=comment, actor=rosa)
    comment.refresh_from_db()

    def decide(action: str):
        """The same person in two windows: the claim does not keep them apart."""
        window = Client()
        window.force_login(rosa)
        return window.post(opened(comment), {"version": comment.version, "action": action})

    answers = in_parallel(decide, ["move:in_triage", "move:in_review"])
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    late = next(answer for answer in answers if answer.status_code == 422)
    assert "Changed in the meantime" in late.text
    assert comment.events.filter(kind="moved").count() == 1
