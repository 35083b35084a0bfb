"""The words of a letter with its points: what the review page shows as brackets."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, prefetch_related_objects
from django.http import QueryDict

from comments import permissions
from comments.bracketing.reading import Kind, Stretch
from comments.bracketing.segments import covering
from comments.models import Comment, Point
from comments.responses import coverage


@dataclass(frozen=True)
class Piece:
    """A stretch of a text as somebody reads it, with what the page says of it beside the words.

    `shown` are keys for the template: "mark", "reason", "suggestion".
    """

    stretch: Stretch
    shown: dict = field(default_factory=dict)

    @property
    def is_counted(self) -> bool:
        """Whether the script counts characters in it from where it begins."""
        return self.stretch.kind is Kind.SAME

    @property
    def is_whole(self) -> bool:
        """Whether it is chosen as a whole or not at all: a mark, for whoever reads no more."""
        return self.stretch.kind is Kind.INSTEAD

    def as_dict(self) -> dict:
        return {
            "start": self.stretch.start,
            "end": self.stretch.end,
            "text": self.stretch.text,
            "is_counted": self.is_counted,
            "is_whole": self.is_whole,
            **self.shown,
        }


@dataclass
class Group:
    """Pieces side by side that the same points cover, or none.

    `opens` and `closes` are the points that begin and end with it, the outermost first; `labels`
    are those in the margin, each with the address of its point.
    """

    points: list[Point]
    pieces: list[dict] = field(default_factory=list)
    # Its place among what no point has; None for all else.
    number: int | None = None
    labels: list[dict] = field(default_factory=list)
    opens: list[Point] = field(default_factory=list)
    closes: list[Point] = field(default_factory=list)

    @property
    def words(self) -> int:
        return sum(len(piece["text"].split()) for piece in self.pieces)

    @property
    def is_open(self) -> bool:
        """Whether these are words that no point has."""
        return not self.points and self.words > 0

    @property
    def depth(self) -> int:
        return min(len(self.points), 3)

    @property
    def innermost(self) -> Point | None:
        return self.points[-1] if self.points else None


def may_bracket(comment: Comment, user) -> bool:
    """Whether this person brackets this letter now."""
    is_letter = comment.state in coverage.LETTERS
    return is_letter and permissions.can_bracket(user) and not comment.docket.responses_are_final


def points_of(comment: Comment) -> list[Point]:
    """The points of a letter by number, with all that the page says of them; read once."""
    points = Point.objects.select_related("owner", "response", "parent").order_by("number")
    points = points.prefetch_related("passages", "topics", "masters")
    prefetch_related_objects([comment], Prefetch("points", points, to_attr="points_shown"))
    return comment.points_shown


def grouped(pieces: Sequence[Piece], key: str, points: Sequence[Point]) -> list[Group]:
    """The pieces of a part, cut where points begin and end. `key` is the part's.

    What is redacted or proposed to be stays in one piece: it is of each point that has some of it.
    """
    by_key = {point.pk: point for point in points}
    held = [_uncut(piece) for piece in pieces]
    groups: list[Group] = []
    for number, stretch, inside in covering(held, key, points):
        found = [by_key[point] for point in inside]
        if not groups or groups[-1].points != found:
            groups.append(Group(found))
        piece = pieces[number]
        if not piece.shown:
            piece = Piece(stretch)
        groups[-1].pieces.append(piece.as_dict())
    for before, group, after in zip([None, *groups[:-1]], groups, [*groups[1:], None], strict=True):
        group.opens = [point for point in group.points if not before or point not in before.points]
        group.closes = [point for point in group.points if not after or point not in after.points]
    return groups


def _uncut(piece: Piece) -> Stretch:
    if piece.shown and piece.is_counted:
        stretch = piece.stretch
        return Stretch(stretch.text, stretch.start, stretch.end, Kind.INSTEAD)
    return piece.stretch


def number(passages: Sequence[dict], urls: dict[int, str]) -> dict:
    """Give each point its label where its first words are, and what no point has its number.

    `passages` are those of the letter's page. Returns how much no point has: "count" stretches of
    "words" words.
    """
    begun, count, words = set(), 0, 0
    for passage in passages:
        for group in passage["groups"]:
            group.labels = [
                {
                    "point": point,
                    "url": urls[point.pk],
                    # A passage that follows elsewhere has the label too, and is not jumped to.
                    "is_first": point.pk not in begun,
                }
                for point in group.opens
            ]
            begun.update(point.pk for point in group.opens)
            if passage["shows_open"] and group.is_open:
                count, words = count + 1, words + group.words
                group.number = count
    return {"count": count, "words": words}


def point_url(query: QueryDict, point: Point, anchor: str = "point") -> str:
    """The page with a point open, in the same list that one came from.

    `anchor` is "point" for its response, "bracketed" for its place in the list of points.
    """
    asked = query.copy()
    asked["point"] = point.number
    return f"?{asked.urlencode()}#{anchor}-{point.label}"
