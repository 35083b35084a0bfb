"""Acts on many points, Wagtail's own way: choose rows, say what, confirm.

Rules speak of one docket; points of several are done docket by docket.
"""

from collections import defaultdict

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction as WagtailBulkAction

from comments import permissions
from comments.models import Docket, Point, Response
from comments.queue.bulk_forms import MOST, KeysField, keys_in
from comments.response_pages.listing import PointListing
from comments.responses import coverage, handing, moving, writing
from comments.responses.forms import owner_field
from comments.review import ReviewError

_LABELS_IN_MESSAGE = 5


class ChosenPointsForm(forms.Form):
    """The points that were chosen; what was counted is what the act is done with."""

    chosen = KeysField()

    def __init__(self, *args, keys: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].initial = keys

    def clean_chosen(self):
        keys = self.cleaned_data["chosen"]
        if len(keys) > MOST:
            raise forms.ValidationError(_("Choose at most %(most)s points.") % {"most": MOST})
        return keys


class OwnerForm(ChosenPointsForm):
    """To whom the points go."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"] = owner_field()


class _MasterField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return f"{obj.docket.number}: {obj}"


class ReferForm(ChosenPointsForm):
    """The master response that answers the points."""

    def __init__(self, *args, keys, **kwargs):
        super().__init__(*args, keys=keys, **kwargs)
        dockets = Docket.objects.filter(comments__points__in=keys).distinct()
        masters = Response.objects.masters().filter(docket__in=dockets).select_related("docket")
        self.fields["master"] = _MasterField(
            masters,
            label=_("Master response"),
            error_messages={"required": _("Choose a master response.")},
        )


class Result:
    """What became of many points: how many were changed, and which were left alone why."""

    def __init__(self):
        self.changed = 0
        self.left: dict[str, list[str]] = defaultdict(list)

    def add(self, done: moving.Done) -> None:
        self.changed += done.changed
        for reason, labels in done.left.items():
            self.left[reason] += labels


class ManyPoints(WagtailBulkAction):
    """One act on the chosen points. `may` says who finds it below the list."""

    models = [Point]
    template_name = "comments/admin/responses/bulk.html"
    form_class = ChosenPointsForm
    may = staticmethod(permissions.can_write_response)
    # The heading of the page and its button, where the one below the list says it too briefly.
    title = ""
    button = ""
    explanation = ""

    def dispatch(self, request, *args, **kwargs):
        if not self.may(request.user):
            raise PermissionDenied
        if not self.keys:
            messages.error(request, _("Choose points first."))
            return redirect(self.next_url)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def keys(self) -> list[int]:
        """The chosen points: once the form is shown, those that it counted."""
        if self.request.method == "POST":
            return KeysField(required=False).to_python(self.request.POST.get("chosen", ""))
        ids = self.request.GET.getlist("id")
        if "all" not in ids:
            return keys_in(ids)
        listed = PointListing(self.request.GET, self.request.user).points()
        return list(listed.values_list("pk", flat=True))

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "keys": self.keys}

    def get_actionable_objects(self):
        # Not thousands of rows: the act reads and locks what it needs.
        return [], {"items_with_no_access": []}

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "title": self.title or self.display_name,
            "button": self.button or self.display_name,
            "explanation": self.explanation,
            "count": len(self.keys),
            "submit_url": self.request.get_full_path(),
        }

    def form_valid(self, form):
        result = Result()
        for docket, points in self.by_docket():
            try:
                result.add(self.act(docket, points, form.cleaned_data))
            except ReviewError as error:
                result.left[str(error.message)] += [point.label for point in points]
        tell(self.request, result)
        return redirect(self.next_url)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def by_docket(self) -> list[tuple[Docket, list[Point]]]:
        """The chosen points of each docket, in the order of their labels."""
        found = coverage.points_to_answer().filter(pk__in=self.keys)
        rows = found.select_related("comment__docket", "response").defer("comment__text")
        dockets = defaultdict(list)
        for point in rows.order_by("comment__docket", "comment__sequence", "number"):
            dockets[point.comment.docket].append(point)
        return list(dockets.items())

    def act(self, docket: Docket, points: list[Point], data: dict) -> moving.Done:
        """Do it with the points of one docket. Raises ReviewError."""
        raise NotImplementedError

    def move(self, docket: Docket, points: list[Point], to_status: str) -> moving.Done:
        responses = [point.response for point in points if hasattr(point, "response")]
        done = moving.move_many(
            docket=docket,
            responses=[response.pk for response in responses],
            to_status=to_status,
            actor=self.request.user,
        )
        without = [point.label for point in points if not hasattr(point, "response")]
        if without:
            done.left[str(_("There is no response of its own to this point yet."))] += without
        return done


class HandOver(ManyPoints):
    display_name = _("Owner")
    title = _("Hand points to a colleague")
    button = _("Hand over")
    action_type = "owner"
    aria_label = _("Hand the selected points to a colleague")
    action_priority = 10
    form_class = OwnerForm
    may = staticmethod(permissions.can_bracket)

    def act(self, docket, points, data):
        changed = handing.hand_over(
            docket=docket,
            points=[point.pk for point in points],
            owner=data["owner"],
            actor=self.request.user,
        )
        return _done(changed, len(points) - changed, points)


class Refer(ManyPoints):
    display_name = _("Master response")
    title = _("Answer points by a master response")
    button = _("Refer to it")
    action_type = "refer"
    aria_label = _("Answer the selected points by a master response")
    action_priority = 20
    form_class = ReferForm
    explanation = _("Beside the responses and master responses that the points have already.")

    def act(self, docket, points, data):
        master = data["master"]
        if master.docket_id != docket.pk:
            raise ReviewError(_("The master response is of another docket."))
        changed = writing.refer_many(points=points, master=master, actor=self.request.user)
        return _done(changed, len(points) - changed, points)


class SendMany(ManyPoints):
    display_name = _("Send for approval")
    action_type = "send"
    aria_label = _("Send the responses to the selected points for approval")
    action_priority = 30

    def act(self, docket, points, data):
        return self.move(docket, points, Response.Status.REVIEWED)


class ApproveMany(ManyPoints):
    display_name = pgettext_lazy("a response", "Approve")
    title = _("Approve responses")
    action_type = "approve"
    aria_label = _("Approve the responses to the selected points")
    action_priority = 40
    may = staticmethod(permissions.can_approve_response)
    explanation = _("What you wrote last is left alone: another person approves it.")

    def act(self, docket, points, data):
        return self.move(docket, points, Response.Status.APPROVED)


ACTS = (HandOver, Refer, SendMany, ApproveMany)


def buttons_for(user) -> list[dict]:
    """The acts that this person finds below the list."""
    return [
        {
            "label": act.display_name,
            "aria_label": act.aria_label,
            "url": reverse("wagtail_bulk_action", args=["comments", "point", act.action_type]),
        }
        for act in ACTS
        if act.may(user)
    ]


def tell(request, result: Result) -> None:
    """Say what was done, and what was left alone and why."""
    if result.changed:
        messages.success(
            request,
            ngettext("%(count)s point changed.", "%(count)s points changed.", result.changed)
            % {"count": result.changed},
        )
    for reason, labels in result.left.items():
        named = ", ".join(labels[:_LABELS_IN_MESSAGE])
        if len(labels) > _LABELS_IN_MESSAGE:
            named += " …"
        messages.warning(
            request,
            ngettext(
                "%(count)s point was left alone: %(reason)s (%(labels)s)",
                "%(count)s points were left alone: %(reason)s (%(labels)s)",
                len(labels),
            )
            % {"count": len(labels), "reason": reason, "labels": named},
        )
    if not (result.changed or result.left):
        messages.warning(request, _("None of these points is there any more."))


def _done(changed: int, same: int, points: list[Point]) -> moving.Done:
    done = moving.Done(changed)
    if same and not changed:
        done.left[str(_("It is so already."))] = [point.label for point in points]
    return done
