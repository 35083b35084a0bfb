"""The campaign that a comment is grouped into, and what this one adds to its letter."""

from django.utils.translation import gettext as _

from comments import permissions
from comments.campaigns import handling, similarity
from comments.campaigns.own_words import Letter
from comments.models import Campaign
from comments.review_page.part import ReviewPart, Side, version_seen


def _context(comment, user, refused) -> dict:
    campaign = Campaign.objects.select_related("docket", "lead__docket").get(pk=comment.campaign_id)
    is_lead = campaign.lead_id == comment.pk
    context = {
        "campaign": campaign,
        "is_lead": is_lead,
        "size": handling.members_and_lead(campaign).count(),
        "may_take_out": not is_lead
        and comment.state != comment.State.CAMPAIGN
        and permissions.can_review(user),
    }
    if not is_lead:
        letter = Letter(similarity.texts_of([campaign.lead_id])[campaign.lead_id])
        passages = letter.passages(comment, sees_original=permissions.can_see_original(user))
        context["passages"] = [passage for passage in passages if passage.is_own]
    return context


def _take_out(comment, actor, post) -> str:
    handling.take_out(comment=comment, actor=actor, version=version_seen(post))
    return _("The comment stands on its own again.")


PART = ReviewPart(
    name="campaign",
    side=Side.LETTER,
    template="comments/admin/review/campaign.html",
    context=_context,
    acts={"take_out": _take_out},
    is_shown=lambda comment, user: comment.campaign_id is not None,
)
