"""The queue in the admin: the list of comments, and who may open it."""

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.permission_policies import ModelPermissionPolicy

from comments import permissions
from comments.models import Comment
from comments.queue.filters import QueueFilterSet
from comments.review_page.page import ReviewView
from engagement.viewsets import ExportIndexView, ReadOnlyViewSet


class CommentPermissionPolicy(ModelPermissionPolicy):
    """Comments are read by those who review them; no form adds, edits or deletes one."""

    def user_has_permission(self, user, action):
        return action == "view" and permissions.can_see(user)


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
        return super().get_base_queryset().select_related("docket", "assigned_to")


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
        Column("assignee_name", label=_("Claimed by")),
        Column("get_channel_display", label=_("Channel"), sort_key="channel"),
        Column("get_language_display", label=_("Language")),
        Column(
            "signs",
            label=pgettext_lazy("column: what to know of a comment at a glance", "Signs"),
            accessor=signs_of,
        ),
        DateColumn("received_at", label=_("Received"), sort_key="received_at"),
    ]
