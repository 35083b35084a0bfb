"""A resident's calendar follows the agency's, step by step, knowing only HTTP and the standard.

Two kinds of program are played: one that shows what the feed holds (Apple, Google, Thunderbird)
and one that merges each answer into what it has, and never forgets an event by itself (Outlook).
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event, EventStatus

from meetings.models import Meeting
from tests import factories
from tests.factories import local

pytestmark = pytest.mark.django_db


@dataclass
class Subscriber:
    """Asks for a feed again, and shows what the last answer held."""

    path: str
    etag: str = ""
    http: Client = field(default_factory=Client)
    answers: list[int] = field(default_factory=list)
    events: dict[str, Event] = field(default_factory=dict)

    def refresh(self) -> None:
        headers = {"if-none-match": self.etag} if self.etag else {}
        response = self.http.get(self.path, headers=headers)
        self.answers.append(response.status_code)
        if response.status_code == 304:
            return
        assert response.status_code == 200
        self.etag = response["ETag"]
        calendar = IcsCalendarStream.calendar_from_ics(response.content.decode())
        received = {event.uid: event for event in calendar.events}
        assert len(received) == len(calendar.events), "a UID stands in the feed twice"
        self.take(received)

    def take(self, received: dict[str, Event]) -> None:
        self.events = received

    @property
    def shown(self) -> dict:
        """What the resident sees: a cancelled event is taken away."""
        return {
            uid: (event.summary, event.dtstart.astimezone(UTC), event.dtend.astimezone(UTC))
            for uid, event in self.events.items()
            if event.status != EventStatus.CANCELLED
        }


class Merger(Subscriber):
    """Replaces an event only with a later revision of it (RFC 5546 §2.1.5), forgets none."""

    def take(self, received: dict[str, Event]) -> None:
        for uid, event in received.items():
            known = self.events.get(uid)
            if known is None or _revision(event) > _revision(known):
                self.events[uid] = event


def _revision(event: Event) -> tuple[int, datetime]:
    return event.sequence, event.dtstamp


@dataclass
class Feed:
    """One feed's address, the meetings that should be in it, and who is subscribed."""

    path: str
    holds: dict
    clients: list[Subscriber] = field(default_factory=list)

    def __post_init__(self):
        self.clients = [Subscriber(self.path), Merger(self.path)]

    def expected(self) -> dict:
        found = Meeting.objects.published().filter(**self.holds)
        return {
            meeting.uid: (
                f"Postponed: {meeting.headline}" if meeting.is_off else meeting.headline,
                meeting.starts_at,
                meeting.ends_at,
            )
            for meeting in found.exclude(status=Meeting.Status.CANCELLED)
        }


@pytest.fixture
def step(time_machine):
    """Let a minute pass, let the agency do something, let all calendars ask again."""
    time_machine.move_to(datetime(2026, 7, 1, 12, tzinfo=UTC), tick=False)
    feeds: list[Feed] = []

    def follow(*new: Feed) -> None:
        feeds.extend(new)

    def act(what=lambda: None) -> None:
        time_machine.shift(timedelta(minutes=1))
        what()
        for feed in feeds:
            for client in feed.clients:
                client.refresh()
                assert client.shown == feed.expected(), feed.path
                # Nothing has happened since: nothing is sent again.
                client.refresh()
                assert client.answers[-1] == 304

    act.follow = follow
    return act


def publish(meeting: Meeting, **fields) -> None:
    """As an editor does who presses Publish."""
    meeting = Meeting.objects.get(pk=meeting.pk)
    initiatives = fields.pop("initiatives", None)
    for name, value in fields.items():
        setattr(meeting, name, value)
    if initiatives is not None:
        meeting.initiatives = initiatives
    meeting.save_revision().publish()


def test_a_subscribed_calendar_is_right_after_every_step(step):
    ports, trucks = factories.initiative(), factories.initiative()
    steady = factories.meeting(
        initiatives=[ports], starts_at=local(2026, 8, 1, 10, 0), headline_en="Steady"
    )
    step.follow(
        Feed("/en/meetings/feed.ics", {}),
        Feed(f"/en/meetings/feed.ics?initiative={ports.slug}", {"initiatives": ports}),
        Feed(f"/en/meetings/feed.ics?initiative={trucks.slug}", {"initiatives": trucks}),
        Feed("/en/meetings/feed.ics?kind=hearing", {"kind": Meeting.Kind.HEARING}),
    )
    step()

    made = {}

    def create():
        made["meeting"] = factories.meeting(
            initiatives=[ports],
            headline_en="Public hearing",
            kind=Meeting.Kind.HEARING,
            starts_at=local(2026, 10, 30, 18, 0),
            ends_at=local(2026, 10, 30, 20, 0),
        )

    step(create)
    meeting = made["meeting"]
    moved = {"starts_at": local(2026, 11, 2, 18, 0), "ends_at": local(2026, 11, 2, 20, 0)}
    off, on, late = Meeting.Status.CANCELLED, Meeting.Status.SCHEDULED, Meeting.Status.POSTPONED

    step(lambda: publish(meeting, **moved))
    step(lambda: publish(meeting, headline_en="Public hearing on clean ports"))
    step(lambda: publish(meeting, status=late))
    step(lambda: publish(meeting, status=on, starts_at=local(2026, 11, 2, 17, 0)))
    step(lambda: publish(meeting, status=off))
    step(lambda: publish(meeting, status=on))
    step(lambda: publish(meeting, initiatives=[trucks]))
    step(lambda: publish(meeting, initiatives=[ports, trucks]))
    step(lambda: publish(meeting, initiatives=[ports]))
    step(lambda: publish(meeting, kind=Meeting.Kind.WORKSHOP))
    step(lambda: publish(meeting, kind=Meeting.Kind.HEARING))
    step(lambda: Meeting.objects.get(pk=meeting.pk).unpublish())
    step(lambda: publish(meeting))
    step(lambda: Meeting.objects.get(pk=meeting.pk).unpublish())
    step(lambda: publish(meeting, headline_en="Back again", initiatives=[trucks]))
    step(lambda: Meeting.objects.get(pk=meeting.pk).delete())
    step(lambda: Meeting.objects.get(pk=steady.pk).delete())


def test_a_new_subscriber_sees_what_the_old_ones_see(step):
    meeting = factories.meeting(starts_at=local(2026, 8, 1, 10, 0))
    step.follow(Feed("/en/meetings/feed.ics", {}))
    step()
    step(lambda: publish(meeting, starts_at=local(2026, 8, 1, 9, 0)))
    step.follow(Feed("/en/meetings/feed.ics", {}))
    step()
    step(lambda: Meeting.objects.get(pk=meeting.pk).delete())
    step.follow(Feed("/en/meetings/feed.ics", {}))
    step()


def test_a_change_of_words_alone_does_not_ask_for_a_new_answer_to_the_invitation(step):
    """A higher SEQUENCE makes some programs ask attendees again (RFC 5546 §2.1.4)."""
    meeting = factories.meeting(starts_at=local(2026, 8, 1, 10, 0))
    feed = Feed("/en/meetings/feed.ics", {})
    step.follow(feed)
    step()
    before = feed.clients[0].events[meeting.uid]
    step(lambda: publish(meeting, headline_en="Other words"))
    after = feed.clients[0].events[meeting.uid]
    assert after.sequence == before.sequence
    assert after.dtstamp > before.dtstamp


def test_a_feed_without_cancelled_meetings_shows_the_same_to_those_who_subscribe(step):
    meeting = factories.meeting(starts_at=local(2026, 8, 1, 10, 0))
    feed = Feed("/en/meetings/feed.ics?cancelled=omit", {})
    feed.clients = feed.clients[:1]  # one that merges would keep it: the page says so
    step.follow(feed)
    step()
    step(lambda: publish(meeting, status=Meeting.Status.CANCELLED))
    step(lambda: publish(meeting, status=Meeting.Status.SCHEDULED))
    step(lambda: Meeting.objects.get(pk=meeting.pk).delete())
