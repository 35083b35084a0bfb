"""The review queue in the admin: the list of comments and the page to work on one."""

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import InspectView
from wagtail.permission_policies import ModelPermissionPolicy

from comments import permissions, review, suspicion
from comments.models import Attachment, Comment, Docket
from comments.topics import TopicsForm, chosen_topics
from engagement.viewsets import ExportIndexView, ReadOnlyViewSet


class CommentPermissionPolicy(ModelPermissionPolicy):
    """Comments are read by those who review them; no form adds, edits or deletes one."""

    def user_has_permission(self, user, action):
        return action == "view" and permissions.can_review(user)


class QueueFilterSet(WagtailFilterSet):
    class Holder:
        MINE = "mine"
        NOBODY = "nobody"

    state = django_filters.MultipleChoiceFilter(
        choices=Comment.State.choices, label=_("State"), widget=forms.CheckboxSelectMultiple
    )
    docket = django_filters.ModelChoiceFilter(queryset=Docket.objects.all(), label=_("Docket"))
    holder = django_filters.ChoiceFilter(
        choices=[(Holder.MINE, _("Claimed by me")), (Holder.NOBODY, _("Not claimed"))],
        label=pgettext_lazy("filter of the review queue", "Claim"),
        method="filter_holder",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    channel = django_filters.MultipleChoiceFilter(
        choices=Comment.Channel.choices, label=_("Channel"), widget=forms.CheckboxSelectMultiple
    )
    suspicion = django_filters.ChoiceFilter(
        choices=Comment.Suspicion.choices,
        label=_("Why it looks automated"),
        field_name="suspicions",
        method="filter_suspicion",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    is_suspicious = django_filters.BooleanFilter(
        label=_("Looks automated"), method="filter_suspicious"
    )
    awaits_scan = django_filters.BooleanFilter(
        label=_("Attachments awaiting scan"), method="filter_awaits_scan"
    )

    class Meta:
        model = Comment
        fields = [
            "state",
            "docket",
            "holder",
            "channel",
            "language",
            "is_late",
            "is_suspicious",
            "suspicion",
            "awaits_scan",
        ]

    def filter_suspicion(self, queryset, name, value):
        return queryset.filter(suspicions__contains=[value])

    def filter_suspicious(self, queryset, name, value):
        return queryset.exclude(suspicions=[]) if value else queryset.filter(suspicions=[])

    def filter_awaits_scan(self, queryset, name, value):
        waiting = Attachment.objects.filter(comment=OuterRef("pk"), scan=Attachment.Scan.WAITING)
        return queryset.filter(Exists(waiting) if value else ~Exists(waiting))

    def filter_holder(self, queryset, name, value):
        if value == self.Holder.MINE:
            return queryset.filter(claimed_by=self.request.user)
        return queryset.filter(claimed_by__isnull=True)


def signs_of(comment: Comment) -> str:
    """What a reviewer knows before opening it: that it came late, that it looks automated."""
    signs = [
        gettext("Late") if comment.is_late else "",
        gettext("Looks automated") if comment.is_suspicious else "",
    ]
    return ", ".join(filter(None, signs))


class QueueView(ExportIndexView):
    """What waits for review, the longest waiting first."""

    page_title = _("Comments")

    def search_queryset(self, queryset):
        """Each comment once, though several of its remarks match."""
        found = super().search_queryset(queryset)
        return found.distinct() if self.is_searching else found

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("docket", "claimed_by")


class ReviewForm(forms.Form):
    """A note, or the reason for a move."""

    note = forms.CharField(
        label=_("Note or reason"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept in the trail for colleagues; the public never sees it."),
    )


class ReviewView(InspectView):
    """One comment: the letter on one side, the work on the other."""

    page_title = _("Review")
    template_name = "comments/admin/review.html"

    def post(self, request, *args, **kwargs):
        """Do one act; a refused one says why and keeps the note that was typed."""
        form = ReviewForm(request.POST)
        if form.is_valid():
            try:
                done = self._act(request.POST.get("action", ""), form.cleaned_data["note"])
            except review.ReviewError as error:
                form.add_error("note", error.message)
            else:
                messages.success(request, done)
                return redirect(request.path)
        self.object.refresh_from_db()
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _act(self, action: str, note: str) -> str:
        given = {"comment": self.object, "actor": self.request.user}
        match action.split(":"):
            case ["claim"]:
                review.claim(**given)
                return _("You have claimed this comment.")
            case ["release"]:
                review.release(**given)
                return _("The comment is back in the queue.")
            case ["topics"]:
                review.set_topics(**given, topics=chosen_topics(self.request.POST, self.object))
                return _("The topics are set.")
            case ["note"]:
                review.add_note(**given, note=note)
                return _("The note is in the trail.")
            case ["clear_suspicion"]:
                review.clear_suspicion(**given, note=note)
                return _("This comment no longer counts as automated.")
            case ["move", to_state]:
                moved = review.move(**given, to_state=to_state, note=note)
                return _("The comment is now “%(state)s”.") % {"state": moved.get_state_display()}
        raise review.ReviewError(_("Choose what to do with this comment."))

    def get_context_data(self, form=None, **kwargs):
        comment, user = self.object, self.request.user
        return {
            **super().get_context_data(**kwargs),
            "comment": comment,
            "suspicions": suspicion.in_words(comment),
            "docket": comment.docket,
            "attachments": comment.attachments.all(),
            "remarks": comment.remarks.select_related("section"),
            "additions": comment.additions.all(),
            "events": comment.events.select_related("actor"),
            "form": form or ReviewForm(),
            "topics_form": TopicsForm.of(comment),
            "can_claim": comment.claimed_by_id is None,
            "can_release": permissions.can_release(user, comment),
            "moves": [
                {
                    "action": f"move:{state}",
                    "state": state,
                    "label": Comment.State(state).label,
                    "needs_reason": review.needs_reason(comment.state, state),
                }
                for state in review.allowed_moves(comment)
            ]
            if permissions.can_move(user, comment)
            else [],
        }


class CommentViewSet(ReadOnlyViewSet):
    model = Comment
    name = "review"
    icon = "comment"
    menu_label = _("Comments")
    menu_order = 220
    add_to_admin_menu = True
    ordering = ["received_at"]
    list_per_page = 50
    index_view_class = QueueView
    inspect_view_class = ReviewView
    filterset_class = QueueFilterSet
    search_fields = [
        *("text", "remarks__text", "additions__text", "name", "email", "affiliation"),
    ]
    list_display = [
        TitleColumn("number", label=_("Number"), url_name="review:inspect"),
        StatusTagColumn("get_state_display", label=_("State"), sort_key="state"),
        Column("public_name", label=_("From")),
        Column("claimant_name", label=_("Claimed by")),
        Column("get_channel_display", label=_("Channel"), sort_key="channel"),
        Column("get_language_display", label=_("Language")),
        Column(
            "signs",
            label=pgettext_lazy("column: what to know of a comment at a glance", "Signs"),
            accessor=signs_of,
        ),
        DateColumn("received_at", label=_("Received"), sort_key="received_at"),
    ]
