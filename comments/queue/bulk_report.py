"""Acts on many comments that were done: the list of them, each one's report, and its undoing."""

import uuid

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn, UserColumn
from wagtail.admin.views.generic import InspectView
from wagtail.permission_policies import ModelPermissionPolicy

from comments import permissions, review
from comments.models import BulkAction, Comment
from comments.queue.bulk import tell
from comments.queue.bulk_words import describe
from comments.review.undo import undo
from comments.teams import name_of
from engagement.viewsets import ExportIndexView, ReadOnlyViewSet

SHOWN = 200
"""So many of the comments are named in a report."""


class BulkActionPolicy(ModelPermissionPolicy):
    """Those who act on many comments see their own acts, managers and auditors all."""

    def user_has_permission(self, user, action):
        return action == "view" and (
            permissions.can_act_on_many(user) or permissions.can_see_all_bulk(user)
        )


def visible_to(user):
    """The acts that this person may see."""
    actions = BulkAction.objects.select_related("actor__wagtail_userprofile", "undone_by__actor")
    return actions if permissions.can_see_all_bulk(user) else actions.filter(actor=user)


class BulkActionListView(ExportIndexView):
    """The latest first; each says what was done and whether it was undone."""

    page_title = _("Bulk actions")

    def get_base_queryset(self):
        return visible_to(self.request.user).defer("left")

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        words = describe(context["object_list"])
        for action in context["object_list"]:
            action.words = words[action.pk]
        return context


class BulkActionView(InspectView):
    """What one act did, what it left alone and why; and the button that undoes it."""

    page_title = _("Bulk action")
    template_name = "comments/admin/bulk_report.html"

    @cached_property
    def may_undo(self) -> bool:
        return (
            permissions.can_undo(self.request.user, self.object)
            and self.object.kind != BulkAction.Kind.UNDO
            and not self.object.undone_by_id
            and self.object.changed > 0
        )

    def get_object(self, queryset=None):
        found = super().get_object(queryset)
        if not visible_to(self.request.user).filter(pk=found.pk).exists():
            raise PermissionDenied
        return found

    def get_page_subtitle(self):
        return describe([self.object])[self.object.pk]

    def post(self, request, *args, **kwargs):
        """Undo it; a refused undoing says why."""
        try:
            key = uuid.UUID(request.POST.get("key", ""))
        except ValueError:
            key = uuid.uuid4()
        try:
            undoing = undo(action=self.object, actor=request.user, key=key)
        except review.ReviewError as error:
            messages.error(request, error.message)
            return redirect(request.path)
        tell(request, undoing)
        return redirect(reverse("bulk_actions:inspect", args=[undoing.pk]))

    def get_context_data(self, **kwargs):
        action = self.object
        undoes = BulkAction.objects.filter(undone_by=action).first()
        words = describe(filter(None, [action, undoes]))
        comments = Comment.objects.filter(events__bulk=action).select_related("docket")
        return {
            **super().get_context_data(**kwargs),
            "action": action,
            "words": words[action.pk],
            "undoes": undoes,
            "undone_words": words[undoes.pk] if undoes else "",
            "may_undo": self.may_undo,
            "key": uuid.uuid4(),
            "comments": comments.only("docket__number", "sequence").order_by(
                "docket__number", "sequence"
            )[:SHOWN],
            "more": max(0, action.changed - SHOWN),
            "left": [
                {"reason": reason, "count": len(numbers), "numbers": ", ".join(numbers)}
                for reason, numbers in action.left.items()
            ],
        }


class BulkActionViewSet(ReadOnlyViewSet):
    """Acts on many comments."""

    model = BulkAction
    name = "bulk_actions"
    icon = "list-ul"
    menu_label = _("Bulk actions")
    menu_order = 221
    add_to_admin_menu = True
    ordering = ["-at"]
    list_per_page = 50
    list_filter = {"kind": ["exact"], "at": ["date"]}
    index_view_class = BulkActionListView
    inspect_view_class = BulkActionView
    list_display = [
        TitleColumn(
            "words",
            label=_("What was done"),
            accessor=lambda action: getattr(action, "words", "") or action.get_kind_display(),
            url_name="bulk_actions:inspect",
        ),
        NumberColumn("changed", label=_("Comments changed"), sort_key="changed"),
        UserColumn("actor", label=_("By")),
        DateColumn("at", label=_("At"), sort_key="at"),
        Column(
            "undone",
            label=_("Undone"),
            accessor=lambda action: undone_by_whom(action) if action.undone_by_id else "",
        ),
    ]


def undone_by_whom(action: BulkAction) -> str:
    """Who undid it, as colleagues know them."""
    return name_of(action.undone_by.actor)
