"""Meetings and their registrants in the admin: what lists show, and the views of each."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from engagement.viewsets import ReadOnlyViewSet, published_column
from meetings.editor import MEETING_EDITOR
from meetings.models import Meeting, Registration
from meetings.series_views import CopyMeetingView, EditsSeries


class MeetingEditView(EditsSeries, EditView):
    """Its header's menu has what the list's menu has for the meeting, such as “Add materials”."""

    @cached_property
    def header_more_buttons(self):
        buttons = list(super().header_more_buttons)
        for hook in hooks.get_hooks("register_snippet_listing_buttons"):
            buttons += hook(self.object, self.request.user, self.request.path)
        return [button for button in buttons if button.show]


class MeetingViewSet(SnippetViewSet):
    model = Meeting
    edit_view_class = MeetingEditView
    copy_view_class = CopyMeetingView
    icon = "calendar-alt"
    menu_label = _("Meetings")
    menu_order = 200
    add_to_admin_menu = True
    ordering = ["-starts_at"]
    list_display = ["headline", "starts_at", "kind", "status", published_column()]
    list_filter = ["kind", "status", "initiatives", "series", "live"]
    search_fields = ["headline_en", "headline_es"]
    edit_handler = MEETING_EDITOR


class RegistrationViewSet(ReadOnlyViewSet):
    """Who comes, for those who run the meeting; personal data, so only by permission."""

    model = Registration
    name = "registrations"
    icon = "group"
    menu_label = _("Registrants")
    menu_order = 205
    add_to_admin_menu = True
    inspect_view_fields = [
        "meeting",
        "state",
        "name",
        "email",
        "language",
        "affiliation",
        "questions",
        "accommodation",
        "queued_at",
    ]
    ordering = ["-queued_at"]
    list_display = ["name", "meeting", "state", "language", "accommodation", "queued_at"]
    list_filter = ["meeting", "state"]
    search_fields = ["name", "email"]
    list_export = [
        "meeting",
        "get_state_display",
        "name",
        "email",
        "get_language_display",
        "affiliation",
        "questions",
        "accommodation",
        "queued_at",
    ]
    export_headings = {
        "get_state_display": _("State"),
        "get_language_display": _("Language"),
    }
    export_filename = "registrants"
