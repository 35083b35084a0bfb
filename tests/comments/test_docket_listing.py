"""What a resident finds on a docket's page: dates in words, ways to comment, the comments."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from comments import period_words
from comments.models import Comment, Docket, DraftSection, PeriodChange, Topic
from comments.periods import change_dates
from comments.review import ReviewError, set_topics
from engagement import search
from plaza.moments import validity
from tests import factories
from tests.comments import factories as make
from tests.factories import local

HOUR = timedelta(hours=1)
TODAY = "Closes today, 5:00 p.m. PST"


def countdown(closes_at, now) -> str:
    docket = Docket(opens_at=local(2026, 1, 1), closes_at=closes_at)
    return period_words.countdown(docket, now)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (local(2026, 12, 1, 23, 59), "Closes in 9 days"),
        (local(2026, 12, 9, 0, 0), "Closes tomorrow, 5:00 p.m. PST"),
        (local(2026, 12, 10, 0, 0), f"{TODAY}, in less than 17 hours"),
        (local(2026, 12, 10, 12, 10), f"{TODAY}, in less than 5 hours"),
        (
            local(2026, 12, 10, 15, 20),
            f"{TODAY}, in less than 1 hour 45 minutes",
        ),
        (local(2026, 12, 10, 16, 59), f"{TODAY}, in less than 15 minutes"),
        (local(2026, 12, 10, 17, 0), "Closed today, 5:00 p.m. PST"),
        (local(2026, 12, 11, 8, 0), "Closed yesterday"),
        (local(2026, 12, 12, 8, 0), "Closed"),
    ],
)
def test_the_time_left_is_said_in_words(now, words):
    assert countdown(local(2026, 12, 10, 17, 0), now) == words


@pytest.mark.parametrize("day", [(2026, 3, 8), (2026, 11, 1)])
def test_days_are_counted_by_the_calendar_when_clocks_change(day):
    closes_at = local(*day, 23, 59, 59)
    eve = local(*day) - timedelta(days=1)
    assert countdown(closes_at, eve + timedelta(hours=23, minutes=59)).startswith("Closes tomorrow")
    assert countdown(closes_at, local(*day)).startswith("Closes today")
    assert "in less than 1 hour," not in countdown(closes_at, closes_at - 2 * HOUR)


@given(seconds=st.integers(1, 40 * 3600), step=st.integers(1, 3 * 3600))
def test_the_words_hold_until_the_next_quarter_hour_or_midnight(seconds, step):
    """What plaza.moments relies on when it keeps a page."""
    closes_at = local(2026, 3, 9, 17, 0)
    now = closes_at - timedelta(seconds=seconds)
    later = now + timedelta(seconds=step)
    quarter = closes_at - (closes_at - now - timedelta(microseconds=1)) // period_words.STEP * (
        period_words.STEP
    )
    same_day = timezone.localdate(now) == timezone.localdate(later)
    if later < min(quarter, closes_at) and same_day:
        assert countdown(closes_at, now) == countdown(closes_at, later)


@pytest.mark.django_db
@pytest.mark.parametrize("minutes_left", [1, 14, 15, 16, 100, 119, 120, 600])
def test_a_kept_page_is_made_anew_before_its_words_change(minutes_left):
    closes_at = local(2026, 12, 10, 17, 0)
    make.docket(opens_at=local(2026, 12, 1), closes_at=closes_at)
    now = closes_at - timedelta(minutes=minutes_left)
    until = validity(now).until
    assert now < until <= closes_at
    last = until - timedelta(microseconds=1)
    assert countdown(closes_at, now) == countdown(closes_at, last)


def lateness(language="en", **fields) -> str:
    values = {"opens_at": timezone.now() - HOUR, "closes_at": timezone.now() + HOUR}
    with translation.override(language):
        return " ".join(period_words.lateness(Docket(**values | fields)))


def test_what_becomes_of_late_comments_is_said_beforehand():
    closes_at = local(2099, 12, 10, 17, 0)
    words = lateness(closes_at=closes_at)
    assert "15 minutes more to send it, until 5:15 p.m. PST." in words
    assert words.endswith("Comments that arrive later are not accepted.")
    assert "accepted, and marked as late" in lateness(accepts_late=True)
    assert "more to send it" not in lateness(grace_minutes=0)
    over_midnight = lateness(closes_at=local(2099, 12, 10, 23, 59, 59))
    assert "until Friday, December 11, 2099 at 12:14 a.m. PST." in over_midnight


def changed(**fields) -> str:
    values = {
        "at": local(2026, 12, 3, 10, 0),
        "former_opens_at": local(2026, 11, 1, 9, 0),
        "opens_at": local(2026, 11, 1, 9, 0),
        "former_closes_at": local(2026, 12, 10, 17, 0),
        "closes_at": local(2026, 12, 20, 17, 0),
    }
    return period_words.change(PeriodChange(**values | fields))


def test_each_change_of_dates_is_told_in_a_sentence():
    assert changed() == (
        "On December 3, 2026, the period was extended from December 10, 2026 to December 20, 2026."
    )
    assert "shortened" in changed(closes_at=local(2026, 12, 8, 17, 0))
    assert "opened again" in changed(at=local(2026, 12, 12, 10, 0))
    by_hours = changed(closes_at=local(2026, 12, 10, 23, 59))
    assert "at 5:00 p.m. PST to Thursday, December 10, 2026 at 11:59 p.m. PST" in by_hours
    moved = changed(opens_at=local(2026, 12, 5, 9, 0), closes_at=local(2026, 12, 10, 17, 0))
    assert moved.startswith("On December 3, 2026, the opening was moved from November 1, 2026")


# The page


@pytest.fixture
def docket(db):
    docket = make.docket()
    make.draft(docket=docket)
    return docket


def post(comment: Comment) -> Comment:
    Comment.objects.filter(pk=comment.pk).update(state="posted", posted_at=timezone.now())
    comment.refresh_from_db()
    search.index(comment)
    return comment


def shown(client, docket, query="", language="en") -> list[int]:
    """The numbers of the comments on the page, in the order in which they stand."""
    page = client.get(f"/{language}/dockets/{docket.number}/?{query}")
    assert page.status_code == 200
    return [comment.sequence for comment in page.context["posted_comments"]]


def test_the_page_says_how_to_comment_on_each_way(client, docket):
    docket.email_address = "docket@example.com"
    docket.postal_address = "Docket Clerk\n100 Example Street"
    docket.voice_phone = "909-555-0142"
    docket.save()
    soon = factories.meeting(
        initiatives=[docket.initiative], starts_at=timezone.now() + timedelta(days=2)
    )
    after = factories.meeting(
        initiatives=[docket.initiative],
        headline_en="After the close",
        starts_at=docket.closes_at + HOUR,
        ends_at=docket.closes_at + 2 * HOUR,
    )
    page = client.get(docket.get_absolute_url()).text
    for words in (
        "mailto:docket@example.com?subject=PA-2026-01",
        "Docket Clerk<br>100 Example Street",
        'href="tel:909',
        soon.get_absolute_url(),
    ):
        assert words in page
    assert after.get_absolute_url() not in page


def test_each_change_of_dates_is_public_with_its_reason_in_the_readers_language(client, docket):
    change_dates(
        docket=docket,
        opens_at=docket.opens_at,
        closes_at=docket.closes_at + timedelta(days=3),
        reason_en="The study came late.",
        reason_es="El estudio llegó tarde.",
        by=None,
    )
    assert "The study came late." in client.get(docket.get_absolute_url()).text
    assert "El estudio llegó tarde." in client.get(f"/es/dockets/{docket.number}/").text


def test_readers_find_comments_by_their_words_in_both_languages(client, docket):
    post(make.submit(docket, text="Más árboles en la calle", language="es"))
    section = docket.drafts.get().sections.first()
    post(make.submit(docket, text="Ships should plug in", section=section))
    make.submit(docket, text="Unposted trees: árboles")
    assert shown(client, docket, "words=arbol") == [1]
    assert shown(client, docket, "words=ship") == [2]
    assert shown(client, docket, "words=arboles", "es") == [1]
    assert shown(client, docket, "words=%00zzz") == []
    assert shown(client, docket, "words=%3F%3F") == []


def test_readers_choose_comments_by_topic_section_and_affiliation(client, docket):
    first, second = docket.drafts.get().sections.all()
    topic = Topic.objects.create(docket=docket, name_en="Noise", name_es="Ruido")
    one = post(make.submit(docket, section=first, affiliation="Camioneros Unión"))
    post(make.submit(docket, section=second, affiliation="Harbor neighbors"))
    post(make.submit(docket, affiliation="Camioneros Unión", is_anonymous=True, text="Secret"))
    one.topics.add(topic)
    assert shown(client, docket, f"topic={topic.pk}") == [1]
    assert shown(client, docket, f"section={second.key}") == [2]
    assert shown(client, docket, "affiliation=union") == [1]
    assert shown(client, docket, f"topic={topic.pk}&section={second.key}") == []
    assert shown(client, docket, "order=newest") == [3, 2, 1]
    page = client.get(f"/es/dockets/{docket.number}/?topic={topic.pk}").text
    assert "1 comentario coincide con su selección." in page
    assert "Ruido" in page


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("topic=9999", "We know no such topic."),
        ("topic=x%00y", "We know no such topic."),
        ("section=nonsense", "We know no such section."),
        ("order=sideways", "Choose one of these orders."),
    ],
)
def test_a_value_that_is_no_choice_is_named_beside_its_field(client, docket, query, message):
    Topic.objects.create(docket=docket, name_en="Noise", name_es="Ruido")
    post(make.submit(docket))
    page = client.get(f"{docket.get_absolute_url()}?{query}")
    assert message in page.text
    assert [comment.sequence for comment in page.context["posted_comments"]] == [1]


def test_comments_on_a_section_are_found_under_every_version_of_it(client, docket):
    draft = docket.drafts.get()
    section = draft.sections.first()
    post(make.submit(docket, section=section))
    newer = make.draft(docket=docket, lineage=draft.lineage, number=2)
    DraftSection.objects.filter(pk=newer.sections.first().pk).update(key=section.key)
    assert shown(client, docket, f"section={section.key}") == [1]


# Topics


def test_only_topics_of_the_docket_are_chosen_and_the_trail_keeps_them(docket):
    comment, reviewer = make.submit(docket), make.reviewer()
    mine = Topic.objects.create(docket=docket, name_en="Noise", name_es="Ruido")
    other = Topic.objects.create(docket=make.docket(number="PA-2026-02"), name_en="Trains")
    with pytest.raises(ReviewError):
        set_topics(comment=comment, actor=reviewer, topics=[other])
    with pytest.raises(ReviewError):
        set_topics(comment=comment, actor=make.user("outsider"), topics=[mine])
    for _time in range(2):
        set_topics(comment=comment, actor=reviewer, topics=[mine])
    assert [topic.name_en for topic in comment.topics.all()] == ["Noise"]
    assert [event.note for event in comment.events.all()] == ["", "Noise"]
    set_topics(comment=comment, actor=reviewer, topics=[])
    assert not comment.topics.exists()


def test_a_reviewer_sets_the_topics_on_the_page_of_the_comment(client, docket):
    comment = make.submit(docket)
    topic = Topic.objects.create(docket=docket, name_en="Noise", name_es="Ruido")
    client.force_login(make.user("ruth", "comments.review_comment", "comments.view_comment"))
    url = f"/admin/review/inspect/{comment.pk}/"
    assert "Noise" in client.get(url).text
    client.post(url, {"action": "topics", "topics": [topic.pk, "x", "99999"]})
    assert list(comment.topics.all()) == [topic]


def test_the_index_of_search_is_rebuilt_with_the_comments(client, docket):
    Comment.objects.filter(pk=make.submit(docket, text="Locomotives").pk).update(
        state="posted", posted_at=timezone.now()
    )
    assert shown(client, docket, "words=locomotive") == []
    call_command("rebuild_search", verbosity=0)
    assert shown(client, docket, "words=locomotive") == [1]


def test_thousands_of_comments_are_written_so_that_one_can_read_the_number(
    client, docket, monkeypatch
):
    counts = [
        {"channel": "web", "received": 2995, "posted": 2481},
        {"channel": "paper", "received": 1000, "posted": 0},
    ]
    monkeypatch.setattr("comments.posted.Listing._counts", counts)
    page = client.get(docket.get_absolute_url()).text
    for words in ("3,995 comments received.", "2,481 are posted below.", ": 2,995 ·", ": 1,000<"):
        assert words in page
