"""The public notice rule, said in the editor of a meeting before anybody presses Publish."""

from django.utils import timezone
from wagtail.admin.panels import HelpPanel

from meetings import notice
from meetings.models import NoticeRule


class NoticePanel(HelpPanel):
    """Read-only: by when the agenda must be posted, or, for a new meeting, all rules."""

    def __init__(self, template="meetings/admin/notice.html", **kwargs):
        super().__init__(template=template, **kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["standing"] = notice.standing(meeting=self.instance, at=timezone.now())
            if not self.instance.kind:
                rules = NoticeRule.objects.all()
                context["rules"] = [(rule, notice.hours_of_notice(rule)) for rule in rules]
            return context
