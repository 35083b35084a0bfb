"""What reviewers do with a campaign: handle it once, take a member out, merge, change its letter.

Members handled at once are those that say what the letter says, to the word. Whoever adds words of
their own, leaves some out or attached a file whose words are not known is read by a person first.
"""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import permissions, trail
from comments.campaigns.tasks import find_campaigns
from comments.models import Attachment, BulkAction, Campaign, Comment, CommentEvent, Docket
from comments.review import MOVES, ReviewError, acts, bulk, bulk_rows
from comments.review.moves import Decision

State = Comment.State
Kind = CommentEvent.Kind

UNDECIDED = tuple(state for state, to_states in MOVES.items() if State.CAMPAIGN in to_states)
"""States from which a member can be handled with its campaign."""

_UNKNOWN_FILE = Exists(Attachment.objects.filter(comment=OuterRef("pk"), text=""))


def members(campaign: Campaign) -> QuerySet[Comment]:
    """Those who sent the letter, beside the one that stands for them."""
    return Comment.objects.filter(campaign=campaign).exclude(pk=campaign.lead_id)


def same(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """Of some members, those that say what the letter says and nothing else."""
    return rows.filter(~_UNKNOWN_FILE, own_words=0, left_out=0)


def differing(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """Of some members, those that a person reads first; what is not counted yet is among them."""
    is_other = Q(own_words__gt=0) | Q(left_out__gt=0) | Q(own_words=None)
    return rows.filter(is_other | Q(_UNKNOWN_FILE))


def undecided(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """Of some members, those that can be handled with their campaign."""
    return rows.filter(state__in=UNDECIDED)


def counts(campaign: Campaign) -> dict[str, int]:
    """How many members there are, wait for a decision, differ from the letter; one query."""
    is_open = Q(state__in=UNDECIDED)
    is_same = Q(own_words=0, left_out=0) & ~Q(_UNKNOWN_FILE)
    found = members(campaign).aggregate(
        all=Count("pk"),
        undecided=Count("pk", filter=is_open),
        same=Count("pk", filter=is_same),
        same_undecided=Count("pk", filter=is_open & is_same),
        uncounted=Count("pk", filter=Q(own_words=None)),
        handled=Count("pk", filter=Q(state=State.CAMPAIGN)),
    )
    found["differing"] = found["all"] - found["same"]
    found["differing_undecided"] = found["undecided"] - found["same_undecided"]
    return found


def seen_until() -> int:
    """A mark of this moment: `handle` leaves alone whatever joined or said more after it."""
    return CommentEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@transaction.atomic
def handle(
    *,
    campaign: Campaign,
    actor,
    key: uuid.UUID,
    seen: int,
    read: Iterable[int] = (),
    all_read: bool = False,
) -> BulkAction:
    """Move members to "Campaign member" in one act, which can be undone as one.

    Those that say the same always; of those that differ the ones the reviewer has read: `read`
    by their keys, or all of them. `seen` is from seen_until, when the page was made. Members a
    colleague has claimed are left alone and reported. Raises ReviewError when the actor may not
    review, or there is nothing to handle.
    """
    if not permissions.can_review(actor):
        raise ReviewError(_("You may not do this with comments."))
    if BulkAction.objects.filter(key=key).exists():
        return bulk.move(keys=[], actor=actor, key=key, decision=Decision(State.CAMPAIGN))
    open_members = undecided(members(campaign))
    # Locked before they are judged: an addition that arrives now is heard.
    list(bulk_rows.locked(open_members.values_list("pk", flat=True)))
    keys = set(same(open_members).values_list("pk", flat=True))
    if all_read or (read := list(read)):
        later = CommentEvent.objects.filter(
            comment=OuterRef("pk"), pk__gt=seen, kind__in=[Kind.GROUPED, Kind.ADDED]
        )
        known = differing(open_members).filter(~Exists(later))
        if not all_read:
            known = known.filter(pk__in=read)
        keys |= set(known.values_list("pk", flat=True))
    if not keys:
        raise ReviewError(
            _("No member waits that says only what the letter says. Read what the others add.")
        )
    return bulk.move(keys=keys, actor=actor, key=key, decision=Decision(State.CAMPAIGN))


@transaction.atomic
def take_out(*, comment: Comment, actor, version: int | None = None) -> Comment:
    """Let a comment stand on its own again; it is not grouped by comparison after that.

    Raises ReviewError for the letter itself, for a member that was decided, and when the actor
    may not review; StaleError when `version` is not the present one.
    """
    comment = acts.locked(comment, actor, version=version)
    if comment.campaign_id is None:
        return comment
    if Campaign.objects.filter(lead=comment).exists():
        raise ReviewError(_("It is the letter of the campaign. Make another member the letter."))
    if comment.state == State.CAMPAIGN:
        raise ReviewError(_("It was handled with its campaign. Move it back to review first."))
    detail = {"campaign": [comment.campaign_id, None], "own_words": [comment.own_words, None]}
    comment.campaign, comment.own_words, comment.left_out = None, None, 0
    comment.save(update_fields=["campaign", "own_words", "left_out"])
    trail.record(comment, Kind.GROUPED, actor=actor, detail=detail)
    return comment


@transaction.atomic
def make_lead(*, campaign: Campaign, comment: Comment, actor) -> Campaign:
    """Let another member's text stand for the campaign; what members add is counted anew.

    Raises ReviewError when that comment is no member or cannot be posted on its own.
    """
    campaign = _locked(campaign, actor)
    comment = acts.locked(comment, actor)
    if comment.campaign_id != campaign.pk:
        raise ReviewError(_("Choose a member of this campaign."))
    if comment.pk == campaign.lead_id:
        return campaign
    if comment.state in {State.CAMPAIGN, State.WITHDRAWN, State.SPAM}:
        raise ReviewError(
            _("A comment that is “%(state)s” cannot stand for the others.")
            % {"state": comment.get_state_display()}
        )
    before, campaign.lead = campaign.lead_id, comment
    campaign.save(update_fields=["lead"])
    _count_anew(campaign)
    trail.record(comment, Kind.GROUPED, actor=actor, detail={"lead": [before, comment.pk]})
    return campaign


@transaction.atomic
def merge(*, campaign: Campaign, into: Campaign, actor) -> Campaign:
    """Put all of one campaign into another of the docket; the letter of the other stands.

    Members keep their states. Raises ReviewError.
    """
    if campaign.pk == into.pk or campaign.docket_id != into.docket_id:
        raise ReviewError(_("Choose another campaign of this docket."))
    # In one order, so that two who merge both ways do not wait for each other.
    first, second = sorted((campaign, into), key=lambda each: each.pk)
    _locked(first, actor)
    _locked(second, actor)
    rows = list(bulk_rows.locked(members_and_lead(campaign).values_list("pk", flat=True)))
    at = timezone.now()
    CommentEvent.objects.bulk_create(
        (
            CommentEvent(
                comment=row,
                at=at,
                actor=actor,
                kind=Kind.GROUPED,
                version=row.version + 1,
                detail={
                    "campaign": [campaign.pk, into.pk],
                    "own_words": [row.own_words, None],
                },
            )
            for row in rows
        ),
        batch_size=2000,
    )
    members_and_lead(campaign).update(campaign=into, own_words=None, version=F("version") + 1)
    campaign.delete()
    _count_later(into)
    return into


@transaction.atomic
def rename(*, campaign: Campaign, name: str, actor) -> Campaign:
    """Give a campaign the name by which colleagues know it; empty for its number."""
    campaign = _locked(campaign, actor)
    campaign.name = name.strip()
    campaign.save(update_fields=["name"])
    return campaign


def members_and_lead(campaign: Campaign) -> QuerySet[Comment]:
    return Comment.objects.filter(campaign=campaign)


def _locked(campaign: Campaign, actor) -> Campaign:
    if not permissions.can_review(actor):
        raise ReviewError(_("You may not do this with comments."))
    # As all who make campaigns do: the docket's row first.
    Docket.objects.select_for_update().get(pk=campaign.docket_id)
    found = Campaign.objects.select_for_update().filter(pk=campaign.pk).first()
    if found is None:
        raise ReviewError(_("A colleague has merged this campaign into another."))
    return found


def _count_anew(campaign: Campaign) -> None:
    members_and_lead(campaign).update(own_words=None)
    _count_later(campaign)


def _count_later(campaign: Campaign) -> None:
    transaction.on_commit(lambda: find_campaigns.enqueue(campaign.docket_id))
