"""“Enter a comment” in the admin: choose the docket, enter what came, write the number on it."""

import uuid
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button

from comments import entry, intake, permissions
from comments.entry_forms import FORMS
from comments.models import Comment, Docket
from engagement.formatting import date_and_time

HEADINGS = {
    Comment.Channel.PAPER: gettext_lazy("Enter a letter"),
    Comment.Channel.EMAIL: gettext_lazy("Enter an e-mail"),
    Comment.Channel.VOICE: gettext_lazy("Enter a spoken comment"),
}


class EntryPage(WagtailAdminTemplateMixin):
    """For those who enter comments, and for nobody else."""

    header_icon = "mail"
    page_title = gettext_lazy("Enter a comment")

    def dispatch(self, request, *args, **kwargs):
        if not permissions.can_enter(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def breadcrumbs_to(self, label) -> list[dict]:
        """From the list of dockets to a page with this name."""
        start = {"url": reverse("enter_comment"), "label": EntryPage.page_title}
        return [*self.breadcrumbs_items, start, {"url": "", "label": label}]


class ChannelsColumn(ButtonsColumnMixin, Column):
    """What can be entered for a docket."""

    cell_template_name = "comments/admin/channels_cell.html"

    def get_value(self, docket):
        return docket.number

    def get_buttons(self, docket, parent_context):
        labels = {
            Comment.Channel.PAPER: pgettext("button: enter a letter", "Letter"),
            Comment.Channel.EMAIL: pgettext("button: enter an e-mail", "E-mail"),
            Comment.Channel.VOICE: pgettext("button: enter a spoken comment", "Spoken"),
        }
        return [
            Button(
                label,
                url=reverse("enter_comment_form", args=[docket.pk, channel]),
                classname="button button-small button-secondary",
                priority=place,
                attrs={"aria-label": f"{HEADINGS[channel]}: {docket.number}"},
            )
            for place, (channel, label) in enumerate(labels.items())
        ]


class ChooseDocketView(EntryPage, BaseListingView):
    """The dockets for which something can have arrived."""

    index_url_name = "enter_comment"
    paginate_by = 50
    verbose_name_plural = Docket._meta.verbose_name_plural
    columns = [
        Column("number", label=gettext_lazy("Docket"), classname="entry__number"),
        Column("headline", label=gettext_lazy("Title")),
        Column(
            "closes_at",
            label=pgettext_lazy("column: when a comment period ends", "Closes"),
            accessor=lambda docket: date_and_time(docket.closes_at),
        ),
        ChannelsColumn("enter", label=pgettext_lazy("column of buttons", "Enter")),
    ]

    def get_base_queryset(self):
        return entry.dockets()


class EnterView(EntryPage, FormView):
    """One letter, e-mail or spoken comment."""

    template_name = "comments/admin/enter.html"

    def dispatch(self, request, *args, **kwargs):
        self.channel = kwargs["channel"]
        if self.channel not in FORMS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def docket(self) -> Docket:
        return get_object_or_404(entry.dockets(), pk=self.kwargs["pk"])

    def get_page_title(self):
        return HEADINGS[self.channel]

    def get_page_subtitle(self):
        return str(self.docket)

    def get_breadcrumbs_items(self):
        return self.breadcrumbs_to(f"{self.get_page_title()}: {self.docket.number}")

    def get_form_class(self):
        return FORMS[self.channel]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "docket": self.docket}

    def get_initial(self):
        """What the comment before had: a box of letters, or one meeting, is worked through."""
        kept = {name: self.request.GET.get(name) for name in ("language", "meeting")}
        return {"key": uuid.uuid4(), **{name: value for name, value in kept.items() if value}}

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "docket": self.docket}

    def form_valid(self, form):
        try:
            comment = entry.enter(
                docket=self.docket, by=self.request.user, channel=self.channel, **form.submission()
            )
        except intake.PeriodNotOpen:
            form.add_error(
                form.first[0],
                _("The comment period closed on %(moment)s, and late comments are not accepted.")
                % {"moment": date_and_time(self.docket.closes_at)},
            )
            return self.form_invalid(form)
        return redirect("comment_entered", comment.pk)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class EnteredView(EntryPage, TemplateView):
    """The number, large, to write on the letter; and what comes next."""

    template_name = "comments/admin/entered.html"
    page_title = gettext_lazy("Entered")

    @cached_property
    def comment(self) -> Comment:
        mine = Comment.objects.filter(entered_by=self.request.user)
        return get_object_or_404(mine.select_related("docket", "meeting"), pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self):
        return self.breadcrumbs_to(self.comment.number)

    def get_context_data(self, **kwargs):
        comment = self.comment
        kept = {"language": comment.language}
        if comment.meeting_id:
            kept["meeting"] = comment.meeting_id
        another = reverse("enter_comment_form", args=[comment.docket_id, comment.channel])
        with translation.override(comment.language):
            receipt_url = reverse("comments:receipt", args=[intake.make_token(comment)])
        return {
            **super().get_context_data(**kwargs),
            "comment": comment,
            "another_url": f"{another}?{urlencode(kept)}",
            "receipt_url": receipt_url,
        }
