"""The page of one campaign: its letter, what each member adds, and the acts on it."""

import uuid

from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.generic import InspectView

from comments import letter, permissions
from comments.campaigns import handling, similarity
from comments.campaigns.forms import MergeForm, NameForm
from comments.campaigns.own_words import Letter
from comments.models import Comment
from comments.queue.bulk import tell
from comments.review import ReviewError
from comments.review_page.part import act_named

PER_PAGE = 25
SHOWN = {
    "differing": (_("Differ from the letter"), handling.differing),
    "same": (_("Say the same"), handling.same),
    "undecided": (
        pgettext_lazy("members of a campaign", "Wait for a decision"),
        handling.undecided,
    ),
    "all": (pgettext_lazy("members of a campaign", "All"), lambda rows: rows),
}
"""The lists of members: those that a person reads come first, the most words at the top."""


class CampaignView(InspectView):
    """One campaign."""

    page_title = _("Campaign")
    template_name = "comments/admin/campaign.html"

    def get_queryset(self):
        return super().get_queryset().select_related("docket", "lead__docket")

    def post(self, request, *args, **kwargs):
        """Do one act; a refused one says why, changes nothing and keeps what was typed."""
        action = act_named(request.POST.get("action", ""))
        act = {
            "handle": self._handle,
            "take_out": self._take_out,
            "lead": self._make_lead,
            "merge": self._merge,
            "name": self._rename,
        }.get(action)
        try:
            if act is None:
                raise ReviewError(_("Choose what to do with this campaign."))
            return redirect(act() or request.get_full_path())
        except ReviewError as error:
            self.object.refresh_from_db()
            context = self.get_context_data(error=error.message, refused=action)
            return self.render_to_response(context, status=422)

    def _handle(self):
        action = handling.handle(
            campaign=self.object,
            actor=self.request.user,
            key=_uuid(self.request.POST.get("key", "")),
            seen=_number(self.request.POST.get("seen", "")),
            read=self._ticked(),
            all_read="all_read" in self.request.POST,
        )
        tell(self.request, action)

    def _take_out(self):
        chosen = self._chosen(self._ticked())
        for comment in chosen:
            handling.take_out(comment=comment, actor=self.request.user)
        messages.success(
            self.request,
            gettext("Taken out of the campaign: %(numbers)s.")
            % {"numbers": ", ".join(comment.number for comment in chosen)},
        )

    def _make_lead(self):
        (comment,) = self._chosen([_number(self.request.POST["action"].partition(":")[2])])
        handling.make_lead(campaign=self.object, comment=comment, actor=self.request.user)
        messages.success(
            self.request,
            gettext("%(number)s is the letter now. What members add is counted anew.")
            % {"number": comment.number},
        )

    def _merge(self):
        form = MergeForm(self.request.POST, campaign=self.object)
        if not form.is_valid():
            raise ReviewError(_("Choose another campaign of this docket."))
        into = form.cleaned_data["into"]
        handling.merge(campaign=self.object, into=into, actor=self.request.user)
        messages.success(self.request, gettext("The two campaigns are one now."))
        return reverse("campaigns:inspect", args=[into.pk])

    def _rename(self):
        form = NameForm(self.request.POST, instance=self.object)
        if not form.is_valid():
            raise ReviewError(" ".join(form.errors["name"]))
        handling.rename(
            campaign=self.object, name=form.cleaned_data["name"], actor=self.request.user
        )
        messages.success(self.request, gettext("The name is kept."))

    def _ticked(self) -> list[int]:
        keys = map(_number, self.request.POST.getlist("members"))
        return [key for key in keys if key]

    def _chosen(self, keys: list[int]) -> list[Comment]:
        """Raises ReviewError when none of them is a member."""
        rows = handling.members(self.object).filter(pk__in=keys).select_related("docket")
        chosen = list(rows.order_by("pk"))
        if not chosen:
            raise ReviewError(_("Choose a member of this campaign."))
        return chosen

    @cached_property
    def shown(self) -> str:
        wanted = self.request.GET.get("show", "")
        return wanted if wanted in SHOWN else next(iter(SHOWN))

    def get_page_subtitle(self):
        return str(self.object)

    def get_context_data(self, error="", refused="", **kwargs):
        campaign, user = self.object, self.request.user
        sees_original = permissions.can_see_original(user)
        rows = Comment.objects.filter(pk=campaign.lead_id).select_related("docket")
        lead = similarity.with_parts(rows).get()
        counts = handling.counts(campaign)
        refused_with = self.request.POST if refused else None
        return {
            **super().get_context_data(**kwargs),
            "campaign": campaign,
            "lead": lead,
            "passages": [
                (part, part.shown_to(sees_original=sees_original))
                for part in letter.parts_of(lead, person=False)
            ],
            "counts": counts,
            "size": counts["all"] + 1,
            "lists": [
                {"name": name, "label": label, "is_shown": name == self.shown}
                for name, (label, _rows) in SHOWN.items()
            ],
            "shown": self.shown,
            "members": self._members(sees_original),
            "ticked": self._ticked() if refused else [],
            "may_act": permissions.can_review(user),
            "key": uuid.uuid4(),
            "seen": handling.seen_until(),
            "name_form": NameForm(refused_with if refused == "name" else None, instance=campaign),
            "merge_form": MergeForm(
                refused_with if refused == "merge" else None, campaign=campaign
            ),
            "error": error,
        }

    def _members(self, sees_original: bool):
        """A page of members, each with `passages`: what it says beside the letter."""
        rows = SHOWN[self.shown][1](handling.members(self.object))
        rows = rows.order_by("-own_words", "-left_out", "sequence").select_related("docket")
        page = Paginator(similarity.with_parts(rows), PER_PAGE).get_page(
            self.request.GET.get("p", 1)
        )
        lead = self.object.lead_id
        compared = Letter(similarity.texts_of([lead])[lead])
        for member in page.object_list:
            passages = compared.passages(member, sees_original=sees_original)
            member.own_passages = [passage for passage in passages if passage.is_own]
            member.unread_files = [file for file in member.attachments.all() if not file.text]
        return page


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 19 else 0


def _uuid(value: str) -> uuid.UUID:
    try:
        return uuid.UUID(value)
    except ValueError:
        return uuid.uuid4()
