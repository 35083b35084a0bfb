"""The queue in the admin: the list of comments, and who may open it."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies import ModelPermissionPolicy

from comments import permissions
from comments.exports.button import export_button
from comments.models import Comment
from comments.queue.bulk_list import ChosenRowsMixin
from comments.queue.columns import COLUMNS, QueuePaginator
from comments.queue.filters import QueueFilterSet
from comments.queue.listing import Listing, list_query
from comments.queue.tabs import PARAMETER
from comments.queue.tabs_above import saved_above, tabs_above
from comments.review_page.page import ReviewView
from engagement.viewsets import ExportIndexView, ReadOnlyViewSet


class CommentPermissionPolicy(ModelPermissionPolicy):
    """Comments are read by those who review them; no form adds, edits or deletes one."""

    def user_has_permission(self, user, action):
        return action == "view" and permissions.can_see(user)


class QueueView(ChosenRowsMixin, ExportIndexView):
    """What waits for review, the longest waiting first."""

    page_title = _("Comments")
    template_name = "comments/admin/queue_list.html"
    paginator_class = QueuePaginator
    results_template_name = "comments/admin/queue_results.html"

    @cached_property
    def listing(self) -> Listing:
        return Listing(self.request.GET, self.request.user, self.filters)

    def get_queryset(self):
        return self.listing.comments()

    def get_ordering(self):
        return self.listing.ordering[0]

    @cached_property
    def invalid_filters(self) -> list[str]:
        """The filters that make no sense, for example one by a docket that is gone."""
        form = self.filters.form
        return [str(form[name].label) for name in form.errors if name in form.fields]

    def get_context_data(self, *args, **kwargs):
        return {
            **super().get_context_data(*args, **kwargs),
            "tabs": tabs_above(self.listing),
            "saved_filters": saved_above(self.listing),
            "list_query": list_query(self.request.GET),
        }

    @cached_property
    def header_more_buttons(self):
        return [*super().header_more_buttons, *export_button(self.request)]


class CommentViewSet(ReadOnlyViewSet):
    model = Comment
    name = "review"
    icon = "comment"
    menu_label = _("Comments")
    menu_order = 220
    add_to_admin_menu = True
    ordering = ["received_at", "pk"]
    list_per_page = 50
    index_view_class = QueueView
    inspect_view_class = ReviewView
    filterset_class = QueueFilterSet
    # That there is a search box; what it finds says comments.review.search.
    search_fields = ["text"]
    list_display = COLUMNS

    @property
    def menu_url(self):
        """What waits for somebody; the address without a view has everything."""
        return f"{super().menu_url}?{PARAMETER}=open"
