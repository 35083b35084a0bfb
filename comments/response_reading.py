"""What the public reads of responses on the site: nothing before a docket's first publication.

Letters are read through `public_…` alone, at each request, so that a redaction is obeyed at once
and the words of a letter that is no longer posted are on no page. Responses stand as they were
published: triggers hold them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from comments import bracketing, letter, response_words
from comments.campaigns.counted import SentByMany
from comments.models import (
    Attachment,
    Comment,
    CommentEvent,
    Docket,
    DocumentFile,
    DraftSection,
    Erratum,
    Point,
    Remark,
    Response,
    ResponseDocument,
    ResponsePublication,
    Topic,
)
from comments.response_words import Group, Stretch
from comments.responses import texts
from comments.translating import key_of
from engagement.translation_state import shown_language

PER_PAGE = 50
"""Commenters on one page of their list."""


@dataclass(frozen=True)
class Published:
    """That the responses of a docket are public: when at first, and as which document now."""

    first: ResponsePublication
    last: ResponsePublication

    @property
    def document(self) -> ResponseDocument:
        return self.last.document

    @property
    def is_renewed(self) -> bool:
        """Whether the document was published more than once."""
        return self.first.pk != self.last.pk

    @cached_property
    def files(self) -> list[DocumentFile]:
        """What can be downloaded; nothing while the document is being made again."""
        return list(self.document.files.all()) if self.document.may_be_read else []


def published(docket: Docket) -> Published | None:
    """None while nothing is public: pages then are as if responses did not exist."""
    # Not docket.response_publications: the preview shows dockets that are not stored yet.
    rows = ResponsePublication.objects.filter(docket_id=docket.pk).order_by("at", "pk")
    found = list(rows.select_related("document"))
    return Published(found[0], found[-1]) if found else None


@dataclass(frozen=True)
class Answer:
    """An approved response or master response, its words in the language that readers get."""

    response: Response
    groups: list[Group]

    @classmethod
    def of(cls, response: Response | None) -> "Answer | None":
        if response is None or not response.is_approved:
            return None
        html = getattr(response, f"text_{shown_language(response, 'text')}") or ""
        groups = response_words.grouped(texts.blocks(html))
        return cls(response, groups) if groups else None


@dataclass(frozen=True)
class AnsweredPoint:
    """A point with what answers it."""

    point: Point
    answer: Answer | None
    masters: list[Response]

    @classmethod
    def of(cls, point: Point) -> "AnsweredPoint":
        masters = [master for master in point.masters.all() if master.is_approved]
        masters.sort(key=lambda master: master.number)
        return cls(point, Answer.of(getattr(point, "response", None)), masters)


@dataclass(frozen=True)
class AnsweredLetter:
    """A posted letter with its points marked, and the points with what answers them.

    `of` gives the marked text of one of its rows, as a translation does.
    """

    points: list[AnsweredPoint]
    texts: dict[str, list[Stretch]]
    files: list[tuple[Attachment, list[Stretch]]]

    def of(self, row, field: str = "text") -> list[Stretch] | None:
        return self.texts.get(key_of(row, field))


def answered_letter(comment: Comment) -> AnsweredLetter | None:
    """The letter as it stands beside its responses; None for one without points.

    The caller knows that the comment is posted and that the responses are published.
    """
    points = list(_with_answers(comment.points.order_by("number")))
    if not points:
        return None
    _read_whole(comment)
    for point in points:
        point.comment = comment
    parts = [part for part in letter.parts_of(comment, person=False) if _is_read(part)]
    segments = [bracketing.segments(part, points) for part in parts]
    labels = {point.label for point in points}
    marked = response_words.stretches(segments, answered=labels)
    of_files = {passage.part for point in points for passage in point.passages.all()}
    return AnsweredLetter(
        points=[AnsweredPoint.of(point) for point in points],
        texts={part.key: found for part, found in zip(parts, marked, strict=True)},
        files=[
            (part.row, found)
            for part, found in zip(parts, marked, strict=True)
            if isinstance(part.row, Attachment) and part.key in of_files
        ],
    )


def letter_with_points(comment: Comment, sent_by_many: SentByMany | None) -> Comment | None:
    """The posted letter in which a commenter finds what answers theirs; None for one without.

    Their own, or the one with which theirs is counted.
    """
    found = sent_by_many.letter if sent_by_many else comment
    return found if found and found.is_posted and found.points.exists() else None


def words_of(point: Point) -> str:
    """The words of a point of a posted letter, as the public reads them."""
    _read_whole(point.comment)
    return bracketing.public_words(point)


def _is_read(part: letter.Part) -> bool:
    """As in the document: the words of a file where the file itself may be had."""
    is_file = isinstance(part.row, Attachment)
    return bool(part.public.strip()) and (not is_file or part.row.is_public)


def _read_whole(comment: Comment) -> None:
    """Fetch all that `letter.parts_of` and `bracketing` read, in a constant number of queries."""
    headings = DraftSection.objects.only("heading_en", "heading_es", "draft_id", "key")
    remarks = Remark.objects.prefetch_related(Prefetch("section", headings))
    prefetch_related_objects(
        [comment], Prefetch("remarks", remarks), "additions", "attachments", "redactions"
    )


def _with_answers(points: QuerySet[Point]) -> QuerySet[Point]:
    names = ("number", "title_en", "title_es", "status", "kind", "docket")
    masters = Response.objects.masters().select_related("docket")
    masters = masters.only(*names, "docket__number")
    return points.select_related("response", "parent").prefetch_related(
        "passages", "topics", Prefetch("masters", masters)
    )


def public_points(docket: Docket) -> QuerySet[Point]:
    """The points that have a page: those of letters that are posted, or were.

    In the order of the letters. Of a letter that is posted no more the words are not public.
    """
    posted = CommentEvent.objects.filter(comment=OuterRef("comment"), to_state=Comment.State.POSTED)
    return (
        Point.objects.filter(comment__docket=docket)
        .filter(Q(comment__state=Comment.State.POSTED) | Exists(posted))
        .order_by("comment__sequence", "number")
    )


def neighbours(docket: Docket, point: Point) -> tuple[Point | None, Point | None]:
    """The points before and after one, through all letters of the docket."""
    place = (point.comment.sequence, point.number)
    rows = public_points(docket).select_related("comment")
    before = Q(comment__sequence__lt=place[0]) | Q(comment__sequence=place[0], number__lt=place[1])
    after = Q(comment__sequence__gt=place[0]) | Q(comment__sequence=place[0], number__gt=place[1])
    found = (
        rows.filter(before).order_by("-comment__sequence", "-number").first(),
        rows.filter(after).first(),
    )
    for row in filter(None, found):
        row.comment.docket = docket
    return found


def masters_of(docket: Docket) -> list[Response]:
    """The published master responses, by number."""
    found = list(Response.objects.masters().approved().filter(docket=docket))
    for master in found:
        master.docket = docket
    return found


def errata_of(docket: Docket) -> QuerySet[Erratum]:
    """Corrections after the publication, the oldest first."""
    return Erratum.objects.filter(docket=docket).select_related("point__comment__docket")


def labels_of_topics(docket: Docket) -> list[tuple[Topic, list[str]]]:
    """The topics that points have, by name, with the labels of their points in order."""
    return _labels(docket, Point.topics.through, "topic_id", Topic.objects.filter(docket=docket))


def labels_of_master(docket: Docket, master: Response) -> list[str]:
    """The points that refer to a master response."""
    rows = public_points(docket).filter(masters=master)
    return [f"{row[0]}-{row[1]}" for row in rows.values_list("comment__sequence", "number")]


def _labels(docket, through, key: str, topics: Iterable[Topic]) -> list[tuple[Topic, list[str]]]:
    place = ("point__comment__sequence", "point__number")
    rows = through.objects.filter(point__in=public_points(docket).order_by())
    found = defaultdict(list)
    for owner, sequence, number in rows.order_by(*place).values_list(key, *place):
        found[owner].append(f"{sequence}-{number}")
    named = sorted(topics, key=lambda topic: (topic.name.casefold(), topic.pk))
    return [(topic, found[topic.pk]) for topic in named if topic.pk in found]


def commenters(docket: Docket, page: str | None) -> Page:
    """A page of the posted letters, by number, each with its points."""
    points = Point.objects.only("comment_id", "number").order_by("number")
    rows = Comment.objects.posted().filter(docket=docket).defer("text", "redacted_text")
    found = Paginator(rows.prefetch_related(Prefetch("points", points)), PER_PAGE).get_page(page)
    for comment in found.object_list:
        comment.docket = docket
        for point in comment.points.all():
            point.comment = comment
    return found
