"""What a piece of the review page is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from django.http import QueryDict
from django.utils.functional import Promise

from comments.models import Comment

Act = Callable[[Comment, object, QueryDict], str]
"""Does what a form of the part asks for, and says what was done. Raises review.ReviewError."""


class Side(Enum):
    LETTER = "letter"
    WORK = "work"


def _always(comment: Comment, user) -> bool:
    return True


@dataclass(frozen=True)
class ReviewPart:
    """One piece of the review page. With a `label` the page has a link that jumps to it.

    `template` is rendered with `part`, what `context` gives for (comment, user, refused), beside
    the comment itself. `refused` is what was sent when an act of this part was refused, so that
    the form shows it again; else None. `acts` has a function for each value of a form's button
    named "action"; "move:posted" is the act "move", which reads the rest of it itself. A part
    that `reads_query` is given the address's query as well. The forms of one that `lands` lead
    back to it (#part-name), where the top of the page is out of sight: it says itself what was
    done or refused.
    """

    name: str
    side: Side
    template: str
    context: Callable[..., dict]
    acts: Mapping[str, Act] = field(default_factory=lambda: MappingProxyType({}))
    is_shown: Callable[[Comment, object], bool] = _always
    label: str | Promise = ""
    reads_query: bool = False
    lands: bool = False


def act_named(value: str) -> str:
    """The act that a button's value names."""
    return value.partition(":")[0]


def version_seen(post: QueryDict) -> int | None:
    """The version of the comment that a form was made from; None when it does not say."""
    value = post.get("version", "")
    return int(value) if value.isdecimal() and len(value) < 10 else None
