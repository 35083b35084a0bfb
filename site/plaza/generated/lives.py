"""What became of each letter: received, claimed, moved, posted … with the trail of it.

Each step is what comments.review would have written: states, versions, who held it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from comments.models import Comment, CommentEvent, Topic
from plaza.generated.letters import GeneratedLetter

State, Kind = Comment.State, CommentEvent.Kind

# Of a hundred comments that somebody has begun to work on.
_OUTCOMES = {
    State.IN_TRIAGE: 22,
    State.IN_REVIEW: 30,
    State.POSTED: 22,
    State.WITHHELD: 3,
    State.DUPLICATE: 5,
    State.RECEIVED: 18,
}
_DONE_EARLY, _DONE_LATE = 0.4, 0.1  # shares of the first and of the last fifth in whose work began
_LEGAL_REASONS = (
    "Gives the home address of another person (Gov. Code § 7927.705).",
    "Names a child and an illness; disclosure would invade privacy (Gov. Code § 7927.700).",
    "Confidential business information that the sender asked to protect (Evid. Code § 1060).",
)
_NOTES = (
    "Asks for a number that the consultant has.",
    "Good example for the summary to the board.",
    "Same point as the letter of the neighbors' council.",
    "Check the quoted table before we answer.",
)


@dataclass(frozen=True)
class Staff:
    """Who works on comments, in which teams, and the topics that they choose from."""

    reviewers: list = field(default_factory=list)
    redactors: list = field(default_factory=list)
    managers: list = field(default_factory=list)
    clerks: list = field(default_factory=list)
    teams: list = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)


class Life:
    """A comment that is not saved yet, its trail, its topics, and the state it came to."""

    def __init__(self, random: Random, comment: Comment, letter: GeneratedLetter, now: datetime):
        self.random, self.comment, self.letter, self.now = random, comment, letter, now
        self.events: list[CommentEvent] = []
        self.topics: list[Topic] = []
        self.at = comment.received_at
        self._record(Kind.RECEIVED, comment.entered_by, to_state=State.RECEIVED)

    def live(self, staff: Staff, earlier: list[Comment], share: float) -> None:
        """What happened up to now. `share` is how much of the docket came before it.

        `earlier` are saved comments that it may be a duplicate of.
        """
        random, comment, letter = self.random, self.comment, self.letter
        if comment.email and comment.channel == Comment.Channel.WEB and random.random() < 0.3:
            self._later(minutes=40)
            comment.email_confirmed_at = self.at
            self._record(Kind.CONFIRMED)
        if letter.addition:
            self._later(hours=30)
            self._record(Kind.ADDED)
            return
        if random.random() < 0.004:
            self._later(hours=20)
            self._move(None, State.WITHDRAWN)
            return
        if not staff.reviewers:
            return
        if letter.is_spam and random.random() < 0.7:
            self._claim(random.choice(staff.reviewers))
            self._move(comment.assigned_to, State.SPAM, note="Advertising.")
        elif letter.gives_away and random.random() < 0.5:
            self._to_redaction(staff)
        elif random.random() < _DONE_EARLY + (_DONE_LATE - _DONE_EARLY) * share:
            self._work(staff, earlier)
        elif staff.teams and random.random() < 0.12:
            self._assign(staff)

    def _work(self, staff: Staff, earlier: list[Comment]) -> None:
        random = self.random
        outcome = random.choices(list(_OUTCOMES), list(_OUTCOMES.values()))[0]
        if outcome == State.DUPLICATE and not earlier:
            outcome = State.IN_TRIAGE
        actor = random.choice(staff.reviewers)
        self._claim(actor)
        if outcome == State.RECEIVED:
            if random.random() < 0.5:
                self._release(actor)
            return
        if outcome == State.DUPLICATE:
            self._be_duplicate_of(random.choice(earlier), actor)
            return
        self._move(actor, State.IN_TRIAGE)
        if outcome == State.IN_TRIAGE:
            if random.random() < 0.4:
                self._release(actor)
            return
        if outcome == State.WITHHELD:
            reason = random.choice(_LEGAL_REASONS)
            self.comment.legal_reason = reason
            self._move(actor, State.WITHHELD, note=reason, legal_reason=["", reason])
            return
        self._set_topics(staff, actor)
        if random.random() < 0.1:
            self._record(Kind.NOTED, actor, note=random.choice(_NOTES))
        self._move(actor, State.IN_REVIEW)
        if outcome == State.POSTED:
            self._move(actor, State.POSTED)
            self.comment.posted_at = self.at
        elif random.random() < 0.2:
            self._release(actor)

    def _set_topics(self, staff: Staff, actor) -> None:
        self.topics = [staff.topics[place] for place in self.letter.topics]
        self._later(hours=2)
        names = ", ".join(sorted(topic.name_en for topic in self.topics))
        detail = {"topics": [[], sorted(topic.pk for topic in self.topics)]}
        self._record(Kind.TOPICS, actor, note=names, detail=detail)

    def _to_redaction(self, staff: Staff) -> None:
        actor = self.random.choice(staff.reviewers)
        self._claim(actor)
        self._move(actor, State.REDACTION, note="Gives private details.")
        if staff.redactors and self.random.random() < 0.3:
            self._claim(self.random.choice(staff.redactors))

    def _be_duplicate_of(self, original: Comment, actor) -> None:
        """Sent twice by the same person: the words are the original's."""
        comment = self.comment
        for name in ("text", "name", "email", "affiliation", "is_anonymous", "language"):
            setattr(comment, name, getattr(original, name))
        comment.duplicate_of = original
        self._move(actor, State.DUPLICATE, duplicate_of_id=[None, original.pk])

    def _assign(self, staff: Staff) -> None:
        """To a team, and of these now and then to one of its people."""
        random, comment = self.random, self.comment
        comment.team = random.choice(staff.teams)
        to = random.choice(staff.reviewers) if random.random() < 0.4 else None
        self._later(hours=24)
        comment.assigned_to, comment.assigned_at = to, self.at if to else None
        detail = {"assigned_to": [None, to.pk if to else None], "team": [None, comment.team.pk]}
        by = random.choice(staff.managers or staff.reviewers)
        self._record(Kind.ASSIGNED, by, detail=detail)

    def _claim(self, actor) -> None:
        self._later(hours=72)
        self.comment.assigned_to, self.comment.assigned_at = actor, self.at
        self._record(Kind.CLAIMED, actor, detail={"assigned_to": [None, actor.pk]})

    def _release(self, actor) -> None:
        self._later(hours=8)
        self.comment.assigned_to = self.comment.assigned_at = None
        self._record(Kind.RELEASED, actor, detail={"assigned_to": [actor.pk, None]})

    def _move(self, actor, to_state: str, *, note: str = "", **detail) -> None:
        self._later(hours=12)
        comment = self.comment
        before, comment.state = comment.state, to_state
        if to_state not in {State.IN_TRIAGE, State.IN_REVIEW} and comment.assigned_to:
            detail["assigned_to"] = [comment.assigned_to.pk, None]
            comment.assigned_to = comment.assigned_at = None
        kind = Kind.WITHDRAWN if to_state == State.WITHDRAWN else Kind.MOVED
        self._record(kind, actor, from_state=before, to_state=to_state, note=note, detail=detail)

    def _later(self, *, hours: float = 0, minutes: float = 0) -> None:
        """Some time within that span, and never after now."""
        span = timedelta(hours=hours, minutes=minutes) * self.random.uniform(0.02, 1)
        self.at = min(self.at + span, self.now)

    def _record(self, kind: str, actor=None, **fields) -> None:
        """As comments.trail.record writes it; the first entry is of version 1."""
        self.comment.version = len(self.events) + 1
        self.events.append(
            CommentEvent(at=self.at, kind=kind, actor=actor, version=self.comment.version, **fields)
        )


def arrivals(random: Random, *, opens_at: datetime, closes_at: datetime, count: int) -> list:
    """When `count` comments arrive, in order, as parts of the period (0 to 1).

    Some at the opening, a trickle, and a rush: a third of them in the last tenth. A few of a
    thousand come after the close (above 1, to 1.02).
    """
    days = max((closes_at - opens_at).days, 1)
    weights = [1.0 + 2.5 / (1 + day) + 12 * (day / days) ** 8 for day in range(days)]
    times = []
    for day in random.choices(range(days), weights, k=count):
        # Few write at night: hours are counted from the opening in the morning.
        hour = min(max(random.gauss(8, 5), 0), 23.98)
        times.append((day + hour / 24) / days)
    late = [1 + random.random() * 0.02 for _one in range(count * 3 // 1000)]
    return sorted(times[len(late) :] + late)


def steps(lives: list[Life]) -> Iterator[CommentEvent]:
    """The trail entries of comments that were saved meanwhile."""
    for life in lives:
        for event in life.events:
            event.comment = life.comment
            yield event
