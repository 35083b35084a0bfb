"""Long letters, points, and what the agency answers, in a docket that was generated before.

What can be posted is posted, with the entry in its trail; letters of forty pages come last. Points
are whole sentences, most of them in the long letters. Every point is answered and approved, so
that the response to comments can be made and published. The same for a seed.
"""

import itertools
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from comments.models import (
    Comment,
    CommentEvent,
    Docket,
    Point,
    PointPassage,
    Response,
    ResponseEvent,
    Topic,
)
from plaza.generated import answer_sentences as said
from plaza.generated.letters import letters

State, Kind, Status = Comment.State, CommentEvent.Kind, Response.Status

WORDS = 14_000
"""Of a long letter: about forty pages."""

_BATCH = 250
_IN_LONG_LETTERS = 0.6
_NESTED = 0.04
_SPANISH = 0.25
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]+")
_OPEN = (State.RECEIVED, State.IN_TRIAGE, State.IN_REVIEW)


@dataclass(frozen=True)
class People:
    """Who brackets and writes, and who approves: never the same person."""

    author: object
    approver: object


class NobodyAnswers(Exception):
    """Two people are needed: one who writes responses and another who approves them."""


@transaction.atomic
def answer(
    *,
    docket: Docket,
    seed: int,
    long_letters: int = 40,
    points: int = 3000,
    masters: int = 120,
    progress: Callable[[str], None] = lambda done: None,
) -> dict[str, int]:
    """Add that many of each to a docket; returns what was made, counted.

    Raises NobodyAnswers.
    """
    people = _people()
    random = Random(f"answers {seed}")  # noqa: S311 - nothing here is a secret
    topics = list(docket.topics.order_by("pk"))
    progress("posting")
    posted = _post_all(docket, people)
    progress("long letters")
    long_ones = _long_letters(random, docket, seed, long_letters, people)
    progress("master responses")
    mastered = _masters(random, docket, masters, topics, people)
    progress("points")
    made = _points(random, docket, long_ones, points, topics, mastered, people)
    return {
        "posted": posted,
        "long letters": len(long_ones),
        "master responses": len(mastered),
        **made,
    }


def _people() -> People:
    users = get_user_model().objects.filter(is_active=True).order_by("pk")
    authors = [user for user in users if user.has_perm("comments.write_response")]
    for author in authors:
        for approver in users:
            if approver.pk != author.pk and approver.has_perm("comments.approve_response"):
                return People(author, approver)
    raise NobodyAnswers


def _post_all(docket: Docket, people: People) -> int:
    """Post what waits for somebody, as a reviewer would have, one entry in each trail."""
    count, now = 0, timezone.now()
    waiting = docket.comments.filter(state__in=_OPEN).order_by("pk")
    while batch := list(waiting[:_BATCH]):
        events = []
        for comment in batch:
            before, comment.state = comment.state, State.POSTED
            comment.posted_at = now
            comment.version += 1
            detail = {"assigned_to": [comment.assigned_to_id, None]}
            comment.assigned_to = comment.assigned_at = None
            events.append(
                CommentEvent(
                    comment=comment,
                    at=now,
                    actor=people.author,
                    kind=Kind.MOVED,
                    from_state=before,
                    to_state=State.POSTED,
                    version=comment.version,
                    detail=detail if detail["assigned_to"][0] else {},
                )
            )
        fields = ["state", "posted_at", "version", "assigned_to", "assigned_at"]
        Comment.objects.bulk_update(batch, fields)
        CommentEvent.objects.bulk_create(events)
        count += len(batch)
    return count


def _long_letters(random, docket, seed: int, count: int, people: People) -> list[Comment]:
    """Letters of forty pages, at the end of the docket; one in four in Spanish."""
    last = docket.comments.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    now, made = timezone.now(), []
    for place in range(count):
        language = "es" if place % 4 == 3 else "en"
        uid = uuid.uuid5(uuid.NAMESPACE_URL, f"{docket.number} long {seed} {place}")
        comment = Comment(
            docket=docket,
            sequence=last + 1 + place,
            uid=uid,
            key=uuid.uuid5(uid, "key"),
            text=_long_text(seed * 1000 + place, language),
            name=f"{random.choice(said.LETTER_NAMES[language])} {place + 1}",
            email=f"letters-{place + 1}@example.org",
            language=language,
            received_at=docket.closes_at - timedelta(minutes=8, seconds=count - place),
            state=State.POSTED,
            posted_at=now,
            version=2,
        )
        comment.save(force_insert=True)
        CommentEvent.objects.bulk_create(
            [
                CommentEvent(
                    comment=comment,
                    at=comment.received_at,
                    kind=Kind.RECEIVED,
                    to_state=State.RECEIVED,
                    version=1,
                ),
                CommentEvent(
                    comment=comment,
                    at=now,
                    actor=people.author,
                    kind=Kind.MOVED,
                    from_state=State.RECEIVED,
                    to_state=State.POSTED,
                    version=2,
                ),
            ]
        )
        made.append(comment)
    return made


def _long_text(seed: int, language: str) -> str:
    """Sections of what many people said, until it is long enough."""
    own = (
        letter.text
        for letter in letters(seed, 100_000)
        if letter.campaign is None and letter.language == language and letter.text
    )
    sections, words = [], 0
    for number in itertools.count(1):
        paragraphs = [text for _one in range(8) for text in next(own).split("\n\n")]
        heading = said.LETTER_HEADINGS[language].format(number=number)
        sections.append("\n\n".join([f"{number}. {heading}", *paragraphs]))
        words += sum(len(text.split()) for text in paragraphs)
        if words >= WORDS:
            return "\n\n".join(sections)


def _masters(random, docket, count: int, topics: list[Topic], people: People) -> list[Response]:
    rows = []
    for number in range(1, count + 1):
        topic = random.choice(topics)
        english, spanish = said.MASTER_TITLES[number % len(said.MASTER_TITLES)]
        texts = _texts(random, topic, paragraphs=4, spanish=True)
        rows.append(
            _approved(
                Response(
                    docket=docket,
                    kind=Response.Kind.MASTER,
                    number=number,
                    title_en=f"{english.format(topic=_named(topic, 'en'))} ({number})",
                    title_es=f"{spanish.format(topic=_named(topic, 'es'))} ({number})",
                    **texts,
                ),
                people,
            )
        )
    Response.objects.bulk_create(rows, batch_size=_BATCH)
    _remember(rows, people)
    return rows


def _points(random, docket, long_ones, count, topics, masters, people: People) -> dict[str, int]:
    """Points in the long letters first, the rest one by one in others."""
    in_long = round(count * _IN_LONG_LETTERS) if long_ones else 0
    shares = [in_long // len(long_ones)] * len(long_ones) if long_ones else []
    for extra in range(in_long - sum(shares)):
        shares[extra % len(shares)] += 1
    left = count - in_long
    others = (
        docket.comments.filter(state=State.POSTED)
        .exclude(text="")
        .exclude(pk__in=[comment.pk for comment in long_ones])
        .order_by("sequence")
    )
    step = max(others.count() // max(left, 1), 1)
    chosen = itertools.islice(others.iterator(), 0, None, step)
    wanted = itertools.chain(
        zip(long_ones, shares, strict=True), zip(chosen, itertools.repeat(1, left), strict=False)
    )
    counts = {"points": 0, "responses": 0, "references": 0}
    while batch := list(itertools.islice(wanted, 50)):
        _save_points(random, docket, batch, topics, masters, people, counts)
    return counts


def _save_points(random, docket, batch, topics, masters, people: People, counts) -> None:
    points, passages, topic_links, master_links, responses = [], [], [], [], []
    for comment, share in batch:
        made = list(_points_of(random, comment, share, people))
        points += [point for point, _start, _end in made]
        passages += made
    # Those around others first: a point names the one it lies inside of.
    outer = [point for point in points if point.parent is None]
    Point.objects.bulk_create(outer)
    for point in points:
        if point.parent is not None:
            point.parent_id = point.parent.pk
    Point.objects.bulk_create([point for point in points if point.parent is not None])
    PointPassage.objects.bulk_create(
        PointPassage(point=point, comment=point.comment, part="text", start=start, end=end)
        for point, start, end in passages
    )
    for point in points:
        topic = random.choice(topics)
        topic_links.append(Point.topics.through(point_id=point.pk, topic_id=topic.pk))
        kind = random.choices(("own", "master", "both"), (40, 40, 20))[0] if masters else "own"
        if kind != "own":
            master = random.choice(masters)
            master_links.append(Point.masters.through(point_id=point.pk, response_id=master.pk))
        if kind != "master":
            texts = _texts(random, topic, paragraphs=2, spanish=random.random() < 0.5)
            responses.append(_approved(Response(docket=docket, point=point, **texts), people))
    Point.topics.through.objects.bulk_create(topic_links)
    Point.masters.through.objects.bulk_create(master_links)
    Response.objects.bulk_create(responses, batch_size=_BATCH)
    _remember(responses, people)
    counts["points"] += len(points)
    counts["responses"] += len(responses)
    counts["references"] += len(master_links)


def _points_of(random, comment: Comment, share: int, people: People) -> Iterator:
    """So many points of one letter with their places, in the order of reading."""
    found = [match.span() for match in _SENTENCE.finditer(comment.text)]
    found = [(start, end) for start, end in found if end - start > 20]
    step = max(len(found) // max(share, 1), 1)
    number = 0
    for place in range(0, len(found), step):
        if number >= share:
            return
        start, end = _trimmed(comment.text, *found[place])
        number += 1
        outer = Point(comment=comment, number=number, owner=people.author, made_by=people.author)
        yield outer, start, end
        if number < share and random.random() < _NESTED:
            number += 1
            middle = comment.text.index(" ", (start + end) // 2 - 5)
            yield (
                Point(
                    comment=comment,
                    number=number,
                    parent=outer,
                    owner=people.author,
                    made_by=people.author,
                ),
                start,
                min(middle, end),
            )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end


def _named(topic: Topic, language: str) -> str:
    return getattr(topic, f"name_{language}").lower()


def _texts(random, topic: Topic, *, paragraphs: int, spanish: bool) -> dict[str, str]:
    """The columns of a response: paragraphs, one of them with emphasis and a list now and then."""
    texts = {"en": [], "es": []}
    for place in range(paragraphs):
        kinds = (said.OPENINGS if place == 0 else said.FINDINGS, said.FINDINGS, said.ACTIONS)
        count, few = random.randrange(20, 90), random.randrange(2, 12)
        pairs = [random.choice(kind) for kind in kinds]
        for column, language in enumerate(texts):
            words = [
                pair[column].format(topic=_named(topic, language), count=count, few=few)
                for pair in pairs
            ]
            texts[language].append(_html(words, as_list=place == 1 and count % 5 == 0))
    return {
        "text_en": "".join(texts["en"]),
        "text_es": "".join(texts["es"]) if spanish else "",
    }


def _html(sentences: list[str], *, as_list: bool) -> str:
    if as_list:
        return "<ul>" + "".join(f"<li>{sentence}</li>" for sentence in sentences) + "</ul>"
    first, *rest = sentences
    return f"<p><b>{first}</b> {' '.join(rest)}</p>"


def _approved(response: Response, people: People) -> Response:
    now = timezone.now()
    response.status, response.version = Status.APPROVED, 3
    response.written_by, response.written_at = people.author, now
    response.reviewed_by, response.reviewed_at = people.author, now
    response.approved_by, response.approved_at = people.approver, now
    return response


def _remember(responses: list[Response], people: People) -> None:
    """The history that led there: written, sent for approval, approved."""
    steps = (
        ("", Status.DRAFTED, people.author, ResponseEvent.Kind.WRITTEN),
        (Status.DRAFTED, Status.REVIEWED, people.author, ResponseEvent.Kind.MOVED),
        (Status.REVIEWED, Status.APPROVED, people.approver, ResponseEvent.Kind.MOVED),
    )
    ResponseEvent.objects.bulk_create(
        (
            ResponseEvent(
                response=response,
                at=response.written_at,
                actor=actor,
                kind=kind,
                from_status=before,
                to_status=after,
                version=place + 1,
                detail={"text_en": ["", response.text_en]} if place == 0 else {},
            )
            for response in responses
            for place, (before, after, actor, kind) in enumerate(steps)
        ),
        batch_size=_BATCH,
    )
