"""The queue: each sees what waits for them, keeps their filters, and goes along the list."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import review
from comments.models import Comment, SavedFilter, Team, Translation
from comments.queue.listing import Listing
from comments.queue.tabs import COUNTED, TABS, counts
from comments.review import search
from tests import factories
from tests.comments import factories as make

pytestmark = pytest.mark.django_db
State = Comment.State


@pytest.fixture
def rosa():
    return make.reviewer("rosa")


@pytest.fixture
def docket():
    return make.docket()


def set_to(comment: Comment, **fields) -> Comment:
    Comment.objects.filter(pk=comment.pk).update(**fields)
    comment.refresh_from_db()
    return comment


def found(query: str, user) -> list[Comment]:
    return list(Listing(QueryDict(query), user).comments())


def test_each_view_shows_what_it_says_and_counts_the_same(docket, rosa):
    luis = make.reviewer("luis")
    team = Team.objects.create(name="Technical")
    team.members.add(rosa)
    now = timezone.now()
    free = make.submit(docket)
    mine = set_to(make.submit(docket), assigned_to=rosa, assigned_at=now)
    his = set_to(make.submit(docket), assigned_to=luis, assigned_at=now)
    ours = set_to(make.submit(docket), team=team)
    old = set_to(make.submit(docket), received_at=now - timedelta(days=40))
    black = set_to(make.submit(docket), state="redaction")
    waiting = make.submit(docket, attachments=[make.letter()])
    waiting.attachments.update(scan="waiting")
    spanish = make.submit(docket, language="es")
    Translation.objects.create(comment=spanish, language="en", written_by=luis)
    named = make.submit(docket)
    review.add_note(comment=named, actor=luis, note="Please look, @rosa")
    posted = set_to(make.submit(docket), state="posted", posted_at=now)

    still_open = [old, free, mine, his, ours, black, waiting, spanish, named]
    expected = {
        "open": still_open,
        "unassigned": [comment for comment in still_open if comment not in (mine, his)],
        "mine": [mine],
        "team": [ours],
        "overdue": [old],
        "redaction": [black],
        "scan": [waiting],
        "translations": [spanish],
        "mentions": [named],
        "done": [posted],
        "all": [*still_open, posted],
    }
    assert {tab.key: found(f"view={tab.key}", rosa) for tab in TABS} == expected
    counted = counts(Comment.objects.all(), rosa)
    assert counted == {key: len(comments) for key, comments in expected.items()}
    assert found("view=mine", luis) == [his]
    assert found("", rosa) == expected["all"]


def test_filters_combine_with_the_view_and_with_the_search(docket, rosa):
    draft = make.draft(docket=docket)
    purpose = draft.sections.get(sort_order=0)
    topic = docket.topics.create(name_en="Air", name_es="Aire")
    other = make.docket(number="PA-2026-02", initiative=docket.initiative)
    ship = make.submit(docket, section=purpose, text="Plug in the ships", name="Ana Mora")
    ship.topics.add(topic)
    late = set_to(make.submit(docket, name="Marco", affiliation="Mora Trucking"), is_late=True)
    grouped = make.submit(docket, language="es")
    campaign = make.campaign(grouped)
    elsewhere = make.submit(other)
    for comment in (ship, late, grouped, elsewhere):
        search.index(comment)
    team = Team.objects.create(name="Technical")
    set_to(elsewhere, team=team)

    assert found(f"topic={topic.pk}", rosa) == [ship]
    assert found(f"section={purpose.pk}", rosa) == [ship]
    assert found("person=mora", rosa) == [ship, late]
    assert found("is_late=true", rosa) == [late]
    assert found("in_campaign=true&language=es", rosa) == [grouped]
    assert found("in_campaign=false&view=open", rosa) == [ship, late, elsewhere]
    assert found(f"campaign={campaign.pk}", rosa) == [grouped]
    assert found(f"docket={other.pk}&team={team.pk}", rosa) == [elsewhere]
    assert found("q=ships&view=unassigned", rosa) == [ship, late, grouped, elsewhere]
    assert found("q=plug&person=ana", rosa) == [ship]
    assert found(f"docket={other.pk}&view=done", rosa) == []


def test_dates_are_days_of_the_agency_also_when_the_clocks_change(docket, rosa):
    # On November 1, 2026 the day has 25 hours in Los Angeles.
    first = set_to(make.submit(docket), received_at=datetime(2026, 11, 1, 7, 0, tzinfo=UTC))
    last = set_to(make.submit(docket), received_at=datetime(2026, 11, 2, 7, 59, tzinfo=UTC))
    after = set_to(make.submit(docket), received_at=datetime(2026, 11, 2, 8, 0, tzinfo=UTC))
    assert found("received_from=2026-11-01&received_to=2026-11-01", rosa) == [first, last]
    assert found("received_from=2026-11-02", rosa) == [after]


def test_nobody_finds_by_what_they_may_not_read(docket, rosa):
    redacted = make.submit(docket, name="Ana Mora", email="ana@example.org")
    set_to(redacted, redacted_name="A█████")
    hidden = make.submit(docket, name="Ana Secreta", is_anonymous=True)
    author = make.user("author", "comments.view_comment")
    auditor = make.user("auditor", "comments.view_comment", "comments.view_original")
    assert found("person=mora", author) == found("person=ana", author) == []
    assert found("person=example.org", author) == []
    assert found("person=example.org", rosa) == [redacted]
    assert found("person=ana", auditor) == [redacted, hidden]


def test_a_filter_by_what_is_gone_shows_nothing_and_says_so(client, docket, rosa):
    make.submit(docket)
    client.force_login(rosa)
    page = client.get(reverse("review:index"), {"docket": "999999"})
    assert "Nothing is shown, because a filter has a value that does not exist: Docket" in page.text
    assert found("docket=999999", rosa) == []


def test_the_list_says_what_to_know_of_each_in_a_constant_number_of_queries(client, docket, rosa):
    client.force_login(rosa)
    address = f"{reverse('review:index')}?view=open"

    def arrive(count: int) -> None:
        for _number in range(count):
            comment = make.submit(docket, attachments=[make.letter()])
            comment.attachments.update(scan="waiting")
            comment.topics.add(topic)
            assigned = {"assigned_to": rosa, "assigned_at": timezone.now(), "team": team}
            set_to(comment, received_at=timezone.now() - timedelta(days=13), **assigned)

    topic = docket.topics.create(name_en="Air", name_es="Aire")
    team = Team.objects.create(name="Technical")
    SavedFilter.objects.create(owner=rosa, name="Late ones", query="is_late=true")
    arrive(1)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        page = client.get(address).text
    for words in ("3 days overdue", "Awaiting scan", "Air", "Late ones"):
        assert words in page
    arrive(9)
    with CaptureQueriesContext(connection) as many:
        page = client.get(address)
    assert len(many) <= len(few) <= 26
    assert page.text.count("3 days overdue") == 10
    assert not any('"comments_comment"."text"' in query["sql"] for query in many)
    # The list's links carry the list, and its search box the view.
    assert "?queue=view%3Dopen" in page.text
    assert '<input type="hidden" name="view" value="open">' in page.text


def test_a_tab_stops_counting_where_the_number_says_nothing_more(docket, rosa, monkeypatch):
    assert COUNTED == 1000
    monkeypatch.setattr("comments.queue.tabs.COUNTED", 2)
    for _number in range(4):
        make.submit(docket)
    assert counts(Comment.objects.all(), rosa)["open"] == 3


def test_a_reviewer_saves_a_filter_shares_it_and_nobody_else_changes_it(client, docket, rosa):
    client.force_login(rosa)
    add = f"{reverse('saved_filters:add')}?query=view%3Dopen%26is_late%3Dtrue"
    assert 'value="view=open&amp;is_late=true"' in client.get(add).text
    sent = {"name": "Late ones", "is_shared": "on", "query": "view=open&is_late=true&p=3&q="}
    saved = client.post(add, sent)
    assert saved["Location"] == f"{reverse('review:index')}?view=open&is_late=true"
    mine = SavedFilter.objects.get()
    assert (mine.owner, mine.query, mine.is_shared) == (rosa, "view=open&is_late=true", True)
    again = client.post(add, sent)
    assert "You have a saved filter of this name already." in again.text
    edit = reverse("saved_filters:edit", args=[mine.pk])
    client.post(edit, {"name": "Too late", "is_shared": "on", "query": mine.query})
    mine.refresh_from_db()
    assert mine.name == "Too late"

    author = make.user("author", "comments.view_comment")
    client.force_login(author)
    assert "Too late" in client.get(reverse("review:index")).text
    for name in ("edit", "delete"):
        address = reverse(f"saved_filters:{name}", args=[mine.pk])
        stolen = client.post(address, {"name": "Stolen", "query": ""}, follow=True)
        assert stolen.status_code == 404
    mine.refresh_from_db()
    assert mine.name == "Too late"
    client.post(reverse("saved_filters:add"), {**sent, "name": "His own"})
    assert not SavedFilter.objects.get(name="His own").is_shared
    client.force_login(make.user("outsider"))
    assert client.post(reverse("saved_filters:add"), sent).status_code == 302
    assert SavedFilter.objects.count() == 2


@pytest.mark.parametrize("ordering", ["", "-received_at", "state", "-channel"])
def test_next_and_previous_lead_through_the_whole_list_in_its_order(docket, rosa, ordering):
    at = timezone.now()
    for number in range(7):
        comment = make.submit(docket, channel="web" if number % 2 else "email")
        set_to(
            comment,
            received_at=at - timedelta(hours=number // 2),
            state=State.IN_REVIEW if number % 3 else State.RECEIVED,
        )
    listing = Listing(QueryDict(f"view=open&ordering={ordering}"), rosa)
    comments = list(listing.comments())
    keys = [comment.pk for comment in comments]
    ways = [listing.way_from(comment) for comment in comments]
    assert [way.after for way in ways] == [*keys[1:], None]
    assert [way.before for way in ways] == [None, *keys[:-1]]
    assert [way.following for way in ways] == [6, 5, 4, 3, 2, 1, 0]


def test_after_a_move_one_goes_on_along_the_list_although_the_comment_left_it(client, docket, rosa):
    first, second = make.submit(docket), make.submit(docket)
    client.force_login(rosa)

    def page(comment, more=""):
        query = f"?queue=view%3Dunassigned{more}"
        return reverse("review:inspect", args=[comment.pk]) + query

    claimed = client.post(page(first), {"action": "claim"})
    assert claimed["Location"] == page(first)
    on = page(first, "&after=next")
    moved = client.post(on, {"action": "move:in_triage", "version": 2}, follow=True)
    assert moved.request["QUERY_STRING"] == page(second, "&after=next").partition("?")[2]
    assert f"{first.number} is now “In triage”." in moved.text
    assert client.get(page(second)).text.count('rel="next"') == 0
    last = client.post(page(second), {"action": "claim:next"}, follow=True)
    assert "This is the last of the list" not in last.text
    second.refresh_from_db()
    assert second.assigned_to == rosa


def test_a_move_asks_for_what_its_state_needs_beside_the_field(client, docket, rosa):
    comment, original = make.submit(docket), make.submit(docket)
    review.claim(comment=comment, actor=rosa)
    review.move(comment=comment, actor=rosa, to_state=State.IN_REVIEW)
    comment.refresh_from_db()
    client.force_login(rosa)
    address = reverse("review:inspect", args=[comment.pk])
    sent = {"version": comment.version, "note": "It says the same."}
    refused = client.post(address, {**sent, "action": "move:duplicate", "duplicate_of": "4711"})
    assert refused.status_code == 422
    assert refused.text.count("This docket has no comment with the number “4711”.") == 2
    assert 'value="4711"' in refused.text
    assert "It says the same." in refused.text
    assert '<details class="review__move" open>' in refused.text
    refused = client.post(address, {**sent, "action": "move:withheld"})
    assert "Give the legal reason" in refused.text
    client.post(address, {**sent, "action": "move:duplicate", "duplicate_of": original.number})
    comment.refresh_from_db()
    assert comment.duplicate_of == original
    assert f">{original.number}</a>" in client.get(address).text


def test_the_first_page_of_the_admin_leads_to_what_waits_for_whom(client, docket, rosa):
    def arrive(count: int) -> None:
        for _number in range(count):
            set_to(make.submit(docket), assigned_to=rosa, assigned_at=timezone.now())
            black = set_to(make.submit(docket), state="redaction")
            review.add_note(comment=black, actor=make.reviewer(f"l{black.pk}"), note="@rosa, look")

    home = reverse("wagtailadmin_home")
    arrive(1)
    client.force_login(rosa)
    client.get(home)
    with CaptureQueriesContext(connection) as few:
        client.get(home)
    arrive(3)
    with CaptureQueriesContext(connection) as many:
        page = client.get(home).text
    assert len(many) == len(few)
    shown = re.findall(r'\?view=(\w+)"><span class="queue__waiting-count">(\S+)</span>', page)
    expected = {"mine": "4", "team": "0", "unassigned": "4", "overdue": "0"}
    assert dict(shown) == expected | {"redaction": "4", "mentions": "4"}
    # Who only reads holds nothing, and who may not read is told of nothing.
    client.force_login(make.approver())
    assert "view=mine" not in client.get(home).text
    client.force_login(make.user("clerk"))
    assert "queue__waiting" not in client.get(home).text


def test_only_who_has_pages_to_edit_is_offered_a_search_of_pages(client, rosa):
    home = reverse("wagtailadmin_home")
    client.force_login(rosa)
    page = client.get(home).text
    assert 'role="search"' not in page
    assert reverse("wagtailadmin_account") in page
    client.force_login(factories.superuser())
    assert 'role="search"' in client.get(home).text
