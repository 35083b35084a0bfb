"""“Change the dates…” of a comment period, in the admin."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import EditView

from comments import periods, permissions
from comments.models import Docket
from comments.period_forms import ChangeDatesForm


def change_dates_button(docket: Docket, user, priority: int = 15) -> list[Button]:
    """The button, for those who may and where dates are public."""
    if not (docket.dates_are_public and permissions.can_change_dates(user)):
        return []
    url = reverse("change_period", args=[docket.pk])
    return [Button(_("Change the dates…"), url=url, icon_name="calendar-alt", priority=priority)]


class DocketEditView(EditView):
    """The docket's form, whose menu leads to the change of its dates."""

    @cached_property
    def header_more_buttons(self):
        return [
            *super().header_more_buttons,
            *change_dates_button(self.object, self.request.user),
        ]


class ChangeDatesView(WagtailAdminTemplateMixin, FormView):
    """Asks for the dates and the reason, shows what was changed before."""

    form_class = ChangeDatesForm
    template_name = "comments/admin/change_dates.html"
    page_title = gettext_lazy("Change the dates")
    header_icon = "calendar-alt"
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        self.docket = get_object_or_404(Docket, pk=kwargs["pk"])
        if not permissions.can_change_dates(request.user):
            raise PermissionDenied
        if not self.docket.dates_are_public:
            messages.info(request, _("These dates are not public yet: change them here."))
            return redirect(self._edit_url)
        return super().dispatch(request, *args, **kwargs)

    @property
    def _edit_url(self) -> str:
        return reverse("wagtailsnippets_comments_docket:edit", args=[self.docket.pk])

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": reverse("wagtailsnippets_comments_docket:list"),
                "label": Docket._meta.verbose_name_plural,
            },
            {"url": self._edit_url, "label": str(self.docket)},
            {"url": "", "label": self.page_title},
        ]

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("initial")
        return {**kwargs, "docket": self.docket}

    def form_valid(self, form):
        try:
            periods.change_dates(docket=self.docket, by=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The new dates are public, with the reason."))
        return redirect(self._edit_url)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "docket": self.docket,
            "edit_url": self._edit_url,
            "changes": self.docket.changes.select_related("by"),
        }
