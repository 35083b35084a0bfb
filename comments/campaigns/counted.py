"""What the public is told of a campaign: one letter is posted, and how many sent it.

The number alone. Names of members are not listed: those who were handled at once were read by
nobody name by name, and what nobody reviewed is not published. Each of them finds on their own
receipt that they are counted, and where the letter is posted.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from comments.models import Campaign, Comment

State = Comment.State


@dataclass(frozen=True)
class SentByMany:
    """A letter that stands for `count` comments, itself included. None is posted until it is."""

    count: int
    letter: Comment | None = None


def sizes(comments: Iterable[Comment]) -> dict[int, int]:
    """For those of the comments that are letters of a campaign: how many each stands for."""
    rows = Campaign.objects.filter(lead__in=[comment.pk for comment in comments])
    found = _with_count(rows).values_list("lead_id", "handled")
    return {lead: handled + 1 for lead, handled in found if handled}


def size(comment: Comment) -> int | None:
    """For how many comments this one stands as a campaign's letter, itself included; or None."""
    return sizes([comment]).get(comment.pk)


def letter_of(comment: Comment) -> SentByMany | None:
    """For the author of a campaign member or of a duplicate: what their comment counts with."""
    if comment.state == State.CAMPAIGN:
        rows = Campaign.objects.filter(pk=comment.campaign_id).select_related("lead__docket")
        campaign = _with_count(rows).get()
        return SentByMany(campaign.handled + 1, _posted(campaign.lead))
    if comment.state == State.DUPLICATE:
        return SentByMany(2, _posted(comment.duplicate_of))
    return None


def _with_count(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    decided = Q(comments__state=State.CAMPAIGN)
    return campaigns.annotate(handled=Count("comments", filter=decided)).order_by()


def _posted(letter: Comment) -> Comment | None:
    return letter if letter.is_posted else None
