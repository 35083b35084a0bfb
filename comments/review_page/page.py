"""The view of the review page: it shows the parts and hands each act to the part it is of."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import InspectView

from comments import review
from comments.review_page import facts, files, letter, notes, topics, trail, work
from comments.review_page.part import Side, act_named

PARTS = (
    facts.PART,
    letter.PART,
    files.PART,
    work.PART,
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
            done = part.acts[action](self.object, request.user, request.POST)
        except review.ReviewError as error:
            self.object.refresh_from_db()
            context = self.get_context_data(refused=part, error=error)
            return self.render_to_response(context, status=422)
        messages.success(request, done)
        return redirect(request.get_full_path())

    def get_context_data(self, refused=None, error=None, **kwargs):
        comment, user = self.object, self.request.user
        shown = [
            {
                "name": part.name,
                "side": part.side,
                "template": part.template,
                "error": error.message if error and part is refused else "",
                "context": part.context(
                    comment, user, self.request.POST if part is refused else None
                ),
            }
            for part in PARTS
            if part.is_shown(comment, user)
        ]
        return {
            **super().get_context_data(**kwargs),
            "comment": comment,
            "docket": comment.docket,
            "error": error.message if error else "",
            "changes": getattr(error, "changes", []),
            "letter_parts": [part for part in shown if part["side"] is Side.LETTER],
            "work_parts": [part for part in shown if part["side"] is Side.WORK],
        }
