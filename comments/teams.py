"""Teams and colleagues in the admin: who works on comments, and how much each has to do."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from comments.models import Comment, Team
from comments.review.moves import OPEN


def colleagues() -> QuerySet:
    """Everybody who may work on comments (permissions.can_claim), by name."""
    people = get_user_model().objects
    able = people.with_perm("comments.review_comment", backend=_BACKEND) | people.with_perm(
        "comments.redact_comment", backend=_BACKEND
    )
    return people.filter(pk__in=able.values("pk")).order_by("first_name", "last_name", "username")


_BACKEND = "django.contrib.auth.backends.ModelBackend"


def with_load(rows: QuerySet, holder: str) -> QuerySet:
    """Each person or team with `load`: how many open comments they have.

    `holder` is the field of Comment that names them. Counted in the index of their queue.
    """
    open_ones = (
        Comment.objects.filter(**{holder: OuterRef("pk")}, state__in=OPEN)
        .order_by()
        .values(holder)
        .annotate(count=Count("pk"))
        .values("count")
    )
    return rows.annotate(load=Coalesce(Subquery(open_ones, output_field=IntegerField()), Value(0)))


def name_of(user) -> str:
    """A colleague as others know them."""
    return user.get_full_name() or user.get_username()


def load_in_words(load: int) -> str:
    """“12 open comments”."""
    return ngettext("%(count)s open comment", "%(count)s open comments", load) % {
        "count": intcomma(load)
    }


def with_name_and_load(row) -> str:
    """What a choice of a person or team says: “Rosa Díaz (12 open comments)”."""
    name = row.name if isinstance(row, Team) else name_of(row)
    return f"{name} ({load_in_words(row.load)})"


class PersonField(forms.ModelChoiceField):
    """A colleague who may work on comments, each with what they have to do already."""

    def __init__(self, **kwargs):
        super().__init__(get_user_model().objects.none(), **kwargs)

    def label_from_instance(self, obj):
        return with_name_and_load(obj)


class TeamField(forms.ModelChoiceField):
    """A team, each with what waits for it already."""

    def __init__(self, **kwargs):
        super().__init__(Team.objects.none(), **kwargs)

    def label_from_instance(self, obj):
        return with_name_and_load(obj)


class AssignForm(forms.Form):
    """To whom comments go. Who has them is replaced by both answers together."""

    person = PersonField(label=_("Person"), required=False, empty_label=_("Nobody"))
    team = TeamField(label=_("Team"), required=False, empty_label=_("No team"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = with_load(colleagues(), "assigned_to")
        self.fields["team"].queryset = with_load(Team.objects.all(), "team")


class MembersField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj):
        return name_of(obj)


class TeamForm(WagtailAdminModelForm):
    """A team's members are chosen among those who may work on comments."""

    members = MembersField(
        get_user_model().objects.none(),
        label=_("Members"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those who may review or redact comments."),
    )

    class Meta:
        model = Team
        fields = ["name", "members"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = colleagues()


class TeamIndexView(IndexView):
    """The teams, and what each has to do."""

    def get_base_queryset(self):
        teams = super().get_base_queryset().prefetch_related("members")
        return with_load(teams, "team")


class TeamDeleteView(DeleteView):
    """A team that comments are assigned to stays: they would wait for nobody."""

    template_name = "comments/admin/team_delete.html"

    @cached_property
    def has_comments(self) -> bool:
        return self.object.comments.exists()

    def form_valid(self, form):
        if self.has_comments:
            return self.render_to_response(self.get_context_data(form=form), status=409)
        return super().form_valid(form)


class TeamViewSet(ModelViewSet):
    """Colleagues who share a queue."""

    model = Team
    name = "teams"
    icon = "group"
    menu_label = _("Teams")
    menu_order = 219
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = TeamIndexView
    delete_view_class = TeamDeleteView
    form_fields = ["name", "members"]
    search_fields = ["name"]
    ordering = ["name"]
    list_display = [
        "name",
        Column(
            "members",
            label=_("Members"),
            accessor=lambda team: ", ".join(name_of(user) for user in team.members.all()),
        ),
        Column("load", label=_("Open comments"), accessor=lambda team: team.load),
    ]

    def get_form_class(self, for_update=False):
        return TeamForm
