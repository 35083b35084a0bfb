"""What Wagtail's history of a meeting says of actions that are ours."""

from django.utils.translation import gettext
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
