"""What waits for somebody, on the first page of the admin."""

from django.urls import reverse
from django.utils.http import urlencode
from wagtail.admin.ui.components import Component

from comments import permissions
from comments.models import Comment
from comments.queue.tabs import PARAMETER, Tab, counts, tab_named
from comments.queue.tabs_above import count_in_words

_OF_WHO_WORKS = ("mine", "team")
_OF_ALL = ("unassigned", "overdue", "redaction", "mentions")


class WaitingPanel(Component):
    """Views of the queue with their counts, for `user` who may see comments. Two queries."""

    name = "waiting_comments"
    template_name = "comments/admin/home_panel.html"
    order = 90

    def __init__(self, user):
        self.user = user

    def get_context_data(self, parent_context):
        tabs = self.tabs()
        counted = counts(Comment.objects.all(), self.user, tabs)
        queue = reverse("review:index")
        return {
            "views": [
                {
                    "label": tab.label,
                    "url": f"{queue}?{urlencode({PARAMETER: tab.key})}",
                    "count": count_in_words(counted[tab.key]),
                }
                for tab in tabs
            ]
        }

    def tabs(self) -> list[Tab]:
        """Nobody holds comments who may not claim them."""
        own = _OF_WHO_WORKS if permissions.can_claim(self.user) else ()
        return [tab_named(key) for key in (*own, *_OF_ALL)]
