"""Acts on many comments of the queue, in Wagtail's own way: choose rows, say what, confirm.

"Select all in the list" means all that match its filters, views and words, not one page of it.
"""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction as WagtailBulkAction

from comments import permissions, review
from comments.models import BulkAction, Comment
from comments.queue import bulk_forms
from comments.queue.bulk_words import describe
from comments.queue.listing import Listing
from comments.review import bulk, bulk_forecast
from comments.review.moves import Decision

# So many numbers of those left alone are in the message; the report has all.
_NUMBERS_IN_MESSAGE = 5


class ManyComments(WagtailBulkAction):
    """One act on the chosen comments. `may` says who finds it below the list."""

    models = [Comment]
    template_name = "comments/admin/bulk.html"
    may = staticmethod(permissions.can_review)
    # The heading of the page, where the button below the list says it too briefly.
    title = ""
    button = ""

    def dispatch(self, request, *args, **kwargs):
        if not (permissions.can_act_on_many(request.user) and self.may(request.user)):
            raise PermissionDenied
        if not self.keys:
            messages.error(request, _("Choose comments first."))
            return redirect(self.next_url)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def keys(self) -> list[int]:
        """The chosen comments: once the form is shown, those that it counted."""
        if self.request.method == "POST":
            return bulk_forms.KeysField(required=False).to_python(
                self.request.POST.get("chosen", "")
            )
        ids = self.request.GET.getlist("id")
        return listed(self.request) if "all" in ids else bulk_forms.keys_in(ids)

    @cached_property
    def groups(self) -> list[bulk_forecast.Group]:
        return bulk_forecast.groups_of(self.keys)

    def get_form_kwargs(self):
        chosen = {"user": self.request.user, "keys": self.keys, "groups": self.groups}
        return {**super().get_form_kwargs(), **chosen}

    def get_actionable_objects(self):
        # Not thousands of rows: the act locks and reads what it needs.
        return [], {"items_with_no_access": []}

    def forecast(self) -> bulk_forecast.Forecast | None:
        """What the act would do, where that does not depend on the answers."""
        return None

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return {
            **context,
            "title": self.title or self.display_name,
            "button": self.button,
            "count": len(self.keys),
            "too_many": bulk_forms.MOST if len(self.keys) > bulk_forms.MOST else None,
            "states": bulk_forecast.states_of(self.groups),
            "forecast": self.forecast(),
            "forecasts": getattr(form, "forecasts", []),
            "submit_url": self.request.get_full_path(),
        }

    def form_valid(self, form):
        try:
            done = self.act(form.cleaned_data)
        except review.ReviewError as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        tell(self.request, done)
        return redirect(self.next_url)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def act(self, data: dict) -> BulkAction:
        """Do it. Raises ReviewError."""
        raise NotImplementedError

    @property
    def chosen(self) -> dict:
        return {"keys": self.keys, "actor": self.request.user}


class AssignMany(ManyComments):
    display_name = _("Assign")
    action_type = "assign"
    aria_label = _("Assign the selected comments")
    button = _("Assign")
    action_priority = 10
    form_class = bulk_forms.AssignManyForm
    may = staticmethod(permissions.can_claim)

    def forecast(self):
        return bulk_forecast.of_assigning(self.groups, self.request.user)

    def act(self, data):
        return bulk.assign(**self.chosen, key=data["key"], to=data["person"], team=data["team"])


class TopicsOfMany(ManyComments):
    display_name = _("Topics")
    action_type = "topics"
    aria_label = _("Set topics of the selected comments")
    button = _("Set the topics")
    action_priority = 20
    form_class = bulk_forms.TopicsOfManyForm

    def act(self, data):
        topics = list(data["topics"])
        return bulk.set_topics(**self.chosen, key=data["key"], **{data["how"]: topics})


class MoveMany(ManyComments):
    display_name = _("Move")
    action_type = "move"
    aria_label = _("Move the selected comments")
    button = _("Move")
    action_priority = 30
    form_class = bulk_forms.MoveManyForm
    may = staticmethod(permissions.can_claim)

    def act(self, data):
        decision = Decision(data["to_state"], data["note"], data["legal_reason"])
        return bulk.move(**self.chosen, key=data["key"], decision=decision)


class GroupMany(ManyComments):
    display_name = _("Campaign")
    title = _("Put into a campaign")
    action_type = "campaign"
    aria_label = _("Put the selected comments into a campaign")
    button = _("Put into the campaign")
    action_priority = 40
    form_class = bulk_forms.GroupManyForm

    def act(self, data):
        return bulk.group(
            **self.chosen, key=data["key"], lead=data["number"], decides=data["decides"]
        )


ACTS = (AssignMany, TopicsOfMany, MoveMany, GroupMany)


def acts_for(user) -> list[type[ManyComments]]:
    """The acts that this person finds below the list."""
    if not permissions.can_act_on_many(user):
        return []
    return [act for act in ACTS if act.may(user)]


def listed(request) -> list[int]:
    """The keys of all comments in the list that this address shows."""
    found = Listing(request.GET, request.user).comments()
    return list(found.order_by("pk").values_list("pk", flat=True))


def tell(request, action: BulkAction) -> None:
    """Say what was done and what was left alone, with the way to undo it."""
    report = reverse("bulk_actions:inspect", args=[action.pk])
    counted = ngettext(
        "%(count)s comment changed.", "%(count)s comments changed.", action.changed
    ) % {"count": intcomma(action.changed)}
    if action.changed:
        is_undo = action.kind == BulkAction.Kind.UNDO
        text = _("What was done") if is_undo else _("Undo…")
        messages.success(
            request, f"{describe([action])[action.pk]}: {counted}", [messages.button(report, text)]
        )
    for reason, numbers in action.left.items():
        named = ", ".join(numbers[:_NUMBERS_IN_MESSAGE])
        if len(numbers) > _NUMBERS_IN_MESSAGE:
            named += " …"
        left = ngettext(
            "%(count)s comment was left alone: %(reason)s (%(numbers)s)",
            "%(count)s comments were left alone: %(reason)s (%(numbers)s)",
            len(numbers),
        ) % {"count": intcomma(len(numbers)), "reason": reason, "numbers": named}
        messages.warning(request, left, [messages.button(report, _("See all"))])
