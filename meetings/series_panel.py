"""The series in the editor of a meeting: its other meetings, and what an edit is applied to."""

from wagtail.admin.panels import Panel

from meetings import permissions, series


class SeriesPanel(Panel):
    """For a meeting that is saved: the way to repeat it, or the series that it is in."""

    def get_form_options(self):
        return {"fields": ["apply_to"]}

    class BoundPanel(Panel.BoundPanel):
        template_name = "meetings/admin/series.html"

        def is_shown(self):
            return self.instance.pk is not None and not self.instance._state.adding

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["form"] = self.form
            context["meeting"] = self.instance
            context["others"] = series.others(self.instance)
            context["may_repeat"] = permissions.can_repeat(self.request.user, meeting=self.instance)
            return context
