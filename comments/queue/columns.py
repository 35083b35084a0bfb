"""The columns of the list of comments, and its pages."""

from django.utils.html import format_html_join
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn

from comments.models import Comment
from comments.queue.bulk_list import title_id
from comments.queue.listing import list_query, rows
from comments.queue.queue_links import review_url
from comments.review.overdue import days_overdue


class NumberColumn(TitleColumn):
    """The number; its link carries the list, so that one can go on to the next from there."""

    def get_link_url(self, instance, parent_context):
        return review_url(instance.pk, list_query(parent_context["request"].GET))


class QueuePaginator(WagtailPaginator):
    """Finds the page by keys alone, which an index has, and reads only the rows that are shown.

    So the last of two thousand pages costs no more columns than the first.
    """

    def page(self, number):
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = self.object_list.values_list("pk", flat=True)[first : first + self.per_page]
        return self._get_page(rows(list(keys)), number, self)


def signs_of(comment: Comment) -> str:
    """What a reviewer knows before opening it: how late it is, what looks odd about it."""
    days = days_overdue(comment)
    overdue = ngettext("%(count)s day overdue", "%(count)s days overdue", days) % {"count": days}
    signs = [
        overdue if days else "",
        gettext("Late") if comment.is_late else "",
        gettext("Looks automated") if comment.is_suspicious else "",
        gettext("In a campaign") if comment.campaign_id else "",
        gettext("Awaiting scan") if comment.awaits_scan else "",
    ]
    return format_html_join(" ", '<span class="queue__sign">{}</span>', [[s] for s in signs if s])


def holder_of(comment: Comment) -> str:
    """Who works on it, or the team for which it waits."""
    if comment.assigned_to_id or comment.team_id is None:
        return comment.assignee_name
    return gettext("Team: %(team)s") % {"team": comment.team.name}


def _topics_of(comment: Comment) -> str:
    return ", ".join(topic.name for topic in comment.topics.all())


def _channel_of(comment: Comment) -> str:
    return f"{comment.get_channel_display()} · {comment.get_language_display().capitalize()}"


COLUMNS = [
    NumberColumn("number", label=_("Number"), get_title_id=title_id, classname="queue__number"),
    StatusTagColumn("get_state_display", label=_("State"), sort_key="state"),
    Column("public_name", label=_("From")),
    Column("holder", label=_("Assigned to"), accessor=holder_of),
    Column("topics", label=_("Topics"), accessor=_topics_of),
    Column("channel", label=_("Channel"), accessor=_channel_of, sort_key="channel"),
    Column(
        "signs",
        label=pgettext_lazy("column: what to know of a comment at a glance", "Signs"),
        accessor=signs_of,
    ),
    DateColumn("received_at", label=_("Received"), sort_key="received_at"),
]
