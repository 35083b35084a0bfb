"""What Wagtail's history of a meeting says of actions that are ours."""

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter


class ShortNotice(LogFormatter):
    """That the public heard of the meeting or its agenda late, and why."""

    label = _("Publish with short notice")

    def format_message(self, log_entry):
        message = gettext("Published with less than %(hours)s hours of notice: %(reason)s")
        if not log_entry.data["reason"]:
            message = gettext("Published with less than %(hours)s hours of notice; reason missing")
        return message % log_entry.data


class ChangedLater(LogFormatter):
    """That an edit was made to the later meetings of the series too."""

    label = _("Change later meetings of the series")

    def format_message(self, log_entry):
        count = log_entry.data["count"]
        message = ngettext(
            "Changed %(count)s later meeting of the series as well",
            "Changed %(count)s later meetings of the series as well",
            count,
        )
        return message % {"count": count}
