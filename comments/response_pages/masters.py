"""Master responses in the admin: the list, the page of one to write it and to bring it on."""

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from comments import permissions
from comments.models import Docket, Response
from comments.response_pages.history import history_of
from comments.responses import moving, texts, writing
from comments.responses.forms import MasterForm, NewMasterForm, initial_of
from comments.review import ReviewError
from comments.teams import name_of
from engagement.viewsets import ExportIndexView, ReadOnlyViewSet

Status = Response.Status


class MasterFilterSet(WagtailFilterSet):
    docket = django_filters.ModelChoiceFilter(queryset=Docket.objects.all(), label=_("Docket"))
    status = django_filters.ChoiceFilter(
        choices=Status.choices,
        label=pgettext_lazy("filter of responses", "Status"),
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    holder = django_filters.ChoiceFilter(
        choices=[("mine", _("Mine")), ("nobody", _("Nobody’s"))],
        label=pgettext_lazy("filter of responses", "Handed to"),
        method="filter_holder",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Response
        fields = ["docket", "status", "holder"]

    def filter_holder(self, queryset, name, value):
        return queryset.filter(owner=self.request.user if value == "mine" else None)


class MasterListView(ExportIndexView):
    """The master responses, each with how many points refer to it."""

    page_title = _("Master responses")
    template_name = "wagtailadmin/generic/index.html"
    add_url_name = "master_responses:add"
    add_item_label = _("Add a master response")

    def get_base_queryset(self):
        return (
            Response.objects.masters()
            .select_related("docket", "owner")
            .defer("text", "text_en", "text_es")
            .annotate(points=Count("referring_points"))
        )


class _MasterPage(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "form"

    def dispatch(self, request, *args, **kwargs):
        if not self.may(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("master_responses:index"), "label": _("Master responses")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]


class AddMasterView(_MasterPage):
    """A new master response: its number is the next of its docket."""

    page_title = _("Add a master response")
    template_name = "comments/admin/responses/master_add.html"
    may = staticmethod(permissions.can_write_response)

    def post(self, request):
        form = NewMasterForm(request.POST)
        error = ""
        if form.is_valid():
            try:
                made = writing.write(
                    docket=form.cleaned_data["docket"],
                    actor=request.user,
                    texts=form.texts,
                    title=form.title,
                    owner=form.cleaned_data["owner"],
                )
            except ReviewError as refusal:
                error = refusal.message
            else:
                messages.success(request, gettext("%(response)s is saved.") % {"response": made})
                return redirect("master_responses:edit", made.pk)
        context = self.get_context_data(form=form, error=error)
        return self.render_to_response(context, status=422)

    def get_context_data(self, form=None, error="", **kwargs):
        initial = {"docket": self.request.GET.get("docket")}
        form = form or NewMasterForm(initial=initial)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "error": error,
            "media": form.media,
        }


class MasterView(_MasterPage):
    """One master response: what it says, which points refer to it, its moves and its history."""

    page_title = _("Master response")
    template_name = "comments/admin/responses/master.html"
    may = staticmethod(permissions.can_see_responses)

    @cached_property
    def response(self) -> Response:
        rows = Response.objects.masters().select_related("docket", "owner", "written_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return str(self.response)

    def post(self, request, pk):
        """Do one act; a refused one says why, changes nothing and keeps what was typed."""
        act = {
            "save": self._save,
            "send": self._send,
            "approve": self._approve,
            "send_back": self._send_back,
        }.get(request.POST.get("action", ""))
        try:
            if act is None:
                raise ReviewError(_("Choose what to do with this response."))
            done = act()
        except ReviewError as error:
            # Read anew: a colleague may have changed it.
            self.__dict__.pop("response", None)
            return self.render_to_response(self.get_context_data(error=error), status=422)
        messages.success(
            request,
            gettext("%(response)s is now “%(status)s”.")
            % {"response": done, "status": done.get_status_display()},
        )
        return redirect(request.get_full_path())

    def _save(self) -> Response:
        form = MasterForm(self.request.POST)
        if not form.is_valid():
            raise ReviewError(form.words_of_errors)
        return writing.write(
            response=self.response,
            actor=self.request.user,
            texts=form.texts,
            title=form.title,
            owner=form.cleaned_data["owner"],
            version=form.cleaned_data["version"],
        )

    def _send(self) -> Response:
        return self._move(Status.REVIEWED)

    def _approve(self) -> Response:
        return self._move(Status.APPROVED)

    def _send_back(self) -> Response:
        return self._move(Status.DRAFTED)

    def _move(self, to_status: str) -> Response:
        seen = self.request.POST.get("seen", "")
        return moving.move(
            response=self.response,
            to_status=to_status,
            actor=self.request.user,
            note=self.request.POST.get("note", ""),
            version=int(seen) if seen.isdecimal() and len(seen) < 10 else None,
        )

    def get_context_data(self, error=None, **kwargs):
        response, user = self.response, self.request.user
        is_final = response.docket.responses_are_final
        moves = [] if is_final else moving.allowed(response, user)
        may_write = permissions.can_write_response(user) and not is_final
        form = self._form(error) if may_write else None
        points = response.referring_points.select_related("comment").defer("comment__text")
        return {
            **super().get_context_data(**kwargs),
            "response": response,
            "docket": response.docket,
            "is_final": is_final,
            "error": error.message if error else "",
            "theirs": texts.in_languages(response) if error and form and form.is_bound else [],
            "form": form,
            "media": form.media if form else "",
            "said": texts.in_languages(response),
            "points": points.order_by("comment__sequence", "number"),
            "part": {
                "may_approve": Status.APPROVED in moves,
                "may_send_back": Status.DRAFTED in moves,
                "wrote_it_last": response.status == Status.REVIEWED
                and response.written_by_id == user.pk
                and permissions.can_approve_response(user),
                "note": self.request.POST.get("note", ""),
            },
            "may_send": Status.REVIEWED in moves,
            "history": history_of(response),
        }

    def _form(self, error) -> MasterForm:
        initial = initial_of(self.response)
        if not error or self.request.POST.get("action") != "save":
            return MasterForm(initial=initial)
        # Whoever saves again has read the page as it is now.
        sent = self.request.POST.copy()
        sent[f"{MasterForm.prefix}-version"] = initial["version"]
        return MasterForm(sent, initial=initial)


class MasterViewSet(ReadOnlyViewSet):
    model = Response
    name = "master_responses"
    icon = "form"
    menu_label = _("Master responses")
    menu_name = "master-responses"
    menu_order = 224
    menu_hook = "register_responses_menu_item"
    inspect_view_enabled = False
    list_per_page = 50
    ordering = ["docket", "number"]
    index_view_class = MasterListView
    filterset_class = MasterFilterSet
    search_fields = ["title_en", "title_es", "text_en", "text_es"]
    list_display = [
        TitleColumn("name", label=_("Response"), accessor=str, url_name="master_responses:edit"),
        Column("docket", label=_("Docket"), accessor="docket.number", classname="answers__nowrap"),
        StatusTagColumn(
            "get_status_display",
            label=pgettext_lazy("column of responses", "Status"),
            primary=lambda response: response.is_approved,
            sort_key="status",
        ),
        Column("points", label=_("Points that refer to it"), sort_key="points"),
        Column(
            "owner",
            label=_("Owner"),
            accessor=lambda response: name_of(response.owner) if response.owner else "–",
        ),
    ]

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("add/", AddMasterView.as_view(), name="add"),
            path("<int:pk>/", MasterView.as_view(), name="edit"),
        ]
