"""The view of the review page: it shows the parts and hands each act to the part it is of."""

from django.contrib import messages
from django.forms import Media
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import InspectView

from comments import review
from comments.models import Comment
from comments.review_page import (
    assign,
    campaign,
    facts,
    files,
    letter,
    notes,
    points,
    redaction,
    responses,
    topics,
    trail,
    translation,
    work,
)
from comments.review_page.part import Side, act_named
from comments.review_page.way import QueueWay

PARTS = (
    facts.PART,
    letter.PART,
    responses.PART,
    translation.PART,
    campaign.PART,
    files.PART,
    work.PART,
    points.PART,
    redaction.PART,
    assign.PART,
    topics.PART,
    notes.PART,
    trail.PART,
)
"""What the page is made of, in the order in which it is read."""

ACTS = {name: part for part in PARTS for name in part.acts}


class ReviewView(InspectView):
    """One comment."""

    page_title = _("Review")
    template_name = "comments/admin/review.html"

    def post(self, request, *args, **kwargs):
        """Do one act; a refused one says why, changes nothing and keeps what was typed."""
        action = act_named(request.POST.get("action", ""))
        part = ACTS.get(action)
        try:
            if part is None:
                raise review.ReviewError(_("Choose what to do with this comment."))
            if self.way.leads_on(request.POST["action"]):
                # Found before the act, which may move this comment elsewhere in the list.
                _known = self.way.neighbours
            done = part.acts[action](self.object, request.user, request.POST)
        except review.ReviewError as error:
            self.object.refresh_from_db()
            context = self.get_context_data(refused=part, error=error)
            return self.render_to_response(context, status=422)
        messages.success(request, done, extra_tags=part.name)
        return redirect(self.way.url_after(request.POST["action"]))

    @cached_property
    def way(self) -> QueueWay:
        return QueueWay(self.request, self.object)

    def get_object(self, queryset=None):
        comments = Comment.objects.select_related(
            *("docket", "assigned_to", "team", "campaign__docket", "duplicate_of__docket"),
            *("meeting", "entered_by"),
        )
        return get_object_or_404(comments, pk=self.pk)

    def get_fields_context(self):
        """The parts show what the comment has; Wagtail's own list of fields is not shown."""
        return []

    def get_breadcrumbs_items(self):
        """Back to the list as one left it."""
        return [
            *self.breadcrumbs_items,
            {"url": self.way.list_url, "label": _("Comments")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.object.number},
        ]

    def get_context_data(self, refused=None, error=None, **kwargs):
        comment, user = self.object, self.request.user
        said = {message.extra_tags: message for message in messages.get_messages(self.request)}
        shown = [
            {
                "name": part.name,
                "label": part.label,
                "side": part.side,
                "template": part.template,
                "done": said.get(part.name, "") if part.lands else "",
                "error": error.message if error and part is refused and part.lands else "",
                "context": part.context(
                    comment,
                    user,
                    self.request.POST if part is refused else None,
                    **({"query": self.request.GET} if part.reads_query else {}),
                ),
            }
            for part in PARTS
            if part.is_shown(comment, user)
        ]
        return {
            **super().get_context_data(**kwargs),
            "media": sum((part["context"].get("media", Media()) for part in shown), Media()),
            "comment": comment,
            "docket": comment.docket,
            "error": error.message if error else "",
            "changes": trail.described(getattr(error, "changes", [])),
            "way": self.way,
            "letter_parts": [part for part in shown if part["side"] is Side.LETTER],
            "work_parts": [part for part in shown if part["side"] is Side.WORK],
        }
