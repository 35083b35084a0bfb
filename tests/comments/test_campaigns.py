"""Form letters are found, handled once, and nothing that a member says of its own is lost."""

import threading
import uuid

import pytest
from django.db import connection

from comments import amending, review
from comments.campaigns import clusters, counted, grouping, handling, similarity, tasks
from comments.models import BulkAction, Campaign, Comment, CommentSignature
from comments.review.undo import undo
from tests.comments import factories as make

pytestmark = pytest.mark.django_db

SENTENCES = (
    "I live near the harbor and I breathe its air every day of the year.",
    "The trucks that wait in our streets at night keep the children of three schools awake.",
    "Please have every ship at berth plugged in by the end of this decade.",
    "Publish what the monitors measure on each block, in both languages, every month.",
)
LETTER = " ".join(SENTENCES)
OTHER = (
    "The jobs of my crew depend on cargo that moves without delay through the west gate. "
    "New rules must come with training that is paid, with machines that work in the rain, "
    "and with a promise that nobody who loads containers today is sent home tomorrow."
)
EDITED = (
    f"Dear Board,\n\n{LETTER}\n\nSincerely,\nAnn Lee",
    f"Estimada Junta:\n\n{LETTER.upper()}",
    " ".join(reversed(SENTENCES)),
    f"{LETTER}\n\nMy daughter Eva has had asthma since we moved to Oak Street.",
)


@pytest.fixture
def docket():
    return make.docket()


def sent(docket, *texts, **fields):
    return [make.submit(docket, text=text, **fields) for text in texts]


def grouped(docket):
    """The texts of each campaign found, as sets of numbers in the docket."""
    found = grouping.find(docket)
    by_campaign = {}
    rows = docket.comments.exclude(campaign=None).values_list("campaign", "sequence")
    for campaign, number in rows:
        by_campaign.setdefault(campaign, set()).add(number)
    return found, sorted(by_campaign.values(), key=min)


def test_letters_of_varied_edits_are_one_campaign_and_others_are_none(docket):
    sent(docket, LETTER, OTHER, *EDITED, OTHER, "Support!", "Support!", "Support!")
    remark = make.draft(docket=docket).sections.first()
    make.submit(docket, section=remark, text=LETTER)
    in_file = make.submit(docket, text="See my letter.", attachments=[make.letter()])
    in_file.attachments.update(text=LETTER)
    found, campaigns = grouped(docket)
    assert campaigns == [{1, 3, 4, 5, 6, 11, 12}]
    assert (found.campaigns, found.grouped, found.compared) == (1, 7, 12)
    campaign = Campaign.objects.get()
    assert campaign.lead.sequence in {1, 3, 4, 11}
    by_number = {comment.sequence: comment for comment in docket.comments.all()}
    assert by_number[6].own_words == 12
    assert by_number[4].own_words == by_number[5].own_words == 0
    assert by_number[12].own_words > 0
    entry = by_number[6].events.last()
    assert (entry.kind, entry.actor, entry.version) == ("grouped", None, by_number[6].version)
    assert entry.detail["campaign"] == [None, campaign.pk]


def test_a_second_run_finds_nothing_and_new_letters_join(docket):
    sent(docket, LETTER, LETTER, LETTER)
    assert tasks.look_for_new() == 1
    assert tasks.look_for_new() == 0, "a run waits for it already"
    grouping.find(docket)
    found, campaigns = grouped(docket)
    assert (found.grouped, found.compared, campaigns) == (0, 0, [{1, 2, 3}])
    sent(docket, EDITED[3], OTHER)
    found, campaigns = grouped(docket)
    assert (found.campaigns, found.grouped, campaigns) == (0, 1, [{1, 2, 3, 4}])
    assert Campaign.objects.count() == 1


def test_what_a_person_decided_is_never_grouped_again(docket):
    rosa = make.reviewer()
    *_letters, out, by_hand = sent(docket, LETTER, LETTER, LETTER, LETTER, OTHER)
    grouping.find(docket)
    out.refresh_from_db()
    with pytest.raises(review.StaleError):
        handling.take_out(comment=out, actor=rosa, version=out.version - 1)
    handling.take_out(comment=out, actor=rosa, version=out.version)
    campaign = Campaign.objects.get()
    Comment.objects.filter(pk=by_hand.pk).update(campaign=campaign)
    assert grouped(docket)[1] == [{1, 2, 3, 5}]
    by_hand.refresh_from_db()
    assert by_hand.own_words > 20, "counted by the run though a person put it there"
    assert out.events.last().detail["campaign"] == [campaign.pk, None]
    with pytest.raises(review.ReviewError, match="Make another member the letter"):
        handling.take_out(comment=campaign.lead, actor=rosa)
    with pytest.raises(review.ReviewError, match="may not"):
        handling.take_out(comment=by_hand, actor=make.user("outsider"))


def test_handled_at_once_are_those_that_say_the_same_and_others_once_they_are_read(docket):
    rosa, key = make.reviewer(), uuid.uuid4()
    sent(docket, LETTER, LETTER, LETTER, *EDITED)
    silent = make.submit(docket, text=LETTER, attachments=[make.letter()])
    held = make.submit(docket, text=LETTER)
    review.claim(comment=held, actor=make.reviewer("vera"))
    grouping.find(docket)
    campaign = Campaign.objects.get()
    seen = handling.seen_until()
    later = make.submit(docket, text=f"{LETTER} And my street is flooded each spring.")
    grouping.find(docket)
    action = handling.handle(campaign=campaign, actor=rosa, key=key, seen=seen)
    assert handling.handle(campaign=campaign, actor=rosa, key=key, seen=seen) == action
    assert action.changed == 5
    assert [*action.left.values()] == [[held.number]]
    states = dict(docket.comments.values_list("sequence", "state"))
    assert states[7] == states[silent.sequence] == states[later.sequence] == "received"
    assert [states[number] for number in (2, 3, 4, 5, 6)] == ["campaign"] * 5
    assert states[campaign.lead.sequence] == "received"
    read = handling.handle(
        campaign=campaign, actor=rosa, key=uuid.uuid4(), seen=seen, all_read=True
    )
    assert read.changed == 2, "what came after the page was opened is read first"
    later.refresh_from_db()
    assert later.state == "received"
    undo(action=action, actor=rosa, key=uuid.uuid4())
    assert docket.comments.filter(state="campaign").count() == 2
    with pytest.raises(review.ReviewError):
        handling.handle(campaign=campaign, actor=make.user("o"), key=uuid.uuid4(), seen=seen)


def test_an_addition_is_read_before_its_letter_is_handled(docket):
    rosa = make.reviewer()
    *_rest, mine = sent(docket, LETTER, LETTER, LETTER)
    grouping.find(docket)
    amending.add(comment=mine, key=uuid.uuid4(), text="Our well smells of diesel.")
    mine.refresh_from_db()
    assert mine.own_words is None
    campaign = Campaign.objects.get()
    action = handling.handle(
        campaign=campaign, actor=rosa, key=uuid.uuid4(), seen=handling.seen_until()
    )
    mine.refresh_from_db()
    assert (action.changed, mine.state) == (1, "received")
    assert tasks.look_for_new() == 1
    grouping.find(docket)
    mine.refresh_from_db()
    assert mine.own_words == 5


def test_campaigns_are_merged_and_another_member_becomes_the_letter(docket):
    rosa = make.reviewer()
    first, *_rest = sent(docket, *[LETTER] * 3, *[OTHER] * 3)
    grouping.find(docket)
    one, two = Campaign.objects.order_by("number")
    handling.merge(campaign=two, into=one, actor=rosa)
    assert not Campaign.objects.filter(pk=two.pk).exists()
    assert one.comments.count() == 6
    grouping.find(docket)
    new = docket.comments.get(sequence=5)
    assert new.own_words == 46, "every word of it"
    handling.make_lead(campaign=one, comment=new, actor=rosa)
    grouping.find(docket)
    one.refresh_from_db()
    first.refresh_from_db()
    assert (one.lead, first.own_words > 50) == (new, True)
    assert new.events.last().detail == {"lead": [first.pk, new.pk]}
    with pytest.raises(review.ReviewError, match="member of this campaign"):
        handling.make_lead(campaign=one, comment=make.submit(docket), actor=rosa)


def test_the_public_learns_how_many_sent_a_letter_and_each_where_it_is(client, docket):
    rosa = make.reviewer()
    lead, member, twin = sent(docket, LETTER, LETTER, LETTER, name="Ann Lee")
    make.campaign(lead, member, twin)
    url = lead.get_absolute_url()
    from comments.intake import make_token

    for comment in (member, twin):
        review.claim(comment=comment, actor=rosa)
        review.move(comment=comment, actor=rosa, to_state="campaign")
        comment.refresh_from_db()
    receipt = f"/en/receipts/{make_token(member)}/"
    assert "Your letter is one of 3 that say the same" in client.get(receipt).text
    assert url not in client.get(receipt).text
    review.claim(comment=lead, actor=rosa)
    review.move(comment=lead, actor=rosa, to_state="in_review")
    review.move(comment=lead, actor=rosa, to_state="posted")
    assert url in client.get(receipt).text
    page = client.get(url).text
    assert "3 comments in all say what this letter says." in page
    assert member.number not in page
    data = client.get(f"{docket.get_absolute_url()}docket.json").streaming_content
    assert b'"campaign_size": 3' in b"".join(data)
    assert counted.size(member) is None


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_are_one(docket):
    sent(docket, LETTER, LETTER, LETTER)
    answers = []

    def second():
        answers.append(grouping.find(docket))
        connection.close()

    with grouping._alone(docket) as is_alone:
        other = threading.Thread(target=second)
        other.start()
        other.join()
    assert (is_alone, answers) == (True, [None])
    assert grouping.find(docket).campaigns == 1


def test_a_signature_says_how_alike_letters_are():
    one, other = (similarity.runs(similarity.words(text)) for text in (LETTER, EDITED[3]))
    third = similarity.runs(similarity.words(OTHER))
    assert similarity.is_same_letter(one, other)
    assert not similarity.is_same_letter(one, third)
    assert len(similarity.minhash(one)) == 4 * similarity.PERMUTATIONS
    assert similarity.minhash(similarity.runs(["too", "short"])) == b""
    assert clusters.BANDS * clusters.ROWS == similarity.PERMUTATIONS


def test_the_page_shows_what_members_add_and_takes_the_same_queries_for_many(
    client, docket, django_assert_max_num_queries
):
    client.force_login(make.reviewer())
    sent(docket, LETTER, LETTER, *EDITED)
    grouping.find(docket)
    campaign = Campaign.objects.get()
    url = f"/admin/campaigns/inspect/{campaign.pk}/"
    page = client.get(url).text
    assert '<mark class="own-words own-words--own">My daughter Eva has had asthma' in page
    assert client.get("/admin/campaigns/").status_code == 200
    with django_assert_max_num_queries(40) as few:
        client.get(f"{url}?show=all")
    sent(docket, *(f"{LETTER} I am neighbor number {each}." for each in range(15)))
    grouping.find(docket)
    with django_assert_max_num_queries(len(few)):
        client.get(f"{url}?show=all")
    review_page = client.get(f"/admin/review/inspect/{docket.comments.get(sequence=6).pk}/").text
    assert "My daughter Eva has had asthma" in review_page
    assert "Take it out of the campaign" in review_page
    refused = client.post(url, {"action": "take_out"})
    assert refused.status_code == 422
    assert "Choose a member of this campaign." in refused.text
    client.post(url, {"action": "handle", "seen": handling.seen_until(), "key": uuid.uuid4()})
    assert BulkAction.objects.get().changed == 4
    client.post(url, {"action": "name", "name": "Clean air letter"})
    campaign.refresh_from_db()
    assert campaign.name == "Clean air letter"
    assert client.post("/admin/campaigns/compare/", {"docket": docket.pk}).status_code == 302
    assert client.get("/admin/campaigns/compare/").status_code == 405


def test_who_only_reads_changes_no_campaign(client, docket):
    sent(docket, LETTER, LETTER, LETTER)
    grouping.find(docket)
    client.force_login(make.user("alma", "comments.view_comment"))
    campaign = Campaign.objects.get()
    url = f"/admin/campaigns/inspect/{campaign.pk}/"
    assert "Handle as campaign members" not in client.get(url).text
    for action in ("handle", "take_out", "merge", "name", f"lead:{campaign.comments.last().pk}"):
        members = campaign.comments.values_list("pk", flat=True)
        assert client.post(url, {"action": action, "members": members}).status_code == 422
    for answer in (
        client.post("/admin/campaigns/compare/", {"docket": docket.pk}),
        client.get("/admin/campaigns/compare/"),
    ):
        assert (answer.status_code, answer.url) == (302, "/admin/"), "as at every refused address"
    assert not BulkAction.objects.exists()
    assert CommentSignature.objects.count() == 3


def test_a_campaign_stands_in_its_list_by_its_name_or_by_its_number_on_one_line(client, docket):
    named, numbered = (make.campaign(make.submit(docket)) for _number in range(2))
    Campaign.objects.filter(pk=named.pk).update(name="Clean <air> now")
    client.force_login(make.reviewer())
    page = client.get("/admin/campaigns/").text
    assert "Clean &lt;air&gt; now" in page
    assert f'<span class="queue__number">{numbered}</span>' in page
