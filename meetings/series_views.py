"""The admin's pages of a series: repeating a meeting, and editing this and later ones."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.snippets.views.snippets import CopyView

from engagement.formatting import long_date
from meetings import permissions, series, this_and_later
from meetings.copying import copy_of, to_a_coming_week
from meetings.models import Meeting
from meetings.series_forms import RepeatForm

_BUTTONS = 4
_LIST = "wagtailsnippets_meetings_meeting:list"
_EDIT = "wagtailsnippets_meetings_meeting:edit"


class RepeatView(WagtailAdminTemplateMixin, View):
    """GET shows the days that a frequency and an end would give; POST makes the meetings."""

    page_title = gettext_lazy("Repeat this meeting")
    header_icon = "rotate"
    template_name = "meetings/admin/repeat.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.meeting = get_object_or_404(Meeting.objects.select_related("series"), pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if not permissions.can_repeat(request.user, meeting=self.meeting):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        asked = request.GET if "until" in request.GET else None
        return self._page(RepeatForm(asked, meeting=self.meeting))

    def post(self, request, **kwargs):
        form = RepeatForm(request.POST, meeting=self.meeting)
        if self._was_made(form):
            return redirect(list_of_series(self.meeting))
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            made = series.make_series(meeting=self.meeting, by=request.user, **form.cleaned_data)
        except series.CannotRepeat:
            # Somebody else made a series of it while this page was open: the form says so now.
            self.meeting = Meeting.objects.select_related("series").get(pk=self.meeting.pk)
            return self._page(RepeatForm(request.POST, meeting=self.meeting), status=422)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self._page(form, status=422)
        if made:
            self._say(made)
        self.meeting.refresh_from_db()
        return redirect(list_of_series(self.meeting))

    def _was_made(self, form: RepeatForm) -> bool:
        """The same form sent again: there is nothing to make and nothing to refuse."""
        existing = self.meeting.series
        return existing is not None and form["until"].value() == existing.until.isoformat()

    def _page(self, form: RepeatForm, *, status: int = 200):
        has_days = form.is_bound and form.is_valid()
        context = self.get_context_data(form=form, meeting=self.meeting)
        if has_days:
            context["starts"] = [series.start_on(self.meeting, day) for day in form.days]
            context["explained"] = series.explanation(
                meeting=self.meeting, frequency=form.cleaned_data["frequency"]
            )
        return self.render_to_response(context, status=status)

    def _say(self, made: list[Meeting]) -> None:
        drafts = sum(not meeting.live for meeting in made)
        text = ngettext("%(count)s meeting was made.", "%(count)s meetings were made.", len(made))
        messages.success(self.request, text % {"count": len(made)})
        if drafts and self.meeting.live:
            text = ngettext(
                "%(count)s of them begins sooner than the notice rule asks. It is a draft: "
                "publishing it needs a reason.",
                "%(count)s of them begin sooner than the notice rule asks. They are drafts: "
                "publishing them needs a reason.",
                drafts,
            )
            messages.warning(self.request, text % {"count": drafts})

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(_LIST), "label": capfirst(Meeting._meta.verbose_name_plural)},
            {"url": reverse(_EDIT, args=[self.meeting.pk]), "label": str(self.meeting)},
            {"url": "", "label": self.page_title},
        ]

    def get_page_subtitle(self):
        return str(self.meeting)


def list_of_series(meeting: Meeting) -> str:
    """The address of the admin's list with the meetings of the series only."""
    return f"{reverse(_LIST)}?series={meeting.series_id}"


class EditsSeries:
    """Part of the editor's view: saves or publishes the later meetings with this one.

    All in one transaction. The editor's own saving while somebody types changes this one alone.
    """

    _changed_later = None

    def form_valid(self, form):
        if self.expects_json_response or not form.changes_later:
            return super().form_valid(form)
        try:
            with transaction.atomic():
                self._before = this_and_later.lock_before(
                    meeting=self.object,
                    loaded_revision=self.request.POST.get("loaded_revision_id"),
                    publish=self.action == "publish",
                )
                response = super().form_valid(form)
        except this_and_later.CannotFollow as refused:
            return self._refuse(form, refused)
        self._say_what_changed()
        return response

    def save_instance(self):
        saved = super().save_instance()
        if not self.expects_json_response and self.form.changes_later:
            self._changed_later = this_and_later.change_later(
                edit=this_and_later.Edit(self._before, self.new_revision.as_object()),
                publish=self.action == "publish",
                by=self.request.user,
                key=self.request.POST.get("loaded_revision_id", ""),
            )
        return saved

    def _refuse(self, form, refused: this_and_later.CannotFollow):
        """Nothing was saved: the editor goes on from the revision that exists."""
        self.object.latest_revision = Meeting.objects.get(pk=self.object.pk).latest_revision
        form.add_error("apply_to", str(refused))
        self.produced_error_message = self.get_error_message()
        return self.form_invalid(form)

    def _say_what_changed(self) -> None:
        changed = self._changed_later
        if not changed:
            messages.info(self.request, _("No later meeting of the series had to be changed."))
            return
        text = ngettext(
            "%(count)s later meeting of the series was changed as well.",
            "%(count)s later meetings of the series were changed as well.",
            len(changed),
        )
        buttons = [
            messages.button(reverse(_EDIT, args=[meeting.pk]), long_date(meeting.starts_at))
            for meeting in changed[:_BUTTONS]
        ]
        if len(changed) > _BUTTONS:
            buttons.append(messages.button(list_of_series(changed[0]), _("All of the series")))
        messages.success(self.request, text % {"count": len(changed)}, buttons=buttons)


class CopyMeetingView(CopyView):
    """A new draft like the meeting, proposed for the next week that is still to come.

    Without its materials, its series and its place in anybody's calendar.
    """

    def get_initial_form_instance(self):
        meeting = self.get_object()
        return copy_of(meeting, later=to_a_coming_week(meeting))
