"""Campaigns in the admin: the list of them, and the button that compares a docket now."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from comments import permissions
from comments.campaigns import grouping, handling
from comments.campaigns.forms import CompareForm
from comments.campaigns.page import CampaignView
from comments.campaigns.tasks import find_campaigns
from comments.models import Campaign, Comment
from engagement.viewsets import ExportIndexView, ReadOnlyViewSet


def name_of(campaign: Campaign) -> str:
    """What colleagues call it; its number, which stays on one line, where it has no name."""
    return campaign.name or format_html('<span class="queue__number">{}</span>', campaign)


class CountColumn(Column):
    """A number of comments; a campaign may have tens of thousands."""

    def get_value(self, instance):
        return intcomma(super().get_value(instance))


class CampaignFilterSet(WagtailFilterSet):
    class Meta:
        model = Campaign
        fields = ["docket", "found_by"]


class CampaignListView(ExportIndexView):
    """The largest first, each with how many of its members a person has to look at."""

    page_title = _("Campaigns")
    template_name = "comments/admin/campaigns.html"

    def get_base_queryset(self):
        not_lead = ~Q(comments=F("lead"))
        is_open = Q(comments__state__in=handling.UNDECIDED) & not_lead
        differs = Q(comments__own_words__gt=0) | Q(comments__left_out__gt=0)
        return (
            super()
            .get_base_queryset()
            .select_related("docket", "lead__docket")
            .annotate(
                size=Count("comments"),
                undecided=Count("comments", filter=is_open),
                differing=Count("comments", filter=differs & not_lead),
            )
        )

    def get_context_data(self, *args, **kwargs):
        waiting = grouping.uncompared(Comment.objects.all()).count()
        return {
            **super().get_context_data(*args, **kwargs),
            "may_compare": permissions.can_review(self.request.user),
            "compare_form": CompareForm(initial={"docket": self.request.GET.get("docket")}),
            "uncompared": waiting,
        }


class CompareView(View):
    """Compares the comments of a docket in the background, when somebody asks for it."""

    def dispatch(self, request, *args, **kwargs):
        if not permissions.can_review(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request):
        form = CompareForm(request.POST)
        if form.is_valid():
            find_campaigns.enqueue(form.cleaned_data["docket"].pk)
            messages.success(
                request,
                gettext("The comments of %(docket)s are being compared. Come back in a minute.")
                % {"docket": form.cleaned_data["docket"].number},
            )
        else:
            messages.error(request, gettext("Choose a docket."))
        return redirect(reverse("campaigns:index"))


class CampaignViewSet(ReadOnlyViewSet):
    model = Campaign
    name = "campaigns"
    icon = "copy"
    menu_label = _("Campaigns")
    menu_order = 222
    add_to_admin_menu = True
    ordering = ["-size", "docket", "number"]
    list_per_page = 50
    index_view_class = CampaignListView
    inspect_view_class = CampaignView
    filterset_class = CampaignFilterSet
    list_display = [
        TitleColumn("name", label=_("Campaign"), accessor=name_of, url_name="campaigns:inspect"),
        Column("docket", label=_("Docket"), accessor="docket.number", classname="queue__number"),
        Column("lead", label=_("Letter"), accessor="lead.number", classname="queue__number"),
        CountColumn("size", label=pgettext_lazy("of a campaign", "Comments"), sort_key="size"),
        CountColumn("undecided", label=_("Waiting"), sort_key="undecided"),
        CountColumn("differing", label=_("Differ from the letter"), sort_key="differing"),
        Column("get_found_by_display", label=pgettext_lazy("of a campaign", "Origin")),
    ]
