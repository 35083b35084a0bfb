"""The numbers of a docket. Days are the agency's; spam counts in the states alone."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from comments.models import Comment, CommentEvent, Docket, Team, Topic
from comments.review.moves import DONE, OPEN
from comments.review.overdue import overdue
from comments.teams import name_of

State = Comment.State

STAGES = {
    "waiting": (State.RECEIVED, State.IN_TRIAGE),
    "review": (State.IN_REVIEW, State.REDACTION),
    "posted": (State.POSTED,),
    "other": (State.WITHHELD, State.DUPLICATE, State.CAMPAIGN, State.SPAM, State.WITHDRAWN),
}
"""What the chart over time draws together: eleven lines would be read by nobody."""


@dataclass(frozen=True)
class Load:
    """What waits for somebody, and what they have decided."""

    name: str
    open: int
    done: int


class Figures:
    """The figures of one docket at this moment."""

    def __init__(self, docket: Docket):
        self.docket = docket
        self.today = agency_day(timezone.now())

    @cached_property
    def received(self) -> int:
        return sum(self.by_day.values())

    @cached_property
    def by_day(self) -> dict[date, int]:
        """How many came on each day, from the first of the period or of a comment on."""
        rows = (
            self._comments.annotate(day=_day_of("received_at"))
            .order_by("day")
            .values_list("day")
            .annotate(count=Count("pk"))
        )
        counts = dict(rows)
        return {day: counts.get(day, 0) for day in self._days(counts)}

    @cached_property
    def by_channel(self) -> list[tuple[str, int]]:
        return self._labelled("channel", Comment.Channel.choices)

    @cached_property
    def by_language(self) -> list[tuple[str, int]]:
        return self._labelled("language", Comment._meta.get_field("language").choices)

    @cached_property
    def by_topic(self) -> list[tuple[str, int]]:
        """Each topic, the most frequent first, then those that have none. One may have several."""
        counted = Q(comments__state__in=[state for state in State if state != State.SPAM])
        topics = Topic.objects.filter(docket=self.docket).annotate(
            count=Count("comments", filter=counted)
        )
        rows = sorted(
            ((topic.name, topic.count) for topic in topics), key=lambda row: (-row[1], row[0])
        )
        return [*rows, (_("No topic yet"), self._comments.filter(topics=None).count())]

    @cached_property
    def by_state(self) -> list[tuple[str, int]]:
        return self._labelled("state", State.choices, self.docket.comments.all())

    @cached_property
    def stages_by_day(self) -> dict[date, dict[str, int]]:
        """How many were in each stage at the end of each day, by the trail."""
        moved = (
            CommentEvent.objects.filter(comment__docket=self.docket)
            .exclude(to_state="")
            .annotate(day=_day_of("at"))
            .order_by("day")
            .values_list("day", "from_state", "to_state")
            .annotate(count=Count("pk"))
        )
        changes: dict[date, Counter] = {}
        for day, from_state, to_state, count in moved:
            change = changes.setdefault(day, Counter())
            change[_STAGE_OF[to_state]] += count
            if from_state:
                change[_STAGE_OF[from_state]] -= count
        now, found = Counter(), {}
        for day in self._days(changes):
            now.update(changes.get(day, {}))
            found[day] = {stage: now[stage] for stage in STAGES}
        return found

    @cached_property
    def by_person(self) -> list[Load]:
        """Whoever holds an open comment or has decided about one."""
        held = dict(
            self.docket.comments.filter(state__in=OPEN)
            .exclude(assigned_to=None)
            .order_by()
            .values_list("assigned_to")
            .annotate(count=Count("pk"))
        )
        done = dict(
            CommentEvent.objects.filter(
                comment__docket=self.docket,
                kind=CommentEvent.Kind.MOVED,
                to_state__in=DONE,
                actor__isnull=False,
            )
            .order_by()
            .values_list("actor")
            .annotate(count=Count("comment", distinct=True))
        )
        people = get_user_model().objects.in_bulk({*held, *done})
        return _sorted(
            Load(name_of(person), held.get(pk, 0), done.get(pk, 0)) for pk, person in people.items()
        )

    @cached_property
    def by_team(self) -> list[Load]:
        """Each team that has comments of this docket."""
        rows = Team.objects.annotate(
            open=Count(
                "comments", filter=Q(comments__docket=self.docket, comments__state__in=OPEN)
            ),
            done=Count(
                "comments", filter=Q(comments__docket=self.docket, comments__state__in=DONE)
            ),
        )
        return _sorted(Load(row.name, row.open, row.done) for row in rows if row.open or row.done)

    @cached_property
    def overdue(self) -> int:
        return overdue(self.docket.comments.all()).count()

    @cached_property
    def campaigns(self) -> dict[str, int]:
        """How many form letters there are, and how many comments are among them."""
        return self.docket.comments.exclude(campaign=None).aggregate(
            campaigns=Count("campaign", distinct=True), comments=Count("pk")
        )

    @property
    def _comments(self):
        return self.docket.comments.received().order_by()

    def _labelled(self, field: str, choices, comments=None) -> list[tuple[str, int]]:
        rows = self._comments if comments is None else comments.order_by()
        counts = dict(rows.values_list(field).annotate(count=Count("pk")))
        return [(str(label), counts[value]) for value, label in choices if value in counts]

    def _days(self, known) -> list[date]:
        """Each day from the opening, or the first thing known, to the last one or the close."""
        opens, closes = (
            agency_day(moment) for moment in (self.docket.opens_at, self.docket.closes_at)
        )
        first = min([opens, *known])
        last = max([first, min(closes, self.today), *known])
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def agency_day(moment: datetime) -> date:
    """The day of a moment in the agency's zone, whatever zone the reader's account names."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def _day_of(field: str) -> TruncDate:
    return TruncDate(field, tzinfo=timezone.get_default_timezone())


_STAGE_OF = {state: stage for stage, states in STAGES.items() for state in states}


def _sorted(rows) -> list[Load]:
    return sorted(rows, key=lambda row: (-row.open, -row.done, row.name))
