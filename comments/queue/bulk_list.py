"""The list of comments, with a box to choose each and the acts on those that were chosen."""

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn

from comments.models import Comment
from comments.queue.bulk import acts_for


def title_id(comment: Comment) -> str:
    """The id of the number in the list, which tells what a row's box chooses."""
    return f"comment_{quote(comment.pk)}_title"


class ChosenRowsMixin:
    """For an index view of comments: boxes and acts, for those who may act on many."""

    template_name = "comments/admin/queue.html"

    @cached_property
    def bulk_acts(self) -> list[dict]:
        return [
            {
                "label": act.display_name,
                "aria_label": act.aria_label,
                "url": reverse(
                    "wagtail_bulk_action", args=["comments", "comment", act.action_type]
                ),
            }
            for act in acts_for(self.request.user)
        ]

    @cached_property
    def columns(self):
        boxes = [BulkActionsCheckboxColumn("bulk_actions", obj_type="comment")]
        return [*(boxes if self.bulk_acts else []), *super().columns]
