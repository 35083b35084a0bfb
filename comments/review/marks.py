"""What reviewers say of a comment: its topics, and that it is not automated."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comments import suspicion, trail
from comments.models import BulkAction, Comment, CommentEvent, Topic

from .acts import ReviewError, locked

Kind = CommentEvent.Kind


@transaction.atomic
def set_topics(
    *,
    comment: Comment,
    actor,
    topics: Iterable[Topic],
    version: int | None = None,
    bulk: BulkAction | None = None,
) -> list[Topic]:
    """Say what a comment is about, for readers and for the reply; returns the topics it has now.

    The trail keeps them by their English names. Raises ReviewError for another docket's topic,
    StaleError when `version` is not the present one.
    """
    comment = locked(comment, actor, version=version)
    chosen = sorted(topics, key=lambda topic: (topic.name_en, topic.pk))
    check_topics(comment, chosen)
    before = set(comment.topics.values_list("pk", flat=True))
    after = {topic.pk for topic in chosen}
    if before != after:
        comment.topics.set(chosen)
        detail = {"topics": [sorted(before), sorted(after)]}
        trail.record(
            comment, Kind.TOPICS, actor=actor, note=topic_names(chosen), detail=detail, bulk=bulk
        )
    return chosen


def check_topics(comment: Comment, topics: Iterable[Topic]) -> None:
    """Whether a comment can have these. Raises ReviewError."""
    if any(topic.docket_id != comment.docket_id for topic in topics):
        raise ReviewError(_("Choose topics of this docket."))


def topic_names(topics: Iterable[Topic]) -> str:
    """As the trail keeps them: by their English names."""
    return ", ".join(topic.name_en for topic in topics) or "–"


@transaction.atomic
def clear_suspicion(*, comment: Comment, actor, note: str = "") -> None:
    """Say that a person wrote it, whatever looked automated; the signs stay in the trail.

    Raises ReviewError when another has claimed it. Nothing to clear changes nothing.
    """
    comment = locked(comment, actor)
    if comment.assigned_to_id not in {None, actor.pk}:
        raise ReviewError(
            _("%(person)s has claimed this comment.") % {"person": comment.assignee_name}
        )
    if not comment.is_suspicious:
        return
    cleared = _("Not automated, although: %(signs)s.") % {
        "signs": "; ".join(suspicion.in_words(comment))
    }
    comment.suspicions = []
    comment.save(update_fields=["suspicions"])
    trail.record(comment, Kind.NOTED, actor=actor, note=f"{cleared}\n{note}")
