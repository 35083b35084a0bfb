"""The same act on many comments, at once: assign, set topics, move, put into a campaign.

Each is one BulkAction and one transaction. What is allowed is what the act on one comment allows
(claims, marks, moves); comments it is not allowed for stay as they are and are reported by number
and reason (`BulkAction.left`). A comment that a colleague changed after the list was opened is
judged as it is now. `key` is made by the form: sent twice, it is one act. comments.review.undo
takes an act back.
"""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import permissions
from comments.models import BulkAction, Campaign, Comment, CommentEvent, Docket, Team, Topic

from . import bulk_rows, claims, marks, moves
from .acts import ReviewError
from .bulk_rows import Entry
from .moves import Decision

Kind = CommentEvent.Kind


@transaction.atomic
def assign(
    *, keys: Iterable[int], actor, key: uuid.UUID, to=None, team: Team | None = None
) -> BulkAction:
    """Hand the comments with these keys to a colleague, a team, or a colleague of a team.

    Neither gives them back to the queue. Raises ReviewError when the actor may not work on
    comments, or the colleague may not.
    """
    _check_may(actor, permissions.can_claim)
    claims.check_colleague(to)
    after = to.pk if to else None, team.pk if team else None
    asked = {"assigned_to": after[0], "team": after[1]}
    action, is_new = bulk_rows.begin(kind=BulkAction.Kind.ASSIGN, actor=actor, key=key, asked=asked)
    now = timezone.now()

    def change(comment: Comment) -> Entry | None:
        claims.check_assign(comment, actor)
        before = comment.assigned_to_id, comment.team_id
        if before == after:
            return None
        comment.assigned_to_id, comment.team_id = after
        comment.assigned_at = now if to else None
        return Entry(Kind.ASSIGNED, detail=claims.handed(before, after))

    if is_new:
        bulk_rows.write(action, bulk_rows.locked(keys), change)
    return action


@transaction.atomic
def set_topics(
    *,
    keys: Iterable[int],
    actor,
    key: uuid.UUID,
    add: Iterable[Topic] = (),
    remove: Iterable[Topic] = (),
) -> BulkAction:
    """Add topics to the comments with these keys, and take topics from them.

    Raises ReviewError when the actor may not review, or no topic is named.
    """
    _check_may(actor, permissions.can_review)
    named = {topic.pk: topic for topic in (*add, *remove)}
    adds, removes = {topic.pk for topic in add}, {topic.pk for topic in remove}
    if not named:
        raise ReviewError(_("Choose a topic."))
    asked = {"add": sorted(adds), "remove": sorted(removes - adds)}
    action, is_new = bulk_rows.begin(kind=BulkAction.Kind.TOPIC, actor=actor, key=key, asked=asked)
    if not is_new:
        return action
    comments = list(bulk_rows.locked(keys))
    known = topics_of([comment.pk for comment in comments])
    names = Topic.objects.in_bulk(named.keys() | set().union(*known.values()))
    changes: dict[int, tuple[set, set]] = {}

    def change(comment: Comment) -> Entry | None:
        marks.check_topics(comment, named.values())
        before = known.get(comment.pk, set())
        after = (before - removes) | adds
        if before == after:
            return None
        changes[comment.pk] = before, after
        chosen = sorted((names[pk] for pk in after), key=lambda topic: (topic.name_en, topic.pk))
        detail = {"topics": [sorted(before), sorted(after)]}
        return Entry(Kind.TOPICS, marks.topic_names(chosen), detail)

    bulk_rows.write(action, comments, change)
    write_topics(changes)
    return action


@transaction.atomic
def move(*, keys: Iterable[int], actor, key: uuid.UUID, decision: Decision) -> BulkAction:
    """Move the comments with these keys to one state.

    Those that nobody holds are claimed by the act: whoever moves them to a state in which
    somebody works on them has them from then on. Raises ReviewError when the actor may not work
    on comments, or the state asks for a reason that was not given.
    """
    _check_may(actor, permissions.can_claim)
    needed = {moves.State.WITHHELD: decision.legal_reason, moves.State.SPAM: decision.reason}
    if not needed.get(decision.to_state, "stated").strip():
        raise ReviewError(_("Give the reason: it is kept in the record."))
    asked = {"to_state": str(decision.to_state)}
    action, is_new = bulk_rows.begin(kind=BulkAction.Kind.MOVE, actor=actor, key=key, asked=asked)
    if not is_new:
        return action
    comments = list(bulk_rows.locked(keys))
    decided = _decider(actor, decision, comments)

    def change(comment: Comment) -> Entry | None:
        if comment.state == decision.to_state:
            return None
        return Entry(Kind.MOVED, decision.reason, decided(comment))

    bulk_rows.write(action, comments, change)
    return action


@transaction.atomic
def group(
    *, keys: Iterable[int], actor, key: uuid.UUID, lead: Comment, decides: bool = False
) -> BulkAction:
    """Put the comments with these keys into the campaign of another comment, the lead.

    The campaign is made when the lead is in none; the lead is then in it as well. With `decides`
    they are moved to "Campaign member" at once, and those that cannot be are left alone. Raises
    ReviewError when the actor may not review.
    """
    _check_may(actor, permissions.can_review)
    keys = set(keys)
    asked = {"lead": lead.pk, "decides": decides}
    action, is_new = bulk_rows.begin(
        kind=BulkAction.Kind.CAMPAIGN, actor=actor, key=key, asked=asked
    )
    if not is_new:
        return action
    # Numbers of campaigns are given with the docket's row locked, and before any comment's.
    Docket.objects.select_for_update().get(pk=lead.docket_id)
    comments = list(bulk_rows.locked(keys | {lead.pk}))
    lead = next(comment for comment in comments if comment.pk == lead.pk)
    if lead.campaign_id and lead.pk not in keys:
        comments.remove(lead)
    campaign = (
        lead.campaign or Campaign.objects.filter(lead=lead).first() or _new_campaign(lead, actor)
    )
    decision = Decision(moves.State.CAMPAIGN, campaign=campaign)
    decided = _decider(actor, decision, comments)
    leads = set(
        Campaign.objects.filter(lead__in=[comment.pk for comment in comments])
        .exclude(pk=campaign.pk)
        .values_list("lead_id", flat=True)
    )

    def change(comment: Comment) -> Entry | None:
        before = comment.campaign_id, comment.own_words
        if comment.docket_id != lead.docket_id:
            raise ReviewError(_("Say to which campaign of this docket it belongs."))
        if comment.pk in leads:
            raise ReviewError(_("The letter of a campaign stands for the others."))
        moves_too = decides and comment.pk != campaign.lead_id
        if comment.state == moves.State.CAMPAIGN:
            if before[0] != campaign.pk:
                raise ReviewError(_("It was decided as a member of another campaign."))
            return None
        if before[0] == campaign.pk and not moves_too:
            return None
        detail = decided(comment) if moves_too else {}
        detail.pop("campaign_id", None)
        if before[0] != campaign.pk:
            comment.campaign = campaign
            comment.own_words = 0 if comment.pk == campaign.lead_id else None
            detail["campaign"] = [before[0], campaign.pk]
            if before[1] != comment.own_words:
                detail["own_words"] = [before[1], comment.own_words]
        return Entry(Kind.MOVED if moves_too else Kind.GROUPED, detail=detail)

    bulk_rows.write(action, comments, change)
    return action


def topics_of(keys: Iterable[int]) -> dict[int, set[int]]:
    """The keys of the topics that each of these comments has."""
    found: dict[int, set[int]] = {}
    rows = Comment.topics.through.objects.filter(comment__in=keys)
    for comment, topic in rows.values_list("comment_id", "topic_id"):
        found.setdefault(comment, set()).add(topic)
    return found


def write_topics(changes: dict[int, tuple[set, set]]) -> None:
    """Give each comment the topics of `after`, where it had those of `before`."""
    through = Comment.topics.through
    gone: dict[int, list[int]] = {}
    for comment, (before, after) in changes.items():
        for topic in before - after:
            gone.setdefault(topic, []).append(comment)
    for topic, comments in gone.items():
        through.objects.filter(topic=topic, comment__in=comments).delete()
    through.objects.bulk_create(
        (
            through(comment_id=comment, topic_id=topic)
            for comment, (before, after) in changes.items()
            for topic in after - before
        ),
        batch_size=5000,
        ignore_conflicts=True,
    )


def _check_may(actor, may) -> None:
    if not may(actor):
        raise ReviewError(_("You may not do this with comments."))


def _decider(actor, decision: Decision, comments: list[Comment]):
    """A function that claims a comment nobody holds, checks the move, and makes it."""
    keys = [comment.pk for comment in comments]
    unready = moves.unready_among(keys, decision.to_state)
    holders = bulk_rows.names_of(
        comment.assigned_to_id for comment in comments if comment.assigned_to_id
    )
    if decision.to_state == moves.State.CAMPAIGN and not decision.campaign:
        prefetch_related_objects(comments, "campaign")
    now = timezone.now()

    def decided(comment: Comment) -> dict:
        held_by = comment.assigned_to_id
        if held_by not in {None, actor.pk}:
            raise ReviewError(
                _("%(person)s has claimed this comment.") % {"person": holders[held_by]}
            )
        if held_by is None:
            comment.assigned_to, comment.assigned_at = actor, now
        moves.check(comment, actor, decision, unready=unready)
        detail = moves.decide(comment, decision, now)
        if held_by == comment.assigned_to_id:
            detail.pop("assigned_to", None)
        else:
            detail["assigned_to"] = [held_by, comment.assigned_to_id]
        return detail

    return decided


def _new_campaign(lead: Comment, actor) -> Campaign:
    last = lead.docket.campaigns.order_by("number").values_list("number", flat=True).last()
    return Campaign.objects.create(
        docket=lead.docket,
        number=(last or 0) + 1,
        lead=lead,
        found_by=Campaign.FoundBy.HAND,
        created_by=actor,
    )
