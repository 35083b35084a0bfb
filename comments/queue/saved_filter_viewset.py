"""Saved filters in the admin: name the present list, rename it, share it, delete it."""

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from comments import permissions
from comments.models import SavedFilter
from comments.queue import saved_filters


class SavedFilterPolicy(ModelPermissionPolicy):
    """Whoever sees the queue keeps filters of their own; the views show nobody else's."""

    def user_has_permission(self, user, action):
        return permissions.can_see(user)


class SavedFilterForm(WagtailAdminModelForm):
    """A name for a query. `for_user` is the owner."""

    query = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=saved_filters.LONGEST
    )

    class Meta:
        model = SavedFilter
        fields = ["name", "is_shared", "query"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not saved_filters.may_share(self.for_user):
            del self.fields["is_shared"]

    def clean_query(self):
        return saved_filters.tidy(self.cleaned_data["query"])

    def clean_name(self):
        name = self.cleaned_data["name"]
        same = saved_filters.own(self.for_user).filter(name=name).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError(_("You have a saved filter of this name already."))
        return name

    def save(self, commit=True):
        self.instance.owner = self.for_user
        return super().save(commit)


class OwnMixin:
    """Only what the person saved."""

    def get_queryset(self):
        return saved_filters.own(self.request.user)

    def get_success_url(self):
        return f"{reverse('review:index')}?{self.object.query}"


class SaveView(OwnMixin, CreateView):
    page_title = _("Save this filter")

    def get_initial_form_instance(self):
        return SavedFilter(query=saved_filters.tidy(self.request.GET.get("query", "")))


class RenameView(OwnMixin, EditView):
    pass


class RemoveView(OwnMixin, DeleteView):
    def get_success_url(self):
        return reverse("saved_filters:index")


class OwnFiltersView(IndexView):
    page_title = _("My saved filters")

    def get_base_queryset(self):
        return saved_filters.own(self.request.user)

    @cached_property
    def add_url(self):
        """A filter is saved where it is seen: from the list of comments."""
        return


class SavedFilterViewSet(ModelViewSet):
    model = SavedFilter
    name = "saved_filters"
    url_prefix = "review/filters"
    icon = "list-ul"
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = [
        TitleColumn("name", label=_("Name"), url_name="saved_filters:edit"),
        BooleanColumn("is_shared", label=_("Shared")),
    ]
    index_view_class = OwnFiltersView
    add_view_class = SaveView
    edit_view_class = RenameView
    delete_view_class = RemoveView

    def get_form_class(self, for_update=False):
        return SavedFilterForm
