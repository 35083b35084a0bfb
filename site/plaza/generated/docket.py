"""Storing a generated docket: its period, its draft, its comments and their trail, in batches."""

import itertools
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from comments.models import (
    Addition,
    Attachment,
    Comment,
    CommentEvent,
    Docket,
    Draft,
    DraftSection,
    Remark,
    Team,
    Topic,
)
from engagement.models import InitiativePage
from plaza.demo import draft_text
from plaza.demo.dockets import TOPICS
from plaza.demo.draft_versions import LANGUAGES, write_section
from plaza.demo.making import at, both, publish
from plaza.generated import files
from plaza.generated.letters import GeneratedLetter, letters
from plaza.generated.lives import Life, Staff, arrivals, steps

DAYS_OPEN = 45
CLOSED_DAYS_AGO = 2
BATCH = 250
_WITH_FILES = 0.03
_NAMESPACE = uuid.UUID("6c7ab0b2-7a0e-4f0e-9a55-6f1d3f0c4b1e")
_TEAMS = ("Technical comments", "Neighborhoods")
_EARLIER = 50


class DocketExists(Exception):
    """There is a docket with that number: its trail cannot be written twice."""


class NoInitiative(Exception):
    """A docket belongs to an initiative, and none is published."""


@dataclass
class Report:
    """What was made, counted. `seconds` is how long it took."""

    docket: Docket
    seconds: float = 0.0
    counts: dict[str, Counter] = field(default_factory=dict)

    def count(self, life: Life) -> None:
        comment, letter = life.comment, life.letter
        for name, value in (
            ("state", comment.state),
            ("language", comment.language),
            ("channel", comment.channel),
            ("campaign", "one's own" if letter.campaign is None else "form letter"),
            ("late", "late" if comment.is_late else "in time"),
        ):
            self.counts.setdefault(name, Counter())[str(value)] += 1

    def add(self, name: str, count: int) -> None:
        self.counts.setdefault("rows", Counter())[name] += count


@transaction.atomic
def generate(
    *,
    comments: int,
    seed: int,
    number: str,
    with_files: bool = False,
    now: datetime | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Report:
    """Make a docket whose period is over, with so many comments; the same ones for a seed.

    Members of staff who may review have worked on some of them; where there are none, all
    comments wait. Memory does not grow with their number. Raises DocketExists, NoInitiative,
    and ValidationError for a number that no docket can have.
    """
    began, now = time.monotonic(), now or timezone.now()
    docket = _docket(number, now)
    sections = _draft(docket)
    topics = [
        Topic.objects.create(docket=docket, name_en=english, name_es=spanish)
        for english, spanish in TOPICS
    ]
    report = Report(docket)
    random = Random(f"docket {seed}")  # noqa: S311 - nothing here is a secret
    staff = _staff(topics)
    lives = _lives(random, docket, staff, seed, comments, len(sections), len(topics), now)
    saved, earlier = 0, []
    while batch := list(itertools.islice(lives, BATCH)):
        for life, share in batch:
            life.live(staff, earlier, share)
        _save(random, [life for life, _share in batch], sections, with_files, now, report)
        fresh = [life.comment for life, _share in batch if _may_be_repeated(life)]
        earlier = random.sample(fresh, min(_EARLIER, len(fresh)))
        saved += len(batch)
        progress(saved)
    report.seconds = time.monotonic() - began
    return report


def _lives(random, docket, staff, seed, count, sections, topics, now) -> Iterator:
    """Each comment not saved yet, with the part of the docket that came before it."""
    period = docket.closes_at - docket.opens_at
    times = arrivals(random, opens_at=docket.opens_at, closes_at=docket.closes_at, count=count)
    written = letters(seed, count, sections=sections, topics=topics)
    for place, (letter, when) in enumerate(zip(written, times, strict=True)):
        received_at = min(docket.opens_at + period * when, now)
        uid = uuid.uuid5(_NAMESPACE, f"{docket.number} {seed} {place}")
        comment = Comment(
            docket=docket,
            sequence=place + 1,
            uid=uid,
            key=uuid.uuid5(uid, "key"),
            text=letter.text,
            name=letter.name,
            email=letter.email,
            affiliation=letter.affiliation,
            is_anonymous=letter.is_anonymous,
            language=letter.language,
            channel=letter.channel,
            suspicions=_suspicions(random, letter),
            is_late=received_at >= docket.closes_at,
            received_at=received_at,
        )
        if letter.channel != Comment.Channel.WEB and staff.clerks:
            comment.entered_by = random.choice(staff.clerks)
        yield Life(random, comment, letter, now), place / count


def _suspicions(random: Random, letter: GeneratedLetter) -> list[str]:
    if letter.is_spam:
        return [Comment.Suspicion.TRAP, Comment.Suspicion.NO_PROOF]
    return [Comment.Suspicion.NETWORK] if random.random() < 0.01 else []


def _may_be_repeated(life: Life) -> bool:
    comment = life.comment
    return bool(comment.text) and comment.state in {Comment.State.RECEIVED, Comment.State.IN_REVIEW}


def _save(random, lives: list[Life], sections, with_files, now, report: Report) -> None:
    """One batch: the comments first, then all that names them."""
    Comment.objects.bulk_create([life.comment for life in lives])
    rows = {
        "trail entries": list(steps(lives)),
        "remarks": [remark for life in lives for remark in _remarks(life, sections)],
        "additions": [
            Addition(
                comment=life.comment,
                key=uuid.uuid5(life.comment.uid, "addition"),
                text=life.letter.addition,
                received_at=life.at,
            )
            for life in lives
            if life.letter.addition
        ],
        "topics of comments": [
            Comment.topics.through(comment_id=life.comment.pk, topic_id=topic.pk)
            for life in lives
            for topic in life.topics
        ],
        "files": [
            files.attachment(random, life.comment, life.letter.text, now=now)
            for life in lives
            if with_files and life.letter.text and random.random() < _WITH_FILES
        ],
    }
    models = (CommentEvent, Remark, Addition, Comment.topics.through, Attachment)
    for model, (name, several) in zip(models, rows.items(), strict=True):
        model.objects.bulk_create(several, batch_size=BATCH)
        report.add(name, len(several))
    for life in lives:
        report.count(life)


def _remarks(life: Life, sections: list[DraftSection]) -> Iterator[Remark]:
    if life.comment.duplicate_of:  # its words are the original's
        return
    for order, (place, words) in enumerate(life.letter.remarks):
        section = sections[place]
        yield Remark(
            comment=life.comment,
            order=order,
            draft=section.draft,
            section=section,
            section_heading=getattr(section, f"heading_{life.comment.language}"),
            text=words,
        )


def _docket(number: str, now: datetime) -> Docket:
    if Docket.objects.filter(number=number).exists():
        raise DocketExists
    initiative = InitiativePage.objects.live().order_by("pk").first()
    if initiative is None:
        raise NoInitiative
    closed_on = timezone.localdate(now) - timedelta(days=CLOSED_DAYS_AGO)
    docket = Docket(
        number=number,
        initiative=initiative,
        opens_at=at(closed_on - timedelta(days=DAYS_OPEN), 9),
        closes_at=at(closed_on, 17),
        accepts_late=True,
        **both("headline", f"Generated docket {number}", f"Expediente generado {number}"),
        **both(
            "summary",
            "Made by a command to try review with. No person wrote any of it.",
            "Hecho por un programa para probar la revisión. Ninguna persona escribió nada de esto.",
        ),
    )
    docket.full_clean()
    publish(docket, by=None)
    return Docket.objects.get(pk=docket.pk)


def _draft(docket: Docket) -> list[DraftSection]:
    """A published draft with the demo's sections."""
    draft = Draft(
        initiative=docket.initiative,
        docket=docket,
        released_on=timezone.localdate(docket.opens_at),
        **draft_text.HEADLINE,
        **draft_text.SUMMARY,
    )
    draft.sections = [
        write_section(
            DraftSection(sort_order=place),
            texts,
            {code: texts[f"text_{code}"] for code in LANGUAGES},
        )
        for place, texts in enumerate(draft_text.SECTIONS)
    ]
    publish(draft, by=None)
    return list(DraftSection.objects.filter(draft=draft).order_by("sort_order"))


def _staff(topics: list[Topic]) -> Staff:
    """Those of the agency who may do these things, and two teams of the reviewers among them."""
    reviewers = _who_may("review")
    teams = [Team.objects.get_or_create(name=name)[0] for name in _TEAMS]
    for place, team in enumerate(teams):
        team.members.add(*reviewers[place::2])
    return Staff(
        reviewers=reviewers,
        redactors=_who_may("redact"),
        managers=_who_may("assign"),
        clerks=_who_may("enter"),
        teams=teams,
        topics=topics,
    )


def _who_may(verb: str) -> list:
    """At most six, superusers aside, whose groups change with the permission they show."""
    found = get_user_model().objects.with_perm(
        f"comments.{verb}_comment",
        include_superusers=False,
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return list(found.filter(is_active=True).order_by("pk")[:6])
